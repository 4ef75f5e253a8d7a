"""How people learn here: exams, classes, courses, and the care that goes with them; results leave as facts only."""
