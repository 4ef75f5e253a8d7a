"""Judged calls: who may judge whom, what the agent sees, disputes in one step, and the facts that follow."""
