"""Points for places in contests: worked out when a result is signed, given once, and put right by a correction."""
