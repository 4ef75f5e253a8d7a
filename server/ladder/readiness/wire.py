"""What readiness looks like on the wire: rows of the table, the page of one person, the facts behind a month."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from career.readiness import State
from server.ladder.path.wire import NextStepOut
from server.wire import Bilingual, Instant, Named

Sort = Literal[
    "readiness", "-readiness", "score", "-score", "code", "-code", "hired", "-hired", "level_since", "-level_since"
]


class Wanted(Struct, frozen=True, forbid_unknown_fields=True):
    """Which rows, in which order. Empty means all."""

    site: Annotated[str, Meta(max_length=64)] = ""
    team: Annotated[str, Meta(max_length=64)] = ""
    level: Annotated[str, Meta(max_length=64)] = ""
    target: Annotated[str, Meta(max_length=64)] = ""
    states: Annotated[tuple[State, ...], Meta(max_length=4)] = ()
    q: Annotated[str, Meta(max_length=200)] = ""
    sort: Sort = "readiness"


class RowOut(Struct, frozen=True, kw_only=True):
    """One person and one step. Score in per mille, rounded down; `open` are the required criteria that are not met."""

    agent: Named
    site: str
    team: str | None
    level: Named
    target: Named
    state: State
    score: int
    met: int
    required: int
    open: list[Bilingual]
    hired: date
    level_since: date


class TableOut(Struct, frozen=True, kw_only=True):
    """A page of the table. `states` counts by state whatever states are wanted; `as_of` is the day judged, `computed_at` when."""

    items: list[RowOut]
    total: int
    next: int | None
    states: dict[str, int]
    people: int
    as_of: date
    computed_at: Instant
    criteria: str


class ChoicesOut(Struct, kw_only=True):
    """What the filters offer: only what there is among the people one may see."""

    sites: list[str]
    teams: list[Named]
    levels: list[Named]
    targets: list[Named]


class ViewIn(Struct, forbid_unknown_fields=True):
    """A filter under a name; saving under the same name replaces it."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    wanted: Wanted


class ViewOut(Struct):
    """A saved filter of one's own."""

    id: int
    name: str
    wanted: Wanted


class ViewsOut(Struct):
    """A list that is always whole."""

    items: list[ViewOut]


class MeasuredOut(Struct, frozen=True):
    """A metric in a month: how many facts, and their mean and sum."""

    n: int
    mean: str | None
    sum: str


class MonthOut(Struct, frozen=True):
    """One month of a person: worked days, the published scorecard, and what was measured by metric."""

    month: str
    days: str | None
    score: str | None
    carried_over: bool
    measured: dict[str, MeasuredOut]


class LevelOut(Struct, frozen=True):
    """A level and the day it began."""

    level: Named
    since: date


class EvidenceOut(Struct, frozen=True):
    """Something to open: `kind` says what it is (month, record, contest, skill, since, post …), `key` which one, `text` its
    name and `on` its day, where it has them."""

    kind: str
    key: str
    text: Bilingual | None = None
    on: date | None = None


class BehindOut(Struct, frozen=True):
    """What one criterion was judged on, and the metric it names, if any."""

    metric: str | None
    evidence: list[EvidenceOut]


class CandidateOut(Struct, kw_only=True):
    """One person: every next step with its verdicts, and `behind` (by target, in the order of the verdicts) what they rest on."""

    agent: Named
    site: str
    team: Named | None
    as_of: date
    hired: date
    level: Named
    levels: list[LevelOut]
    contract: str
    shift: str | None
    next: list[NextStepOut]
    behind: dict[str, list[BehindOut]]
    months: list[MonthOut]
    metrics: dict[str, Bilingual]
    enters: bool


class FactOut(Struct, frozen=True):
    """One fact of a month."""

    id: str
    source: str
    at: Instant
    value: str
    weight: str
    queue: str | None
    received_at: Instant


class FactsOut(Struct):
    """All facts of a metric in a month, oldest first; at most `most` are shown of `total`."""

    items: list[FactOut]
    total: int
