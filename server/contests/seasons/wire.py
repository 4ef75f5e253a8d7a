"""The shapes of seasons on the wire."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from leaderboards.adjusting import Code
from leaderboards.calendar import Phase
from leaderboards.fixtures import Stage
from leaderboards.plays import CupPlay, LeaguePlay
from server.wire import Named


class SideOut(Struct, kw_only=True):
    """One side of a fixture. `score` is the round score where it may be seen; see `docs/seasons.md` for who sees which."""

    id: str
    named: Named
    seed: int | None
    score: str | None = None
    own: bool = False
    """Whether it is the asking account's own team, or itself, or the team of the asking wall."""


class FixtureOut(Struct, kw_only=True):
    """Two sides and what became of it; without `away` a bye, or in a decider of several one of those who play it together.

    `ahead` says who has won, or is ahead while the round goes on; nothing before anything is known, nor to who may not know it.
    """

    stage: Stage
    pool: str
    home: SideOut
    away: SideOut | None
    ahead: Literal["home", "away", "draw", "none"] | None = None
    winner: str | None = None
    """In a bracket who goes on."""
    overturned: bool = False
    """The round was corrected afterwards and would have gone the other way; it stands."""


class RoundOut(Struct, kw_only=True):
    """A round and the contest it is played in."""

    round: int
    contest: int
    phase: Phase
    starts: datetime
    ends: datetime
    freezes_at: datetime | None
    reveal_by: datetime | None
    fixtures: list[FixtureOut]


class LinesOut(Struct, kw_only=True):
    """A table of a season: of how many, how many places stand above its line of promotion (or of the playoffs), and above
    that of relegation; the latter only where every place may be seen."""

    pool: str
    size: int
    up: int
    stay: int | None


class NextOut(Struct, kw_only=True):
    """Somebody's next fixture; without an opponent a bye."""

    round: int
    starts: datetime
    at_home: bool
    opponent: Named | None


class AdjustedOut(Struct, kw_only=True):
    """Points of the table given or taken by hand, and the neutral word for it; the reason stays with operations and HR."""

    participant: str
    amount: str
    code: Code


class SeasonOut(Struct, kw_only=True):
    """A season beside its table, which is the contest's board."""

    contest: int
    play: LeaguePlay | CupPlay
    planned: int
    """Rounds there will be, as far as that is known; a shared place at a line adds one."""
    current: int | None
    """The round that began last."""
    tables: list[LinesOut]
    rounds: list[RoundOut]
    next: list[NextOut]
    """The asking side's own next fixtures."""
    follows: int | None = None
    """While nothing is drawn: the season whose table says first who goes up or down."""
    adjustments: list[AdjustedOut] = []
    """Of everybody where every place may be seen, else of one's own side; `play.deductions` likewise."""
