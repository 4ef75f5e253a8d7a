"""The kinds of ground, one module each."""
