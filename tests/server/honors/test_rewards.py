"""Points: given out of budgets with a reason, redeemed from stock, approved by a second person, and never moved in silence."""

from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import pytest

from server.clock import SetClock
from tests.server.conftest import SignedIn
from tests.server.honors.rewarding import REWARDS, allot, give, mine, ok, ops, redeem, refused, stocked, totals

__all__ = ["ops", "stocked"]
pytestmark = pytest.mark.usefixtures("centre")


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
