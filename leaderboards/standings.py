"""From facts to places: scores every participant of a race, ranks them, and writes the result down in canonical bytes."""

from collections.abc import Mapping
from fractions import Fraction

import msgspec
from msgspec import Struct

from leaderboards.exact import format_score
from leaderboards.metrics import Key, Metric, Subject, Tally
from leaderboards.rules import Rules
from leaderboards.teams import Field, Member, Participant

__all__ = ["Field", "Member", "Participant", "Reason", "Standing", "Standings", "rank_contest"]

Tallies = Mapping[Subject, Mapping[Key, Tally]]
"""Per subject, its totals by metric and queue; who has no facts may be left out."""


class Reason(Struct, frozen=True):
    """Why a participant is not ranked: a code (`no_data`, `below_min_fte`, `too_few_members`, `condition`) and its metric."""

    code: str
    metric: str = ""


class Standing(Struct, frozen=True):
    """One participant's place. `score` counts ten-thousandths; who has reasons has no rank, though there may be a score."""

    participant: str
    rank: int | None
    score: int | None
    ties: tuple[Fraction | None, ...] = ()
    reasons: tuple[Reason, ...] = ()


class Standings(Struct, frozen=True):
    """All places, best first; who is not ranked comes last, in the order of ids."""

    rows: tuple[Standing, ...]

    def encode(self) -> bytes:
        """Canonical bytes: equal standings give equal bytes, and a stored result is compared by them."""
        raise NotImplementedError


def rank_contest(rules: Rules, metrics: Mapping[str, Metric], field: Field, tallies: Tallies) -> Standings:
    """The standings of a race from scratch."""
    raise NotImplementedError
