"""The training archive 培训档案 of a person: what training did and found, only ever added to, and read by few."""

from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from server.auth.actor import Actor
from server.auth.roles import Permission
from server.db.pool import Connection
from server.wire import Bilingual

_ADD = """
INSERT INTO training_archive (agent_id, kind, on_day, title_zh, title_en, body, ref, private, added_at)
VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, now()) ON CONFLICT (agent_id, ref) DO NOTHING"""


class Entry(Struct, frozen=True):
    """One thing in the archive. `private` tells a result: for the person, trainers and HR."""

    kind: str
    on: date
    title: Bilingual
    body: dict[str, Any]
    ref: str
    private: bool
    added_at: datetime


async def add(
    connection: Connection,
    agent_id: int,
    kind: str,
    on: date,
    title: Bilingual,
    body: dict[str, Any],
    ref: str,
    *,
    private: bool = True,
) -> None:
    """Add an entry in the caller's transaction. The same `ref` again adds nothing; names of other people stay out of `body`,
    which outlives them."""
    text = msgspec.json.encode(body).decode()
    await connection.execute(_ADD, agent_id, kind, on, title.zh, title.en, text, ref, private)


async def read(connection: Connection, agent_id: int, *, private: bool = True) -> list[Entry]:
    """Everything, the latest first; without `private` what tells no result."""
    rows = await connection.fetch(
        "SELECT * FROM training_archive WHERE agent_id = $1 AND ($2 OR NOT private) ORDER BY on_day DESC, id DESC",
        agent_id,
        private,
    )
    return [
        Entry(
            row["kind"],
            row["on_day"],
            Bilingual(zh=row["title_zh"], en=row["title_en"]),
            msgspec.json.decode(row["body"]),
            row["ref"],
            row["private"],
            row["added_at"],
        )
        for row in rows
    ]


async def sight(connection: Connection, actor: Actor, agent_id: int, now: datetime) -> bool | None:
    """Whether somebody reads a person's archive with its results (True), without (False), or not at all (None)."""
    if actor.agent_id == agent_id or actor.may(Permission.TRAINING_MANAGE):
        return True
    teaches = actor.kind == "account" and await connection.fetchval(
        "SELECT true FROM trainee t JOIN training_class c ON c.id = t.class_id"
        " WHERE t.agent_id = $1 AND c.teacher_id = $2 AND c.closed_on IS NULL LIMIT 1",
        agent_id,
        actor.id,
    )
    if teaches:
        return True
    leads = actor.teams_personal and await connection.fetchval(
        "SELECT true FROM membership WHERE agent_id = $1 AND team_id = ANY($2::int[]) AND starts <= $3"
        " AND (ends IS NULL OR ends > $3) LIMIT 1",
        agent_id,
        sorted(actor.teams_personal),
        now,
    )
    return False if leads else None
