"""Makes the certificates of everybody promoted in a cycle, a portion at a time, and one PDF of them all for the printer."""

import asyncio
from datetime import datetime

import asyncpg
from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError
from server.ladder.cycles import store as cycles_store
from server.ladder.cycles.refusals import CONFLICT_IN_EXPORT
from server.ladder.dossiers import store, subject, writing
from server.ladder.dossiers.document import decode, digest, new_number
from server.ladder.dossiers.printing import certificate_pdf
from server.ladder.dossiers.refusals import BATCH_RUNNING, NO_BATCH, NOBODY_PROMOTED, NOT_NOTICED
from server.ladder.dossiers.service import Letterhead, eyes_of, sign, unsigned
from server.reports.handing import File
from server.supervise import Bell

_PORTION = 20
"""Certificates signed between two commits."""
_EVERY = 30.0
"""Seconds after which batches that another process left behind are looked for."""


class Batch(Struct, frozen=True, kw_only=True):
    """How far a batch has come."""

    id: int
    cycle_id: int
    asked_at: datetime
    total: int
    done: int
    finished_at: datetime | None


class CertificatesService:
    """Batches of certificates; single ones are handed out like dossiers."""

    def __init__(self, db: Database, clock: Clock, letterhead: Letterhead) -> None:
        self._db = db
        self._clock = clock
        self._letterhead = letterhead
        self._bell = Bell()

    async def begin(self, actor: Actor, cycle_id: int, address: str) -> Batch:
        """Ask for the certificates of a cycle that told its decisions; those that are there already are not made again."""
        if actor.kind != "account":
            raise DomainError(FORBIDDEN)
        async with self._db.transaction() as connection:
            cycle = await cycles_store.find(connection, cycle_id, lock=True)
            if not cycle.told:
                raise DomainError(NOT_NOTICED)
            there = len(await store.certificates_of(connection, cycle_id))
            waiting = len(await store.waiting_for_certificate(connection, cycle_id))
            if not there + waiting:
                raise DomainError(NOBODY_PROMOTED)
            row = await connection.fetchrow(
                "INSERT INTO certificate_batch (cycle_id, asked_by, asked_at, address, total, done)"
                " VALUES ($1, $2, $3, $4, $5, $6) RETURNING *",
                cycle_id,
                actor.id,
                self._clock.now(),
                address,
                there + waiting,
                there,
            )
            await audit.record(connection, actor, "certificates.ask", cycle.subject, {"n": there + waiting})
        self._bell.ring()
        return _batch(row)

    async def batch(self, batch_id: int) -> Batch:
        """How far it has come. Raises `no_such_batch`."""
        async with self._db.connection() as connection:
            row = await connection.fetchrow("SELECT * FROM certificate_batch WHERE id = $1", batch_id)
        if row is None:
            raise DomainError(NO_BATCH, key=batch_id)
        return _batch(row)

    async def pages(self, actor: Actor, batch_id: int) -> File:
        """All certificates of the batch's cycle in one PDF. Raises `batch_running`, and `conflict_in_export` where it would show
        somebody whose file is closed to this account."""
        batch = await self.batch(batch_id)
        if batch.finished_at is None:
            raise DomainError(BATCH_RUNNING, done=batch.done, total=batch.total)
        async with self._db.connection() as connection:
            eyes = await eyes_of(connection, actor)
            if await store.any_conflict(connection, eyes.who, batch.cycle_id):
                raise DomainError(CONFLICT_IN_EXPORT)
            kept = [one for one in await store.certificates_of(connection, batch.cycle_id) if one.content is not None]
        documents = [decode(one.content) for one in kept if one.content is not None]
        if not documents:
            raise DomainError(NOBODY_PROMOTED)
        content = await asyncio.to_thread(certificate_pdf, documents, await self._letterhead.marks(documents))
        async with self._db.transaction() as connection:
            await store.keep_print(connection, digest(content), [one.id for one in kept], "zh", self._clock.now())
            detail = {"batch": batch_id, "n": len(documents)}
            await audit.record(connection, actor, "certificates.hand_out", f"cycle/{batch.cycle_id}", detail)
        return File(f"certificates-{batch.cycle_id}.pdf", content)

    async def run(self) -> None:
        """Work at batches for as long as the process lives."""
        await self._bell.answer(self._all, _EVERY)

    async def _all(self) -> None:
        while await self.portion():
            pass

    async def portion(self) -> bool:
        """Sign a few certificates of the oldest open batch; whether there may be more. Any process may, one at a time does."""
        async with self._db.transaction() as connection:
            row = await connection.fetchrow(
                "SELECT * FROM certificate_batch WHERE finished_at IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"
            )
            if row is None:
                return False
            # Before looking who waits: two batches of one cycle must not sign the same person twice.
            await connection.execute("SELECT FROM cycle WHERE id = $1 FOR NO KEY UPDATE", row["cycle_id"])
            waiting = await store.waiting_for_certificate(connection, row["cycle_id"], _PORTION)
            for code in waiting:
                await self._sign(connection, row, code)
            left = await store.waiting_for_certificate(connection, row["cycle_id"])
            await connection.execute(
                "UPDATE certificate_batch SET done = total - $2::int, finished_at = $3 WHERE id = $1",
                row["id"],
                min(len(left), row["total"]),
                None if left else self._clock.now(),
            )
        return True

    async def _sign(self, connection: Connection, batch: asyncpg.Record, code: str) -> None:
        now = self._clock.now()
        found = await subject.of_cycle(connection, batch["cycle_id"], code, now)
        number = new_number("certificate", now.date())
        centre = await self._letterhead.centre(connection)
        document = writing.certificate(found, centre, number, batch["address"], now)
        document = await self._letterhead.on(connection, document)
        await sign(
            connection, self._letterhead, document, unsigned("certificate", found, number, batch["asked_by"], now)
        )


def _batch(row: asyncpg.Record) -> Batch:
    return Batch(
        id=row["id"],
        cycle_id=row["cycle_id"],
        asked_at=row["asked_at"],
        total=row["total"],
        done=row["done"],
        finished_at=row["finished_at"],
    )
