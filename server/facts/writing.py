"""Writes judged facts in the caller's transaction: facts, superseded revisions, rollups and the message to scorers.

Locks are taken in one order by everybody: memberships (shared), facts by id, rollups by key. Ids that occur several times
are written in waves, each wave after the one before, and the rollups after the last.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct, field

from leaderboards.exact import MICRO
from server.db import outbox
from server.db.pool import Connection
from server.facts import statements
from server.facts.judging import Columns, micros

_MESSAGE_CHANGES = 5_000
"""Most changes in one message, so that none grows to megabytes."""

_MANY = 300
"""Facts from which on a plan made for their number is worth its planning."""

Change = tuple[int, int, int, int, int, int, int, int, int]
"""metric, agent, team, membership, queue, at in µs, value, weight, sign: +1 counts, −1 takes away.

With sign 0 the newest revisions are as they were, but some revision of this metric and instant may count, or count no longer,
where others came too late; then nothing else is said.
"""


class Verdicts(Struct):
    """What became of the facts of a batch, by their index in it; every index is in exactly one."""

    accepted: list[int] = field(default_factory=list)
    superseding: list[int] = field(default_factory=list)
    duplicate: list[int] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)
    conflict: list[int] = field(default_factory=list)


class Batch(Struct):
    """Facts of one or more requests as they are written together."""

    sources: list[int]
    received: list[int]
    facts: Columns

    @classmethod
    def of(cls, source_id: int, received_at: datetime, facts: Columns) -> "Batch":
        """The facts of one request."""
        count = len(facts.ids)
        return cls([source_id] * count, [micros(received_at)] * count, facts)

    def __len__(self) -> int:
        return len(self.sources)


def merged(batches: Sequence[Batch]) -> Batch:
    """One batch in order of arrival."""
    if len(batches) == 1:
        return batches[0]
    facts = Columns()
    whole = Batch([], [], facts)
    for batch in batches:
        whole.sources += batch.sources
        whole.received += batch.received
        for name in Columns.__struct_fields__:
            getattr(facts, name).extend(getattr(batch.facts, name))
    return whole


async def write(connection: Connection, batch: Batch) -> Verdicts:
    """Write a batch and say what became of each fact. The caller's transaction must not have locked anything else yet."""
    await connection.execute(statements.LOCK_SHARED_FOR_MANY if len(batch) >= _MANY else statements.LOCK_SHARED)
    return await write_locked(connection, batch)


async def write_locked(connection: Connection, batch: Batch) -> Verdicts:
    """The same for a transaction that holds the lock on memberships already."""
    verdicts = Verdicts()
    if not len(batch):
        return verdicts
    keys: list[Any] = list(zip(batch.sources, batch.facts.ids, strict=True))
    index = dict(zip(keys, range(len(keys)), strict=True))
    changes: list[Change] = []
    if len(index) == len(keys):
        wave = _Wave(batch, index)
        await wave.take(connection, statements.TAKE_AND_ROLL, verdicts)
        changes = wave.changes
        removed = wave.removed
        reopened = wave.reopened
    else:
        rolled: list[tuple[int, ...]] = []
        removed = []
        reopened = []
        for chosen in _waves(keys):
            wave = _Wave(batch, {keys[i]: i for i in chosen})
            await wave.take(connection, statements.TAKE, verdicts)
            changes += wave.changes
            removed += wave.removed
            reopened += wave.reopened
            rolled += wave.rolled
        if rolled:
            await connection.execute(statements.ROLL, *map(list, zip(*rolled, strict=True)))
    if removed:
        await connection.execute(statements.DELETE_EMPTIED, *map(list, zip(*removed, strict=True)))
    if reopened:
        found = await connection.fetch(statements.WHERE_REVISIONS_ARE, *map(list, zip(*reopened, strict=True)))
        changes += [(row["metric_id"], 0, 0, 0, 0, row["at_us"], 0, 0, 0) for row in found]
    await tell(connection, changes)
    return verdicts


async def tell(connection: Connection, changes: Sequence[Change]) -> None:
    """Put changes of counted facts into the outbox, for whoever keeps totals in memory."""
    for start in range(0, len(changes), _MESSAGE_CHANGES):
        await outbox.put(connection, "facts", msgspec.msgpack.encode(changes[start : start + _MESSAGE_CHANGES]))


def _waves(keys: Sequence[Any]) -> Iterable[list[int]]:
    """Indexes split so that no key occurs twice in a wave and its occurrences come in their order."""
    seen: dict[Any, int] = {}
    waves: list[list[int]] = []
    for i, key in enumerate(keys):
        turn = seen.get(key, 0)
        seen[key] = turn + 1
        if turn == len(waves):
            waves.append([])
        waves[turn].append(i)
    return waves


def numbers_as_text(column: Sequence[int | None], usual: int | None = None) -> str:
    """A PostgreSQL array literal; empty when every entry is the usual one."""
    if usual is not None and column.count(usual) == len(column):
        return "{}"
    return "{" + str(column)[1:-1].replace("None", "NULL") + "}"


def texts_as_text(column: Sequence[str]) -> str:
    """A PostgreSQL array literal of texts; quotes and backslashes are escaped only where there are any."""
    joined = '","'.join(column)
    if "\\" in joined or joined.count('"') != 2 * (len(column) - 1):
        joined = '","'.join(text.replace("\\", "\\\\").replace('"', '\\"') for text in column)
    return '{"' + joined + '"}'


class _Wave:
    """Facts with different ids, written by one statement."""

    def __init__(self, batch: Batch, index: dict[Any, int]) -> None:
        self._batch = batch
        self._index = index
        self.changes: list[Change] = []
        self.rolled: list[tuple[int, ...]] = []
        """Changes with their days, for `ROLL`."""
        self.removed: list[tuple[int, ...]] = []
        """Keys of rollups from which something was taken."""
        self.reopened: list[tuple[int, str]] = []
        """Source and id of facts of which a revision that is not the newest may begin or cease to count."""

    def _arguments(self, chosen: Sequence[int] | None) -> list[Any]:
        batch, facts = self._batch, self._batch.facts
        source, received = batch.sources[0], batch.received[0]
        columns: tuple[tuple[Sequence[int | None], int | None], ...] = (
            (batch.sources, source), (facts.revisions, 0), (facts.metrics, None), (facts.agents, 0), (facts.teams, 0),
            (facts.queues, 0), (facts.instants, None), (facts.values, None), (facts.weights, MICRO), (batch.received, received),
        )  # fmt: skip
        ids: Sequence[str] = facts.ids
        if chosen is not None:
            columns = tuple(([column[i] for i in chosen], usual) for column, usual in columns)
            ids = [ids[i] for i in chosen]
        texts: list[Any] = [numbers_as_text(column, usual) for column, usual in columns]
        texts.insert(1, texts_as_text(ids))
        return [*texts, source, received]

    async def take(self, connection: Connection, statement: str, verdicts: Verdicts) -> None:
        index = self._index
        whole = len(index) == len(self._batch)
        (row,) = await connection.fetch(statement, *self._arguments(None if whole else list(index.values())))
        sources, ids, memberships, teams, days, *old_columns = (found or [] for found in row)
        order = [index[key] for key in zip(sources, ids, strict=True)]
        superseded = list(zip(*old_columns, strict=True))
        self._note_taken(order, memberships, teams, days, rolled_later=statement is statements.TAKE)
        replaced = {index[old[0], old[1]] for old in superseded}
        for old in superseded:
            self._note_old(old)
        if replaced:
            verdicts.superseding += replaced
            verdicts.accepted += [i for i in order if i not in replaced]
        else:
            verdicts.accepted += order
        if len(order) < len(index):
            await self._judge_rest(connection, sorted(set(index.values()).difference(order)), verdicts)

    def _note_taken(
        self, order: list[int], memberships: list[int], teams: list[int], days: list[int], *, rolled_later: bool
    ) -> None:
        facts = self._batch.facts
        metrics, agents, queues = facts.metrics, facts.agents, facts.queues
        instants, values, weights = facts.instants, facts.values, facts.weights
        self.changes += [
            (metrics[i], agents[i], team, membership, queues[i], instants[i], value, weights[i], 1)
            for i, membership, team in zip(order, memberships, teams, strict=True)
            if (value := values[i]) is not None
        ]
        if rolled_later:
            self.rolled += [
                (membership, metrics[i], day, agents[i], team, queues[i], value, weights[i], 1)
                for i, membership, team, day in zip(order, memberships, teams, days, strict=True)
                if (value := values[i]) is not None
            ]

    def _note_old(self, old: tuple[Any, ...]) -> None:
        source, fact_id, metric, agent, team, membership, queue, day, at_us, value, weight, revision = old
        if revision:
            # There may be older ones, of which one counted if this one came too late.
            self.reopened.append((source, fact_id))
        if value is None:
            return
        self.changes.append((metric, agent, team, membership, queue, at_us, value, weight, -1))
        self.rolled.append((membership, metric, day, agent, team, queue, value, weight, -1))
        self.removed.append((membership, metric, day, agent, team, queue))

    async def _judge_rest(self, connection: Connection, rest: list[int], verdicts: Verdicts) -> None:
        (row,) = await connection.fetch(statements.JUDGE_REST, *self._arguments(rest))
        lists = {"duplicate": verdicts.duplicate, "stale": verdicts.stale, "conflict": verdicts.conflict}
        for i, verdict, moved_back in zip(rest, row["verdicts"], row["moved_back"], strict=True):
            lists[verdict].append(i)
            if moved_back or verdict == "stale":
                self.reopened.append((self._batch.sources[i], self._batch.facts.ids[i]))
