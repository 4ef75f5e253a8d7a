"""The month's samples: who is evaluated on which day by whom, and how far it has come."""
