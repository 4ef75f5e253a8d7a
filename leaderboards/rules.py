"""What a contest is scored by: rules as data, the same on the wire, in templates and in a contest that has begun."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from leaderboards.exact import DECIMAL_PATTERN

Decimal = Annotated[str, Meta(pattern=DECIMAL_PATTERN)]
"""An exact amount as plain decimal text."""
QueueCode = Annotated[str, Meta(min_length=1, max_length=64)]
MetricCode = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]

Method = Literal["points", "attainment", "improvement", "formula"]
Missing = Literal["no_data", "zero", "skip"]
Curve = Literal["ratio", "three_point"]
Direction = Literal["higher", "lower"]


class Term(Struct, frozen=True, forbid_unknown_fields=True):
    """One metric's part in the score.

    `points` counts under the points method, `weight` under attainment and improvement, where `target` stands in for the
    metric's own, `targets` for that of single queues, and `floor` and `cap` clamp the attainment. Under the formula method
    a term only says `target` and `missing` of a name.
    """

    metric: MetricCode
    points: Decimal = "1"
    weight: Decimal = "1"
    target: Decimal | None = None
    targets: Annotated[dict[QueueCode, Decimal], Meta(max_length=50)] = {}
    """Targets of queues that differ: each queue is judged by its own."""
    floor: Decimal = "0"
    cap: Decimal = "120"
    curve: Curve = "ratio"
    missing: Missing = "no_data"


class PerHead(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="per_head"):
    """Sums are divided by the team's headcount, so they read *per FTE*; means are pooled over all facts."""


class Total(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="total"):
    """Sums stay as they are; size does not matter, and a team's own facts suffice."""


class PerScheduledHour(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="per_scheduled_hour"):
    """Sums are divided by the sum of the metric `scheduled_hours`."""


class MembersMean(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="members_mean"):
    """The mean of the members' own scores, weighted by their FTE."""


class Best(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="best"):
    """The mean of the `n` best members' own scores, weighted by their FTE."""

    n: Annotated[int, Meta(ge=1, le=100)]


TeamRule = PerHead | Total | PerScheduledHour | MembersMean | Best


class Condition(Struct, frozen=True, forbid_unknown_fields=True):
    """What has to hold before a participant is ranked; `per_fte` divides a team's sum by its headcount."""

    metric: MetricCode
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    per_fte: bool = False


class Guardrail(Struct, frozen=True, forbid_unknown_fields=True):
    """A member whose value is under `floor` has its volume left out."""

    metric: MetricCode
    floor: Decimal


class TieBreaker(Struct, frozen=True, forbid_unknown_fields=True):
    """The next thing to compare when scores are level."""

    metric: MetricCode
    direction: Direction


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that decides a race. Decode with msgspec, then ask `check.check` before anybody plays by them."""

    method: Method
    terms: Annotated[tuple[Term, ...], Meta(max_length=20)] = ()
    formula: Annotated[str, Meta(max_length=500)] | None = None
    team_rule: TeamRule = field(default_factory=PerHead)
    min_fte: Decimal = "3"
    shrinkage: Decimal | None = None
    qualifying: Annotated[tuple[Condition, ...], Meta(max_length=10)] = ()
    guardrails: Annotated[tuple[Guardrail, ...], Meta(max_length=10)] = ()
    tie_breakers: Annotated[tuple[TieBreaker, ...], Meta(max_length=10)] = ()
    top_n: Annotated[int, Meta(ge=1, le=100)] = 5
    queues: Annotated[tuple[QueueCode, ...], Meta(max_length=50)] = ()
    """Only facts of these queues count, so that comparable work is compared; none named: all facts. Planned hours have no
    queue and always count."""


class Fault(Struct, frozen=True):
    """Something in the rules that cannot be played: a stable code, where it stands, and the word at fault."""

    code: str
    where: str
    word: str = ""
