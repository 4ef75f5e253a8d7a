"""What this room must know of sites, teams and agents to name them and to say who may take part."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import asyncpg

from leaderboards.calendar import Calendar, Window
from leaderboards.metrics import Band, Metric
from server.contests.contest import Contest, Definition
from server.db.pool import Connection
from server.wire import Bilingual, Named


class Site(NamedTuple):
    """A site with its working calendar."""

    id: int
    named: Named
    calendar: Calendar


class Team(NamedTuple):
    """A team and where it works; a closed one may finish its contests and enter no new ones."""

    id: int
    named: Named
    site_id: int
    open: bool


class Agent(NamedTuple):
    """An agent's name and home, the team it is in now, and whether it is still a trainee."""

    id: int
    named: Named
    site_id: int
    team_id: int | None = None
    trainee: bool = False


async def sites(
    connection: Connection, *, ids: Iterable[int] | None = None, codes: Iterable[str] | None = None
) -> list[Site]:
    """Sites by id or code; unknown ones are missing from the answer."""
    rows = await connection.fetch(
        """
        SELECT s.id, s.code, s.name_zh, s.name_en, s.zone, s.day_starts,
               coalesce(array_agg(d.day) FILTER (WHERE d.kind = 'holiday'), '{}') AS holidays,
               coalesce(array_agg(d.day) FILTER (WHERE d.kind = 'workday'), '{}') AS workdays
        FROM site s LEFT JOIN calendar_day d ON d.site_id = s.id
        WHERE s.id = ANY($1::int[]) OR s.code = ANY($2::text[]) GROUP BY s.id ORDER BY s.id
        """,
        list(ids or ()),
        list(codes or ()),
    )
    return [
        Site(
            row["id"],
            _named(row),
            Calendar(row["zone"], row["day_starts"], frozenset(row["holidays"]), frozenset(row["workdays"])),
        )
        for row in rows
    ]


async def teams(
    connection: Connection,
    *,
    ids: Iterable[int] | None = None,
    codes: Iterable[str] | None = None,
    of_site: int | None = None,
) -> list[Team]:
    """Teams by id or code, or the open teams of a site; unknown ones are missing from the answer."""
    rows = await connection.fetch(
        """
        SELECT id, code, name_zh, name_en, site_id, closed_on IS NULL AS open FROM team
        WHERE id = ANY($1::int[]) OR code = ANY($2::text[]) OR (site_id = $3 AND closed_on IS NULL) ORDER BY id
        """,
        list(ids or ()),
        list(codes or ()),
        of_site,
    )
    return [Team(row["id"], _named(row), row["site_id"], row["open"]) for row in rows]


async def agents(
    connection: Connection,
    *,
    ids: Iterable[int] | None = None,
    codes: Iterable[str] | None = None,
    of_site: int | None = None,
) -> list[Agent]:
    """Agents by id or code, or all who work at a site; unknown ones are missing from the answer."""
    rows = await connection.fetch(
        """
        SELECT id, code, name_zh, name_en, site_id, level = 'trainee' AND level_since IS NOT NULL AS trainee,
               (SELECT m.team_id FROM membership m WHERE m.agent_id = agent.id ORDER BY m.ends IS NULL DESC, m.starts DESC
                LIMIT 1) AS team_id
        FROM agent
        WHERE id = ANY($1::int[]) OR code = ANY($2::text[]) OR (site_id = $3 AND left_on IS NULL) ORDER BY id
        """,
        list(ids or ()),
        list(codes or ()),
        of_site,
    )
    return [Agent(row["id"], _named(row), row["site_id"], row["team_id"], row["trainee"]) for row in rows]


async def entrants_by_code(connection: Connection, contest: Contest) -> dict[str, str]:
    """Who takes part, as standings name them, by the code people know them by."""
    if contest.participants == "team":
        return {team.named.code: f"t{team.id}" for team in await teams(connection, ids=contest.team_ids)}
    return {agent.named.code: f"a{agent.id}" for agent in await agents(connection, ids=contest.agent_ids)}


def _named(row: "asyncpg.Record") -> Named:
    return Named(row["code"], Bilingual(zh=row["name_zh"], en=row["name_en"]))


async def definitions(connection: Connection) -> dict[str, Definition]:
    """Every metric of the catalogue that is in use, by code."""
    bands: dict[int, dict[str, Band]] = {}
    for row in await connection.fetch(
        "SELECT b.metric_id, q.code, b.band_low, b.band_high, b.tolerance FROM metric_band b JOIN queue q ON q.id = b.queue_id"
    ):
        bands.setdefault(row["metric_id"], {})[row["code"]] = Band(row["band_low"], row["band_high"], row["tolerance"])
    rows = await connection.fetch("SELECT * FROM metric WHERE archived_at IS NULL ORDER BY code")
    return {row["code"]: _definition(row, bands.get(row["id"], {})) for row in rows}


def _definition(row: "asyncpg.Record", bands: dict[str, Band]) -> Definition:
    plain = ("code", "combine", "good", "decimals", "low", "high", "floor", "target", "stretch")
    band = None
    if row["band_low"] is not None and row["band_high"] is not None:
        band = Band(row["band_low"], row["band_high"], row["tolerance"] or 0)
    metric = Metric(
        **{name: row[name] for name in plain},
        band=band,
        bands=bands,
        lateness_minutes=row["lateness_minutes"],
        monthly_lateness_minutes=row["monthly_lateness_minutes"],
    )
    return Definition(row["id"], metric)


async def queues(connection: Connection) -> dict[int, str]:
    """The code of every queue, and the empty one of facts without a queue."""
    return {0: "", **{row["id"]: row["code"] for row in await connection.fetch("SELECT id, code FROM queue")}}


class Measure(Bilingual, frozen=True):
    """What a metric is called, and how its values are written."""

    unit: str = ""
    decimals: int = 2


async def measures(connection: Connection, metric_ids: Iterable[int]) -> dict[str, Measure]:
    """What metrics are called and how their values are written, by code."""
    rows = await connection.fetch(
        "SELECT code, name_zh, name_en, unit, decimals FROM metric WHERE id = ANY($1::int[]) ORDER BY code",
        list(metric_ids),
    )
    return {row["code"]: Measure(row["name_zh"], row["name_en"], row["unit"], row["decimals"]) for row in rows}


class Span(NamedTuple):
    """Some agent's time in a team."""

    team_id: int
    starts: datetime
    ends: datetime


class Companions(NamedTuple):
    """Agents who are in the same teams at the same times."""

    agents: frozenset[int]
    spans: tuple[Span, ...]


async def companions(
    connection: Connection, agent_ids: Iterable[int], team_ids: Iterable[int], among: Iterable[int], window: Window
) -> list[Companions]:
    """These agents and whoever is in these teams during the window, with their times there in any team of `among`."""
    rows = await connection.fetch(
        """
        WITH wanted AS (
            SELECT agent_id FROM membership
            WHERE team_id = ANY($2::int[]) AND starts < $5 AND (ends IS NULL OR ends > $4)
            UNION SELECT unnest($1::int[])
        ), habit AS (
            SELECT agent_id, array_agg(team_id ORDER BY starts) AS teams, array_agg(greatest(starts, $4) ORDER BY starts) AS begun,
                   array_agg(least(ends, $5) ORDER BY starts) AS over
            FROM membership JOIN wanted USING (agent_id)
            WHERE team_id = ANY($3::int[]) AND starts < $5 AND (ends IS NULL OR ends > $4) GROUP BY agent_id
        )
        SELECT teams, begun, over, array_agg(agent_id) AS agents FROM habit GROUP BY teams, begun, over
        """,
        list(agent_ids),
        list(team_ids),
        list(among),
        window.starts,
        window.ends,
    )
    return [
        Companions(frozenset(row["agents"]), tuple(map(Span, row["teams"], row["begun"], row["over"]))) for row in rows
    ]


async def teams_of(connection: Connection, agent_id: int, starts: datetime, ends: datetime) -> frozenset[int]:
    """The teams an agent is in at some instant of [starts, ends)."""
    rows = await connection.fetch(
        "SELECT team_id FROM membership WHERE agent_id = $1 AND starts < $3 AND (ends IS NULL OR ends > $2)",
        agent_id,
        starts,
        ends,
    )
    return frozenset(row["team_id"] for row in rows)


async def homes(connection: Connection, agent_ids: Iterable[int], starts: datetime, ends: datetime) -> dict[int, int]:
    """The team each of these agents is in last during [starts, ends); those in none are missing from the answer."""
    rows = await connection.fetch(
        "SELECT agent_id, team_id FROM membership WHERE agent_id = ANY($1::int[])"
        " AND starts < $3 AND (ends IS NULL OR ends > $2) ORDER BY starts",
        list(agent_ids),
        starts,
        ends,
    )
    return {row["agent_id"]: row["team_id"] for row in rows}


async def is_in_any(connection: Connection, agent_id: int, team_ids: Iterable[int], at: datetime) -> bool:
    """Whether an agent is a member of one of these teams at an instant."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM membership WHERE agent_id = $1 AND team_id = ANY($2::int[])"
        " AND starts <= $3 AND (ends IS NULL OR ends > $3))",
        agent_id,
        list(team_ids),
        at,
    )
    return found


async def team_of(
    connection: Connection, agent_id: int, team_ids: Iterable[int], window: Window, now: datetime
) -> int | None:
    """Of these teams the one an agent is in now, or was in last during the window."""
    found: int | None = await connection.fetchval(
        "SELECT team_id FROM membership WHERE agent_id = $1 AND team_id = ANY($2::int[]) AND starts < $4"
        " AND (ends IS NULL OR ends > $3) AND starts <= $5 ORDER BY starts DESC LIMIT 1",
        agent_id,
        list(team_ids),
        window.starts,
        window.ends,
        max(now, window.starts),
    )
    return found


async def span_of(connection: Connection, membership_ids: Iterable[int]) -> tuple[datetime, datetime | None]:
    """From the start of the first of these memberships to the end of the last; None while one is still going on."""
    row = await connection.fetchrow(
        "SELECT min(starts) AS joined, CASE WHEN bool_and(ends IS NOT NULL) THEN max(ends) END AS gone"
        " FROM membership WHERE id = ANY($1::int[])",
        list(membership_ids),
    )
    return row["joined"], row["gone"]
