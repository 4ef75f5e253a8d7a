"""How a database tells that it holds the demo centre: by the name of the key it was poured with."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, NamedTuple

_NAME = "demo centre of "

State = Literal["begun", "poured"]


class Marker(NamedTuple):
    """`anchor` is the day the centre was invented for: pouring that was interrupted goes on with the same people."""

    anchor: date
    state: State
    tokens: tuple[int, ...]


def name_of(anchor: date) -> str:
    """The name of the key a centre of this day is poured with."""
    return f"{_NAME}{anchor}"


def read(tokens: Iterable[tuple[int, str, Any]]) -> Marker | None:
    """From all tokens as (id, name, revoked at): the key is revoked when everything is in."""
    found = [(id_, name.removeprefix(_NAME), revoked) for id_, name, revoked in tokens if name.startswith(_NAME)]
    if not found:
        return None
    anchor = min(day for _, day, _ in found)
    state: State = "poured" if any(revoked for _, _, revoked in found) else "begun"
    return Marker(date.fromisoformat(anchor), state, tuple(id_ for id_, _, _ in found))
