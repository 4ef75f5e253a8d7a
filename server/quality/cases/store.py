"""The queries of cases and of the practice they were given for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

import asyncpg
from msgspec import Struct

from server.db.pool import Connection
from server.wire import Bilingual, Named

Kind = Literal["model", "lesson"]


class CaseWanted(Struct, frozen=True, kw_only=True):
    """A case as somebody writes it down."""

    title: str
    summary: str
    kind: Kind
    tags: tuple[str, ...]
    giver_id: int | None
    evaluation_id: int | None
    queue_id: int | None
    recording: str
    consent: bool
    anonymised: bool
    given_on: date


class CaseKept(Struct, frozen=True, kw_only=True):
    """A case as it is kept; `practised` is how many people it was given to."""

    id: int
    title: str
    summary: str
    kind: Kind
    tags: list[str]
    giver_id: int | None
    giver: Named | None
    evaluation_id: int | None
    queue: Named | None
    recording: str
    consent: bool
    anonymised: bool
    given_on: date
    revision: int
    added_by: str
    added_at: datetime
    withdrawn_at: datetime | None
    withdrawn_why: str
    practised: int


class Filter(Struct, frozen=True, kw_only=True):
    """What the collection is searched by."""

    q: str = ""
    tag: str = ""
    kind: str = ""
    case_id: int | None = None
    withdrawn: bool = False


_CASES = """
SELECT c.*, a.code AS giver, a.name_zh, a.name_en, q.code AS queue, q.name_zh AS queue_zh, q.name_en AS queue_en,
       o.name AS added_name, (SELECT count(*) FROM qa_case_practice p WHERE p.case_id = c.id) AS practised
FROM qa_case c LEFT JOIN agent a ON a.id = c.giver_id LEFT JOIN queue q ON q.id = c.queue_id JOIN account o ON o.id = c.added_by
WHERE ($1::int IS NULL OR c.id = $1) AND ($2 = '' OR c.tags @> ARRAY[$2]) AND ($3 = '' OR c.kind = $3)
  AND ($4 = '' OR strpos(lower(c.title || ' ' || c.summary || ' ' || array_to_string(c.tags, ' ')), lower($4)) > 0)
  AND ($5::bool OR c.withdrawn_at IS NULL)
ORDER BY c.withdrawn_at IS NOT NULL, c.id DESC LIMIT 500"""


async def cases(connection: Connection, wanted: Filter) -> list[CaseKept]:
    """Cases, the latest first."""
    rows = await connection.fetch(_CASES, wanted.case_id, wanted.tag, wanted.kind, wanted.q, wanted.withdrawn)
    return [_case(row) for row in rows]


async def tags(connection: Connection) -> list[tuple[str, int]]:
    """All tags in use with the number of cases, the most used first."""
    rows = await connection.fetch(
        "SELECT tag, count(*) AS n FROM qa_case, unnest(tags) AS tag WHERE withdrawn_at IS NULL"
        " GROUP BY tag ORDER BY n DESC, tag LIMIT 100"
    )
    return [(row["tag"], row["n"]) for row in rows]


async def add(connection: Connection, wanted: CaseWanted, by: int, now: datetime) -> int | None:
    """Keep a case; None where the evaluation has become one already."""
    found: int | None = await connection.fetchval(
        "INSERT INTO qa_case (title, summary, kind, tags, giver_id, evaluation_id, queue_id, recording, consent, anonymised,"
        " given_on, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        " ON CONFLICT DO NOTHING RETURNING id",
        *_fields(wanted),
        by,
        now,
    )
    return found


async def change(connection: Connection, case_id: int, revision: int, wanted: CaseWanted) -> bool:
    """Say it otherwise; False where it changed meanwhile. Whose call it is stays."""
    return (
        await connection.fetchval(
            "UPDATE qa_case SET title = $3, summary = $4, kind = $5, tags = $6, queue_id = $7, recording = $8, consent = $9,"
            " anonymised = $10, revision = revision + 1 WHERE id = $1 AND revision = $2 AND withdrawn_at IS NULL RETURNING id",
            case_id,
            revision,
            wanted.title,
            wanted.summary,
            wanted.kind,
            list(wanted.tags),
            wanted.queue_id,
            wanted.recording,
            wanted.consent,
            wanted.anonymised,
        )
        is not None
    )


async def withdraw(connection: Connection, case_id: int, why: str, now: datetime) -> None:
    """Take a case out of the collection."""
    await connection.execute(
        "UPDATE qa_case SET withdrawn_at = $2, withdrawn_why = $3, revision = revision + 1 WHERE id = $1",
        case_id,
        now,
        why,
    )


async def members(connection: Connection, team_id: int, now: datetime) -> list[int]:
    """Who is in a team now, without who leads it."""
    rows = await connection.fetch(
        "SELECT agent_id FROM membership WHERE team_id = $1 AND post <> 'lead' AND starts <= $2 AND (ends IS NULL OR ends > $2)"
        " ORDER BY agent_id",
        team_id,
        now,
    )
    return [row["agent_id"] for row in rows]


async def here(connection: Connection, codes: Sequence[str], now: datetime) -> dict[str, tuple[int, int]]:
    """Agents by code that are in a team now: their ids and team ids."""
    rows = await connection.fetch(
        "SELECT a.code, a.id, m.team_id FROM agent a JOIN membership m ON m.agent_id = a.id"
        " WHERE a.code = ANY($1::text[]) AND m.starts <= $2 AND (m.ends IS NULL OR m.ends > $2)",
        list(codes),
        now,
    )
    return {row["code"]: (row["id"], row["team_id"]) for row in rows}


async def practised(connection: Connection, case_id: int, agent_id: int, kind: str, by: int, now: datetime) -> bool:
    """Note that somebody was given a case; False for somebody who was before."""
    found = await connection.fetchval(
        "INSERT INTO qa_case_practice (case_id, agent_id, kind, assigned_by, assigned_at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT DO NOTHING RETURNING case_id",
        case_id,
        agent_id,
        kind,
        by,
        now,
    )
    return found is not None


def _fields(wanted: CaseWanted) -> tuple[object, ...]:
    return (
        wanted.title,
        wanted.summary,
        wanted.kind,
        list(wanted.tags),
        wanted.giver_id,
        wanted.evaluation_id,
        wanted.queue_id,
        wanted.recording,
        wanted.consent,
        wanted.anonymised,
        wanted.given_on,
    )


def _case(row: asyncpg.Record) -> CaseKept:
    queue = None if row["queue"] is None else Named(row["queue"], Bilingual(row["queue_zh"], row["queue_en"]))
    giver = None if row["giver"] is None else Named(row["giver"], Bilingual(row["name_zh"], row["name_en"]))
    return CaseKept(
        id=row["id"],
        title=row["title"],
        summary=row["summary"],
        kind=row["kind"],
        tags=list(row["tags"]),
        giver_id=row["giver_id"],
        giver=giver,
        evaluation_id=row["evaluation_id"],
        queue=queue,
        recording=row["recording"],
        consent=row["consent"],
        anonymised=row["anonymised"],
        given_on=row["given_on"],
        revision=row["revision"],
        added_by=row["added_name"],
        added_at=row["added_at"],
        withdrawn_at=row["withdrawn_at"],
        withdrawn_why=row["withdrawn_why"],
        practised=row["practised"],
    )
