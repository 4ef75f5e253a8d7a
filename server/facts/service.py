"""What can be done with facts: take them in, look at them, and what this room offers to the rooms above."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from server.clock import Clock
from server.db.pool import Connection, Database
from server.facts import attribution
from server.facts.attribution import Rebuilt
from server.facts.book import CodeBook
from server.facts.catalogue import ensure_catalogue
from server.facts.importing import ImportDesk
from server.facts.intake import Intake, Request, conflicts, write_requests
from server.facts.judging import AUTO_REVISION, Judge
from server.facts.looking import FactsLooking
from server.facts.metrics import MetricCatalogue
from server.facts.receipts import Receipt, receipt_of
from server.facts.replaying import QuarantineDesk
from server.facts.shape import FactIn, Read, elements, read_facts
from server.facts.writing import Batch


class _TriedOnlyError(Exception):
    """Undoes a transaction whose answer alone was wanted."""


class FactsService:
    """The room's front desk; metrics, quarantine and mappings have desks of their own."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._book = CodeBook(db)
        self._judge = Judge(self._book)
        self.intake = Intake(db, self._judge)
        self.metrics = MetricCatalogue(db, clock, self._book)
        self.quarantine = QuarantineDesk(db, clock, self._judge)
        self.looking = FactsLooking(db, clock)
        self.imports = ImportDesk(db, clock, self)

    async def ensure_catalogue(self) -> None:
        """Add what is missing of the shipped metrics and mappings; at every start."""
        async with self._db.transaction() as connection:
            await ensure_catalogue(connection, self._clock.now())

    async def take(self, source: str, facts: bytes | Sequence[FactIn], *, lines: bool = False) -> Receipt:
        """Take a request in and answer after the commit that holds it. `lines` says that bytes are JSON lines."""
        if isinstance(facts, bytes):
            read = read_facts(facts, lines=lines)
            texts: Callable[[], Sequence[bytes]] = partial(elements, facts, lines=lines)
            request = await self._request(source, read, texts, self._clock.now())
        else:
            request, read = await self._given(source, facts)
        if not len(request.batch) and not request.rejections:
            return Receipt()
        verdicts = await self.intake.write(request)
        return receipt_of(read.total, verdicts, request.rejections + conflicts(request, verdicts))

    async def take_without_revisions(self, source: str, facts: Sequence[FactIn], *, dry_run: bool = False) -> Receipt:
        """Facts whose revisions follow from what is held (`revision: auto`); all of an id must come in one call.

        A dry run does everything and rolls it back, so that its answer is the true one.
        """
        request, read = await self._given(source, facts)
        request.automatic = True
        request.batch.facts.revisions = [AUTO_REVISION] * len(request.batch)
        for rejection in request.rejections:
            rejection.detail["automatic"] = True
        return await self._alone(request, read.total, keep=not dry_run)

    async def try_out(self, source: str, facts: Sequence[FactIn]) -> Receipt:
        """What `take` would answer, without keeping anything."""
        request, read = await self._given(source, facts)
        return await self._alone(request, read.total, keep=False)

    async def held(self, source: str, ids: Sequence[str]) -> set[str]:
        """Which of these ids a source has sent before."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                # Not `= ANY`: while the planner believes the table to be empty, that compares every id with every fact.
                "SELECT id FROM unnest($2::text[]) AS asked(id) WHERE EXISTS (SELECT FROM fact JOIN source s ON s.id = source_id"
                " WHERE s.code = $1 AND fact_id = asked.id)",
                source,
                [name for name in ids if "\0" not in name],
            )
        return {row["id"] for row in rows}

    async def _given(self, source: str, facts: Sequence[FactIn]) -> tuple[Request, Read]:
        given = list(facts)
        read = Read(given, list(range(len(given))), {}, len(given))
        texts = partial(_texts, given)
        return await self._request(source, read, texts, self._clock.now()), read

    async def _alone(self, request: Request, received: int, *, keep: bool) -> Receipt:
        """Write one request in a transaction of its own, and undo it unless it is to be kept."""
        receipt = Receipt()
        try:
            async with self._db.transaction() as connection:
                verdicts = (await write_requests(connection, [request], self._judge))[0]
                receipt = receipt_of(received, verdicts, request.rejections + conflicts(request, verdicts))
                if not keep:
                    raise _TriedOnlyError
        except _TriedOnlyError:
            pass
        return receipt

    async def _request(
        self, source: str, read: Read, texts: Callable[[], Sequence[bytes]], received_at: datetime
    ) -> Request:
        source_id = await self._book.source(source)
        columns, rejections = await self._judge.judge_new(read, received_at)
        return Request(source_id, received_at, Batch.of(source_id, received_at, columns), rejections, texts)

    async def reattribute(self, connection: Connection, agent_ids: Sequence[int]) -> None:
        """For the people room: move the facts of these agents to the teams they were in."""
        await attribution.reattribute(connection, agent_ids)

    async def rebuild(self, *, check_only: bool = False) -> Rebuilt:
        """Compute attributions and rollups again; with `check_only` say what differs and leave it."""
        found: Rebuilt | None = None
        try:
            async with self._db.transaction() as connection:
                found = await attribution.rebuild(connection)
                if check_only:
                    raise _TriedOnlyError
        except _TriedOnlyError:
            pass
        if found is None:
            raise RuntimeError("the transaction ended without an answer")
        return found

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """For an agent's own export: every accepted fact, oldest first."""
        rows = await connection.fetch(
            "SELECT source.code AS source, f.fact_id AS id, f.revision, metric.code AS metric, f.at::text, f.value, f.weight,"
            " f.received_at::text FROM fact f JOIN source ON source.id = f.source_id JOIN metric ON metric.id = f.metric_id"
            " WHERE f.agent_id = $1 ORDER BY f.at, f.fact_id",
            agent_id,
        )
        return {"facts": [dict(row) for row in rows]}


def _texts(facts: Sequence[FactIn]) -> list[bytes]:
    return [msgspec.json.encode(fact) for fact in facts]
