"""The worked week: two unequal teams, a transfer in mid-week, two days of leave, a late score; every figure by hand."""

from datetime import UTC, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from leaderboards.calendar import Calendar, Window, week_window
from leaderboards.exact import MICRO, format_score
from leaderboards.metrics import Key, Metric, Tally
from leaderboards.race import rank_contest
from leaderboards.rules import Rules, Term
from leaderboards.standings import Standings
from leaderboards.teams import (
    EmploymentSpan,
    Field,
    LeaveSpan,
    MembershipSpan,
    Participant,
    Person,
    Shift,
    headcount,
    team_participant,
)

SHANGHAI = Calendar("Asia/Shanghai")
ZONE = ZoneInfo(SHANGHAI.zone)
MONDAY = datetime(2026, 1, 5, tzinfo=ZONE).date()
WEEK = week_window(SHANGHAI, MONDAY)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
THURSDAY = datetime(2026, 1, 8, tzinfo=ZONE)

METRICS = {"calls": Metric("calls", "sum", "higher"), "qa": Metric("qa", "mean", "higher")}
RULES = Rules(
    method="attainment",
    terms=(Term("calls", weight="60", target="480"), Term("qa", weight="40", target="90")),
)

# Agents a1–a11 and X (a12) begin in A; a21–a27 and the half-timer a28 are in B. X has membership 12 in A, 112 in B.
IN_A = [MembershipSpan(n, f"a{n}", LONG_AGO) for n in range(1, 12)] + [MembershipSpan(12, "a12", LONG_AGO, THURSDAY)]
IN_B = [MembershipSpan(n, f"a{n}", LONG_AGO) for n in range(21, 29)] + [MembershipSpan(112, "a12", THURSDAY)]


def people(rostered: bool) -> dict[str, Person]:
    roster = tuple(
        Shift(
            day,
            datetime(day.year, day.month, day.day, 9, tzinfo=ZONE),
            datetime(day.year, day.month, day.day, 18, tzinfo=ZONE),
        )
        for day in SHANGHAI.working_days(WEEK)
    )
    everybody = {f"a{n}": Person(roster=roster if rostered else ()) for n in (*range(1, 13), *range(21, 28))}
    shifts = roster if rostered else ()
    everybody["a28"] = Person(employment=(EmploymentSpan(LONG_AGO.date(), fte=Fraction(1, 2)),), roster=shifts)
    tuesday, thursday = MONDAY.replace(day=6), MONDAY.replace(day=8)
    everybody["a3"] = Person(leave=(LeaveSpan(tuesday, thursday),), roster=shifts)
    return everybody


def teams(rostered: bool, window: Window = WEEK) -> tuple[Participant, Participant]:
    known = people(rostered)
    return (
        team_participant("t1", IN_A, known, SHANGHAI, window),
        team_participant("t2", IN_B, known, SHANGHAI, window),
    )


def scored_calls(n: int, value: int) -> Tally:
    tally = Tally()
    for _ in range(n):
        tally.add(value * MICRO)
    return tally


def handled(n: int) -> Tally:
    tally = Tally()
    tally.add(n * MICRO)
    return tally


def facts() -> dict[str, dict[Key, Tally]]:
    return {
        "m1": {("calls", ""): handled(5000), ("qa", ""): scored_calls(20, 88)},
        "m12": {("calls", ""): handled(200)},
        "m21": {("calls", ""): handled(3500), ("qa", ""): scored_calls(10, 91)},
        "m112": {("calls", ""): handled(140)},
    }


def scores(standings: Standings) -> list[tuple[str, int | None, str]]:
    return [(row.participant, row.rank, format_score(row.score or 0)) for row in standings.rows]


@pytest.mark.parametrize("rostered", [True, False])
def test_headcounts(rostered: bool) -> None:
    a, b = teams(rostered)
    assert headcount(a) == Fraction(112, 10)
    assert headcount(b) == Fraction(79, 10)
    assert a.working_days == b.working_days == 5


def test_the_week_as_it_ends() -> None:
    standings = rank_contest(RULES, METRICS, Field(teams(rostered=True)), facts())
    assert scores(standings) == [("t2", 1, "98.0394"), ("t1", 2, "97.1468")]


def test_a_late_score_counts_where_the_agent_was_when_the_customer_called() -> None:
    tallies = facts()
    # X's call was on Wednesday, when X was still in A; the fact is filed under that membership.
    tallies["m12"][("qa", "")] = scored_calls(1, 40)
    standings = rank_contest(RULES, METRICS, Field(teams(rostered=True)), tallies)
    assert scores(standings) == [("t2", 1, "98.0394"), ("t1", 2, "96.1310")]


def test_calls_that_are_retracted_afterwards_turn_the_result() -> None:
    tallies = facts()
    tallies["m12"][("qa", "")] = scored_calls(1, 40)
    tallies["m112"] = {}
    standings = rank_contest(RULES, METRICS, Field(teams(rostered=True)), tallies)
    assert scores(standings) == [("t1", 1, "96.1310"), ("t2", 2, "95.8242")]
