"""Why this number: the parts are true, complete, and add up to the score."""

from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from leaderboards.exact import format_score, round_score
from leaderboards.explain import allot, why
from leaderboards.gathering import Tallies
from leaderboards.race import Race
from leaderboards.rules import Condition, Guardrail, Rules, Term, TieBreaker
from leaderboards.teams import Field
from leaderboards.whys import Why, WhyTerm
from tests.leaderboards.oracle import tallied
from tests.leaderboards.test_against_oracle import METRICS, chances, some_contest, some_rules
from tests.leaderboards.test_worked_week import METRICS as WEEK_METRICS
from tests.leaderboards.test_worked_week import RULES as WEEK_RULES
from tests.leaderboards.test_worked_week import facts as week_facts
from tests.leaderboards.test_worked_week import teams


def explained(rules: Rules, tallies: Tallies | None = None) -> Why:
    a, _ = teams(rostered=True)
    return why(Race(rules, WEEK_METRICS), a, tallies or week_facts())


def total(contributions: list[str | None]) -> Fraction:
    return sum([Fraction(text) for text in contributions if text is not None], Fraction(0))


def test_the_worked_week_term_by_term() -> None:
    told = explained(WEEK_RULES)
    calls, qa = told.terms
    assert (calls.value, calls.target, calls.weight, calls.attainment) == ("464.285714", "480", "60", "96.72619")
    assert (qa.value, qa.target, qa.weight, qa.attainment, qa.n) == ("88", "90", "40", "97.777778", 20)
    assert (calls.exact, qa.exact) == ("1625/28", "352/9")
    assert (calls.contribution, qa.contribution) == ("58.0357", "39.1111")
    assert told.score == "97.1468"
    assert (told.headcount, told.working_days, told.min_fte) == ("11.2", 5, "3")
    assert [(m.agent, m.fte_days, m.share) for m in told.members if m.agent in {"a3", "a12"}] == [
        ("a3", "3", "1"),
        ("a12", "3", "0.428571"),
    ]
    assert told.team_rule == "per_head"


def test_missing_data_is_told_as_it_was_treated() -> None:
    rules = replace(WEEK_RULES, terms=(WEEK_RULES.terms[0], Term("qa", weight="40", target="90", missing="skip")))
    told = explained(rules, {"m1": {key: tally for key, tally in week_facts()["m1"].items() if key[0] == "calls"}})
    assert [(term.missing, term.contribution) for term in told.terms] == [("counted", told.score), ("skip", "0.0000")]
    assert told.terms[1].value is None
    without = explained(WEEK_RULES, {"m1": {}})
    assert without.score is None
    assert [term.missing for term in without.terms] == ["counted", "no_data"]
    assert [term.contribution for term in without.terms] == [None, None]
    assert [(reason.code, reason.metric) for reason in without.reasons] == [("no_data", "qa")]


def test_conditions_guardrails_and_ties_show_what_they_were_held_against() -> None:
    rules = replace(
        WEEK_RULES,
        qualifying=(Condition("calls", at_least="500", per_fte=True),),
        guardrails=(Guardrail("qa", "90"),),
        tie_breakers=(TieBreaker("qa", "higher"),),
    )
    told = explained(rules)
    (condition,) = told.conditions
    assert (condition.value, condition.at_least, condition.holds) == ("17.857143", "500", False)
    marks = {mark.agent: (mark.value, mark.verdict) for mark in told.guardrails}
    assert marks["a1"] == ("88", "below")
    assert marks["a12"] == (None, "no_data")
    assert told.terms[0].value == "17.857143", "only X's 200 calls are left"
    assert told.ties[0].value == "88"


def test_a_formula_tells_what_its_names_stand_for() -> None:
    rules = Rules("formula", (Term("qa", target="90"),), formula="calls / 5 + qa / target_qa * 100")
    told = explained(rules)
    assert told.formula == rules.formula
    assert [(term.metric, term.value, term.target) for term in told.terms] == [
        ("calls", "464.285714", None),
        ("qa", "88", "90"),
    ]
    assert told.score == format_score(
        round_score(*(Fraction(5200 * 10, 112 * 5) + Fraction(8800, 90)).as_integer_ratio())
    )


@settings(max_examples=200, deadline=None)
@given(chances)
def test_contributions_add_up_to_the_score(chance: Random) -> None:
    rules, (field, facts) = some_rules(chance), some_contest(chance)
    race, tallies = Race(rules, METRICS), tallied(facts)
    division = race.division(Field(field.participants), tallies)
    for participant in field.participants:
        told = why(race, participant, tallies, division)
        score = race.score(participant, tallies, division).score
        if score is None:
            assert told.score is None
            continue
        assert told.score == format_score(score)
        if race.owns(participant, tallies):
            parts = [member.contribution for member in told.members]
            parts.append(told.pull.contribution if told.pull else None)
            for member in told.members:
                _adds_up(member.score, member.terms)
            assert total(parts) == Fraction(score, 10_000)
        else:
            _adds_up(told.score, told.terms)
            exact = total([term.exact for term in told.terms])
            assert round_score(*exact.as_integer_ratio()) == score


def _adds_up(score: str | None, terms: tuple[WhyTerm, ...]) -> None:
    if score is not None:
        assert total([term.contribution for term in terms]) == Fraction(score)


@given(st.lists(st.fractions(max_denominator=10**6), min_size=1, max_size=8))
def test_shares_shown_are_never_a_unit_away_from_the_exact_ones(exact: list[Fraction]) -> None:
    score = round_score(*sum(exact, Fraction(0)).as_integer_ratio())
    shown = allot(exact, score)
    assert sum(shown) == score
    assert all(abs(units - part * 10_000) <= 1 for units, part in zip(shown, exact, strict=True))
