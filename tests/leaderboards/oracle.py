"""A race scored the slow and obvious way, from single facts and in fractions throughout; the clever code must agree."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key

from leaderboards.metrics import Key, Metric, Tally
from leaderboards.rules import Best, MembersMean, PerScheduledHour, Rules, Term, Total
from leaderboards.teams import Field, Member, Participant

MICRO = 1_000_000


@dataclass(frozen=True)
class Fact:
    subject: str
    metric: str
    value: Fraction
    weight: Fraction = Fraction(1)
    queue: str = ""
    at: int = 0
    id: str = ""


Place = tuple[str, int | None, int | None]
"""Participant, rank, score in ten-thousandths."""


def tallied(facts: list[Fact]) -> dict[str, dict[Key, Tally]]:
    """The same facts as the product's running totals."""
    totals: dict[str, dict[Key, Tally]] = {}
    for fact in facts:
        tally = totals.setdefault(fact.subject, {}).setdefault((fact.metric, fact.queue), Tally())
        tally.add(int(fact.value * MICRO), int(fact.weight * MICRO), fact.at, fact.id)
    return totals


@dataclass(frozen=True)
class Pull:
    """Shrinkage: k, and every fact of the division."""

    k: Fraction
    facts: list[Fact]

    def of(self, metric: str, queue: str | None = None) -> "Pull":
        return Pull(self.k, [f for f in self.facts if f.metric == metric and queue in (None, f.queue)])


def combined(facts: list[Fact], metric: Metric, divisor: Fraction | None, pull: Pull | None = None) -> Fraction | None:
    if metric.combine == "sum":
        return None if not divisor else sum((f.value for f in facts), Fraction(0)) / divisor
    if not facts:
        return None
    if metric.combine == "mean":
        value, weight = weighed(facts)
        if pull is not None:
            common, weights = weighed(pull.facts)
            value, weight = value + pull.k * common / weights, weight + pull.k
        return value / weight
    if metric.combine == "last":
        return max(facts, key=lambda f: (f.at, f.id)).value
    return (min if metric.combine == "min" else max)(f.value for f in facts)


def weighed(facts: list[Fact]) -> tuple[Fraction, Fraction]:
    return sum((f.value * f.weight for f in facts), Fraction(0)), sum((f.weight for f in facts), Fraction(0))


def attained(term: Term, metric: Metric, value: Fraction) -> Fraction:
    target = Fraction(term.target) if term.target is not None else Fraction(metric.target or 0, MICRO)
    if term.curve == "three_point":
        xs = [Fraction(metric.floor or 0, MICRO), target, Fraction(metric.stretch or 0, MICRO)]
        if metric.good == "lower":
            value, xs = -value, [-x for x in xs]
        if value > xs[2]:
            merit = Fraction(100)
        elif value > xs[1]:
            merit = 90 + (value - xs[1]) / (xs[2] - xs[1]) * 10
        else:
            merit = max(Fraction(0), 60 + (value - xs[0]) / (xs[1] - xs[0]) * 30)
    elif metric.good == "higher":
        merit = 100 * value / target
    else:
        merit = Fraction(term.cap) if value <= 0 else 100 * target / value
    return max(Fraction(term.floor), min(Fraction(term.cap), merit))


def banded(
    term: Term, metric: Metric, facts: list[Fact], value: Fraction, divisor: Fraction | None, pull: Pull | None
) -> Fraction | None:
    groups = [facts]
    if metric.bands:
        groups = [[f for f in facts if f.queue == queue] for queue in {f.queue for f in facts}]
    total, weights = Fraction(0), Fraction(0)
    for group in groups:
        band = metric.bands.get(group[0].queue, metric.band) if metric.bands else metric.band
        pulled = None if pull is None else pull.of(metric.code, group[0].queue)
        own = combined(group, metric, divisor, pulled) if metric.bands else value
        if band is None or own is None:
            continue
        low, high, edge = (Fraction(x, MICRO) for x in (band.low, band.high, band.tolerance))
        outside = max(low - own, own - high, Fraction(0))
        merit = Fraction(100) if outside == 0 else max(Fraction(0), 100 - 100 * outside / edge) if edge else Fraction(0)
        merit = max(Fraction(term.floor), min(Fraction(term.cap), merit))
        weight = sum((f.weight for f in group), Fraction(0)) if metric.bands else Fraction(1)
        total, weights = total + weight * merit, weights + weight
    return total / weights if weights else None


def scored(
    rules: Rules, metrics: dict[str, Metric], facts: list[Fact], divisor: Fraction | None, pull: Pull | None = None
) -> Fraction | None:
    total, weights, any_kept = Fraction(0), Fraction(0), False
    for term in rules.terms:
        metric = metrics[term.metric]
        mine = [f for f in facts if f.metric == term.metric]
        value = combined(mine, metric, divisor, None if pull is None else pull.of(term.metric))
        merit: Fraction | None = None
        if value is not None:
            if rules.method == "points":
                merit = Fraction(term.points) * value
            elif metric.good == "band":
                merit = banded(term, metric, mine, value, divisor, pull)
            else:
                merit = attained(term, metric, value)
        if merit is None and term.missing == "skip":
            continue
        if merit is None and term.missing == "no_data":
            return None
        any_kept = True
        weight = Fraction(term.weight)
        total += (merit or 0) * (weight if rules.method == "attainment" else 1)
        weights += weight
    if not any_kept:
        return None
    return total / weights if rules.method == "attainment" else total


def standings(rules: Rules, metrics: dict[str, Metric], field: Field, facts: list[Fact]) -> list[Place]:
    everything = [fact for participant in field.participants for fact in facts_of(rules, metrics, participant, facts)]
    pull = None if rules.shrinkage is None else Pull(Fraction(rules.shrinkage), everything)
    everybody = [own for participant in field.participants for own in owns_of(rules, metrics, participant, facts)]
    entries = [entry(rules, metrics, participant, facts, pull, everybody) for participant in field.participants]

    def compare(a: "Entry", b: "Entry") -> int:
        if a.score != b.score:
            return -1 if (a.score or 0) > (b.score or 0) else 1
        for breaker, x, y in zip(rules.tie_breakers, a.ties, b.ties, strict=True):
            if x == y:
                continue
            if x is None or y is None:
                return 1 if x is None else -1
            return -1 if (x > y) == (breaker.direction == "higher") else 1
        return 0

    ranked = sorted((e for e in entries if e.qualified), key=lambda e: (len(e.id), e.id))
    ranked.sort(key=cmp_to_key(compare))
    places: list[Place] = []
    for mine in ranked:
        better = sum(1 for other in ranked if compare(other, mine) < 0)
        places.append((mine.id, better + 1, mine.score))
    rest = sorted((e for e in entries if not e.qualified), key=lambda e: (len(e.id), e.id))
    return places + [(e.id, None, e.score) for e in rest]


@dataclass(frozen=True)
class Entry:
    id: str
    score: int | None
    ties: list[Fraction | None]
    qualified: bool


def facts_of(rules: Rules, metrics: dict[str, Metric], participant: Participant, facts: list[Fact]) -> list[Fact]:
    mine = [f for f in facts if f.subject in participant.own_subjects]
    for member in participant.members:
        mine += guarded(rules, metrics, [f for f in facts if f.subject in member.subjects])
    return mine


Own = tuple[Fraction, Fraction, Member]
"""A member's own score, its weight and who it is."""


def entry(
    rules: Rules,
    metrics: dict[str, Metric],
    participant: Participant,
    facts: list[Fact],
    pull: Pull | None,
    everybody: list[Own],
) -> Entry:
    heads = sum((m.fte_days for m in participant.members), Fraction(0)) / participant.working_days
    mine = facts_of(rules, metrics, participant, facts)
    team = participant.kind == "team"
    divisor: Fraction | None = heads if team else Fraction(1)
    if isinstance(rules.team_rule, Total):
        divisor = Fraction(1)
    if isinstance(rules.team_rule, PerScheduledHour):
        divisor = sum((f.value for f in mine if f.metric == "scheduled_hours"), Fraction(0))
    if team and isinstance(rules.team_rule, MembersMean | Best):
        exact = of_members(rules, owns_of(rules, metrics, participant, facts), everybody)
    else:
        exact = scored(rules, metrics, mine, divisor, pull)
    score = None if exact is None else round(exact * 10_000)
    qualified = score is not None
    if team and not isinstance(rules.team_rule, Total) and heads < Fraction(rules.min_fte):
        qualified = False
    for condition in rules.qualifying:
        metric = metrics[condition.metric]
        per = heads if condition.per_fte and team else Fraction(1)
        value = combined([f for f in mine if f.metric == metric.code], metric, per)
        least, most = condition.at_least, condition.at_most
        low = value is None or (least is not None and value < Fraction(least))
        high = value is not None and most is not None and value > Fraction(most)
        qualified = qualified and not low and not high
    ties = [
        combined([f for f in mine if f.metric == breaker.metric], metrics[breaker.metric], divisor)
        for breaker in rules.tie_breakers
    ]
    return Entry(participant.id, score, ties, qualified)


def guarded(rules: Rules, metrics: dict[str, Metric], facts: list[Fact]) -> list[Fact]:
    for rail in rules.guardrails:
        value = combined([f for f in facts if f.metric == rail.metric], metrics[rail.metric], Fraction(1))
        if value is not None and value < Fraction(rail.floor):
            return [f for f in facts if not volume(metrics[f.metric])]
    return facts


def volume(metric: Metric) -> bool:
    return metric.combine == "sum" and metric.good == "higher" and metric.code != "scheduled_hours"


def owns_of(rules: Rules, metrics: dict[str, Metric], participant: Participant, facts: list[Fact]) -> list[Own]:
    owns: list[Own] = []
    for member in participant.members if participant.kind == "team" else ():
        weight = member.fte_days / participant.working_days
        if member.share < Fraction(4, 10) or not member.counted or not weight:
            continue
        mine = guarded(rules, metrics, [f for f in facts if f.subject in member.subjects])
        score = scored(rules, metrics, mine, weight)
        if score is not None:
            owns.append((score, weight, member))
    return owns


def of_members(rules: Rules, owns: list[Own], everybody: list[Own]) -> Fraction | None:
    if isinstance(rules.team_rule, Best):
        owns = sorted(owns, key=lambda own: (-own[0], -own[1], len(own[2].agent), own[2].agent))
        owns = owns[: rules.team_rule.n] if len(owns) >= rules.team_rule.n else []
    if not owns:
        return None
    k = Fraction(rules.shrinkage or 0)
    common = sum((s * w for s, w, _ in everybody), Fraction(0)) / sum((w for _, w, _ in everybody), Fraction(0))
    return (sum((s * w for s, w, _ in owns), Fraction(0)) + k * common) / (
        sum((w for _, w, _ in owns), Fraction(0)) + k
    )
