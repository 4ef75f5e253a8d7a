"""Calibration sessions: several evaluators, one call, one reference."""
