"""Where versions of QA forms are kept: one draft a form, published ones that never change."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import asyncpg
import msgspec
from msgspec import Struct

from career.quality.forms import Form, in_force
from career.quality.shipped import FORMS
from server.db.pool import Connection


class Kept(Struct, frozen=True, kw_only=True):
    """A version with what is known about it; `published_at` None is the draft."""

    form: Form
    revision: int
    changed_at: datetime
    changed_by: str | None
    published_at: datetime | None
    published_by: str | None
    used: int
    """Evaluations made with it."""


async def ship(connection: Connection, now: datetime) -> None:
    """Keep the forms that ship as published first versions, unless they are there; safe to call by several processes."""
    await connection.executemany(
        "INSERT INTO qa_form (code, version, effective, body, changed_at, published_at)"
        " VALUES ($1, $2, $3, $4::jsonb, $5, $5) ON CONFLICT DO NOTHING",
        [(form.code, form.version, form.effective, encode(form), now) for form in FORMS],
    )


async def versions(connection: Connection, code: str | None = None) -> list[Form]:
    """All published versions of a form, or of all forms, the first version first."""
    rows = await connection.fetch(
        "SELECT body FROM qa_form WHERE published_at IS NOT NULL AND ($1::text IS NULL OR code = $1)"
        " ORDER BY code, version",
        code,
    )
    return [decode(row["body"]) for row in rows]


async def published(connection: Connection, code: str, version: int) -> Form | None:
    """One published version."""
    body = await connection.fetchval(
        "SELECT body FROM qa_form WHERE code = $1 AND version = $2 AND published_at IS NOT NULL", code, version
    )
    return None if body is None else decode(body)


async def current(connection: Connection, code: str, day: date) -> Form | None:
    """The version in force on a day; none of a form that was retired by then."""
    gone = await retired(connection, code)
    if code in gone and gone[code].since <= day:
        return None
    return in_force(await versions(connection, code), day)


class Retired(Struct, frozen=True):
    """From when on nobody is judged by a form, and why."""

    since: date
    reason: str


async def retired(connection: Connection, code: str | None = None) -> dict[str, Retired]:
    """The forms that are retired, some of them perhaps only from a day to come."""
    rows = await connection.fetch(
        "SELECT code, since, reason FROM qa_form_retired WHERE $1::text IS NULL OR code = $1", code
    )
    return {row["code"]: Retired(row["since"], row["reason"]) for row in rows}


async def retire(connection: Connection, code: str, what: Retired, by: int, now: datetime) -> bool:
    """Take a form out of use; False where it is."""
    found = await connection.fetchval(
        "INSERT INTO qa_form_retired VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING code",
        code,
        what.since,
        what.reason,
        by,
        now,
    )
    return found is not None


async def restore(connection: Connection, code: str) -> bool:
    """Bring a form back; False where it was not retired."""
    found = await connection.fetchval("DELETE FROM qa_form_retired WHERE code = $1 RETURNING code", code)
    return found is not None


async def listed(connection: Connection, code: str | None = None) -> list[Kept]:
    """Every version, drafts among them, the latest first within a form."""
    rows = await connection.fetch(
        f"{_SELECT} WHERE $1::text IS NULL OR f.code = $1 ORDER BY f.published_at IS NULL OR f.code NOT IN"
        " ('standard', 'abilities', 'compliance'), f.code, f.version DESC",
        code,
    )
    return [_kept(row) for row in rows]


async def find(connection: Connection, code: str, version: int, *, lock: bool = False) -> Kept | None:
    """One version; with `lock` nobody else changes it before this transaction ends."""
    row = await connection.fetchrow(
        f"{_SELECT} WHERE f.code = $1 AND f.version = $2{' FOR UPDATE OF f' if lock else ''}", code, version
    )
    return None if row is None else _kept(row)


async def add_draft(connection: Connection, form: Form, by: int, now: datetime) -> bool:
    """Keep a new draft; False where the form has one, or the version is there."""
    found = await connection.fetchval(
        "INSERT INTO qa_form (code, version, effective, body, changed_at, changed_by)"
        " VALUES ($1, $2, $3, $4::jsonb, $5, $6) ON CONFLICT DO NOTHING RETURNING code",
        form.code,
        form.version,
        form.effective,
        encode(form),
        now,
        by,
    )
    return found is not None


async def write(connection: Connection, form: Form, by: int, now: datetime) -> None:
    """Replace what a draft says."""
    await connection.execute(
        "UPDATE qa_form SET effective = $3, body = $4::jsonb, revision = revision + 1, changed_at = $5, changed_by = $6"
        " WHERE code = $1 AND version = $2",
        form.code,
        form.version,
        form.effective,
        encode(form),
        now,
        by,
    )


async def publish(connection: Connection, form: Form, by: int, now: datetime) -> None:
    """From here on nobody changes it."""
    await connection.execute(
        "UPDATE qa_form SET published_at = $3, published_by = $4 WHERE code = $1 AND version = $2",
        form.code,
        form.version,
        now,
        by,
    )


async def discard(connection: Connection, form: Form) -> None:
    """A draft goes without a trace but the audit's."""
    await connection.execute("DELETE FROM qa_form WHERE code = $1 AND version = $2", form.code, form.version)


async def latest_today(connection: Connection, now: datetime) -> date:
    """The date it is at the site that is furthest ahead: what takes effect there today is not in the past anywhere."""
    zones: Sequence[str] = [row["zone"] for row in await connection.fetch("SELECT DISTINCT zone FROM site")]
    return max((now.astimezone(ZoneInfo(zone)).date() for zone in zones), default=now.date())


def encode(form: Form) -> str:
    """As it is kept."""
    return msgspec.json.encode(form).decode()


def decode(body: str) -> Form:
    """As the rule book knows it."""
    return msgspec.json.decode(body, type=Form)


_SELECT = (
    "SELECT f.*, c.name AS changed_name, p.name AS published_name,"
    " (SELECT count(*) FROM qa_evaluation e WHERE e.form = f.code AND e.version = f.version) AS used"
    " FROM qa_form f LEFT JOIN account c ON c.id = f.changed_by LEFT JOIN account p ON p.id = f.published_by"
)


def _kept(row: asyncpg.Record) -> Kept:
    return Kept(
        form=decode(row["body"]),
        revision=row["revision"],
        changed_at=row["changed_at"],
        changed_by=row["changed_name"],
        published_at=row["published_at"],
        published_by=row["published_name"],
        used=row["used"],
    )
