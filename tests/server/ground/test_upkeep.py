"""What an administrator is told about the service: connections, counts, and what each role may do."""

from typing import Any

from server.auth.roles import PERMISSIONS, Role
from server.clock import SetClock
from server.upkeep import backlog
from tests.server.conftest import SignedIn

FACT = {"id": "1", "agent": "nobody", "metric": "calls", "value": 1, "at": "2026-03-01T08:00:00Z"}
CENTRE = """
WITH s AS (INSERT INTO site (code, name_zh, name_en, zone) VALUES ('SH', '上海', 'Shanghai', 'Asia/Shanghai') RETURNING id)
INSERT INTO agent (code, site_id, name_zh, name_en, hired) SELECT 'A1', id, '甲', 'A', '2020-01-01' FROM s
"""


async def test_each_connection_says_what_came_within_a_day(signed_in: SignedIn, sql: Any, clock: SetClock) -> None:
    await sql.execute(CENTRE)
    ops = await signed_in("ops")
    facts = [FACT, *({**FACT, "id": f"2{n}", "agent": "A1", "at": clock.now().isoformat()} for n in range(3))]
    sent = await ops.post("/api/v1/facts?source=phones", json=facts)
    assert (sent.json()["accepted"], len(sent.json()["rejected"])) == (3, 1), sent.text
    told = (await ops.get("/api/v1/upkeep")).json()
    assert (told["people"], told["teams"], told["displays"], told["health"]["database"]) == (1, 0, 0, "ok")
    [phones] = [one for one in told["connections"] if one["source"] == "phones"]
    assert (phones["facts"], phones["refused"]) == (3, 1)
    assert phones["last"] is not None

    await sql.execute("UPDATE fact SET received_at = received_at - interval '2 days'")
    [phones] = [one for one in (await ops.get("/api/v1/upkeep")).json()["connections"] if one["source"] == "phones"]
    assert (phones["facts"], phones["last"], phones["refused"]) == (0, None, 1)


async def test_only_what_somebody_has_still_to_read_is_waiting(sql: Any) -> None:
    await sql.execute(
        "INSERT INTO outbox (topic, payload, created_at)"
        " SELECT topic, '', now() - interval '2 minutes' FROM unnest(ARRAY['facts', 'people', 'facts', 'displays']) AS topic"
    )
    assert await backlog(sql) == (0, 0), "nobody has begun to read"
    await sql.execute("INSERT INTO outbox_reader SELECT 'badges', xid, seq FROM outbox ORDER BY seq DESC LIMIT 1")
    for come_to, left in ((0, 3), (1, 2), (3, 0)):
        await sql.execute("DELETE FROM scorecard_reader")
        await sql.execute(
            f"INSERT INTO scorecard_reader SELECT true, xid, seq - 1 + {come_to}, now() FROM outbox ORDER BY seq LIMIT 1"
        )
        waiting, oldest = await backlog(sql)
        assert (waiting, oldest >= 120) == (left, left > 0)


async def test_roles_are_told_as_the_guards_have_them(signed_in: SignedIn) -> None:
    told = (await (await signed_in("admin")).get("/api/v1/roles")).json()
    assert {one["role"]: set(one["permissions"]) for one in told} == {
        str(role): set(PERMISSIONS[role]) for role in Role if role is not Role.DISPLAY
    }
