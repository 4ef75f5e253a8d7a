"""The queries of calibration sessions: one call, several evaluators' marks kept apart, and the reference agreed afterwards."""

from collections.abc import Mapping
from datetime import datetime

import asyncpg
import msgspec
from msgspec import Struct

from server.db.pool import Connection
from server.wire import Bilingual

Marks = Mapping[str, str | None]


class Session(Struct, frozen=True, kw_only=True):
    """A calibration; `reference` None is still open."""

    id: int
    title: str
    form: str
    form_name: Bilingual
    version: int
    call: str
    recording: str
    opened_by: str
    opened_by_id: int
    opened_at: datetime
    reference: dict[str, str | None] | None
    note: str
    closed_by: str | None
    closed_at: datetime | None
    given: int


class GivenMarks(Struct, frozen=True):
    """What one evaluator gave."""

    account_id: int
    name: str
    marks: dict[str, str | None]
    comment: str


_SELECT = """
SELECT c.*, f.body ->> 'zh' AS form_zh, f.body ->> 'en' AS form_en, o.name AS opened_name, x.name AS closed_name,
       (SELECT count(*) FROM qa_calibration_marks g WHERE g.calibration_id = c.id) AS given
FROM qa_calibration c JOIN qa_form f ON f.code = c.form AND f.version = c.version
JOIN account o ON o.id = c.opened_by LEFT JOIN account x ON x.id = c.closed_by"""


async def listed(connection: Connection) -> list[Session]:
    """Every session, open ones first, then the latest."""
    rows = await connection.fetch(f"{_SELECT} ORDER BY c.closed_at IS NOT NULL, c.id DESC LIMIT 200")
    return [_session(row) for row in rows]


async def find(connection: Connection, session_id: int, *, lock: bool = False) -> Session | None:
    """One session; with `lock` nobody else marks or closes it before this transaction ends."""
    row = await connection.fetchrow(f"{_SELECT} WHERE c.id = $1{' FOR UPDATE OF c' if lock else ''}", session_id)
    return None if row is None else _session(row)


async def add(connection: Connection, new: Mapping[str, object], by: int, now: datetime) -> int:
    """Open a session about a call on a version of a form."""
    made: int = await connection.fetchval(
        "INSERT INTO qa_calibration (title, form, version, call, recording, opened_by, opened_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        new["title"],
        new["form"],
        new["version"],
        new["call"],
        new["recording"],
        by,
        now,
    )
    return made


async def give(
    connection: Connection, session_id: int, account_id: int, marks: Marks, comment: str, now: datetime
) -> None:
    """Keep what an evaluator gave; until the session is closed it may be given anew."""
    await connection.execute(
        "INSERT INTO qa_calibration_marks VALUES ($1, $2, $3::jsonb, $4, $5) ON CONFLICT (calibration_id, account_id)"
        " DO UPDATE SET marks = excluded.marks, comment = excluded.comment, given_at = excluded.given_at",
        session_id,
        account_id,
        msgspec.json.encode(marks).decode(),
        comment,
        now,
    )


async def close(connection: Connection, session_id: int, reference: Marks, note: str, by: int, now: datetime) -> None:
    """Keep the agreed reference; from here on nobody marks any more."""
    await connection.execute(
        "UPDATE qa_calibration SET reference = $2::jsonb, note = $3, closed_by = $4, closed_at = $5 WHERE id = $1",
        session_id,
        msgspec.json.encode(reference).decode(),
        note,
        by,
        now,
    )


async def given(connection: Connection, session_id: int, only: int | None) -> list[GivenMarks]:
    """Everybody's marks, or one's own."""
    rows = await connection.fetch(
        "SELECT g.*, a.name FROM qa_calibration_marks g JOIN account a ON a.id = g.account_id"
        " WHERE g.calibration_id = $1 AND ($2::int IS NULL OR g.account_id = $2) ORDER BY a.name, g.account_id",
        session_id,
        only,
    )
    return [
        GivenMarks(
            row["account_id"],
            row["name"],
            msgspec.json.decode(row["marks"], type=dict[str, str | None]),
            row["comment"],
        )
        for row in rows
    ]


def _session(row: asyncpg.Record) -> Session:
    reference = row["reference"]
    return Session(
        id=row["id"],
        title=row["title"],
        form=row["form"],
        form_name=Bilingual(zh=row["form_zh"], en=row["form_en"]),
        version=row["version"],
        call=row["call"],
        recording=row["recording"],
        opened_by=row["opened_name"],
        opened_by_id=row["opened_by"],
        opened_at=row["opened_at"],
        reference=None if reference is None else msgspec.json.decode(reference, type=dict[str, str | None]),
        note=row["note"],
        closed_by=row["closed_name"],
        closed_at=row["closed_at"],
        given=row["given"],
    )
