"""Turns what a sender put into a request into facts, so that one unreadable element never spoils its neighbours."""

import json
import re
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw, Struct

from server.errors import DomainError, declare

LARGEST_BODY = 20_000_000
MOST_FACTS = 50_000

TOO_LARGE = declare(
    "too_many_facts",
    413,
    en="One request may hold at most {facts} facts and {megabytes} MB; send it in parts.",
    zh="单次请求最多 {facts} 条数据、{megabytes} MB，请分批发送。",
)
UNREADABLE = declare(
    "unreadable_body",
    400,
    en="The body is neither a JSON array nor JSON lines: {why}",
    zh="请求内容不是 JSON 数组或 JSON 行：{why}",
)


USUAL_WEIGHT = Raw(b"1")


class FactIn(Struct, gc=False, forbid_unknown_fields=True):
    """One measured value as sent. Amounts stay raw text, because their digits are judged as they were written."""

    id: str
    metric: str
    at: datetime
    value: Raw
    agent: str | None = None
    team: str | None = None
    weight: Raw = USUAL_WEIGHT  # `Raw | None` would take nothing but null: msgspec does not try Raw in a union
    queue: str | None = None
    revision: int = 0


class Unread(NamedTuple):
    """An element that is no fact at all: why, and what of its id could be made out."""

    code: str
    fact_id: str | None


class Read(NamedTuple):
    """The facts of a request with their places in it, and the elements that could not be read."""

    facts: list[FactIn]
    places: list[int]
    unread: dict[int, Unread]
    total: int


_ARRAY = msgspec.json.Decoder(list[FactIn])
_LINES = msgspec.json.Decoder(FactIn)
_ELEMENTS = msgspec.json.Decoder(list[Raw])
_LOOSE = msgspec.json.Decoder(dict[str, Any])


def read_facts(body: bytes, *, lines: bool) -> Read:
    """All elements of a JSON array, or of JSON lines. Raises DomainError when nothing can be told apart in the body."""
    if len(body) > LARGEST_BODY:
        raise _too_large()
    try:
        facts = _LINES.decode_lines(body) if lines else _ARRAY.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _one_by_one(elements(body, lines=lines))
    if len(facts) > MOST_FACTS:
        raise _too_large()
    return Read(facts, list(range(len(facts))), {}, len(facts))


def elements(body: bytes, *, lines: bool) -> list[bytes]:
    """The text of every element, in order; what quarantine keeps. A line of JSON lines may be anything at all."""
    if lines:
        return [line for line in body.splitlines() if line.strip()]
    try:
        return [bytes(raw) for raw in _ELEMENTS.decode(body)]
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    try:
        return [bytes(raw) for raw in _ELEMENTS.decode(_quote_strange_words(body))]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DomainError(UNREADABLE, why=str(error)) from None


def _one_by_one(parts: list[bytes]) -> Read:
    if len(parts) > MOST_FACTS:
        raise _too_large()
    facts: list[FactIn] = []
    places: list[int] = []
    unread: dict[int, Unread] = {}
    for place, part in enumerate(parts):
        found = read_one(part)
        if isinstance(found, Unread):
            unread[place] = found
        else:
            facts.append(found)
            places.append(place)
    return Read(facts, places, unread, len(parts))


def read_one(part: bytes) -> FactIn | Unread:
    """One element on its own; instants may take any ISO 8601 form here, as long as they have an offset."""
    part = _quote_strange_words(part)
    try:
        return _LINES.decode(part)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    try:
        loose = _LOOSE.decode(part)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Unread("bad_shape", None)
    name = loose.get("id")
    fact_id = name[:200] if isinstance(name, str) and "\0" not in name else None
    if not isinstance(name, str):
        return Unread("bad_id" if "id" in loose else "bad_shape", None)
    at = _instant(loose.get("at"))
    if isinstance(at, str):
        return Unread(at if "at" in loose else "bad_shape", fact_id)
    if not isinstance(loose.get("revision", 0), int) or isinstance(loose.get("revision"), bool):
        return Unread("bad_revision", fact_id)
    if abs(loose.get("revision", 0)) >= 2**63:
        return Unread("bad_revision", fact_id)
    try:
        return _AT_ASIDE.decode(part).fact(at)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Unread("bad_shape", fact_id)


class _FactWithAnyInstant(Struct, forbid_unknown_fields=True):
    id: str
    metric: str
    at: str
    value: Raw
    agent: str | None = None
    team: str | None = None
    weight: Raw = USUAL_WEIGHT  # `Raw | None` would take nothing but null: msgspec does not try Raw in a union
    queue: str | None = None
    revision: int = 0

    def fact(self, at: datetime) -> FactIn:
        return FactIn(
            self.id, self.metric, at, self.value, self.agent, self.team, self.weight, self.queue, self.revision
        )


_AT_ASIDE = msgspec.json.Decoder(_FactWithAnyInstant)


def _instant(found: object) -> datetime | str:
    """An aware instant, or the code of what is wrong with it."""
    if not isinstance(found, str):
        return "bad_instant"
    try:
        at = datetime.fromisoformat(found)
    except ValueError:
        return "bad_instant"
    return "missing_offset" if at.tzinfo is None else at


_WORDS = re.compile(rb'"(?:\\.|[^"\\])*"|[^\s\[\]{},:"]+')
_KNOWN_WORD = re.compile(rb'"[\s\S]*|true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?')


def _quote_strange_words(text: bytes) -> bytes:
    """Put quotes around bare words that JSON does not know, such as `NaN`, so that only their own fact is refused."""

    def quoted(found: re.Match[bytes]) -> bytes:
        word = found.group()
        return word if _KNOWN_WORD.fullmatch(word) else json.dumps(word.decode("utf-8", "replace")).encode()

    return _WORDS.sub(quoted, text)


def _too_large() -> DomainError:
    return DomainError(TOO_LARGE, facts=MOST_FACTS, megabytes=LARGEST_BODY // 1_000_000)
