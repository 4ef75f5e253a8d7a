"""A correction tells before it is applied which badges and honors it moves, and then moves just those."""

import json
from typing import Any

import pytest
from msgspec import convert

from leaderboards.badges.badge import Badge, encode
from server.honors.badges.clockwork import everybody_due
from server.people.memberships import NewMembership
from tests.server.contests.conftest import SignedIn, World
from tests.server.contests.correcting import Desk, later, signed_contest, told

PLACE = {"kind": "place", "least_ranked": 3}
SHARED = {"kind": "team_result", "honors": ["red_banner"]}


async def ship(world: World, code: str, rule: dict[str, Any], of: str = "agent") -> None:
    """A badge of this centre alone, for the first place or the first time."""
    badge = {
        "code": code, "zh": code, "en": code, "praise_zh": "好", "praise_en": "Good", "symbol": "cup", "of": of,
        "rule": rule, "steps": [{"tier": "gold", "at": "1"}],
    }  # fmt: skip
    await world.sql.execute(
        "INSERT INTO badge_version (code, version, body, made_at) VALUES ($1, 1, $2::jsonb, '2026-01-01Z')",
        code,
        encode(convert(badge, Badge)).decode(),
    )


async def holders(world: World, badge: str) -> set[str]:
    """Who holds a badge once everybody who is due was looked at."""
    while await world.honors.clockwork.handful():
        pass
    rows = await world.sql.fetch(
        "SELECT coalesce(a.code, t.code) AS code FROM award w LEFT JOIN agent a ON a.id = w.agent_id"
        " LEFT JOIN team t ON t.id = w.team_id WHERE w.badge = $1 AND w.withdrawn_at IS NULL",
        badge,
    )
    return {row["code"] for row in rows}


def moving(effect: dict[str, Any], badge: str) -> tuple[set[str], set[str]]:
    """Who would get it and who would lose it, as the preview says."""
    found: dict[str, set[str]] = {"given to ": set(), "withdrawn from ": set()}
    for one in effect["badges"]:
        for lead in found:
            if one["title"]["en"] == badge and one["what"]["en"].startswith(lead):
                found[lead] |= set(one["what"]["en"].removeprefix(lead).split(", "))
    return found["given to "], found["withdrawn from "]


@pytest.fixture
async def desk(world: World, signed_in: SignedIn) -> Desk:
    return await signed_contest(world, signed_in)


async def test_badges_go_with_the_people_as_they_will_be_settled(desk: Desk) -> None:
    world = desk.world
    await ship(world, "winner", PLACE)
    await ship(world, "winners", PLACE, "team")
    await everybody_due(world.sql)
    await world.sql.execute("INSERT INTO badge_due (team_id, reason) SELECT id, 'test' FROM team")
    before = await holders(world, "winner")
    assert (before, await holders(world, "winners")) == ({"A11", "A12", "A13", "A14"}, {"T1"})
    # With A12 the first place moves to T2, and A12 keeps it there.
    await world.people.memberships.add(None, "A12", NewMembership(team="T2", starts="2026-03-01", transfer=True))
    found = await desk.propose()
    given, taken = moving(found["effect"], "winner")
    assert (given, taken) == ({"A21", "A22", "A23", "A24"}, {"A11", "A13", "A14"})
    assert moving(found["effect"], "winners") == ({"Team 2"}, {"Team 1"})
    await told(await desk.other.post(f"/api/v1/corrections/{found['id']}/apply", json={"seen": found["seen"]}))
    await world.contests.clockwork.tick()
    assert await holders(world, "winner") == (before | given) - taken
    assert await holders(world, "winners") == {"T2"}


async def test_a_banner_that_moves_and_what_hangs_on_it_are_told_before(desk: Desk) -> None:
    world = desk.world
    await ship(world, "bearers", SHARED)
    feed = {"honor": "red_banner", "site": "SH", "contests": [desk.contest.id]}
    await world.sql.execute(
        "INSERT INTO honor_rules (body, made_by, made_at) VALUES ($1::jsonb, (SELECT min(id) FROM account), '2026-01-01Z')",
        json.dumps({"feeds": [feed]}),
    )
    await world.honors.collective.following.work_out(world.clock.at)
    await everybody_due(world.sql)
    assert await holders(world, "bearers") == {"A11", "A12", "A13", "A14"}
    await world.send(later(world, "b", 48))
    found = await desk.propose()
    banner = [
        (one["title"]["en"], one["what"]["en"]) for one in found["effect"]["badges"] if "banner" in one["title"]["en"]
    ]
    name = "Rotating red banner, Week 10 of 2026, from 2 March"
    assert banner == [(name, "withdrawn from Team 1"), (name, "given to Team 2")]
    given, taken = moving(found["effect"], "bearers")
    assert (given, taken) == ({"A21", "A22", "A23", "A24"}, {"A11", "A12", "A13", "A14"})
    await told(await desk.other.post(f"/api/v1/corrections/{found['id']}/apply", json={"seen": found["seen"]}))
    await world.contests.clockwork.tick()
    await world.honors.collective.following.work_out(world.clock.at)
    assert await holders(world, "bearers") == given


async def test_a_set_tells_which_badges_it_gives_and_takes_and_then_that_happens(desk: Desk) -> None:
    world = desk.world
    # The first of three is worth a badge here.
    badge = {
        "code": "winner", "zh": "冠军", "en": "Winner", "praise_zh": "第一名", "praise_en": "First", "symbol": "cup",
        "rule": {"kind": "place", "least_ranked": 3}, "steps": [{"tier": "gold", "at": "1"}],
    }  # fmt: skip
    await world.sql.execute(
        "INSERT INTO badge_version (code, version, body, made_at) VALUES ('winner', 1, $1::jsonb, '2026-01-01Z')",
        encode(convert(badge, Badge)).decode(),
    )

    async def winners() -> set[str]:
        await everybody_due(world.sql)
        while await world.honors.clockwork.handful():
            pass
        query = "SELECT a.code FROM award w JOIN agent a ON a.id = w.agent_id WHERE w.badge = 'winner' AND w.withdrawn_at IS NULL"
        return {row["code"] for row in await world.sql.fetch(query)}

    first = await winners()
    assert {code[:2] for code in first} == {"A1"}
    await world.send(later(world, "b", 48))
    told_before = (await desk.propose())["effect"]["badges"]
    assert [one["title"]["en"] for one in told_before] == ["Winner", "Winner"]
    assert [one["what"]["en"].split()[0] for one in told_before] == ["withdrawn", "given"]
    # Looking gave and took nothing.
    assert await winners() == first
    applied = await desk.other.get(f"/api/v1/contests/{desk.contest.id}/corrections")
    found = applied.json()["sets"][0]
    await told(await desk.other.post(f"/api/v1/corrections/{found['id']}/apply", json={"seen": found["seen"]}))
    await world.contests.clockwork.tick()
    now_hold = await winners()
    assert {code[:2] for code in now_hold} == {"A2"}
    names = ", ".join(
        sorted([one["what"]["en"].split(" to ")[-1] for one in told_before if one["what"]["en"].startswith("given")])
    )
    assert names.count(",") + 1 == len(now_hold)
