"""The audit trail as it is read: HR what touches careers, administrators all of it; what was touched by its name."""

from typing import Any

import httpx
from litestar import Litestar

from server.desk.trail import NAMES
from tests.server.conftest import SignedIn


async def trail(client: httpx.AsyncClient, **asked: str) -> list[dict[str, Any]]:
    answer = await client.get("/api/v1/audit", params=asked)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["total"] == len(found["items"])
    return list(found["items"])


async def test_hr_reads_of_careers_and_of_nothing_else(
    centre: None, app: Litestar, sql: Any, signed_in: SignedIn
) -> None:
    await sql.execute(
        "INSERT INTO audit (at, actor_kind, actor_name, action, subject) SELECT now(), 'system', 'system', action, 'agent/A2'"
        " FROM unnest($1::text[]) AS action",
        ["membership.transfer", "cycle.open", "token.create", "account.create", "review.open", "record.withdraw"],
    )
    hr, admin = await signed_in("hr"), await signed_in("admin")
    read = [one["action"] for one in await trail(hr, subject="agent/A2")]
    assert read == ["record.withdraw", "cycle.open", "membership.transfer"]
    assert await trail(hr, action="token.") == []
    assert len(await trail(admin, subject="agent/A2")) == 6
    areas = (await hr.get("/api/v1/audit")).json()["areas"]
    assert {"membership", "cycle", "record"} < set(areas)
    assert not {"token", "account", "review"} & set(areas)
    assert (await admin.get("/api/v1/audit")).json()["areas"] is None


async def test_a_subject_is_called_what_it_is_called_today(
    centre: None, app: Litestar, sql: Any, signed_in: SignedIn
) -> None:
    subjects = ["agent/A2", "team/T1", "agent/nobody", "contest/77", "contest/x", "look/3", "badge/qa_95"]
    await sql.execute(
        "INSERT INTO audit (at, actor_kind, actor_name, action, subject) SELECT now(), 'system', 'system', 'agent.change', subject"
        " FROM unnest($1::text[]) AS subject",
        subjects,
    )
    await sql.execute("UPDATE agent SET name_zh = '林晨曦', name_en = 'Lin Dawn' WHERE code = 'A2'")
    names = {one["subject"]: one["name"] for one in await trail(await signed_in("admin"), action="agent.change")}
    assert names["agent/A2"] == {"zh": "林晨曦", "en": "Lin Dawn"}
    named = {subject for subject, name in names.items() if name is not None}
    assert named == {"agent/A2", "team/T1", "badge/qa_95"}


async def test_every_kind_of_subject_is_looked_up(centre: None, app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    """Each of the queries fits the tables there are."""
    await sql.execute(
        "INSERT INTO audit (at, actor_kind, actor_name, action, subject) SELECT now(), 'system', 'system', 'look.put', kind || '/1'"
        " FROM unnest($1::text[]) AS kind",
        sorted(NAMES),
    )
    assert len(await trail(await signed_in("admin"), action="look.put")) == len(NAMES)
