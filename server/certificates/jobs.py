"""Prints many certificates in one go: signed a few at a time by whichever process is free, going on after a restart."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.certificates import grounds, store
from server.certificates.printing import Language
from server.certificates.refusals import JOB_EMPTY, JOB_RUNNING, NO_GROUND, NO_JOB
from server.certificates.service import CertificatesService
from server.certificates.store import Key
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError
from server.reports.handing import File
from server.supervise import Bell

_PORTION = 25
"""Certificates signed between two commits."""
_EVERY = 15.0
"""Seconds after which jobs that another process left behind are looked for."""


class Job(Struct, frozen=True, kw_only=True):
    """How far a print job has come; `left_out` lost their ground before their turn came."""

    id: int
    asked_at: datetime
    language: Language
    total: int
    done: int
    left_out: int
    finished_at: datetime | None


_SELECT = """
SELECT j.id, j.asked_at, j.language, j.finished_at, count(*)::int AS total, (count(*) FILTER (WHERE i.done))::int AS done,
       (count(*) FILTER (WHERE i.done AND i.document_id IS NULL))::int AS left_out
FROM print_job j JOIN print_job_item i ON i.job_id = j.id"""


class PrintingService:
    """Whoever asked for a job sees it, and nobody else."""

    def __init__(self, db: Database, clock: Clock, certificates: CertificatesService) -> None:
        self._db = db
        self._clock = clock
        self._certificates = certificates
        self._bell = Bell()

    async def begin(self, actor: Actor, keys: Sequence[Key], language: Language, address: str) -> Job:
        """Ask for some certificates. Raises `certificate_no_ground` when any does not stand or is not the actor's to print."""
        if actor.kind != "account":
            raise DomainError(FORBIDDEN)
        keys = list(dict.fromkeys(keys))
        async with self._db.transaction() as connection:
            found = await self._certificates.permitted(connection, actor, keys)
            if len(found) < len(keys):
                raise DomainError(NO_GROUND)
            job_id = await connection.fetchval(
                "INSERT INTO print_job (asked_by, asked_at, address, language) VALUES ($1, $2, $3, $4) RETURNING id",
                actor.id,
                self._clock.now(),
                address,
                language,
            )
            await connection.executemany(
                "INSERT INTO print_job_item (job_id, place, kind, ground, agent_id, team_id) VALUES ($1, $2, $3, $4, $5, $6)",
                [(job_id, n, *key) for n, key in enumerate(keys)],
            )
            await audit.record(connection, actor, "certificates.print", f"print/{job_id}", {"n": len(keys)})
        self._bell.ring()
        return await self.job(actor, job_id)

    async def job(self, actor: Actor, job_id: int) -> Job:
        """How far it has come. Raises `no_such_print_job`."""
        query = f"{_SELECT} WHERE j.id = $1 AND j.asked_by = $2 GROUP BY j.id"
        async with self._db.connection() as connection:
            row = await connection.fetchrow(query, job_id, actor.id if actor.kind == "account" else 0)
        if row is None:
            raise DomainError(NO_JOB, key=job_id)
        return Job(**row)

    async def latest(self, actor: Actor) -> list[Job]:
        """The actor's last jobs, newest first."""
        query = f"{_SELECT} WHERE j.asked_by = $1 GROUP BY j.id ORDER BY j.id DESC LIMIT 10"
        async with self._db.connection() as connection:
            rows = await connection.fetch(query, actor.id if actor.kind == "account" else 0)
        return [Job(**row) for row in rows]

    async def file(self, actor: Actor, job_id: int) -> File:
        """All of them in one PDF, without those withdrawn meanwhile. Raises `print_job_running`, `print_job_empty`."""
        job = await self.job(actor, job_id)
        if job.finished_at is None:
            raise DomainError(JOB_RUNNING, done=job.done, total=job.total)
        async with self._db.transaction() as connection:
            rows = await connection.fetch(
                "SELECT document_id FROM print_job_item WHERE job_id = $1 AND document_id IS NOT NULL ORDER BY place",
                job_id,
            )
            issued = await store.by_document(connection, [row["document_id"] for row in rows])
            gone = await self._certificates.issuing.settle(connection, issued)
            # Somebody may have lost a team, or a role, since the job was asked for.
            may = {
                one.key for one in await self._certificates.permitted(connection, actor, [one.key for one in issued])
            }
        kept = [
            one for one in issued if one.id not in gone and one.withdrawn_at is None and one.content and one.key in may
        ]
        if not kept:
            raise DomainError(JOB_EMPTY)
        return await self._certificates.hand_out(actor, kept, job.language, f"certificates-{job_id}.pdf")

    async def run(self) -> None:
        """Work at jobs for as long as the process lives."""
        await self._bell.answer(self._all, _EVERY)

    async def _all(self) -> None:
        while await self.portion():
            pass

    async def portion(self) -> bool:
        """Sign a few certificates of the oldest open job; whether there may be more. Any process may, one at a time does."""
        async with self._db.transaction() as connection:
            job = await connection.fetchrow(
                "SELECT * FROM print_job WHERE finished_at IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"
            )
            if job is None:
                return False
            rows = await connection.fetch(
                "SELECT place, kind, ground, agent_id, team_id FROM print_job_item WHERE job_id = $1 AND NOT done"
                " ORDER BY place LIMIT $2",
                job["id"],
                _PORTION,
            )
            keys = [(row["kind"], row["ground"], row["agent_id"], row["team_id"]) for row in rows]
            signed = await self._sign(connection, keys, job["address"], job["asked_by"])
            await connection.executemany(
                "UPDATE print_job_item SET done = true, document_id = $3 WHERE job_id = $1 AND place = $2",
                [(job["id"], row["place"], signed.get(key)) for row, key in zip(rows, keys, strict=True)],
            )
            if len(rows) < _PORTION:
                await connection.execute(
                    "UPDATE print_job SET finished_at = $2 WHERE id = $1", job["id"], self._clock.now()
                )
        return True

    async def _sign(self, connection: Connection, keys: Sequence[Key], address: str, by: int) -> dict[Key, int]:
        issuing = self._certificates.issuing
        stands = await grounds.standing(connection, issuing.sources, keys)
        wanted = [stands[key] for key in keys if key in stands]
        return {one.key: one.id for one in await issuing.issue(connection, wanted, address, by)} if wanted else {}
