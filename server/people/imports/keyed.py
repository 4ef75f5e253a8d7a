"""Files whose rows each say all about one thing: sites, calendar days, queues, teams, agents, skills, leave."""

from typing import Any

from msgspec import Struct

from server.db.pool import Connection
from server.errors import DomainError
from server.people.imports.columns import Cells
from server.people.imports.plan import Seen, Steps, Tally
from server.people.refusals import NO_SUCH


class Reference(Struct, frozen=True):
    """A column that names something by its code; stored as its id."""

    column: str
    thing: str

    @property
    def stored(self) -> str:
        """The database column that holds the id."""
        return f"{self.thing}_id"


class Field(Struct, frozen=True):
    """A stored column and its type in Postgres."""

    name: str
    type: str


class Keyed(Struct, frozen=True):
    """How a kind of file maps to its table. `key` and `fields` are stored columns; references are replaced by ids."""

    table: str
    key: tuple[Field, ...]
    fields: tuple[Field, ...]
    references: tuple[Reference, ...] = ()
    defaults: dict[str, Any] = {}

    @property
    def stored(self) -> tuple[Field, ...]:
        """All columns written."""
        return self.key + self.fields


class Planned(Struct, frozen=True):
    """A row that passed: its key, all stored values, and what was there before."""

    row: int
    key: tuple[Any, ...]
    values: dict[str, Any]
    before: dict[str, Any] | None
    shown: str


async def ids_by_code(connection: Connection, thing: str) -> dict[str, int]:
    """All ids of a kind of thing by code."""
    return {row["code"]: row["id"] for row in await connection.fetch(f"SELECT code, id FROM {thing}")}


async def plan_keyed(
    connection: Connection, kind: Keyed, rows: list[Cells], tally: Tally, steps: Steps
) -> list[Planned]:
    """Judge every row against what is stored. Columns the file does not have keep what they hold."""
    codes = {reference.thing: await ids_by_code(connection, reference.thing) for reference in kind.references}
    columns = ", ".join(column.name for column in kind.stored)
    existing = {
        tuple(row[column.name] for column in kind.key): dict(row)
        for row in await connection.fetch(f"SELECT id, {columns} FROM {kind.table}")
    }
    seen, planned = Seen(), []
    for cells in rows:
        await steps.take()
        found = _resolve(kind, cells, codes, seen)
        if isinstance(found, list):
            tally.refuse(cells.number, found)
            continue
        key = tuple(found[column.name] for column in kind.key)
        before = existing.get(key)
        base = before or kind.defaults
        values = {column.name: found.get(column.name, base.get(column.name)) for column in kind.stored}
        planned.append(Planned(cells.number, key, values, before, key_text(kind, cells)))
    return planned


def _resolve(
    kind: Keyed, cells: Cells, codes: dict[str, dict[str, int]], seen: Seen
) -> dict[str, Any] | list[tuple[str | None, DomainError]]:
    """The row's values with codes turned into ids, or all that is wrong with it."""
    faults: list[tuple[str | None, DomainError]] = list(cells.faults)
    values = dict(cells.values)
    for reference in kind.references:
        named = values.pop(reference.column, None)
        if named is None:
            continue
        found = codes[reference.thing].get(named)
        if found is None:
            faults.append((reference.column, DomainError(NO_SUCH[reference.thing], key=named)))
        values[reference.stored] = found
    if not faults:
        try:
            key = tuple(values[column.name] for column in kind.key)
            seen.check(cells.number, key, key_text(kind, cells))
        except DomainError as refusal:
            faults.append((None, refusal))
    return faults or values


def key_text(kind: Keyed, cells: Cells) -> str:
    """The key as the file wrote it."""
    names = {reference.stored: reference.column for reference in kind.references}
    return " ".join(str(cells.values.get(names.get(column.name, column.name))) for column in kind.key)


def as_written(kind: Keyed, codes: dict[str, dict[int, str]], values: dict[str, Any]) -> dict[str, Any]:
    """Stored values as a file would say them: codes for ids."""
    shown = {column.name: values.get(column.name) for column in kind.stored}
    for reference in kind.references:
        shown[reference.column] = codes[reference.thing].get(shown.pop(reference.stored) or 0)
    return shown


async def store_keyed(connection: Connection, kind: Keyed, planned: list[Planned]) -> dict[tuple[Any, ...], int]:
    """Write what is new or different, in the order of the keys; returns ids by key."""
    if not planned:
        return {}
    names = ", ".join(column.name for column in kind.stored)
    arrays = ", ".join(f"${number}::{column.type}[]" for number, column in enumerate(kind.stored, start=1))
    key = ", ".join(column.name for column in kind.key)
    sets = ", ".join(f"{column.name} = excluded.{column.name}" for column in kind.fields)
    ordered = sorted(planned, key=lambda one: tuple(str(part) for part in one.key))
    rows = await connection.fetch(
        f"INSERT INTO {kind.table} ({names}) SELECT * FROM unnest({arrays})"
        f" ON CONFLICT ({key}) DO UPDATE SET {sets} RETURNING id, {key}",
        *([one.values[column.name] for one in ordered] for column in kind.stored),
    )
    return {tuple(row[column.name] for column in kind.key): row["id"] for row in rows}
