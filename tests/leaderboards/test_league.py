"""League tables: what a fixture earns, the order of equals against a naive oracle, real final tables, promotion."""

import json
import os
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboards.fixtures import round_robin
from leaderboards.league import Result, TableRow, at_lines, next_divisions, table
from leaderboards.plays import Deduction, TableRules
from tests.leaderboards.league_oracle import Line, naive_table

DATA = Path(os.environ.get("ECHELON_REAL_DATA") or Path(__file__).resolve().parents[2] / ".." / "shared" / "data")
FOOTBALL = DATA / "football"
CRITERIA = ["difference", "scores_for", "wins", "head_to_head"]
RULES = TableRules()
FIRST_EACH_OTHER = TableRules(order=("head_to_head", "difference", "scores_for"))


def lines(rows: tuple[TableRow, ...]) -> list[Line]:
    return [
        (
            row.record.participant,
            row.rank,
            Fraction(row.record.points, 10_000),
            row.record.won,
            row.record.drawn,
            row.record.lost,
            Fraction(row.record.scores_for, 10_000),
            Fraction(row.record.against, 10_000),
        )
        for row in rows
    ]


def places(rows: tuple[TableRow, ...]) -> list[tuple[str, int]]:
    return [(row.record.participant, row.rank) for row in rows]


def goals(home: str, away: str, ours: int, theirs: int) -> Result:
    return Result(home, away, ours * 10_000, theirs * 10_000)


def test_a_gap_under_the_margin_is_a_draw_and_at_the_margin_a_win() -> None:
    near = Result("t1", "t2", 950_000, 945_001)
    apart = Result("t1", "t2", 950_000, 945_000)
    assert [row.record.points for row in table(["t1", "t2"], [near], RULES)] == [10_000, 10_000]
    assert [row.record.points for row in table(["t1", "t2"], [apart], RULES)] == [30_000, 0]


def test_without_any_margin_only_the_same_score_is_a_draw() -> None:
    rules = TableRules(draw_margin="0")
    rows = table(["t1", "t2", "t3"], [Result("t1", "t2", 5, 5), Result("t2", "t3", 5, 4)], rules)
    assert [(row.record.participant, row.record.points) for row in rows] == [("t2", 40_000), ("t1", 10_000), ("t3", 0)]


def test_an_unqualified_side_loses_without_difference_and_two_of_them_get_nothing() -> None:
    rules = TableRules(loss="1")
    rows = table(["t1", "t2", "t3", "t4"], [Result("t1", "t2", 900_000, None), Result("t3", "t4", None, None)], rules)
    found = {row.record.participant: row.record for row in rows}
    assert [found[team].points for team in ("t1", "t2", "t3", "t4")] == [30_000, 10_000, 0, 0]
    assert all(record.difference == record.scores_for == 0 for record in found.values())
    assert [found[team].lost for team in ("t1", "t2", "t3", "t4")] == [0, 1, 1, 1]


def test_deductions_are_taken_off_and_a_bye_that_counts_is_worth_a_win() -> None:
    rows = table(
        ["t1", "t2", "t3"],
        [goals("t1", "t2", 2, 0)],
        RULES,
        deductions=[Deduction("t1", "1.5", "late roster"), Deduction("t9", "3")],
        byes=["t3"],
    )
    assert [(row.record.participant, row.record.points, row.record.played) for row in rows] == [
        ("t3", 30_000, 0),
        ("t1", 15_000, 1),
        ("t2", 0, 1),
    ]


def test_head_to_head_counts_among_all_who_are_level_and_then_once_more_among_who_still_are() -> None:
    # A, B, C and D have the same points. Among the four A is best and D last; B and C stay level in points and difference,
    # and among themselves B has won.
    results = [
        goals("A", "B", 1, 0),
        goals("A", "C", 1, 0),
        goals("D", "A", 1, 0),
        goals("B", "C", 2, 1),
        goals("B", "D", 1, 1),
        goals("C", "D", 3, 2),
        goals("C", "E", 2, 0),
        goals("B", "E", 4, 2),
        goals("D", "E", 3, 0),
        goals("E", "A", 0, 0),
        goals("F", "A", 1, 1),
    ]
    rules = TableRules(order=("head_to_head", "difference"))
    rows = table(list("ABCDEF"), results, rules)
    assert lines(rows) == naive_table(list("ABCDEF"), results, rules)


def test_who_is_level_in_everything_shares_the_place_and_a_playoff_settles_it() -> None:
    results = [goals("t1", "t2", 1, 1), goals("t3", "t4", 0, 2)]
    rows = table(["t1", "t2", "t3", "t4"], results, RULES)
    assert places(rows) == [("t4", 1), ("t1", 2), ("t2", 2), ("t3", 4)]
    assert at_lines(rows, [2]) == (("t1", "t2"),)
    assert at_lines(rows, [1, 3]) == ()
    settled = table(["t1", "t2", "t3", "t4"], results, RULES, decider={"t1": 880_000, "t2": 901_000})
    assert places(settled) == [("t4", 1), ("t2", 2), ("t1", 3), ("t3", 4)]


def test_a_playoff_that_somebody_did_not_qualify_for_is_lost_by_it() -> None:
    rows = table(["t1", "t2"], [], RULES, decider={"t1": None, "t2": -1})
    assert places(rows) == [("t2", 1), ("t1", 2)]


teams = [f"t{number}" for number in range(1, 7)]
scores = st.none() | st.integers(0, 3).map(lambda goal: goal * 5_000)


@given(
    st.lists(st.tuples(scores, scores), min_size=30, max_size=30),
    st.integers(3, 30),
    st.permutations(CRITERIA),
    st.integers(0, 4),
    st.sampled_from(["0", "0.5", "0.75"]),
)
def test_any_sequence_of_criteria_orders_as_the_naive_oracle_does(
    played: list[tuple[int | None, int | None]], count: int, order: list[str], many: int, margin: str
) -> None:
    pairings = [pairing for one in round_robin(teams, 2) for pairing in one]
    results = [
        Result(pairing.home, pairing.away or "", home, away)
        for pairing, (home, away) in zip(pairings[:count], played, strict=False)
    ]
    rules = TableRules(order=tuple(order[:many]), draw_margin=margin)  # type: ignore[arg-type]  # drawn from the criteria
    assert lines(table(teams, results, rules)) == naive_table(teams, results, rules)


@pytest.mark.parametrize(
    ("moved", "up", "down"),
    [
        ({"a1": "A", "a2": "A", "a3": "B", "b1": "A", "b2": "B", "b3": "C", "c1": "B", "c2": "C"}, 1, 1),
        ({"a1": "A", "a2": "A", "a3": "A", "b1": "B", "b2": "B", "b3": "B", "c1": "C", "c2": "C"}, 0, 0),
    ],
)
def test_the_best_of_a_division_rise_and_its_last_ones_fall(moved: dict[str, str], up: int, down: int) -> None:
    def season(*order: str) -> tuple[TableRow, ...]:
        results = [goals(one, other, 1, 0) for place, one in enumerate(order) for other in order[place + 1 :]]
        return table(order, results, RULES)

    tables = [("A", season("a1", "a2", "a3")), ("B", season("b1", "b2", "b3")), ("C", season("c1", "c2"))]
    assert next_divisions(tables, up, down) == moved


# --- five real seasons -------------------------------------------------------------------------------------------

SEASONS = ["2010-11", "2011-12", "2012-13", "2013-14", "2014-15"]
real = pytest.mark.skipif(not FOOTBALL.exists(), reason="the real football seasons are not beside the checkout")
ALIASES = {
    "manchestercity": "mancity",
    "manchesterunited": "manutd",
    "tottenhamhotspur": "tottenham",
    "wolverhamptonwanderers": "wolves",
    "queensparkrangers": "qpr",
    "westbromwichalbion": "westbrom",
    "newcastleunited": "newcastle",
    "westhamunited": "westham",
    "wiganathletic": "wigan",
    "norwichcity": "norwich",
    "swanseacity": "swansea",
    "cardiffcity": "cardiff",
    "hullcity": "hull",
    "stokecity": "stoke",
    "leicestercity": "leicester",
    "birminghamcity": "birmingham",
    "blackburnrovers": "blackburn",
    "boltonwanderers": "bolton",
}


def plain(name: str) -> str:
    """The two sources call the same club differently."""
    bare = re.sub(r"[^a-z]", "", re.sub(r"\b(a?fc)\b", "", name.lower().replace("&", "and")))
    return ALIASES.get(bare, bare)


def matches(season: str) -> list[Result]:
    played = json.loads((FOOTBALL / f"matches-{season}.json").read_text())["matches"]
    return [goals(plain(one["team1"]), plain(one["team2"]), *one["score"]["ft"]) for one in played]


@real
@pytest.mark.real
@pytest.mark.parametrize("season", SEASONS)
def test_a_real_season_ends_in_its_official_table(season: str) -> None:
    official = json.loads((FOOTBALL / f"epl-{season[2:4]}-{season[5:7]}.json").read_text())
    results = matches(season)
    assert len(results) == 380
    rows = table(sorted({result.home for result in results}), results, RULES)
    assert [row.record.participant for row in rows] == [plain(one["team"]) for one in official]
    for row, one in zip(rows, official, strict=True):
        record = row.record
        assert not row.shared
        assert record.points == one["points"] * 10_000
        assert (record.played, record.won, record.drawn, record.lost) == tuple(
            one[name] for name in ("played", "wins", "draws", "losses")
        )
        assert (record.scores_for, record.against) == (one["goals-for"] * 10_000, one["goals-against"] * 10_000)


@real
@pytest.mark.real
@pytest.mark.parametrize("season", SEASONS)
def test_head_to_head_first_gives_what_the_naive_oracle_gives(season: str) -> None:
    results = matches(season)
    clubs = sorted({result.home for result in results})
    assert lines(table(clubs, results, FIRST_EACH_OTHER)) == naive_table(clubs, results, FIRST_EACH_OTHER)
