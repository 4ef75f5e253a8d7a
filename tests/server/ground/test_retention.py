"""Personal data is deleted when its time has come, by the centre's own rules, a day after they were made, and nothing else is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from litestar import Litestar

from server.clock import SetClock
from tests.server.conftest import SignedIn

TODAY = datetime(2026, 3, 4, 4, tzinfo=UTC)
PATH = "/api/v1/retention"
CENTRE = """
WITH s AS (INSERT INTO site (code, name_zh, name_en, zone) VALUES ('SH', '上海', 'Shanghai', 'Asia/Shanghai') RETURNING id)
INSERT INTO agent (code, site_id, name_zh, name_en, hired, left_on)
SELECT v.code, s.id, v.code, v.code, '2020-01-01', v.left_on::date FROM s, (VALUES
    ('LONG', '2025-02-28'), ('YEAR', '2025-03-04'), ('LATE', '2026-01-31'), ('HERE', NULL)) v (code, left_on)
"""


@pytest.fixture
async def centre(app: Litestar, clock: SetClock, sql: Any) -> None:
    clock.at = TODAY
    await sql.execute(CENTRE)


async def _rule(client: Any, kind: str) -> dict[str, Any]:
    rules = (await client.get(PATH)).json()
    found: dict[str, Any] = next(one for one in rules if one["kind"] == kind)
    return found


@pytest.mark.usefixtures("centre")
async def test_who_left_long_ago_is_erased_a_day_after_the_rule(
    app: Litestar, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    admin, rooms = await signed_in("admin"), app.state.rooms

    async def codes() -> list[str]:
        return [row["code"] for row in await sql.fetch("SELECT code FROM agent ORDER BY id")]

    # Without a rule everything is kept, and what there is is told.
    kept = await _rule(admin, "left_people")
    assert (kept["months"], kept["deletes_from"], kept["due"], kept["oldest"]) == (None, None, 3, "2025-02-28")
    await rooms.retention.forget(clock.now() + timedelta(days=4000))
    assert await codes() == ["LONG", "YEAR", "LATE", "HERE"]

    # Whoever left a year ago today is not yet gone for a year.
    assert (await admin.get(f"{PATH}/left_people/due?months=12")).json() == {"due": 1, "oldest": "2025-02-28"}
    changed = await admin.put(f"{PATH}/left_people", json={"months": 12})
    assert changed.status_code == 200, changed.text
    rule = await _rule(admin, "left_people")
    assert (rule["months"], rule["due"], rule["deletes_from"]) == (12, 1, "2026-03-05T04:00:00Z")
    await rooms.retention.forget(clock.now())
    assert await codes() == ["LONG", "YEAR", "LATE", "HERE"]

    clock.at += timedelta(days=1)
    await rooms.retention.forget(clock.now())
    assert await codes() == ["erased-1", "erased-2", "LATE", "HERE"]
    assert (await sql.fetchval("SELECT name_en FROM agent WHERE id = 1")) == "Erased agent"
    await rooms.retention.forget(clock.now())

    trail = await sql.fetch("SELECT action, actor_kind, detail FROM audit WHERE action LIKE 'retention.%' ORDER BY id")
    assert [(row["action"], row["actor_kind"]) for row in trail] == [
        ("retention.change", "account"),
        ("retention.forget", "system"),
    ]
    assert '"count": 2' in trail[1]["detail"]
    assert (await _rule(await signed_in("admin"), "left_people"))["due"] == 0


@pytest.mark.usefixtures("centre")
async def test_a_rule_that_was_taken_back_in_time_deletes_nothing(
    app: Litestar, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    admin = await signed_in("admin")
    await admin.put(f"{PATH}/left_people", json={"months": 1})
    clock.at += timedelta(hours=23)
    admin = await signed_in("admin")
    assert (await admin.put(f"{PATH}/left_people", json={"months": None})).json()[0]["months"] is None
    clock.at += timedelta(days=2)
    await app.state.rooms.retention.forget(clock.now())
    assert await sql.fetchval("SELECT count(*) FROM agent WHERE code LIKE 'erased-%'") == 0


@pytest.mark.usefixtures("centre")
async def test_what_was_settled_is_blanked_and_still_not_taken_again(
    app: Litestar, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    admin = await signed_in("admin")
    wrong = {"id": "1", "agent": "nobody", "metric": "calls", "value": 1, "at": "2026-03-01T08:00:00Z"}
    for number in ("1", "2"):
        await admin.post("/api/v1/facts?source=phones", json=[{**wrong, "id": number}])
    first, second = (await admin.get("/api/v1/quarantine")).json()["items"]
    gone = await admin.post(f"/api/v1/quarantine/{first['id']}/discard")
    assert gone.status_code < 300, gone.text
    # The database notes the instant by its own clock.
    await sql.execute("UPDATE quarantine SET resolved_at = $1 WHERE id = $2", TODAY - timedelta(days=70), first["id"])
    assert (await admin.get(f"{PATH}/refused_facts/due?months=3")).json()["due"] == 0
    assert (await admin.get(f"{PATH}/refused_facts/due?months=2")).json()["due"] == 1
    await admin.put(f"{PATH}/refused_facts", json={"months": 2})
    clock.at += timedelta(days=1)
    await app.state.rooms.retention.forget(clock.now())
    rows = {row["id"]: row["payload"] for row in await sql.fetch("SELECT id, payload FROM quarantine")}
    assert rows[first["id"]] == ""
    assert rows[second["id"]] != "", "nobody has looked after it yet"
    admin = await signed_in("admin")
    await admin.post("/api/v1/facts?source=phones", json=[{**wrong, "id": first["fact_id"]}])
    waiting = (await admin.get("/api/v1/quarantine")).json()["items"]
    assert [one["id"] for one in waiting] == [second["id"]]


@pytest.mark.usefixtures("centre")
async def test_notes_of_talks_go_and_only_old_ones(
    app: Litestar, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    admin = await signed_in("admin")
    await sql.execute(
        "INSERT INTO private_talk (agent_id, author_id, on_day, body, written_at)"
        " SELECT 4, (SELECT min(id) FROM account), day::date, 'note', now() FROM unnest($1::text[]) day",
        ["2025-08-31", "2025-09-04", "2026-03-01"],
    )
    await admin.put(f"{PATH}/private_talks", json={"months": 6})
    clock.at += timedelta(days=1)
    await app.state.rooms.retention.forget(clock.now())
    assert await sql.fetchval("SELECT array_agg(on_day::text ORDER BY on_day) FROM private_talk") == ["2026-03-01"]


@pytest.mark.usefixtures("centre")
async def test_rules_that_could_not_be_meant_are_refused(signed_in: SignedIn) -> None:
    admin = await signed_in("admin")
    for kind, body, status in (
        ("left_people", {"months": 0}, 400),
        ("left_people", {"months": 241}, 400),
        ("left_people", {}, 400),
        ("facts", {"months": 12}, 404),
    ):
        assert (await admin.put(f"{PATH}/{kind}", json=body)).status_code == status, (kind, body)
    assert (await admin.get(f"{PATH}/facts/due?months=3")).status_code == 404
    assert (await admin.get(f"{PATH}/left_people/due?months=0")).status_code == 400
