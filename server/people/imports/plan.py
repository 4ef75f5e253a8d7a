"""What a file would change, worked out before anything is written: the same for a dry run and for the real one."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

from msgspec import Struct, field

from server.errors import DomainError, declare, sentences
from server.people.shapes import wire

TWICE = declare(
    "row_twice", 400, en="Row {first} says something about {key} already.", zh="第 {first} 行已包含 {key}。"
)

SHOWN_CHANGES = 200
SHOWN_FAULTS = 1000


class Steps:
    """Tells how far the judging has come, and lets the rest of the process breathe every few hundred rows."""

    def __init__(self, tell: Callable[[int], None] | None = None) -> None:
        self._tell = tell
        self._rows = 0

    async def take(self) -> None:
        """One row is done."""
        self._rows += 1
        if self._rows % 250 == 0:
            if self._tell:
                self._tell(250)
            await asyncio.sleep(0)

    def finish(self) -> None:
        """All rows are done."""
        if self._tell:
            self._tell(self._rows % 250)


class RowFault(Struct, frozen=True):
    """Why a row is refused, and which of its columns is to blame."""

    row: int
    column: str | None
    code: str
    messages: dict[str, str]


class Change(Struct, frozen=True):
    """What becomes of one thing; `row` 0: it follows from other rows."""

    row: int
    key: str
    what: Literal["created", "changed", "ended", "removed"]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Tally(Struct):
    """The counts and findings of one file, filled as its rows are judged."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    faults: list[RowFault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def refuse(self, row: int, faults: list[tuple[str | None, DomainError]]) -> None:
        """Count a row as refused and keep why."""
        self.refused += 1
        for column, refusal in faults:
            if len(self.faults) < SHOWN_FAULTS:
                words = sentences(refusal.code, refusal.detail)
                self.faults.append(RowFault(row, column, refusal.code, words))

    def note(
        self, row: int, key: str, before: dict[str, Any] | None, after: dict[str, Any], *, hidden: str = ""
    ) -> bool:
        """Count a row by what it does to a thing; True when there is something to write. The value of `hidden` is not shown."""
        if before is None:
            self.created += 1
            shown = {name: value for name, value in after.items() if name != hidden}
            self._show(Change(row, key, "created", None, _plain(shown)))
            return True
        different = [name for name, value in after.items() if before.get(name) != value]
        if not different:
            self.unchanged += 1
            return False
        self.changed += 1
        different = [name for name in different if name != hidden]
        old = _plain({name: before.get(name) for name in different})
        self._show(Change(row, key, "changed", old, _plain({name: after[name] for name in different})))
        return True

    def follow(
        self, key: str, what: Literal["ended", "removed"], before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        """Show a consequence for something that no row named."""
        self._show(Change(0, key, what, _plain(before), _plain(after)))

    def _show(self, change: Change) -> None:
        if len(self.changes) < SHOWN_CHANGES:
            self.changes.append(change)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return wire(value)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


class Seen:
    """Remembers which row spoke of a thing first; a second one is refused, as nobody could say which is meant."""

    def __init__(self) -> None:
        self._first: dict[Any, int] = {}

    def check(self, row: int, key: Any, shown: str) -> None:
        """Raises `row_twice`."""
        first = self._first.setdefault(key, row)
        if first != row:
            raise DomainError(TWICE, first=first, key=shown)
