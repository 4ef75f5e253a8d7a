"""The queries of classes, trainees and gates."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg
import msgspec

from career.onboarding import Stage
from server.auth.actor import Actor
from server.db.pool import Connection
from server.errors import DomainError
from server.people.book import code_of
from server.training.classes.kept import ClassKept, Gate, Trainee
from server.training.classes.refusals import NO_CLASS, NO_TRAINEE
from server.wire import Bilingual, Named

_stages = msgspec.json.Decoder(tuple[Stage, ...])

_CLASSES = """
SELECT c.*, s.code AS site, s.name_zh AS site_zh, s.name_en AS site_en, s.zone, o.name AS teacher,
       (SELECT json_agg(json_build_object('code', q.code, 'name', json_build_object('zh', q.name_zh, 'en', q.name_en)) ORDER BY q.code)
        FROM queue q WHERE q.id = ANY(c.queue_ids))::text AS queues
FROM training_class c JOIN site s ON s.id = c.site_id JOIN account o ON o.id = c.teacher_id"""

_TRAINEES = """
SELECT t.*, a.code, a.name_zh, a.name_en, m.team_id, d.code AS mentor, d.name_zh AS mentor_zh, d.name_en AS mentor_en,
       (SELECT count(*) FROM mentor_log_item i WHERE i.trainee_id = t.id AND i.closed_at IS NULL) AS open_items
FROM trainee t JOIN agent a ON a.id = t.agent_id LEFT JOIN agent d ON d.id = t.mentor_id
LEFT JOIN LATERAL (SELECT team_id FROM membership m WHERE m.agent_id = a.id AND m.starts <= $1 AND (m.ends IS NULL OR m.ends > $1)
                   LIMIT 1) m ON true"""

_GATES = """
SELECT g.*, p.name AS proposer, d.name AS decider FROM gate_decision g
JOIN account p ON p.id = g.proposed_by LEFT JOIN account d ON d.id = g.decided_by
WHERE g.trainee_id = ANY($1::int[]) ORDER BY g.id"""


async def key_of(connection: Connection, actor: Actor) -> str:
    """The one key of a person, whatever account is used."""
    if actor.agent_id is None:
        return f"{actor.kind}:{actor.id}"
    return f"agent:{await code_of(connection, actor.agent_id)}"


async def classes(connection: Connection, *, teacher_id: int | None = None) -> list[ClassKept]:
    """All, or those of one teacher; open ones first, the latest first."""
    rows = await connection.fetch(
        f"{_CLASSES} WHERE ($1::int IS NULL OR c.teacher_id = $1) ORDER BY c.closed_on IS NOT NULL, c.starts DESC, c.id DESC",
        teacher_id,
    )
    return [_class(row) for row in rows]


async def one_class(connection: Connection, class_id: int, *, lock: bool = False) -> ClassKept:
    """A class by number; with `lock` it is ours until the transaction ends. Raises `no_such_class`."""
    row = await connection.fetchrow(f"{_CLASSES} WHERE c.id = $1{' FOR NO KEY UPDATE OF c' if lock else ''}", class_id)
    if row is None:
        raise DomainError(NO_CLASS, key=class_id)
    return _class(row)


async def trainees(
    connection: Connection,
    now: datetime,
    *,
    class_id: int | None = None,
    mentor_id: int | None = None,
    agent_id: int | None = None,
) -> list[Trainee]:
    """Those of a class, of a mentor (who are still under way), or the ways of one person."""
    rows = await connection.fetch(
        f"{_TRAINEES} WHERE ($2::int IS NULL OR t.class_id = $2) AND ($4::int IS NULL OR t.agent_id = $4)"
        " AND ($3::int IS NULL OR (t.mentor_id = $3 AND t.ended_on IS NULL)) ORDER BY a.code, t.id",
        now,
        class_id,
        mentor_id,
        agent_id,
    )
    return await _with_gates(connection, rows)


async def one_trainee(connection: Connection, trainee_id: int, now: datetime, *, lock: bool = False) -> Trainee:
    """A trainee by number; with `lock` nobody else decides about this trainee meanwhile. Raises `no_such_trainee`."""
    if lock:
        await connection.execute("SELECT FROM trainee WHERE id = $1 FOR NO KEY UPDATE", trainee_id)
    found = await _with_gates(connection, await connection.fetch(f"{_TRAINEES} WHERE t.id = $2", now, trainee_id))
    if not found:
        raise DomainError(NO_TRAINEE, key=trainee_id)
    return found[0]


async def _with_gates(connection: Connection, rows: Sequence[asyncpg.Record]) -> list[Trainee]:
    gates: dict[int, list[Gate]] = {}
    for row in await connection.fetch(_GATES, [row["id"] for row in rows]):
        gates.setdefault(row["trainee_id"], []).append(_gate(row))
    return [_trainee(row, tuple(gates.get(row["id"], ()))) for row in rows]


def _class(row: asyncpg.Record) -> ClassKept:
    return ClassKept(
        id=row["id"],
        code=row["code"],
        name=Bilingual(zh=row["name_zh"], en=row["name_en"]),
        site=Named(row["site"], Bilingual(zh=row["site_zh"], en=row["site_en"])),
        zone=row["zone"],
        teacher_id=row["teacher_id"],
        teacher=row["teacher"],
        starts=row["starts"],
        stages=_stages.decode(row["stages"]),
        queue_ids=tuple(row["queue_ids"]),
        queues=msgspec.json.decode(row["queues"] or "[]", type=tuple[Named, ...]),
        closed_on=row["closed_on"],
    )


def _trainee(row: asyncpg.Record, gates: tuple[Gate, ...]) -> Trainee:
    mentor = None
    if row["mentor"] is not None:
        mentor = Named(row["mentor"], Bilingual(zh=row["mentor_zh"], en=row["mentor_en"]))
    return Trainee(
        id=row["id"],
        class_id=row["class_id"],
        agent_id=row["agent_id"],
        agent=Named(row["code"], Bilingual(zh=row["name_zh"], en=row["name_en"])),
        team_id=row["team_id"],
        mentor_id=row["mentor_id"],
        mentor=mentor,
        joined_on=row["joined_on"],
        ended_on=row["ended_on"],
        open_items=row["open_items"],
        gates=gates,
    )


def _gate(row: asyncpg.Record) -> Gate:
    return Gate(
        id=row["id"],
        trainee_id=row["trainee_id"],
        stage=row["stage"],
        result=row["result"],
        on=row["on_day"],
        reason=row["reason"],
        by=row["proposer"],
        by_who=row["proposed_who"],
        outcome=row["outcome"],
        decided_by=row["decider"],
        decided_at=row["decided_at"],
        answer=row["answer"],
    )
