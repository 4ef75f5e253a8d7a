"""The team rules that look at members one by one: the mean of their own scores, and the mean of the best."""

from collections.abc import Iterable
from fractions import Fraction

from msgspec import Struct

from leaderboards import improvement
from leaderboards.exact import Ratio
from leaderboards.gathering import Gatherer, Measured, Tallies
from leaderboards.rules import Best, TeamRule
from leaderboards.scoring import Outcome, Scoring
from leaderboards.teams import Member, Participant, by_id

ENOUGH_OF_THE_WINDOW = Fraction(2, 5)
"""Who was there for less is not asked."""
_NOTHING = Fraction(0)
_BITS = 64


class Asked(Struct, frozen=True):
    """A member's own values and the outcome of the rules for them."""

    measured: Measured
    outcome: Outcome


class Presence(Struct, frozen=True, gc=False):
    """How much of a member was there in FTE (not reduced), and whether that is enough to ask for an own score."""

    member: Member
    fte: Ratio
    enough: bool


def presences(participant: Participant) -> tuple[Presence, ...]:
    """Of every member; what does not change with the facts."""
    found = []
    for member in participant.members:
        days = member.fte_days
        fte = (days.numerator, days.denominator * participant.working_days) if participant.working_days else (0, 1)
        found.append(Presence(member, fte, member.counted and fte[0] > 0 and member.share >= ENOUGH_OF_THE_WINDOW))
    return tuple(found)


class OwnScore(Struct):
    """A member's own score (None: no data, or not asked), its weight in FTE, and whether the team's score is made of it.

    Both are kept as they were computed, not reduced: of many thousand a second only few are ever looked at.
    """

    member: Member
    presence: Ratio
    asked: Asked | None
    used: bool = False

    @property
    def weight(self) -> Fraction:
        """The member's FTE in the team over the window."""
        return Fraction(*self.presence)

    @property
    def exact(self) -> Ratio | None:
        """The own score."""
        return None if self.asked is None else self.asked.outcome.score

    @property
    def score(self) -> Fraction | None:
        """The own score, reduced."""
        return None if self.exact is None else Fraction(*self.exact)


def own_scores(
    participant: Participant,
    there: Iterable[Presence],
    rule: TeamRule,
    scoring: Scoring,
    gatherer: Gatherer,
    tallies: Tallies,
) -> list[OwnScore]:
    """Every member's own score, of those who are `there`. A member's sums are divided by its own presence, so part-timers are
    measured like others; the members' weights then say how much of them there was."""
    found = []
    for one in there:
        member, presence, asked = one.member, one.fte, None
        if one.enough:
            cells = gatherer.gather_member(member, tallies)
            divisor = presence
            if participant.elapsed is not None:
                part = participant.elapsed
                divisor = presence[0] * part.numerator, presence[1] * part.denominator
            measured = Measured(gatherer.metrics, cells, divisor, split=gatherer.split)
            outcome = scoring.score(measured, Fraction(*presence) if scoring.formula is not None else _NOTHING)
            if scoring.method == "improvement":
                outcome = improvement.of_member(member, outcome, scoring, gatherer, participant.working_days)
            asked = Asked(measured, outcome)
        found.append(OwnScore(member, presence, asked))
    for own in _chosen(found, rule):
        own.used = True
    return found


def _chosen(found: list[OwnScore], rule: TeamRule) -> list[OwnScore]:
    scored = [own for own in found if own.exact is not None]
    if isinstance(rule, Best):
        return _best_first(scored)[: rule.n] if len(scored) >= rule.n else []
    return scored


def _best_first(scored: list[OwnScore]) -> list[OwnScore]:
    """By score; of two equal ones the one with more presence comes first, for which one matters to the weighted mean."""
    # Whole parts tell nearly all scores apart, and scores of different whole parts are ordered as these are.
    alike: dict[int, list[OwnScore]] = {}
    for own in scored:
        top, bottom = own.exact or (0, 1)
        alike.setdefault((top << _BITS) // bottom, []).append(own)
    order = []
    for whole in sorted(alike, reverse=True):
        group = alike[whole]
        if len(group) > 1:
            group.sort(key=lambda own: (-(own.score or 0), -own.weight, by_id(own.member.agent)))
        order += group
    return order


def weighted_mean(owns: Iterable[OwnScore], k: Fraction = _NOTHING, mean: Fraction | None = None) -> Ratio | None:
    """Σ weight × score / Σ weight over who is used, drawn toward `mean` by `k`; None when nobody is used. Not reduced."""
    used = [(own.presence, own.exact) for own in owns if own.used and own.exact is not None]
    if not used:
        return None
    toward = k * (mean or 0)
    top, bottom = toward.numerator, toward.denominator
    weight, of = k.numerator, k.denominator
    for (days, per), (score, unit) in used:
        top = top * per * unit + days * score * bottom
        bottom *= per * unit
        weight = weight * per + days * of
        of *= per
    return top * of, bottom * weight
