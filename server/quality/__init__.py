"""Quality: calls judged on versioned forms, disputes and calibration; what comes of it leaves as facts."""
