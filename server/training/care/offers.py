"""Help offered after failures in a row: kept only while it stands, and no trace of it afterwards."""

from datetime import date
from typing import Literal

from msgspec import Struct

from career.training.load import offer
from server.db.pool import Connection

Wish = Literal["talk", "material", "no"]


class Offered(Struct, frozen=True):
    """The offer as the person sees it; `answer` is what the person wishes, when said."""

    since: date
    until: date
    answer: Wish | None = None
    talked: bool = False


async def standing(connection: Connection, agent_id: int, today: date) -> Offered | None:
    """The offer that stands for somebody on a day."""
    row = await connection.fetchrow(
        "SELECT since, until, answer, talked FROM help_offer WHERE agent_id = $1 AND since <= $2 AND until > $2",
        agent_id,
        today,
    )
    return None if row is None else Offered(**row)


async def follow(connection: Connection, agent_id: int, today: date) -> None:
    """After a paper was marked: begin, keep or end the offer as the rule book says."""
    rows = await connection.fetch(
        "SELECT on_day, passed FROM exam_sitting WHERE agent_id = $1 AND NOT light AND marked_at IS NOT NULL"
        " ORDER BY handed_in, id",
        agent_id,
    )
    due = offer([(row["on_day"], row["passed"]) for row in rows], today)
    if due is None:
        await connection.execute("DELETE FROM help_offer WHERE agent_id = $1", agent_id)
        return
    # The same offer keeps what the person said to it; a new one asks again.
    await connection.execute(
        "INSERT INTO help_offer (agent_id, since, until) VALUES ($1, $2, $3) ON CONFLICT (agent_id) DO UPDATE"
        " SET since = $2, until = $3, answer = NULL, talked = false WHERE help_offer.since <> $2",
        agent_id,
        due.since,
        due.until,
    )


async def forget_over(connection: Connection, today: date) -> None:
    """Throw away what has run out."""
    await connection.execute("DELETE FROM help_offer WHERE until <= $1", today)
