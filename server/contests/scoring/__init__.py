"""What a contest counts: its evidence, and the one scorer that keeps live boards exact."""
