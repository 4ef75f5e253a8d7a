"""Operations who take part in a contest themselves: while it is frozen they know what everybody knows, by whatever door."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.server.contests.frozen_centre import Frozen, frozen, move, said, signed_in_as, walk, watched
from tests.server.contests.test_frozen import _replayed_until
from tests.server.contests.test_hushed import Overlapping, overlapping

__all__ = ["frozen", "overlapping"]
BASE = "/api/v1/contests/1"
TRUTHS = (f"{BASE}/restricted", f"{BASE}/why/t1?restricted=true", f"{BASE}/why/t1/facts?restricted=true")
WEEK = {"site": "SH", "participants": "team", "period": "week"}
RULES = {"method": "points", "terms": [{"metric": "calls"}], "min_fte": "1"}


async def first_of(frozen: Frozen, who: str, contest_id: int) -> dict[str, Any]:
    path = f"http://testserver/api/v1/contests/{contest_id}/restricted/live"
    async with watched(frozen, who, path) as messages:
        return messages[0]


@pytest.mark.parametrize(("role", "agent"), [("ops", "A13"), ("ops", "A11"), ("admin", "A12")])
async def test_no_door_tells_them_more_than_the_freeze(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch, role: str, agent: str
) -> None:
    monkeypatch.setattr("server.contests.showing.pacing._KEPT", 0)
    _, player = await signed_in_as(frozen, "player", role, agent)
    hidden = said(await move(frozen), {"1000.0000", "666.6667", "333.3333"})
    told = {
        path
        for (_, path), (_, body) in (await walk(frozen, people=["player"])).items()
        if hidden.search(json.dumps(body))
    }
    assert told == set()
    assert {(await player.get(path)).status_code for path in TRUTHS} == {403}
    assert await first_of(frozen, "player", 1) == {"type": "bye", "code": "forbidden"}
    assert "truth" not in (await player.get(BASE)).json()["may"]
    assert {(await frozen.clients["ops"].get(path)).status_code for path in TRUTHS} == {200}


async def test_they_may_go_through_the_ceremony_and_see_it_as_the_walls_do(frozen: Frozen) -> None:
    _, player = await signed_in_as(frozen, "player", "ops", "A13")
    await move(frozen)
    frozen.world.clock.at = frozen.contest.ends + timedelta(minutes=1)
    state = (await player.get(f"{BASE}/reveal")).json()
    assert (state["may"], state["stages"], state["steps"]) == (["name", "present"], [], 1)
    assert (await player.post(f"{BASE}/reveal/start")).json()["stages"] == []
    shown = (await player.post(f"{BASE}/reveal/step", json={"step": 1})).json()
    assert [row["code"] for row in shown["stages"][0]["rows"]] == ["T3"]


async def test_they_play_no_frozen_days_again(frozen: Frozen) -> None:
    _, player = await signed_in_as(frozen, "player", "ops", "A13")
    await move(frozen)
    contest = frozen.contest
    frozen.world.clock.at = contest.ends + timedelta(hours=1)
    asked = {"template": "weekly_service", "site": "SH", "teams": ["T1", "T2", "T3"], "period": {"kind": "this_week"}}
    ended = {who: await _replayed_until(frozen.clients[who], asked) for who in ("ops", "player")}
    assert ended == {"ops": contest.ends, "player": contest.starts}

    async def tried(client: httpx.AsyncClient) -> str:
        answer = await client.post("/api/v1/rules/trial", json={**WEEK, "rules": RULES})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["window"]["ends"])

    assert await tried(frozen.clients["ops"]) == contest.ends.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert await tried(player) == contest.starts.strftime("%Y-%m-%dT%H:%M:%SZ")


async def test_points_given_since_the_freeze_are_read_by_who_sees_the_truth(frozen: Frozen) -> None:
    await signed_in_as(frozen, "player", "ops", "A13")
    points = {"participant": "t2", "amount": "7", "code": "shared_task", "reason": "helped out in the branch"}
    given = await frozen.clients["ops"].post(f"{BASE}/adjustments", json=points)
    assert (given.status_code, len(given.json()["items"])) == (201, 1)

    async def read(who: str) -> list[str]:
        return [one["amount"] for one in (await frozen.clients[who].get(f"{BASE}/adjustments")).json()["items"]]

    assert [await read(who) for who in ("ops", "hr", "player")] == [["7.0000"], [], []]


@pytest.mark.parametrize(("role", "agent"), [("ops", "A13"), ("ops", "A11"), ("admin", "A12")])
async def test_they_give_and_take_no_points_in_it(frozen: Frozen, role: str, agent: str) -> None:
    _, player = await signed_in_as(frozen, "player", role, agent)
    _, outside = await signed_in_as(frozen, "outside", role, "A41")
    for participant in ("t1", "t2"):
        points = {"participant": participant, "amount": "-2", "code": "shared_task", "reason": "as was agreed"}
        refused = await player.post(f"{BASE}/adjustments", json=points, headers={"accept-language": "zh"})
        assert (refused.status_code, refused.json()["code"]) == (403, "adjuster_takes_part")
        assert "未参赛" in refused.text
    allowed = [(await one.get(f"{BASE}/timetable")).json()["may"] for one in (player, outside)]
    assert ["adjust" in one for one in allowed] == [False, True]
    assert (await outside.post(f"{BASE}/adjustments", json=points)).status_code == 201


async def test_no_other_contest_tells_them_the_truth_of_theirs(overlapping: Overlapping) -> None:
    frozen, hushed, _ = overlapping
    await move(frozen)
    # T3 and T4 play here as well; the week that is frozen is that of T1 to T3.
    beside = hushed["one team"].id
    _, player = await signed_in_as(frozen, "player", "ops", "A12")
    _, outside = await signed_in_as(frozen, "outside", "ops", None)
    path = f"/api/v1/contests/{beside}/restricted"
    assert [(await client.get(path)).status_code for client in (player, outside)] == [403, 200]
    assert await first_of(frozen, "player", beside) == {"type": "bye", "code": "forbidden"}
