"""Thanks between colleagues: a few a month, none to oneself or straight back, seen by the team, and nobody forgotten."""

import asyncio
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from server.clock import SetClock
from tests.server.conftest import SignedIn

pytestmark = pytest.mark.usefixtures("centre")


async def thank(giver: httpx.AsyncClient, to: str, **more: Any) -> httpx.Response:
    return await giver.post("/api/v1/kudos", json={"to": to, "value": "teamwork", **more})


async def mine(client: httpx.AsyncClient) -> Any:
    return (await client.get("/api/v1/kudos/mine")).json()


async def feed(client: httpx.AsyncClient) -> list[str]:
    return [one["words"] for one in (await client.get("/api/v1/kudos/team")).json()["items"]]


async def test_a_colleague_is_thanked_and_the_team_sees_it(
    lead: httpx.AsyncClient, agent: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    given = await thank(other, "A2", words=" Took my late call. ")
    assert given.status_code == 201, given.text
    received = (await mine(agent))["received"]
    assert [(one["giver"]["code"], one["value"]["name"]["en"], one["words"]) for one in received] == [
        ("A3", "Teamwork", "Took my late call.")
    ]
    # The receiver's team sees it, the giver's does not.
    assert await feed(lead) == await feed(agent) == ["Took my late call."]
    assert await feed(other) == []
    hidden = f"/api/v1/kudos/{received[0]['id']}/hidden"
    assert (await lead.put(hidden, json={"hidden": True})).json()["code"] == "no_such_kudos"
    assert (await agent.put(hidden, json={"hidden": True})).status_code == 204
    assert await feed(lead) == []
    assert (await mine(agent))["received"][0]["hidden"]
    assert (await agent.put(hidden, json={"hidden": False})).status_code == 204
    assert await feed(lead) == ["Took my late call."]


async def test_five_a_month_by_the_givers_days_and_taken_back_ones_count(
    agent: httpx.AsyncClient, clock: SetClock, sql: Any
) -> None:
    for _ in range(5):
        assert (await thank(agent, "A3")).status_code == 201
    found = await mine(agent)
    assert (found["left"], found["per_month"], len(found["given"])) == (0, 5, 5)
    first = found["given"][-1]["id"]
    for _ in range(2):
        assert (await agent.delete(f"/api/v1/kudos/{first}")).status_code == 204
    refused = await thank(agent, "A3")
    assert (refused.status_code, refused.json()["code"]) == (409, "kudos_cap_reached")
    # The month begins when it begins in Shanghai.
    begins = clock.at.astimezone(ZoneInfo("Asia/Shanghai")).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    await sql.execute("UPDATE kudos SET at = $1", begins)
    assert (await mine(agent))["left"] == 0
    await sql.execute("UPDATE kudos SET at = $1", begins - timedelta(seconds=1))
    assert (await mine(agent))["left"] == 5
    assert (await thank(agent, "A3")).status_code == 201


async def test_at_once_is_not_more_often(agent: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(thank(agent, "A3") for _ in range(12)))
    assert sorted(answer.status_code for answer in answers) == [201] * 5 + [409] * 7
    assert (await mine(agent))["left"] == 0


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"to": "A2"}, "kudos_to_oneself"),
        ({"to": "A9"}, "kudos_not_a_colleague"),
        ({"to": "A3", "value": "speed"}, "kudos_unknown_value"),
    ],
)
async def test_what_is_no_thanks_is_refused_in_both_languages(
    agent: httpx.AsyncClient, asked: dict[str, str], code: str
) -> None:
    refused = await agent.post("/api/v1/kudos", json={"value": "teamwork", **asked})
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert refused.headers["content-type"] == "application/problem+json"
    assert (await mine(agent))["left"] == 5


async def test_nobody_thanks_straight_back(agent: httpx.AsyncClient, other: httpx.AsyncClient, sql: Any) -> None:
    assert (await thank(other, "A2")).status_code == 201
    assert (await thank(agent, "A3")).json()["code"] == "kudos_straight_back"
    await sql.execute("UPDATE kudos SET at = at - interval '7 days' + interval '1 second'")
    assert (await thank(agent, "A3")).json()["code"] == "kudos_straight_back"
    await sql.execute("UPDATE kudos SET at = at - interval '1 second'")
    assert (await thank(agent, "A3")).status_code == 201


async def test_who_has_left_is_neither_found_nor_thanked(agent: httpx.AsyncClient, sql: Any) -> None:
    async def found(text: str) -> list[str]:
        answer = await agent.get("/api/v1/kudos/colleagues", params={"q": text})
        return [one["code"] for one in answer.json()["items"]]

    assert await found("") == ["A1", "A3"]
    assert await found("zhang") == await found("张") == ["A3"]
    assert await found("%") == []
    await sql.execute("UPDATE agent SET left_on = '2026-01-01' WHERE code = 'A3'")
    assert await found("zhang") == []
    assert (await thank(agent, "A3")).json()["code"] == "kudos_not_a_colleague"


async def test_a_lead_alone_sees_whom_nobody_thanked(
    lead: httpx.AsyncClient, agent: httpx.AsyncClient, other: httpx.AsyncClient, sql: Any
) -> None:
    async def missed(client: httpx.AsyncClient) -> list[tuple[str, list[str]]]:
        found = (await client.get("/api/v1/kudos/unthanked")).json()["items"]
        return [(one["team"]["code"], [person["code"] for person in one["people"]]) for one in found]

    assert await missed(lead) == [("T1", ["A2"])]
    assert await missed(agent) == []
    given = (await thank(other, "A2")).json()["id"]
    assert await missed(lead) == [("T1", [])]
    await other.delete(f"/api/v1/kudos/{given}")
    assert await missed(lead) == [("T1", ["A2"])]
    await thank(other, "A2")
    await sql.execute("UPDATE kudos SET at = at - interval '90 days'")
    assert await missed(lead) == [("T1", [])]
    await sql.execute("UPDATE kudos SET at = at - interval '1 day'")
    assert await missed(lead) == [("T1", ["A2"])]


async def test_operations_keep_the_rules_and_what_was_given_keeps_its_name(
    agent: httpx.AsyncClient, signed_in: SignedIn, sql: Any
) -> None:
    ops = await signed_in("ops")
    await thank(agent, "A3")
    rules = (await ops.get("/api/v1/kudos/rules")).json()
    rules |= {"per_month": 2, "values": [{"code": "calm", "zh": "沉着", "en": "Keeping calm"}]}
    assert (await ops.put("/api/v1/kudos/rules", json=rules)).json() == rules
    found = await mine(agent)
    assert (found["left"], [value["code"] for value in found["values"]]) == (1, ["calm"])
    assert found["given"][0]["value"] == {"code": "teamwork", "name": {"zh": "团结协作", "en": "Teamwork"}}
    assert (await thank(agent, "A3")).json()["code"] == "kudos_unknown_value"
    assert (await thank(agent, "A3", value="calm")).status_code == 201
    twice = await ops.put("/api/v1/kudos/rules", json=rules | {"values": rules["values"] * 2})
    assert twice.json()["code"] == "kudos_value_twice"
    assert (await ops.put("/api/v1/kudos/rules", json=rules | {"values": []})).status_code == 400
    blank = {"code": "calm", "zh": " ", "en": "Keeping calm"}
    assert (await ops.put("/api/v1/kudos/rules", json=rules | {"values": [blank]})).status_code == 400
    assert await sql.fetchval("SELECT count(*) FROM audit WHERE action = 'kudos.rules'") == 1


async def test_an_account_without_a_person_neither_thanks_nor_is_thanked(signed_in: SignedIn) -> None:
    hr = await signed_in("hr")
    for refused in (await hr.get("/api/v1/kudos/mine"), await thank(hr, "A2")):
        assert (refused.status_code, refused.json()["code"]) == (403, "kudos_no_file")


async def test_thanks_stand_in_the_own_export_and_their_words_are_forgotten(
    agent: httpx.AsyncClient, other: httpx.AsyncClient, signed_in: SignedIn, sql: Any
) -> None:
    await thank(other, "A2", words="From Zhang San")
    exported = (await agent.get("/api/v1/agents/A2/export")).json()
    assert [one["words"] for one in exported["kudos_received"]] == ["From Zhang San"]
    await sql.execute("UPDATE agent SET left_on = '2026-01-01' WHERE code = 'A3'")
    hr = await signed_in("hr")
    erased = await hr.post("/api/v1/agents/A3/erase")
    assert erased.status_code < 300, erased.text
    assert (await mine(agent))["received"][0]["words"] == ""
