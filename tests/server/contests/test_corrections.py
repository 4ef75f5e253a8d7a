"""Correction sets: chosen, previewed, applied by a second person; each revision a function of what was chosen before it."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx
import pytest
from msgspec import convert

from leaderboards.badges.badge import Badge, encode
from server.contests.contest import Contest
from server.contests.scoring.evidence import true_evidence
from server.contests.store import find
from server.honors.badges.clockwork import everybody_due
from server.people.memberships import NewMembership
from tests.server.contests.conftest import OPS, SignedIn, World

MONDAY = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
"""00:00 on Monday the 2nd in Shanghai."""
CUTOFF = MONDAY + timedelta(days=10)
HOUR = timedelta(hours=1)
WEDNESDAY = "2026-03-04T09:00:00+08:00"


async def told(answer: httpx.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


class Desk:
    """Two persons who may correct, and a signed contest in which T1 has 30 calls, T2 12 and T3 3."""

    def __init__(self, world: World, contest: Contest, one: httpx.AsyncClient, other: httpx.AsyncClient) -> None:
        self.world = world
        self.contest = contest
        self.one = one
        self.other = other
        self._path = f"/api/v1/contests/{contest.id}"

    async def waiting(self) -> list[str]:
        found = await told(await self.one.get(f"{self._path}/corrections"))
        return [item["key"] for item in found["waiting"]]

    async def propose(self, *items: str) -> dict[str, Any]:
        given = {"reason": "checked with the switch", "items": list(items) or None}
        return dict(await told(await self.one.post(f"{self._path}/corrections", json=given)))

    async def correct(self, *items: str) -> dict[str, Any]:
        found = await self.propose(*items)
        applied = await self.other.post(f"/api/v1/corrections/{found['id']}/apply", json={"seen": found["seen"]})
        return dict(await told(applied))

    async def signed(self, revision: int) -> bytes:
        return (await self.world.contests.reading.result(OPS, self.contest.id, revision)).standings

    async def places(self) -> dict[str, tuple[int | None, str | None]]:
        return await self.world.standing(self.contest.id)

    async def recount(self) -> bytes:
        """The standings counted again from tables; a signed contest's must be its newest revision."""
        async with self.world.db.transaction() as connection:
            contest = await find(connection, self.contest.id)
            assert contest is not None
            found = await true_evidence(connection, contest, self.world.clock.at)
        return found.standings.encode()


@pytest.fixture
async def desk(world: World, signed_in: SignedIn) -> Desk:
    contest = await world.launch()
    await world.send(
        world.fact("A12", "calls", 30, WEDNESDAY, id="a"),
        world.fact("A22", "calls", 12, WEDNESDAY, id="b"),
        world.fact("A32", "calls", 3, WEDNESDAY, id="c"),
    )
    desk = Desk(world, contest, await signed_in("ops"), await signed_in("hr"))
    await world.sql.execute("UPDATE session SET seen_at = '2026-12-01', expires_at = '2027-01-01'")
    world.clock.at = CUTOFF
    await world.contests.clockwork.tick()
    world.clock.at = CUTOFF + HOUR
    await world.contests.clockwork.tick()
    assert await desk.signed(1) == await desk.recount()
    return desk


def later(world: World, key: str, value: object, revision: int = 1, agent: str = "A22") -> dict[str, Any]:
    return {"id": key, "agent": agent, "metric": "calls", "value": value, "at": WEDNESDAY, "revision": revision}


async def test_each_revision_is_what_was_chosen_and_nothing_else(desk: Desk) -> None:
    world = desk.world
    await world.send(later(world, "b", 48), later(world, "new", 60, 0, "A32"))
    assert await desk.waiting() == ["fact:test/b", "fact:test/new"]
    done = await desk.correct("fact:test/b")
    assert (done["revision"], (await desk.places())["T2"]) == (2, (1, "16.0000"))
    assert await desk.waiting() == ["fact:test/new"]
    assert await desk.signed(2) == await desk.recount()

    # More comes about what was corrected already: it waits too, and what was chosen before stays until it is chosen.
    await world.send(later(world, "b", 6, 2), later(world, "a", None, 1, "A12"))
    assert await desk.signed(2) == await desk.recount()
    assert await desk.waiting() == ["fact:test/a", "fact:test/b", "fact:test/new"]
    await desk.correct("fact:test/new")
    assert (await desk.places())["T3"] == (1, "21.0000")
    await desk.correct()
    assert await desk.places() == {"T3": (1, "21.0000"), "T2": (2, "2.0000"), "T1": (3, "0.0000")}
    assert await desk.signed(4) == await desk.recount()
    assert await desk.waiting() == []
    assert len({await desk.signed(revision) for revision in (1, 2, 3, 4)}) == 4


async def test_a_lower_revision_that_comes_after_the_signature_changes_nothing(desk: Desk) -> None:
    world = desk.world
    await world.send(later(world, "b", 48, 5))
    await desk.correct()
    before = await desk.signed(2)
    await world.send(later(world, "b", 9, 3))
    assert await desk.recount() == before
    assert await desk.waiting() == []


async def test_a_person_moved_back_in_time_moves_with_the_facts(desk: Desk) -> None:
    world = desk.world
    moved = NewMembership(team="T2", starts="2026-03-01", transfer=True)
    await world.people.memberships.add(None, "A12", moved)
    assert await desk.signed(1) == await desk.recount()
    assert [key.partition(":")[0] for key in await desk.waiting()] == ["person"]
    done = await desk.correct()
    assert [row["id"] for row in done["effect"]["rows"]] == ["t2", "t3", "t1"]
    # 42 calls over four members now; two are left in T1, without any.
    assert (await desk.places())["T2"] == (1, "10.5000")
    assert await desk.signed(2) == await desk.recount()


async def test_points_after_the_signature_wait_for_a_set(desk: Desk) -> None:
    points = {"participant": "t3", "amount": "20", "code": "appeal_upheld", "reason": "calls of Friday were lost"}
    path = f"/api/v1/contests/{desk.contest.id}/adjustments"
    listed = (await told(await desk.one.post(path, json=points)))["items"]
    assert [one["counts"] for one in listed] == [False]
    assert await desk.signed(1) == await desk.recount()
    await desk.correct()
    assert (await desk.places())["T3"] == (1, "21.0000")
    assert await desk.signed(2) == await desk.recount()


async def test_two_accounts_of_a_proposer_are_no_second_person(desk: Desk, signed_in: SignedIn) -> None:
    world = desk.world
    one, same = await signed_in("ops", "A41"), await signed_in("admin", "A41")
    await world.sql.execute("UPDATE session SET seen_at = '2026-12-01', expires_at = '2027-01-01'")
    await world.send(later(world, "b", 48))
    desk.one = one
    found = await desk.propose()
    for client in (one, same):
        answer = await client.post(f"/api/v1/corrections/{found['id']}/apply", json={"seen": found["seen"]})
        assert (answer.status_code, answer.json()["code"]) == (403, "needs_second_person")
        listed = await told(await client.get(f"/api/v1/contests/{desk.contest.id}/corrections"))
        assert "apply" not in listed["sets"][0]["may"]


async def test_who_may_not_read_all_reasons_does_not_get_the_bytes_that_hold_them(
    world: World, signed_in: SignedIn
) -> None:
    rules = {"method": "points", "terms": [{"metric": "calls"}], "min_fte": "1"}
    rules["qualifying"] = [{"metric": "calls", "at_least": "10"}]
    contest = await world.launch(rules)
    await world.send(world.fact("A12", "calls", 300, WEDNESDAY), world.fact("A22", "calls", 200, WEDNESDAY))
    clients = {
        who: await signed_in(*who) for who in (("lead", "A11"), ("lead", "A31"), ("analyst",), ("hr",), ("ops",))
    }
    await world.sql.execute("UPDATE session SET seen_at = '2026-12-01', expires_at = '2027-01-01'")
    world.clock.at = CUTOFF
    await world.contests.clockwork.tick()
    world.clock.at = CUTOFF + HOUR
    await world.contests.clockwork.tick()
    path = f"/api/v1/contests/{contest.id}/results/1"
    passed = {who for who, client in clients.items() if (await client.get(path)).status_code == 200}
    # T3 is not ranked: why is for its own lead and those who sign.
    assert passed == {("lead", "A31"), ("hr",), ("ops",)}
    for client in clients.values():
        await told(await client.get(f"{path}/changes"))


async def test_of_two_who_apply_at_once_one_does(desk: Desk, signed_in: SignedIn) -> None:
    world = desk.world
    third = await signed_in("ops")
    await world.sql.execute("UPDATE session SET seen_at = '2026-12-01', expires_at = '2027-01-01'")
    await world.send(later(world, "b", 48))
    found = await desk.propose()
    apply = f"/api/v1/corrections/{found['id']}/apply"
    answers = await asyncio.gather(
        *[person.post(apply, json={"seen": found["seen"]}) for person in (desk.other, third, desk.other, third)]
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"correction_decided"}
    assert [one.revision for one in await world.contests.reading.results(OPS, desk.contest.id)] == [1, 2]


async def test_a_set_gone_stale_says_so_and_is_looked_at_again(desk: Desk) -> None:
    world = desk.world
    await world.send(later(world, "b", 48))
    found = await desk.propose("fact:test/b")
    await world.send(later(world, "b", 6, 2))
    apply = f"/api/v1/corrections/{found['id']}"
    refused = await desk.other.post(f"{apply}/apply", json={"seen": found["seen"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "correction_stale")
    shown = (await told(await desk.one.get(f"/api/v1/contests/{desk.contest.id}/corrections")))["sets"][0]
    assert (shown["stale"], shown["effect"], shown["seen"]) == (True, None, None)
    # One proposal at a time; looking again makes it what it would be now.
    second = await desk.one.post(f"/api/v1/contests/{desk.contest.id}/corrections", json={"reason": "once more"})
    assert (second.status_code, second.json()["code"]) == (409, "correction_open")
    renewed = await told(await desk.one.put(apply, json={"reason": "once more", "items": ["fact:test/b"]}))
    assert renewed["stale"] is False
    # Who applies has to have seen exactly this.
    old = await desk.other.post(f"{apply}/apply", json={"seen": found["seen"]})
    assert (old.status_code, old.json()["code"]) == (409, "correction_stale")
    await told(await desk.other.post(f"{apply}/apply", json={"seen": renewed["seen"]}))
    assert (await desk.places())["T2"] == (2, "2.0000")


async def test_what_is_rejected_waits_on(desk: Desk) -> None:
    await desk.world.send(later(desk.world, "b", 48))
    found = await desk.propose()
    rejected = await told(
        await desk.other.post(f"/api/v1/corrections/{found['id']}/reject", json={"reason": "the switch was right"})
    )
    assert (rejected["outcome"], rejected["answer"]) == ("rejected", "the switch was right")
    assert await desk.waiting() == ["fact:test/b"]
    assert [one.revision for one in await desk.world.contests.reading.results(OPS, desk.contest.id)] == [1]
    gone = await desk.one.post(
        f"/api/v1/contests/{desk.contest.id}/corrections", json={"reason": "something", "items": ["fact:test/zz"]}
    )
    assert (gone.status_code, gone.json()["code"]) == (409, "correction_gone")


async def test_what_the_quarantine_gives_back_after_the_signature_waits_too(world: World, signed_in: SignedIn) -> None:
    contest = await world.launch()
    await world.send(world.fact("A12", "calls", 30, WEDNESDAY))
    # Refused in time, because nobody knew the agent; known only after the result was signed.
    body = f'[{{"id": "q", "agent": "Z9", "metric": "calls", "value": 99, "at": "{WEDNESDAY}"}}]'
    receipt = await world.facts.take("test", body.encode())
    assert len(receipt.rejected) == 1
    world.clock.at = CUTOFF + HOUR
    await world.contests.clockwork.tick()
    desk = Desk(world, contest, await signed_in("ops"), await signed_in("hr"))
    await world.sql.execute("UPDATE session SET seen_at = '2026-12-01', expires_at = '2027-01-01'")
    signed = await desk.signed(1)
    entry = await world.sql.fetchval("SELECT id FROM quarantine")
    mended = f'{{"id": "q", "agent": "A22", "metric": "calls", "value": 99, "at": "{WEDNESDAY}"}}'
    await world.facts.quarantine.mend(OPS, entry, mended.encode())
    assert await world.sql.fetchval("SELECT received_at FROM fact WHERE fact_id = 'q'") < CUTOFF
    assert await desk.recount() == signed
    assert await desk.waiting() == ["fact:test/q"]
    await desk.correct()
    assert (await desk.places())["T2"] == (1, "33.0000")
    assert await desk.signed(2) == await desk.recount()


async def test_sets_in_any_sequence_compose(desk: Desk) -> None:
    """The naive side: by id the newest revision that some applied set chose, else the one signed first."""
    world, numbers = desk.world, count(1)
    counted = {"a": 30, "b": 12, "c": 3}
    held = dict(counted)
    agents = {"a": "A12", "b": "A22", "c": "A32"}
    for chosen in (["a"], ["b", "c"], ["c"], ["a", "b", "c"]):
        number = next(numbers)
        for key in ("a", "b", "c"):
            held[key] = (number * 17 + len(key) * 5 + ord(key)) % 60
            await world.send(later(world, key, held[key], number, agents[key]))
        await desk.correct(*[f"fact:test/{key}" for key in chosen])
        counted |= {key: held[key] for key in chosen}
        shown = {team: score for team, (_, score) in (await desk.places()).items()}
        naive = {f"T{place}": f"{counted[key] / 3:.4f}" for place, key in enumerate("abc", start=1)}
        assert shown == naive
        assert await desk.signed(number + 1) == await desk.recount()


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
