"""Measured values: the metric catalogue, intake, quarantine, rollups, column mappings, and reading totals for a window."""
