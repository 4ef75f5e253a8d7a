"""Whole seasons, drawn and played round by round: leagues, groups with playoffs, Swiss pairing, cups, corrections."""

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderboards.calendar import Calendar
from leaderboards.cup import Mark
from leaderboards.drawing import draw
from leaderboards.fixtures import Pairing
from leaderboards.league import Result
from leaderboards.placing import Place, form, standing
from leaderboards.plays import CupPlay, LeaguePlay, Rhythm, SeasonPlay, TableRules
from leaderboards.rhythm import windows
from leaderboards.season import (
    Fixture,
    Played,
    Season,
    ahead,
    overturned,
    planned_rounds,
    pools_of,
    result_of,
    table_of,
    winner_of,
)
from tests.leaderboards.league_oracle import naive_table


def named(count: int) -> list[str]:
    return [f"t{number}" for number in range(1, count + 1)]


def marked(scores: dict[str, int | None]) -> dict[str, Mark]:
    """What a round's race makes of the scores; level ones share the rank."""
    known = sorted((score for score in scores.values() if score is not None), reverse=True)
    return {one: Mark(score, None if score is None else known.index(score) + 1) for one, score in scores.items()}


class Playing:
    """A season that is drawn and played to its end, `scores` telling what everybody does in a round."""

    def __init__(self, play: SeasonPlay, count: int, seed: int = 0, divisions: dict[str, str] | None = None) -> None:
        self.random = Random(seed)
        self.teams = named(count)
        self.season = Season(play, pools_of(play, self.teams, divisions or {}), (), {})

    def scores(self) -> dict[str, int | None]:
        return {one: None if self.random.random() < 0.05 else self.random.randint(0, 8) * 5_000 for one in self.teams}

    def draw(self) -> list[Fixture]:
        drawn = draw(self.season)
        if drawn:
            stands = [
                Fixture(one.round, one.stage, one.pool, one.slot, one.home, one.away, winner_of(self.season, one))
                if one.stage in {"cup", "third"}
                else one
                for one in self.season.fixtures
            ]
            self.season = self.season._replace(fixtures=(*stands, *drawn))
        return list(drawn)

    def play(self, number: int, scores: dict[str, int | None], *, over: bool = True) -> None:
        self.season = self.season._replace(rounds={**self.season.rounds, number: Played(marked(scores), over)})

    def to_the_end(self) -> int:
        """How many rounds it took."""
        number = 0
        self.draw()
        while any(one.round > number for one in self.season.fixtures):
            number += 1
            assert not draw(self.season), "nothing is drawn while a round is not over"
            self.play(number, self.scores())
            self.draw()
        return number


def ranks(places: tuple[Place, ...]) -> dict[str, int]:
    return {place.participant: place.rank for place in places}


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 12), st.integers(1, 2), st.integers(0, 1000))
def test_a_league_ends_as_the_naive_table_says(count: int, legs: int, seed: int) -> None:
    play = LeaguePlay(legs=legs)
    playing = Playing(play, count, seed)
    assert playing.to_the_end() == planned_rounds(play, playing.season.pools)
    results = [result for one in playing.season.fixtures if (result := result_of(playing.season, one))]
    found = [(one.participant, one.rank) for one in standing(playing.season)]
    assert found == [line[:2] for line in naive_table(playing.teams, results, play.table)]


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 24), st.integers(0, 1000))
def test_a_cup_is_won_by_who_never_lost_and_everybody_reaches_a_place(count: int, seed: int) -> None:
    play = CupPlay()
    playing = Playing(play, count, seed)
    assert playing.to_the_end() == planned_rounds(play, playing.season.pools)
    lost: dict[str, int] = {}
    for one in playing.season.fixtures:
        winner = winner_of(playing.season, one)
        assert winner in one.pairing.sides
        lost |= {side: one.round for side in one.pairing.sides if side != winner and one.stage == "cup"}
    places = ranks(standing(playing.season))
    champion = [one for one in playing.teams if one not in lost]
    assert [one for one, rank in places.items() if rank == 1] == champion
    for early, late in [(early, late) for early in lost for late in lost if lost[early] < lost[late]]:
        assert places[early] > places[late]
    for place in places.values():
        assert place == 1 + sum(other < place for other in places.values())


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 24), st.integers(1, 2), st.integers(0, 1000))
def test_groups_play_three_weeks_and_then_their_best_play_it_out(count: int, advance: int, seed: int) -> None:
    play = LeaguePlay(pairing="groups", advance=advance)
    playing = Playing(play, count, seed)
    rounds = playing.to_the_end()
    deciders = {one.round for one in playing.season.fixtures if one.stage == "decider"}
    assert rounds == planned_rounds(play, playing.season.pools) + len(deciders)
    ties = [one for one in playing.season.fixtures if one.stage == "cup"]
    reaching = {side for one in ties for side in one.pairing.sides}
    pools = playing.season.pools
    expected = min(max(2, advance) if len(pools) == 1 else advance, *(len(pool) for pool in pools.values()))
    for pool in pools:
        first = [row.record.participant for row in table_of(playing.season, play, pool)][:expected]
        assert reaching & set(pools[pool]) == set(first)
    places = ranks(standing(playing.season))
    assert all(places[one] <= len(reaching) < places[other] for one in reaching for other in places.keys() - reaching)
    if len(pools) > 1 and all(len(pool) == 4 for pool in pools.values()):
        opening = [one for one in ties if one.round == min(tie.round for tie in ties) and one.away]
        origin = {one: pool for pool, members in pools.items() for one in members}
        assert all(origin[one.home] != origin[one.away or ""] for one in opening)


@settings(deadline=None, max_examples=15)
@given(st.integers(2, 20), st.integers(0, 1000))
def test_swiss_rounds_pair_everybody_and_never_twice(count: int, seed: int) -> None:
    play = LeaguePlay(pairing="swiss")
    playing = Playing(play, count, seed)
    assert playing.to_the_end() == planned_rounds(play, playing.season.pools)
    met = [frozenset(one.pairing.sides) for one in playing.season.fixtures]
    assert len(met) == len(set(met))


def test_divisions_play_apart_and_a_shared_place_at_the_line_is_played_for() -> None:
    play = LeaguePlay(up=1, down=1)
    playing = Playing(play, 6, divisions={"t1": "A", "t2": "A", "t3": "A", "t4": "B", "t5": "B", "t6": "B"})
    playing.draw()
    assert all({"t1", "t2", "t3"} >= set(one.pairing.sides) for one in playing.season.fixtures if one.pool == "A")
    for number in (1, 2, 3):
        playing.play(number, {"t1": 50_000, "t2": 10_000, "t3": 10_000, "t4": 9, "t5": 9, "t6": 9})
    drawn = playing.draw()
    assert [(one.round, one.stage, one.pool, one.home, one.away) for one in drawn] == [
        (4, "decider", "A", "t2", "t3"),
        (4, "decider", "B", "t4", None),
        (4, "decider", "B", "t5", None),
        (4, "decider", "B", "t6", None),
    ]
    playing.play(4, {"t1": 1, "t2": 5, "t3": 6, "t4": 3, "t5": None, "t6": 4})
    assert playing.draw() == []
    assert [(one.participant, one.rank, one.pool) for one in standing(playing.season)] == [
        ("t1", 1, "A"),
        ("t3", 2, "A"),
        ("t2", 3, "A"),
        ("t6", 1, "B"),
        ("t4", 2, "B"),
        ("t5", 3, "B"),
    ]


def test_a_running_round_counts_where_both_qualify_and_walkovers_wait_for_its_end() -> None:
    playing = Playing(LeaguePlay(), 4)
    playing.draw()
    first = [one for one in playing.season.fixtures if one.round == 1]
    assert [one.pairing for one in first] == [Pairing("t4", "t1"), Pairing("t2", "t3")]
    playing.play(1, {"t1": 9_000_000, "t4": 8_000_000, "t2": 1, "t3": None}, over=False)
    assert [ahead(playing.season, one) for one in first] == ["away", None]
    assert [result_of(playing.season, one) for one in first] == [Result("t4", "t1", 8_000_000, 9_000_000), None]
    playing.play(1, {"t1": 9_000_000, "t4": 8_000_000, "t2": 1, "t3": None})
    assert [ahead(playing.season, one) for one in first] == ["away", "home"]
    assert form(playing.season, "t2") == ("w",)
    assert form(playing.season, "t4") == ("l",)


def test_a_cup_round_that_was_played_stands_after_a_correction_and_is_told() -> None:
    playing = Playing(CupPlay(), 4)
    playing.draw()
    playing.play(1, {"t1": 9, "t4": 8, "t2": 7, "t3": 6})
    playing.draw()
    playing.play(2, {"t1": 5, "t2": 9, "t3": 1, "t4": 2})
    playing.play(1, {"t1": 7, "t4": 8, "t2": 7, "t3": 6})
    first = playing.season.fixtures[0]
    assert (first.winner, overturned(playing.season, first)) == ("t1", True)
    assert not overturned(playing.season, playing.season.fixtures[1])
    assert ranks(standing(playing.season)) == {"t2": 1, "t1": 2, "t4": 3, "t3": 4}


def test_a_league_recomputes_after_a_correction() -> None:
    playing = Playing(LeaguePlay(table=TableRules(win="2")), 2)
    playing.draw()
    playing.play(1, {"t1": 10_000, "t2": 0})
    playing.play(1, {"t1": 10_000, "t2": 30_000})
    assert [(one.participant, one.record.points) for one in standing(playing.season)] == [("t2", 20_000), ("t1", 0)]


def test_a_round_called_off_brings_nobody_anything() -> None:
    league = Playing(LeaguePlay(), 2)
    league.draw()
    league.season = league.season._replace(rounds={1: Played({}, over=True, void=True)})
    assert [one.record.played for one in standing(league.season)] == [0, 0]
    cup = Playing(CupPlay(), 4)
    cup.draw()
    cup.season = cup.season._replace(rounds={1: Played({}, over=True, void=True)})
    assert [one.pairing for one in cup.draw()] == [Pairing("t1", "t2"), Pairing("t3", "t4")]


SHANGHAI = Calendar(
    "Asia/Shanghai",
    holidays=frozenset(date(2026, 10, day) for day in range(1, 9)),
    workdays=frozenset({date(2026, 9, 27), date(2026, 10, 10)}),
)


def days(rhythm: Rhythm, first: date, count: int) -> list[tuple[str, str]]:
    return [
        (f"{SHANGHAI.business_day(one.starts):%m-%d}", f"{SHANGHAI.business_day(one.ends):%m-%d}")
        for one in windows(SHANGHAI, rhythm, first, count)
    ]


@pytest.mark.parametrize(
    ("rhythm", "first", "expected"),
    [
        (Rhythm(), date(2026, 9, 23), [("09-21", "09-28"), ("09-28", "10-05"), ("10-05", "10-12")]),
        (Rhythm(every=2), date(2026, 9, 23), [("09-21", "09-28"), ("10-05", "10-12"), ("10-19", "10-26")]),
        (Rhythm("day"), date(2026, 9, 30), [("09-30", "10-01"), ("10-09", "10-10"), ("10-10", "10-11")]),
        (Rhythm("day", 2), date(2026, 10, 3), [("10-09", "10-10"), ("10-12", "10-13"), ("10-14", "10-15")]),
    ],
)
def test_rounds_follow_the_working_calendar(rhythm: Rhythm, first: date, expected: list[tuple[str, str]]) -> None:
    assert days(rhythm, first, 3) == expected


def test_a_week_in_which_nobody_works_is_left_out() -> None:
    closed: Any = Calendar("Europe/Berlin", holidays=frozenset(date(2026, 12, day) for day in range(21, 32)))
    found = [closed.business_day(one.starts) for one in windows(closed, Rhythm(), date(2026, 12, 14), 2)]
    assert found == [date(2026, 12, 14), date(2026, 12, 28)]
