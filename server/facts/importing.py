"""Keeps the named column mappings and takes files in through them."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import available_timezones

import msgspec
from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Database
from server.errors import NOT_FOUND, DomainError
from server.facts.files import read_lines
from server.facts.mapping import BAD_MAPPING, Mapping, Pick, faults
from server.facts.receipts import Receipt
from server.facts.rows import Mapped, RowError, RowFact, map_lines
from server.facts.shape import FactIn
from server.wire import Bilingual

_CHUNK = 4_000
_PREVIEW = 20
_MOST_ERRORS = 1_000

Progress = Callable[[int], None]


class NamedMapping(Struct):
    """A mapping as it is kept."""

    code: str
    name: Bilingual
    spec: Mapping
    updated_at: datetime


class Imported(Struct, kw_only=True):
    """What a file came to. `refused` facts are in quarantine; `errors` lists them and the cells that could not be read."""

    mapping: str
    dry_run: bool
    rows: int = 0
    facts: int = 0
    accepted: int = 0
    superseding: int = 0
    duplicate: int = 0
    stale: int = 0
    refused: int = 0
    error_count: int = 0
    errors: list[RowError] = []
    preview: list[dict[str, Any]] = []


class TakesFacts(Protocol):
    """The part of the facts service that an import needs."""

    async def take(self, source: str, facts: list[FactIn]) -> Receipt: ...

    async def take_without_revisions(self, source: str, facts: list[FactIn], *, dry_run: bool = False) -> Receipt: ...

    async def try_out(self, source: str, facts: list[FactIn]) -> Receipt: ...

    async def held(self, source: str, ids: list[str]) -> set[str]: ...


class ImportDesk:
    """Commands and queries on mappings and imports."""

    def __init__(self, db: Database, clock: Clock, facts: TakesFacts) -> None:
        self._db = db
        self._clock = clock
        self._facts = facts

    async def all(self) -> list[NamedMapping]:
        """By code."""
        async with self._db.connection() as connection:
            rows = await connection.fetch("SELECT * FROM mapping ORDER BY code")
        return [_named(row) for row in rows]

    async def one(self, code: str) -> NamedMapping:
        """By its code."""
        async with self._db.connection() as connection:
            row = await connection.fetchrow("SELECT * FROM mapping WHERE code = $1", code)
        if row is None:
            raise DomainError(NOT_FOUND, what="mapping", key=code)
        return _named(row)

    async def put(self, actor: Actor, code: str, name: Bilingual, spec: Mapping) -> NamedMapping:
        """Create or replace. Raises `bad_mapping`; columns are checked when a file comes."""
        found = faults(spec, frozenset(available_timezones()))
        if found:
            raise DomainError(BAD_MAPPING, why="; ".join(found))
        async with self._db.transaction() as connection:
            await connection.execute(
                "INSERT INTO mapping (code, name_zh, name_en, spec, updated_at) VALUES ($1, $2, $3, $4::jsonb, $5)"
                " ON CONFLICT (code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en,"
                " spec = excluded.spec, updated_at = excluded.updated_at",
                code,
                name.zh,
                name.en,
                msgspec.json.encode(spec).decode(),
                self._clock.now(),
            )
            await audit.record(connection, actor, "mapping.put", f"mapping/{code}")
        return await self.one(code)

    async def take(
        self, actor: Actor | None, code: str, content: bytes, *, dry_run: bool = False, progress: Progress | None = None
    ) -> Imported:
        """Take a file in, in transactions of some thousand facts; importing it again changes nothing.

        A dry run does the same and keeps nothing, quarantine included. `progress` hears how many facts were done.
        """
        mapping = (await self.one(code)).spec
        mapped = await asyncio.to_thread(_read, content, mapping)
        answer = Imported(mapping=code, dry_run=dry_run, rows=mapped.rows, errors=mapped.errors)
        answer.preview = [_shown(fact) for fact in mapped.facts if not fact.retraction][:_PREVIEW]
        answer.facts = sum(not fact.retraction for fact in mapped.facts)
        for chunk in _chunks(mapped.facts):
            given = await self._worth_sending(mapping.source, chunk)
            if given:
                self._count(answer, await self._send(mapping, given, dry_run=dry_run), given)
            if progress is not None:
                progress(len(chunk))
        answer.error_count = len(answer.errors)
        answer.errors = sorted(answer.errors, key=lambda error: error.row)[:_MOST_ERRORS]
        if not dry_run:
            counts = {
                name: getattr(answer, name)
                for name in (
                    "rows",
                    "facts",
                    "accepted",
                    "superseding",
                    "duplicate",
                    "stale",
                    "refused",
                    "error_count",
                )
            }
            async with self._db.transaction() as connection:
                await audit.record(connection, actor, "facts.import", f"mapping/{code}", counts)
        return answer

    async def _send(self, mapping: Mapping, given: list[RowFact], *, dry_run: bool) -> Receipt:
        facts = [one.fact for one in given]
        if not isinstance(mapping.revision, Pick):
            return await self._facts.take_without_revisions(mapping.source, facts, dry_run=dry_run)
        if dry_run:
            return await self._facts.try_out(mapping.source, facts)
        return await self._facts.take(mapping.source, facts)

    async def _worth_sending(self, source: str, chunk: list[RowFact]) -> list[RowFact]:
        """Leave out retractions of what is neither held nor said by an earlier row."""
        doubtful = [one.fact.id for one in chunk if one.retraction]
        if not doubtful:
            return chunk
        known = await self._facts.held(source, doubtful)
        given = []
        for one in chunk:
            if not one.retraction or one.fact.id in known:
                given.append(one)
                known.add(one.fact.id)
        return given

    def _count(self, answer: Imported, receipt: Receipt, given: list[RowFact]) -> None:
        answer.accepted += receipt.accepted
        answer.superseding += receipt.superseding
        answer.duplicate += receipt.duplicate
        answer.stale += receipt.stale
        answer.refused += len(receipt.rejected)
        answer.errors += [
            RowError(given[refused.index].row, given[refused.index].fact.metric, refused.code, refused.messages)
            for refused in receipt.rejected
        ]


def _read(content: bytes, mapping: Mapping) -> Mapped:
    return map_lines(read_lines(content, mapping), mapping)


def _chunks(facts: list[RowFact]) -> Iterator[list[RowFact]]:
    """Parts of about `_CHUNK` facts in which all facts of an id stay together, in their order."""
    by_id: dict[str, list[RowFact]] = {}
    for one in facts:
        by_id.setdefault(one.fact.id, []).append(one)
    chunk: list[RowFact] = []
    for group in by_id.values():
        chunk += group
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _shown(one: RowFact) -> dict[str, Any]:
    shown: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(one.fact))
    return {"row": one.row, **{name: value for name, value in shown.items() if value is not None}}


def _named(row: Any) -> NamedMapping:
    return NamedMapping(
        code=row["code"],
        name=Bilingual(zh=row["name_zh"], en=row["name_en"]),
        spec=msgspec.json.decode(row["spec"], type=Mapping),
        updated_at=row["updated_at"],
    )
