"""Badges: versioned rules, awards given exactly once, and what opens to show why."""
