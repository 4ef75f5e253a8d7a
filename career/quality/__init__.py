"""How work is judged: forms and their versions, disputes, calibration, the sampling plan, the most common faults, benchmarks."""
