"""QA forms: drafts, published versions, and which one is in force."""
