"""Points and what they can be had for: a ledger that is only added to, budgets, a catalogue, and a second person above a limit."""
