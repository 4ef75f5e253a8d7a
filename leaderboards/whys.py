"""The shapes of the answer to *why this number*: parts free of words, which add up to the score exactly."""

from msgspec import Struct

from leaderboards.ranking import Reason


class WhyQueue(Struct, frozen=True):
    """One queue's part in a term whose band differs by queue; `weight` is the weight of its facts."""

    queue: str
    value: str
    attainment: str
    weight: str


class WhyTerm(Struct, frozen=True):
    """One term. `weight` holds its points under the points method; `contribution` is its part of the score, `exact` the
    same as a fraction; `unshrunk` is the value before it was drawn toward the division's; `missing` says what became of
    it (`counted`, `no_data`, `zero`, `skip`; `private` where whoever shows it leaves it out)."""

    metric: str
    value: str | None
    target: str | None
    weight: str
    attainment: str | None
    contribution: str | None
    exact: str | None
    n: int
    missing: str
    unshrunk: str | None = None
    past_value: str | None = None
    past_attainment: str | None = None
    """Under improvement: the same of the weeks before."""
    queues: tuple[WhyQueue, ...] = ()


class WhyMember(Struct, frozen=True):
    """One member: how much of it counts toward headcount, and under a rule of own scores its part in the team's."""

    agent: str
    fte_days: str
    share: str
    counted: bool
    used: bool
    score: str | None = None
    contribution: str | None = None
    terms: tuple[WhyTerm, ...] = ()


class WhyCondition(Struct, frozen=True):
    """A qualifying condition and the value it was held against; no value means no data."""

    metric: str
    value: str | None
    at_least: str | None
    at_most: str | None
    per_fte: bool
    holds: bool


class WhyGuardrail(Struct, frozen=True):
    """A guardrail and one member: `holds`, `below` (its volume is left out) or `no_data` (passed with a mark)."""

    agent: str
    metric: str
    value: str | None
    floor: str
    verdict: str


class WhyPull(Struct, frozen=True):
    """Shrinkage of members' scores: the weight and level of the division, and what that adds to the score."""

    k: str
    mean: str
    contribution: str


class WhyTie(Struct, frozen=True):
    """A tie-breaker's exact value, as a fraction."""

    metric: str
    direction: str
    value: str | None


class Why(Struct, frozen=True):
    """The whole answer for one participant. The contributions of its terms (or of its members and `pull`) add up to the
    score; a formula has no parts but its names' values."""

    participant: str
    score: str | None
    method: str
    team_rule: str
    formula: str | None
    terms: tuple[WhyTerm, ...]
    members: tuple[WhyMember, ...]
    headcount: str
    working_days: int
    min_fte: str | None
    conditions: tuple[WhyCondition, ...]
    guardrails: tuple[WhyGuardrail, ...]
    ties: tuple[WhyTie, ...]
    pull: WhyPull | None
    reasons: tuple[Reason, ...]
