"""Whose learning somebody sees: everybody's for trainers and HR, the own teams', those one mentors or teaches, and oneself."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from server.auth.actor import Actor
from server.auth.roles import Permission
from server.db.pool import Connection
from server.errors import DomainError
from server.people.book import code_of
from server.training.courses.refusals import NO_AGENT


class Sight(Struct, frozen=True):
    """Bound to $1 … $5 of the queries over agents `a` that hold `SEEN`."""

    everybody: bool
    teams: list[int]
    agent_id: int
    account_id: int
    now: datetime

    @property
    def arguments(self) -> tuple[object, ...]:
        """In the order of the places."""
        return self.everybody, self.teams, self.agent_id, self.account_id, self.now


class Learner(Struct, frozen=True):
    """Somebody who learns; `today` is the day at the person's site."""

    id: int
    code: str
    level: str
    hired: date
    today: date


SEEN = """($1::bool OR EXISTS (SELECT FROM membership v WHERE v.agent_id = a.id AND v.team_id = ANY($2::int[])
             AND v.starts <= $5 AND (v.ends IS NULL OR v.ends > $5))
 OR EXISTS (SELECT FROM trainee v JOIN training_class k ON k.id = v.class_id
            WHERE v.agent_id = a.id AND v.ended_on IS NULL AND (v.mentor_id = $3::int OR k.teacher_id = $4::int)))"""
"""Others whom one helps to learn; oneself only as one of them."""
TEAM = """LEFT JOIN LATERAL (SELECT v.team_id FROM membership v WHERE v.agent_id = a.id AND v.starts <= $5
                   AND (v.ends IS NULL OR v.ends > $5) LIMIT 1) w ON true
LEFT JOIN team t ON t.id = w.team_id"""
"""The present team of agents `a`."""


def sight_of(actor: Actor, now: datetime) -> Sight:
    """The sight of an account; a token helps nobody as a mentor or teacher."""
    person = actor.kind == "account"
    teams = sorted(actor.own_teams) if actor.may(Permission.TRAINING_LEARN) else []
    everybody = actor.may(Permission.TRAINING_MANAGE)
    return Sight(everybody, teams, actor.agent_id or 0 if person else 0, actor.id if person else 0, now)


async def learner(connection: Connection, agent_id: int, now: datetime) -> Learner:
    """Somebody by id, for writing: holds off other commands about the same person."""
    row = await connection.fetchrow(
        "SELECT a.id, a.code, a.level, a.hired, s.zone FROM agent a JOIN site s ON s.id = a.site_id WHERE a.id = $1"
        " FOR NO KEY UPDATE OF a",
        agent_id,
    )
    today = now.astimezone(ZoneInfo(row["zone"])).date()
    return Learner(row["id"], row["code"], row["level"], row["hired"], today)


async def myself(connection: Connection, actor: Actor, now: datetime) -> Learner:
    """The agent that an account is; refused where it is none's."""
    if actor.agent_id is None or actor.kind != "account":
        raise DomainError(NO_AGENT)
    return await learner(connection, actor.agent_id, now)


async def who_of(connection: Connection, actor: Actor) -> str:
    """The key of a person: the agent's where there is one, whatever account is used."""
    if actor.agent_id is None:
        return f"{actor.kind}:{actor.id}"
    return f"agent:{await code_of(connection, actor.agent_id)}"
