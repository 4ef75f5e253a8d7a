"""What participants have in common that may decide a contest instead of their work: size, shift, site, tenure."""

from collections.abc import Mapping
from datetime import datetime

from leaderboards.calendar import Window
from leaderboards.fairness import Trait
from leaderboards.teams import Field, headcount
from server.contests.contest import Contest
from server.db.pool import Connection

_HOURS = {"early": range(5, 11), "late": range(11, 18)}
_YEARS = ((1.0, "new"), (3.0, "settled"))
_UNEVEN = 1.3
"""How much larger the largest team has to be than the smallest before size is a matter."""
_ALIKE = 6
"""Teams below which a third of them is hardly a group."""


async def read_traits(
    connection: Connection, contest: Contest, field: Field, window: Window
) -> dict[str, dict[Trait, str]]:
    """Per participant its traits over a window; a trait that all share says nothing and is left out."""
    found: dict[str, dict[Trait, str]] = {participant.id: {} for participant in field.participants}
    if contest.participants == "team":
        _put(found, "size", _sizes(field))
    whose = "m.team_id" if contest.participants == "team" else "m.agent_id"
    ids = list(contest.team_ids or contest.agent_ids)
    prefix = "t" if contest.participants == "team" else "a"
    _put(found, "site", await _sites(connection, contest, ids, prefix))
    _put(found, "shift", await _shifts(connection, whose, ids, prefix, window))
    _put(found, "tenure", await _tenures(connection, whose, ids, prefix, window.ends))
    return found


def _put(found: dict[str, dict[Trait, str]], trait: Trait, values: Mapping[str, str]) -> None:
    if len(set(values.values())) > 1:
        for participant, value in values.items():
            if participant in found:
                found[participant][trait] = value


def _sizes(field: Field) -> dict[str, str]:
    """The smaller third, the larger third, and those between, where teams differ enough."""
    sizes = sorted([(headcount(one), one.id) for one in field.participants if headcount(one)])
    if len(sizes) < _ALIKE or sizes[-1][0] < sizes[0][0] * _UNEVEN:
        return {}
    third = len(sizes) // 3
    names = ["small"] * third + ["medium"] * (len(sizes) - 2 * third) + ["large"] * third
    return {participant: name for (_, participant), name in zip(sizes, names, strict=True)}


async def _sites(connection: Connection, contest: Contest, ids: list[int], prefix: str) -> dict[str, str]:
    table = "team" if contest.participants == "team" else "agent"
    rows = await connection.fetch(
        f"SELECT x.id, s.code FROM {table} x JOIN site s ON s.id = x.site_id WHERE x.id = ANY($1::int[])", ids
    )
    return {f"{prefix}{row['id']}": row["code"] for row in rows}


async def _shifts(connection: Connection, whose: str, ids: list[int], prefix: str, window: Window) -> dict[str, str]:
    """When most of its shifts begin by the site's clock; `mixed` where no part of the day holds half of them."""
    rows = await connection.fetch(
        f"""
        SELECT {whose} AS id, extract(hour FROM r.starts AT TIME ZONE s.zone)::int AS hour, count(*) AS n
        FROM roster r JOIN membership m ON m.agent_id = r.agent_id AND m.starts <= r.starts AND (m.ends IS NULL OR m.ends > r.starts)
        JOIN team t ON t.id = m.team_id JOIN site s ON s.id = t.site_id
        WHERE r.starts >= $2 AND r.starts < $3 AND {whose} = ANY($1::int[]) GROUP BY 1, 2
        """,
        ids,
        window.starts,
        window.ends,
    )
    parts: dict[str, dict[str, int]] = {}
    for row in rows:
        name = next((name for name, hours in _HOURS.items() if row["hour"] in hours), "night")
        own = parts.setdefault(f"{prefix}{row['id']}", {})
        own[name] = own.get(name, 0) + row["n"]
    most = {participant: max(own, key=lambda name: own[name]) for participant, own in parts.items()}
    return {one: most[one] if 2 * own[most[one]] > sum(own.values()) else "mixed" for one, own in parts.items()}


async def _tenures(connection: Connection, whose: str, ids: list[int], prefix: str, at: datetime) -> dict[str, str]:
    """The mean years since its members were hired."""
    rows = await connection.fetch(
        f"""
        SELECT {whose} AS id, avg($2::date - a.hired)::float8 / 365.25 AS years
        FROM membership m JOIN agent a ON a.id = m.agent_id
        WHERE {whose} = ANY($1::int[]) AND m.starts < $3 AND (m.ends IS NULL OR m.ends >= $3) GROUP BY 1
        """,
        ids,
        at.date(),
        at,
    )
    return {
        f"{prefix}{row['id']}": next((name for most, name in _YEARS if row["years"] < most), "seasoned") for row in rows
    }
