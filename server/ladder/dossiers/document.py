"""A document that is signed: everything a reader sees is in it, in both languages, so that what it says never depends on the
program that shows it later."""

import hashlib
import re
import secrets
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from server.wire import Bilingual

Kind = Literal["dossier", "certificate", "honor"]
"""A certificate is of a promotion; an honor is the certificate for anything else that was earned."""
Shape = Literal["text", "number", "date"]
"""How a value is kept in a workbook: words, a figure, a day."""
Value = str | Bilingual | None
"""Words, in one spelling or in both languages; an exact decimal; an ISO day. None is an empty cell."""

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without figures and letters that look alike on paper."""
NUMBER = re.compile(rf"[CDH]\d{{4}}-[{_ALPHABET}]{{4}}-[{_ALPHABET}]{{4}}")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Fact(Struct, frozen=True):
    """One line of a document's head."""

    label: Bilingual
    shape: Shape
    value: Value


class Column(Struct, frozen=True):
    """One column of a part."""

    label: Bilingual
    shape: Shape = "text"


class Part(Struct, frozen=True):
    """One table of a dossier; `note` says what a reader has to know about it."""

    code: str
    title: Bilingual
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...] = ()
    note: Bilingual | None = None


class Mark(Struct, frozen=True):
    """A seal, or somebody's signature, by the digest of its picture."""

    picture: str
    name: Bilingual | None = None
    title: Bilingual | None = None


class Document(Struct, frozen=True, kw_only=True):
    """What is signed. `verify` is the address where anybody may check it, `issued` an instant in UTC."""

    format: Literal["echelon/1"] = "echelon/1"
    kind: Kind
    number: Annotated[str, Meta(max_length=20)]
    issued: str
    as_of: date
    centre: Bilingual
    verify: str
    title: Bilingual
    name: Bilingual
    says: Bilingual | None = None
    """The sentence of a certificate."""
    head: tuple[Fact, ...] = ()
    parts: tuple[Part, ...] = ()
    seal: Mark | None = None
    signatures: tuple[Mark, ...] = ()
    logo: Mark | None = None
    colour: str | None = None
    """Of certificates: what they are printed with, as it was when they were signed."""


def encode(document: Document) -> bytes:
    """The one spelling of a document: fields sorted, no spaces, UTF-8."""
    return msgspec.json.encode(document, order="deterministic")


def decode(content: bytes) -> Document:
    """The document of a content. Raises msgspec.ValidationError or DecodeError."""
    return msgspec.json.decode(content, type=Document)


def digest(content: bytes) -> bytes:
    """What is signed about a content: its SHA-256."""
    return hashlib.sha256(content).digest()


def new_number(kind: Kind, day: date) -> str:
    """A number nobody guesses: who has one holds the paper, or was shown it."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{kind[0].upper()}{day.year}-{letters[:4]}-{letters[4:]}"


def seen(text: str) -> str:
    """A text as every reader and every workbook keeps it: no unseen characters, one kind of line break."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def both(zh: str, en: str) -> Bilingual:
    """Words in both languages, cleaned."""
    return Bilingual(zh=seen(zh), en=seen(en))


def in_language(value: Value, locale: str) -> str:
    """What a reader of one language sees."""
    if isinstance(value, Bilingual):
        return value.zh if locale == "zh" else value.en
    return value or ""
