"""A signed document as a workbook and as a PDF. Labels beside the document's own words belong to its format: changing one
would make workbooks that were given out look changed."""

import base64
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from server.ladder.dossiers.document import Document, Part, Shape, in_language
from server.ladder.dossiers.document import Value as Said
from server.reports.grid import Line, Sheet, Value, write_book
from server.reports.pages import set_pages, square
from server.wire import Bilingual

Locale = Literal["zh", "en"]

CONTENT_SHEET = "content"
"""The hidden sheet that carries the signed content; named alike in both languages."""
_CHUNK = 30_000
"""Characters of content in a cell, which takes 32,767."""

_LABELS = {
    "number": Bilingual(zh="编号", en="Number"),
    "issued": Bilingual(zh="签发时间（UTC）", en="Issued (UTC)"),
    "as_of": Bilingual(zh="截止日期", en="As of"),
    "sha256": Bilingual(zh="内容摘要 SHA-256", en="Content SHA-256"),
    "signature": Bilingual(zh="签名 Ed25519", en="Signature Ed25519"),
    "key": Bilingual(zh="密钥编号", en="Key"),
    "verify": Bilingual(zh="核验地址", en="Check it at"),
    "cover": Bilingual(zh="首页", en="Cover"),
    "nothing": Bilingual(zh="无记录。", en="Nothing on record."),
    "proof": Bilingual(zh="真伪核验", en="Proof"),
    "scan": Bilingual(zh="扫码核验", en="Scan to check"),
    "footer": Bilingual(
        zh="内容经数字签名，可在核验页查验真伪。", en="The content is signed; anybody can check it on the page above."
    ),
}


class Signature(Struct, frozen=True):
    """What proves a document: its content's digest, and the signature over it."""

    content: bytes
    sha256: bytes
    signature: bytes
    key_id: str


def workbook(document: Document, proof: Signature, locale: Locale) -> bytes:
    """The workbook: a cover, a sheet a part, and the signed content itself."""
    return write_book(
        [_cover(document, proof, locale), *(_sheet(one, locale) for one in document.parts), _content(proof, locale)],
        title=document.number,
        made=_instant(document),
    )


def dossier_pdf(document: Document, proof: Signature, locale: Locale) -> bytes:
    """The printed dossier."""
    data = {
        "locale": locale,
        "title": in_language(document.title, locale),
        "number": document.number,
        "centre": in_language(document.centre, locale),
        "name": in_language(document.name, locale),
        "qr": square(document.verify),
        "scan": _label("scan", locale),
        "facts": [[in_language(one.label, locale), in_language(one.value, locale)] for one in document.head],
        "parts": [_printed(one, locale) for one in document.parts],
        "nothing": _label("nothing", locale),
        "proof": _label("proof", locale),
        "signed": [[label, value] for label, value in _proofs(document, proof, locale)],
        "footer": _label("footer", locale),
    }
    return set_pages("dossier.typ", data, _instant(document))


def certificate_pdf(documents: Sequence[Document], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Certificates, one to a page, always in both languages; `pictures` of seal and signatures by digest."""
    known = pictures or {}
    pages = [
        {
            "number": one.number,
            "centre": one.centre,
            "title": one.title,
            "name": one.name,
            "says": one.says,
            "labels": {"number": "编号 Number", "day": "颁发日期 Date of issue"},
            "day": one.issued[:10],
            "verify": one.verify,
            "qr": square(one.verify),
            "seal": f"{one.seal.picture}.png" if one.seal is not None and one.seal.picture in known else None,
            "signatures": [
                {"picture": f"{mark.picture}.png", "name": mark.name, "title": mark.title}
                for mark in one.signatures
                if mark.picture in known
            ],
        }
        for one in documents
    ]
    title = documents[0].number if len(documents) == 1 else f"{documents[0].number} +{len(documents) - 1}"
    files = {f"{sha}.png": content for sha, content in known.items()}
    return set_pages("certificate.typ", {"title": title, "pages": pages}, _instant(documents[0]), files)


def _cover(document: Document, proof: Signature, locale: Locale) -> Sheet:
    lines = [
        Line((in_language(document.title, locale),), "title"),
        Line((in_language(document.centre, locale),), "label"),
        Line(()),
    ]
    lines += [Line((in_language(fact.label, locale), _cell(fact.value, fact.shape, locale))) for fact in document.head]
    lines += [Line((_label("as_of", locale), document.as_of)), Line(())]
    lines += [Line(pair) for pair in _proofs(document, proof, locale)]
    return Sheet(_label("cover", locale), tuple(lines))


def _proofs(document: Document, proof: Signature, locale: Locale) -> list[tuple[str, str]]:
    return [
        (_label("number", locale), document.number),
        (_label("issued", locale), document.issued),
        (_label("sha256", locale), proof.sha256.hex()),
        (_label("signature", locale), base64.b64encode(proof.signature).decode()),
        (_label("key", locale), proof.key_id),
        (_label("verify", locale), document.verify),
    ]


def _sheet(part: Part, locale: Locale) -> Sheet:
    lines = [Line((in_language(part.title, locale),), "title")]
    if part.note is not None:
        lines.append(Line((in_language(part.note, locale),), "label"))
    lines.append(Line(tuple(in_language(one.label, locale) for one in part.columns), "head"))
    head = len(lines)
    for row in part.rows:
        cells = zip(row, part.columns, strict=True)
        lines.append(Line(tuple(_cell(value, column.shape, locale) for value, column in cells)))
    if not part.rows:
        lines.append(Line((_label("nothing", locale),)))
    return Sheet(in_language(part.title, locale)[:31], tuple(lines), head=head)


def _content(proof: Signature, locale: Locale) -> Sheet:
    text = base64.b64encode(proof.content).decode()
    chunks = [Line((text[at : at + _CHUNK],)) for at in range(0, len(text), _CHUNK)]
    head = [locale, proof.key_id, base64.b64encode(proof.signature).decode()]
    return Sheet(CONTENT_SHEET, (*(Line((one,)) for one in head), *chunks), hidden=True)


def _printed(part: Part, locale: Locale) -> dict[str, object]:
    widest = [max((len(in_language(row[n], locale)) for row in part.rows), default=0) for n in range(len(part.columns))]
    return {
        "title": in_language(part.title, locale),
        "note": None if part.note is None else in_language(part.note, locale),
        "columns": [
            {
                "label": in_language(one.label, locale),
                "figures": one.shape == "number",
                # The share of the line that longer words take; short ones and figures take what they need.
                "share": min(widest[n], 60) if one.shape == "text" and widest[n] > 14 else 0,
            }
            for n, one in enumerate(part.columns)
        ],
        "rows": [[in_language(value, locale) for value in row] for row in part.rows],
    }


def _cell(value: Said, shape: Shape, locale: Locale) -> Value:
    if value is None:
        return None
    text = in_language(value, locale)
    if shape == "number":
        return Decimal(text)
    return date.fromisoformat(text) if shape == "date" else text


def _label(key: str, locale: Locale) -> str:
    return in_language(_LABELS[key], locale)


def _instant(document: Document) -> datetime:
    return datetime.fromisoformat(document.issued)
