"""What others publish, and comparing only what is counted alike."""
