"""Who presents a reveal: somebody outside sees the truth before everybody else, somebody who takes part never does."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.server.contests.frozen_centre import Frozen, frozen, move, said, signed_in_as, watched

__all__ = ["frozen"]
BASE = "/api/v1/contests/1"
TRUTHS = (f"{BASE}/restricted", f"{BASE}/why/t1?restricted=true")


async def name(frozen: Frozen, account: int) -> httpx.Response:
    return await frozen.clients["ops"].put(f"{BASE}/reveal/presenter", json={"account": account})


async def statuses(client: httpx.AsyncClient) -> set[int]:
    return {(await client.get(path)).status_code for path in TRUTHS}


async def first_of_truth(frozen: Frozen, who: str) -> dict[str, Any]:
    async with watched(frozen, who, f"http://testserver{BASE}/restricted/live") as messages:
        return messages[0]


async def test_somebody_outside_is_named_and_sees_the_truth_at_once(frozen: Frozen) -> None:
    account, outside = await signed_in_as(frozen, "outside", "lead", "A41")
    offered = (await frozen.clients["ops"].get(f"{BASE}/reveal/presenters")).json()["items"]
    assert {one["name"] for one in offered} == {"ops", "outside"}, "the lead of T1 is not offered"
    assert await statuses(outside) == {403}
    assert (await name(frozen, account)).status_code == 200
    assert await statuses(outside) == {200}
    assert (await first_of_truth(frozen, "outside"))["board"]["contest"]["restricted"]


@pytest.mark.parametrize(("login", "agent"), [("lead", "A11"), ("member", "A13")])
async def test_nobody_who_takes_part_is_named(frozen: Frozen, login: str, agent: str) -> None:
    account = await frozen.world.sql.fetchval("SELECT id FROM account WHERE login = $1", login)
    if account is None:
        account, _ = await signed_in_as(frozen, login, "lead", agent)
    refused = await name(frozen, account)
    assert (refused.status_code, refused.json()["code"]) == (409, "presenter_takes_part")


@pytest.mark.parametrize("agent", ["A11", "A13"])
async def test_whoever_launched_it_and_plays_presents_without_knowing_more_than_the_walls(
    frozen: Frozen, agent: str
) -> None:
    account, player = await signed_in_as(frozen, "player", "lead", agent)
    await frozen.world.sql.execute("UPDATE contest SET created_by = $1", account)
    hidden = said(await move(frozen), {"1000.0000", "666.6667", "333.3333"})
    for end in (False, True):
        if end:
            frozen.world.clock.at = frozen.contest.ends + timedelta(minutes=1)
        assert await statuses(player) == {403}
        assert await first_of_truth(frozen, "player") == {"type": "bye", "code": "forbidden"}
        may = (await player.get(BASE)).json()["may"]
        assert "truth" not in may
        assert "reveal" in may
        pace = await player.get(f"{BASE}/pace")
        assert not hidden.search(pace.text)
        state = (await player.get(f"{BASE}/reveal")).json()
        assert (state["may"], state["stages"]) == (["name", "present"] if end else ["name"], [])
        assert state["steps"] == (1 if end else 0)
    begun = await player.post(f"{BASE}/reveal/start")
    assert (begun.status_code, begun.json()["stages"]) == (200, [])
    assert not hidden.search(json.dumps(begun.json()))
    shown = (await player.post(f"{BASE}/reveal/step", json={"step": 1})).json()
    assert [row["code"] for row in shown["stages"][0]["rows"]] == ["T3"]
    assert (await player.post(f"{BASE}/reveal/finish")).json()["phase"] == "provisional"


async def test_who_moves_into_a_team_loses_the_truth(frozen: Frozen) -> None:
    account, moved = await signed_in_as(frozen, "moved", "lead", "A42")
    assert (await name(frozen, account)).status_code == 200
    assert await statuses(moved) == {200}
    await frozen.world.sql.execute(
        "UPDATE membership SET ends = '2026-03-06' WHERE agent_id = (SELECT id FROM agent WHERE code = 'A42')"
    )
    await frozen.world.sql.execute(
        "INSERT INTO membership (agent_id, team_id, starts, post)"
        " SELECT id, 2, '2026-03-06', 'member' FROM agent WHERE code = 'A42'"
    )
    assert await statuses(moved) == {403}
