"""Awards as they are kept: given, withdrawn, and read by those who may."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

import asyncpg
from msgspec import Struct

from leaderboards.badges.awarding import Award, Held, Withdrawal
from leaderboards.badges.tiers import Tier
from leaderboards.exact import Ratio
from server.db.pool import Connection
from server.wire import Bilingual, Named

Shown = Literal["everybody", "team", "nobody"]
LATEST = 50


class Kept(Struct, frozen=True, kw_only=True):
    """An award as it is kept, with its owner."""

    id: int
    badge: str
    version: int
    agent_id: int
    agent: Named
    ground: str
    tier: Tier
    on: date
    value: Fraction
    threshold: Fraction
    refs: tuple[str, ...]
    given_at: datetime
    seen: bool
    withdrawn_at: datetime | None
    reason: str | None


async def held(connection: Connection, agent_ids: Sequence[int]) -> Mapping[int, list[Held]]:
    """What stands, by agent."""
    rows = await connection.fetch(
        "SELECT w.agent_id, w.badge, w.version, w.ground, w.tier, w.on_day FROM unnest($1::int[]) AS asked(id)"
        " JOIN award w ON w.agent_id = asked.id WHERE w.withdrawn_at IS NULL",
        list(agent_ids),
    )
    found: dict[int, list[Held]] = {}
    for row in rows:
        one = Held(row["badge"], row["version"], row["ground"], row["tier"], row["on_day"])
        found.setdefault(row["agent_id"], []).append(one)
    return found


async def give(connection: Connection, agent_id: int, award: Award, now: datetime, *, seen: bool = False) -> int | None:
    """Keep an award; None when it stands already. What is `seen` is no news to its owner."""
    found: int | None = await connection.fetchval(
        "INSERT INTO award (badge, version, agent_id, ground, tier, on_day, value, threshold, refs, given_at, seen_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, CASE WHEN $11::bool THEN $10::timestamptz END)"
        " ON CONFLICT (badge, agent_id, ground) WHERE withdrawn_at IS NULL DO NOTHING RETURNING id",
        award.badge,
        award.version,
        agent_id,
        award.ground,
        award.tier,
        award.on,
        _text(award.value),
        _text(award.threshold),
        list(award.refs),
        now,
        seen,
    )
    return found


async def withdraw(connection: Connection, agent_id: int, one: Withdrawal, now: datetime) -> int | None:
    """Take an award from its owner, who is told why; it has to be looked at anew."""
    found: int | None = await connection.fetchval(
        "UPDATE award SET withdrawn_at = $4, reason = $5, seen_at = NULL"
        " WHERE badge = $1 AND agent_id = $2 AND ground = $3 AND withdrawn_at IS NULL RETURNING id",
        one.held.badge,
        agent_id,
        one.held.ground,
        now,
        one.reason,
    )
    return found


_SELECT = """
SELECT w.*, a.code, a.name_zh, a.name_en FROM award w JOIN agent a ON a.id = w.agent_id LEFT JOIN award_pref p ON p.agent_id = a.id"""

# Bound to $1 … $4: whether everybody's, the own agent, the teams led, the instant. What is withdrawn is nobody else's business.
_SHOWN = """
(w.agent_id = $2 OR (w.withdrawn_at IS NULL AND ($1::bool OR coalesce(p.shown, 'everybody') = 'everybody'
    OR EXISTS (SELECT FROM membership m WHERE m.agent_id = w.agent_id AND m.team_id = ANY($3::int[])
               AND m.starts <= $4 AND (m.ends IS NULL OR m.ends > $4))
    OR (p.shown = 'team' AND EXISTS (
        SELECT FROM membership m JOIN membership o ON o.team_id = m.team_id
        WHERE m.agent_id = w.agent_id AND o.agent_id = $2 AND m.starts <= $4 AND (m.ends IS NULL OR m.ends > $4)
          AND o.starts <= $4 AND (o.ends IS NULL OR o.ends > $4))))))"""


class Onlooker(Struct, frozen=True):
    """Who looks: HR and the like see all, leads those they lead, everybody what owners show."""

    everybody: bool
    own: int
    teams: tuple[int, ...]


async def own(connection: Connection, agent_id: int) -> list[Kept]:
    """Everything of one person, newest first, also what was withdrawn."""
    return _all(await connection.fetch(f"{_SELECT} WHERE w.agent_id = $1 ORDER BY w.on_day DESC, w.id DESC", agent_id))


async def shelf(connection: Connection, agent_id: int, by: Onlooker, now: datetime) -> list[Kept]:
    """What somebody else sees of one person, newest first."""
    where = f"WHERE {_SHOWN} AND w.agent_id = $5 AND w.withdrawn_at IS NULL ORDER BY w.on_day DESC, w.id DESC"
    return _all(await connection.fetch(f"{_SELECT} {where}", by.everybody, by.own, list(by.teams), now, agent_id))


async def holders(connection: Connection, badge: str, by: Onlooker, now: datetime) -> list[Kept]:
    """Who holds a badge, each award by itself, newest first."""
    where = (
        f"WHERE {_SHOWN} AND w.badge = $5 AND w.withdrawn_at IS NULL"
        " AND (a.left_on IS NULL OR a.left_on > $4::date) ORDER BY w.on_day DESC, w.id DESC"
    )
    return _all(await connection.fetch(f"{_SELECT} {where}", by.everybody, by.own, list(by.teams), now, badge))


async def recent(connection: Connection, team: str | None, by: Onlooker, now: datetime) -> list[Kept]:
    """The newest of a team's members, or of everybody, that owners show."""
    where = f"""
    WHERE {_SHOWN} AND w.withdrawn_at IS NULL AND ($5::text IS NULL OR EXISTS (
        SELECT FROM membership m JOIN team t ON t.id = m.team_id WHERE m.agent_id = w.agent_id AND t.code = $5
          AND m.starts <= $4 AND (m.ends IS NULL OR m.ends > $4)))
    ORDER BY w.on_day DESC, w.id DESC LIMIT {LATEST}"""
    return _all(await connection.fetch(f"{_SELECT} {where}", by.everybody, by.own, list(by.teams), now, team))


async def one(connection: Connection, award_id: int) -> Kept | None:
    """By its number."""
    found = _all(await connection.fetch(f"{_SELECT} WHERE w.id = $1", award_id))
    return found[0] if found else None


async def shown_of(connection: Connection, agent_id: int) -> Shown:
    """What somebody lets others see."""
    found: Shown | None = await connection.fetchval("SELECT shown FROM award_pref WHERE agent_id = $1", agent_id)
    return found or "everybody"


async def counts(connection: Connection) -> Mapping[str, int]:
    """By badge how many people hold it, whether they show it or not: a number names nobody."""
    rows = await connection.fetch(
        "SELECT badge, count(DISTINCT agent_id) AS n FROM award WHERE withdrawn_at IS NULL GROUP BY badge"
    )
    return {row["badge"]: row["n"] for row in rows}


def _text(ratio: Ratio) -> str:
    exact = Fraction(*ratio)
    return f"{exact.numerator}/{exact.denominator}"


def _all(rows: Sequence[asyncpg.Record]) -> list[Kept]:
    return [
        Kept(
            id=row["id"],
            badge=row["badge"],
            version=row["version"],
            agent_id=row["agent_id"],
            agent=Named(row["code"], Bilingual(row["name_zh"], row["name_en"])),
            ground=row["ground"],
            tier=row["tier"],
            on=row["on_day"],
            value=Fraction(row["value"]),
            threshold=Fraction(row["threshold"]),
            refs=tuple(row["refs"]),
            given_at=row["given_at"],
            seen=row["seen_at"] is not None,
            withdrawn_at=row["withdrawn_at"],
            reason=row["reason"],
        )
        for row in rows
    ]
