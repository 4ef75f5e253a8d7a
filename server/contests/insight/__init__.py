"""What contests tell beside their places: whether they are fair, what they taught, what would move whom, what to ask about."""
