"""Scorecards as they go over the wire. Scores, values and points are decimal text; months are `2026-06`."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from career.scorecard import Rules
from career.sheets import Tier
from server.wire import Bilingual, Code, Named

State = Literal["running", "waiting", "published", "carried_over"]
"""`running` until the month is over, `waiting` until it is published; both are provisional and judge nobody."""
MonthText = Annotated[str, Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]


class RowOut(Struct, kw_only=True):
    """One sheet in a list; `lines` are the points of each term."""

    tier: Tier
    code: str
    name: Bilingual
    site: str
    teams: list[str]
    month: str
    state: State
    score: str | None
    capped: str | None
    reason: str
    half_days: int | None
    revision: int | None
    lines: dict[str, str | None]


class QueueOut(Struct, kw_only=True):
    """A metric within one queue, beside the queue's median."""

    queue: Named
    value: str
    median: str
    calls: str
    points: str


class MemberOut(Struct, kw_only=True):
    """A sheet of the tier below; without a name it is about somebody the reader may not see."""

    member: Named | None
    score: str | None
    half_days: int


class LineOut(Struct, kw_only=True):
    """One term. `share` is what it brought to the score before caps; without data its weight goes to the others.

    `steps` are floor, target and stretch of a curve; `band` how far from the median is still 100, and 0 from where beyond.
    """

    code: str
    name: Bilingual
    kind: str
    weight: str
    metrics: list[Named]
    unit: str
    value: str | None
    points: str | None
    share: str | None
    steps: list[str] | None
    band: list[str] | None
    queues: list[QueueOut]
    members: list[MemberOut]
    untold: bool = False
    """A frozen contest counts the metric: the line is left out until the reveal, because its median would tell of others."""


class CapOut(Struct, kw_only=True):
    """A cap of the sheet, whether it held it down or not."""

    metric: Named
    cap: str
    below: str | None
    at_least: str | None
    value: str | None
    holds: bool


class TeamShare(Struct, kw_only=True):
    """Where half days were spent."""

    team: Named
    half_days: int


class SheetOut(Struct, kw_only=True):
    """A whole sheet, with the instants between which its facts lie and all it takes to open them."""

    tier: Tier
    code: str
    name: Bilingual
    site: Named
    month: str
    state: State
    score: str | None
    before_caps: str | None
    capped: str | None
    reason: str
    max_missing: str
    half_days: int | None
    teams: list[TeamShare]
    leads: list[Named]
    starts: datetime
    ends: datetime
    lines: list[LineOut]
    caps: list[CapOut]
    revision: int | None
    revisions: int
    ground: str | None
    changed: list[str]
    published_at: datetime | None
    counted_at: datetime | None
    due_at: datetime | None
    rules_from: str | None


class RevisionOut(Struct, kw_only=True):
    """One revision, and why there is one."""

    revision: int
    published_at: datetime
    score: str | None
    ground: str
    changed: list[str]


class RevisionsOut(Struct):
    """All of a sheet, the newest first."""

    items: list[RevisionOut]


class TrendPoint(Struct, kw_only=True):
    """One month of the last ones."""

    month: str
    state: State | None
    score: str | None
    capped: str | None
    revision: int | None


class TrendOut(Struct, kw_only=True):
    """A subject and its last months, oldest first; a month without a sheet has no state."""

    tier: Tier
    code: str
    name: Bilingual
    months: list[TrendPoint]


class AdoptedOut(Struct, kw_only=True):
    """Rules of a tier with the month they hold from; the ones that ship hold from ever."""

    id: int
    tier: Tier
    from_month: str | None
    rules: Rules
    note: str
    made_at: datetime
    made_by: str | None
    in_force: bool


class ReadyMade(Struct, kw_only=True):
    """A sheet that ships, to begin from."""

    code: str
    name: Bilingual
    tier: Tier
    rules: Rules


class RulesOut(Struct, kw_only=True):
    """All versions, ready-made sheets, and the first month that rules can still be made for."""

    items: list[AdoptedOut]
    ready_made: list[ReadyMade]
    first_open: str


class RulesIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """New rules of a tier from a month on that is not published yet."""

    tier: Tier
    from_month: MonthText
    rules: Rules
    note: Annotated[str, Meta(max_length=500)] = ""


class TryIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Rules to try on the latest published month."""

    tier: Tier
    rules: Rules


class FaultOut(Struct, kw_only=True):
    """What is wrong with rules, and where."""

    code: str
    where: str
    word: str
    text: Bilingual


class Change(Struct, kw_only=True):
    """So many sheets would be worth between `low` and `high` points more; without a bound, or further."""

    low: int | None
    high: int | None
    sheets: int


class TriedOut(Struct, kw_only=True):
    """What rules would have made of a month: a distribution, of nobody by name and of no group under five."""

    faults: list[FaultOut]
    month: str | None = None
    sheets: int = 0
    too_few: bool = False
    mean_before: str | None = None
    mean_after: str | None = None
    no_data_before: int = 0
    no_data_after: int = 0
    higher: int = 0
    lower: int = 0
    changes: list[Change] = []
    reaching: list["Reaching"] = []


class Reaching(Struct, kw_only=True):
    """How many sheets reach a mark that criteria often ask."""

    mark: int
    before: int
    after: int


class MonthOut(Struct, kw_only=True):
    """A site's month: what there is, and when the clock publishes it."""

    site: Named
    month: str
    state: State
    due_at: datetime
    published_at: datetime | None
    counted_at: datetime | None
    waiting: bool
    sheets: int
    no_data: int
    corrected: int


class MonthsOut(Struct, kw_only=True):
    """The months of all sites, the newest first, and the day on which each site publishes."""

    items: list[MonthOut]
    publish_days: dict[str, int]


class PublishIn(Struct, forbid_unknown_fields=True):
    """Whose month is to be published, or counted anew."""

    site: Code


class PublishedOut(Struct, kw_only=True):
    """What that came to."""

    first: int
    corrected: int
    unchanged: int


class DayIn(Struct, forbid_unknown_fields=True):
    """The day of the following month on which the clock publishes."""

    publish_day: Annotated[int, Meta(ge=1, le=28)]
