"""The queries of support plans and measures."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

import asyncpg
from msgspec import Struct

from career.support import MeasureKind, SupportPlan
from server.db.pool import Connection
from server.wire import Bilingual, Named

Cause = Literal["performance", "recertification", "onboarding", "return", "other"]
Outcome = Literal["running", "recovered", "not_enough"]


class Sight(Struct, frozen=True):
    """Whose plans somebody sees: everybody's, those of teams led, the own ones."""

    everybody: bool
    teams: tuple[int, ...]
    agent_id: int


class PlanKept(Struct, frozen=True, kw_only=True):
    """A plan as it is kept; `person` is the key of the person, by which the rule book knows them."""

    id: int
    agent_id: int
    agent: Named
    level: str
    team: Named | None
    cause: Cause
    goals: str
    help: str
    starts: date
    ends: date
    opened_by: str
    opened_who: str
    opened_at: datetime
    outcome: Outcome
    review: str | None
    reviewed_by: str | None
    reviewed_who: str | None
    reviewed_on: date | None

    def rule(self) -> SupportPlan:
        """As the rule book knows it."""
        return SupportPlan(
            f"agent:{self.agent.code}",
            self.opened_who,
            self.goals,
            self.starts,
            self.ends,
            self.outcome,
            self.reviewed_who,
            self.reviewed_on,
        )


class MeasureKept(Struct, frozen=True, kw_only=True):
    """A measure as it is kept."""

    id: int
    agent_id: int
    agent: Named
    plan_id: int
    kind: MeasureKind
    reason: str
    level: str | None
    effective: date
    proposed_by: str
    proposed_who: str
    proposed_on: date
    outcome: Literal["confirmed", "sent_back"] | None
    answer: str | None
    decided_by: str | None
    decided_who: str | None
    decided_on: date | None


class Person(Struct, frozen=True):
    """Whom a plan or a measure is about; `leads` are the keys of who leads the person now."""

    id: int
    code: str
    level: str
    site_zone: str
    team_id: int | None
    leads: frozenset[str]

    @property
    def key(self) -> str:
        """As the rule book knows the person."""
        return f"agent:{self.code}"


_TEAM = """
LEFT JOIN LATERAL (SELECT m.team_id FROM membership m WHERE m.agent_id = a.id AND m.starts <= $1 AND (m.ends IS NULL OR m.ends > $1)
                   LIMIT 1) m ON true
LEFT JOIN team t ON t.id = m.team_id"""
# Bound to $2 … $4: everybody's, teams led, the own agent.
_SEEN = "($2::bool OR a.id = $4 OR m.team_id = ANY($3::int[]))"

_PLANS = f"""
SELECT p.*, a.code, a.name_zh, a.name_en, a.level AS now_level, t.code AS team, t.name_zh AS team_zh, t.name_en AS team_en,
       o.name AS opened_name, r.name AS reviewed_name
FROM support_plan p JOIN agent a ON a.id = p.agent_id JOIN account o ON o.id = p.opened_by
LEFT JOIN account r ON r.id = p.reviewed_by {_TEAM}"""

_MEASURES = f"""
SELECT x.*, a.code, a.name_zh, a.name_en, o.name AS proposed_name, d.name AS decided_name
FROM measure x JOIN agent a ON a.id = x.agent_id JOIN account o ON o.id = x.proposed_by
LEFT JOIN account d ON d.id = x.decided_by {_TEAM}"""


async def person(connection: Connection, code: str, sight: Sight, now: datetime) -> Person | None:
    """Somebody by code, for who may see the person's plans."""
    row = await connection.fetchrow(
        "SELECT a.id, a.code, a.level, s.zone, m.team_id,"
        " (SELECT array_agg(la.code) FROM membership l JOIN agent la ON la.id = l.agent_id WHERE l.team_id = m.team_id"
        "  AND l.post IN ('lead', 'deputy') AND l.agent_id <> a.id AND l.starts <= $1 AND (l.ends IS NULL OR l.ends > $1)) AS leads"
        f" FROM agent a JOIN site s ON s.id = a.site_id {_TEAM} WHERE a.code = $5 AND {_SEEN}",
        now,
        sight.everybody,
        list(sight.teams),
        sight.agent_id,
        code,
    )
    if row is None:
        return None
    leads = frozenset(f"agent:{one}" for one in row["leads"] or ())
    return Person(row["id"], row["code"], row["level"], row["zone"], row["team_id"], leads)


async def plans(
    connection: Connection,
    sight: Sight,
    now: datetime,
    *,
    agent_id: int | None = None,
    plan_id: int | None = None,
    running: bool = False,
) -> list[PlanKept]:
    """Plans that somebody may see: those under way first, by their end, then the latest."""
    rows = await connection.fetch(
        f"{_PLANS} WHERE {_SEEN} AND ($5::int IS NULL OR p.agent_id = $5) AND ($6::int IS NULL OR p.id = $6)"
        " AND (NOT $7 OR p.outcome = 'running')"
        " ORDER BY p.outcome <> 'running', CASE WHEN p.outcome = 'running' THEN p.ends END, p.id DESC LIMIT 500",
        now,
        sight.everybody,
        list(sight.teams),
        sight.agent_id,
        agent_id,
        plan_id,
        running,
    )
    return [_plan(row) for row in rows]


async def measures(
    connection: Connection,
    sight: Sight,
    now: datetime,
    *,
    agent_id: int | None = None,
    measure_id: int | None = None,
) -> list[MeasureKept]:
    """Measures that somebody may see, open ones first. The person sees a measure once it is confirmed."""
    rows = await connection.fetch(
        f"{_MEASURES} WHERE (($2::bool AND a.id <> $4) OR (m.team_id = ANY($3::int[]) AND a.id <> $4 AND x.outcome = 'confirmed')"
        " OR (a.id = $4 AND x.outcome = 'confirmed'))"
        " AND ($5::int IS NULL OR x.agent_id = $5) AND ($6::int IS NULL OR x.id = $6)"
        " ORDER BY x.outcome IS NOT NULL, x.id DESC LIMIT 500",
        now,
        sight.everybody,
        list(sight.teams),
        sight.agent_id,
        agent_id,
        measure_id,
    )
    return [_measure(row) for row in rows]


class Due(Struct, frozen=True):
    """A level whose exam is asked for again: certified by the latest passed exam, else by the level's beginning."""

    agent: Named
    team: Named | None
    level: str
    certified: date
    due: date
    every_months: int
    under_way: bool


async def certified(connection: Connection, sight: Sight, now: datetime) -> Sequence[asyncpg.Record]:
    """Everybody at a level that asks again, with the day it was last certified."""
    found: Sequence[asyncpg.Record] = await connection.fetch(
        f"""
        SELECT a.code, a.name_zh, a.name_en, a.level, t.code AS team, t.name_zh AS team_zh, t.name_en AS team_en, r.every_months,
               greatest(coalesce(a.level_since, a.hired),
                   (SELECT max(e.on_day) FROM career_record e WHERE e.agent_id = a.id AND e.kind = 'exam'
                      AND e.body ->> 'exam' = a.level AND (e.body ->> 'value')::numeric >= r.pass_mark
                      AND NOT EXISTS (SELECT FROM career_record w WHERE w.withdraws = e.id))) AS certified,
               EXISTS (SELECT FROM support_plan p WHERE p.agent_id = a.id AND p.outcome = 'running') AS under_way
        FROM agent a JOIN recertification r ON r.level = a.level {_TEAM}
        WHERE {_SEEN} AND (a.left_on IS NULL OR a.left_on > $1::timestamptz::date)
        ORDER BY a.code""",
        now,
        sight.everybody,
        list(sight.teams),
        sight.agent_id,
    )
    return found


def _plan(row: asyncpg.Record) -> PlanKept:
    return PlanKept(
        id=row["id"],
        agent_id=row["agent_id"],
        agent=Named(row["code"], Bilingual(zh=row["name_zh"], en=row["name_en"])),
        level=row["now_level"],
        team=named_team(row),
        cause=row["cause"],
        goals=row["goals"],
        help=row["help"],
        starts=row["starts"],
        ends=row["ends"],
        opened_by=row["opened_name"],
        opened_who=row["opened_who"],
        opened_at=row["opened_at"],
        outcome=row["outcome"],
        review=row["review"],
        reviewed_by=row["reviewed_name"],
        reviewed_who=row["reviewed_who"],
        reviewed_on=row["reviewed_on"],
    )


def named_team(row: asyncpg.Record) -> Named | None:
    """The team of a row that has one."""
    if row["team"] is None:
        return None
    return Named(row["team"], Bilingual(zh=row["team_zh"], en=row["team_en"]))


def _measure(row: asyncpg.Record) -> MeasureKept:
    return MeasureKept(
        id=row["id"],
        agent_id=row["agent_id"],
        agent=Named(row["code"], Bilingual(zh=row["name_zh"], en=row["name_en"])),
        plan_id=row["plan_id"],
        kind=row["kind"],
        reason=row["reason"],
        level=row["level"],
        effective=row["effective"],
        proposed_by=row["proposed_name"],
        proposed_who=row["proposed_who"],
        proposed_on=row["proposed_on"],
        outcome=row["outcome"],
        answer=row["answer"],
        decided_by=row["decided_name"],
        decided_who=row["decided_who"],
        decided_on=row["decided_on"],
    )
