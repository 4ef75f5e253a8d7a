"""Dossiers through the doors: handed out to those concerned alone, checked by anybody, made in batches, outlived by their proof."""

import asyncio
import base64
import io
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import msgspec
import pypdf
import pytest

from career.defaults import DEFAULTS
from server.auth.roles import Permission, Role
from server.clock import SetClock
from server.ladder.dossiers.document import decode, digest, encode
from server.ladder.dossiers.signing import holds
from server.reports.grid import read_book
from tests.server.conftest import SignedIn, client_of
from tests.server.ladder.dossier_papers import DECIDED, document, evidence, judged, retold


class Noticed(msgspec.Struct):
    """A cycle of the small centre: A2 was promoted, A3 is still to be read about."""

    cycle: int


EXPORTING = ("hr", "lead", "ops", "admin")
_NOTICE = (
    "INSERT INTO cycle_deed (cycle_id, do_what, body, at, on_day, phase, by_roles)"
    " VALUES ($1, 'move', '{\"to\": \"noticed\"}', $2, $2::timestamptz::date, 'deciding', '{hr}')"
)


@pytest.fixture
async def cycle(app: Any, centre: None, sql: Any) -> Noticed:
    """A2 and A3 as candidates, A2 promoted by two people; the notice was given."""
    await sql.execute(
        "INSERT INTO account (login, password_hash, role, name, created_at) SELECT 'd' || n, '', 'hr', 'Decider ' || n, now()"
        " FROM generate_series(1, 3) n"
    )
    number = await sql.fetchval(
        "INSERT INTO cycle (code, name_zh, name_en, as_of, effective, site_ids, steps, phase, opened, evidence_until, complete,"
        " noticed, created_at) VALUES ('2026S', '春季评审', 'Spring review', '2026-01-15', '2026-04-01', '{1}',"
        """ '[["junior", "intermediate"]]', 'noticed', '2026-01-16', now(), true, '2026-02-04', now()) RETURNING id"""
    )
    await sql.execute(_NOTICE, number, datetime(2026, 2, 4, 2, tzinfo=UTC))
    for agent, code in ((2, "A2"), (3, "A3")):
        found = evidence(code)
        kept = msgspec.structs.replace(DECIDED, person=f"agent:{code}")
        await sql.execute(
            "INSERT INTO cycle_candidate (cycle_id, agent_id, site_id, source, target, state, open_criteria, candidacy,"
            " nominated, decision, decided) VALUES ($1, $2, 1, 'junior', 'intermediate', 'ready', 0, $3, true, 'promote', true)",
            number,
            agent,
            msgspec.json.encode(kept, order="deterministic"),
        )
        await sql.execute(
            "INSERT INTO cycle_freeze VALUES ($1, $2, 1, now(), now(), $3, $4, $5)",
            number,
            agent,
            DEFAULTS.code,
            msgspec.json.encode(found),
            msgspec.json.encode(judged(found, date(2026, 1, 15))),
        )
    return Noticed(number)


async def test_hr_hands_out_a_dossier_that_anybody_can_check(
    cycle: Noticed, signed_in: SignedIn, client: Any, sql: Any
) -> None:
    hr = await signed_in("hr")
    made = await hr.post("/api/v1/dossiers", json={"agent": "A2", "cycle": cycle.cycle})
    assert made.status_code == 201, made.text
    number = made.json()["about"]["number"]
    decision = next(one for one in made.json()["document"]["parts"] if one["code"] == "decision")
    assert decision["rows"][0][2] == {"zh": "Decider 1", "en": "Decider 1"}
    # What would say the same is not signed twice.
    assert (await hr.post("/api/v1/dossiers", json={"agent": "A2", "cycle": cycle.cycle})).json() == made.json()
    book = await hr.get(f"/api/v1/dossiers/{number}/file", params={"form": "xlsx", "locale": "zh"})
    pdf = await hr.get(f"/api/v1/dossiers/{number}/file", params={"form": "pdf", "locale": "en"})
    for file in (book.content, pdf.content):
        found = (await client.post("/api/v1/verify", content=file)).json()
        assert (found["answer"], found["exact"], found["number"], found["name"]) == ("genuine", True, number, None)
    cells = read_book(book.content)
    again = retold(book.content, 0, 0, 0, cells[0][1][0][0])
    found = (await client.post("/api/v1/verify", content=again)).json()
    assert (found["answer"], found["exact"]) == ("genuine", False)
    scores = next(n for n, (name, _) in enumerate(cells) if name == "月度评分卡")
    found = (await client.post("/api/v1/verify", content=retold(book.content, scores, 3, 1, Decimal(99)))).json()
    assert (found["answer"], found["sheet"], found["cell"]) == ("changed", "月度评分卡", "B4")
    tampered = pdf.content[:-40] + b"%" + pdf.content[-40:]
    found = (await client.post("/api/v1/verify", content=tampered)).json()
    assert (found["answer"], found["number"]) == ("changed", number)
    assert (await client.get(f"/api/v1/verify/{number}")).json()["answer"] == "genuine"
    assert (await client.get("/api/v1/verify/D2026-2222-3333")).json()["answer"] == "unknown"
    # With the public key alone, without this service.
    (one,) = (await client.get("/api/v1/verify/keys")).json()["items"]
    kept = await sql.fetchrow("SELECT content, sha256, signature FROM signed_document WHERE number = $1", number)
    assert holds(bytes.fromhex(one["public"]), kept["signature"], digest(kept["content"]))
    assert base64.b64encode(kept["signature"]).decode() in str(cells)
    assert (await sql.fetchval("SELECT count(*) FROM audit WHERE action = 'dossier.hand_out'")) == 2


@pytest.fixture
async def archive(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A machine that HR lets read dossiers and nothing else."""
    secret, _ = await app.state.rooms.auth.tokens.create(
        None, "archive", Role.HR, frozenset({Permission.DOSSIERS_READ}), None
    )
    async with client_of(app) as client:
        client.headers["authorization"] = f"Bearer {secret}"
        yield client


async def test_who_is_not_concerned_gets_no_dossier_by_any_door(
    cycle: Noticed, signed_in: SignedIn, sql: Any, clock: SetClock, archive: httpx.AsyncClient
) -> None:
    hr, lead = await signed_in("hr"), await signed_in("lead", "A1")
    own, other = await signed_in("agent", "A2"), await signed_in("agent", "A3")
    closed = [await signed_in(role) for role in ("ops", "admin", "analyst", "trainer")]
    number = (await hr.post("/api/v1/dossiers", json={"agent": "A2", "cycle": cycle.cycle})).json()["about"]["number"]
    paths = (f"/api/v1/dossiers/{number}", f"/api/v1/dossiers/{number}/file")
    for path in paths:
        assert (await archive.get(path)).status_code == 200
        assert (await own.get(path)).status_code == 200
        assert (await lead.get(path)).status_code == 404
        assert (await other.get(path)).status_code == 404
        # What somebody scored as a trainee stands in it: an administrator keeps the service and reads no such thing.
        assert [(await one.get(path)).status_code for one in closed] == [403] * 4
    assert (await other.get("/api/v1/dossiers")).json()["items"] == []
    assert (await lead.get("/api/v1/dossiers", params={"agent": "A2"})).json()["items"] == []
    for nosy in (lead, other):
        for wanted in ({"agent": "A2", "cycle": cycle.cycle}, {"agent": "A2", "as_of": "2026-01-01"}):
            assert (await nosy.post("/api/v1/dossiers", json=wanted)).status_code == 403
    for nosy in closed:
        assert (await nosy.post("/api/v1/dossiers", json={"agent": "A2", "as_of": "2026-01-01"})).status_code == 403
    assert (await own.post("/api/v1/dossiers", json={"cycle": cycle.cycle})).status_code == 201
    # Before the notice the own file stays closed, and afterwards what was put together before it does.
    await sql.execute("UPDATE cycle SET phase = 'deciding'")
    assert (await own.get(paths[0])).status_code == 404
    assert (await own.post("/api/v1/dossiers", json={"cycle": cycle.cycle})).json()["code"] == "dossier_before_notice"
    # Not even an hour before it on the same day.
    issued = await sql.fetchval("SELECT issued_at FROM signed_document WHERE number = $1", number)
    await sql.execute(_NOTICE, cycle.cycle, issued + timedelta(hours=1))
    await sql.execute("UPDATE cycle SET phase = 'noticed', noticed = $1", issued.date())
    clock.at = issued + timedelta(hours=2)
    for one in (own, archive):
        assert (await one.get(paths[0])).status_code == 404
        assert number not in (await one.get("/api/v1/dossiers")).text
        assert (await one.post("/api/v1/dossiers", json={"agent": "A2", "cycle": cycle.cycle})).json()["about"][
            "number"
        ] != number
    assert number not in (await own.get("/api/v1/agents/A2/export")).text
    assert (await hr.get(paths[0])).status_code == 200


async def test_before_the_notice_nobody_but_the_deciders_has_a_dossier(
    cycle: Noticed, signed_in: SignedIn, sql: Any, archive: httpx.AsyncClient
) -> None:
    await sql.execute("UPDATE cycle SET phase = 'deciding', noticed = NULL")
    hr = await signed_in("hr")
    wanted = {"agent": "A2", "cycle": cycle.cycle}
    assert (await archive.post("/api/v1/dossiers", json=wanted)).json()["code"] == "dossier_before_notice"
    assert (await hr.post("/api/v1/dossiers", json=wanted)).status_code == 201


async def test_an_export_of_personal_data_is_no_way_to_what_is_closed(
    cycle: Noticed, signed_in: SignedIn, sql: Any
) -> None:
    """A lead sees the personal data of the own team: not its dossiers, and no disciplinary case."""
    hr, lead, ops, admin = [await signed_in(role, "A1" if role == "lead" else None) for role in EXPORTING]
    made = await hr.post("/api/v1/dossiers", json={"agent": "A2", "cycle": cycle.cycle})
    number = made.json()["about"]["number"]
    case = {"agent": "A2", "on": "2026-01-05", "body": {"kind": "disciplinary", "case": "c1", "event": "opened"}}
    entered = await hr.post("/api/v1/records", json=case)
    assert entered.status_code == 201, entered.text
    own = await signed_in("agent", "A2")
    found = {
        who: (await one.get("/api/v1/agents/A2/export")).text
        for who, one in {"hr": hr, "lead": lead, "ops": ops, "admin": admin, "own": own}.items()
    }
    assert {who for who, text in found.items() if number in text} == {"hr", "own"}
    assert {who for who, text in found.items() if '"disciplinary"' in text} == {"hr", "own"}
    assert all("career_records" in text for text in found.values())
    await sql.execute(
        "UPDATE cycle_candidate SET conflicted = (SELECT '{}'::text[] || ('account:' || id) FROM account"
        " WHERE login LIKE 'hr%') WHERE agent_id = 2"
    )
    assert number not in (await hr.get("/api/v1/agents/A2/export")).text


async def test_a_declared_conflict_closes_the_file(cycle: Noticed, signed_in: SignedIn, sql: Any) -> None:
    hr, colleague = await signed_in("hr", "A1"), await signed_in("hr")
    number = (await colleague.post("/api/v1/dossiers", json={"agent": "A2", "cycle": cycle.cycle})).json()["about"][
        "number"
    ]
    assert (await hr.get(f"/api/v1/dossiers/{number}")).status_code == 200
    await sql.execute("UPDATE cycle_candidate SET conflicted = '{agent:A1}' WHERE agent_id = 2")
    assert (await hr.get(f"/api/v1/dossiers/{number}")).status_code == 404
    assert (await hr.get(f"/api/v1/dossiers/{number}/file")).status_code == 404
    for wanted in ({"agent": "A2", "cycle": cycle.cycle}, {"agent": "A2", "as_of": "2026-01-01"}):
        assert (await hr.post("/api/v1/dossiers", json=wanted)).json()["code"] == "conflict_hides_file"
    assert (await hr.post("/api/v1/dossiers", json={"agent": "A3", "cycle": cycle.cycle})).status_code == 201


async def finished(hr: Any, batch: dict[str, Any]) -> dict[str, Any]:
    """The batch once the service has made all of it."""
    async with asyncio.timeout(20):
        while not batch["finished"]:
            await asyncio.sleep(0.05)
            batch = (await hr.get(f"/api/v1/certificates/batches/{batch['id']}")).json()
    return batch


async def test_certificates_are_made_in_a_batch_and_prove_themselves(
    cycle: Noticed, signed_in: SignedIn, client: Any, sql: Any
) -> None:
    hr, agent = await signed_in("hr"), await signed_in("agent", "A2")
    batch = (await hr.post("/api/v1/certificates/batches", json={"cycle": cycle.cycle})).json()
    assert batch["total"] == 2
    batch = await finished(hr, batch)
    assert batch["done"] == 2
    pages = await hr.get(f"/api/v1/certificates/batches/{batch['id']}/file")
    text = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pages.content)).pages]
    assert ["李二" in one or "张三" in one for one in text] == [True, True]
    # The file of all says so and passes for nobody's own paper.
    whole = (await client.post("/api/v1/verify", content=pages.content)).json()
    assert (whole["answer"], whole["exact"], whole["holds"]) == ("genuine", True, 2)
    assert (whole["number"], whole["name"], whole["says"]) == (None, None, None)
    (mine,) = (await agent.get("/api/v1/certificates")).json()["items"]
    pdf = (await agent.get(f"/api/v1/certificates/{mine['number']}/file")).content
    found = (await client.post("/api/v1/verify", content=pdf)).json()
    assert (found["answer"], found["kind"], found["name"]["zh"]) == ("genuine", "certificate", "李*")
    assert "中级坐席" in found["says"]["zh"]
    # Asked for again, nobody gets a second one.
    again = (await hr.post("/api/v1/certificates/batches", json={"cycle": cycle.cycle})).json()
    assert (await finished(hr, again))["done"] == 2
    assert (await hr.get("/api/v1/certificates")).json()["total"] == 2
    # Who declared a conflict with one of them gets that one by no door.
    await sql.execute(
        "UPDATE cycle_candidate SET conflicted = (SELECT '{}'::text[] || ('account:' || id) FROM account"
        " WHERE login LIKE 'hr%') WHERE agent_id = 2"
    )
    refused = await hr.get(f"/api/v1/certificates/batches/{batch['id']}/file")
    assert (refused.status_code, refused.json()["code"]) == (403, "conflict_in_export")


async def test_two_batches_at_once_sign_nobody_twice(cycle: Noticed, signed_in: SignedIn, app: Any, sql: Any) -> None:
    hr = await signed_in("hr")
    service = app.state.rooms.ladder.certificates
    service._bell = type("Deaf", (), {"ring": lambda _: None})()
    service.portion, portion = _nothing, service.portion
    asked = [hr.post("/api/v1/certificates/batches", json={"cycle": cycle.cycle}) for _ in range(2)]
    for answer in await asyncio.gather(*asked):
        assert answer.status_code == 201, answer.text
    await asyncio.gather(portion(), portion())
    while await portion():
        pass
    assert await sql.fetchval("SELECT count(*) FROM signed_document WHERE kind = 'certificate'") == 2
    assert await sql.fetchval("SELECT count(*) FROM certificate_batch WHERE finished_at IS NULL OR done <> total") == 0


async def _nothing() -> bool:
    return False


async def test_any_day_gives_a_dossier_and_erasure_leaves_the_proof(
    cycle: Noticed, signed_in: SignedIn, client: Any, sql: Any
) -> None:
    hr = await signed_in("hr")
    made = await hr.post("/api/v1/dossiers", json={"agent": "A3", "as_of": "2026-03-01"})
    assert made.status_code == 201, made.text
    number = made.json()["about"]["number"]
    assert (await hr.post("/api/v1/dossiers", json={"agent": "A3", "as_of": "2027-03-01"})).json()[
        "code"
    ] == "which_day"
    book = (await hr.get(f"/api/v1/dossiers/{number}/file")).content
    await sql.execute("UPDATE signed_document SET content = NULL WHERE agent_id = 3")
    assert (await hr.get(f"/api/v1/dossiers/{number}")).status_code == 410
    assert (await client.post("/api/v1/verify", content=retold(book, 0, 0, 0, "晋升档案"))).json()[
        "answer"
    ] == "genuine"
    with pytest.raises(Exception, match="append-only"):
        await sql.execute("UPDATE signed_document SET number = 'x'")
    with pytest.raises(Exception, match="append-only"):
        await sql.execute("DELETE FROM signed_document")


async def test_the_counter_is_not_for_trying_numbers(client: Any, app: Any) -> None:
    answers = [(await client.get("/api/v1/verify/D2026-2222-3333")).status_code for _ in range(32)]
    assert answers.count(200) == 30
    assert answers[-1] == 429
    assert decode(encode(document())) == document()
