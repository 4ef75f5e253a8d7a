"""Finds the contests that a list shows: which states, sites, teams, people and seasons it is narrowed to, said in SQL."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from server import initials
from server.contests.contest import Contest
from server.contests.store import SELECT, contest_of
from server.db.pool import Connection


class Search(Struct, frozen=True, kw_only=True):
    """What a list of contests may be narrowed to; None means no matter."""

    now: datetime
    text: str = ""
    """Part of the title in either language, or the initials of the Chinese one."""
    state: str | None = None
    site_id: int | None = None
    series_id: int | None = None
    team_ids: tuple[int, ...] | None = None
    part_of: tuple[int, tuple[int, ...]] | None = None
    """An agent (0: nobody) and teams: contests in which one of them takes part, the agent also with the team it is in."""
    ends_after: datetime | None = None
    created_by: int | None = None
    not_created_by: int | None = None
    drafts_of: int | None = 0
    """Whose drafts are shown: everybody's (None) or one account's."""
    parent_id: int | None = None
    """The season whose rounds are looked for; without it no rounds are found, only seasons."""


# A contest stays provisional until its last lateness has passed, among others; SQL cannot know that without opening the
# definitions, so it takes the latest of them from the JSON.
_LAST_CUTOFF = """
c.ends + make_interval(mins => coalesce((
    SELECT max(coalesce(CASE WHEN c.period = 'month' THEN (d->'metric'->>'monthly_lateness_minutes')::int END,
                        (d->'metric'->>'lateness_minutes')::int))
    FROM jsonb_array_elements(c.metrics) d), 0))
"""
_ON = "c.launched_at IS NOT NULL AND c.cancelled_at IS NULL"
_FROZEN = "coalesce(c.freezes_at <= $1 AND coalesce(c.revealed_at, c.reveal_by) > $1, false)"
_SIGNED = "EXISTS (SELECT FROM contest_result r WHERE r.contest_id = c.id)"
_SETTLED = f"""
(NOT c.two_person AND c.format NOT IN ('league', 'cup') AND {_LAST_CUTOFF} <= $1
 AND coalesce(c.revealed_at, c.reveal_by, c.ends) + make_interval(hours => c.appeal_hours) <= $1
 AND NOT EXISTS (SELECT FROM contest_appeal a WHERE a.contest_id = c.id AND a.outcome IS NULL))
"""
STATES = {
    "draft": "c.launched_at IS NULL AND c.cancelled_at IS NULL",
    "scheduled": f"{_ON} AND c.starts > $1",
    "running": f"{_ON} AND c.starts <= $1 AND c.ends > $1 AND NOT {_FROZEN}",
    "frozen": f"{_ON} AND {_FROZEN}",
    "provisional": f"{_ON} AND c.ends <= $1 AND NOT {_FROZEN} AND NOT ({_SIGNED} OR {_SETTLED})",
    "final": f"{_ON} AND c.ends <= $1 AND NOT {_FROZEN} AND ({_SIGNED} OR {_SETTLED})",
    "cancelled": "c.cancelled_at IS NOT NULL",
}


async def search(connection: Connection, wanted: Search, offset: int, limit: int) -> tuple[list[Contest], int]:
    """A page of contests, newest window first, and how many there are in all."""
    where, values = _conditions(wanted)
    total: int = await connection.fetchval(f"SELECT count(*) FROM contest c WHERE {where}", *values)  # fixed texts
    return await _rows(connection, where, values, offset, limit), total


async def newest(connection: Connection, wanted: Search, limit: int) -> list[Contest]:
    """The first of them alone, in one query."""
    where, values = _conditions(wanted)
    return await _rows(connection, where, values, 0, limit)


async def _rows(connection: Connection, where: str, values: list[Any], offset: int, limit: int) -> list[Contest]:
    rows = await connection.fetch(
        f"{SELECT} WHERE {where} ORDER BY c.starts DESC, c.id DESC OFFSET {offset:d} LIMIT {limit:d}", *values
    )
    return [contest_of(row) for row in rows]


def _conditions(wanted: Search) -> tuple[str, list[Any]]:
    values: list[Any] = [wanted.now]
    parts = ["$1::timestamptz IS NOT NULL"]

    def add(text: str, *given: Any) -> None:
        values.extend(given)
        parts.append(text.format(*(f"${len(values) - len(given) + place}" for place in range(1, len(given) + 1))))

    if wanted.parent_id is None:
        parts.append("c.parent_id IS NULL")
    else:
        add("c.parent_id = {}", wanted.parent_id)
    if wanted.text:
        add(
            "(strpos(lower(c.title_zh), {0}) > 0 OR strpos(lower(c.title_en), {0}) > 0 OR c.title_zh ~ {1}::text)",
            wanted.text.lower(),
            initials.pattern(wanted.text),
        )
    if wanted.state is not None:
        parts.append(STATES[wanted.state])
    for column, value in (
        ("site_id", wanted.site_id),
        ("series_id", wanted.series_id),
        ("created_by", wanted.created_by),
    ):
        if value is not None:
            add(f"c.{column} = {{}}", value)
    if wanted.team_ids is not None:
        add(
            "EXISTS (SELECT FROM contest_participant p WHERE p.contest_id = c.id AND p.team_id = ANY({}::int[])"
            " AND p.withdrawn_at IS NULL)",
            list(wanted.team_ids),
        )
    if wanted.part_of is not None:
        agent_id, team_ids = wanted.part_of
        add(
            "EXISTS (SELECT FROM contest_participant p WHERE p.contest_id = c.id AND p.withdrawn_at IS NULL AND"
            " (p.team_id = ANY({0}::int[]) OR p.agent_id = {1} OR EXISTS (SELECT FROM membership m WHERE m.agent_id = {1}"
            " AND m.team_id = p.team_id AND m.starts < c.ends AND (m.ends IS NULL OR m.ends > c.starts))))",
            list(team_ids),
            agent_id,
        )
    if wanted.ends_after is not None:
        add("c.cancelled_at IS NULL AND c.ends > {}", wanted.ends_after)
    if wanted.not_created_by is not None:
        add("c.created_by IS DISTINCT FROM {}", wanted.not_created_by)
    if wanted.drafts_of is not None:
        add("(c.launched_at IS NOT NULL OR c.cancelled_at IS NOT NULL OR c.created_by = {})", wanted.drafts_of)
    return " AND ".join(parts), values
