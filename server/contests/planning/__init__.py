"""Before a contest: templates, who may launch what, who is entered, and whether anybody is asked for too much."""
