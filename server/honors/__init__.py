"""What people have earned, and what they thank one another for."""
