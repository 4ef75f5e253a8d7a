"""What people see of a contest: boards and pages, histories, why a number is what it is, and what it may become."""
