"""How ready people are for their next step: the table, and the page of one person."""
