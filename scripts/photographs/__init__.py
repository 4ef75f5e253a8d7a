"""Photographs of every page of the demo centre: `make screenshots`. The shots, the centre, what walls show, and the sheets."""
