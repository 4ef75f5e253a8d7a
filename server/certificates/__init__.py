"""What people take away from what they earned: certificates on paper, and badges that others can check."""
