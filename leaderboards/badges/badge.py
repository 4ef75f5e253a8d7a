"""A badge as versioned data: what it is called and looks like, what earns it, in which tiers, how often, and since when."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from leaderboards.badges.counted import Code, Deeds, Milestone, Participation, TeamResult, Training
from leaderboards.badges.performance import Improvement, Over
from leaderboards.badges.periods import Season
from leaderboards.badges.records import Record
from leaderboards.badges.standing import Given, Level, Place, Tenure
from leaderboards.badges.streaks import Streak
from leaderboards.badges.tiers import Step

Kind = (
    Over
    | Streak
    | Milestone
    | Improvement
    | Record
    | Place
    | Participation
    | TeamResult
    | Deeds
    | Training
    | Tenure
    | Level
    | Given
)
"""Every kind of rule there is."""

Name = Annotated[str, Meta(max_length=60)]
Praise = Annotated[str, Meta(max_length=300)]
PLAIN = (Step("plain", "1"),)


class Limit(Struct, frozen=True, forbid_unknown_fields=True):
    """So many awards of each tier in a season, the earliest grounds first."""

    times: Annotated[int, Meta(ge=1, le=1000)] = 1
    per: Season = "ever"


class Badge(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One version of a badge, in force from `effective` until a later version takes over, or until `ends`.

    `live` awards as soon as the ground is there, before late facts and appeals are over. `symbol` names its picture; what the
    badge honors is said in both languages, because a badge nobody understands honors nobody.
    """

    code: Code
    version: Annotated[int, Meta(ge=1)] = 1
    zh: Name
    en: Name
    praise_zh: Praise
    praise_en: Praise
    symbol: Code
    of: Literal["agent", "team"] = "agent"
    rule: Kind
    steps: Annotated[tuple[Step, ...], Meta(min_length=1, max_length=5)] = PLAIN
    limit: Limit | None = None
    live: bool = False
    effective: date = date(2000, 1, 1)
    ends: date | None = None


_decoder = msgspec.json.Decoder(Badge)


def decode(data: bytes | str) -> Badge:
    """A badge as stored or sent. Raises msgspec.ValidationError on unknown fields and wrong shapes; then ask `check`."""
    return _decoder.decode(data)


def encode(badge: Badge) -> bytes:
    """The same bytes for the same badge."""
    return msgspec.json.encode(badge, order="deterministic")


def ordered(versions: Iterable[Badge]) -> list[Badge]:
    """The versions of one badge, oldest first."""
    return sorted(versions, key=lambda one: (one.effective, one.version))


def in_force(versions: Iterable[Badge], day: date) -> Badge | None:
    """The version in force on a day; None before the first, and once the badge has ended."""
    begun = [one for one in ordered(versions) if one.effective <= day]
    return begun[-1] if begun and (begun[-1].ends is None or day < begun[-1].ends) else None


def reigns(versions: Sequence[Badge]) -> list[tuple[Badge, date]]:
    """Each version with the day from which it is no longer in force."""
    every = ordered(versions)
    nexts = [*(one.effective for one in every[1:]), date.max]
    return [(one, min(after, one.ends or date.max)) for one, after in zip(every, nexts, strict=True)]
