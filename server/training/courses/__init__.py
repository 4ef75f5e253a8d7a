"""Courses with their practice: who takes them, what was seen, practised and approved, and whether they helped."""
