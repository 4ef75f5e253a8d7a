"""Merges requests that wait into a few large transactions, and answers each only after the commit that holds its facts."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from contextvars import Context
from datetime import datetime

import asyncpg
from msgspec import Struct

from server.db.pool import Connection, Database
from server.errors import UNAVAILABLE, DomainError
from server.facts import quarantine, revisions
from server.facts.judging import Judge, Rejection
from server.facts.refusals import CONFLICT, INTAKE_BUSY
from server.facts.writing import Batch, Turn, Verdicts, at_once, merged, write

_TRANSACTIONS = 2
"""In flight at once: while one inserts its facts, another updates rollups and commits. That part is done by one at a time,
for two would wait for each other's rollups inside the database and keep what they hold meanwhile."""
_ROWS = 10_000
"""A transaction takes waiting requests until it holds this many facts; a larger request goes alone and whole."""
_WAITING_ROWS = 200_000
"""Beyond this senders are asked to come back, so that memory stays bounded."""
_TRIES = 3

_CONNECTION_LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.OperatorInterventionError,
)
_TRY_AGAIN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)


class Request(Struct):
    """What one sender waits for: judged facts, refused elements, and how to get at the text of an element if need be."""

    source_id: int
    received_at: datetime
    batch: Batch
    rejections: list[Rejection]
    texts: Callable[[], Sequence[bytes]]
    automatic: bool = False
    """Whether the facts came without revisions of their own, and theirs follow from what is held."""


class Intake:
    """The door through which all facts of this process go to the database."""

    def __init__(
        self,
        db: Database,
        judge: Judge,
        *,
        transactions: int = _TRANSACTIONS,
        rows: int = _ROWS,
        waiting_rows: int = _WAITING_ROWS,
    ) -> None:
        self._db = db
        self._judge = judge
        self._transactions = transactions
        self._rows = rows
        self._most_waiting = waiting_rows
        self._queue: deque[tuple[Request, asyncio.Future[Verdicts]]] = deque()
        self._waiting_rows = 0
        self._running: set[asyncio.Task[None]] = set()
        self._rolling = asyncio.Lock()

    async def write(self, request: Request) -> Verdicts:
        """Return when the request is committed. Raises DomainError when the database is away or too much is waiting."""
        size = len(request.batch)
        if self._queue and self._waiting_rows + size > self._most_waiting:
            raise DomainError(INTAKE_BUSY, seconds=1)
        answer: asyncio.Future[Verdicts] = asyncio.get_running_loop().create_future()
        self._queue.append((request, answer))
        self._waiting_rows += size
        self._start()
        return await answer

    @property
    def waiting_rows(self) -> int:
        """Facts that are not in a transaction yet."""
        return self._waiting_rows

    def _start(self) -> None:
        while self._queue and len(self._running) < self._transactions:
            # In a context of its own: this may be called inside the transaction of the group before.
            task = asyncio.create_task(self._commit(self._next_group()), context=Context())
            self._running.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._start()

    def _next_group(self) -> list[tuple[Request, asyncio.Future[Verdicts]]]:
        group: list[tuple[Request, asyncio.Future[Verdicts]]] = []
        rows = 0
        while self._queue and (not group or rows + len(self._queue[0][0].batch) <= self._rows):
            request, answer = self._queue.popleft()
            rows += len(request.batch)
            self._waiting_rows -= len(request.batch)
            if not answer.cancelled():
                group.append((request, answer))
        return group

    async def _commit(self, group: list[tuple[Request, asyncio.Future[Verdicts]]]) -> None:
        """Write a group; when its transaction is refused for what it holds, every request is tried on its own."""
        try:
            answers = await self._write([request for request, _ in group])
        except _CONNECTION_LOST:
            # Whether the commit happened is unknown; senders repeat, and repeating is safe.
            _fail(group, DomainError(UNAVAILABLE))
        except asyncpg.PostgresError as error:
            if len(group) == 1:
                _fail(group, error)
                return
            for one in group:
                await self._commit([one])
        except BaseException as error:  # the waiting requests must hear of whatever ended this transaction
            _fail(group, error)
            if isinstance(error, asyncio.CancelledError):
                raise
        else:
            for (_, answer), verdicts in zip(group, answers, strict=True):
                if not answer.done():
                    answer.set_result(verdicts)

    async def _write(self, requests: list[Request]) -> list[Verdicts]:
        for attempt in range(1, _TRIES + 1):
            try:
                async with AsyncExitStack() as held, self._db.transaction() as connection:

                    async def turn(held: AsyncExitStack = held) -> None:
                        await held.enter_async_context(self._rolling)

                    return await write_requests(connection, requests, self._judge, turn=turn)
            except _TRY_AGAIN:
                if attempt == _TRIES:
                    raise
        raise AssertionError("unreachable")


async def write_requests(
    connection: Connection, requests: list[Request], judge: Judge, *, turn: Turn = at_once
) -> list[Verdicts]:
    """Write requests in the caller's transaction, in order of arrival; verdicts are by index into each one's own batch.

    See `writing.write` for `turn`.
    """
    for request in requests:
        if request.automatic:
            await revisions.lock(connection, request.source_id)
    whole = merged([request.batch for request in requests])
    if any(request.automatic for request in requests):
        await revisions.assign(connection, whole)
    verdicts = await write(connection, whole, turn=turn)
    answers = [verdicts] if len(requests) == 1 else _split(verdicts, [len(request.batch) for request in requests])
    entries: list[quarantine.Entry] = []
    for request, answer in zip(requests, answers, strict=True):
        refused = request.rejections + conflicts(request, answer)
        if refused:
            entries += quarantine.entries_of(request.source_id, request.received_at, refused, request.texts())
    if entries:
        await quarantine.keep(connection, entries)
    await quarantine.settle(connection, judge, whole, [*verdicts.accepted, *verdicts.superseding])
    return answers


def _split(verdicts: Verdicts, sizes: list[int]) -> list[Verdicts]:
    answers = [Verdicts() for _ in sizes]
    owner: list[int] = []
    first: list[int] = []
    for number, size in enumerate(sizes):
        first += [len(owner)] * size
        owner += [number] * size
    for name in Verdicts.__struct_fields__:
        lists = [getattr(answer, name) for answer in answers]
        for i in getattr(verdicts, name):
            lists[owner[i]].append(i - first[i])
    return answers


def _fail(group: list[tuple[Request, "asyncio.Future[Verdicts]"]], error: BaseException) -> None:
    for _, answer in group:
        if not answer.done():
            answer.set_exception(error)


def conflicts(request: Request, verdicts: Verdicts) -> list[Rejection]:
    """The facts that the database refused, as rejections by their place in the request."""
    facts = request.batch.facts
    return [Rejection(facts.places[i], CONFLICT, facts.ids[i], {}) for i in verdicts.conflict]
