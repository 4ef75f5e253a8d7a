"""Exams that were passed and courses that were completed."""

import asyncpg

from server.certificates.grounds import Deserved, Kind, Wanted
from server.certificates.words import COURSE, EXAM
from server.db.pool import Connection
from server.wire import Bilingual

_EXAMS = """
SELECT DISTINCT ON (s.exam_id, s.agent_id) s.exam_id AS ground, s.agent_id, s.on_day, e.title_zh, e.title_en
FROM exam_sitting s JOIN exam e ON e.id = s.exam_id
WHERE s.passed AND NOT s.light AND e.counting AND ($1::int[] IS NULL OR s.agent_id = ANY($1::int[]))
  AND ($2::int[] IS NULL OR s.exam_id = ANY($2::int[])) AND s.on_day >= $3 AND s.on_day < $4
ORDER BY s.exam_id, s.agent_id, s.on_day, s.id"""

_COURSES = """
SELECT p.id AS ground, p.agent_id, p.completed_on AS on_day, c.title_zh, c.title_en
FROM course_plan p JOIN course c ON c.id = p.course_id
WHERE p.withdrawn_at IS NULL AND ($1::int[] IS NULL OR p.agent_id = ANY($1::int[])) AND ($2::int[] IS NULL OR p.id = ANY($2::int[]))
  AND p.completed_on >= $3 AND p.completed_on < $4 ORDER BY p.id"""


class Exams:
    """See `grounds.Source`. The ground is the exam: whoever passed it twice passed it once."""

    kind: Kind = "exam"

    async def deserved(self, connection: Connection, wanted: Wanted) -> list[Deserved]:
        """Counting exams, with the day they were first passed."""
        return [
            Deserved(
                kind="exam",
                ground=str(row["ground"]),
                agent_id=row["agent_id"],
                on=row["on_day"],
                name=Bilingual(row["title_zh"], row["title_en"]),
                says=Bilingual(
                    zh=f"参加“{row['title_zh']}”考试，成绩合格。特发此证。",
                    en=f"passing the examination “{row['title_en']}”.",
                ),
                title=EXAM,
            )
            for row in await _rows(connection, _EXAMS, wanted)
        ]


class Courses:
    """See `grounds.Source`. The ground is the line of the person's plan."""

    kind: Kind = "course"

    async def deserved(self, connection: Connection, wanted: Wanted) -> list[Deserved]:
        """Completed with their practice records."""
        return [
            Deserved(
                kind="course",
                ground=str(row["ground"]),
                agent_id=row["agent_id"],
                on=row["on_day"],
                name=Bilingual(row["title_zh"], row["title_en"]),
                says=Bilingual(
                    zh=f"修完“{row['title_zh']}”课程，并完成全部练习，准予结业。特发此证。",
                    en=f"completing the course “{row['title_en']}” with all its practice.",
                ),
                title=COURSE,
            )
            for row in await _rows(connection, _COURSES, wanted)
        ]


async def _rows(connection: Connection, query: str, wanted: Wanted) -> list[asyncpg.Record]:
    agents = None if wanted.agents is None else list(wanted.agents)
    found: list[asyncpg.Record] = await connection.fetch(query, agents, wanted.numbers, wanted.first, wanted.before)
    return found
