"""Why this number: everything a score was made of, in words-free parts that add up to it exactly."""

from collections.abc import Sequence
from fractions import Fraction

from leaderboards.exact import (
    MICRO,
    SCORE_UNITS,
    Ratio,
    format_micro,
    format_ratio,
    format_score,
    round_score,
)
from leaderboards.gathering import Measured, Tallies
from leaderboards.members import OwnScore
from leaderboards.qualifying import verdicts
from leaderboards.race import Race
from leaderboards.scoring import Outcome, Part, PlayedTerm
from leaderboards.shrinkage import Division, Divisions
from leaderboards.teams import Participant, headcount
from leaderboards.whys import Why, WhyCondition, WhyGuardrail, WhyMember, WhyPull, WhyQueue, WhyTerm, WhyTie

_NO_PAST = Part(None, None, "no_data")


def why(race: Race, participant: Participant, tallies: Tallies, divisions: Divisions | None = None) -> Why:
    """Explain one participant's score, from the same code that computed it."""
    scored = race.score(participant, tallies, divisions)
    division = None if divisions is None else divisions.get(participant.division)
    size = headcount(participant)
    measured = race.measured(participant, tallies, division, size)
    owns = race.owns(participant, tallies)
    members, pull = _members(race, participant, owns, scored.score, division)
    tie_breakers = zip(race.rules.tie_breakers, scored.ties, strict=True)
    return Why(
        participant=participant.id,
        score=None if scored.score is None else format_score(scored.score),
        method=race.rules.method,
        team_rule=str(race.rules.team_rule.__struct_config__.tag),
        formula=race.rules.formula,
        terms=()
        if owns
        else _terms(race, measured, race.outcome(participant, tallies, division, measured, size), scored.score),
        members=members,
        headcount=format_ratio(size),
        working_days=participant.working_days,
        min_fte=race.rules.min_fte if race.has_floor(participant) else None,
        conditions=_conditions(race, measured, size if participant.kind == "team" else None),
        guardrails=_guardrails(race, participant, tallies),
        ties=tuple([WhyTie(breaker.metric, breaker.direction, _fraction(tie)) for breaker, tie in tie_breakers]),
        pull=pull,
        reasons=scored.reasons,
    )


def allot(exact: Sequence[Fraction], score: int) -> list[int]:
    """Parts of a score in ten-thousandths that add up to it: each rounded down, the rest to the largest remainders."""
    units = [part * SCORE_UNITS for part in exact]
    floors = [unit.numerator // unit.denominator for unit in units]
    neediest = sorted(range(len(units)), key=lambda i: (floors[i] - units[i], i))
    for i in neediest[: score - sum(floors)]:
        floors[i] += 1
    return floors


def contributions(race: Race, outcome: Outcome) -> list[Fraction]:
    """Each term's exact part of a score; a term without data adds nothing."""
    terms = list(zip(race.scoring.terms, outcome.parts, strict=True))
    merits = [Fraction(*part.merit) if part.merit is not None else Fraction(0) for _, part in terms]
    if race.rules.method == "points":
        return merits
    weights = sum([term.factor for term, part in terms if part.seen != "skip"])
    return [merit * Fraction(term.factor, weights) for merit, (term, _) in zip(merits, terms, strict=True)]


def _terms(race: Race, measured: Measured, outcome: Outcome, score: int | None) -> tuple[WhyTerm, ...]:
    if race.scoring.formula is not None:
        return tuple([_name(race, measured, name) for name in sorted(race.scoring.reads())])
    # Who has no past at all has no parts either.
    terms = zip(race.scoring.terms, outcome.parts or (_NO_PAST,) * len(race.scoring.terms), strict=True)
    if score is None:
        return tuple([_term(race, measured, term, part, None, None) for term, part in terms])
    exact = contributions(race, outcome)
    shown = zip(terms, exact, allot(exact, score), strict=True)
    return tuple([_term(race, measured, term, part, share, units) for (term, part), share, units in shown])


def _term(
    race: Race, measured: Measured, term: PlayedTerm, part: Part, exact: Fraction | None, shown: int | None
) -> WhyTerm:
    attained = race.rules.method != "points"
    merit = part.merit
    if merit is not None and part.past is not None:
        gained, was = Fraction(*merit), Fraction(*part.past[1])
        merit = (gained + was).as_integer_ratio()
    tally, plain = measured.whole(term.code), measured.value(term.code)
    return WhyTerm(
        metric=term.code,
        value=_micro(part.value),
        target=format_micro(term.target) if attained and term.target is not None else None,
        weight=format_micro(term.factor),
        attainment=format_ratio(Fraction(*merit)) if attained and merit is not None else None,
        contribution=None if shown is None else format_score(shown),
        exact=_fraction(exact),
        n=tally.n if tally else 0,
        missing=part.seen,
        unshrunk=_micro(plain) if plain != part.value else None,
        queues=_queues(race, term, measured) if attained and term.apart else (),
        past_value=None if part.past is None else _micro(part.past[0]),
        past_attainment=None if part.past is None else format_ratio(Fraction(*part.past[1])),
    )


def _name(race: Race, measured: Measured, name: str) -> WhyTerm:
    """A name of a formula: only what it stands for; a formula is not a sum of parts."""
    policy = next((term.missing for term in race.scoring.terms if term.code == name), "no_data")
    tally, value, plain = measured.whole(name), measured.pulled(name), measured.value(name)
    return WhyTerm(
        metric=name,
        value=_micro(value),
        target=race.scoring.target(name),
        weight="1",
        attainment=None,
        contribution=None,
        exact=None,
        n=tally.n if tally else 0,
        missing="counted" if value is not None else policy,
        unshrunk=_micro(plain) if plain != value else None,
    )


def _queues(race: Race, term: PlayedTerm, measured: Measured) -> tuple[WhyQueue, ...]:
    return tuple(
        [
            WhyQueue(queue, _micro(value) or "", format_ratio(Fraction(*merit)), format_micro(weight))
            for queue, value, merit, weight in race.scoring.queue_merits(term, measured)
        ]
    )


def _members(
    race: Race, participant: Participant, owns: Sequence[OwnScore], score: int | None, division: Division | None
) -> tuple[tuple[WhyMember, ...], WhyPull | None]:
    """The members, with their parts in the team's score under a rule of own scores, and the division's part in it."""
    if not owns:
        plain = [
            WhyMember(m.agent, format_ratio(m.fte_days), format_ratio(m.share), m.counted, used=m.counted)
            for m in participant.members
        ]
        return tuple(plain), None
    k = Fraction(race.k, MICRO)
    mean = division.members if division is not None and division.members is not None else Fraction(0)
    weights = sum([own.weight for own in owns if own.used], k)
    exact = [own.weight * (own.score or 0) / weights if own.used else Fraction(0) for own in owns]
    pulled = k * mean / weights if k else Fraction(0)
    shown = None if score is None else allot([*exact, pulled], score)
    members = tuple([_member(race, own, None if shown is None else shown[i]) for i, own in enumerate(owns)])
    if shown is None or not k:
        return members, None
    return members, WhyPull(format_ratio(k), format_ratio(mean), format_score(shown[-1]))


def _member(race: Race, own: OwnScore, shown: int | None) -> WhyMember:
    score = None if own.score is None else round_score(*own.score.as_integer_ratio())
    return WhyMember(
        agent=own.member.agent,
        fte_days=format_ratio(own.member.fte_days),
        share=format_ratio(own.member.share),
        counted=own.member.counted,
        used=own.used,
        score=None if score is None else format_score(score),
        contribution=format_score(shown) if shown is not None and own.used else None,
        terms=() if own.asked is None else _terms(race, own.asked.measured, own.asked.outcome, score),
    )


def _conditions(race: Race, measured: Measured, size: Fraction | None) -> tuple[WhyCondition, ...]:
    return tuple(
        [
            WhyCondition(
                metric=verdict.condition.metric,
                value=None if verdict.value is None else format_ratio(verdict.value),
                at_least=verdict.condition.at_least,
                at_most=verdict.condition.at_most,
                per_fte=verdict.condition.per_fte,
                holds=verdict.holds,
            )
            for verdict in verdicts(race.rules.qualifying, measured, size)
        ]
    )


def _guardrails(race: Race, participant: Participant, tallies: Tallies) -> tuple[WhyGuardrail, ...]:
    floors = {guardrail.metric: guardrail.floor for guardrail in race.rules.guardrails}
    return tuple(
        [
            WhyGuardrail(
                agent=member.agent,
                metric=metric,
                value=None if value is None else format_ratio(value),
                floor=floors[metric],
                verdict="no_data" if holds is None else "holds" if holds else "below",
            )
            for member in participant.members
            for metric, value, holds in race.gatherer.verdicts(member.subjects, tallies)
        ]
    )


def _micro(value: Ratio | None) -> str | None:
    return None if value is None else format_ratio(Fraction(value[0], value[1] * MICRO))


def _fraction(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
