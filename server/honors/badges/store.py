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
Of = Literal["agent", "team"]
"""Whose awards they are."""
_WHOSE: Mapping[Of, str] = {"agent": "agent_id", "team": "team_id"}
LATEST = 50


class Kept(Struct, frozen=True, kw_only=True):
    """An award as it is kept, with its owner: the agent, or the team of a badge of teams (then `agent_id` is 0)."""

    id: int
    badge: str
    version: int
    agent_id: int
    team_id: int
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


async def held(connection: Connection, ids: Sequence[int], of: Of = "agent") -> Mapping[int, list[Held]]:
    """What stands, by agent or by team."""
    rows = await connection.fetch(
        "SELECT asked.id, w.badge, w.version, w.ground, w.tier, w.on_day FROM unnest($1::int[]) AS asked(id)"
        f" JOIN award w ON w.{_WHOSE[of]} = asked.id WHERE w.withdrawn_at IS NULL",
        list(ids),
    )
    found: dict[int, list[Held]] = {}
    for row in rows:
        one = Held(row["badge"], row["version"], row["ground"], row["tier"], row["on_day"])
        found.setdefault(row["id"], []).append(one)
    return found


async def give(
    connection: Connection, subject_id: int, award: Award, now: datetime, *, seen: bool = False, of: Of = "agent"
) -> int | None:
    """Keep an award; None when it stands already. What is `seen` is no news to its owner."""
    found: int | None = await connection.fetchval(
        f"INSERT INTO award (badge, version, {_WHOSE[of]}, ground, tier, on_day, value, threshold, refs, given_at, seen_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, CASE WHEN $11::bool THEN $10::timestamptz END)"
        f" ON CONFLICT (badge, {_WHOSE[of]}, ground) WHERE withdrawn_at IS NULL DO NOTHING RETURNING id",
        award.badge,
        award.version,
        subject_id,
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


async def withdraw(
    connection: Connection, subject_id: int, one: Withdrawal, now: datetime, of: Of = "agent"
) -> int | None:
    """Take an award from its owner, who is told why; it has to be looked at anew."""
    found: int | None = await connection.fetchval(
        "UPDATE award SET withdrawn_at = $4, reason = $5, seen_at = NULL"
        f" WHERE badge = $1 AND {_WHOSE[of]} = $2 AND ground = $3 AND withdrawn_at IS NULL RETURNING id",
        one.held.badge,
        subject_id,
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


async def standing(
    connection: Connection, agents: Sequence[int] | None, numbers: Sequence[int] | None, first: date, before: date
) -> list[Kept]:
    """What stands of some people or of everybody, by number or by day; for the rooms above, which judge who may see it."""
    where = (
        "WHERE w.withdrawn_at IS NULL AND ($1::int[] IS NULL OR w.agent_id = ANY($1::int[]))"
        " AND ($2::bigint[] IS NULL OR w.id = ANY($2::bigint[])) AND w.on_day >= $3 AND w.on_day < $4 ORDER BY w.id"
    )
    return _all(await connection.fetch(f"{_SELECT} {where}", agents, numbers, first, before))


async def one(connection: Connection, award_id: int) -> Kept | None:
    """By its number."""
    found = _all(await connection.fetch(f"{_SELECT} WHERE w.id = $1", award_id))
    return found[0] if found else None


_OF_TEAM = """
SELECT w.*, t.code, t.name_zh, t.name_en FROM award w JOIN team t ON t.id = w.team_id
WHERE ($1::bigint IS NULL OR w.id = $1) AND ($2::text IS NULL OR t.code = $2) AND ($3::text IS NULL OR w.badge = $3)
  AND (w.withdrawn_at IS NULL OR $4) ORDER BY w.on_day DESC, w.id DESC LIMIT $5"""


async def of_teams(
    connection: Connection,
    *,
    award: int | None = None,
    team: str | None = None,
    badge: str | None = None,
    withdrawn: bool = False,
    most: int | None = None,
) -> list[Kept]:
    """Awards of teams, newest first: everybody sees them, as boards are seen."""
    return _all(await connection.fetch(_OF_TEAM, award, team, badge, withdrawn, most))


async def shown_of(connection: Connection, agent_id: int) -> Shown:
    """What somebody lets others see."""
    found: Shown | None = await connection.fetchval("SELECT shown FROM award_pref WHERE agent_id = $1", agent_id)
    return found or "everybody"


async def counts(connection: Connection) -> Mapping[str, int]:
    """By badge how many people or teams hold it, whether they show it or not: a number names nobody."""
    rows = await connection.fetch(
        "SELECT badge, count(DISTINCT (agent_id, team_id)) AS n FROM award WHERE withdrawn_at IS NULL GROUP BY badge"
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
            agent_id=row["agent_id"] or 0,
            team_id=row["team_id"] or 0,
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
