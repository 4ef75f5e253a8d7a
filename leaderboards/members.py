"""The team rules that look at members one by one: the mean of their own scores, and the mean of the best."""

from collections.abc import Iterable
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from leaderboards import improvement
from leaderboards.gathering import Gatherer, Measured, Tallies
from leaderboards.rules import Best, TeamRule
from leaderboards.scoring import Outcome, Scoring
from leaderboards.teams import Member, Participant, by_id

ENOUGH_OF_THE_WINDOW = Fraction(2, 5)
"""Who was there for less is not asked."""


class Asked(Struct, frozen=True):
    """A member's own values and the outcome of the rules for them."""

    measured: Measured
    outcome: Outcome


class OwnScore(Struct, frozen=True):
    """A member's own score (None: no data, or not asked), its weight in FTE, and whether the team's score is made of it."""

    member: Member
    weight: Fraction
    asked: Asked | None
    score: Fraction | None
    used: bool = False


def own_scores(
    participant: Participant, rule: TeamRule, scoring: Scoring, gatherer: Gatherer, tallies: Tallies
) -> list[OwnScore]:
    """Every member's own score. A member's sums are divided by its own presence, so part-timers are measured like others;
    the members' weights then say how much of them there was."""
    found = []
    for member in participant.members:
        weight = member.fte_days / participant.working_days if participant.working_days else Fraction(0)
        asked = None
        if member.counted and weight and member.share >= ENOUGH_OF_THE_WINDOW:
            cells = gatherer.gather_member(member, tallies)
            divisor = weight if participant.elapsed is None else weight * participant.elapsed
            measured = Measured(gatherer.metrics, cells, divisor.as_integer_ratio(), split=gatherer.split)
            outcome = scoring.score(measured, weight)
            if scoring.method == "improvement":
                outcome = improvement.of_member(member, outcome, scoring, gatherer, participant.working_days)
            asked = Asked(measured, outcome)
        score = Fraction(*asked.outcome.score) if asked is not None and asked.outcome.score is not None else None
        found.append(OwnScore(member, weight, asked, score))
    chosen = _chosen(found, rule)
    return [replace(own, used=own.member.agent in chosen) for own in found]


def _chosen(found: list[OwnScore], rule: TeamRule) -> set[str]:
    scored = [own for own in found if own.score is not None]
    if isinstance(rule, Best):
        # Of two equal scores the one with more presence is taken: which one matters to the weighted mean.
        scored.sort(key=lambda own: (-(own.score or 0), -own.weight, by_id(own.member.agent)))
        scored = scored[: rule.n] if len(scored) >= rule.n else []
    return {own.member.agent for own in scored}


def weighted_mean(owns: Iterable[OwnScore], k: Fraction = Fraction(0), mean: Fraction | None = None) -> Fraction | None:
    """Σ weight × score / Σ weight over who is used, drawn toward `mean` by `k`; None when nobody is used."""
    used = [own for own in owns if own.used]
    if not used:
        return None
    weights = sum([own.weight for own in used], k)
    total = sum([own.weight * (own.score or 0) for own in used], Fraction(0))
    return (total + k * (mean or 0)) / weights
