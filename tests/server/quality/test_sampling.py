"""Sampling plans through the service: everybody often enough, spread, by others; planned anew without moving what is done."""

import io
import json
from collections import Counter, defaultdict
from datetime import date, timedelta
from random import Random
from typing import Any

import httpx
import pytest
import python_calamine
from litestar import Litestar

from server.clock import SetClock
from tests.server.conftest import SignedIn
from tests.server.quality.conftest import judged, refused, told

PLANS = "/api/v1/qa/plans"
MARCH = [date(2026, 3, 1) + timedelta(days=n) for n in range(31)]


class Centre:
    """A site made up at random, with what is true of it kept beside for a naive check."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.worked: dict[str, set[date]] = {}
        self.team: dict[str, str] = {}
        self.line: dict[str, str | None] = {}
        """By an evaluator's agent, the team it belongs to."""

    async def build(self, sql: Any) -> None:
        """Teams of members with rosters or the site's calendar, some leave; one analyst of a team, others of none."""
        rng = self.rng
        await sql.execute(
            "INSERT INTO site (code, name_zh, name_en, zone, day_starts) VALUES ('S', '站', 'Site', $1, $2::text::time)",
            rng.choice(["Asia/Shanghai", "Europe/Berlin", "America/New_York"]),
            rng.choice(["00:00", "06:00"]),
        )
        await sql.execute(
            "INSERT INTO calendar_day (site_id, day, kind) VALUES (1, '2026-03-05', 'holiday'), (1, '2026-03-07', 'workday')"
        )
        usual = {day for day in MARCH if day.weekday() < 5} - {date(2026, 3, 5)} | {date(2026, 3, 7)}
        for t in range(rng.randint(1, 3)):
            await sql.execute(
                "INSERT INTO team (code, site_id, name_zh, name_en) VALUES ($1, 1, '组', 'Team')", f"T{t}"
            )
            for n in range(rng.randint(1, 6)):
                code = f"P{t}{n}"
                self.team[code] = f"T{t}"
                post = "lead" if n == 0 else "member"
                agent = await sql.fetchval(
                    "WITH a AS (INSERT INTO agent (code, site_id, name_zh, name_en, hired) VALUES ($1, 1, '某', 'One', '2025-01-06')"
                    " RETURNING id) INSERT INTO membership (agent_id, team_id, starts, post)"
                    " SELECT id, (SELECT id FROM team WHERE code = $2), '2025-01-06T00:00Z', $3 FROM a RETURNING agent_id",
                    code,
                    f"T{t}",
                    post,
                )
                self.worked[code] = set() if post == "lead" else await self._days(sql, agent, usual)
        await self._evaluators(sql)

    async def _days(self, sql: Any, agent: int, usual: set[date]) -> set[date]:
        days = usual
        if self.rng.random() < 0.5:
            days = set(self.rng.sample(MARCH, self.rng.randint(1, 22)))
            await sql.executemany(
                "INSERT INTO roster (agent_id, day, starts, ends) SELECT $1, $2::date, ($2::date + '09:00'::time) AT TIME ZONE zone,"
                " ($2::date + '17:00'::time) AT TIME ZONE zone FROM site",
                [(agent, day) for day in days],
            )
        if self.rng.random() < 0.4:
            days = days - await self.away(sql, agent, date(2026, 3, 9))
        return days

    async def away(self, sql: Any, agent: int, first: date) -> set[date]:
        """Leave of some whole days; a half day is none."""
        length = self.rng.randint(1, 15)
        half = self.rng.random() < 0.2
        await sql.execute(
            "INSERT INTO leave (agent_id, starts, ends, part, kind) VALUES ($1, $2, $3, $4, 'annual')",
            agent,
            first,
            first + timedelta(days=length),
            "morning" if half else "whole",
        )
        return set() if half else {first + timedelta(days=n) for n in range(length)}

    async def _evaluators(self, sql: Any) -> None:
        for n, (role, agent) in enumerate([("analyst", "P00"), ("analyst", None), ("assessor", None)]):
            login = f"e{n}"
            self.line[login] = None if agent is None else self.team[agent]
            await sql.execute(
                "INSERT INTO account (login, password_hash, role, agent_id, name, created_at)"
                " VALUES ($1, '', $2, (SELECT id FROM agent WHERE code = $3), $1, now())",
                login,
                role,
                agent,
            )

    def check(self, plan: dict[str, Any], per_month: int) -> None:
        """At least so many a month for everybody who works, on days worked, one in each stretch of them, never by the own line."""
        mine: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for one in plan["items"]:
            mine[one["agent"]].append(one)
            team = self.line[one["evaluator"]]
            assert team is None or self.team[one["agent"]] != team
        assert set(mine) == {code for code, days in self.worked.items() if days}
        for code, samples in mine.items():
            days = sorted(self.worked[code])
            assert len(samples) == per_month
            assert {date.fromisoformat(one["day"]) for one in samples} <= set(days)
            if len(days) >= per_month:
                places = [days.index(date.fromisoformat(one["day"])) for one in samples]
                for n in range(per_month):
                    before = (n + 1) * len(days) // per_month
                    assert sum(place < before for place in places) == n + 1


async def _ids(sql: Any) -> list[int]:
    return [row["id"] for row in await sql.fetch("SELECT id FROM account WHERE login LIKE 'e_' ORDER BY id")]


@pytest.mark.parametrize("seed", range(8))
async def test_everybody_often_enough_spread_and_by_others(
    app: Litestar, signed_in: SignedIn, sql: Any, seed: int
) -> None:
    centre = Centre(Random(seed))
    await centre.build(sql)
    ops = await signed_in("ops")
    per_month = centre.rng.choice([4, 4, 4, 6])
    wanted = {"site": "S", "month": "2026-03", "per_month": per_month, "evaluators": await _ids(sql)}
    plan = await told(await ops.post(PLANS, json=wanted))
    centre.check(plan, per_month)
    assert (plan["dropped"], plan["added"]) == (0, 0)
    loads = [one["planned"] for one in plan["evaluators"] if centre.line[one["name"]] is None]
    assert max(loads) - min(loads) <= per_month
    # Some are done, somebody goes on leave, somebody leaves.
    done = centre.rng.sample(plan["items"], len(plan["items"]) // 4)
    for one in done:
        await _done(sql, one["id"])
    await _disturb(centre, sql)
    anew = await told(await ops.post(f"{PLANS}/{plan['id']}/replan", json={}))
    _check_anew(centre, plan, anew, per_month)
    again = await told(await ops.post(f"{PLANS}/{plan['id']}/replan", json={}))
    assert [one["id"] for one in again["items"]] == [one["id"] for one in anew["items"]]


async def _done(sql: Any, sample: int) -> None:
    await sql.execute(
        "WITH e AS (INSERT INTO qa_evaluation (agent_id, evaluator_id, form, version, kind, call, at, judged_at, judged_on, score, critical)"
        " SELECT agent_id, account_id, 'standard', 1, 'call', 'c' || id, day, now(), day, 90000000, 0 FROM sampling_sample WHERE id = $1"
        " RETURNING id) UPDATE sampling_sample SET evaluation_id = (SELECT id FROM e), done_at = now() WHERE id = $1",
        sample,
    )


async def _disturb(centre: Centre, sql: Any) -> None:
    members = sorted(code for code, days in centre.worked.items() if days)
    if not members:
        return
    code = centre.rng.choice(members)
    agent = await sql.fetchval("SELECT id FROM agent WHERE code = $1", code)
    if not await sql.fetchval("SELECT count(*) FROM leave WHERE agent_id = $1", agent):
        centre.worked[code] -= await centre.away(sql, agent, date(2026, 3, 16))
    gone = centre.rng.choice(members)
    await sql.execute(
        "UPDATE membership m SET ends = (date '2026-03-12' + s.day_starts) AT TIME ZONE s.zone FROM site s, agent a"
        " WHERE a.id = m.agent_id AND a.code = $1",
        gone,
    )
    centre.worked[gone] = {day for day in centre.worked[gone] if day < date(2026, 3, 12)}


def _check_anew(centre: Centre, plan: dict[str, Any], anew: dict[str, Any], per_month: int) -> None:
    before = {one["id"]: one for one in plan["items"]}
    after = {one["id"]: one for one in anew["items"]}
    done = {number for number, one in after.items() if one["evaluation"] is not None}
    for number, one in before.items():
        fits = date.fromisoformat(one["day"]) in centre.worked[one["agent"]]
        stays = number in after
        # Whoever still works on the day keeps the sample, and so does what is done; nothing else stays.
        assert stays == (fits or number in done)
        assert not stays or (one["day"], one["account"]) == (after[number]["day"], after[number]["account"])
    counts = Counter(one["agent"] for one in after.values())
    for code, days in centre.worked.items():
        assert counts[code] >= per_month or not days
        added = [one for number, one in after.items() if number not in before and one["agent"] == code]
        assert all(date.fromisoformat(one["day"]) in days for one in added)


@pytest.fixture
def month_end(clock: SetClock) -> None:
    """The evening of the month's last day."""
    clock.at = clock.at.replace(day=31, hour=12)


@pytest.fixture
async def planned(
    month_end: None, centre: None, signed_in: SignedIn
) -> tuple[httpx.AsyncClient, httpx.AsyncClient, dict[str, Any]]:
    """The analyst, operations, and a plan of March with two agents."""
    analyst, ops = await signed_in("analyst"), await signed_in("ops")
    return analyst, ops, await told(await ops.post(PLANS, json={"site": "CD", "month": "2026-03"}))


async def test_a_judged_sample_is_done_and_only_by_whom_it_was_given_to(
    planned: tuple[httpx.AsyncClient, httpx.AsyncClient, dict[str, Any]], signed_in: SignedIn
) -> None:
    analyst, ops, plan = planned
    assert [(one["agent"]["code"], one["planned"], one["done"]) for one in plan["agents"]] == [
        ("A2", 4, 0),
        ("A3", 4, 0),
    ]
    mine = (await told(await analyst.get("/api/v1/qa/samples")))["items"]
    assert len(mine) == 8
    one = next(each for each in mine if each["agent"] == "A2")
    call = judged("s-1", sample=one["id"], at=f"{one['day']}T10:00:00+08:00")
    other = await signed_in("analyst")
    assert refused(await other.post("/api/v1/qa/evaluations", json=call)) == (403, "sample_of_others")
    assert refused(await analyst.post("/api/v1/qa/evaluations", json={**call, "agent": "A3"}))[1] == "sample_mismatch"
    far = {**call, "at": "2026-02-10T10:00:00+08:00"}
    assert refused(await analyst.post("/api/v1/qa/evaluations", json=far))[1] == "sample_mismatch"
    made = await told(await analyst.post("/api/v1/qa/evaluations", json=call))
    again = judged("s-2", sample=one["id"], at=call["at"])
    assert refused(await analyst.post("/api/v1/qa/evaluations", json=again)) == (409, "sample_done")
    mine = (await told(await analyst.get("/api/v1/qa/samples")))["items"]
    assert [each["evaluation"] for each in mine if each["standing"] == "done"] == [made["evaluation"]["id"]]
    page = await told(await ops.get(f"{PLANS}/{plan['id']}"))
    assert [(each["done"], each["planned"]) for each in page["evaluators"]] == [(1, 8)]
    # Withdrawn, it is to be judged again, that very call or another.
    why = {"reason": "wrong call"}
    await told(await analyst.post(f"/api/v1/qa/evaluations/{made['evaluation']['id']}/withdraw", json=why))
    await told(await analyst.post("/api/v1/qa/evaluations", json=again))


async def test_an_assessor_sees_assigned_calls_by_code_and_judges_only_them(
    planned: tuple[httpx.AsyncClient, httpx.AsyncClient, dict[str, Any]], signed_in: SignedIn, sql: Any
) -> None:
    _, ops, plan = planned
    assessor = await signed_in("assessor")
    account = await sql.fetchval("SELECT id FROM account WHERE role = 'assessor'")
    one = next(each for each in plan["items"] if each["agent"] == "A2")
    address = f"/api/v1/qa/samples/{one['id']}"
    await told(await ops.put(address, json={"account": account}))
    assert (await told(await assessor.get("/api/v1/qa/samples")))["items"] == []
    await told(await ops.put(address, json={"account": account, "call": "k-7", "recording": "rec/k-7"}))
    (seen,) = (await told(await assessor.get("/api/v1/qa/samples")))["items"]
    assert (seen["agent"], seen["name"], seen["call"], seen["recording"]) == ("A2", None, "k-7", "rec/k-7")
    call = judged("k-8", sample=one["id"], at=f"{one['day']}T10:00:00+08:00")
    assert refused(await assessor.post("/api/v1/qa/evaluations", json=call))[1] == "sample_mismatch"
    assert (await assessor.post("/api/v1/qa/evaluations", json={**call, "call": "k-7"})).status_code == 201
    assert refused(await ops.put(address, json={})) == (409, "sample_done")


async def test_no_sample_goes_to_the_own_line(
    planned: tuple[httpx.AsyncClient, httpx.AsyncClient, dict[str, Any]], signed_in: SignedIn, sql: Any
) -> None:
    _, ops, plan = planned
    await signed_in("analyst", "A2")
    beside = await sql.fetchval("SELECT max(id) FROM account")
    lead = await sql.fetchval("SELECT id FROM agent WHERE code = 'A1'")
    assert lead is not None
    one = next(each for each in plan["items"] if each["agent"] == "A2")
    assert refused(await ops.put(f"/api/v1/qa/samples/{one['id']}", json={"account": beside}))[1] == "sample_own_line"
    anew = await told(await ops.post(f"{PLANS}/{plan['id']}/replan", json={"evaluators": [beside]}))
    short = {each["agent"]["code"]: each["short"] for each in anew["agents"]}
    assert short["A2"] == "nobody"
    assert {each["agent"] for each in anew["items"]} == {"A3"}


async def test_an_added_evaluator_shares_the_days_to_come_and_one_who_goes_keeps_only_what_was_judged(
    centre: None, signed_in: SignedIn, sql: Any
) -> None:
    await signed_in("analyst")
    ops = await signed_in("ops")
    plan = await told(await ops.post(PLANS, json={"site": "CD", "month": "2026-03"}))
    address = f"{PLANS}/{plan['id']}/replan"
    (first,) = plan["chosen"]
    await signed_in("assessor")
    other = await sql.fetchval("SELECT id FROM account WHERE role = 'assessor'")
    done = plan["items"][0]["id"]
    await _done(sql, done)
    days = [(one["agent"], one["day"]) for one in plan["items"]]
    added = await told(await ops.post(address, json={"evaluators": [first, other]}))
    assert added["chosen"] == sorted([first, other])
    assert {one["account"] for one in added["items"]} == {first}
    shared = await told(await ops.post(address, json={"share": True}))
    assert {one["account"] for one in shared["items"]} == {first, other}
    assert [(one["agent"], one["day"]) for one in shared["items"]] == days
    alone = await told(await ops.post(address, json={"evaluators": [other]}))
    assert [one["id"] for one in alone["items"] if one["account"] == first] == [done]
    assert alone["chosen"] == [other]
    said = await sql.fetch("SELECT detail FROM audit WHERE action = 'sampling.replan' ORDER BY id")
    assert json.loads(said[-1]["detail"])["before"] == sorted([first, other])
    assert refused(await ops.post(address, json={"evaluators": []}))[1] == "no_evaluator"


async def test_shortfalls_show_while_there_is_time_and_the_clock_plans_anew(
    centre: None, app: Litestar, signed_in: SignedIn, sql: Any
) -> None:
    analyst = await signed_in("analyst")
    plan = await told(await analyst.post(PLANS, json={"site": "CD", "month": "2026-03"}))
    assert all(one["short"] is None for one in plan["agents"])
    await sql.execute("UPDATE membership SET ends = '2026-03-11T00:00+08:00' WHERE agent_id = 2")
    page = await told(await analyst.get(f"{PLANS}/{plan['id']}"))
    assert {one["agent"]["code"]: one["short"] for one in page["agents"]} == {"A2": "planning", "A3": None}
    assert page["dropped"] == page["added"] > 0
    await app.state.rooms.quality.sampling.follow()
    page = await told(await analyst.get(f"{PLANS}/{plan['id']}"))
    assert (page["dropped"], page["added"]) == (0, 0)
    assert all(one["day"] < "2026-03-11" for one in page["items"] if one["agent"] == "A2")
    assert refused(await analyst.post(PLANS, json={"site": "CD", "month": "2026-03"})) == (409, "sampling_plan_there")
    assert refused(await analyst.post(PLANS, json={"site": "CD", "month": "2026-09"})) == (422, "sampling_month_far")


async def test_what_was_not_judged_in_time_is_late(
    planned: tuple[httpx.AsyncClient, httpx.AsyncClient, dict[str, Any]],
) -> None:
    _, _, plan = planned
    assert {one["short"] for one in plan["agents"]} == {"late"}
    (one,) = plan["evaluators"]
    # One working day is left for all eight.
    assert (one["planned"], one["a_day"]) == (8, 8)
    assert one["late"] == sum(each["day"] < "2026-03-24" for each in plan["items"])


async def test_workbooks_hold_figures(
    planned: tuple[httpx.AsyncClient, httpx.AsyncClient, dict[str, Any]],
) -> None:
    analyst, ops, plan = planned
    book = (await ops.get(f"{PLANS}/{plan['id']}/export.xlsx")).content
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert rows[1][:6] == ["A2", "李二", "破晓", 22.0, 4.0, 0.0]
    own = (await analyst.get("/api/v1/qa/samples/export.xlsx")).content
    assert python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(own)).get_sheet_by_index(0).height == 9
