"""Review cycles: who is a candidate on which evidence, what people said and decided, and what became of it."""
