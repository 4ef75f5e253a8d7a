"""A real contest with an official ranking: solved problems, then penalty, then the time of the last solution."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from leaderboards.exact import MICRO
from leaderboards.metrics import Key, Metric, Tally
from leaderboards.race import rank_contest
from leaderboards.rules import Rules, Term, TieBreaker, Total
from leaderboards.teams import Field, Participant

DATA = Path(os.environ.get("ECHELON_REAL_DATA") or Path(__file__).resolve().parents[2] / ".." / "shared" / "data")
NERC = DATA / "icpc" / "nerc-2020-21-standings.xml"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not NERC.exists(), reason=f"the real contest's log is not at {NERC.name} beside the checkout"),
]

METRICS = {
    "solved": Metric("solved", "sum", "higher"),
    "penalty": Metric("penalty", "sum", "lower"),
    "last_solution": Metric("last_solution", "max", "lower"),
}
RULES = Rules(
    method="points",
    terms=(Term("solved"),),
    team_rule=Total(),
    tie_breakers=(TieBreaker("penalty", "lower"), TieBreaker("last_solution", "lower")),
)


def sessions() -> list[ET.Element]:
    """The teams in the official order."""
    return list(ET.parse(NERC).getroot().iter("session"))


def facts_of(session: ET.Element) -> Iterator[tuple[str, int]]:
    """One fact a solved problem, its penalty and its time, counted from the log of runs and not from the published sums."""
    for problem in session.iter("problem"):
        rejected = 0
        for run in problem.iter("run"):
            if run.get("accepted") == "yes":
                at = int(run.get("time", "0"))
                yield "solved", 1
                yield "penalty", at // 60_000 + 20 * rejected
                yield "last_solution", at
                break
            rejected += run.get("outcome") != "compilation-error"


def test_the_official_order_exactly() -> None:
    teams = [f"t{number}" for number, _ in zip(count(1), sessions(), strict=False)]
    tallies: dict[str, dict[Key, Tally]] = {}
    for team, session in zip(teams, sessions(), strict=True):
        totals = tallies.setdefault(team, {})
        for metric, value in facts_of(session):
            totals.setdefault((metric, ""), Tally()).add(value * MICRO)
    # Registered in reverse, so that the order cannot come from where a team stood in the list.
    field = Field(tuple([Participant(team, "team", own_subjects=(team,)) for team in reversed(teams)]))
    standings = rank_contest(RULES, METRICS, field, tallies)
    assert len(standings.rows) == len(teams) > 40
    assert [row.participant for row in standings.rows] == teams
    for row, session in zip(standings.rows, sessions(), strict=True):
        assert row.score == int(session.get("solved", "")) * 10_000
        assert row.ties[0] == int(session.get("penalty", ""))
