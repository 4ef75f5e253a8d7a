"""What people do with the quarantine: look, mend, replay when the reason is gone, discard; every deed is audited."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import NOT_FOUND, DomainError, declare, sentences
from server.facts import quarantine, revisions
from server.facts.judging import AUTO_REVISION, Judge, Rejection
from server.facts.refusals import CONFLICT
from server.facts.shape import FactIn, Read, Unread, read_one
from server.facts.withholding import WITHHELD, is_result, put_back, without_marks
from server.facts.writing import Batch, Verdicts, merged, write
from server.people.results import reads_results

RESOLVED = declare("quarantine_resolved", 409, en="Entry {id} was resolved already.", zh="隔离记录 {id} 已处理。")
_CHUNK = 1_000

State = Literal["open", "replayed", "discarded"]


class Quarantined(Struct):
    """A refused element as people see it; `payload` is the text as it was sent, or as it was mended, without marks that are
    not for whoever looks."""

    id: int
    source: str
    fact_id: str | None
    code: str
    messages: dict[str, str]
    payload: str
    received_at: datetime
    state: State
    resolved_at: datetime | None


class Replayed(Struct, kw_only=True):
    """What a replay came to; those still refused stay open with their present reason."""

    tried: int = 0
    accepted: int = 0
    superseding: int = 0
    duplicate: int = 0
    stale: int = 0
    still_refused: int = 0


_SELECT = """
SELECT q.id, s.code AS source, q.source_id, q.fact_id, q.code, q.detail, q.payload, q.received_at, q.resolution, q.resolved_at
FROM quarantine q JOIN source s ON s.id = q.source_id"""


class QuarantineDesk:
    """Commands and queries on refused facts."""

    def __init__(self, db: Database, clock: Clock, judge: Judge) -> None:
        self._db = db
        self._clock = clock
        self._judge = judge

    async def page(
        self,
        actor: Actor,
        state: State,
        *,
        code: str | None = None,
        source: str | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> tuple[list[Quarantined], int]:
        """Oldest first, with how many there are."""
        where = """ WHERE q.resolution IS NOT DISTINCT FROM $1 AND ($2::text IS NULL OR q.code = $2)
                    AND ($3::text IS NULL OR s.code = $3)"""
        resolution = None if state == "open" else state
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                f"{_SELECT}{where} ORDER BY q.id OFFSET $4 LIMIT $5", resolution, code, source, offset, limit
            )
            total = await connection.fetchval(
                f"SELECT count(*) FROM quarantine q JOIN source s ON s.id = q.source_id{where}",
                resolution,
                code,
                source,
            )
        return [_entry(row, actor) for row in rows], int(total)

    async def one(self, actor: Actor, entry_id: int) -> Quarantined:
        """By its id."""
        async with self._db.connection() as connection:
            return _entry(await _find(connection, entry_id), actor)

    async def mend(self, actor: Actor, entry_id: int, payload: bytes) -> Quarantined:
        """Put another payload in an entry's place and take it as received when the first one was.

        Raises `mark_stays_with_metric` where what was withheld would be called something else.
        """
        async with self._db.transaction() as connection:
            row = await _find_open(connection, entry_id)
            text = payload.decode()
            if is_result(row["payload"]) and not reads_results(actor):
                text = put_back(text, row["payload"])
            await self._replay(connection, [_with(row, text)])
            mended = read_one(text.encode())
            await connection.execute(
                "UPDATE quarantine SET payload = $2, fact_id = coalesce($3, fact_id) WHERE id = $1",
                entry_id, text, mended.id if isinstance(mended, FactIn) else None,
            )  # fmt: skip
            await audit.record(connection, actor, "quarantine.mend", f"quarantine/{entry_id}")
            return _entry(await _find(connection, entry_id), actor)

    async def replay(self, actor: Actor | None, ids: Sequence[int] | None) -> Replayed:
        """Try these open entries again, or all of them for `ids` None, in transactions of a thousand."""
        total = Replayed()
        last = 0
        while True:
            async with self._db.transaction() as connection:
                rows = await connection.fetch(
                    f"{_SELECT} WHERE q.resolution IS NULL AND q.id > $1 AND ($2::bigint[] IS NULL OR q.id = ANY($2))"
                    " ORDER BY q.id LIMIT $3",
                    last, None if ids is None else list(ids), _CHUNK,
                )  # fmt: skip
                if not rows:
                    return total
                verdicts, refused = await self._replay(connection, [dict(row) for row in rows])
                last = rows[-1]["id"]
                await audit.record(
                    connection, actor, "quarantine.replay", "quarantine", {"tried": len(rows), "refused": refused}
                )
            total.tried += len(rows)
            total.accepted += len(verdicts.accepted)
            total.superseding += len(verdicts.superseding)
            total.duplicate += len(verdicts.duplicate)
            total.stale += len(verdicts.stale)
            total.still_refused += refused

    async def discard(self, actor: Actor, entry_id: int) -> Quarantined:
        """Close an entry for good; the same payload sent again stays discarded."""
        async with self._db.transaction() as connection:
            await _find_open(connection, entry_id)
            await quarantine.resolve(connection, [entry_id], "discarded")
            await audit.record(connection, actor, "quarantine.discard", f"quarantine/{entry_id}")
            return _entry(await _find(connection, entry_id), actor)

    async def _replay(self, connection: Connection, rows: list[dict[str, Any]]) -> tuple[Verdicts, int]:
        """Facts are locked before entries, as intake does: entries are only written after the facts are."""
        found = [read_one(row["payload"].encode()) for row in rows]
        await self._judge.prepare([fact for fact in found if isinstance(fact, FactIn)])
        batches: list[Batch] = []
        owners: list[dict[str, Any]] = []
        refused: list[tuple[dict[str, Any], str, dict[str, Any]]] = []
        for row, fact in zip(rows, found, strict=True):
            batch, rejection = self._again(row, fact)
            if rejection:
                refused.append((row, rejection.code, rejection.detail))
            else:
                batches.append(batch)
                owners.append(row)
        verdicts = Verdicts()
        if batches:
            for source_id in sorted({row["source_id"] for row in owners if _is_automatic(row)}):
                await revisions.lock(connection, source_id)
            whole = merged(batches)
            await revisions.assign(connection, whole)
            verdicts = await write(connection, whole)
        refused += [(owners[i], CONFLICT, {}) for i in verdicts.conflict]
        still = {row["id"] for row, _, _ in refused}
        await quarantine.resolve(connection, [row["id"] for row in rows if row["id"] not in still], "replayed")
        for row, code, detail in refused:
            kept = detail | ({"automatic": True} if _is_automatic(row) else {})
            await connection.execute(
                "UPDATE quarantine SET code = $2, detail = $3::jsonb WHERE id = $1 AND resolution IS NULL",
                row["id"], code, msgspec.json.encode(kept).decode(),
            )  # fmt: skip
        return verdicts, len(refused)

    def _again(self, row: dict[str, Any], fact: FactIn | Unread) -> tuple[Batch, Rejection | None]:
        read = Read([], [], {0: fact}, 1) if isinstance(fact, Unread) else Read([fact], [0], {}, 1)
        columns, rejections = self._judge.judge(read, self._clock.now())
        if _is_automatic(row):
            columns.revisions = [AUTO_REVISION] * len(columns.ids)
        return Batch.of(row["source_id"], row["received_at"], columns), rejections[0] if rejections else None


def _is_automatic(row: dict[str, Any]) -> bool:
    return bool(msgspec.json.decode(row["detail"]).get("automatic"))


def _with(row: Any, payload: str) -> dict[str, Any]:
    return {**dict(row), "payload": payload}


async def _find(connection: Connection, entry_id: int) -> Any:
    row = await connection.fetchrow(f"{_SELECT} WHERE q.id = $1", entry_id)
    if row is None:
        raise DomainError(NOT_FOUND, what="quarantine entry", key=entry_id)
    return row


async def _find_open(connection: Connection, entry_id: int) -> Any:
    row = await _find(connection, entry_id)
    if row["resolution"] is not None:
        raise DomainError(RESOLVED, id=entry_id)
    return row


def _entry(row: Any, actor: Actor) -> Quarantined:
    payload, detail = row["payload"], msgspec.json.decode(row["detail"])
    if is_result(payload) and not reads_results(actor):
        payload, detail = without_marks(payload), detail | {"value": WITHHELD}
    return Quarantined(
        id=row["id"],
        source=row["source"],
        fact_id=row["fact_id"],
        code=row["code"],
        messages=sentences(row["code"], detail),
        payload=payload,
        received_at=row["received_at"],
        state=row["resolution"] or "open",
        resolved_at=row["resolved_at"],
    )
