"""Support plans, and the measures that may follow only where support has not been enough."""
