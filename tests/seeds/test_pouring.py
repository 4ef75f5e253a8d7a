"""A small centre goes in through the doors, once, and leaves last week's contest signed while this week's runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio
from litestar import Litestar

from seeds.accounts import PASSWORD, SIGN_INS
from seeds.centre import QUEUES
from seeds.pouring import Size, pour
from server.app import create_app
from server.auth.accounts import NewAccount
from server.auth.roles import Role
from server.auth.service import AuthService
from server.clock import SetClock
from server.db.pool import Database
from server.people.book import PeopleBook
from server.settings import Settings
from tests.conftest import cloned
from tests.server.conftest import client_of, living

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
"""A Friday: last week's lateness of three days has passed."""
SMALL = Size(days=12, teams=(2, 2))
shared = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def poured(template_database: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Settings]:
    """One small centre for all tests that only look."""
    async with cloned(template_database) as url:
        settings = Settings(database_url=url, data=tmp_path_factory.mktemp("data"), port=0, scorer=False)
        assert await pour(settings, now=NOW, size=SMALL)
        yield settings


@asynccontextmanager
async def _signed_in(app: Litestar, login: str) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app, headers={"Origin": "http://testserver"}) as client:
        answer = await client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        yield client


async def _items(client: httpx.AsyncClient, path: str) -> list[dict[str, Any]]:
    answer = await client.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@asynccontextmanager
async def _looking(settings: Settings) -> AsyncIterator["asyncpg.Connection[Any]"]:
    connection = await asyncpg.connect(settings.database_url)
    try:
        yield connection
    finally:
        await connection.close()


@shared
async def test_last_weeks_contests_are_signed_while_this_weeks_run(poured: Settings) -> None:
    async with living(create_app(poured, SetClock(NOW))) as app, _signed_in(app, "ops") as client:
        final = await _items(client, "/contests?state=final")
        running = await _items(client, "/contests?state=running")
        for site in ("CD", "BE"):
            # A league of only two teams is over sooner than that of the whole centre.
            races = [contest for contest in final if contest["format"] == "race"]
            signed = {contest["template"]: contest for contest in races if contest["site"]["code"] == site}
            assert set(signed) == {"weekly_service", "first_contact_king"}
            for contest in signed.values():
                assert datetime.fromisoformat(contest["ends"]) <= NOW
                assert [one["revision"] for one in await _items(client, f"/contests/{contest['id']}/results")] == [1]
                standings = await client.get(f"/api/v1/contests/{contest['id']}/standings")
                assert [row["rank"] for row in standings.json()["items"]][:2] == [1, 2]
            going = {contest["template"] for contest in running if contest["site"]["code"] == site}
            assert going >= {"weekly_service", "first_contact_king", "monthly_scorecard"}
        assert {contest["format"] for contest in (*final, *running)} >= {"league", "cup"}
        assert [contest["site"]["code"] for contest in running if contest["template"] == "satisfaction_sprint"] == [
            "CD"
        ]


@shared
async def test_everything_is_in_as_it_would_have_been_received(poured: Settings) -> None:
    async with _looking(poured) as sql:
        assert await sql.fetchval("SELECT count(*) FROM fact") > 20_000
        assert await sql.fetchval("SELECT count(*) FROM fact WHERE membership_id = 0 AND agent_id <> 0") == 0
        refused = await sql.fetch("SELECT fact_id FROM quarantine")
        assert all(row["fact_id"].startswith("mishap") for row in refused)
        received = await sql.fetchrow(
            "SELECT min(received_at), max(received_at), max(received_at - at) AS wait FROM fact"
            # Scored calls of the months before come in as one file.
            " WHERE fact_id NOT LIKE 'past-%'"
        )
        assert received is not None
        assert (received["min"], received["max"]) == (NOW - timedelta(days=12), NOW)
        assert timedelta(days=4) < received["wait"] < timedelta(days=8)
        assert await sql.fetchval("SELECT count(*) FROM fact_superseded") > 10
        assert await sql.fetchval("SELECT count(*) FROM metric_band") == len(QUEUES)


@shared
async def test_one_review_is_over_and_one_waits_for_decisions(poured: Settings) -> None:
    async with living(create_app(poured, SetClock(NOW))) as app, _signed_in(app, "hr") as client:
        now, then = (await client.get("/api/v1/cycles")).json()
        assert (now["phase"], then["phase"]) == ("deciding", "closed")
        assert then["counted"]["candidates"] == sum(then["counted"]["decided"].values()) > 0
        promoted = then["counted"]["decided"].get("promote", 0)
        assert len(await _items(client, f"/certificates?cycle={then['id']}")) == promoted
        dossiers = await _items(client, f"/dossiers?cycle={then['id']}")
        found = (await client.get(f"/api/v1/verify/{dossiers[0]['number']}")).json()
        assert found["answer"] == "genuine"
        assert now["counted"]["candidates"] > 0


@shared
@pytest.mark.parametrize("login", [one.login for one in SIGN_INS if one.role == "agent"])
async def test_every_listed_agent_has_had_a_review(poured: Settings, login: str) -> None:
    async with living(create_app(poured, SetClock(NOW))) as app, _signed_in(app, login) as client:
        own = (await client.get("/api/v1/cycles/mine")).json()
        (told,) = [one for one in own if one["decision"] is not None]
        assert told["decision"]["reason"]


@shared
async def test_calls_are_judged_and_people_learn(poured: Settings) -> None:
    async with living(create_app(poured, SetClock(NOW))) as app:
        async with _signed_in(app, "analyst") as client:
            judged = await _items(client, "/qa/evaluations?limit=200")
            assert {one["form"] for one in judged} == {"standard", "abilities", "compliance"}
            assert {one["agent"]["code"][:2] for one in judged} == {"CD", "BE"}
            assert [one["withdrawn"] for one in judged].count(True) == 1
            assert {one["dispute"] for one in judged} >= {"open"}
            assert len(await _items(client, "/qa/calibrations")) == 2
        async with _signed_in(app, "trainer") as client:
            assert {one["team"] and one["team"]["code"] for one in await _items(client, "/surveys")} >= {"T01", "T13"}
            assert len(await _items(client, "/practice/queue")) == 6
            invited = (await client.get("/api/v1/exams/data_protection_refresher")).json()["invited"]
            assert len(invited) >= 12
        async with _signed_in(app, "lead") as client:
            assert len(await _items(client, "/kudos/team")) >= 4
            assert len(await _items(client, "/rewards/gifts")) >= 2
        async with _signed_in(app, "agent") as client:
            assert await _items(client, "/qa/evaluations")
            assert (await client.get("/api/v1/plans/mine")).json()["plans"]


@shared
async def test_a_whole_centre_is_left_alone(poured: Settings) -> None:
    async with _looking(poured) as sql:
        before = await sql.fetchval("SELECT count(*) FROM audit")
        assert await pour(poured, now=NOW + timedelta(days=1), size=SMALL) is False
        assert await sql.fetchval("SELECT count(*) FROM audit") == before
        assert await sql.fetchval("SELECT count(*) FROM api_token WHERE revoked_at IS NULL") == 0


@shared
async def test_everybody_on_the_list_can_sign_in(poured: Settings) -> None:
    async with living(create_app(poured, SetClock(NOW))) as app:
        for listed in SIGN_INS:
            if listed.agent is None or listed.agent[:2] in {"CD", "BE"}:
                async with _signed_in(app, listed.login) as client:
                    shown = (await client.get("/api/v1/session")).json()["account"]
                    assert (shown["role"], shown["locale"], shown["name"]) == (listed.role, listed.locale, listed.name)


async def test_somebody_elses_data_is_left_alone(settings: Settings, sql: "asyncpg.Connection[Any]") -> None:
    async with Database(settings.database_url or "").open() as db:
        auth = AuthService(db, SetClock(NOW), PeopleBook())
        await auth.accounts.create(None, NewAccount(login="me", name="Me", role=Role.ADMIN, password="long enough"))
    assert await pour(settings, now=NOW, size=SMALL) is False
    assert await sql.fetchval("SELECT count(*) FROM api_token") == 0
    assert await sql.fetchval("SELECT count(*) FROM agent") == 0


async def test_an_interrupted_pouring_is_finished_by_the_next(
    settings: Settings, sql: "asyncpg.Connection[Any]"
) -> None:
    reached, days = asyncio.Event(), Size(days=4, teams=(2, 2))

    def half(what: str, done: float) -> None:
        if done > 0.5:
            reached.set()

    pouring = asyncio.create_task(pour(settings, progress=half, now=NOW, size=days))
    halfway = asyncio.create_task(reached.wait())
    await asyncio.wait({pouring, halfway}, return_when=asyncio.FIRST_COMPLETED)
    assert not pouring.done()
    pouring.cancel()
    with pytest.raises(asyncio.CancelledError):
        await pouring
    partly = await sql.fetchval("SELECT count(*) FROM fact")
    assert await pour(settings, now=NOW + timedelta(minutes=7), size=days) is True
    assert await sql.fetchval("SELECT count(*) FROM fact") > partly > 0
    received = await sql.fetch(
        "SELECT DISTINCT received_at::date AS day FROM fact WHERE fact_id NOT LIKE 'past-%' ORDER BY day"
    )
    assert len(received) == days.days + 1
    assert await pour(settings, now=NOW, size=days) is False


@shared
async def test_the_past_has_earned_its_badges(poured: Settings) -> None:
    async with _looking(poured) as connection:
        given = {
            row["badge"]: row["n"]
            for row in await connection.fetch("SELECT badge, count(*) AS n FROM award GROUP BY 1")
        }
        waiting = await connection.fetchval("SELECT count(*) FROM badge_due")
    assert {"level", "one_year", "many_skills", "assist"} <= set(given)
    assert waiting == 0
