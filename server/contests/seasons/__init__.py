"""Seasons: leagues and cups whose rounds are contests of their own."""
