"""Exact fractions in what is kept as JSON or MessagePack: written as text, read as they were."""

from fractions import Fraction
from typing import Any


def plain(thing: object) -> Any:
    """For an encoder's `enc_hook`."""
    if isinstance(thing, Fraction):
        return str(thing)
    raise NotImplementedError(type(thing))


def rich(wanted: type, thing: Any) -> Any:
    """For a decoder's `dec_hook`."""
    if wanted is Fraction:
        return Fraction(thing)
    raise NotImplementedError(wanted)
