"""The most common faults of judged calls, where training gains most."""
