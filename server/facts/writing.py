"""Writes judged facts in the caller's transaction: facts, superseded revisions, rollups and the message to scorers.

Locks are taken in one order by everybody: memberships (shared), facts by id, rollups by key. Ids that occur several times
are written in waves, each wave after the one before, and the rollups after the last.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from leaderboards.exact import MICRO
from server.db.pool import Connection
from server.facts import statements
from server.facts.changes import Cell, Counted, numbers_as_text
from server.facts.judging import Columns, micros

_MANY = 300
"""Facts from which on a plan made for their number is worth its planning."""

Turn = Callable[[], Awaitable[None]]


async def at_once() -> None:
    """The turn of whoever has nobody to wait for."""


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
        facts.extend(batch.facts)
    return whole


async def write(connection: Connection, batch: Batch, *, turn: Turn = at_once) -> Verdicts:
    """Write a batch and say what became of each fact. The caller's transaction must not have locked anything else yet.

    `turn` is awaited when the facts are in, before the first rollup is locked.
    """
    await connection.execute(statements.LOCK_SHARED_FOR_MANY if len(batch) >= _MANY else statements.LOCK_SHARED)
    return await write_locked(connection, batch, turn=turn)


async def write_locked(connection: Connection, batch: Batch, *, turn: Turn = at_once) -> Verdicts:
    """The same for a transaction that holds the lock on memberships already."""
    verdicts = Verdicts()
    if not len(batch):
        return verdicts
    news = _News()
    for chosen in _waves(list(zip(batch.sources, batch.facts.ids, strict=True))):
        await _Wave(batch, chosen).take(connection, verdicts, news)
    if news.reopened:
        found = await connection.fetch(statements.WHERE_REVISIONS_ARE, *map(list, zip(*news.reopened, strict=True)))
        news.counted.add([(row["metric_id"], 0, 0, 0, 0, row["at_us"], 0, 0, 0) for row in found], [0] * len(found))
    if news.counted:
        columns, messages = news.counted.told()
        await turn()
        await connection.execute(statements.ROLL_AND_TELL, *columns, messages)
    if news.removed:
        await connection.execute(statements.DELETE_EMPTIED, *map(list, zip(*news.removed, strict=True)))
    return verdicts


def _waves(keys: Sequence[Any]) -> Iterable[list[int]]:
    """Indexes in order of their keys, split so that no key occurs twice in a wave and its occurrences come in their order."""
    order = sorted(range(len(keys)), key=keys.__getitem__)
    if len(set(keys)) == len(keys):
        return [order]
    waves: list[list[int]] = []
    turn, before = 0, None
    for i in order:
        turn = turn + 1 if keys[i] == before else 0
        before = keys[i]
        if turn == len(waves):
            waves.append([])
        waves[turn].append(i)
    return waves


def texts_as_text(column: Sequence[str]) -> str:
    """A PostgreSQL array literal of texts; quotes and backslashes are escaped only where there are any."""
    joined = '","'.join(column)
    if "\\" in joined or joined.count('"') != 2 * (len(column) - 1):
        joined = '","'.join(text.replace("\\", "\\\\").replace('"', '\\"') for text in column)
    return '{"' + joined + '"}'


class _News:
    """What a transaction changes beside the facts themselves."""

    def __init__(self) -> None:
        self.counted = Counted()
        self.removed: list[Cell] = []
        """Rollups from which something was taken."""
        self.reopened: list[tuple[int, str]] = []
        """Source and id of facts of which a revision that is not the newest may begin or cease to count."""


class _Wave:
    """Facts with different ids, in order of these, written by one statement."""

    def __init__(self, batch: Batch, chosen: list[int]) -> None:
        self._batch = batch
        self._chosen = chosen

    async def take(self, connection: Connection, verdicts: Verdicts, news: _News) -> None:
        """Write them, and note what became of them."""
        (row,) = await connection.fetch(statements.TAKE, *self._arguments(self._chosen))
        sources, ids, memberships, teams, days, *old_columns = (found or [] for found in row)
        order = self._order(sources, ids)
        self._note_taken(order, memberships, teams, days, news)
        replaced = set()
        if old_columns[0]:
            index = {(self._batch.sources[i], self._batch.facts.ids[i]): i for i in self._chosen}
            for old in zip(*old_columns, strict=True):
                replaced.add(index[old[0], old[1]])
                _note_old(old, news)
        if replaced:
            verdicts.superseding += replaced
            verdicts.accepted += [i for i in order if i not in replaced]
        else:
            verdicts.accepted += order
        if len(order) < len(self._chosen):
            await self._judge_rest(connection, sorted(set(self._chosen).difference(order)), verdicts, news)

    def _order(self, sources: list[int], ids: list[str]) -> list[int]:
        """The indexes of the facts that were taken, as they came back."""
        batch, chosen = self._batch, self._chosen
        if ids == [batch.facts.ids[i] for i in chosen] and sources == [batch.sources[i] for i in chosen]:
            return chosen
        index = {(batch.sources[i], batch.facts.ids[i]): i for i in chosen}
        return [index[key] for key in zip(sources, ids, strict=True)]

    def _arguments(self, chosen: list[int]) -> list[Any]:
        batch, facts = self._batch, self._batch.facts
        source, received = batch.sources[0], batch.received[0]
        columns: tuple[tuple[Sequence[int | None], int | None], ...] = (
            (batch.sources, source), (facts.revisions, 0), (facts.metrics, None), (facts.agents, 0), (facts.teams, 0),
            (facts.queues, 0), (facts.instants, None), (facts.values, None), (facts.weights, MICRO), (batch.received, received),
        )  # fmt: skip
        texts: list[Any] = [_chosen_as_text(column, chosen, usual) for column, usual in columns]
        texts.insert(1, texts_as_text([facts.ids[i] for i in chosen]))
        return [*texts, source, received]

    def _note_taken(
        self, order: list[int], memberships: list[int], teams: list[int], days: list[int], news: _News
    ) -> None:
        facts = self._batch.facts
        metrics, agents, queues = facts.metrics, facts.agents, facts.queues
        instants, values, weights = facts.instants, facts.values, facts.weights
        changes = [
            (metrics[i], agents[i], team, membership, queues[i], instants[i], value, weights[i], 1)
            for i, membership, team in zip(order, memberships, teams, strict=True)
            if (value := values[i]) is not None
        ]
        if len(changes) < len(order):
            days = [day for i, day in zip(order, days, strict=True) if values[i] is not None]
        news.counted.add(changes, days)

    async def _judge_rest(self, connection: Connection, rest: list[int], verdicts: Verdicts, news: _News) -> None:
        (row,) = await connection.fetch(statements.JUDGE_REST, *self._arguments(rest))
        lists = {"duplicate": verdicts.duplicate, "stale": verdicts.stale, "conflict": verdicts.conflict}
        for i, verdict, moved_back in zip(rest, row["verdicts"], row["moved_back"], strict=True):
            lists[verdict].append(i)
            if moved_back or verdict == "stale":
                news.reopened.append((self._batch.sources[i], self._batch.facts.ids[i]))


def _note_old(old: tuple[Any, ...], news: _News) -> None:
    source, fact_id, metric, agent, team, membership, queue, day, at_us, value, weight, revision = old
    if revision:
        # There may be older ones, of which one counted if this one came too late.
        news.reopened.append((source, fact_id))
    if value is not None:
        news.counted.add([(metric, agent, team, membership, queue, at_us, value, weight, -1)], [day])
        news.removed.append((membership, metric, day, agent, team, queue))


def _chosen_as_text(column: Sequence[int | None], chosen: Sequence[int], usual: int | None) -> str:
    if usual is not None and column.count(usual) == len(column):
        return "{}"
    return numbers_as_text([column[i] for i in chosen])
