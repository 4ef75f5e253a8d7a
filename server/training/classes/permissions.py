"""Which trainee may do what on which queue: it follows the gates, is kept with its times, and goes to the phone system."""

import csv
import io
from datetime import datetime

from msgspec import Struct

from career.onboarding import permissions_after
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.training.classes.kept import ClassKept, Trainee
from server.wire import Bilingual, Named

WORDS = {
    "listen": Bilingual(zh="旁听", en="Listen in"),
    "answer_with_mentor": Bilingual(zh="师傅陪同接听", en="Answer beside the mentor"),
    "answer_test_calls": Bilingual(zh="接听拨测", en="Answer test calls"),
    "answer": Bilingual(zh="独立接听", en="Answer alone"),
}


class Held(Struct, frozen=True):
    """A permission somebody holds, or held until `ended`."""

    agent: Named
    queue: Named
    permission: str
    name: Bilingual
    granted: datetime
    ended: datetime | None


_HELD = """
SELECT p.permission, p.granted_at, p.ended_at, a.code, a.name_zh, a.name_en, q.code AS queue, q.name_zh AS queue_zh, q.name_en AS queue_en
FROM queue_permission p JOIN trainee t ON t.id = p.trainee_id JOIN agent a ON a.id = t.agent_id JOIN queue q ON q.id = p.queue_id
WHERE ($1::int IS NULL OR p.trainee_id = $1) AND ($2 OR p.ended_at IS NULL) ORDER BY a.code, q.code, p.granted_at, p.id"""


async def settle(connection: Connection, its: ClassKept, trainee: Trainee, now: datetime) -> None:
    """Grant what the trainee's stage allows on the queues of the class and end the rest."""
    wanted = permissions_after(trainee.standing(its))
    await connection.execute(
        "UPDATE queue_permission SET ended_at = $3 WHERE trainee_id = $1 AND ended_at IS NULL AND NOT permission = ANY($2::text[])",
        trainee.id,
        list(wanted),
        now,
    )
    await connection.execute(
        "INSERT INTO queue_permission (trainee_id, queue_id, permission, granted_at)"
        " SELECT $1, q, p, $4 FROM unnest($2::int[]) q, unnest($3::text[]) p"
        " ON CONFLICT (trainee_id, queue_id, permission) WHERE ended_at IS NULL DO NOTHING",
        trainee.id,
        list(its.queue_ids),
        list(wanted),
        now,
    )


async def held(connection: Connection, trainee_id: int | None = None, *, past: bool = False) -> list[Held]:
    """What is held, and with `past` what was."""
    return [
        Held(
            Named(row["code"], Bilingual(zh=row["name_zh"], en=row["name_en"])),
            Named(row["queue"], Bilingual(zh=row["queue_zh"], en=row["queue_en"])),
            row["permission"],
            WORDS.get(row["permission"], Bilingual(zh=row["permission"], en=row["permission"])),
            row["granted_at"],
            row["ended_at"],
        )
        for row in await connection.fetch(_HELD, trainee_id, past)
    ]


class PermissionsService:
    """What the phone system fetches."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def held(self, actor: Actor) -> list[Held]:
        """Everything that holds now. Every fetch is on the audit trail."""
        async with self._db.transaction() as connection:
            found = await held(connection)
            await audit.record(connection, actor, "training.permissions", "training", {"rows": len(found)})
        return found

    async def file(self, actor: Actor) -> bytes:
        """The same as CSV, by codes alone: what a dialler reads."""
        out = io.StringIO()
        sheet = csv.writer(out)
        sheet.writerow(("agent", "queue", "permission", "since"))
        for one in await self.held(actor):
            sheet.writerow((one.agent.code, one.queue.code, one.permission, one.granted.isoformat()))
        return out.getvalue().encode()
