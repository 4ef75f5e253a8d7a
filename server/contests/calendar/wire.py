"""The calendar of all contests on the wire."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from leaderboards.calendar import Phase
from server.contests.wire import ClashOut
from server.wire import Bilingual, Named


class EntryOut(Struct, kw_only=True):
    """A contest, or a round that its series has yet to make (`planned`, without an id).

    `first` and `last` are the business days of its own site that it touches: where it lies on a calendar page.
    """

    id: int | None
    series: int | None
    title: Bilingual
    site: Named
    participants: str
    format: str
    phase: Phase | Literal["planned"]
    zone: str
    starts: datetime
    ends: datetime
    first: date
    last: date
    total: int
    mine: bool
    """Whether a team that the asking account leads or belongs to takes part."""
    agents_over: int = 0
    """Agents of it who would be in too many contests at once."""


class CalendarOut(Struct, kw_only=True):
    """All contests that touch the days [starts, ends), the earliest first, and who is in too many of them at once."""

    starts: date
    ends: date
    items: list[EntryOut]
    clashes: list[ClashOut]
