"""What badges ask of rooms above: levels, what was learnt, what was done for others."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from msgspec import Struct

from leaderboards.badges.history import Deed, Learnt, LevelHeld
from server.db.pool import Connection


class Lived(Struct, frozen=True):
    """What is on record about one person, as far as badges ask."""

    levels: tuple[LevelHeld, ...] = ()
    learnt: tuple[Learnt, ...] = ()
    deeds: Mapping[str, tuple[Deed, ...]] = {}


Lives = Callable[[Connection, Sequence[int]], Awaitable[Mapping[int, Lived]]]
"""By agent; whoever is missing has nothing on record."""


async def nothing(_: Connection, __: Sequence[int]) -> Mapping[int, Lived]:
    """Where no room keeps records."""
    return {}
