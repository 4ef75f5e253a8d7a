"""Files of people data: how they are read, what they would change, and how that is stored."""
