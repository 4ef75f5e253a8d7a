"""Correction sets: chosen, previewed, applied by a second person; each revision a function of what was chosen before it."""

import asyncio
from itertools import count

import pytest

from server.people.memberships import NewMembership
from tests.server.contests.conftest import OPS, SignedIn, World
from tests.server.contests.correcting import CUTOFF, HOUR, WEDNESDAY, Desk, later, signed_contest, told


@pytest.fixture
async def desk(world: World, signed_in: SignedIn) -> Desk:
    return await signed_contest(world, signed_in)


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
