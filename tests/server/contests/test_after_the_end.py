"""From the end to the signed result: appeals, two signatures, points by hand, people as they were known."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from server.contests.contest import Contest
from server.people.memberships import NewMembership
from tests.server.contests.conftest import OPS, SignedIn, Watching, World

MONDAY = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
"""00:00 on Monday the 2nd in Shanghai."""
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
REVEALED = MONDAY + WEEK + 10 * HOUR
"""By the clock, at 10:00 of the next working day."""
CUTOFF = MONDAY + WEEK + 72 * HOUR


async def awake(world: World) -> None:
    """Let nobody's session end while the clock runs ahead by days."""
    await world.sql.execute("UPDATE session SET seen_at = '2026-12-01', expires_at = '2027-01-01'")


async def told(answer: httpx.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def week_with_calls(world: World) -> Contest:
    """T1 has 30 calls, T2 12, T3 none; three members each beside the lead."""
    contest = await world.launch()
    await world.send(
        world.fact("A12", "calls", 30, "2026-03-04T09:00:00+08:00", id="a"),
        world.fact("A22", "calls", 12, "2026-03-04T09:00:00+08:00", id="b"),
    )
    return contest


def appeal(participant: str, **more: Any) -> dict[str, Any]:
    return {"participant": participant, "evidence": "Two calls of Friday are missing on our side.", **more}


async def phase(world: World, contest: Contest) -> str:
    found = await world.contests.reading.detail(OPS, contest.id)
    return found.phase


async def test_an_open_appeal_keeps_a_contest_provisional_until_it_is_answered(
    world: World, signed_in: SignedIn
) -> None:
    contest = await week_with_calls(world)
    lead, other, agent, ops = [
        await signed_in(*who) for who in (("lead", "A21"), ("lead", "A31"), ("agent", "A12"), ("ops",))
    ]
    await awake(world)
    path = f"/api/v1/contests/{contest.id}/appeals"
    assert refusal(await lead.post(path, json=appeal("t2"))) == (409, "appeals_not_open")
    world.clock.at = REVEALED - HOUR
    assert refusal(await lead.post(path, json=appeal("t2"))) == (409, "appeals_not_open")

    world.clock.at = REVEALED + HOUR
    raised = await told(await lead.post(path, json=appeal("t2", facts=["b"])))
    assert (raised["facts"], raised["may"], raised["outcome"]) == (["b"], ["withdraw"], None)
    assert refusal(await lead.post(path, json=appeal("t2"))) == (409, "appeal_open_already")
    # Leads speak for their own teams, agents for the team they are in, operations for nobody.
    assert refusal(await other.post(path, json=appeal("t2"))) == (403, "forbidden")
    assert refusal(await agent.post(path, json=appeal("t2"))) == (403, "forbidden")
    assert refusal(await ops.post(path, json=appeal("t2"))) == (403, "forbidden")
    mine = await told(await agent.post(path, json=appeal("t1")))
    await told(await agent.post(f"/api/v1/appeals/{mine['id']}/withdraw"))
    # Nobody reads what others wrote, except who decides.
    counted = [len((await told(await one.get(path)))["items"]) for one in (lead, other, agent, ops)]
    assert counted == [1, 0, 1, 2]

    world.clock.at = REVEALED + 48 * HOUR
    assert refusal(await agent.post(path, json=appeal("t1"))) == (409, "appeals_closed")
    world.clock.at = CUTOFF + HOUR
    await world.contests.clockwork.tick()
    assert await phase(world, contest) == "provisional"
    assert (await told(await ops.get(f"/api/v1/contests/{contest.id}/timetable")))["waits_for"] == ["open_appeals"]
    answer = {"outcome": "dismissed", "reason": "The calls were internal."}
    close = f"/api/v1/appeals/{raised['id']}/answer"
    assert (await lead.post(close, json=answer)).status_code == 403
    answered = await told(await ops.post(close, json=answer))
    assert (answered["outcome"], answered["answer"]) == ("dismissed", "The calls were internal.")
    assert refusal(await ops.post(close, json=answer)) == (409, "appeal_answered")
    await world.contests.clockwork.tick()
    assert await phase(world, contest) == "final"
    assert [one.revision for one in await world.contests.reading.results(OPS, contest.id)] == [1]
    actions = [row["action"] for row in await world.sql.fetch("SELECT action FROM audit WHERE action LIKE 'appeal%'")]
    assert sorted(actions) == ["appeal.close", "appeal.close", "appeal.raise", "appeal.raise"]


async def test_two_persons_sign_where_money_depends_on_it(world: World, signed_in: SignedIn) -> None:
    contest = await week_with_calls(world)
    people = (("ops", "A41"), ("admin", "A41"), ("hr",), ("lead", "A11"))
    ops, same, hr, lead = [await signed_in(*who) for who in people]
    await awake(world)
    path = f"/api/v1/contests/{contest.id}"
    await told(await ops.put(f"{path}/ending", json={"appeal_hours": 48, "two_person": True}))
    world.clock.at = REVEALED
    assert refusal(await ops.post(f"{path}/sign")) == (409, "signing_not_due")
    # A second pair of eyes that everybody counts on is not taken away.
    ending = await ops.put(f"{path}/ending", json={"appeal_hours": 48, "two_person": False})
    assert refusal(ending) == (403, "forbidden")

    world.clock.at = CUTOFF + HOUR
    await world.contests.clockwork.tick()
    assert await phase(world, contest) == "provisional"
    assert (await lead.post(f"{path}/sign")).status_code == 403
    first = await told(await ops.post(f"{path}/sign"))
    assert (first["signed"], first["waits_for"]) == (1, ["signatures"])
    assert (await told(await ops.post(f"{path}/sign")))["signed"] == 1
    # Two accounts are not two persons.
    assert refusal(await same.post(f"{path}/sign")) == (403, "signed_by_you")
    # Nor are they where neither belongs to an agent: then the name tells.
    twin = await signed_in("hr")
    await world.sql.execute(
        "UPDATE account SET name = (SELECT ' ' || upper(name) FROM account WHERE login LIKE 'ops%')"
        " WHERE id = (SELECT max(id) FROM account)"
    )
    assert refusal(await twin.post(f"{path}/sign")) == (403, "signed_by_you")
    # Another result is another signature.
    points = {"participant": "t1", "amount": "-0.5", "code": "rules_breach", "reason": "callbacks split in two"}
    await told(await ops.post(f"{path}/adjustments", json=points))
    second = await told(await hr.post(f"{path}/sign"))
    assert (second["signed"], second["phase"]) == (1, "provisional")
    assert (await told(await lead.get(f"{path}/timetable")))["signatures"] == []
    done = await told(await ops.post(f"{path}/sign"))
    assert (done["phase"], done["revisions"], done["signed"]) == ("final", 1, 2)
    assert refusal(await hr.post(f"{path}/sign")) == (409, "signed_already")


async def test_points_by_hand_count_before_ranking_and_the_public_reads_a_code(
    world: World, watching: Watching, signed_in: SignedIn
) -> None:
    contest = await week_with_calls(world)
    await watching.start()
    ops, lead = await signed_in("ops"), await signed_in("lead", "A11")
    path = f"/api/v1/contests/{contest.id}"
    given = {"participant": "t2", "amount": "6.5", "code": "system_fault", "reason": "their line was down"}
    assert (await lead.post(f"{path}/adjustments", json=given)).status_code == 403
    listed = (await told(await ops.post(f"{path}/adjustments", json=given)))["items"]
    assert [(one["amount"], one["reason"], one["counts"]) for one in listed] == [
        ("6.5000", "their line was down", True)
    ]
    await watching.tick()
    standing = {"T1": (2, "10.0000"), "T2": (1, "10.5000"), "T3": (3, "0.0000")}
    assert await world.standing(contest.id) == standing
    assert {row.code: (row.rank, row.score) for row in watching.boards[contest.id][2].rows} == standing
    why = await told(await lead.get(f"{path}/why/t2"))
    assert why["adjustments"] == [{"code": "system_fault", "amount": "6.5000"}]
    assert (why["why"]["score"], why["score"]) == ("4.0000", "10.5000")
    assert "their line was down" not in str(why)
    for wrong in ("0", "0.00001"):
        refused = await ops.post(f"{path}/adjustments", json={**given, "amount": wrong})
        assert refusal(refused) == (422, "no_points")
    await told(await ops.post(f"{path}/adjustments", json={**given, "amount": "-6.5"}))
    assert (await world.standing(contest.id))["T2"] == (2, "4.0000")


async def test_people_changed_after_the_cutoff_change_no_result(world: World, watching: Watching) -> None:
    contest = await week_with_calls(world)
    await watching.start()
    world.clock.at = CUTOFF
    await world.contests.clockwork.tick()
    before = await world.standing(contest.id)
    # The agent with T1's calls was in T2 all along, somebody says an hour too late.
    world.clock.at = CUTOFF + timedelta(minutes=1)
    moved = NewMembership(team="T2", starts="2026-03-01", transfer=True)
    await world.people.memberships.add(None, "A12", moved)
    await watching.tick()
    assert (
        await world.standing(contest.id)
        == before
        == {
            "T1": (1, "10.0000"),
            "T2": (2, "4.0000"),
            "T3": (3, "0.0000"),
        }
    )
    assert {row.code: (row.rank, row.score) for row in watching.boards[contest.id][2].rows} == before
    world.clock.at = CUTOFF + HOUR
    await world.contests.clockwork.tick()
    found = await world.contests.corrections.all(OPS, contest.id)
    (item,) = found.waiting
    assert (item.kind, item.agent.code if item.agent else None) == ("person", "A12")
    assert [(part.named.code, part.before, part.after) for part in item.parts] == [
        ("T1", "5", None),
        ("T2", None, "5"),
    ]
    assert await world.standing(contest.id) == before


async def test_what_a_person_wrote_is_exported_and_erased_with_the_person(world: World, signed_in: SignedIn) -> None:
    contest = await week_with_calls(world)
    agent = await signed_in("agent", "A12")
    await awake(world)
    world.clock.at = REVEALED + HOUR
    await told(await agent.post(f"/api/v1/contests/{contest.id}/appeals", json=appeal("t1", facts=["a"])))
    (kept,) = (await told(await agent.get("/api/v1/agents/A12/export")))["appeals"]
    assert (kept["evidence"], kept["fact_ids"]) == (appeal("t1")["evidence"], ["a"])
    await world.sql.execute("UPDATE agent SET left_on = '2026-03-05' WHERE code = 'A12'")
    await world.people.privacy.erase(None, "A12")
    rows = await world.sql.fetch("SELECT evidence, fact_ids FROM contest_appeal")
    assert [tuple(row) for row in rows] == [("", [])]
