"""A ceremony goes step by step on every wall, and nobody but its presenter drives it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.server.contests.conftest import OPS
from tests.server.contests.frozen_centre import Frozen, frozen, move, signed_in_as, until, watched

__all__ = ["frozen"]


@pytest.fixture
async def ended(frozen: Frozen) -> Frozen:
    """The same contest, a minute after its end; T3 has overtaken everybody since the freeze."""
    await move(frozen)
    frozen.world.clock.at = frozen.contest.ends + timedelta(minutes=1)
    return frozen


async def ask(client: httpx.AsyncClient, what: str, body: Any = None, status: int = 200) -> dict[str, Any]:
    """Tell the ceremony something; its state, or the refusal."""
    answer = await client.post(f"/api/v1/contests/1/reveal/{what}", json=body)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def ceremony(frozen: Frozen, who: str = "display") -> Any:
    """What somebody sees of the ceremony on the public board: step, and who stands on each stage."""
    from server.live.views import Audience, seen_by

    board = seen_by(Audience("wall"), (await frozen.app.state.rooms.hub.standing(frozen.contest.id)).board)
    if board.ceremony is None:
        return None
    return board.ceremony.step, [(stage.place, [row.code for row in stage.rows]) for stage in board.ceremony.stages]


async def test_each_step_is_on_every_wall_and_the_end_opens_the_board(ended: Frozen) -> None:
    ops = ended.clients["ops"]
    state = await ask(ops, "start")
    assert (state["step"], len(state["stages"])) == (0, 1), "three take part, so one of them is named"
    live = "http://testserver/api/v1/contests/1/live?view=wall"
    async with watched(ended, "display", live) as one, watched(ended, "agent", live) as other:
        await until(lambda: ceremony(ended), (0, []))
        assert (await ask(ops, "step", {"step": 1}))["step"] == 1
        await until(lambda: ceremony(ended), (1, [(1, ["T3"])]))
        await until(lambda: _shown(one), 1)
        await until(lambda: _shown(other), 1)
        async with watched(ended, "display", live) as late:
            assert late[0]["board"]["ceremony"]["step"] == 1, "who comes back sees the step there is"
            assert late[0]["board"]["contest"]["phase"] == "frozen"
            assert late[0]["board"]["rows"][0]["code"] == "T1", "the board itself still rests"
        await ask(ops, "step", {"step": 0})
        await until(lambda: _shown(one), 0)
        state = await ask(ops, "finish")
        assert state["phase"] == "provisional"
        await until(lambda: _phase(one), "provisional")
    page = (await ended.clients["analyst"].get("/api/v1/contests/1/standings")).json()
    assert (page["contest"]["phase"], page["items"][0]["code"]) == ("provisional", "T3")
    assert await ceremony(ended) is None


async def _shown(messages: list[dict[str, Any]]) -> int | None:
    found = None
    for message in messages:
        told = message.get("board") or message.get("head") or {}
        if "ceremony" in told:
            found = told["ceremony"]["step"] if told["ceremony"] else None
    return found


async def _phase(messages: list[dict[str, Any]]) -> Any:
    heads = [(message.get("board") or message.get("head") or {}).get("contest") for message in messages]
    return [head["phase"] for head in heads if head][-1]


async def test_saying_something_twice_does_it_once_and_steps_cannot_be_skipped(ended: Frozen) -> None:
    ops = ended.clients["ops"]
    assert (await ask(ops, "step", {"step": 1}, 409))["code"] == "reveal_not_begun"
    for _ in range(2):
        assert (await ask(ops, "start"))["step"] == 0
    assert (await ask(ops, "step", {"step": 2}, 409))["code"] == "out_of_step"
    for _ in range(2):
        assert (await ask(ops, "step", {"step": 1}))["step"] == 1
    for _ in range(2):
        assert (await ask(ops, "finish"))["phase"] == "provisional"
    assert (await ask(ops, "step", {"step": 0}, 409))["code"] == "not_frozen"
    noted = await ended.world.sql.fetch("SELECT action FROM audit WHERE action LIKE 'contest.reveal.%' ORDER BY id")
    assert [row["action"].rpartition(".")[2] for row in noted] == ["start", "step", "finish"]


async def test_nobody_reveals_before_the_end_and_only_the_presenter_after_it(frozen: Frozen) -> None:
    assert (await ask(frozen.clients["ops"], "start", status=409))["code"] == "still_played"
    frozen.world.clock.at = frozen.contest.ends
    await ask(frozen.clients["lead"], "start", status=403)
    account, outside = await signed_in_as(frozen, "outside", "lead", "A41")
    analyst = await frozen.world.sql.fetchval("SELECT id FROM account WHERE login = 'analyst'")
    put = frozen.clients["ops"].put
    assert (await put("/api/v1/contests/1/reveal/presenter", json={"account": analyst})).status_code == 404
    assert (await put("/api/v1/contests/1/reveal/presenter", json={"account": account})).status_code == 200
    assert (await ask(outside, "start"))["presenter"] == {"id": account, "name": "outside"}
    await ask(frozen.clients["agent"], "finish", status=403)
    assert (await ask(outside, "finish"))["phase"] == "provisional"


async def test_the_clock_leaves_a_ceremony_that_has_begun_an_hour(ended: Frozen) -> None:
    assert ended.contest.reveal_by is not None
    ended.world.clock.at = ended.contest.reveal_by - timedelta(minutes=1)
    revealing = ended.app.state.rooms.contests.revealing
    begun = await revealing.start(OPS, ended.contest.id)
    assert begun.reveal_by == ended.world.clock.at + timedelta(hours=1)
    ended.world.clock.at = ended.contest.reveal_by + timedelta(minutes=30)
    assert (await revealing.step(OPS, ended.contest.id, 1)).phase == "frozen"
    # Beginning again does not hold the clock off any longer.
    assert (await revealing.start(OPS, ended.contest.id)).reveal_by == begun.reveal_by
    ended.world.clock.at = begun.reveal_by
    assert (await revealing.show(OPS, ended.contest.id)).phase == "provisional"


async def test_what_came_during_the_ceremony_is_said_to_the_presenter(ended: Frozen) -> None:
    ops, world = ended.clients["ops"], ended.world
    assert not (await ask(ops, "start"))["outdated"]
    await world.send(world.fact("A12", "calls", 900_000, "2026-03-05T09:30:00+08:00"))
    state = (await ops.get("/api/v1/contests/1/reveal")).json()
    assert state["outdated"]
    assert [row["code"] for row in state["stages"][0]["rows"]] == ["T3"], "what was begun is gone through with"


async def test_a_wall_shows_nothing_else_during_the_ceremony(ended: Frozen) -> None:
    other = await ended.world.launch(period={"kind": "next_week"})
    await ended.world.sql.execute("UPDATE contest SET starts = $2 WHERE id = $1", other.id, ended.contest.starts)
    display = ended.clients["display"]
    before = (await display.get("/api/v1/displays/me")).json()
    assert ([one["id"] for one in before["contests"]], before["again_s"]) == ([1, other.id], 4)
    await ended.world.sql.execute("UPDATE display SET seen_at = $1", ended.world.clock.at)
    state = await ask(ended.clients["ops"], "start")
    assert state["walls"] == 1
    assert [one["id"] for one in (await display.get("/api/v1/displays/me")).json()["contests"]] == [1]
    await ask(ended.clients["ops"], "finish")
    after = (await display.get("/api/v1/displays/me")).json()
    assert ([one["id"] for one in after["contests"]], after["again_s"]) == ([other.id, 1], 30)


async def test_windows_opened_as_a_wall_are_counted_while_they_are_open(ended: Frozen) -> None:
    ops, live = ended.clients["ops"], "http://testserver/api/v1/contests/1/live?view="
    await ended.world.sql.execute("UPDATE display SET seen_at = $1", ended.world.clock.at)

    async def walls() -> Any:
        return (await ops.get("/api/v1/contests/1/reveal")).json()["walls"]

    assert await walls() == 1
    # A display is counted once, though its socket is open; a board on a desk is no wall, nor is what who plays sees of it.
    async with (
        watched(ended, "display", live + "wall"),
        watched(ended, "hr", live + "full"),
        watched(ended, "agent", live + "wall"),
    ):
        async with watched(ended, "lead", live + "wall"):
            assert await walls() == 2
        await until(walls, 1)
