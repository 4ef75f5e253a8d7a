"""The roll: everything the rule book must know about the people of a window, read in a few queries."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from leaderboards.calendar import Calendar, Window
from server.db.pool import Connection

Post = Literal["member", "deputy", "lead"]


class MembershipSpan(Struct, frozen=True):
    """An agent's time in one team; `ends` None is still going on."""

    id: int
    agent_id: int
    team_id: int
    starts: datetime
    ends: datetime | None
    post: Post


class EmploymentSpan(Struct, frozen=True):
    """Working time and contract from one business day up to, without, another. The spans of an agent leave no gap."""

    agent_id: int
    starts: date
    ends: date | None
    fte: Fraction
    contract: str
    producing: bool


class LeaveSpan(Struct, frozen=True):
    """Days off; a `part` other than whole takes half of each day. The kind stays with HR."""

    agent_id: int
    starts: date
    ends: date
    part: Literal["whole", "morning", "afternoon"]


class RosterDay(Struct, frozen=True):
    """A business day with at least one planned shift; `starts` is the instant of its first, `ends` the end of its last."""

    agent_id: int
    day: date
    starts: datetime
    ends: datetime


class SiteDays(Struct, frozen=True):
    """A site's calendar and its worked days within the window."""

    site_id: int
    code: str
    calendar: Calendar
    working_days: tuple[date, ...]


class AgentName(Struct, frozen=True):
    """An agent of the roll; facts outside any team count on the calendar of `site_id`."""

    id: int
    code: str
    name_zh: str
    name_en: str
    site_id: int


class TeamName(Struct, frozen=True):
    """A team of the roll."""

    id: int
    code: str
    name_zh: str
    name_en: str
    site_id: int


class Roll(Struct, frozen=True):
    """The people of a window. Dated things are those that overlap it, uncut, ordered by agent and start.

    `rostered` are the agents with any shift in the window: for the others the site's working days stand in.
    """

    agents: dict[int, AgentName]
    teams: dict[int, TeamName]
    sites: dict[int, SiteDays]
    memberships: tuple[MembershipSpan, ...]
    employment: tuple[EmploymentSpan, ...]
    leave: tuple[LeaveSpan, ...]
    roster: tuple[RosterDay, ...]

    @property
    def rostered(self) -> frozenset[int]:
        """Agents for whom a roster exists in the window."""
        return frozenset(day.agent_id for day in self.roster)


async def read_roll(
    connection: Connection,
    starts: datetime,
    ends: datetime,
    *,
    team_ids: Collection[int] = (),
    agent_ids: Collection[int] = (),
) -> Roll:
    """The roll of the window [starts, ends): of teams, with everybody who was in one of them (their time in **these** teams
    only); or of agents, with all their teams.

    Consistent within itself when the caller's transaction is REPEATABLE READ.
    """
    memberships = await _memberships(connection, starts, ends, list(team_ids), list(agent_ids))
    everybody = sorted({span.agent_id for span in memberships} | set(agent_ids))
    agents = await _agents(connection, everybody)
    teams = await _teams(connection, sorted({span.team_id for span in memberships} | set(team_ids)))
    site_ids = {team.site_id for team in teams.values()} | {agent.site_id for agent in agents.values()}
    sites = await _sites(connection, sorted(site_ids), Window(starts, ends))
    # A day wider on both sides: which business day an instant lies in differs between sites.
    first, after_last = starts.date() - timedelta(days=2), ends.date() + timedelta(days=2)
    return Roll(
        agents=agents,
        teams=teams,
        sites=sites,
        memberships=memberships,
        employment=await _employment(connection, everybody, first, after_last),
        leave=await _leave(connection, everybody, first, after_last),
        roster=await _roster(connection, everybody, starts, ends),
    )


async def read_site_days(connection: Connection, site_id: int, starts: datetime, ends: datetime) -> SiteDays:
    """One site's calendar with the worked days of a window; KeyError for an unknown site."""
    return (await _sites(connection, [site_id], Window(starts, ends)))[site_id]


async def _memberships(
    connection: Connection, starts: datetime, ends: datetime, team_ids: list[int], agent_ids: list[int]
) -> tuple[MembershipSpan, ...]:
    rows = await connection.fetch(
        "SELECT id, agent_id, team_id, starts, ends, post FROM membership"
        " WHERE (team_id = ANY($1::int[]) OR agent_id = ANY($2::int[])) AND starts < $4 AND (ends IS NULL OR ends > $3)"
        " ORDER BY agent_id, starts",
        team_ids,
        agent_ids,
        starts,
        ends,
    )
    return tuple(MembershipSpan(**row) for row in rows)


async def _agents(connection: Connection, ids: list[int]) -> dict[int, AgentName]:
    rows = await connection.fetch(
        "SELECT id, code, name_zh, name_en, site_id FROM agent WHERE id = ANY($1::int[]) ORDER BY id", ids
    )
    return {row["id"]: AgentName(**row) for row in rows}


async def _teams(connection: Connection, ids: list[int]) -> dict[int, TeamName]:
    rows = await connection.fetch(
        "SELECT id, code, name_zh, name_en, site_id FROM team WHERE id = ANY($1::int[]) ORDER BY id", ids
    )
    return {row["id"]: TeamName(**row) for row in rows}


async def _sites(connection: Connection, ids: list[int], window: Window) -> dict[int, SiteDays]:
    rows = await connection.fetch(
        "SELECT s.id, s.code, s.zone, s.day_starts,"
        " coalesce(array_agg(c.day ORDER BY c.day) FILTER (WHERE c.kind = 'holiday'), '{}') AS holidays,"
        " coalesce(array_agg(c.day ORDER BY c.day) FILTER (WHERE c.kind = 'workday'), '{}') AS workdays"
        " FROM site s LEFT JOIN calendar_day c ON c.site_id = s.id WHERE s.id = ANY($1::int[]) GROUP BY s.id ORDER BY s.id",
        ids,
    )
    found = {}
    for row in rows:
        calendar = Calendar(row["zone"], row["day_starts"], frozenset(row["holidays"]), frozenset(row["workdays"]))
        found[row["id"]] = SiteDays(row["id"], row["code"], calendar, tuple(calendar.working_days(window)))
    return found


async def _employment(
    connection: Connection, ids: list[int], first: date, after_last: date
) -> tuple[EmploymentSpan, ...]:
    """Recorded spans, and between them, from the first day to the last, what holds where nothing is recorded: one FTE,
    permanent, producing."""
    rows = await connection.fetch(
        "SELECT agent_id, starts, ends, fte, contract, producing FROM employment"
        " WHERE agent_id = ANY($1::int[]) AND starts < $3 AND (ends IS NULL OR ends > $2) ORDER BY agent_id, starts",
        ids,
        first,
        after_last,
    )
    recorded: dict[int, list[EmploymentSpan]] = {agent_id: [] for agent_id in ids}
    for row in rows:
        span = EmploymentSpan(**{**row, "fte": Fraction(row["fte"])})
        recorded[span.agent_id].append(span)
    return tuple(span for agent_id in ids for span in without_gaps(agent_id, recorded[agent_id], first, after_last))


def without_gaps(agent_id: int, recorded: list[EmploymentSpan], first: date, after_last: date) -> list[EmploymentSpan]:
    """Fill the days of [first, after_last) that no span covers; `recorded` is ordered and free of overlaps."""
    filled, reached = [], first
    for span in recorded:
        if reached < span.starts:
            filled.append(EmploymentSpan(agent_id, reached, span.starts, Fraction(1), "permanent", True))
        filled.append(span)
        if span.ends is None:
            return filled
        reached = span.ends
    if reached < after_last:
        filled.append(EmploymentSpan(agent_id, reached, None, Fraction(1), "permanent", True))
    return filled


async def _leave(connection: Connection, ids: list[int], first: date, after_last: date) -> tuple[LeaveSpan, ...]:
    rows = await connection.fetch(
        "SELECT agent_id, starts, ends, part FROM leave"
        " WHERE agent_id = ANY($1::int[]) AND starts < $3 AND ends > $2 ORDER BY agent_id, starts, part",
        ids,
        first,
        after_last,
    )
    return tuple(LeaveSpan(**row) for row in rows)


async def _roster(connection: Connection, ids: list[int], starts: datetime, ends: datetime) -> tuple[RosterDay, ...]:
    # By the start of the day's first shift: a shift that begins inside the window belongs to it as a whole.
    rows = await connection.fetch(
        "SELECT agent_id, day, min(starts) AS starts, max(ends) AS ends FROM roster"
        " WHERE agent_id = ANY($1::int[]) AND day BETWEEN $4 AND $5 GROUP BY agent_id, day"
        " HAVING min(starts) >= $2 AND min(starts) < $3 ORDER BY agent_id, day",
        ids,
        starts,
        ends,
        starts.date() - timedelta(days=2),
        ends.date() + timedelta(days=2),
    )
    return tuple(RosterDay(**row) for row in rows)
