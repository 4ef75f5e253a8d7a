"""Dossiers as files: they say what was signed, one changed cell is found, and every name prints."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pypdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from career.evidence import (
    MonthFacts,
)
from career.months import month_of
from server.ladder.dossiers import parts
from server.ladder.dossiers.document import Column, Document, Fact, Part, both, decode, digest, encode, new_number
from server.ladder.dossiers.printing import Signature, certificate_pdf, dossier_pdf, workbook
from server.ladder.dossiers.signing import KeyUnusableError, SigningKey, holds
from server.ladder.dossiers.verifying import judge_workbook, number_in
from server.reports.grid import Line, Place, Sheet, cell_name, first_difference, read_book, write_book
from tests.server.ladder.dossier_papers import MADE, MICRO, NAMES, document, evidence, retold


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return SigningKey(tmp_path_factory.mktemp("keys") / "signing.pem")


def signed(key: SigningKey, what: Document) -> tuple[Signature, dict[str, bytes]]:
    content = encode(what)
    found = key.sign(digest(content))
    return Signature(content, digest(content), found.signature, found.key_id), {found.key_id: found.public}


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
