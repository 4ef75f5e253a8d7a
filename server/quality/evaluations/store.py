"""The queries of judged calls: written once, revised by adding marks, read by who may see them."""

from datetime import date, datetime

import asyncpg
import msgspec

from career.quality import disputes
from career.quality.forms import Evaluated
from server.db.pool import Connection
from server.quality.evaluations.kept import Given, Listed, Marks, New, Person, Wanted
from server.quality.sight import Sight, seen_by
from server.wire import Bilingual, Named

_SELECT = """
SELECT e.*, a.code AS agent_code, a.name_zh, a.name_en, s.zone, t.code AS team, t.name_zh AS team_zh, t.name_en AS team_en,
       o.name AS evaluator, oa.code AS evaluator_agent, f.body ->> 'zh' AS form_zh, f.body ->> 'en' AS form_en, q.code AS queue,
       d.reason, d.lodged_on, d.outcome, d.answer, d.answered_on, b.name AS answered_name, w.name AS withdrawn_name"""
_FROM = """
FROM qa_evaluation e JOIN agent a ON a.id = e.agent_id JOIN site s ON s.id = a.site_id
JOIN account o ON o.id = e.evaluator_id LEFT JOIN agent oa ON oa.id = o.agent_id
JOIN qa_form f ON f.code = e.form AND f.version = e.version
LEFT JOIN queue q ON q.id = e.queue_id LEFT JOIN qa_dispute d ON d.evaluation_id = e.id LEFT JOIN account b ON b.id = d.answered_by
LEFT JOIN account w ON w.id = e.withdrawn_by
LEFT JOIN membership m ON m.agent_id = e.agent_id AND m.starts <= e.at AND (m.ends IS NULL OR m.ends > e.at)
LEFT JOIN team t ON t.id = m.team_id"""
_MATCHING = """
 AND ($6 = '' OR a.code = $6) AND ($7 = '' OR t.code = $7) AND ($8 = '' OR e.form = $8)
 AND ($9 = '' OR ($9 = 'any' AND d.outcome IS NOT NULL) OR (d.outcome = $9 AND e.withdrawn_at IS NULL)) AND (NOT $10::bool OR e.critical > 0)
 AND ($11 = '' OR e.call ILIKE '%' || $11 || '%' OR a.code ILIKE $11 || '%' OR a.name_zh ILIKE '%' || $11 || '%'
      OR a.name_en ILIKE '%' || $11 || '%')
 AND ($12::date IS NULL OR (e.at AT TIME ZONE s.zone)::date >= $12) AND ($13::date IS NULL OR (e.at AT TIME ZONE s.zone)::date <= $13)"""


async def person(connection: Connection, code: str) -> Person | None:
    """Somebody by code."""
    row = await connection.fetchrow(
        "SELECT a.id, a.code, s.zone FROM agent a JOIN site s ON s.id = a.site_id WHERE a.code = $1", code
    )
    return None if row is None else Person(row["id"], row["code"], row["zone"])


async def add(connection: Connection, new: New, judged: Evaluated, now: datetime, today: date) -> int | None:
    """Keep a judged call with its first marks; None where this call was judged on this form before."""
    found: int | None = await connection.fetchval(
        "INSERT INTO qa_evaluation (agent_id, evaluator_id, form, version, kind, call, recording, at, queue_id, comment,"
        " judged_at, judged_on, score, critical)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT id FROM queue WHERE code = $9), $10, $11, $12, $13, $14)"
        " ON CONFLICT (call, form) WHERE withdrawn_at IS NULL DO NOTHING RETURNING id",
        new.agent.id,
        new.evaluator_id,
        new.form,
        new.version,
        new.kind,
        new.call,
        new.recording,
        new.at,
        new.queue,
        new.comment,
        now,
        today,
        judged.score,
        len(judged.critical),
    )
    if found is not None:
        await _mark(connection, found, 0, new.marks, judged, new.evaluator_id, now)
    return found


async def revise(
    connection: Connection, evaluation_id: int, revision: int, marks: Marks, judged: Evaluated, by: int, now: datetime
) -> None:  # the marks, what they come to, and who gave them when
    """Add other marks; from here on the call's score is theirs."""
    await _mark(connection, evaluation_id, revision, marks, judged, by, now)
    await connection.execute(
        "UPDATE qa_evaluation SET score = $2, critical = $3 WHERE id = $1",
        evaluation_id,
        judged.score,
        len(judged.critical),
    )


async def withdraw(connection: Connection, evaluation_id: int, reason: str, by: int, now: datetime) -> None:
    """From here on it counts nowhere."""
    await connection.execute(
        "UPDATE qa_evaluation SET withdrawn_at = $2, withdrawn_by = $3, withdrawn_why = $4 WHERE id = $1",
        evaluation_id,
        now,
        by,
        reason,
    )


async def _mark(
    connection: Connection, evaluation_id: int, revision: int, marks: Marks, judged: Evaluated, by: int, now: datetime
) -> None:
    await connection.execute(
        "INSERT INTO qa_marks VALUES ($1, $2, $3::jsonb, $4, $5, $6, $7)",
        evaluation_id,
        revision,
        msgspec.json.encode(marks).decode(),
        judged.score,
        list(judged.critical),
        by,
        now,
    )


async def page(
    connection: Connection, sight: Sight, wanted: Wanted, now: datetime, offset: int, limit: int
) -> tuple[list[Listed], int]:  # who looks, for what, when, and which slice
    """Judged calls somebody may see and how many there are; open disputes first by age when asked for, else the latest call first."""
    given = (*_bound(sight, now), *_filter(wanted))
    total: int = await connection.fetchval(f"SELECT count(*) {_FROM} WHERE {seen_by(sight)}{_MATCHING}", *given)
    order = "d.lodged_at, e.id" if wanted.dispute == "open" else "e.at DESC, e.id DESC"
    rows = await connection.fetch(
        f"{_SELECT}{_FROM} WHERE {seen_by(sight)}{_MATCHING} ORDER BY {order} OFFSET $14 LIMIT $15",
        *given,
        offset,
        limit,
    )
    return [_listed(row) for row in rows], total


async def find(connection: Connection, sight: Sight, evaluation_id: int, now: datetime) -> Listed | None:
    """One judged call, for who may see it."""
    row = await connection.fetchrow(
        f"{_SELECT}{_FROM} WHERE {seen_by(sight)} AND e.id = $6", *_bound(sight, now), evaluation_id
    )
    return None if row is None else _listed(row)


async def given(connection: Connection, evaluation_id: int) -> list[Given]:
    """Every revision of the marks, the newest last."""
    rows = await connection.fetch(
        "SELECT m.*, c.name FROM qa_marks m JOIN account c ON c.id = m.given_by WHERE m.evaluation_id = $1 ORDER BY m.revision",
        evaluation_id,
    )
    return [
        Given(
            row["revision"],
            msgspec.json.decode(row["marks"], type=dict[str, str | None]),
            row["score"],
            tuple(row["critical"]),
            row["name"],
            row["given_at"],
        )
        for row in rows
    ]


async def seen(connection: Connection, evaluation_id: int, now: datetime) -> None:
    """The agent has read it."""
    await connection.execute(
        "UPDATE qa_evaluation SET seen_at = $2 WHERE id = $1 AND seen_at IS NULL", evaluation_id, now
    )


async def lodge(connection: Connection, evaluation_id: int, reason: str, today: date, now: datetime) -> None:
    """Keep a dispute."""
    await connection.execute(
        "INSERT INTO qa_dispute (evaluation_id, reason, lodged_at, lodged_on) VALUES ($1, $2, $3, $4)",
        evaluation_id,
        reason,
        now,
        today,
    )


async def settle(
    connection: Connection,
    evaluation_id: int,
    outcome: disputes.Outcome,
    answer: str,
    by: int,
    today: date,
    now: datetime,
) -> None:  # what was decided, by whom and when
    """Keep the answer to a dispute."""
    await connection.execute(
        "UPDATE qa_dispute SET outcome = $2, answer = $3, answered_by = $4, answered_at = $5, answered_on = $6"
        " WHERE evaluation_id = $1",
        evaluation_id,
        outcome,
        answer,
        by,
        now,
        today,
    )


def _bound(sight: Sight, now: datetime) -> tuple[object, ...]:
    return sight.everybody, list(sight.teams), sight.agent_id, sight.account_id, now


def _filter(wanted: Wanted) -> tuple[object, ...]:
    text = wanted.q.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    first = wanted.agent, wanted.team, wanted.form, wanted.dispute, wanted.critical
    return (*first, text, wanted.starts, wanted.ends)


def _listed(row: asyncpg.Record) -> Listed:
    team = None if row["team"] is None else Named(row["team"], Bilingual(zh=row["team_zh"], en=row["team_en"]))
    same = ("id", "agent_id", "zone", "evaluator_id", "evaluator_agent", "evaluator", "form", "version", "kind", "call",
            "recording", "at", "queue", "comment", "judged_at", "judged_on", "score", "critical", "seen_at", "reason",
            "lodged_on", "outcome", "answer", "answered_on", "withdrawn_at", "withdrawn_why")  # fmt: skip
    return Listed(
        agent=Named(row["agent_code"], Bilingual(zh=row["name_zh"], en=row["name_en"])),
        team=team,
        form_name=Bilingual(zh=row["form_zh"], en=row["form_en"]),
        answered_by=row["answered_name"],
        withdrawn_by=row["withdrawn_name"],
        **{name: row[name] for name in same},
    )
