"""Criteria tried on the past are what one finds by going through everybody one by one; small groups are never told."""

import random
from datetime import date, timedelta
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from career.criteria import MonthsAtLeast, Skills, Tenure
from career.evidence import View
from career.months import add_months, month_of
from career.readiness import is_ready
from career.versions import Asked, Step
from server.ladder.criteria import store
from server.ladder.evidence.gathering import gather
from server.ladder.evidence.needs import needs_of
from tests.server.conftest import SignedIn
from tests.server.ladder.test_criteria import drafted, form

pytestmark = pytest.mark.usefixtures("centre")


def junior(*criteria: Any) -> list[dict[str, Any]]:
    asked = tuple([Asked(f"c{i}", f"条件{i}", f"Criterion {i}", one) for i, one in enumerate(criteria)])
    found: list[dict[str, Any]] = msgspec.to_builtins([Step("junior", "intermediate", asked)])
    return found


async def written(hr: httpx.AsyncClient, code: str, *criteria: Any) -> None:
    version = await drafted(hr, code)
    saved = await hr.put(f"/api/v1/criteria/{code}", json=form(version, steps=junior(*criteria)))
    assert saved.status_code == 200, saved.text


async def tried(client: httpx.AsyncClient, code: str, **asked: Any) -> dict[str, Any]:
    answer = await client.post(f"/api/v1/criteria/{code}/preview", json=asked)
    assert answer.status_code == 200, answer.text
    lines = [msgspec.json.decode(line) for line in answer.content.splitlines()]
    assert [line["done"] for line in lines] == sorted(line["done"] for line in lines)
    assert lines[-1]["done"] == lines[-1]["of"]
    found: dict[str, Any] = lines[-1]["report"]
    return found


async def people(sql: Any, seed: int, number: int) -> list[dict[str, Any]]:
    """Juniors since their first day, some of them gone since, some with a skill."""
    rng = random.Random(seed)
    await sql.execute("UPDATE agent SET left_on = hired + 1")
    found = []
    for i in range(number):
        hired = date(2024, 6, 1) + timedelta(days=rng.randrange(560))
        left = hired + timedelta(days=rng.randrange(100, 900)) if rng.random() < 0.2 else None
        one = {
            "code": f"P{i:03}",
            "site": rng.choices([1, 2], [9, 1])[0],
            "hired": hired,
            "left_on": left,
            "contract": rng.choices(["permanent", "agency", "temporary"], [12, 6, 1])[0],
            "skill": hired + timedelta(days=rng.randrange(300)) if rng.random() < 0.5 else None,
        }
        one["id"] = await sql.fetchval(
            "INSERT INTO agent (code, site_id, name_zh, name_en, hired, left_on, level, level_since)"
            " VALUES ($1, $2, $1, $1, $3, $4, 'junior', $3) RETURNING id",
            one["code"], one["site"], hired, left,
        )  # fmt: skip
        await sql.execute(
            "INSERT INTO employment (agent_id, starts, contract) VALUES ($1, $2, $3)", one["id"], hired, one["contract"]
        )
        if one["skill"]:
            await sql.execute(
                "INSERT INTO skill (agent_id, queue_id, since) VALUES ($1, 1, $2)", one["id"], one["skill"]
            )
        found.append(one)
    return found


def ready(one: dict[str, Any], months: int, skill: bool, as_of: date) -> bool:
    known = not skill or (one["skill"] is not None and one["skill"] < as_of)
    return known and add_months(one["hired"], months) <= as_of


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_preview_is_what_going_through_everybody_gives(signed_in: SignedIn, sql: Any, seed: int) -> None:
    everybody = await people(sql, seed, 90)
    hr = await signed_in("hr")
    await written(hr, "old", Tenure(6))
    await written(hr, "new", Tenure(9), Skills(1))
    report = await tried(hr, "new", against="old", as_of=["2025-07-01", "2026-01-01"], names=True)
    assert [day["as_of"] for day in report["days"]] == ["2025-07-01", "2026-01-01"]
    for day in report["days"]:
        as_of = date.fromisoformat(day["as_of"])
        there = [
            one for one in everybody if one["hired"] < as_of and (one["left_on"] is None or one["left_on"] > as_of)
        ]
        before = {one["code"] for one in there if ready(one, 6, False, as_of)}
        after = {one["code"] for one in there if ready(one, 9, True, as_of)}
        (step,) = day["steps"]
        assert (step["people"], step["before"], step["after"]) == (len(there), len(before), len(after))
        assert {one["agent"]["code"] for one in day["changed"]} == before ^ after
        assert (step["gained"], step["lost"]) == (0, len(before - after))
        by = {one["dimension"]: one["groups"] for one in step["by"]}
        for group in by["contract"]:
            same = [one["code"] for one in there if one["contract"] == group["group"]]
            if group["group"]:
                assert group["people"] == len(same)
                assert group["before"] == len(before.intersection(same))
                assert group["after"] == len(after.intersection(same))
        for groups in by.values():
            assert sum(group["people"] for group in groups) == len(there)
            assert sum(group["after"] for group in groups) == len(after)
            assert all(group["people"] >= 5 for group in groups)


async def test_years_shared_by_two_days_and_months_read_for_few_give_the_same(
    app: Litestar, signed_in: SignedIn, sql: Any
) -> None:
    """Whose months are read, and once for both days, is nobody's business: as each person judged alone from everything."""
    everybody, rng = await people(sql, 5, 60), random.Random(5)
    hired = {one["id"]: one["hired"] for one in everybody}
    for agent_id, day in hired.items():
        for month in range(month_of(day), 24312):
            if rng.random() < 0.9:
                score = rng.randrange(80, 96) * 1_000_000
                await sql.execute(
                    "INSERT INTO scorecard (tier, subject_id, month, revision, site_id, score, half_days, published_at, ground, sheet)"
                    " VALUES ('agent', $1, $2, 1, 1, $3, 40, now(), 'published', '')", agent_id, month, score,
                )  # fmt: skip
        if rng.random() < 0.5:
            await sql.execute(
                "INSERT INTO roster (agent_id, day, starts, ends) SELECT $1, d, d, d + interval '8 hours'"
                " FROM generate_series(timestamp '2025-03-01', '2025-05-30', '2 days') d", agent_id,
            )  # fmt: skip
    hr = await signed_in("hr")
    await written(hr, "old", Tenure(6), MonthsAtLeast(metric="scorecard", at_least="85", k=3, months=4))
    await written(hr, "new", Skills(1), MonthsAtLeast(metric="scorecard", at_least="86", k=4, months=6), Tenure(8))
    days = [date(2025, 9, 1), date(2026, 1, 1)]
    report = await tried(hr, "new", against="old", as_of=[day.isoformat() for day in days], names=True)
    for day, told in zip(days, report["days"], strict=True):
        async with app.state.rooms.db.transaction() as connection:
            known = {code: (await store.find(connection, code)).version for code in ("old", "new")}
            ready: dict[str, set[str]] = {}
            async for person, evidence in gather(connection, None, as_of=day, needs=needs_of(known.values())):
                view = View(evidence, day)
                for code in ("old", "new"):
                    step = known[code].step("junior", "intermediate")
                    if view.held is not None and view.held.level == "junior" and step and is_ready(step, view):
                        ready.setdefault(code, set()).add(person.code)
        (step,) = told["steps"]
        assert (step["before"], step["after"]) == (len(ready["old"]), len(ready["new"]))
        assert {one["agent"]["code"] for one in told["changed"]} == ready["old"] ^ ready["new"]


async def test_small_groups_and_small_changes_are_not_told(signed_in: SignedIn, sql: Any) -> None:
    everybody = await people(sql, 3, 40)
    hr = await signed_in("hr")
    await written(hr, "old", Tenure(6))
    as_of = date(2026, 1, 1)
    waiting = sorted(
        (add_months(one["hired"], 7), one["code"])
        for one in everybody
        if ready(one, 6, False, as_of) and not one["left_on"]
    )
    assert waiting
    # Two months more would have cost only a few their readiness.
    months = next(m for m in range(7, 30) if 0 < sum(ready(one, 6, False, as_of) and not ready(one, m, False, as_of)
                  and (one["left_on"] is None or one["left_on"] > as_of) for one in everybody) < 5)  # fmt: skip
    await written(hr, "new", Tenure(months))
    report = await tried(hr, "new", against="old", as_of=["2026-01-01"])
    (step,) = report["days"][0]["steps"]
    assert (step["gained"], step["lost"]) == (None, None)
    assert report["days"][0]["changed"] is None

    await sql.execute("DELETE FROM skill; DELETE FROM employment")
    await sql.execute(
        "UPDATE agent SET left_on = hired + 1 WHERE id NOT IN (SELECT id FROM agent WHERE code LIKE 'P%' AND left_on IS NULL AND hired < '2025-12-01' LIMIT 4)"
    )
    (day,) = (await tried(hr, "new", against="old", as_of=["2026-01-01"]))["days"]
    for step in day["steps"]:
        assert (step["people"], step["before"], step["after"], step["by"]) == (None, None, None, [])


async def test_days_and_names_are_asked_for_with_care(signed_in: SignedIn, sql: Any) -> None:
    await people(sql, 4, 8)
    hr, ops = await signed_in("hr"), await signed_in("ops")
    await written(hr, "new", Tenure(9))
    report = await tried(hr, "new")
    assert report["against"] == "default-1"
    assert [day["as_of"] for day in report["days"]] == ["2025-07-01", "2026-01-01"]
    future = await hr.post("/api/v1/criteria/new/preview", json={"as_of": ["2026-03-05"]})
    assert future.json()["code"] == "preview_in_future"
    assert (await ops.post("/api/v1/criteria/new/preview", json={})).status_code == 403
    assert await sql.fetchval("SELECT count(*) FROM audit WHERE action = 'criteria.preview_names'") == 0
    await tried(hr, "new", names=True)
    assert await sql.fetchval("SELECT count(*) FROM audit WHERE action = 'criteria.preview_names'") == 1
