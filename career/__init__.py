"""The rule book of growth: who stands where on which ladder. Pure: no I/O, no clock, no knowledge of the service."""
