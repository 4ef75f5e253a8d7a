"""What rooms above read of exams taken here: marks that count, as they were accepted."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from career.refusal import Refusal
from career.training.sitting import Retakes, may_sit
from server.db.pool import Connection


class ExamResult(Struct, frozen=True):
    """One counting result; `value` in micro-units of per cent, `ref` the name of the fact it is."""

    agent_id: int
    exam: str
    on: date
    value: int
    accepted_at: datetime
    ref: str


async def results(
    connection: Connection, agent_ids: Sequence[int] | None, *, accepted_before: datetime | None = None
) -> list[ExamResult]:
    """Every counting result of these people (None: of everybody), by day."""
    rows = await connection.fetch(
        "SELECT s.agent_id, e.code, s.on_day, s.score, s.marked_at, s.id FROM exam_sitting s JOIN exam e ON e.id = s.exam_id"
        " WHERE e.counting AND NOT s.light AND s.marked_at IS NOT NULL AND ($1::int[] IS NULL OR s.agent_id = ANY($1))"
        " AND ($2::timestamptz IS NULL OR s.marked_at < $2) ORDER BY s.agent_id, s.on_day, s.id",
        None if agent_ids is None else list(agent_ids),
        accepted_before,
    )
    return [
        ExamResult(
            row["agent_id"],
            row["code"],
            row["on_day"],
            row["score"],
            row["marked_at"],
            f"exam:{row['code']}:{row['id']}",
        )
        for row in rows
    ]


class Chance(Struct, frozen=True):
    """When somebody can take an exam next: the own days of the first and the last chance, and if invited, the day that was
    planned, where it still lies ahead."""

    first: date
    last: date
    invited: bool
    planned: date | None


async def chances(connection: Connection, agent_id: int, now: datetime) -> dict[str, Chance]:
    """By exam, those that count and that the person can still take; the load guard is asked when it comes to it."""
    zone = ZoneInfo(
        await connection.fetchval(
            "SELECT s.zone FROM agent a JOIN site s ON s.id = a.site_id WHERE a.id = $1", agent_id
        )
    )
    rows = await connection.fetch(
        "SELECT e.code, e.opens, e.closes, e.attempts, e.days_between, i.on_day,"
        " array_agg(s.on_day ORDER BY s.attempt) FILTER (WHERE s.id IS NOT NULL) AS sat, bool_or(s.passed) AS passed,"
        " bool_or(s.id IS NOT NULL AND s.marked_at IS NULL) AS under_way FROM exam e"
        " LEFT JOIN exam_invitation i ON i.exam_id = e.id AND i.agent_id = $1"
        " LEFT JOIN exam_sitting s ON s.exam_id = e.id AND s.agent_id = $1 AND NOT s.light"
        " WHERE e.counting AND NOT e.withdrawn AND e.closes > $2 GROUP BY e.id, i.on_day",
        agent_id,
        now,
    )
    today = now.astimezone(zone).date()
    found = {}
    for row in rows:
        first = max(today, row["opens"].astimezone(zone).date())
        last = (row["closes"] - timedelta(microseconds=1)).astimezone(zone).date()
        sat = [(day, bool(row["passed"])) for day in row["sat"] or ()]
        no = may_sit(sat, Retakes(row["attempts"], row["days_between"]), first)
        if isinstance(no, Refusal) and no.code == "retake_later":
            first, no = date.fromisoformat(no.word), None
        if no is not None or row["under_way"] or first > last:
            continue
        day = row["on_day"]
        ahead = day is not None and not sat and day >= first
        found[row["code"]] = Chance(first, last, day is not None, day if ahead else None)
    return found
