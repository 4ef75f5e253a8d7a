"""Finds sheets, each within what the reader may see: everybody's, the own teams', or only the own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from career.months import Month
from career.sheets import Tier
from server.auth.actor import Actor
from server.db.pool import Connection
from server.errors import FORBIDDEN, NOT_FOUND, DomainError
from server.ladder.scorecards.measuring import Period
from server.ladder.scorecards.running import Running
from server.ladder.scorecards.sheet import Card, KeptSheet, decode
from server.ladder.scorecards.wire import State
from server.people.visibility import PERSONAL, personal_agent, view_of
from server.wire import Bilingual, Named


class Found(Struct, frozen=True, kw_only=True):
    """A sheet, published or not."""

    subject: int
    month: Month
    site_id: int
    state: State
    score: int | None
    half_days: int | None
    kept: KeptSheet
    revision: int | None = None
    rules_id: int | None = None
    published_at: datetime | None = None
    counted_at: datetime | None = None
    ground: str | None = None
    changed: tuple[str, ...] = ()


class Subject(Struct, frozen=True):
    """Whom or what a sheet is about."""

    id: int
    named: Named
    site_id: int


_FIELDS = "subject_id, month, site_id, score, half_days, sheet, revision, rules_id, published_at, ground, changed, carried_over"


def found_in(row: Mapping[str, object]) -> Found:
    """A row of the table."""
    values = {
        name: row[name]
        for name in ("month", "site_id", "score", "half_days", "revision", "rules_id", "published_at", "ground")
    }
    return Found(
        subject=row["subject_id"],  # type: ignore[arg-type]  # the table's columns are the struct's fields
        state="carried_over" if row["carried_over"] else "published",
        kept=decode(row["sheet"]),  # type: ignore[arg-type]
        changed=tuple(row["changed"]),  # type: ignore[arg-type]
        **values,  # type: ignore[arg-type]
    )


async def subject_of(connection: Connection, actor: Actor, tier: Tier, code: str, now: datetime) -> Subject:
    """Whom a code names, if the actor may see it. Who does not see everybody is never told whether a code exists."""
    if tier == "agent":
        agent_id = await personal_agent(connection, actor, code, now)
        row = await connection.fetchrow("SELECT id, code, name_zh, name_en, site_id FROM agent WHERE id = $1", agent_id)
    elif tier == "lead":
        row = await connection.fetchrow("SELECT id, code, name_zh, name_en, site_id FROM team WHERE code = $1", code)
    else:
        row = await connection.fetchrow(
            "SELECT id, code, name_zh, name_en, id AS site_id FROM site WHERE code = $1", code
        )
    everybody = actor.sees_everybodys_personal_data
    if tier != "agent" and not everybody and (tier == "centre" or row is None or row["id"] not in actor.teams_personal):
        raise DomainError(FORBIDDEN)
    if row is None:
        raise DomainError(NOT_FOUND, what="scorecard", key=code)
    return Subject(row["id"], Named(row["code"], Bilingual(row["name_zh"], row["name_en"])), row["site_id"])


async def seen(connection: Connection, actor: Actor, tier: Tier, now: datetime, *, q: str = "") -> dict[int, Subject]:
    """Everybody (every team, every site) whose sheets the actor may see, by id; `q` is part of a code or name."""
    view = view_of(actor)
    wanted = f"%{q.strip()}%"
    match = "(a.code ILIKE $5 OR a.name_zh ILIKE $5 OR a.name_en ILIKE $5)"
    arguments = view.everybody_personal, list(view.teams), view.own, now, wanted
    if tier == "agent":
        where, table = f"{PERSONAL} AND {match}", "agent a"
    elif tier == "lead":
        where = f"($1::bool OR a.id = ANY($2::int[])) AND ($3::int >= 0) AND $4::timestamptz IS NOT NULL AND {match}"
        table = "team a"
    else:
        where = f"$1::bool AND $2::int[] IS NOT NULL AND $3::int >= 0 AND $4::timestamptz IS NOT NULL AND {match}"
        table = "site a"
    site = "a.id" if tier == "centre" else "a.site_id"
    rows = await connection.fetch(
        f"SELECT a.id, a.code, a.name_zh, a.name_en, {site} AS site_id FROM {table} WHERE {where} ORDER BY a.code",
        *arguments,
    )
    return {
        row["id"]: Subject(row["id"], Named(row["code"], Bilingual(row["name_zh"], row["name_en"])), row["site_id"])
        for row in rows
    }


async def published_month(
    connection: Connection, tier: Tier, month: Month, subjects: Iterable[int]
) -> dict[int, Found]:
    """The latest revision of each sheet of a month."""
    rows = await connection.fetch(
        f"SELECT DISTINCT ON (subject_id) {_FIELDS} FROM scorecard"
        " WHERE tier = $1 AND month = $2 AND subject_id = ANY($3::integer[]) ORDER BY subject_id, revision DESC",
        tier,
        month,
        list(subjects),
    )
    return {row["subject_id"]: found_in(row) for row in rows}


async def published_months(
    connection: Connection, tier: Tier, subject: int, months: Sequence[Month]
) -> dict[Month, Found]:
    """The latest revision of each of these months of one subject."""
    rows = await connection.fetch(
        f"SELECT DISTINCT ON (month) {_FIELDS} FROM scorecard"
        " WHERE tier = $1 AND subject_id = $2 AND month = ANY($3::integer[]) ORDER BY month, revision DESC",
        tier,
        subject,
        list(months),
    )
    return {row["month"]: found_in(row) for row in rows}


async def revisions(connection: Connection, tier: Tier, subject: int, month: Month) -> list[Found]:
    """Every revision of a sheet, the newest first."""
    rows = await connection.fetch(
        f"SELECT {_FIELDS} FROM scorecard WHERE tier = $1 AND subject_id = $2 AND month = $3 ORDER BY revision DESC",
        tier,
        subject,
        month,
    )
    return [found_in(row) for row in rows]


async def provisional(
    running: Running, tier: Tier, site_id: int, month: Month, untold: frozenset[str], *, over: bool
) -> dict[int, Found]:
    """The sheets of a site's month that is not published."""
    held = await running.month(site_id, month, untold)
    state: State = "waiting" if over else "running"
    return {card.subject: as_found(card, month, site_id, state, held.at) for card in held.counted.cards[tier]}


def as_found(card: Card, month: Month, site_id: int, state: State, at: datetime) -> Found:
    """A sheet that has no revision."""
    return Found(
        subject=card.subject,
        month=month,
        site_id=site_id,
        state=state,
        score=card.score,
        half_days=card.half_days,
        kept=card.kept,
        counted_at=at,
    )


async def home_of(connection: Connection, agent_id: int, period: Period) -> int:
    """The site whose sheet an agent's is that month: that of the last team, else the agent's own."""
    found: int = await connection.fetchval(
        "SELECT coalesce((SELECT t.site_id FROM membership m JOIN team t ON t.id = m.team_id WHERE m.agent_id = a.id"
        " AND m.starts < $3 AND (m.ends IS NULL OR m.ends > $2) ORDER BY m.starts DESC LIMIT 1), a.site_id)"
        " FROM agent a WHERE a.id = $1",
        agent_id,
        period.starts,
        period.ends,
    )
    return found
