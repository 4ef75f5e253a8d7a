"""Who may launch what, what locks when, and what others are told, all through the real doors."""

from datetime import timedelta
from typing import Any

import httpx

from tests.server.contests.conftest import SignedIn, World

LAUNCH: dict[str, Any] = {
    "template": "weekly_service",
    "site": "SH",
    "period": {"kind": "next_week"},
    "teams": ["T1", "T2", "T3"],
}


async def post(client: httpx.AsyncClient, path: str, body: Any = None) -> httpx.Response:
    return await client.post(f"/api/v1{path}", json=body)


async def launched(client: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    answer = await post(client, "/contests", {**LAUNCH, **more})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_lead_launches_an_approved_template_among_the_teams_of_one_site(
    world: World, signed_in: SignedIn
) -> None:
    lead = await signed_in("lead", "A11")
    contest = await launched(lead, title={"zh": "三月冲刺", "en": "March sprint"})
    assert contest["phase"] == "scheduled"
    assert contest["title"]["en"] == "March sprint"
    assert [team["code"] for team in contest["entrants"]] == ["T1", "T2", "T3"]
    assert contest["starts"] == "2026-03-08T16:00:00Z"
    assert set(contest["may"]) == {"edit", "cancel", "withdraw", "reveal"}
    trail = await world.sql.fetch("SELECT action FROM audit WHERE subject = $1", f"contest/{contest['id']}")
    assert [row["action"] for row in trail] == ["contest.launch"]


OWN_RULES = {"method": "points", "terms": [{"metric": "calls"}]}


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"rules": OWN_RULES}, "own_scoring"),
    ({"teams": ["T1", "B1"]}, "several_sites"),
    ({"teams": ["T1"]}, "too_few_participants"),
    ({"teams": []}, "too_few_participants"),
    ({"teams": ["T1", "T9"]}, "not_found"),
    ({"agents": ["A12", "A22"], "teams": []}, "wrong_participants"),
    ({"template": "none"}, "not_found"),
    ({"period": {"kind": "week", "on": "2026-02-02"}}, "window_over"),
    ({"period": {"kind": "hours", "ends": "2026-03-04T02:10:00Z"}}, "bad_window"),
    ({"period": {"kind": "hours", "ends": "2026-03-04T12:00:00"}}, "bad_window"),
    ({"period": {"kind": "week"}}, "bad_window"),
    ({"period": {"kind": "hours", "starts": "2026-03-02T00:00:00Z", "ends": "2026-03-06T00:00:00Z"}}, "window_over"),
]


async def test_what_a_lead_may_not_do(world: World, signed_in: SignedIn) -> None:
    lead = await signed_in("lead", "A11")
    for more, code in REFUSED:
        answer = await post(lead, "/contests", {**LAUNCH, **more})
        assert (answer.status_code >= 400, answer.json()["code"]) == (True, code), more
    assert await world.sql.fetchval("SELECT count(*) FROM contest") == 0


async def test_operations_set_own_scoring_and_cross_sites(world: World, signed_in: SignedIn) -> None:
    ops = await signed_in("ops")
    contest = await launched(ops, rules=OWN_RULES, teams=["T1", "B1"])
    assert [term["metric"] for term in contest["rules"]["terms"]] == ["calls"]
    faulty = await post(ops, "/contests", {**LAUNCH, "rules": {"method": "points", "terms": [{"metric": "nothing"}]}})
    assert faulty.status_code == 422
    assert faulty.json()["faults"] == [{"code": "unknown_metric", "where": "terms.0.metric", "word": "nothing"}]


async def test_unapproved_templates_wait_for_operations(world: World, signed_in: SignedIn) -> None:
    ops, lead = await signed_in("ops"), await signed_in("lead", "A11")
    template = (await ops.get("/api/v1/templates/weekly_service")).json()
    changed = {
        name: template[name] for name in ("name", "about", "skill", "practice", "participants", "period", "rules")
    }
    answer = await ops.put("/api/v1/templates/weekly_service", json={**changed, "approved": False, "version": 1})
    assert answer.json()["version"] == 2
    stale = await ops.put("/api/v1/templates/weekly_service", json={**changed, "version": 1})
    assert stale.json()["code"] == "changed_meanwhile"
    assert (await post(lead, "/contests", LAUNCH)).json()["code"] == "template_not_approved"
    assert (await post(ops, "/contests", LAUNCH)).status_code == 201
    assert (await lead.put("/api/v1/templates/weekly_service", json=changed)).status_code == 403


async def test_other_leads_are_told_and_may_withdraw_until_the_start(world: World, signed_in: SignedIn) -> None:
    first, second = await signed_in("lead", "A11"), await signed_in("lead", "A21")
    contest = await launched(first)
    invited = (await second.get("/api/v1/contests?mine=invited")).json()
    assert [(one["id"], one["unseen"]) for one in invited["items"]] == [(contest["id"], True)]
    assert (await first.get("/api/v1/contests?mine=invited")).json()["total"] == 0
    assert (await post(second, f"/contests/{contest['id']}/seen")).status_code == 204
    assert not (await second.get("/api/v1/contests?mine=invited")).json()["items"][0]["unseen"]
    assert (await post(second, f"/contests/{contest['id']}/withdraw", {"team": "T3"})).status_code == 403
    left = (await post(second, f"/contests/{contest['id']}/withdraw", {"team": "T2"})).json()
    assert [team["code"] for team in left["entrants"]] == ["T1", "T3"]
    assert [team["code"] for team in left["withdrawn"]] == ["T2"]
    back = await first.patch(f"/api/v1/contests/{contest['id']}", json={"teams": ["T1", "T2", "T3"]})
    assert back.json()["code"] == "team_withdrew"


async def test_people_find_the_contests_they_take_part_in(world: World, signed_in: SignedIn) -> None:
    ops = await signed_in("ops")
    everybody = await launched(ops)
    others = await launched(ops, teams=["T1", "T3"])
    agent, lead = await signed_in("agent", "A22"), await signed_in("lead", "A11")
    assert [one["id"] for one in (await agent.get("/api/v1/contests?mine=part")).json()["items"]] == [everybody["id"]]
    found = (await lead.get("/api/v1/contests?mine=part")).json()["items"]
    assert [one["id"] for one in found] == [others["id"], everybody["id"]]
    assert (await ops.get("/api/v1/contests?mine=part")).json()["items"] == []


async def test_nobody_withdraws_after_the_start_and_rules_are_locked(world: World, signed_in: SignedIn) -> None:
    contest = await launched(await signed_in("ops"))
    world.clock.at += timedelta(days=5)
    first, ops = await signed_in("lead", "A11"), await signed_in("ops")
    withdrawing = await post(first, f"/contests/{contest['id']}/withdraw", {"team": "T1"})
    assert withdrawing.json()["code"] == "contest_started"
    assert (await ops.patch(f"/api/v1/contests/{contest['id']}", json={"rules": OWN_RULES})).json()[
        "code"
    ] == "contest_started"
    cancelling = await post(first, f"/contests/{contest['id']}/cancel", {"reason": "a mistake"})
    assert cancelling.json()["code"] == "forbidden"
    cancelled = await post(ops, f"/contests/{contest['id']}/cancel", {"reason": "a mistake"})
    assert (cancelled.json()["phase"], cancelled.json()["cancel_reason"]) == ("cancelled", "a mistake")


async def test_whoever_launched_cancels_until_the_start_only(world: World, signed_in: SignedIn) -> None:
    lead = await signed_in("lead", "A11")
    early, running = await launched(lead), await launched(lead, period={"kind": "this_week"})
    codes = [
        (await post(lead, f"/contests/{one['id']}/cancel", {"reason": "a mistake"})).json().get("code")
        for one in (early, running)
    ]
    assert codes == [None, "contest_started"]


async def test_with_one_team_left_the_contest_is_called_off(world: World, signed_in: SignedIn) -> None:
    first, second = await signed_in("lead", "A11"), await signed_in("lead", "A21")
    contest = await launched(first, teams=["T1", "T2"])
    left = (await post(second, f"/contests/{contest['id']}/withdraw", {"team": "T2"})).json()
    assert (left["phase"], left["cancel_reason"]) == ("cancelled", "too_few_participants")


async def test_a_draft_is_its_makers_and_launches_by_the_rules_of_that_moment(
    world: World, signed_in: SignedIn
) -> None:
    lead, other = await signed_in("lead", "A11"), await signed_in("lead", "A21")
    draft = await launched(lead, draft=True)
    assert draft["phase"] == "draft"
    assert (await other.get(f"/api/v1/contests/{draft['id']}")).status_code == 404
    assert (await other.get("/api/v1/contests")).json()["total"] == 0
    changed = await lead.patch(
        f"/api/v1/contests/{draft['id']}", json={"teams": ["T1", "T4"], "version": draft["version"]}
    )
    assert [team["code"] for team in changed.json()["entrants"]] == ["T1", "T4"]
    assert (await lead.patch(f"/api/v1/contests/{draft['id']}", json={"version": 1})).json()[
        "code"
    ] == "changed_meanwhile"
    assert (await post(lead, f"/contests/{draft['id']}/launch")).json()["phase"] == "scheduled"
    assert (await post(lead, f"/contests/{draft['id']}/launch")).json()["code"] == "not_a_draft"


async def test_a_third_contest_at_once_warns_and_does_not_refuse(world: World, signed_in: SignedIn) -> None:
    lead = await signed_in("lead", "A11")
    assert (await launched(lead))["warnings"] == []
    assert (await launched(lead, teams=["T1", "T2"]))["warnings"] == []
    (warning,) = (await launched(lead, teams=["T1", "T4"]))["warnings"]
    # The four of T1 would be in three contests; those of T2 stay in two, those of T4 in one.
    assert (warning["code"], warning["agents"]) == ("busy_agents", 4)
    assert (await launched(lead, teams=["T1", "T4"], period={"kind": "this_week"}))["warnings"] == []


async def test_agents_see_the_top_only_and_leads_everything(world: World, signed_in: SignedIn) -> None:
    ops, lead, agent = await signed_in("ops"), await signed_in("lead", "A11"), await signed_in("agent", "A32")
    contest = await world.launch(teams=["T1", "T2", "T3", "T4"])
    for team, calls in ((1, 40), (2, 30), (3, 20), (4, 10)):
        await world.send(world.fact(f"A{team}2", "calls", calls, "2026-03-04T08:00:00+08:00"))
    path = f"/api/v1/contests/{contest.id}"
    full = (await lead.get(f"{path}/standings")).json()
    assert [row["code"] for row in full["items"]] == ["T1", "T2", "T3", "T4"]
    wall = (await agent.get(f"{path}/standings")).json()
    assert [row["code"] for row in wall["items"]] == ["T1", "T2"]
    assert [one["code"] for one in wall["taking_part"]] == ["T3", "T4"]
    own = (await agent.get(f"{path}/me")).json()
    assert (own["row"]["code"], own["row"]["rank"]) == ("T3", 3)
    assert [row["code"] for row in own["neighbours"]] == ["T1", "T2"]
    slice_ = (await ops.get(f"{path}/standings?offset=1&limit=2")).json()
    assert ([row["code"] for row in slice_["items"]], slice_["next"], slice_["total"]) == (["T2", "T3"], 3, 4)
    assert [row["code"] for row in (await ops.get(f"{path}/standings?q=t4")).json()["items"]] == ["T4"]


async def test_why_shows_the_parts_to_all_who_see_the_board_and_persons_to_few(
    world: World, signed_in: SignedIn
) -> None:
    lead, stranger, agent = await signed_in("lead", "A11"), await signed_in("analyst"), await signed_in("agent", "A12")
    contest = await world.launch()
    await world.send(
        world.fact("A12", "calls", 30, "2026-03-04T08:00:00+08:00"),
        world.fact("A13", "calls", 6, "2026-03-04T08:00:00+08:00"),
        world.fact("A22", "calls", 9, "2026-03-04T08:00:00+08:00"),
    )
    path = f"/api/v1/contests/{contest.id}/why/t1"
    for client, members, hidden in ((lead, 4, 0), (stranger, 0, 4), (agent, 1, 3)):
        why = (await client.get(path)).json()
        assert why["why"]["score"] == "12.0000"
        assert (why["why"]["terms"][0]["metric"], why["why"]["terms"][0]["n"]) == ("calls", 2)
        assert (len(why["members"]), why["hidden_members"]) == (members, hidden)
    assert {fact["agent"] for fact in (await lead.get(f"{path}/facts")).json()["items"]} == {"A12", "A13"}
    assert {fact["agent"] for fact in (await agent.get(f"{path}/facts?metric=calls")).json()["items"]} == {"A12"}
    assert (await stranger.get(f"{path}/facts")).status_code == 403
    assert (await agent.get(f"/api/v1/contests/{contest.id}/why/t2")).status_code == 403
    assert (await lead.get(f"/api/v1/contests/{contest.id}/why/t2")).json()["members"] == []
    assert (await lead.get(f"/api/v1/contests/{contest.id}/why/t9")).status_code == 404
