"""What a transaction changes of what counts: added up for the rollups, and told to whoever keeps totals in memory."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import repeat

import msgspec
from msgspec import Raw, Struct

from server.db import outbox
from server.db.pool import Connection

_MESSAGE_CHANGES = 5_000
"""Most changes in one message, so that none grows to megabytes."""

Change = tuple[int, int, int, int, int, int, int, int, int]
"""metric, agent, team, membership, queue, at in µs, value, weight, sign: +1 counts, −1 takes away.

With sign 0 the newest revisions are as they were, but some revision of this metric and instant may count, or count no longer,
where others came too late; then agent, team and membership are 0, and nothing else is said.
"""

Cell = tuple[int, int, int, int, int, int]
"""The key of a rollup: membership, metric, day (from 2000-01-01), agent, team, queue."""

Sums = tuple[int, int, int, int, int, int, int, int, int, int]
"""A cell, and what is added there: to the number of facts, and to the sums of values, weights and values by weights."""


class Told(Struct, frozen=True, array_like=True):
    """A message about changed facts. Most windows hold all of them and need no more than the sums."""

    first: int
    """The earliest instant among them, in µs."""
    last: int
    sums: list[Sums] | None
    """None where an amount is larger than a message carries."""
    changes: Raw

    def within(self, starts: int, ends: int) -> list[Sums]:
        """What those with an instant in [starts, ends) add up to. Those with sign 0 are there too, and add nothing."""
        if self.sums is not None and starts <= self.first and self.last < ends:
            return self.sums
        inside = [change for change in _decode_changes(self.changes) if starts <= change[5] < ends]
        return _rows(_added_up(inside, repeat(0)))

    def before(self, instant: datetime) -> set[tuple[int, date]]:
        """Whose facts from before an instant changed, and on which days (UTC); usually nobody's, which costs one look."""
        limit = round(instant.timestamp() * 1_000_000)
        if self.first >= limit:
            return set()
        return {
            (change[1], datetime.fromtimestamp(change[5] // 1_000_000, UTC).date())
            for change in _decode_changes(self.changes)
            if change[5] < limit and change[1]
        }


decode_told = msgspec.msgpack.Decoder(Told).decode
_decode_changes = msgspec.msgpack.Decoder(list[Change]).decode
_encode = msgspec.msgpack.Encoder().encode


class Counted:
    """Gathers the changes of one transaction, with the business day of each."""

    def __init__(self) -> None:
        self._changes: list[Change] = []
        self._days: list[int] = []

    def __bool__(self) -> bool:
        return bool(self._changes)

    def add(self, changes: Sequence[Change], days: Sequence[int]) -> None:
        """Take in more of them."""
        self._changes += changes
        self._days += days

    def told(self) -> tuple[list[str], list[bytes]]:
        """The arguments of `ROLL_AND_TELL`: the rollups' columns in order of their key, and messages."""
        messages = []
        whole: dict[Cell, list[int]] = {}
        for start in range(0, len(self._changes), _MESSAGE_CHANGES):
            part = self._changes[start : start + _MESSAGE_CHANGES]
            sums = _added_up(part, self._days[start:])
            messages.append(_message(part, sums))
            _merge(whole, sums)
        rows = sorted(filter(is_somebodys, _rows(whole)))
        return [numbers_as_text(column) for column in zip(*rows, strict=True)] or ["{}"] * len(_COLUMNS), messages


_COLUMNS = Sums.__args__  # type: ignore[attr-defined]  # a tuple type knows its parts


async def tell(connection: Connection, changes: Sequence[Change]) -> None:
    """Tell of changes whose rollups are written already."""
    for start in range(0, len(changes), _MESSAGE_CHANGES):
        part = changes[start : start + _MESSAGE_CHANGES]
        await outbox.put(connection, "facts", _message(part, _added_up(part, repeat(0))))


def is_somebodys(sums: Sums) -> bool:
    """False for what only says that something may count otherwise."""
    return bool(sums[0] or sums[3] or sums[4])


def _message(changes: Sequence[Change], sums: dict[Cell, list[int]]) -> bytes:
    instants = [change[5] for change in changes]
    first, last, raw = min(instants), max(instants), Raw(_encode(changes))
    try:
        return _encode(Told(first, last, _rows(sums), raw))
    except OverflowError:
        return _encode(Told(first, last, None, raw))


def _added_up(changes: Iterable[Change], days: Iterable[int]) -> dict[Cell, list[int]]:
    cells: dict[Cell, list[int]] = {}
    for (metric, agent, team, membership, queue, _, value, weight, sign), day in zip(changes, days, strict=False):
        cell = membership, metric, day, agent, team, queue
        sums = cells.get(cell)
        if sums is None:
            cells[cell] = [sign, value * sign, weight * sign, value * weight * sign]
            continue
        sums[0] += sign
        sums[1] += value * sign
        sums[2] += weight * sign
        sums[3] += value * weight * sign
    return cells


def _merge(whole: dict[Cell, list[int]], part: dict[Cell, list[int]]) -> None:
    if not whole:
        whole.update(part)
        return
    for cell, amounts in part.items():
        held = whole.get(cell)
        whole[cell] = amounts if held is None else [a + b for a, b in zip(held, amounts, strict=True)]


def _rows(cells: dict[Cell, list[int]]) -> list[Sums]:
    return [
        (membership, metric, day, agent, team, queue, n, value, weight, weighted)
        for (membership, metric, day, agent, team, queue), (n, value, weight, weighted) in cells.items()
    ]


def numbers_as_text(column: Sequence[int | None]) -> str:
    """A PostgreSQL array literal."""
    text = str(column if type(column) is list else list(column))[1:-1]
    return "{" + (text.replace("None", "NULL") if "None" in text else text) + "}"
