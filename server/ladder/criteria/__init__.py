"""Criteria as versions: kept, edited, tried on the past, adopted; and the path they draw for one person."""
