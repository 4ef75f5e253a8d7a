"""Measures what Echelon promises about speed and memory, each against the floor of the same machine in the same run."""
