"""Care: the person answers an offer first, a class teacher learns only that a talk is due, and what is said stays between two.

Nothing here is audited: that there was a talk is itself nobody's business.
"""

from datetime import date, datetime, timedelta

from msgspec import Struct

from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError, declare
from server.training.care import offers
from server.training.care.offers import Offered, Wish

NO_STANDING = declare("no_offer_stands", 409, en="No offer of help stands.", zh="当前没有待回应的帮助。")
NO_TALK = declare("no_such_talk", 404, en="There is no such talk of yours.", zh="没有您的这条谈心记录。")
NOT_YOURS = declare(
    "not_in_your_care", 403, en="You keep talks with people in your care only.", zh="只能记录与您负责人员的谈心。"
)
TALK_AHEAD = declare("talk_in_future", 422, en="A talk is noted once it was held.", zh="谈心进行之后才能记录。")

_FIRST = timedelta(days=1)
"""For so long only the person knows; then, unless declined, the class teacher learns that a talk is due."""


class Talk(Struct, frozen=True, kw_only=True):
    """One entry of the private log."""

    id: int
    agent: str
    name_zh: str
    name_en: str
    author: str
    on: date
    body: str
    mine: bool


class Due(Struct, frozen=True):
    """With whom a talk is due: no reason, no date, no result."""

    code: str
    name_zh: str
    name_en: str


_TALKS = """
SELECT t.id, a.code AS agent, a.name_zh, a.name_en, c.name AS author, t.on_day AS on, t.body, t.author_id = $1 AS mine
FROM private_talk t JOIN agent a ON a.id = t.agent_id JOIN account c ON c.id = t.author_id
WHERE (t.author_id = $1 OR t.agent_id = $2) AND ($3::int IS NULL OR t.id = $3) ORDER BY t.on_day DESC, t.id DESC"""

_MY_CLASS = """
EXISTS (SELECT FROM trainee t JOIN training_class c ON c.id = t.class_id
        WHERE t.agent_id = a.id AND t.ended_on IS NULL AND c.teacher_id = $1 AND c.closed_on IS NULL)"""

# Whoever teaches the class, mentors or leads the person; trainers where the person is in no class.
_IN_CARE = f"""
SELECT a.id FROM agent a WHERE a.code = $2 AND (a.id = $3 OR {_MY_CLASS}
  OR EXISTS (SELECT FROM trainee t WHERE t.agent_id = a.id AND t.mentor_id = $3 AND t.ended_on IS NULL)
  OR EXISTS (SELECT FROM membership m WHERE m.agent_id = a.id AND m.team_id = ANY($4::int[]) AND m.starts <= $5
             AND (m.ends IS NULL OR m.ends > $5))
  OR $6::bool)"""


class CareService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def offer(self, actor: Actor) -> Offered | None:
        """The own offer, when one stands."""
        if actor.agent_id is None:
            return None
        async with self._db.connection() as connection:
            return await offers.standing(connection, actor.agent_id, await _today(connection, actor, self._clock.now()))

    async def answer(self, actor: Actor, wish: Wish) -> Offered:
        """Say what one wishes: a talk, lighter material alone, or neither. It can be said anew as long as the offer stands."""
        async with self._db.transaction() as connection:
            today = await _today(connection, actor, self._clock.now())
            done = await connection.fetchval(
                "UPDATE help_offer SET answer = $2 WHERE agent_id = $1 AND since <= $3 AND until > $3 RETURNING agent_id",
                actor.agent_id,
                wish,
                today,
            )
            kept = await offers.standing(connection, done, today) if done is not None else None
        if kept is None:
            raise DomainError(NO_STANDING)
        return kept

    async def due(self, actor: Actor) -> list[Due]:
        """With whom of the own classes a talk is due."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                "SELECT a.code, a.name_zh, a.name_en FROM help_offer h JOIN agent a ON a.id = h.agent_id"
                f" WHERE {_MY_CLASS} AND NOT h.talked AND h.until > $2"
                " AND (h.answer = 'talk' OR (h.answer IS NULL AND h.since <= $3)) ORDER BY a.code",
                actor.id,
                now.date(),
                (now - _FIRST).date(),
            )
        return [Due(**row) for row in rows]

    async def talked(self, actor: Actor, agent: str) -> None:
        """The talk was held; nothing else is noted about it here."""
        async with self._db.transaction() as connection:
            done = await connection.fetchval(
                "UPDATE help_offer h SET talked = true FROM agent a"
                f" WHERE a.id = h.agent_id AND a.code = $2 AND {_MY_CLASS} RETURNING h.agent_id",
                actor.id,
                agent,
            )
        if done is None:
            raise DomainError(NO_STANDING)

    async def talks(self, actor: Actor) -> list[Talk]:
        """Those one wrote, and those about oneself."""
        _person(actor)
        async with self._db.connection() as connection:
            rows = await connection.fetch(_TALKS, actor.id, actor.agent_id, None)
        return [Talk(**row) for row in rows]

    async def write(self, actor: Actor, agent: str, on: date, body: str) -> Talk:
        """Note a talk; the person it was held with reads the note as well."""
        _person(actor)
        now = self._clock.now()
        if on > (now + timedelta(hours=14)).date():
            raise DomainError(TALK_AHEAD)
        async with self._db.transaction() as connection:
            agent_id = await connection.fetchval(
                _IN_CARE,
                actor.id,
                agent,
                actor.agent_id or 0,
                sorted(actor.teams_personal),
                now,
                actor.may(Permission.TRAINING_MANAGE),
            )
            if agent_id is None:
                raise DomainError(NOT_YOURS)
            talk_id = await connection.fetchval(
                "INSERT INTO private_talk (agent_id, author_id, on_day, body, written_at) VALUES ($1, $2, $3, $4, $5)"
                " RETURNING id",
                agent_id,
                actor.id,
                on,
                body.strip(),
                now,
            )
            return Talk(**await connection.fetchrow(_TALKS, actor.id, actor.agent_id, talk_id))

    async def remove(self, actor: Actor, talk_id: int) -> None:
        """Take back what one wrote, for both."""
        _person(actor)
        async with self._db.transaction() as connection:
            gone = await connection.fetchval(
                "DELETE FROM private_talk WHERE id = $1 AND author_id = $2 RETURNING id", talk_id, actor.id
            )
        if gone is None:
            raise DomainError(NO_TALK)

    async def forget(self, now: datetime) -> None:
        """Offers that have run out leave no trace. A day's grace, as days end later in the west."""
        async with self._db.transaction() as connection:
            await offers.forget_over(connection, (now - timedelta(hours=12)).date())


def _person(actor: Actor) -> None:
    """Private is between people: a token is none."""
    if actor.kind != "account":
        raise DomainError(FORBIDDEN)


async def _today(connection: Connection, actor: Actor, now: datetime) -> date:
    found: date | None = await connection.fetchval(
        "SELECT ($2::timestamptz AT TIME ZONE s.zone)::date FROM agent a JOIN site s ON s.id = a.site_id WHERE a.id = $1",
        actor.agent_id,
        now,
    )
    return found or now.date()
