"""Exams and their sittings as rows, read in one place."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from career.training.bank import Blueprint
from career.training.load import LoadGuard
from career.training.sitting import Retakes
from server.db.pool import Connection
from server.errors import DomainError
from server.training.exams.refusals import NO_EXAM
from server.wire import Bilingual

_blueprint = msgspec.json.Decoder(Blueprint).decode

EXAM = (
    "e.id, e.code, e.title_zh, e.title_en, e.blueprint, e.opens, e.closes, e.counting, e.attempts, e.days_between,"
    " e.withdrawn"
)


class ExamSheet(Struct, frozen=True, kw_only=True):
    """An exam as a trainer sets it."""

    code: str
    title: Bilingual
    blueprint: Blueprint
    opens: datetime
    closes: datetime
    counting: bool = True
    retakes: Retakes = Retakes()


class Exam(Struct, frozen=True, kw_only=True):
    """An exam as it is kept."""

    id: int
    sheet: ExamSheet
    withdrawn: bool


class Sitter(Struct, frozen=True):
    """Somebody whom exams are asked of: the guard that applies, and the zone the days are counted in."""

    id: int
    code: str
    zone: ZoneInfo
    guard: LoadGuard

    def day(self, at: datetime) -> date:
        """The person's own calendar day."""
        return at.astimezone(self.zone).date()


def exam_of(row: Any) -> Exam:
    """From a row of `EXAM`."""
    sheet = ExamSheet(
        code=row["code"],
        title=Bilingual(row["title_zh"], row["title_en"]),
        blueprint=_blueprint(row["blueprint"]),
        opens=row["opens"],
        closes=row["closes"],
        counting=row["counting"],
        retakes=Retakes(row["attempts"], row["days_between"]),
    )
    return Exam(id=row["id"], sheet=sheet, withdrawn=row["withdrawn"])


async def exam_by(connection: Connection, code: str, *, lock: bool = False) -> Exam:
    """By its code. Raises `no_such_exam`."""
    row = await connection.fetchrow(f"SELECT {EXAM} FROM exam e WHERE e.code = $1{' FOR UPDATE' if lock else ''}", code)
    if row is None:
        raise DomainError(NO_EXAM, key=code)
    return exam_of(row)


async def sitters(
    connection: Connection, codes: list[str] | None = None, agent_id: int = 0, *, lock: bool = True
) -> list[Sitter]:
    """People by code or id, locked: whatever schedules exams for one person waits for each other."""
    rows = await connection.fetch(
        "SELECT a.id, a.code, s.zone, l.exams_a_week, l.questions FROM agent a JOIN site s ON s.id = a.site_id"
        " JOIN exam_load l ON l.who = CASE WHEN a.level = 'trainee' THEN 'trainees' ELSE 'others' END"
        " WHERE a.code = ANY($1::text[]) OR a.id = $2 ORDER BY a.id"
        f"{' FOR NO KEY UPDATE OF a' if lock else ''}",
        codes or [],
        agent_id,
    )
    return [
        Sitter(row["id"], row["code"], ZoneInfo(row["zone"]), LoadGuard(row["exams_a_week"], row["questions"]))
        for row in rows
    ]


async def loaded_days(connection: Connection, agent_ids: list[int], *, but_exam: int = 0) -> dict[int, list[date]]:
    """The days of every exam planned for people or taken by them: an invitation counts on its day until it is taken, then each
    sitting on its own. `but_exam` leaves out the plan for one exam that is about to be taken or planned anew."""
    rows = await connection.fetch(
        "SELECT i.agent_id, i.on_day FROM exam_invitation i JOIN exam e ON e.id = i.exam_id"
        " WHERE i.agent_id = ANY($1::int[]) AND i.exam_id <> $2 AND NOT e.withdrawn AND NOT EXISTS"
        " (SELECT FROM exam_sitting s WHERE s.exam_id = i.exam_id AND s.agent_id = i.agent_id AND NOT s.light)"
        " UNION ALL SELECT agent_id, on_day FROM exam_sitting WHERE agent_id = ANY($1::int[]) AND NOT light",
        agent_ids,
        but_exam,
    )
    found: dict[int, list[date]] = {one: [] for one in agent_ids}
    for row in rows:
        found[row["agent_id"]].append(row["on_day"])
    return found
