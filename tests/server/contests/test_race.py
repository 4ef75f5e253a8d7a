"""What a wall tells of the past names nobody whom it does not name now, and no place lower than it names."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from leaderboards.feed import Board
from server.contests.showing.race import race_of
from tests.server.live.conftest import board_with

NOW = datetime(2026, 3, 4, 2, tzinfo=UTC)


def past(*orders: str) -> list[tuple[datetime, dict[str, int | None]]]:
    """Ranks by letter, an hour apart, the first letter the best."""
    begin = NOW - timedelta(hours=len(orders))
    return [
        (begin + timedelta(hours=hour), {who: place for place, who in enumerate(order, 1)})
        for hour, order in enumerate(orders)
    ]


def board(names: str) -> Board:
    """Everybody in this order now, of whom at most half are named."""
    return board_with({who: 100 - place for place, who in enumerate(names)})


def test_who_climbed_into_the_named_places_is_drawn_from_there_on() -> None:
    told = race_of(board("abcdef"), past("defabc", "adbcef"), NOW, None)
    assert {line.id: line.ranks for line in told.lines} == {"a": [None, 1, 1], "b": [None, 3, 2], "c": [None, None, 3]}


def test_the_own_team_of_a_wall_sees_its_way_from_the_bottom() -> None:
    told = race_of(board("abcdef"), past("abcdef", "abcdfe"), NOW, "e")
    assert {line.id: line.ranks for line in told.lines}["e"] == [5, 6, 5]


def test_a_contest_that_is_over_ends_with_what_was_noted_and_a_young_one_tells_nothing() -> None:
    noted = past("abcd", "badc")
    told = race_of(board("abcd"), noted, NOW, None)
    assert told.at == [*(at for at, _ in noted), NOW]
    over = board("abcd")
    over = replace(over, contest=replace(over.contest, phase="provisional"))
    assert race_of(over, noted, NOW, None).at == [at for at, _ in noted]
    assert race_of(board("abcd"), noted[:1], NOW, None).lines == []


def test_a_long_contest_is_thinned_and_keeps_its_newest_mark() -> None:
    noted = past(*(["abcd"] * 500))
    told = race_of(board("abcd"), noted, NOW, None)
    assert len(told.at) <= 61
    assert told.at[-2] == noted[-1][0]
