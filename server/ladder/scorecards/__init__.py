"""Monthly scorecards: counted from facts in three tiers, published month by month, corrected by revisions."""
