"""What a freeze hides, and the ceremony that shows it."""
