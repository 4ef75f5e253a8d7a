"""Points: given out of budgets with a reason, redeemed from stock, approved by a second person, and never moved in silence."""

from datetime import date, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import pytest

from server.clock import SetClock
from tests.server.conftest import SignedIn

pytestmark = pytest.mark.usefixtures("centre")
REWARDS = "/api/v1/rewards"


@pytest.fixture
async def ops(signed_in: SignedIn) -> httpx.AsyncClient:
    """Operations, on nobody's roll."""
    return await signed_in("ops")


@pytest.fixture
async def stocked(centre: None, ops: httpx.AsyncClient) -> None:
    """1000 points in T1's budget, two mugs for 80, a day off for 300 and a choice of shift for 50."""
    for code, kind, price, amount in (
        ("mug", "gift", 80, 2),
        ("day_off", "leave", 300, 5),
        ("shift", "shift_choice", 50, 9),
    ):
        body = {"kind": kind, "name": {"zh": code, "en": code}, "price": price, "payable": kind == "leave"}
        assert (await ops.put(f"{REWARDS}/items/{code}", json=body)).status_code == 200
        await ok(ops.post(f"{REWARDS}/items/{code}/stock", json={"key": f"stock-{code}-1", "amount": amount}))
    await allot(ops, 1000)


async def ok(asked: Any) -> Any:
    answer = await asked
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


async def allot(ops: httpx.AsyncClient, amount: int, key: str = "allot-0001") -> Any:
    body = {"key": key, "kind": "team", "budget": "T1", "amount": amount, "words": "for November"}
    return await ok(ops.post(f"{REWARDS}/allotments", json=body))


async def give(
    giver: httpx.AsyncClient, amount: int, key: str = "gift-0001", to: str = "A2", **more: Any
) -> httpx.Response:
    body = {"key": key, "kind": "team", "budget": "T1", "to": to, "amount": amount, "words": "took the late calls"}
    return await giver.post(f"{REWARDS}/gifts", json=body | more)


async def redeem(who: httpx.AsyncClient, item: str, key: str = "want-0001", **more: Any) -> httpx.Response:
    return await who.post(f"{REWARDS}/redemptions", json={"key": key, "item": item, **more})


async def mine(who: httpx.AsyncClient) -> Any:
    return await ok(who.get(f"{REWARDS}/mine"))


async def totals(ops: httpx.AsyncClient) -> dict[str, int]:
    found = await ok(ops.get(f"{REWARDS}/totals"))
    assert found["balanced"]
    return {one["sort"]: one["amount"] for one in found["items"]}


def refused(answer: httpx.Response, code: str) -> None:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert answer.json()["code"] == code, answer.text


@pytest.mark.usefixtures("stocked")
async def test_the_worked_example_of_the_rule_book(
    ops: httpx.AsyncClient, lead: httpx.AsyncClient, agent: httpx.AsyncClient
) -> None:
    assert (await give(lead, 120)).json()["state"] == "granted"
    assert (await redeem(agent, "mug")).json()["state"] == "granted"
    found = await mine(agent)
    assert (found["points"], found["held"]) == (40, 0)
    assert {one["code"]: (one["stock"], one["had"]) for one in found["offers"]}["mug"] == (1, 1)
    lines = (await ok(agent.get(f"{REWARDS}/mine/entries")))["items"]
    assert [(one["kind"], one["amount"], one["balance"]) for one in lines] == [("redeem", -80, 40), ("earn", 120, 120)]
    assert lines[1]["words"] == "took the late calls"
    assert lines[1]["by"]["en"] == "Wang Yi"
    assert await totals(ops) == {"issuer": -1000, "budget": 880, "agent": 40, "spent": 80}


@pytest.mark.usefixtures("stocked")
async def test_asked_twice_happens_once_and_something_else_is_refused(
    lead: httpx.AsyncClient, agent: httpx.AsyncClient
) -> None:
    first, again = await give(lead, 120), await give(lead, 120)
    assert first.json()["id"] == again.json()["id"]
    refused(await give(lead, 121), "rewards_same_id_other_content")
    first, again = await redeem(agent, "mug"), await redeem(agent, "mug")
    assert first.json()["id"] == again.json()["id"]
    refused(await redeem(agent, "day_off"), "rewards_same_id_other_content")
    assert (await mine(agent))["points"] == 40


@pytest.mark.usefixtures("stocked")
async def test_what_is_not_there_is_not_given(
    ops: httpx.AsyncClient, lead: httpx.AsyncClient, agent: httpx.AsyncClient
) -> None:
    refused(await give(lead, 50, to="A1"), "rewards_to_oneself")
    refused(await give(lead, 50, to="A3"), "rewards_not_your_people")
    refused(await give(lead, 50, words=" ok "), "rewards_reason_too_short")
    refused(await give(lead, 50, budget="T2"), "no_such_budget")
    refused(await give(lead, 50, kind="site", budget="CD"), "no_such_budget")
    assert (await give(lead, 0)).status_code == 400
    refused(await redeem(agent, "mug"), "rewards_points_short")
    refused(await redeem(agent, "car"), "no_such_reward")
    refused(await give(ops, 500, budget="T2", to="A3"), "rewards_budget_short")
    await give(lead, 200)
    for n in (1, 2):
        assert (await redeem(agent, "mug", f"want-000{n}")).status_code == 201
    await give(lead, 200, "gift-0002")
    refused(await redeem(agent, "mug", "want-0003"), "rewards_out_of_stock")
    await ok(ops.put(f"{REWARDS}/items/day_off", json={
        "kind": "leave", "name": {"zh": "假", "en": "day"}, "price": 10, "payable": True, "most": 1
    }))  # fmt: skip
    assert (await redeem(agent, "day_off", "want-0004")).status_code == 201
    refused(await redeem(agent, "day_off", "want-0005"), "rewards_most_reached")


@pytest.mark.usefixtures("stocked")
async def test_a_lead_gives_so_much_a_month(ops: httpx.AsyncClient, lead: httpx.AsyncClient, clock: SetClock) -> None:
    await ok(
        ops.put(f"{REWARDS}/rules", json={"earn_limit": 200, "redeem_limit": 1000, "per_month": 300, "to_one": 250})
    )
    await ok(give(lead, 150))
    refused(await give(lead, 101, "gift-0002"), "rewards_cap_to_one")
    await ok(
        ops.put(f"{REWARDS}/rules", json={"earn_limit": 200, "redeem_limit": 1000, "per_month": 200, "to_one": 200})
    )
    await ok(give(lead, 50, "gift-0003"))
    refused(await give(lead, 1, "gift-0004"), "rewards_cap_to_one")
    # Operations have a budget to keep to, and no cap.
    await ok(give(ops, 120, "gift-0005"))
    assert (await ok(lead.get(f"{REWARDS}/budgets")))["given"] == 200
    clock.at += timedelta(days=32)


@pytest.mark.usefixtures("stocked")
async def test_above_the_limit_another_person_approves(
    ops: httpx.AsyncClient, lead: httpx.AsyncClient, agent: httpx.AsyncClient, signed_in: SignedIn
) -> None:
    await ok(
        ops.put(f"{REWARDS}/rules", json={"earn_limit": 200, "redeem_limit": 100, "per_month": 900, "to_one": 900})
    )
    asked = (await give(lead, 700)).json()
    assert asked["state"] == "asked"
    budgets = (await ok(lead.get(f"{REWARDS}/budgets")))["items"]
    assert [(one["left"], one["held"]) for one in budgets] == [(1000, 700)]
    # What waits is not given a second time.
    refused(await give(ops, 301, "gift-0002"), "rewards_budget_short")
    gainer = await signed_in("hr", "A2")
    decision = f"{REWARDS}/requests/{asked['id']}/decision"
    refused(await gainer.post(decision, json={"approve": True}), "rewards_own_approval")
    assert (await lead.post(decision, json={"approve": True})).status_code == 403
    assert (await ok(ops.post(decision, json={"approve": True})))["state"] == "granted"
    refused(await ops.post(decision, json={"approve": False}), "rewards_decided")
    assert (await mine(agent))["points"] == 700

    wanted = (await redeem(agent, "day_off")).json()
    assert (wanted["state"], (await mine(agent))["held"]) == ("asked", 300)
    assert (await redeem(agent, "day_off", "want-0002")).json()["state"] == "asked"
    refused(
        await redeem(agent, "day_off", "want-0003"),
        "rewards_points_short",
    )
    waiting = (await ok(ops.get(f"{REWARDS}/requests")))["items"]
    assert [one["agent"]["code"] for one in waiting] == ["A2", "A2"]
    refused(await ops.post(f"{REWARDS}/seasons", json={"name": {"zh": "秋", "en": "Autumn"}}), "rewards_requests_wait")
    for one in waiting[1:]:
        assert (await ok(agent.delete(f"{REWARDS}/redemptions/{one['id']}")))["state"] == "withdrawn"
    body = {"approve": False, "words": "after the fair"}
    assert (await ok(ops.post(f"{REWARDS}/requests/{wanted['id']}/decision", json=body)))["state"] == "refused"
    found = await mine(agent)
    assert (found["points"], found["held"], found["requests"][1]["decided_words"]) == (700, 0, "after the fair")


@pytest.mark.usefixtures("stocked")
async def test_a_chosen_shift_leaves_eleven_hours_either_side(
    ops: httpx.AsyncClient, lead: httpx.AsyncClient, agent: httpx.AsyncClient, sql: Any, clock: SetClock
) -> None:
    await ok(give(lead, 200))
    day = (clock.at + timedelta(days=3)).date()
    # The evening before it ends at 23:00 in Shanghai; the morning after begins at 6:00; the day itself is taken over.
    for away, starts, ends in ((-1, 7, 15), (0, 1, 9), (1, 22 - 24, 6)):
        midnight = datetime.fromisoformat(f"{day}T00:00:00+00:00") + timedelta(days=away)
        await sql.execute(
            "INSERT INTO roster (agent_id, day, starts, ends) VALUES (2, $1, $2, $3)",
            day + timedelta(days=away),
            midnight + timedelta(hours=starts),
            midnight + timedelta(hours=ends),
        )

    async def choose(key: str, starts: str, ends: str, **more: Any) -> httpx.Response:
        return await redeem(agent, "shift", key, shift={"day": str(day), "starts": starts, "ends": ends, **more})

    refused(await redeem(agent, "shift"), "rewards_shift_wanted")
    refused(
        await redeem(agent, "mug", shift={"day": str(day), "starts": "10:00", "ends": "18:00"}), "rewards_shift_wanted"
    )
    broken = await choose("shift-0001", "09:59", "18:00")
    refused(broken, "rewards_breaks_rest")
    refused(await choose("shift-0002", "10:00", "19:01"), "rewards_breaks_rest")
    refused(await choose("shift-0003", "22:00", "06:00"), "rewards_breaks_rest")
    refused(await choose("shift-0004", "08:00", "20:30"), "rewards_no_shift")
    made = await choose("shift-0005", "10:00", "19:00")
    assert made.status_code == 201, made.text
    assert made.json()["shift"]["starts"] == f"{day}T02:00:00Z"
    past = {"day": str((clock.at - timedelta(days=2)).date()), "starts": "10:00", "ends": "18:00"}
    refused(await redeem(agent, "shift", "shift-0006", shift=past), "rewards_no_shift")
    handed = f"{REWARDS}/requests/{made.json()['id']}/handed"
    # The shift of the morning after was moved forward since; moved back, the chosen one goes onto the roster.
    await sql.execute("UPDATE roster SET starts = starts - interval '1 hour' WHERE day = $1", day + timedelta(days=1))
    refused(await ops.post(handed), "rewards_breaks_rest")
    await sql.execute("UPDATE roster SET starts = starts + interval '1 hour' WHERE day = $1", day + timedelta(days=1))
    assert (await ok(ops.post(handed)))["state"] == (await ok(ops.post(handed)))["state"] == "handed"
    planned = await sql.fetch("SELECT starts, ends FROM roster WHERE agent_id = 2 AND day = $1", day)
    assert [(f"{row['starts']:%H:%M}", f"{row['ends']:%H:%M}") for row in planned] == [("02:00", "11:00")]


@pytest.mark.usefixtures("stocked")
async def test_a_chosen_shift_that_is_undone_leaves_the_roster_as_it_was(
    ops: httpx.AsyncClient,
    lead: httpx.AsyncClient,
    agent: httpx.AsyncClient,
    sql: Any,
    clock: SetClock,
) -> None:
    await ok(give(lead, 200))
    first = (clock.at + timedelta(days=3)).date()
    free, taken, begun = (first + timedelta(days=2 * n) for n in range(1, 4))
    noon = {"starts": "12:00:00", "ends": "20:00:00"}

    async def roster(day: date, *shifts: dict[str, str]) -> None:
        body = {
            "from": str(day),
            "to": str(day + timedelta(days=1)),
            "shifts": [{"day": str(day), **one} for one in shifts],
        }
        answer = await ops.put("/api/v1/agents/A2/roster", json=body)
        assert answer.status_code == 200, answer.text

    async def planned(day: date) -> list[str]:
        rows = await sql.fetch("SELECT starts FROM roster WHERE agent_id = 2 AND day = $1 ORDER BY starts", day)
        return [f"{row['starts']:%H:%M}" for row in rows]

    async def undone(day: date, *before: dict[str, str], since: Any = None) -> str:
        """Choose 10:00 to 18:00, have it on the roster, undo it: what is said of the roster."""
        await roster(day, *before)
        shift = {"day": str(day), "starts": "10:00", "ends": "18:00"}
        request = await ok(redeem(agent, "shift", f"undone-{day}", shift=shift))
        await ok(ops.post(f"{REWARDS}/requests/{request['id']}/handed"))
        assert await planned(day) == ["02:00"]
        if since is not None:
            await since(day)
        entry = (await ok(ops.get(f"{REWARDS}/entries")))["items"][0]
        body = {"words": "swapped after all"}
        return str((await ok(ops.post(f"{REWARDS}/entries/{entry['n']}/reverse", json=body)))["roster"])

    morning, evening = {"starts": "06:00:00", "ends": "10:00:00"}, {"starts": "12:00:00", "ends": "16:00:00"}
    assert (await undone(first, morning, evening), await planned(first)) == ("restored", ["22:00", "04:00"])
    assert (await undone(free), await planned(free)) == ("restored", [])
    # Planned anew by somebody meanwhile, or begun: the roster is theirs.
    assert (await undone(taken, since=lambda day: roster(day, noon)), await planned(taken)) == ("kept", ["04:00"])

    async def days_ago(day: date) -> None:
        """As if it had all been two weeks earlier, when the shift had begun."""
        await sql.execute(
            "UPDATE roster SET day = day - 14, starts = starts - interval '14 days', ends = ends - interval '14 days' WHERE day = $1",
            day,
        )
        await sql.execute(
            "UPDATE reward_request SET shift_day = shift_day - 14, shift_starts = shift_starts - interval '14 days',"
            " shift_ends = shift_ends - interval '14 days' WHERE shift_day = $1",
            day,
        )

    assert await undone(begun, since=days_ago) == "kept"
    assert await planned(begun - timedelta(days=14)) == ["02:00"]
    said = await sql.fetch(
        "SELECT detail ->> 'roster' AS roster FROM audit WHERE action = 'rewards.reverse' ORDER BY id"
    )
    assert [row["roster"] for row in said] == ["restored", "restored", "kept", "kept"]


@pytest.mark.usefixtures("stocked")
async def test_an_entry_is_undone_by_its_mirror_once(
    ops: httpx.AsyncClient, lead: httpx.AsyncClient, agent: httpx.AsyncClient, signed_in: SignedIn
) -> None:
    await ok(give(lead, 120))
    await ok(redeem(agent, "mug"))
    entries = (await ok(ops.get(f"{REWARDS}/entries")))["items"]
    redeemed, given = entries[0], entries[1]
    assert [(one["account"]["en"], one["unit"], one["amount"]) for one in redeemed["moves"]] == [
        ("Li Er", "points", -80),
        ("Spent", "points", 80),
        ("Stock · mug", "item", -1),
        ("Redeemed · mug", "item", 1),
    ]

    async def undo(who: httpx.AsyncClient, n: int) -> httpx.Response:
        return await who.post(f"{REWARDS}/entries/{n}/reverse", json={"words": "the mug was broken"})

    refused(await undo(ops, given["n"]), "rewards_points_short")
    refused(await undo(await signed_in("hr", "A2"), redeemed["n"]), "rewards_own_approval")
    assert await ok(undo(ops, redeemed["n"])) == {"roster": None}
    refused(await undo(ops, redeemed["n"]), "rewards_reversed_already")
    refused(await undo(await signed_in("hr"), redeemed["n"]), "rewards_reversed_already")
    found = await mine(agent)
    assert (found["points"], found["requests"][0]["state"]) == (120, "reversed")
    mirror = (await ok(ops.get(f"{REWARDS}/entries")))["items"][0]
    assert (mirror["reverses"], mirror["words"]) == (redeemed["n"], "the mug was broken")
    refused(await undo(ops, mirror["n"]), "rewards_not_reversible")
    refused(await undo(ops, 999), "rewards_no_such_entry")
    assert (await undo(ops, given["n"])).status_code == 200
    assert (await totals(ops))["budget"] == 1000


@pytest.mark.usefixtures("stocked")
async def test_a_season_ends_and_the_next_begins_with_nothing(
    ops: httpx.AsyncClient, lead: httpx.AsyncClient, agent: httpx.AsyncClient, clock: SetClock
) -> None:
    await ok(give(lead, 120))
    await ok(redeem(agent, "mug"))
    closed = await ok(ops.post(f"{REWARDS}/seasons", json={"name": {"zh": "秋季", "en": "Autumn"}}))
    assert (closed["expired"], closed["returned"]) == (40, 880)
    assert (await mine(agent))["points"] == 0
    assert (await totals(ops)) == {"issuer": -120, "budget": 0, "agent": 0, "spent": 80, "expired": 40}
    clock.at += timedelta(seconds=1)
    await allot(ops, 50, "allot-0002")
    await ok(give(lead, 20, "gift-0002"))
    found = await mine(agent)
    assert (found["points"], next(one["had"] for one in found["offers"] if one["code"] == "mug")) == (20, 0)
    again = await ok(ops.post(f"{REWARDS}/seasons", json={"name": {"zh": "冬季", "en": "Winter"}}))
    assert (again["expired"], again["returned"]) == (20, 30)
    assert [one["name"]["en"] for one in (await ok(ops.get(f"{REWARDS}/seasons")))["items"]] == ["Winter", "Autumn"]


@pytest.mark.usefixtures("stocked")
async def test_the_ledger_is_only_added_to(lead: httpx.AsyncClient, sql: Any) -> None:
    await ok(give(lead, 120))
    for statement in (
        "UPDATE reward_posting SET amount = amount + 1",
        "DELETE FROM reward_posting",
        "UPDATE reward_entry SET words = ''",
        "DELETE FROM reward_entry",
        "INSERT INTO reward_posting SELECT entry_n, 9, account_id, unit, 5 FROM reward_posting LIMIT 1",
    ):
        with pytest.raises(asyncpg.RaiseError, match="points ledger"):
            await sql.execute(statement)


@pytest.mark.usefixtures("stocked")
async def test_payroll_gets_figures(
    ops: httpx.AsyncClient, lead: httpx.AsyncClient, agent: httpx.AsyncClient, clock: SetClock, sql: Any
) -> None:
    for n in (1, 2, 3):
        await ok(give(lead, 150, f"gift-000{n}"))
    await ok(redeem(agent, "mug"))
    await ok(redeem(agent, "day_off", "want-0002"))
    month = (clock.at + timedelta(hours=8)).strftime("%Y-%m")
    text = (await ops.get(f"{REWARDS}/payroll.csv", params={"month": month, "locale": "en"})).content.decode(
        "utf-8-sig"
    )
    head, *rows = text.splitlines()
    assert head == "Request,Code,Name,Site,Reward,Kind,Points,Redeemed on,State"
    assert [row.split(",")[1:7] for row in rows] == [["A2", "Li Er", "Chengdu", "day_off", "Time off", "300"]]
    from server.reports.grid import read_book

    book = await ops.get(f"{REWARDS}/payroll.xlsx", params={"month": month, "locale": "zh"})
    (name, cells), *_ = read_book(book.content)
    assert (name, cells[0][1], cells[1][6]) == ("积分兑换", "工号", 300.0)
    assert (await ops.get(f"{REWARDS}/payroll.csv", params={"month": "2026-13"})).status_code == 400
    assert await sql.fetchval("SELECT count(*) FROM audit WHERE action = 'rewards.payroll'") == 2


@pytest.mark.usefixtures("stocked")
async def test_points_stand_in_the_own_export_and_words_are_forgotten(
    ops: httpx.AsyncClient, lead: httpx.AsyncClient, agent: httpx.AsyncClient, signed_in: SignedIn, sql: Any
) -> None:
    await ok(give(lead, 120))
    await ok(redeem(agent, "mug", words="the blue one"))
    exported = await ok(agent.get("/api/v1/agents/A2/export"))
    assert [one["amount"] for one in exported["points"]] == [120, -80]
    assert [one["words"] for one in exported["rewards"]] == ["the blue one"]
    # What somebody has and wishes for is not for the lead's eyes, nor for whoever keeps the service.
    for other in (lead, await signed_in("admin")):
        answer = await other.get("/api/v1/agents/A2/export")
        assert answer.status_code == 403 or "rewards" not in answer.json()
    await sql.execute("UPDATE agent SET left_on = '2026-01-01' WHERE code = 'A2'")
    hr = await signed_in("hr")
    assert (await hr.post("/api/v1/agents/A2/erase")).is_success
    assert await sql.fetchval("SELECT count(*) FROM reward_entry WHERE kind IN ('earn', 'redeem') AND words <> ''") == 0
    assert await sql.fetchval("SELECT count(*) FROM reward_request WHERE words <> ''") == 0
    assert (await totals(ops))["spent"] == 80


async def test_an_account_without_a_person_has_no_points(ops: httpx.AsyncClient) -> None:
    for answer in (await ops.get(f"{REWARDS}/mine"), await redeem(ops, "mug")):
        refused(answer, "rewards_no_file")
