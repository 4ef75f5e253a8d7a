"""Nobody is shamed: who is placed on a wall, who is only named, and what an agent sees of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from leaderboards.audience import full_view, own_view, top_view, wall_view
from leaderboards.feed import Board, DuelScene, Name, Row, SideShown
from tests.leaderboards.test_feed import HEAD


def board(ranks: list[int | None]) -> Board:
    """Team t1 stands first, and so on; names run the other way, so that name order is not the order of places."""
    rows = tuple(
        Row(
            f"t{n}",
            rank,
            tied=ranks.count(rank) > 1,
            score=f"{100 - n}.0000",
            name=Name(f"{n}队", f"Team {99 - n}"),
            code=f"T{n}",
            reasons=() if rank else ("no_data",),
        )
        for n, rank in enumerate(ranks, start=1)
    )
    return Board(HEAD, "2026-01-05T00:00:00Z", "full", rows, total=len(rows))


def placed(shown: Board) -> list[str]:
    return [row.id for row in shown.rows]


def test_a_wall_places_the_top_five_and_names_the_others_by_name() -> None:
    shown = wall_view(board([*range(1, 13)]))
    assert placed(shown) == ["t1", "t2", "t3", "t4", "t5"]
    assert [one.id for one in shown.taking_part] == [f"t{n}" for n in range(12, 5, -1)]
    assert shown.view == "wall"
    assert shown.total == 12


@pytest.mark.parametrize(("participants", "most"), [(0, 0), (1, 0), (2, 1), (3, 1), (9, 4), (10, 5), (30, 5)])
def test_never_more_than_half_are_placed(participants: int, most: int) -> None:
    assert len(placed(wall_view(board([*range(1, participants + 1)])))) == most


def test_the_top_is_a_setting() -> None:
    assert placed(top_view(board([*range(1, 13)]), top_n=3)) == ["t1", "t2", "t3"]
    assert top_view(board([1, 2])).view == "top"


def test_equals_are_placed_together_or_not_at_all() -> None:
    rest = [None] * 8
    assert placed(wall_view(board([1, 2, 2, 4, 5, 5, *rest]))) == ["t1", "t2", "t3", "t4", "t5", "t6"]
    assert placed(wall_view(board([1, 2, 2, 2, 5, 6]))) == ["t1"], "a group across the half is left out whole"
    assert placed(wall_view(board([1] * 6))) == [], "before the first fact all are level and nobody is placed"


def test_a_wall_in_a_teams_own_area_adds_that_team_where_it_stands() -> None:
    shown = wall_view(board([*range(1, 13)]), own_team="t9")
    assert placed(shown) == ["t1", "t2", "t3", "t4", "t5", "t9"]
    assert "t9" not in [one.id for one in shown.taking_part]
    unranked = wall_view(board([1, 2, 3, None]), own_team="t4")
    assert unranked.rows[-1].id == "t4"
    assert unranked.rows[-1].reasons == (), "why is for the participant, its lead and operations"
    assert placed(wall_view(board([1, 2]), own_team="t99")) == ["t1"]


@given(st.lists(st.integers(0, 6), max_size=14), st.integers(1, 9), st.none() | st.integers(1, 14))
def test_no_public_view_leaks_a_place_or_a_reason(steps: list[int], top_n: int, own: int | None) -> None:
    ranks: list[int | None] = [
        position if step else None for position, step in enumerate(sorted(steps, key=bool, reverse=True), start=1)
    ]
    for position in range(1, len(ranks)):
        if steps[position] > 4 and ranks[position] is not None:
            ranks[position] = ranks[position - 1]
    full = board(ranks)
    shown = wall_view(full, own_team=None if own is None else f"t{own}", top_n=top_n)
    others = [row for row in shown.rows if row.id != f"t{own}"]
    assert len(others) <= len(ranks) // 2
    assert all(row.rank is not None and row.rank <= top_n for row in others)
    assert not any(row.reasons for row in shown.rows)
    named = [row.id for row in shown.rows] + [one.id for one in shown.taking_part]
    assert sorted(named) == sorted(row.id for row in full.rows)
    assert [one.name.en for one in shown.taking_part] == sorted(one.name.en for one in shown.taking_part)


def test_a_full_view_keeps_reasons_for_those_who_may_read_them() -> None:
    full = board([1, None, None])
    assert [row.reasons for row in full_view(full).rows] == [(), ("no_data",), ("no_data",)]
    assert [row.reasons for row in full_view(full, reasons_of={"t3"}).rows] == [(), (), ("no_data",)]


def test_a_duel_with_somebody_private_alone_on_a_side_is_only_for_who_may_see_that_side() -> None:
    names = (Name("甲", "a"), Name("乙", "b"))
    sides = [SideShown(name, name.en, "5.0000", (f"a{n}",)) for n, name in enumerate(names, start=1)]
    scene = DuelScene((sides[0], sides[1]), "0.0000", 0, "0.5")
    rows = tuple(Row(f"a{n}", 1, True, "5.0000", name, name.en, team="t1") for n, name in enumerate(names, start=1))
    open_to_all = Board(HEAD, "2026-01-05T00:00:00Z", "full", rows, total=2, scene=scene)
    hidden = replace(open_to_all, rows=(rows[0], replace(rows[1], private=True)))
    for view in (wall_view, top_view, lambda one: full_view(one, {"t2"})):
        assert (view(open_to_all).scene, view(hidden).scene) == (scene, None)
    for reader in (None, {"t1"}, {"a2"}):
        assert full_view(hidden, reader).scene == scene
    beside = replace(scene, sides=(sides[0], replace(sides[1], participants=("a2", "a3"))))
    assert wall_view(replace(hidden, scene=beside)).scene == beside


def test_an_agent_sees_its_own_place_and_the_two_above() -> None:
    full = board([1, 2, 3, 4, 4, 6])
    own = own_view(full, "t6")
    assert own is not None
    assert own.row.rank == 6
    assert [row.id for row in own.neighbours] == ["t4", "t5"]
    level = own_view(full, "t5")
    assert level is not None
    assert [row.id for row in level.neighbours] == ["t2", "t3"], "who is level stands not above"
    leader = own_view(full, "t1")
    assert leader is not None
    assert leader.neighbours == ()
    assert own_view(full, "t99") is None


def test_who_is_not_ranked_yet_reads_its_own_reasons_and_nobody_elses_place() -> None:
    own = own_view(board([1, 2, None, None]), "t4")
    assert own is not None
    assert own.row.reasons == ("no_data",)
    assert own.neighbours == ()
