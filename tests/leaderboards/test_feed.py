"""Deltas rebuild the board they lead to, whatever changed between two boards."""

from itertools import pairwise
from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from leaderboards.feed import (
    Board,
    ContestHead,
    Delta,
    Name,
    Row,
    SiteName,
    TakingPart,
    apply,
    diff,
)

HEAD = ContestHead(
    id=7,
    title=Name("质量擂台", "Quality arena"),
    skill=Name("倾听", "Listening"),
    participants="team",
    format="race",
    phase="running",
    starts="2026-01-04T16:00:00Z",
    ends="2026-01-11T16:00:00Z",
    zone="Asia/Shanghai",
    site=SiteName("SH", Name("上海", "Shanghai")),
)
names = st.sampled_from([Name("一队", "One"), Name("二队", "Two")])
some_rows = st.lists(
    st.builds(
        Row,
        id=st.integers(1, 8).map(lambda n: f"t{n}"),
        rank=st.none() | st.integers(1, 3),
        tied=st.booleans(),
        score=st.none() | st.sampled_from(["1.0000", "2.0000"]),
        name=names,
        code=st.just("T"),
        moved=st.none() | st.integers(-1, 1),
        reasons=st.sampled_from([(), ("no_data",)]),
    ),
    max_size=8,
    unique_by=lambda row: row.id,
).map(tuple)
boards = st.builds(
    Board,
    contest=st.sampled_from([HEAD, replace(HEAD, phase="provisional")]),
    as_of=st.sampled_from(["2026-01-05T00:00:00Z", "2026-01-05T00:00:01Z"]),
    view=st.sampled_from(["wall", "full"]),
    rows=some_rows,
    taking_part=st.sampled_from([(), (TakingPart("t9", Name("九队", "Nine")),)]),
    total=st.integers(0, 2),
)
wire = msgspec.json.Decoder(Delta)


@settings(max_examples=100)
@given(st.lists(boards, min_size=1, max_size=6))
def test_applying_all_deltas_equals_fetching_anew(sequence: list[Board]) -> None:
    shown = sequence[0]
    for before, after in pairwise(sequence):
        delta = diff(before, after)
        shown = apply(shown, wire.decode(msgspec.json.encode(delta)))
        assert shown == after
        assert (delta == Delta()) == (before == after)


@given(boards, st.randoms(use_true_random=False))
def test_a_new_order_alone_sends_no_rows(board: Board, chance: Random) -> None:
    rows = list(board.rows)
    chance.shuffle(rows)
    delta = diff(board, replace(board, rows=tuple(rows)))
    assert delta.rows == ()
    assert apply(board, delta).rows == tuple(rows)


def test_only_what_changed_is_sent() -> None:
    one = Row("t1", 1, False, "2.0000", Name("一队", "One"), "T1", "0.0000")
    two = Row("t2", 2, False, "1.0000", Name("二队", "Two"), "T2", "1.0000")
    old = Board(HEAD, "2026-01-05T00:00:00Z", "full", (one, two), total=2)
    closer = replace(two, score="1.5000", gap="0.5000")
    new = replace(old, as_of="2026-01-05T00:00:01Z", rows=(one, closer))
    assert msgspec.json.decode(msgspec.json.encode(diff(old, new))) == {
        "head": {"as_of": "2026-01-05T00:00:01Z"},
        "rows": [msgspec.json.decode(msgspec.json.encode(closer))],
        "gone": [],
    }
    assert msgspec.json.encode(diff(old, old)) == b'{"rows":[],"gone":[]}'


def test_a_board_on_the_wire_has_the_promised_shape() -> None:
    row = Row("t12", 1, False, "97.1468", Name("七队", "Seven"), "T07", "0.0000", 2)
    board = Board(HEAD, "2026-01-05T00:00:00Z", "wall", (row,), (TakingPart("t3", Name("三队", "Three")),), 20)
    sent = msgspec.json.decode(msgspec.json.encode(board))
    assert set(sent) == {"contest", "as_of", "view", "rows", "taking_part", "total", "scene", "ceremony"}
    assert sent["rows"][0] == {
        "id": "t12",
        "rank": 1,
        "tied": False,
        "score": "97.1468",
        "name": {"zh": "七队", "en": "Seven"},
        "code": "T07",
        "gap": "0.0000",
        "moved": 2,
        "reasons": [],
    }
    assert sent["contest"]["site"] == {"code": "SH", "name": {"zh": "上海", "en": "Shanghai"}}
