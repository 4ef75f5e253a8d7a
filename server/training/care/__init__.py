"""Help offered to the person first, and what was said in confidence."""
