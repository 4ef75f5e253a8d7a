"""What teams are honored for together: the red banner, the team of the month, and titles that others awarded."""
