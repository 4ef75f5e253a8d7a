"""Classes of trainees: four stages with their gates, mentors' logs, test calls, class days, permissions on the queues."""
