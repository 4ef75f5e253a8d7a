"""What follows the end: appeals, points by hand, signed results, corrections, credit."""
