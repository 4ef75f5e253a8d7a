"""The centre's look: its name, logo and colour wherever people see it, its seal and signatures on paper."""
