"""The doors to badges: what owners show, who reads figures, who gives and takes back, and how a badge is changed."""

from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.honors.badges.clockwork import everybody_due
from tests.server.conftest import SignedIn

pytestmark = pytest.mark.usefixtures("centre")

REASON = "主动帮新人复盘了三通疑难来电"


@pytest.fixture
async def settled(app: Litestar, sql: Any) -> None:
    """All three have been here for a year."""
    await everybody_due(sql)
    while await app.state.rooms.honors.clockwork.handful():
        pass


async def assist(giver: httpx.AsyncClient, to: str = "A2", reason: str = REASON) -> httpx.Response:
    return await giver.post("/api/v1/badges/assist/grants", json={"agent": to, "reason": reason})


async def badges_of(client: httpx.AsyncClient, agent: str = "A2") -> list[str]:
    return [one["badge"] for one in (await client.get(f"/api/v1/agents/{agent}/awards")).json()["items"]]


async def test_everybody_reads_what_can_be_earned(other: httpx.AsyncClient, settled: None) -> None:
    items = (await other.get("/api/v1/badges")).json()["items"]
    by_code = {one["code"]: one for one in items}
    assert items[0]["code"] == "first_call"
    assert (by_code["one_year"]["holders"], by_code["one_year"]["rule"]["kind"]) == (3, "tenure")
    assert all(one["sentence"]["zh"] and one["sentence"]["en"] for one in items)
    one = (await other.get("/api/v1/badges/one_year")).json()
    assert [version["version"] for version in one["versions"]] == [1]
    assert (await other.get("/api/v1/badges/none")).json()["code"] == "no_such_badge"


async def test_owners_choose_who_sees_their_awards(
    lead: httpx.AsyncClient, agent: httpx.AsyncClient, other: httpx.AsyncClient, signed_in: SignedIn, settled: None
) -> None:
    mate, hr = await signed_in("agent", "A1"), await signed_in("hr")
    seen: dict[str, list[bool]] = {}
    for shown in ("everybody", "team", "nobody"):
        assert (await agent.put("/api/v1/awards/mine/shown", json={"shown": shown})).status_code == 204
        seen[shown] = ["one_year" in await badges_of(client) for client in (other, mate, lead, hr, agent)]
        holders = (await other.get("/api/v1/badges/one_year/holders")).json()["items"]
        assert ("A2" in [one["agent"]["code"] for one in holders]) == (shown == "everybody")
        recent = (await other.get("/api/v1/awards/recent?team=T1")).json()["items"]
        assert ("A2" in [one["agent"]["code"] for one in recent]) == (shown == "everybody")
    # The account that is A1 without being a lead still leads the team: it is the person who does.
    assert seen["everybody"] == [True] * 5
    assert seen["team"] == [False, True, True, True, True]
    assert [seen["nobody"][place] for place in (0, 2, 3, 4)] == [False, True, True, True]
    assert await badges_of(other, "A9") == []


async def test_an_award_opens_to_its_evidence_for_those_concerned(
    lead: httpx.AsyncClient, agent: httpx.AsyncClient, other: httpx.AsyncClient, settled: None
) -> None:
    mine = (await agent.get("/api/v1/awards/mine")).json()
    one = next(one for one in mine["items"] if one["badge"] == "one_year")
    assert (one["value"], one["on"], one["because"]["zh"], one["seen"]) == ("12", "2026-02-03", "在职满 12 个月", False)
    assert {"three_years", "five_years"} <= {way["badge"] for way in mine["progress"]}
    assert (await agent.post("/api/v1/awards/mine/seen", json={"ids": [one["id"]]})).status_code == 204
    for client in (agent, lead):
        opened = (await client.get(f"/api/v1/awards/{one['id']}")).json()
        assert [(rests["kind"], rests["at"]) for rests in opened["evidence"]] == [("since", "2025-02-03")]
        assert opened["seen"]
    assert (await other.get(f"/api/v1/awards/{one['id']}")).json()["code"] == "no_such_award"
    shelf = (await other.get("/api/v1/agents/A2/awards")).json()["items"]
    assert [(two["badge"], two["value"]) for two in shelf] == [("one_year", None)]


async def test_a_lead_gives_a_badge_to_the_own_people_with_a_reason_and_takes_it_back(
    lead: httpx.AsyncClient, agent: httpx.AsyncClient, other: httpx.AsyncClient, sql: Any
) -> None:
    given = await assist(lead)
    assert given.status_code == 201, given.text
    number = given.json()["id"]
    assert "assist" in await badges_of(other)
    opened = (await agent.get(f"/api/v1/awards/{number}")).json()
    assert [rests["text"]["zh"] for rests in opened["evidence"]] == [REASON]
    assert (await assist(lead)).json()["code"] == "badge_same_person_again"
    assert (await agent.request("DELETE", f"/api/v1/awards/{number}", json={"reason": REASON})).status_code == 403
    back = await lead.request("DELETE", f"/api/v1/awards/{number}", json={"reason": "给错了人，抱歉"})
    assert back.status_code == 204, back.text
    assert "assist" not in await badges_of(other)
    mine = (await agent.get("/api/v1/awards/mine")).json()["items"]
    assert [one["withdrawn"]["reason"]["en"] for one in mine if one["badge"] == "assist"] == [
        "Taken back by whoever gave it"
    ]
    # It still used up one of the month's.
    assert (await assist(lead)).status_code == 201
    assert (await assist(lead)).json()["code"] == "badge_cap_reached"
    actions = [
        row["action"] for row in await sql.fetch("SELECT action FROM audit WHERE action LIKE 'badge.%' ORDER BY id")
    ]
    assert actions == ["badge.grant", "badge.take_back", "badge.grant"]


@pytest.mark.parametrize(
    ("badge", "to", "reason", "code"),
    [
        ("assist", "A1", REASON, "badge_to_oneself"),
        ("assist", "A3", REASON, "badge_not_your_people"),
        ("assist", "A2", "好", "badge_reason_too_short"),
        ("assist", "A9", REASON, "badge_not_a_colleague"),
        ("one_year", "A2", REASON, "badge_not_given_by_people"),
        ("none", "A2", REASON, "no_such_badge"),
    ],
)
async def test_what_cannot_be_given(lead: httpx.AsyncClient, badge: str, to: str, reason: str, code: str) -> None:
    refused = await lead.post(f"/api/v1/badges/{badge}/grants", json={"agent": to, "reason": reason})
    assert refused.json()["code"] == code


async def test_what_was_earned_is_not_taken_back(agent: httpx.AsyncClient, signed_in: SignedIn, settled: None) -> None:
    hr = await signed_in("hr")
    mine = (await agent.get("/api/v1/awards/mine")).json()["items"]
    refused = await hr.request("DELETE", f"/api/v1/awards/{mine[0]['id']}", json={"reason": REASON})
    assert refused.json()["code"] == "badge_not_given"


async def test_a_badge_is_changed_by_its_next_version_and_looked_at_before(
    agent: httpx.AsyncClient, signed_in: SignedIn, sql: Any
) -> None:
    ops = await signed_in("ops")
    badge: dict[str, Any] = {
        "code": "half_year",
        "zh": "半年",
        "en": "Half a year",
        "praise_zh": "感谢半年的陪伴。",
        "praise_en": "Thank you for half a year.",
        "symbol": "tree",
        "rule": {"kind": "tenure"},
        "steps": [{"tier": "plain", "at": "6"}],
        "live": True,
        "effective": "2026-03-04",
    }
    preview = (await ops.post("/api/v1/badges/preview", json=badge | {"effective": "2026-04-01"})).json()
    assert (preview["subjects"], preview["total"]) == (3, 3)
    assert preview["items"][1]["awards"] == [{"tier": "plain", "on": "2025-08-03", "ground": "months:6"}]
    assert await sql.fetchval("SELECT count(*) FROM badge_version WHERE code = 'half_year'") == 0
    for version in (1, 2):
        kept = await ops.put("/api/v1/badges/half_year", json=badge)
        assert kept.status_code == 200, kept.text
        assert kept.json()["badge"]["version"] == version
    for faulty, code in (
        (badge | {"effective": "2026-03-03"}, "effective_in_past"),
        (badge | {"of": "team"}, "people_only"),
        (badge | {"zh": " "}, "name_missing"),
    ):
        refused = (await ops.put("/api/v1/badges/half_year", json=faulty)).json()
        assert refused["code"] == "badge_faulty"
        assert code in [fault["code"] for fault in refused["errors"]]
    assert (await ops.put("/api/v1/badges/other", json=badge)).json()["code"] == "badge_other_code"
    assert (await ops.put("/api/v1/badges/half_year", json=badge | {"rule": {"kind": "luck"}})).status_code == 400
    assert (await agent.put("/api/v1/badges/half_year", json=badge)).status_code == 403


async def test_awards_stand_in_the_own_export_and_go_with_the_person(
    lead: httpx.AsyncClient, agent: httpx.AsyncClient, signed_in: SignedIn, sql: Any, settled: None
) -> None:
    await assist(lead)
    exported = (await agent.get("/api/v1/agents/A2/export")).json()
    assert sorted(one["badge"] for one in exported["awards"]) == ["assist", "one_year"]
    assert [one["reason"] for one in exported["badges_received"]] == [REASON]
    assert "awards" not in (await lead.get("/api/v1/agents/A2/export")).json()
    await sql.execute("UPDATE agent SET left_on = '2026-01-01' WHERE code = 'A2'")
    hr = await signed_in("hr")
    assert (await hr.post("/api/v1/agents/A2/erase")).status_code < 300
    assert await sql.fetchval("SELECT reason FROM badge_grant") == ""


async def test_an_account_without_a_person_has_no_awards(signed_in: SignedIn) -> None:
    hr = await signed_in("hr")
    assert (await hr.get("/api/v1/awards/mine")).json()["code"] == "badges_no_file"
