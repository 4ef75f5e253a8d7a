"""Every kind of people file: its columns, and how its rows are judged and stored within one transaction."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from leaderboards.calendar import Calendar
from server.db.pool import Connection
from server.errors import DomainError
from server.people.agents import end_what_is_open
from server.people.changes import announce, announce_site, lock_memberships
from server.people.imports import columns
from server.people.imports.away import plan_leave, store_leave
from server.people.imports.columns import Cells, Column
from server.people.imports.dated import EMPLOYMENT, MEMBERSHIPS, Reading, plan_dated, store_dated
from server.people.imports.keyed import (
    Field,
    Keyed,
    Planned,
    Reference,
    as_written,
    ids_by_code,
    plan_keyed,
    store_keyed,
)
from server.people.imports.plan import Steps, Tally
from server.people.imports.shifts import plan_roster, store_roster
from server.people.places import rezone
from server.people.ports import FactsPort
from server.people.refusals import BAD_INSTANT, LEFT_BEFORE_HIRED, NO_SUCH, SITE_OF_TEAM, TEAM_CLOSED
from server.people.shapes import wire

Store = Callable[[], Awaitable[None]]


class Job(NamedTuple):
    """What a kind works with: a transaction, the rows, where to count, and who must follow."""

    connection: Connection
    rows: list[Cells]
    tally: Tally
    steps: Steps
    facts: FactsPort
    dry: bool


class Kind(NamedTuple):
    """A kind of file. `plan` judges, counts, and returns what stores it all, to be awaited or dropped."""

    columns: tuple[Column, ...]
    plan: Callable[[Job], Awaitable[Store]]


_NAMES = (Field("name_zh", "text"), Field("name_en", "text"))

_SITES = Keyed(
    "site",
    (Field("code", "text"),),
    (*_NAMES, Field("zone", "text"), Field("day_starts", "time")),
    defaults={"day_starts": time(0)},
)
_QUEUES = Keyed("queue", (Field("code", "text"),), _NAMES)
_CALENDAR = Keyed(
    "calendar_day",
    (Field("site_id", "int"), Field("day", "date")),
    (Field("kind", "text"), *_NAMES),
    (Reference("site", "site"),),
    {"name_zh": "", "name_en": ""},
)
_TEAMS = Keyed(
    "team",
    (Field("code", "text"),),
    (Field("site_id", "int"), *_NAMES, Field("closed_on", "date")),
    (Reference("site", "site"),),
)
_AGENTS = Keyed(
    "agent",
    (Field("code", "text"),),
    (
        Field("site_id", "int"),
        *_NAMES,
        Field("hired", "date"),
        Field("left_on", "date"),
        Field("level", "text"),
        Field("level_since", "date"),
        Field("education", "text"),
    ),
    (Reference("site", "site"),),
    {"level": "trainee"},
)
_SKILLS = Keyed(
    "skill",
    (Field("agent_id", "int"), Field("queue_id", "int")),
    (Field("since", "date"),),
    (Reference("agent", "agent"), Reference("queue", "queue")),
)


async def _keyed(job: Job, kind: Keyed) -> list[Planned]:
    """Rows that change something, counted."""
    planned = await plan_keyed(job.connection, kind, job.rows, job.tally, job.steps)
    return await _noted(job, kind, planned)


async def _noted(job: Job, kind: Keyed, planned: list[Planned]) -> list[Planned]:
    codes = {}
    for reference in kind.references:
        known = await ids_by_code(job.connection, reference.thing)
        codes[reference.thing] = {thing_id: code for code, thing_id in known.items()}
    return [
        one
        for one in planned
        if job.tally.note(
            one.row,
            one.shown,
            as_written(kind, codes, one.before) if one.before else None,
            as_written(kind, codes, one.values),
        )
    ]


async def _lock(job: Job) -> None:
    """A dry run looks without keeping intake waiting."""
    if not job.dry:
        await lock_memberships(job.connection)


async def _plan_sites(job: Job) -> Store:
    await _lock(job)
    wanted = await _keyed(job, _SITES)

    async def store() -> None:
        await store_keyed(job.connection, _SITES, wanted)
        for one in wanted:
            if one.before and any(one.before[name] != one.values[name] for name in ("zone", "day_starts")):
                await rezone(job.connection, job.facts, one.before["id"])

    return store


async def _plan_calendar(job: Job) -> Store:
    wanted = await _keyed(job, _CALENDAR)

    async def store() -> None:
        await store_keyed(job.connection, _CALENDAR, wanted)
        for site_id in sorted({one.values["site_id"] for one in wanted}):
            await announce_site(job.connection, site_id)

    return store


async def _plan_queues(job: Job) -> Store:
    wanted = await _keyed(job, _QUEUES)

    async def store() -> None:
        await store_keyed(job.connection, _QUEUES, wanted)

    return store


async def _plan_teams(job: Job) -> Store:
    await _lock(job)
    settled = {row["team_id"] for row in await job.connection.fetch("SELECT DISTINCT team_id FROM membership")}
    passed = []
    for one in await plan_keyed(job.connection, _TEAMS, job.rows, job.tally, job.steps):
        before = one.before
        if before and before["id"] in settled and before["site_id"] != one.values["site_id"]:
            job.tally.refuse(one.row, [("site", DomainError(SITE_OF_TEAM))])
        else:
            passed.append(one)
    wanted = await _noted(job, _TEAMS, passed)

    async def store() -> None:
        ids = await store_keyed(job.connection, _TEAMS, wanted)
        await announce(job.connection, [], list(ids.values()))

    return store


async def _plan_agents(job: Job) -> Store:
    await _lock(job)
    passed = []
    for one in await plan_keyed(job.connection, _AGENTS, job.rows, job.tally, job.steps):
        hired, left_on = one.values["hired"], one.values["left_on"]
        if left_on is not None and left_on < hired:
            refusal = DomainError(LEFT_BEFORE_HIRED, left_on=wire(left_on), hired=wire(hired))
            job.tally.refuse(one.row, [("left_on", refusal)])
        else:
            passed.append(one)
    wanted = await _noted(job, _AGENTS, passed)

    async def store() -> None:
        ids = await store_keyed(job.connection, _AGENTS, wanted)
        left = await _leave(job, wanted)
        moved = [one.before["id"] for one in wanted if one.before and one.before["site_id"] != one.values["site_id"]]
        if moved or left:
            await job.facts.reattribute(job.connection, sorted({*moved, *left}))
        await announce(job.connection, list(ids.values()))

    return store


async def _leave(job: Job, wanted: list[Planned]) -> list[int]:
    """End what is open for those who leave, as a change of the single agent does; returns their ids."""
    left = []
    for one in wanted:
        if one.before and one.values["left_on"] and one.values["left_on"] != one.before["left_on"]:
            await end_what_is_open(job.connection, one.before["id"], one.values["site_id"], one.values["left_on"])
            left.append(one.before["id"])
    return left


async def _plan_skills(job: Job) -> Store:
    wanted = await _keyed(job, _SKILLS)

    async def store() -> None:
        await store_keyed(job.connection, _SKILLS, wanted)

    return store


async def _plan_employment(job: Job) -> Store:
    def settle(values: dict[str, Any]) -> tuple[Any, Any, dict[str, Any]]:
        default = {column.name: column.default for column in columns.EMPLOYMENT}
        return (
            values["starts"],
            values.get("ends"),
            {name: values.get(name, default[name]) for name in ("fte", "contract", "producing")},
        )

    plan = await plan_dated(job.connection, EMPLOYMENT, job.rows, Reading(settle, dict), job.tally, job.steps)

    async def store() -> None:
        await store_dated(job.connection, EMPLOYMENT, plan)
        await announce(job.connection, plan.agents)

    return store


class _TeamPlace(NamedTuple):
    id: int
    calendar: Calendar
    closed_at: datetime | None
    closed_on: str


async def _plan_memberships(job: Job) -> Store:
    await _lock(job)
    teams = await _team_places(job.connection)

    def settle(values: dict[str, Any]) -> tuple[Any, Any, dict[str, Any]]:
        team = teams.get(values["team"])
        if team is None:
            raise DomainError(NO_SUCH["team"], key=values["team"])
        starts = _edge(values["starts"], team.calendar)
        ends = _edge(values["ends"], team.calendar) if values.get("ends") else None
        if team.closed_at is not None and (starts >= team.closed_at or (ends is not None and ends > team.closed_at)):
            raise DomainError(TEAM_CLOSED, team=values["team"], day=team.closed_on)
        # Open-ended in a team that closes: the membership closes with it.
        ends = ends or team.closed_at
        return starts, ends, {"team_id": team.id, "post": values.get("post", "member")}

    codes = {team.id: code for code, team in teams.items()}

    def show(values: dict[str, Any]) -> dict[str, Any]:
        return {"team": codes[values["team_id"]], "post": values["post"]}

    plan = await plan_dated(job.connection, MEMBERSHIPS, job.rows, Reading(settle, show), job.tally, job.steps)

    async def store() -> None:
        await store_dated(job.connection, MEMBERSHIPS, plan)
        if plan.agents:
            await job.facts.reattribute(job.connection, sorted(plan.agents))
        touched = {period.values["team_id"] for _, period in (*plan.new, *plan.updated)}
        touched |= {plan.before[period.id].values["team_id"] for _, period in plan.updated}
        await announce(job.connection, plan.agents, touched)

    return store


def _edge(text: str, calendar: Calendar) -> datetime:
    """A date is the start of that business day; a time without an offset, as spreadsheets have it, is the site's."""
    if ":" not in text:
        return calendar.start_of(columns.day(text))
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise DomainError(BAD_INSTANT, value=text) from None
    zone = local.tzinfo or ZoneInfo(calendar.zone)
    return local.replace(tzinfo=zone).astimezone(UTC)


async def _team_places(connection: Connection) -> dict[str, _TeamPlace]:
    found = {}
    for row in await connection.fetch(
        "SELECT t.code, t.id, t.closed_on, s.zone, s.day_starts FROM team t JOIN site s ON s.id = t.site_id"
    ):
        calendar = Calendar(row["zone"], row["day_starts"])
        closed = row["closed_on"]
        found[row["code"]] = _TeamPlace(
            row["id"], calendar, calendar.start_of(closed) if closed else None, wire(closed)
        )
    return found


async def _plan_leave(job: Job) -> Store:
    written = await plan_leave(job.connection, job.rows, job.tally, job.steps)

    async def store() -> None:
        await store_leave(job.connection, written)
        await announce(job.connection, {away.agent_id for away in written})

    return store


async def _plan_roster(job: Job) -> Store:
    plan = await plan_roster(job.connection, job.rows, job.tally, job.steps)

    async def store() -> None:
        await store_roster(job.connection, plan)
        await announce(job.connection, {agent_id for agent_id, _ in plan.days})

    return store


KINDS: dict[str, Kind] = {
    "sites": Kind(columns.SITES, _plan_sites),
    "calendar": Kind(columns.CALENDAR, _plan_calendar),
    "queues": Kind(columns.QUEUES, _plan_queues),
    "teams": Kind(columns.TEAMS, _plan_teams),
    "agents": Kind(columns.AGENTS, _plan_agents),
    "employment": Kind(columns.EMPLOYMENT, _plan_employment),
    "memberships": Kind(columns.MEMBERSHIPS, _plan_memberships),
    "leave": Kind(columns.LEAVE, _plan_leave),
    "roster": Kind(columns.ROSTER, _plan_roster),
    "skills": Kind(columns.SKILLS, _plan_skills),
}
"""Kinds in the order in which a new centre fills them."""
