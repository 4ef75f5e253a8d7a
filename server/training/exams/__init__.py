"""Exams taken here: the bank, who is invited, sittings that lose no answer, and private results."""
