"""Careers: records, evidence, scorecards, readiness, review cycles; the rules are in `career/`."""
