"""What happened to somebody, for that person alone; and who sees what, held against the table of permissions."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.auth.roles import PERMISSIONS, Permission, Role
from server.clock import SetClock
from server.desk.sight import viewers
from tests.server.conftest import SignedIn


@pytest.fixture
async def happened(centre: None, sql: Any, clock: SetClock) -> None:
    """A2 was thanked twice, once taken back, and has a badge twice on a day; A3 was thanked too."""
    await sql.execute(
        """
        INSERT INTO kudos (giver_id, receiver_id, value, value_zh, value_en, words, at, taken_back_at)
            SELECT 1, r, 'help', '相助', 'Help', 'secret words', $1::timestamptz - make_interval(hours => h),
                CASE WHEN h = 2 THEN $1::timestamptz END FROM (VALUES (2, 1), (2, 2), (3, 1)) v(r, h)
        """,
        clock.now(),
    )
    await sql.execute(
        """
        INSERT INTO award (badge, version, agent_id, ground, tier, on_day, value, threshold, refs, given_at)
            SELECT code, version, 2, code || n, 'plain', ($1::timestamptz)::date - d, '1/1', '1/1', '{}', $1::timestamptz
            FROM (SELECT code, version FROM badge_version ORDER BY code LIMIT 1) b, (VALUES (1, 0), (2, 1), (3, 400)) v(n, d)
        """,
        clock.now(),
    )


async def news(client: httpx.AsyncClient) -> dict[str, Any]:
    answer = await client.get("/api/v1/news")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_news_are_ones_own_and_new_until_read(happened: None, signed_in: SignedIn, clock: SetClock) -> None:
    agent = await signed_in("agent", "A2")
    found = await news(agent)
    assert [one["kind"] for one in found["items"]] == ["badge", "thanks"]
    assert (found["unread"], found["items"][1]["name"]["en"]) == (2, "Wang Yi")
    assert "secret" not in str(found)
    assert (await agent.put("/api/v1/news/read")).status_code == 204
    assert (await news(agent))["unread"] == 0
    assert len((await news(agent))["items"]) == 2


@pytest.mark.parametrize("role", ["hr", "admin", "assessor", "trainer"])
async def test_who_is_no_agent_has_no_news(happened: None, signed_in: SignedIn, role: str) -> None:
    client = await signed_in(role)
    assert await news(client) == {"items": [], "unread": 0}
    assert (await client.put("/api/v1/news/read")).status_code == 204


async def test_a_lead_reads_nobody_elses(happened: None, signed_in: SignedIn) -> None:
    assert await news(await signed_in("lead", "A1")) == {"items": [], "unread": 0}


async def test_who_keeps_titles_is_told_in_time_that_one_ends(
    centre: None, signed_in: SignedIn, sql: Any, clock: SetClock
) -> None:
    # Ends in 59 days and in 61, without a proof, off the wall, over.
    await sql.execute(
        """
        INSERT INTO honor_title (name_zh, name_en, issuer_zh, issuer_en, level, team_id, issued, expires, proof_name, proof_kind,
                                 proof, made_at, archived_at)
        SELECT n, n, 'x', 'x', 'city', 1, '2024-01-01', ($1::timestamptz)::date + days, p, p, p::bytea, '2024-01-02Z', gone
        FROM (VALUES ('soon', 59, 'a', NULL), ('later', 61, 'a', NULL), ('unproven', 30, NULL, NULL),
                     ('gone', 30, 'a', '2026-01-01Z'::timestamptz), ('over', 0, 'a', NULL)) v(n, days, p, gone)
        """,
        clock.now(),
    )
    for role in ("ops", "hr"):
        keeper = await signed_in(role)
        found = await news(keeper)
        assert [(one["kind"], one["name"]["en"], found["unread"]) for one in found["items"]] == [
            ("title_ends", "soon", 1)
        ]
        assert found["items"][0]["word"] == str(clock.now().date() + timedelta(days=59))
        await keeper.put("/api/v1/news/read")
        assert (await news(keeper))["unread"] == 0
    for role, agent in (("lead", "A1"), ("agent", "A2"), ("trainer", None)):
        assert (await news(await signed_in(role, agent)))["items"] == []


async def test_every_room_answers(app: Litestar, centre: None, signed_in: SignedIn) -> None:
    """Each query runs on the schema as it is, whoever asks."""
    assert await news(await signed_in("agent", "A3")) == {"items": [], "unread": 0}


async def test_the_own_leads_are_named(centre: None, signed_in: SignedIn) -> None:
    found = (await (await signed_in("agent", "A2")).get("/api/v1/sight")).json()
    assert (found["team"]["code"], [one["en"] for one in found["leads"]]) == ("T1", ["Wang Yi"])
    seen = {one["what"]: {by["role"]: by["scope"] for by in one["by"]} for one in found["items"]}
    assert seen["career"] == {"admin": "all", "ops": "all", "hr": "all", "lead": "team"}
    assert "lead" not in seen["trainee_results"]
    assert set(seen["leave_kind"]) == {"hr"}
    none = (await (await signed_in("hr")).get("/api/v1/sight")).json()
    assert (none["team"], none["leads"]) == (None, [])


@pytest.mark.parametrize("permission", [Permission.CAREER_READ, Permission.QUALITY_READ, Permission.DOSSIERS_READ])
def test_what_is_told_is_the_table_itself(permission: Permission) -> None:
    told = {one.role for one in viewers(permission)}
    assert told == {role for role in Role if permission in PERMISSIONS[role]} - {Role.AGENT}
