"""Improvement: the members' own eight weeks before, leave weeks left out, compared term by term, against a naive recount."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from leaderboards.calendar import Calendar, week_window
from leaderboards.exact import format_score
from leaderboards.explain import why
from leaderboards.improvement import ENOUGH, past_of, weeks_before, worked_weeks
from leaderboards.metrics import Key, Metric, Tally
from leaderboards.race import Race, rank_contest
from leaderboards.rules import Best, MembersMean, PerHead, Rules, TeamRule, Term, Total
from leaderboards.teams import EmploymentSpan, Field, LeaveSpan, Member, Participant, Past, Person
from tests.leaderboards import oracle
from tests.leaderboards.oracle import MICRO, Fact, tallied

METRICS = {
    "calls": Metric("calls", "sum", "higher", target=100 * MICRO),
    "qa": Metric("qa", "mean", "higher", target=90 * MICRO),
    "wait": Metric("wait", "mean", "lower", target=30 * MICRO),
}
RULES = Rules("improvement", (Term("calls", weight="60"), Term("qa", weight="40")), min_fte="0")
CALENDAR = Calendar("Asia/Shanghai")
WEEK = week_window(CALENDAR, date(2026, 3, 2))


def tally(*values: int) -> Tally:
    found = Tally()
    for value in values:
        found.add(value * MICRO)
    return found


def member(n: int, fte_days: object, past: Past | None) -> Member:
    return Member(f"a{n}", (f"m{n}",), Fraction(str(fte_days)), past=past)


def past(fte_days: object, weeks: int, **cells: Tally) -> Past:
    return Past({(code, ""): found for code, found in cells.items()}, Fraction(str(fte_days)), weeks)


def scored(
    rules: Rules, participant: Participant, tallies: dict[str, dict[Key, Tally]]
) -> tuple[str | None, list[str]]:
    one = Race(rules, METRICS).score(participant, tallies)
    return None if one.score is None else format_score(one.score), [reason.code for reason in one.reasons]


def test_a_week_is_compared_with_a_week_of_the_same_people() -> None:
    # Eight full weeks of 80 calls, now 90: 90 % against 80 %; quality from 81 to 90: 100 % against 90 %.
    own = past(40, 8, calls=tally(640), qa=tally(81, 81))
    participant = Participant("t1", "team", (member(1, 5, own),), ("t1",), working_days=5)
    facts = {"m1": {("calls", ""): tally(90), ("qa", ""): tally(90)}}
    assert scored(RULES, participant, facts) == ("10.0000", [])
    answer = why(Race(RULES, METRICS), participant, facts)
    calls, qa = answer.terms
    assert (calls.attainment, calls.past_attainment, calls.contribution) == ("90", "80", "6.0000")
    assert (qa.value, qa.past_value, qa.contribution) == ("90", "81", "4.0000")


def test_a_past_that_is_too_short_leaves_the_member_out_of_both_sides() -> None:
    known, new = past(40, 8, qa=tally(81)), past(10, ENOUGH - 1, qa=tally(0))
    participant = Participant("t1", "team", (member(1, 5, known), member(2, 5, new)), working_days=5)
    facts = {"m1": {("qa", ""): tally(90)}, "m2": {("qa", ""): tally(0)}, "t1": {("qa", ""): tally(0)}}
    rules = replace(RULES, terms=(Term("qa"),))
    assert scored(rules, participant, facts) == ("10.0000", [])
    assert scored(rules, replace(participant, members=participant.members[1:]), facts) == (None, ["no_past"])


def test_a_term_without_a_past_has_no_data_whatever_it_is_now() -> None:
    own = past(40, 8, calls=tally(640))
    participant = Participant("t1", "team", (member(1, 5, own),), working_days=5)
    facts = {"m1": {("calls", ""): tally(90), ("qa", ""): tally(90)}}
    assert scored(RULES, participant, facts) == (None, ["no_data"])
    for missing, score in (("skip", "10.0000"), ("zero", "6.0000")):
        terms = (RULES.terms[0], Term("qa", weight="40", missing=missing))  # type: ignore[arg-type]
        assert scored(replace(RULES, terms=terms), participant, facts) == (score, [])


def test_totals_are_brought_to_the_same_presence() -> None:
    # 40 days before gave 640 calls; 3 days now would have given 48 of them, and gave 60.
    own = past(40, 8, calls=tally(640))
    rules = replace(RULES, terms=(Term("calls"),), team_rule=Total())
    participant = Participant("t1", "team", (member(1, 3, own),), working_days=5)
    assert scored(rules, participant, {"m1": {("calls", ""): tally(60)}}) == ("12.0000", [])
    agent = replace(participant, id="a1", kind="agent")
    assert scored(replace(rules, team_rule=PerHead()), agent, {"m1": {("calls", ""): tally(60)}}) == ("12.0000", [])


# Which weeks make a past


def weekly(*weeks: int) -> dict[int, dict[Key, Tally]]:
    return {week: {("qa", ""): tally(80)} for week in weeks}


def test_the_eight_weeks_end_where_the_contest_begins() -> None:
    weeks = weeks_before(CALENDAR, WEEK)
    assert (weeks[0].ends, weeks[-1].starts) == (WEEK.starts, WEEK.starts - timedelta(days=56))
    assert all(later.starts == earlier.ends for later, earlier in pairwise(weeks))


def test_leave_weeks_and_weeks_without_facts_do_not_count() -> None:
    weeks = weeks_before(CALENDAR, WEEK)
    monday = date(2026, 2, 23)
    plain = past_of(worked_weeks(Person(), CALENDAR, weeks), weekly(0, 1, 2, 7))
    assert (plain.weeks, plain.cells["qa", ""].n) == (4, 4)
    assert plain.fte_days == 20
    # Two days of five are ordinary leave and shorten the presence; three make it a leave week.
    ordinary = Person(leave=(LeaveSpan(monday, monday + timedelta(days=2)),))
    assert past_of(worked_weeks(ordinary, CALENDAR, weeks), weekly(0, 1)).fte_days == 8
    away = Person(leave=(LeaveSpan(monday, monday + timedelta(days=3)),))
    assert (
        past_of(worked_weeks(away, CALENDAR, weeks), weekly(0, 1)).weeks,
        past_of(worked_weeks(away, CALENDAR, weeks), weekly(0)).cells,
    ) == (
        1,
        {},
    )
    # Every afternoon off is half of what was planned, and so a leave week as well.
    halves = Person(leave=(LeaveSpan(monday, monday + timedelta(days=7), "afternoon"),))
    assert past_of(worked_weeks(halves, CALENDAR, weeks), weekly(0, 1)).weeks == 1
    trainee = Person(employment=(EmploymentSpan(date(2020, 1, 1), producing=False),))
    assert past_of(worked_weeks(trainee, CALENDAR, weeks), weekly(0, 1)).weeks == 0


# The naive recount


def some_world(chance: Random) -> tuple[Field, list[Fact], list[Fact]]:
    """Teams whose members have facts now, and facts before under subjects of their own."""
    participants, now, before = [], [], []
    for number in range(chance.randrange(1, 4)):
        members = []
        for n in range(chance.randrange(1, 5)):
            agent, weeks = f"a{number}{n}", chance.choice([0, 2, 3, 8])
            mine = [
                Fact(
                    f"b{agent}",
                    chance.choice(sorted(METRICS)),
                    Fraction(chance.randrange(1, 200)),
                    Fraction(chance.choice([1, 3])),
                )
                for _ in range(chance.randrange(6))
            ]
            before += mine
            cells = tallied(mine).get(f"b{agent}", {})
            known = Past(cells, Fraction(chance.randrange(1, 81), 2), weeks) if chance.random() < 0.9 else None
            members.append(Member(agent, (f"m{agent}",), Fraction(chance.randrange(1, 11), 2), past=known))
            now += [
                Fact(f"m{agent}", chance.choice(sorted(METRICS)), Fraction(chance.randrange(1, 200)))
                for _ in range(chance.randrange(5))
            ]
        participants.append(Participant(f"t{number}", "team", tuple(members), working_days=5))
    return Field(tuple(participants)), now, before


def some_rules(chance: Random) -> Rules:
    team_rules: list[TeamRule] = [PerHead(), Total(), MembersMean(), Best(1)]
    rule = chance.choice(team_rules)
    terms = tuple(
        Term(code, weight=str(chance.randrange(1, 9)), missing=chance.choice(["no_data", "zero", "skip"]))
        for code in chance.sample(sorted(METRICS), chance.randrange(1, 4))
    )
    return Rules("improvement", terms, team_rule=rule, min_fte="0")


def naive(rules: Rules, members: list[Member], now: list[Fact], before: list[Fact]) -> Fraction | None:
    """The difference of attainments of the same people, term by term, in fractions throughout."""
    present = sum((m.fte_days for m in members), Fraction(0))
    absent = sum((m.past.fte_days for m in members if m.past), Fraction(0))
    divisors = (Fraction(1), absent / present) if isinstance(rules.team_rule, Total) else (present / 5, absent / 5)
    mine = [f for f in now if any(f.subject in m.subjects for m in members)]
    earlier = [f for f in before if any(f.subject == f"b{m.agent}" for m in members)]
    total, weights = Fraction(0), Fraction(0)
    for term in rules.terms:
        metric, merits = METRICS[term.metric], []
        for facts, divisor in zip((mine, earlier), divisors, strict=True):
            value = oracle.combined([f for f in facts if f.metric == term.metric], metric, divisor)
            merits.append(None if value is None else oracle.attained(term, metric, value))
        new, old = merits
        if new is None or old is None:
            if term.missing == "no_data":
                return None
            if term.missing == "skip":
                continue
            new = old = Fraction(0)
        total += Fraction(term.weight) * (new - old)
        weights += Fraction(term.weight)
    return total / weights if weights else None


def expected(rules: Rules, participant: Participant, now: list[Fact], before: list[Fact]) -> Fraction | None:
    members = [m for m in participant.members if m.past is not None and m.past.weeks >= 3]
    if not members:
        return None
    if not isinstance(rules.team_rule, MembersMean | Best):
        return naive(rules, members, now, before)
    plain = replace(rules, team_rule=PerHead())
    owns = [(score, m.fte_days) for m in members if (score := naive(plain, [m], now, before)) is not None]
    if isinstance(rules.team_rule, Best):
        owns = sorted(owns, key=lambda own: (-own[0], -own[1]))[:1]
    return sum((s * w for s, w in owns), Fraction(0)) / sum((w for _, w in owns), Fraction(0)) if owns else None


@settings(max_examples=150)
@given(st.integers(0, 2**32).map(Random))
def test_the_naive_recount_agrees(chance: Random) -> None:
    rules, (field, now, before) = some_rules(chance), some_world(chance)
    rows = {row.participant: row.score for row in rank_contest(rules, METRICS, field, tallied(now)).rows}
    for participant in field.participants:
        exact = expected(rules, participant, now, before)
        assert rows[participant.id] == (None if exact is None else round(exact * 10_000)), participant.id


@settings(max_examples=60)
@given(st.integers(0, 2**32).map(Random))
def test_who_does_the_same_as_before_has_not_improved(chance: Random) -> None:
    values = [Fact("m1", code, Fraction(chance.randrange(1, 300))) for code in sorted(METRICS)]
    cells = tallied([replace_subject(fact) for fact in values])["b"]
    one = Member("a1", ("m1",), Fraction(5), past=Past(cells, Fraction(5), 3))
    participant = Participant("t1", "team", (one,), working_days=5)
    rules = Rules("improvement", tuple(Term(code) for code in sorted(METRICS)), min_fte="0")
    assert scored(rules, participant, tallied(values)) == ("0.0000", [])


def replace_subject(fact: Fact) -> Fact:
    return Fact("b", fact.metric, fact.value, fact.weight)


def test_times_are_utc() -> None:
    assert weeks_before(CALENDAR, WEEK)[0].ends == datetime(2026, 3, 1, 16, tzinfo=UTC)
