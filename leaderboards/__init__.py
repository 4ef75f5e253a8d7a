"""The rule book of competition: how facts become standings, exactly and without touching the world."""
