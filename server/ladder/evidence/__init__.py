"""Everything known of people, gathered in bulk as the rule book of growth wants it."""
