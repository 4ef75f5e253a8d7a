"""A reveal goes from the last named place up to the first, and stages nobody who is not named on a wall anyhow."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from leaderboards.audience import top_view
from leaderboards.feed import Board, apply, diff
from leaderboards.reveal import ceremony, stages
from tests.leaderboards.test_audience import board


def on_stage(shown: Board) -> list[tuple[int, list[str]]]:
    return [(stage.place, [row.id for row in stage.rows]) for stage in stages(shown)]


def test_five_places_are_revealed_from_the_fifth_to_the_first() -> None:
    assert on_stage(board([*range(1, 13)])) == [(place, [f"t{place}"]) for place in (5, 4, 3, 2, 1)]


def test_who_shares_a_rank_is_revealed_together() -> None:
    assert on_stage(board([1, 2, 2, 4, 5, *[None] * 5])) == [(5, ["t5"]), (4, ["t4"]), (2, ["t2", "t3"]), (1, ["t1"])]


def test_the_lower_half_is_never_staged() -> None:
    assert on_stage(board([1, 2, 3])) == [(1, ["t1"])]
    assert on_stage(board([1, 1])) == [], "where all are level nobody is put on a stage"


def test_a_stage_tells_place_name_and_score_and_nothing_else() -> None:
    whole = board([*range(1, 13)])
    moved = replace(whole, rows=tuple(replace(row, moved=3, reasons=("no_data",)) for row in whole.rows))
    assert all(row.moved is None and not row.reasons for stage in stages(moved) for row in stage.rows)


RANKS = st.lists(st.integers(0, 3), min_size=0, max_size=20)


@given(RANKS, st.integers(0, 12), st.integers(0, 4))
def test_stages_climb_to_the_top_and_hold_what_everybody_sees_there(
    shared: list[int], top_n: int, unranked: int
) -> None:
    ranks: list[int | None] = []
    for place, others in enumerate(shared):
        if len(ranks) == sum(shared[:place]) + place:
            ranks += [len(ranks) + 1] * (others + 1)
    whole = board([*ranks, *[None] * unranked])
    whole = replace(whole, contest=replace(whole.contest, top_n=top_n))
    found = stages(whole)
    assert [stage.place for stage in found] == sorted({stage.place for stage in found}, reverse=True)
    named = {row.id for stage in found for row in stage.rows}
    assert named == {row.id for row in top_view(whole, top_n).rows}
    assert len(named) <= whole.total // 2
    for stage in found:
        assert {row.rank for row in stage.rows} == {stage.place}


@given(st.integers(0, 30), st.integers(-3, 30))
def test_each_step_shows_one_more_and_a_board_carries_it(participants: int, step: int) -> None:
    whole = board([*range(1, participants + 1)])
    found = stages(whole)
    shown = ceremony(found, step)
    assert shown.stages == found[: max(step, 0)]
    assert shown.steps == len(found)
    after = ceremony(found, step + 1)
    assert after.stages[: len(shown.stages)] == shown.stages
    before, now = replace(whole, ceremony=shown), replace(whole, ceremony=after)
    assert apply(before, diff(before, now)) == now
    assert apply(now, diff(now, whole)) == whole
