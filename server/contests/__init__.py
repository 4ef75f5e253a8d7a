"""Contests: templates, launching, series, live scoring, results, and why a number is what it is."""
