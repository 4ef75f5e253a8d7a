"""A frozen contest tells nobody anything new: every route and socket as everybody, while the truth moves on."""

import json
import re
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from server.app import create_app
from server.contests.reveal import kept
from server.contests.scoring.evidence import evidence_at_freeze
from server.settings import Settings
from tests.server.conftest import living
from tests.server.contests.conftest import OPS, World
from tests.server.contests.frozen_centre import (
    GROWING,
    PEOPLE,
    Frozen,
    awarded,
    frozen,
    head,
    move,
    routes,
    said,
    until,
    walk,
    watched,
)

__all__ = ["frozen"]


async def test_no_route_tells_anybody_more_than_the_freeze(frozen: Frozen, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is kept for seconds would look right for so long.
    monkeypatch.setattr("server.contests.showing.pacing._KEPT", 0)
    await awarded(frozen)
    before = await walk(frozen)
    public = {row["score"] for row in before["hr", "/api/v1/contests/1/standings"][1]["items"]}
    assert public == {"1000.0000", "666.6667", "333.3333"}
    hidden = said(await move(frozen), public)
    frozen.world.clock.at += timedelta(hours=1)
    await awarded(frozen)
    after = await walk(frozen)
    changed = {f"{who} {path}" for (who, path), answer in after.items() if answer != before[who, path]}
    assert {line for line in changed if not GROWING.search(line.split(" ")[1])} == set()
    told = {f"{who} {path}" for (who, path), (_, body) in after.items() if hidden.search(json.dumps(body))}
    assert told == set()


async def test_no_socket_tells_anybody_more_than_the_freeze_and_the_restricted_one_moves(frozen: Frozen) -> None:
    views = {"lead": ["wall", "top", "full"], "agent": ["wall"], "analyst": ["full"], "hr": ["full"], "ops": ["full"]}
    async with AsyncExitStack() as stack:
        sockets = {}
        for who, asked in {**views, "display": ["wall"]}.items():
            for view in asked:
                path = f"http://testserver/api/v1/contests/{frozen.contest.id}/live?view={view}"
                sockets[who, view] = await stack.enter_async_context(watched(frozen, who, path))
        truth_path = f"http://testserver/api/v1/contests/{frozen.contest.id}/restricted/live"
        truth = await stack.enter_async_context(watched(frozen, "ops", truth_path))
        assert truth[0]["board"]["contest"]["restricted"]
        hidden = said(await move(frozen), set())
        await until(lambda: _said_by(truth, hidden), True)
        told = [message for messages in sockets.values() for message in messages[1:] if message["type"] != "beat"]
        assert told == []
        for (who, _), (first, *_) in sockets.items():
            assert first["board"]["contest"]["phase"] == "frozen", who
            assert not first["board"]["contest"]["restricted"]
            assert not hidden.search(json.dumps(first["board"]["rows"])), who


async def _said_by(messages: list[dict[str, Any]], hidden: re.Pattern[str]) -> bool:
    return any(hidden.search(json.dumps(message)) for message in messages[1:])


async def test_only_operations_and_the_presenter_get_to_the_truth(frozen: Frozen) -> None:
    base = f"/api/v1/contests/{frozen.contest.id}"
    for who in PEOPLE:
        for path in (f"{base}/restricted", f"{base}/why/t1?restricted=true", f"{base}/why/t1/facts?restricted=true"):
            assert (await frozen.clients[who].get(path)).status_code == (200 if who == "ops" else 403), (who, path)
    why = (await frozen.clients["ops"].get(f"{base}/why/t3?restricted=true")).json()["why"]
    assert why["score"] == "333.3333"


async def test_nobody_gets_the_truth_by_the_number_of_its_feed(frozen: Frozen) -> None:
    hidden = said(await move(frozen), set())
    paths = [path.replace("/contests/1", "/contests/-1") for path in routes() if "/contests/1" in path]
    passed = [
        f"{who} {path}"
        for who, client in frozen.clients.items()
        for path in paths
        if (await client.get(path)).status_code not in {403, 404}
    ]
    assert passed == []
    for who, view in {"lead": "wall", "agent": "wall", "display": "wall", "hr": "full", "ops": "full"}.items():
        path = f"http://testserver/api/v1/contests/-1/live?view={view}"
        async with watched(frozen, who, path) as messages:
            assert messages[0] == {"type": "bye", "code": "not_found"}, who
            assert not hidden.search(json.dumps(messages)), who


async def test_the_fairness_check_replays_nothing_that_is_frozen(frozen: Frozen) -> None:
    await move(frozen)
    contest, clock = frozen.contest, frozen.world.clock
    asked = {"template": "weekly_service", "site": "SH", "teams": ["T1", "T2", "T3"]}
    now = clock.at
    running = {"kind": "hours", "starts": now.isoformat(), "ends": (now + timedelta(days=7)).isoformat()}
    for who, period in (("lead", running), ("lead", {"kind": "next_week"}), ("ops", running)):
        assert await _replayed_until(frozen.clients[who], {**asked, "period": period}) <= (
            now if who == "ops" else contest.starts
        )
    clock.at = contest.ends + timedelta(hours=1)
    this_week = {**asked, "period": {"kind": "this_week"}}
    assert await _replayed_until(frozen.clients["lead"], this_week) == contest.starts
    assert await _replayed_until(frozen.clients["ops"], this_week) == contest.ends
    await frozen.world.sql.execute("UPDATE contest SET revealed_at = $1", clock.at)
    assert await _replayed_until(frozen.clients["lead"], this_week) == contest.ends


async def _replayed_until(client: httpx.AsyncClient, asked: dict[str, Any]) -> datetime:
    answer = await client.post("/api/v1/contests/fairness?rounds=3", json=asked)
    assert answer.status_code == 200, answer.text
    rounds = json.loads(answer.text.splitlines()[-1])["report"]["rounds"]
    return max(datetime.fromisoformat(one["ends"]) for one in rounds)


async def test_a_restart_shows_what_was_kept(frozen: Frozen, settings: Settings) -> None:
    before = (await frozen.clients["hr"].get("/api/v1/contests/1/standings")).json()["items"]
    truth = await move(frozen)
    again = create_app(settings, frozen.world.clock)
    async with living(again):
        board = await again.state.rooms.contests.board(frozen.contest.id)
        assert [(row.code, row.score) for row in board.rows] == [(row["code"], row["score"]) for row in before]
        restricted = await again.state.rooms.contests.board(-frozen.contest.id)
        assert {row.code: row.score for row in restricted.rows} == truth


async def test_what_is_received_at_the_freeze_is_too_late_for_the_public(world: World) -> None:
    contest = await world.launch()
    assert contest.freezes_at is not None
    at = contest.freezes_at
    microsecond = timedelta(microseconds=1)
    await world.send(world.fact("A12", "calls", 400, "2026-03-04T09:00:00+08:00"), received=at - microsecond)
    await world.send(world.fact("A22", "calls", 4000, "2026-03-04T09:00:00+08:00"), received=at)
    world.clock.at = at - microsecond
    assert (await world.standing(contest.id))["T2"] == (1, "1333.3333")
    world.clock.at = at
    assert await world.standing(contest.id) == {"T1": (1, "133.3333"), "T2": (2, "0.0000"), "T3": (2, "0.0000")}


async def test_history_of_ranks_stops_at_the_freeze_and_goes_on_at_the_reveal(frozen: Frozen) -> None:
    world, contest = frozen.world, frozen.contest
    await move(frozen)
    assert contest.freezes_at is not None
    hour = contest.freezes_at.replace(minute=0) + timedelta(hours=1)
    world.clock.at = hour + timedelta(seconds=1)
    await until(lambda: _noted(world, hour), 1)
    listed = await world.contests.reading.history(OPS, contest.id)
    assert [noted for noted in listed if noted.at >= contest.freezes_at] == []
    assert contest.reveal_by is not None
    world.clock.at = contest.reveal_by
    assert hour in [noted.at for noted in await world.contests.reading.history(OPS, contest.id)]
    await until(lambda: head(frozen, "phase"), "provisional")


async def _noted(world: World, at: datetime) -> Any:
    return await world.sql.fetchval("SELECT count(*) FROM rank_history WHERE at = $1", at)


@pytest.mark.parametrize("template", ["weekly_service", "improvement_cup"])
async def test_what_is_kept_is_read_back_as_it_was(world: World, template: str) -> None:
    rules = {
        "method": "improvement" if template == "improvement_cup" else "attainment",
        "terms": [{"metric": "qa", "target": "90"}, {"metric": "calls", "target": "100"}],
        "min_fte": "1",
    }
    contest = await world.launch(rules)
    old = [
        world.fact(agent, metric, value, f"2026-{day}T10:00:00+08:00")
        for agent in ("A12", "A22")
        for day in ("01-14", "01-21", "01-28", "02-04", "03-03")
        for metric, value in (("qa", 88.125), ("calls", 999_999_999_999))
    ]
    await world.send(*old)
    at = contest.freezes_at
    assert at is not None
    async with world.db.transaction() as connection:
        known = await evidence_at_freeze(connection, contest, at)
        await kept.write(connection, contest.id, known)
        found = await kept.read(connection, contest.id, at)
    assert found is not None
    assert replace(found, kept_at=None) == known
    if template == "improvement_cup":
        assert any(member.past for one in found.field.participants for member in one.members)
