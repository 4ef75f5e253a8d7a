"""One calendar of all contests."""
