"""What passes between the processes of one service: board messages, their snapshots, and shared limits."""
