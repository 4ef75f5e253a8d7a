"""Duels, goals, divisions, targets per queue, pace and ratings, on figures one can check in the head."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from leaderboards.audience import full_view, own_view, wall_view
from leaderboards.calendar import Calendar, week_window
from leaderboards.check import check, check_play
from leaderboards.divisions import by_size, by_tenure, months_after, placed
from leaderboards.duel import DuelResult, judge
from leaderboards.exact import format_score
from leaderboards.feed import Board, ContestHead, Name, Row, SiteName
from leaderboards.goal import GoalResult, reached_at
from leaderboards.metrics import Band, Key, Metric, Tally
from leaderboards.pace import elapsed_of, share
from leaderboards.plays import DuelPlay, GoalPlay
from leaderboards.race import Race, rank_contest
from leaderboards.ratings import NEW, Finish, fair_pairs, fair_sides, rated, seeds
from leaderboards.rules import Guardrail, MembersMean, PerHead, PerScheduledHour, Rules, Term, Total
from leaderboards.standings import Standings
from leaderboards.teams import Field, Member, MembershipSpan, Participant, Person, Shift, headcount, together
from tests.leaderboards.oracle import MICRO

METRICS = {
    "calls": Metric("calls", "sum", "higher", target=100 * MICRO),
    "complaints": Metric("complaints", "sum", "lower", target=4 * MICRO),
    "qa": Metric("qa", "mean", "higher", target=100 * MICRO),
    "handle": Metric("handle", "mean", "band", band=Band(0, MICRO, MICRO)),
    "scheduled_hours": Metric("scheduled_hours", "sum", "higher"),
}
TOTALS = Rules("points", (Term("calls"),), team_rule=Total())
Facts = dict[str, dict[Key, Tally]]


def team(number: int, heads: int = 4, **more: object) -> Participant:
    members = tuple(Member(f"a{number}{n}", (f"m{number}{n}",), Fraction(5)) for n in range(heads))
    return Participant(f"t{number}", "team", members, (f"t{number}",), working_days=5, **more)  # type: ignore[arg-type]


def facts(**given: object) -> Facts:
    """`m10="12 calls"`; several with commas, a queue after an `@`."""
    found: Facts = {}
    for subject, text in given.items():
        for part in str(text).split(", "):
            value, _, what = part.partition(" ")
            metric, _, queue = what.partition("@")
            found.setdefault(subject, {}).setdefault((metric, queue), Tally()).add(int(Fraction(value) * MICRO))
    return found


def score(rules: Rules, participant: Participant, tallies: Facts) -> str | None:
    units = Race(rules, METRICS).score(participant, tallies).score
    return None if units is None else format_score(units)


# Duels


@pytest.mark.parametrize(
    ("first", "second", "margin", "winner", "gap"),
    [
        (971468, 980394, "0.5", 2, -8926),
        (970000, 974999, "0.5", 0, -4999),
        (970000, 975000, "0.5", 2, -5000),  # exactly the margin is no draw
        (970000, 970000, "0", 0, 0),  # equal is a draw whatever the margin
        (1, 0, "0", 1, 1),
        (None, 0, "0.5", 2, None),
        (0, None, "0.5", 1, None),
        (None, None, "0.5", None, None),
    ],
)
def test_who_wins_a_duel(
    first: int | None, second: int | None, margin: str, winner: int | None, gap: int | None
) -> None:
    assert judge(first, second, margin) == (winner, gap)


def duelled(rules: Rules, tallies: Facts, *participants: Participant) -> Standings:
    return rank_contest(rules, METRICS, Field(participants), tallies, play=DuelPlay())


def test_a_duel_of_groups_of_unequal_size_is_fair_per_head() -> None:
    rules = replace(TOTALS, team_rule=PerHead())
    tallies = facts(m10="40 calls", m20="20 calls", m30="45 calls")
    # 60 calls by 8 heads are 7.5 a head, 45 by 4 are 11.25.
    standings = duelled(rules, tallies, team(1, side=1), team(2, side=1), team(3, side=2))
    decided = standings.decided
    assert isinstance(decided, DuelResult)
    assert [(side.participants, side.score) for side in decided.sides] == [
        (("t1", "t2"), "7.5000"),
        (("t3",), "11.2500"),
    ]
    assert (decided.gap, decided.winner) == ("-3.7500", 2)
    assert [(row.participant, row.rank) for row in standings.rows] == [("t3", 1), ("t1", 2), ("t2", 2)]


def test_a_side_too_small_to_be_ranked_loses_by_walkover() -> None:
    rules = replace(TOTALS, team_rule=PerHead())
    standings = duelled(rules, facts(m10="90 calls", m20="1 calls"), team(1, 2, side=1), team(2, 4, side=2))
    assert isinstance(standings.decided, DuelResult)
    assert (standings.decided.winner, standings.decided.gap) == (2, None)
    assert [(row.participant, row.rank, [reason.code for reason in row.reasons]) for row in standings.rows] == [
        ("t2", 1, []),
        ("t1", None, ["below_min_fte"]),
    ]


@given(st.lists(st.integers(1, 20), min_size=2, max_size=6), st.lists(st.integers(1, 7), min_size=6, max_size=6))
def test_a_groups_headcount_is_the_sum_of_its_teams(heads: list[int], days: list[int]) -> None:
    group = [replace(team(n, size), working_days=days[n]) for n, size in enumerate(heads)]
    assert headcount(together("s1", group)) == sum(headcount(one) for one in group)


# Goals


def reached(tallies: Facts, target: str = "10", rules: Rules = TOTALS) -> Standings:
    return rank_contest(rules, METRICS, Field((team(1), team(2), team(3))), tallies, play=GoalPlay(target=target))


def test_nobody_is_placed_before_the_goal_is_reached_and_everybody_after() -> None:
    before = reached(facts(m10="4 calls", m20="5.99 calls"))
    assert before.decided == GoalResult("9.9900", "10.0000", False, True)
    assert {row.rank for row in before.rows} == {None}
    after = reached(facts(m10="4 calls", m20="6 calls"))
    assert after.decided == GoalResult("10.0000", "10.0000", True, True)
    assert [(row.participant, row.rank, row.score) for row in after.rows] == [
        ("t2", 1, 60000),
        ("t1", 1, 40000),
        ("t3", 1, 0),
    ]


def test_contributions_add_up_per_head_as_well() -> None:
    standings = reached(facts(m10="6 calls", m20="18 calls"), rules=replace(TOTALS, team_rule=PerHead()))
    assert isinstance(standings.decided, GoalResult)
    assert standings.decided.value == "2.0000"  # 24 calls by 12 heads
    assert sum(row.score or 0 for row in standings.rows) == 20000


def test_means_and_guardrails_do_not_add_up() -> None:
    for rules in (Rules("points", (Term("qa"),)), replace(TOTALS, guardrails=(Guardrail("qa", "80"),))):
        standings = reached(facts(m10="90 qa, 3 calls", m20="80 qa, 2 calls"), rules=rules)
        assert isinstance(standings.decided, GoalResult)
        assert not standings.decided.adds_up


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(-3, 9)), max_size=30), st.integers(1, 40))
def test_the_instant_of_a_goal_is_the_first_that_is_enough(found: list[tuple[int, int]], target: int) -> None:
    began = datetime(2026, 3, 2, tzinfo=UTC)
    steps = sorted((began + timedelta(hours=hour), amount) for hour, amount in found)
    naive = None
    for at in sorted({at for at, _ in steps}):
        if naive is None and sum(amount for when, amount in steps if when <= at) >= target:
            naive = at
    assert reached_at(steps, lambda total: total >= target) == naive


# Divisions


def test_places_gaps_and_means_are_a_divisions_own() -> None:
    rules = Rules("points", (Term("qa"),), shrinkage="10", min_fte="0")
    field = placed(Field((team(1), team(2), team(3), team(4))), {"t3": "B", "t4": "B"}, {})
    tallies = facts(m10="80 qa", m20="90 qa", m30="10 qa", m40="20 qa")
    rows = rank_contest(rules, METRICS, field, tallies).rows
    assert [(row.participant, row.division, row.rank) for row in rows] == [
        ("t2", "", 1),
        ("t1", "", 2),
        ("t4", "B", 1),
        ("t3", "B", 2),
    ]
    # (90 + 10 × 85) / 11, drawn to the own division's mean and not to everybody's.
    assert format_score(rows[0].score or 0) == "85.4545"


def test_newcomers_are_told_by_the_day() -> None:
    hired = {"a1": date(2025, 8, 31), "a2": date(2025, 9, 1), "a3": date(2020, 1, 1)}
    assert by_tenure(hired, 6, date(2026, 2, 27)) == {"a1": "rookies", "a2": "rookies", "a3": "others"}
    # A 31st plus six months falls on the end of February.
    assert by_tenure(hired, 6, date(2026, 2, 28)) == {"a1": "others", "a2": "rookies", "a3": "others"}
    assert months_after(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert by_tenure({"a3": date(2020, 1, 1)}, 6, date(2026, 2, 28)) == {}
    assert by_size({"t1": Fraction(79, 10), "t2": Fraction(8)}, Fraction(8)) == {"t1": "small", "t2": "large"}


HEAD = ContestHead(
    1, Name("", ""), Name("", ""), "agent", "race", "running", "", "", "UTC", SiteName("SH", Name("", "")), top_n=2
)


def board(*rows: tuple[str, int | None, str, bool]) -> Board:
    made = tuple(
        Row(id_, rank, False, "1.0000", Name(id_, id_), id_, division=division or "", private=private, team="t1")
        for id_, rank, division, private in rows
    )
    return Board(HEAD, "", "full", made, total=len(made))


def test_each_division_names_its_own_top_and_nobodys_private_result() -> None:
    whole = board(
        *[(f"a{n}", n, "A", False) for n in range(1, 6)], *[(f"a{n}", n - 5, "B", n == 6) for n in range(6, 10)]
    )
    assert [row.id for row in wall_view(whole, top_n=2).rows] == ["a1", "a2", "a7"]
    assert {one.id for one in wall_view(whole, top_n=2).taking_part} == {"a3", "a4", "a5", "a6", "a8", "a9"}
    assert "a6" not in [row.id for row in full_view(whole, ("a1",)).rows]
    assert "a6" in [row.id for row in full_view(whole, ("t1",)).rows]  # its lead
    assert "a6" in [row.id for row in full_view(whole).rows]
    own = own_view(whole, "a8")
    assert own is not None
    assert ([row.id for row in own.neighbours], own.total) == (["a7"], 4)


# Targets and queues


def test_targets_of_queues_are_loads_for_sums_and_weighed_for_means() -> None:
    calls = Rules("attainment", (Term("calls", targets={"vip": "20"}, cap="300"),), team_rule=Total())
    # Half of 100 ordinary calls and half of 20 demanding ones are a whole target.
    assert score(calls, team(1), facts(m10="50 calls, 10 calls@vip")) == "100.0000"
    fewer = Rules("attainment", (Term("complaints", targets={"vip": "2"}, cap="300"),), team_rule=Total())
    assert score(fewer, team(1), facts(m10="2 complaints, 1 complaints@vip")) == "100.0000"
    assert score(fewer, team(1), {}) == "300.0000"  # nothing at all earns the cap
    qa = Rules("attainment", (Term("qa", targets={"vip": "80"}),), min_fte="0")
    assert score(qa, team(1), facts(m10="90 qa, 80 qa@vip, 80 qa@vip")) == "96.6667"


def test_only_the_named_queues_count_but_planned_hours_always() -> None:
    rules = replace(TOTALS, queues=("vip",))
    assert score(rules, team(1), facts(m10="5 calls, 3 calls@vip, 9 calls@night")) == "3.0000"
    hourly = replace(rules, team_rule=PerScheduledHour())
    assert score(hourly, team(1), facts(m10="6 calls@vip, 5 calls, 4 scheduled_hours")) == "1.5000"


def test_what_cannot_be_played_is_said() -> None:
    def codes(term: Term, method: str = "attainment") -> list[str]:
        return [fault.code for fault in check(Rules(method, (term,)), METRICS)]  # type: ignore[arg-type]

    assert codes(Term("calls", targets={"vip": "0"})) == ["target_not_positive"]
    assert codes(Term("handle", targets={"vip": "1"})) == ["targets_on_band"]
    assert codes(Term("scheduled_hours", targets={"vip": "1"}), "improvement") == []
    assert codes(Term("scheduled_hours"), "improvement") == ["no_target"]
    assert [fault.code for fault in check_play(DuelPlay(draw_margin="-1"), 2)] == ["negative"]
    assert [fault.code for fault in check_play(GoalPlay(target="-1"), 2)] == ["negative"]


# Pace


def test_sums_scale_and_means_stay() -> None:
    half = Fraction(1, 2)
    tallies = facts(m10="30 calls, 80 qa, 10 scheduled_hours", m11="10 calls")

    def paced(rules: Rules) -> str | None:
        units = Race(rules, METRICS).pace(team(1), tallies, None, half)
        return None if units is None else format_score(units)

    assert paced(TOTALS) == "80.0000"
    assert paced(replace(TOTALS, team_rule=PerHead())) == "20.0000"
    assert paced(replace(TOTALS, team_rule=MembersMean())) == "20.0000"
    assert paced(replace(TOTALS, team_rule=PerScheduledHour())) == "4.0000"
    assert paced(Rules("points", (Term("qa"),), min_fte="0")) == "80.0000"


def test_how_much_of_the_planned_time_is_over() -> None:
    calendar = Calendar("UTC")
    week = week_window(calendar, date(2026, 3, 2))
    wednesday = datetime(2026, 3, 4, 13, tzinfo=UTC)
    # Two and a bit of five days; without a roster a day counts hour by hour.
    plain = elapsed_of(Person(), (), calendar, week, wednesday)
    assert share([plain]) == Fraction(2 * 24 + 13, 5 * 24)
    shifts = tuple(
        Shift(day, datetime(2026, 3, day.day, 9, tzinfo=UTC), datetime(2026, 3, day.day, 17, tzinfo=UTC))
        for day in calendar.working_days(week)
    )
    rostered = elapsed_of(Person(roster=shifts), (), calendar, week, wednesday)
    assert share([rostered]) == Fraction(2 * 8 + 4, 5 * 8)
    # Who joins on Thursday has nothing behind it yet.
    joined = (MembershipSpan(1, "a1", datetime(2026, 3, 5, tzinfo=UTC)),)
    late = elapsed_of(Person(roster=shifts), joined, calendar, week, wednesday)
    assert (late.done, share([late])) == (0, None)
    assert share([rostered, late]) == Fraction(20, 56)


# Ratings


def test_beating_the_strong_counts_and_nobody_learns_from_a_contest_of_one() -> None:
    first = rated([Finish({"t1": 1, "t2": 2, "t3": 3})])
    assert first["t1"].mu > NEW.mu > first["t3"].mu
    assert first["t1"].sigma < NEW.sigma
    upset = rated([Finish({"t3": 1, "t1": 2})], first)
    expected = rated([Finish({"t1": 1, "t3": 2})], first)
    assert upset["t3"].mu - first["t3"].mu > expected["t1"].mu - first["t1"].mu
    assert upset["t2"] == first["t2"]
    assert rated([Finish({"t1": 1})]) == {}
    # Who has never played comes before who has lost, and after who has won a little.
    assert seeds(["t9", "t3", "t2", "t1"], first) == {"t1": 1, "t2": 2, "t9": 3, "t3": 4}


@given(st.lists(st.permutations(["t1", "t2", "t3", "t4"]), max_size=5), st.integers(0, 5))
def test_a_fold_may_be_carried_on(orders: list[list[str]], cut: int) -> None:
    finishes = [Finish({name: place for place, name in enumerate(order, start=1)}) for order in orders]
    assert rated(finishes[cut:], rated(finishes[:cut])) == rated(finishes)


def test_equals_meet_and_sides_are_balanced() -> None:
    ratings = rated([Finish({f"t{n}": n for n in range(1, 9)})] * 3)
    names = [f"t{n}" for n in (5, 3, 8, 1, 7, 2, 6, 4)]
    assert fair_pairs(names, ratings) == [("t1", "t2"), ("t3", "t4"), ("t5", "t6"), ("t7", "t8")]
    sides = fair_sides(names, ratings)
    assert [name for name, side in sorted(sides.items()) if side == 1] == ["t1", "t4", "t5", "t8"]
