"""How people learn: exams and their sittings, courses with practice, how much may be asked of a trainee, and help offered first."""
