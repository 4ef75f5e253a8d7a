"""Thanks between colleagues: a few a month, for something the centre holds dear."""
