"""Takes in a file of people data: all of it or, when asked, what is right of it, in one transaction; or only looks."""

import asyncio
from collections.abc import Callable

from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.auth.service import AuthService
from server.db.pool import Connection, Database
from server.errors import DomainError, declare
from server.people.imports.columns import Cells, Column, read_rows
from server.people.imports.kinds import KINDS, Job
from server.people.imports.plan import Change, RowFault, Steps, Tally
from server.people.imports.sheet import read_sheet, write_csv, write_workbook
from server.people.ports import FactsPort

NO_KIND = declare(
    "no_such_import",
    404,
    en="There is no import of {key}; there are {kinds}.",
    zh="不支持导入 {key}；可导入：{kinds}。",
)


class Outcome(Struct, frozen=True):
    """What a file did, or would do: counts of rows, the first faults and changes."""

    kind: str
    rows: int
    created: int
    changed: int
    unchanged: int
    refused: int
    written: bool
    errors: list[RowFault]
    changes: list[Change]


class ImportService:
    """Commands about files of people data."""

    def __init__(self, db: Database, facts: FactsPort, auth: AuthService) -> None:
        self._db = db
        self._facts = facts
        self._auth = auth

    async def take(
        self,
        actor: Actor | None,
        kind: str,
        content: bytes,
        *,
        dry_run: bool = False,
        partial: bool = False,
        tell: Callable[[int], None] | None = None,
    ) -> Outcome:
        """Judge every row, then store all or nothing; with `partial` the rows that are right.

        `tell` hears how many rows are done. Raises `no_such_import` and what `read_sheet` and `read_rows` raise.
        """
        found = KINDS.get(kind)
        if found is None:
            raise DomainError(NO_KIND, key=kind, kinds=", ".join(KINDS))
        rows = await asyncio.to_thread(_read, content, found.columns)
        tally = Tally()
        steps = Steps(tell)
        async with self._db.transaction() as unit:
            store = await found.plan(Job(unit, rows, tally, steps, self._facts, dry_run))
            written = not dry_run and (partial or not tally.refused)
            if written:
                await store()
                await self._note(unit, actor, kind, tally)
        steps.finish()
        self._auth.gate.forget()
        return Outcome(
            kind=kind,
            rows=len(rows),
            created=tally.created,
            changed=tally.changed,
            unchanged=tally.unchanged,
            refused=tally.refused,
            written=written,
            errors=sorted(tally.faults, key=lambda fault: fault.row),
            changes=tally.changes,
        )

    async def _note(self, connection: Connection, actor: Actor | None, kind: str, tally: Tally) -> None:
        counts = {"created": tally.created, "changed": tally.changed, "refused": tally.refused}
        await audit.record(connection, actor, "people.import", f"import/{kind}", counts)


def _read(content: bytes, columns: tuple[Column, ...]) -> list[Cells]:
    return read_rows(read_sheet(content), columns)


def template(kind: str, form: str) -> bytes:
    """An empty file of a kind with an example, as `csv` or `xlsx`. Raises `no_such_import`."""
    found = KINDS.get(kind)
    if found is None:
        raise DomainError(NO_KIND, key=kind, kinds=", ".join(KINDS))
    return template_of(found.columns, form)


def template_of(columns: tuple[Column, ...], form: str) -> bytes:
    """An empty file with these columns and an example, as `csv` or `xlsx`."""
    header = [f"{column.name} {column.zh}" for column in columns]
    # Rows that start with # are passed over, so the examples may stay in the file.
    example = [column.example for column in columns]
    example[0] = f"# {example[0]}"
    notes = [[column.name, column.zh, "needed 必填" if column.needed else "", column.note] for column in columns]
    if form == "csv":
        hints = [("needed 必填. " if column.needed else "") + column.note for column in columns]
        hints[0] = f"# {hints[0]}"
        return write_csv([header, hints, example])
    return write_workbook([header, example], [["column 列", "中文", "needed 必填", "note 说明"], *notes])
