"""Signed dossiers: the files say what was signed, one changed cell is found, and only those concerned get them."""

import asyncio
import base64
import io
import re
import zipfile
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pypdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from career.defaults import DEFAULTS
from career.evidence import (
    CourseRecord,
    Deed,
    Endorsed,
    Evidence,
    GateMark,
    LevelHeld,
    MonthFacts,
    PostHeld,
    Result,
    Sample,
    View,
)
from career.months import month_of
from career.readiness import Readiness, assess
from career.review import Appeal, Candidacy, Decision, Nomination
from server.auth.roles import Permission, Role
from server.clock import SetClock
from server.ladder.dossiers import parts
from server.ladder.dossiers.document import Column, Document, Fact, Part, both, decode, digest, encode, new_number
from server.ladder.dossiers.printing import Signature, certificate_pdf, dossier_pdf, workbook
from server.ladder.dossiers.signing import KeyUnusableError, SigningKey, holds
from server.ladder.dossiers.verifying import judge_workbook, number_in
from server.reports.grid import Line, Place, Sheet, cell_name, first_difference, read_book, write_book
from tests.server.conftest import SignedIn, client_of

NAMES = ["张伟", "欧阳娜娜", "王喆", "李堃", "陈翀", "𠮷田䶮", "赟", "阿卜杜拉·买买提"]
MADE = datetime(2026, 3, 4, 2, tzinfo=UTC)
STEP = DEFAULTS.step("junior", "intermediate")
MICRO = 1_000_000


def evidence(agent: str = "A2") -> Evidence:
    """A junior with something in every part."""
    months = {
        month_of(date(2025, m, 1)): MonthFacts(
            42, (85 + m % 4) * MICRO, {"qa": Sample(5, 450 * MICRO, 5 * MICRO, 450 * MICRO * MICRO)}, m == 9
        )
        for m in range(8, 13)
    }
    return Evidence(
        agent=agent,
        hired=date(2025, 2, 3),
        levels=(LevelHeld("trainee", date(2025, 2, 3)), LevelHeld("junior", date(2025, 4, 7))),
        months=months,
        exams={
            "junior": (Result(date(2025, 4, 1), 88 * MICRO),),
            "intermediate": (Result(date(2026, 1, 9), 86_500_000),),
        },
        test_calls=(Result(date(2025, 3, 20), 90 * MICRO),),
        courses=(
            CourseRecord("de_escalation", date(2025, 9, 1), date(2025, 9, 9), (date(2025, 9, 20), date(2025, 10, 2))),
        ),
        skills={"billing": date(2025, 5, 1)},
        contests={
            "took_part": (Deed(date(2025, 11, 9), "contest:7"),),
            "podium": (Deed(date(2025, 11, 9), "contest:7"),),
        },
        badges={"calm_voice": (Deed(date(2025, 12, 1)),)},
        deeds={"case_given": (Deed(date(2025, 12, 3)),)},
        endorsements=(Endorsed(date(2025, 12, 9), "agent:A1", "lead"),),
        posts=(PostHeld("deputy", date(2025, 12, 1)),),
        gates=(GateMark(date(2025, 2, 24), "study", "pass", "agent:A1", "=SUM(A1)"),),
    )


def judged(found: Evidence, day: date) -> Readiness:
    assert STEP is not None
    return assess(STEP, View(found, day))


DECIDED = Candidacy(
    person="agent:A2",
    site="CD",
    source="junior",
    target="intermediate",
    state="ready",
    nominations=(Nomination("system", "system", date(2026, 1, 20)),),
    decision=Decision(
        "promote", "稳定、可靠，\n愿意带新人。", "account:1", date(2026, 2, 2), "account:2", date(2026, 2, 3)
    ),
    appeal=Appeal("想了解排序", date(2026, 2, 6), "dismissed", "account:3", "见说明", date(2026, 2, 9)),
)


def document(number: str = "D2026-ABCD-EFGH") -> Document:
    assert STEP is not None
    found, day, told = evidence(), date(2026, 1, 15), parts.Told()
    return Document(
        kind="dossier",
        number=number,
        issued="2026-03-04T02:00:00Z",
        as_of=day,
        centre=both("成都客户服务中心", "Chengdu Customer Service Centre"),
        verify=f"https://echelon.example/verify?number={number}",
        title=both("晋升档案", "Career dossier"),
        name=both("、".join(NAMES), "Li Er"),
        head=(Fact(both("工号", "Agent code"), "text", "A2"), Fact(both("入职", "Hired"), "date", "2025-02-03")),
        parts=(
            parts.criteria(STEP, judged(found, day), told),
            *parts.decision(DECIDED, told),
            *parts.evidence(found, day, told),
        ),
    )


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return SigningKey(tmp_path_factory.mktemp("keys") / "signing.pem")


def signed(key: SigningKey, what: Document) -> tuple[Signature, dict[str, bytes]]:
    content = encode(what)
    found = key.sign(digest(content))
    return Signature(content, digest(content), found.signature, found.key_id), {found.key_id: found.public}


def retold(book: bytes, sheet: int, row: int, column: int, value: Any) -> bytes:
    """The same workbook with one other value in one cell, whatever kind of value was there."""
    sheets = []
    for n, (name, rows) in enumerate(read_book(book)):
        lines = []
        for r, cells in enumerate(rows):
            held: list[Any] = [Decimal(repr(c)) if isinstance(c, float) else c if c != "" else None for c in cells]
            if (n, r) == (sheet, row):
                held += [None] * (column + 1 - len(held))
                held[column] = value
            lines.append(Line(tuple(held)))
        sheets.append(Sheet(name, tuple(lines)))
    return write_book(sheets, title="x", made=MADE)


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_workbook_is_genuine_and_stays_so_when_it_is_saved_again(key: SigningKey, locale: Any) -> None:
    proof, keys = signed(key, document())
    book = workbook(document(), proof, locale)
    assert book == workbook(document(), proof, locale)
    assert judge_workbook(book, keys).finding == "genuine"
    cells = read_book(book)
    saved_again = retold(book, 0, 0, 0, cells[0][1][0][0])
    assert saved_again != book
    assert judge_workbook(saved_again, keys).finding == "genuine"


def test_figures_are_figures_and_days_are_days(key: SigningKey) -> None:
    proof, _ = signed(key, document())
    by_name = dict(read_book(workbook(document(), proof, "en")))
    assert by_name["Monthly scorecards"][3] == ["2025-08", 85.0, 21.0, "Measured here"]
    assert by_name["Exams and test calls"][-1] == [date(2026, 1, 9), "Intermediate exam", 86.5]
    assert any("=SUM(A1)" in str(cell) for row in by_name["Training archive"] for cell in row)


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_one_changed_cell_of_any_sheet_is_found_where_it_is(key: SigningKey, locale: Any) -> None:
    """Every sheet: its first, its last and an added cell, as text, figure, day and nothing."""
    proof, keys = signed(key, document())
    book = workbook(document(), proof, locale)
    sheets = read_book(book)
    for n, (name, rows) in enumerate(sheets[:-1]):
        filled = [(r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell != ""]
        for r, c in {filled[0], filled[len(filled) // 2], filled[-1]}:
            for other in ("别的", Decimal("99.5"), None) if locale == "zh" else (date(2020, 1, 1),):
                found = judge_workbook(retold(book, n, r, c, other), keys)
                assert (found.finding, found.place) == ("changed", Place(name, cell_name(r, c))), other
        added = judge_workbook(retold(book, n, len(rows) - 1, len(rows[-1]) + 1, "added"), keys)
        assert added.finding == "changed"


@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_whichever_cell_is_changed_it_is_found(data: st.DataObject) -> None:
    private = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
    content = encode(document())
    proof = Signature(content, digest(content), private.sign(digest(content)), "k")
    keys = {"k": private.public_key().public_bytes_raw()}
    book = workbook(document(), proof, "zh")
    sheets = read_book(book)
    n = data.draw(st.integers(0, len(sheets) - 1))
    rows = sheets[n][1]
    r = data.draw(st.integers(0, len(rows) - 1))
    c = data.draw(st.integers(0, max(len(rows[r]) - 1, 0)))
    other = data.draw(
        st.text(st.characters(min_codepoint=33, max_codepoint=0x9FFF, exclude_categories=["Cs"]), min_size=1)
    )
    if other == rows[r][c]:
        return
    found = judge_workbook(retold(book, n, r, c, other), keys)
    assert found.finding in ({"changed"} if n < len(sheets) - 1 else {"changed", "forged", "unreadable"})


@given(st.text(max_size=200))
@settings(max_examples=25, deadline=None)
def test_whatever_people_wrote_survives_the_workbook(text: str) -> None:
    private = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
    part = Part("x", both("表", "Sheet"), (Column(both("列", "Column")),), ((both(text, text),), (None,)))
    what = msgspec.structs.replace(document(), parts=(part,))
    content = encode(what)
    proof = Signature(content, digest(content), private.sign(digest(content)), "k")
    keys = {"k": private.public_key().public_bytes_raw()}
    assert judge_workbook(workbook(what, proof, "zh"), keys).finding == "genuine"


def test_a_forged_signature_a_foreign_key_and_other_content_are_told(key: SigningKey, tmp_path: Path) -> None:
    what = document()
    proof, keys = signed(key, what)
    better = msgspec.structs.replace(what, head=(Fact(both("工号", "Agent code"), "text", "A1"),))
    # Other content under the old signature; signed anew by somebody else, as themselves and under the centre's key id.
    stolen = Signature(encode(better), digest(encode(better)), proof.signature, proof.key_id)
    assert judge_workbook(workbook(better, stolen, "zh"), keys).finding == "forged"
    foreign, foreign_keys = signed(SigningKey(tmp_path / "other.pem"), better)
    assert judge_workbook(workbook(better, foreign, "zh"), keys).finding == "forged"
    posing = msgspec.structs.replace(foreign, key_id=proof.key_id)
    assert judge_workbook(workbook(better, posing, "zh"), keys).finding == "forged"
    assert judge_workbook(workbook(better, foreign, "zh"), foreign_keys).finding == "genuine"
    assert not holds(b"short", proof.signature, proof.sha256)


def rebuilt(sheets: Sequence[tuple[str, Any]], *, hidden: str = "") -> bytes:
    """A workbook of these sheets, values as they were read."""
    made = []
    for name, rows in sheets:
        lines = [
            Line(tuple(Decimal(repr(c)) if isinstance(c, float) else c if c != "" else None for c in cells))
            for cells in rows
        ]
        made.append(Sheet(name, tuple(lines), hidden=name == hidden))
    return write_book(made, title="x", made=MADE)


def test_parts_of_two_genuine_files_are_no_genuine_file(key: SigningKey) -> None:
    """Somebody else's better month, sheet or signature, other orders, sheets added or left out, and a key of one's own."""
    mine, other = document(), document("D2025-JKMN-PQRS")
    august = {month_of(date(2025, 8, 1)): MonthFacts(42, 99 * MICRO, {}, False)}
    better = msgspec.structs.replace(evidence(), months={**evidence().months, **august})
    told = parts.Told()
    other = msgspec.structs.replace(other, parts=tuple(parts.evidence(better, date(2026, 1, 15), told)))
    (proof, keys), (proof_other, _) = signed(key, mine), signed(key, other)
    sheets = [(name, [list(row) for row in rows]) for name, rows in read_book(workbook(mine, proof, "en"))]
    others = dict(read_book(workbook(other, proof_other, "en")))
    assert judge_workbook(rebuilt(sheets), keys).finding == "genuine"

    swapped = [(name, others[name] if name == "Monthly scorecards" else rows) for name, rows in sheets]
    signature = [
        (name, [*rows[:2], others[name][2], *rows[3:]] if name == "content" else rows) for name, rows in sheets
    ]
    content = [(name, others[name] if name == "content" else rows) for name, rows in sheets]
    added = [*sheets, ("Notes", [["Promoted after all"]])]
    found = {
        "another's sheet": judge_workbook(rebuilt(swapped), keys),
        "another's signature": judge_workbook(rebuilt(signature), keys),
        "another's content": judge_workbook(rebuilt(content), keys),
        "another order": judge_workbook(rebuilt([sheets[1], sheets[0], *sheets[2:]]), keys),
        "one sheet more": judge_workbook(rebuilt(added), keys),
        "one hidden sheet more": judge_workbook(rebuilt(added, hidden="Notes"), keys),
        "one sheet less": judge_workbook(rebuilt([sheets[0], *sheets[2:]]), keys),
    }
    assert {name: one.finding for name, one in found.items()} == {
        **dict.fromkeys(found, "changed"),
        "another's signature": "forged",
    }
    # Signed again with a key of one's own, under the name of the centre's key or under its own.
    own = Ed25519PrivateKey.generate()
    resigned = encode(msgspec.structs.replace(mine, head=()))
    for key_id in (proof.key_id, "0" * 16):
        forged = Signature(resigned, digest(resigned), own.sign(digest(resigned)), key_id)
        book = workbook(decode(resigned), forged, "en")
        assert judge_workbook(book, keys).finding == "forged"


def test_formulas_and_formats_that_show_other_figures_are_refused(key: SigningKey) -> None:
    proof, keys = signed(key, document())
    book = workbook(document(), proof, "zh")

    def mended(name: str, old: bytes, new: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(out, "w") as target:
            for one in source.namelist():
                content = source.read(one)
                target.writestr(one, re.sub(old, new, content, count=1) if one == name else content)
        return out.getvalue()

    formula = mended("xl/worksheets/sheet5.xml", rb"<v>", b"<f>1+1</f><v>")
    assert judge_workbook(formula, keys).finding == "unreadable"
    dressed = mended("xl/styles.xml", rb'formatCode="[^"]*"', b'formatCode="&quot;99&quot;"')
    assert judge_workbook(dressed, keys).finding == "unreadable"
    assert judge_workbook(b"PK\x03\x04nonsense", keys).finding == "unreadable"
    assert judge_workbook(b"", keys).finding == "unreadable"


def test_rotation_keeps_old_signatures_good_and_the_key_private(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "signing.pem"
    key = SigningKey(path)
    old = key.sign(b"x" * 32)
    assert path.stat().st_mode & 0o777 == 0o600
    assert key.rotate() != old.key_id
    new = key.sign(b"x" * 32)
    assert new.key_id != old.key_id
    assert holds(old.public, old.signature, b"x" * 32)
    assert not holds(new.public, old.signature, b"x" * 32)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    with pytest.raises(KeyUnusableError):
        key.sign(b"x" * 32)


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_printed_dossier_holds_every_name_and_its_number(key: SigningKey, locale: Any) -> None:
    proof, _ = signed(key, document())
    pdf = dossier_pdf(document(), proof, locale)
    assert pdf == dossier_pdf(document(), proof, locale)
    assert number_in(pdf) == "D2026-ABCD-EFGH"
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    text = "".join(pages)
    assert f"1 / {len(pages)}" in text.replace("\n", " ")
    if locale == "zh":
        assert all(name in text for name in NAMES)
    else:
        assert "Li Er" in text
        assert "Monthly scorecards" in text


def test_a_certificate_names_rare_characters_in_both_languages() -> None:
    pages = [
        msgspec.structs.replace(
            document(new_number("certificate", date(2026, 3, 4))),
            kind="certificate",
            title=both("晋升证书", "Certificate of Promotion"),
            name=both(name, "Ouyang Nana"),
            says=both("晋升为中级坐席。", "was promoted."),
        )
        for name in NAMES
    ]
    read = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(certificate_pdf(pages))).pages]
    assert len(read) == len(NAMES)
    for name, one, text in zip(NAMES, pages, read, strict=True):
        assert name in text
        assert one.number in text
        assert "Ouyang Nana" in text


def test_the_first_difference_counts_sheets_too() -> None:
    one = [("a", [["x"]]), ("b", [["y"]])]
    assert first_difference(one, one) is None
    assert first_difference(one, one[:1]) == Place("b", "A1")
    assert first_difference(one, [("a", [["x", "z"]]), ("b", [["y"]])]) == Place("a", "B1")
    assert first_difference([("a", [[1.0]])], [("a", [["1"]])]) == Place("a", "A1")
    assert cell_name(0, 701) == "ZZ1"


# ── through the doors ────────────────────────────────────────────────────────────────────────────────────────────


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
