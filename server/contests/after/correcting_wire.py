"""Correction sets on the wire."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from server.contests.after.effects import Effect
from server.wire import Named

Keys = Annotated[list[Annotated[str, Meta(min_length=3, max_length=300)]], Meta(max_length=10_000)]
Kind = Literal["fact", "person", "calendar", "adjustment"]


class PartOut(Struct, kw_only=True):
    """A person's FTE-days in one participant, before and after; null where it was not, or is not any more."""

    named: Named
    before: str | None
    after: str | None


class ItemOut(Struct, kw_only=True):
    """One thing that waits for a correction. Of a fact `before` is the value the result counts and `after` the one held now
    (null: none); of a calendar the working days; of a person, where they changed, the FTE-days worked in the weeks that an improvement is
    measured against; of an adjustment `after` is its points."""

    key: str
    kind: Kind
    chosen: bool
    before: str | None = None
    after: str | None = None
    metric: str | None = None
    agent: Named | None = None
    team: str | None = None
    at: datetime | None = None
    since: datetime | None = None
    """When it came."""
    revision: int | None = None
    code: str | None = None
    reason: str | None = None
    parts: list[PartOut] = []


class CorrectionIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What to correct and why; without `items` all that waits."""

    reason: Annotated[str, Meta(min_length=3, max_length=2000)]
    items: Keys | None = None


class ApplyIn(Struct, forbid_unknown_fields=True):
    """What the person who applies has seen: the `seen` of the set as it was shown."""

    seen: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


class RejectIn(Struct, forbid_unknown_fields=True):
    """Why a set is rejected."""

    reason: Annotated[str, Meta(min_length=3, max_length=2000)]


class SetOut(Struct, kw_only=True):
    """A correction set. A stale one has no effect to show: more came, and it has to be proposed again as it would be now."""

    id: int
    contest: int
    base_revision: int
    reason: str
    everything: bool
    chosen: list[str]
    proposed_by: str
    proposed_at: datetime
    outcome: Literal["applied", "rejected"] | None
    decided_by: str | None
    decided_at: datetime | None
    answer: str | None
    revision: int | None
    stale: bool
    seen: str | None
    effect: Effect | None
    may: list[str]
    """What the asking account may do: apply, reject, choose."""


class RoundWaiting(Struct, kw_only=True):
    """A signed round of a season, by its contest: its newest revision, how many things wait for its correction, and whether
    one is proposed."""

    contest: int
    round: int
    revision: int
    waiting: int
    proposed: bool


class CorrectionsOut(Struct, kw_only=True):
    """What waits, and every set so far, the newest first. A season has neither: its rounds are corrected."""

    waiting: list[ItemOut]
    sets: list[SetOut]
    rounds: list[RoundWaiting] = []
