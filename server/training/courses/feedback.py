"""What people think of a course: stars without a name, told five voices at a time, and never evidence about anybody."""

from career.exact import Ratio
from career.training.courses import SMALLEST_GROUP, feedback
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.training.courses.catalogue import course_of
from server.training.courses.learning import on_plan
from server.training.courses.refusals import NOT_ON_PLAN, SPOKEN
from server.training.courses.whom import myself


class FeedbackService:
    """See the module. That somebody has spoken is kept apart from what was said."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def give(self, actor: Actor, code: str, stars: int) -> None:
        """Once a course; it cannot be taken back, because nobody knows which stars were whose."""
        async with self._db.transaction() as connection:
            person = await myself(connection, actor, self._clock.now())
            course = await course_of(connection, code)
            if not await on_plan(connection, person.id, course.id):
                raise DomainError(NOT_ON_PLAN)
            first = await connection.fetchval(
                "INSERT INTO course_feedback_given VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING true",
                course.id,
                person.id,
            )
            if first is None:
                raise DomainError(SPOKEN)
            # One at a time, so that two fifth voices are not both the fourth.
            await connection.execute("SELECT FROM course WHERE id = $1 FOR NO KEY UPDATE", course.id)
            await connection.execute(
                "INSERT INTO course_feedback AS f (course_id, stars, waiting) VALUES ($1, $2, 1)"
                " ON CONFLICT (course_id, stars) DO UPDATE SET waiting = f.waiting + 1",
                course.id,
                stars,
            )
            waiting = await connection.fetchval(
                "SELECT sum(waiting) FROM course_feedback WHERE course_id = $1", course.id
            )
            if waiting >= SMALLEST_GROUP:
                await connection.execute(
                    "UPDATE course_feedback SET shown = shown + waiting, waiting = 0 WHERE course_id = $1", course.id
                )


async def told(connection: Connection, course_id: int) -> tuple[int, Ratio | None]:
    """How many voices may be counted by now, and their mean."""
    rows = await connection.fetch("SELECT stars, shown FROM course_feedback WHERE course_id = $1", course_id)
    voices = [row["stars"] for row in rows for _ in range(row["shown"])]
    return len(voices), feedback(voices)
