"""Whether a file is what the centre signed. It is compared with the signed content inside itself, never with what the
centre knows, so that nobody learns anything by trying."""

import base64
import binascii
from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Struct

from server.ladder.dossiers.document import NUMBER, Document, decode, digest
from server.ladder.dossiers.printing import CONTENT_SHEET, Locale, Signature, workbook
from server.ladder.dossiers.signing import holds
from server.reports.grid import Cells, Place, UnreadableBookError, first_difference, read_book

Finding = Literal["genuine", "changed", "forged", "unreadable"]
"""*forged*: the signature inside is not this centre's. *changed*: it is, and the file says something else."""

_HEAD = 3
"""Lines of the content sheet before the content: language, key, signature."""


class Judged(Struct, frozen=True):
    """What was found about a workbook; `place` is the first cell that was changed."""

    finding: Finding
    document: Document | None = None
    sha256: bytes = b""
    place: Place | None = None


def judge_workbook(content: bytes, keys: Mapping[str, bytes]) -> Judged:
    """Check the signature on the content inside, then every cell against that content. `keys` are public halves by id."""
    try:
        cells = read_book(content)
    except UnreadableBookError:
        return Judged("unreadable")
    found = _signed_inside(cells)
    if found is None:
        return Judged("unreadable")
    locale, proof = found
    public = keys.get(proof.key_id)
    if public is None or not holds(public, proof.signature, proof.sha256):
        return Judged("forged", place=Place(CONTENT_SHEET, "A2" if public is None else f"A{_HEAD + 1}"))
    document = decode(proof.content)
    place = first_difference(read_book(workbook(document, proof, locale)), cells)
    return Judged("genuine" if place is None else "changed", document, proof.sha256, place)


def _signed_inside(cells: Cells) -> tuple[Locale, Signature] | None:
    """The content a workbook carries and what is said to prove it."""
    rows = next((rows for name, rows in cells if name == CONTENT_SHEET), [])
    lines = [row[0] if row else "" for row in rows]
    if len(lines) <= _HEAD or not all(isinstance(one, str) for one in lines):
        return None
    locale, key_id, signature, *chunks = (str(one) for one in lines)
    try:
        content = base64.b64decode("".join(chunks), validate=True)
        proof = Signature(content, digest(content), base64.b64decode(signature, validate=True), key_id)
        decode(content)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        return None
    return ("zh" if locale == "zh" else "en"), proof


def number_in(pdf: bytes) -> str | None:
    """The number that a PDF names in its properties."""
    found = NUMBER.search(pdf.decode("latin-1"))
    return found.group() if found else None
