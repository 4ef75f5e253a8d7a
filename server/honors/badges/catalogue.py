"""The versions of all badges as they are kept: what ships, what a centre made of it, and what each leans on."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from leaderboards.badges.badge import Badge, decode, encode
from leaderboards.badges.catalogue import CATALOGUE
from leaderboards.badges.counted import Deeds, Participation, TeamResult, Training
from leaderboards.badges.sentences import Names
from leaderboards.badges.standing import Given, Level, Place
from leaderboards.badges.streaks import Streak
from server.db.pool import Connection


async def ensure_catalogue(connection: Connection, now: datetime) -> None:
    """Add the badges that ship and are not there yet; called at every start, safe at two at once. A centre's versions stay."""
    await connection.executemany(
        "INSERT INTO badge_version (code, version, body, made_at) VALUES ($1, $2, $3::jsonb, $4) ON CONFLICT DO NOTHING",
        [(one.code, one.version, encode(one).decode(), now) for one in CATALOGUE],
    )


async def versions(connection: Connection, code: str | None = None) -> list[Badge]:
    """Every version of every badge, or of one: those that ship in the order of a career, then the centre's own by code."""
    rows = await connection.fetch(
        "SELECT body::text AS body FROM badge_version WHERE $1::text IS NULL OR code = $1 ORDER BY code, version", code
    )
    places = {one.code: place for place, one in enumerate(CATALOGUE)}
    return sorted([decode(row["body"]) for row in rows], key=lambda one: (places.get(one.code, len(places)), one.code))


async def add(connection: Connection, badge: Badge, by: int, now: datetime) -> None:
    """Keep a new version."""
    await connection.execute(
        "INSERT INTO badge_version (code, version, body, made_by, made_at) VALUES ($1, $2, $3::jsonb, $4, $5)",
        badge.code,
        badge.version,
        encode(badge).decode(),
        by,
        now,
    )


def by_code(badges: Iterable[Badge]) -> dict[str, list[Badge]]:
    """The versions of each, in the order they came."""
    found: dict[str, list[Badge]] = {}
    for one in badges:
        found.setdefault(one.code, []).append(one)
    return found


class Needs(Struct, frozen=True):
    """Of all that is known of people, what some rules ask for; the rest is not read."""

    metrics: frozenset[str]
    roster: bool
    contests: bool
    shared: bool
    records: bool
    grants: bool


def needs_of(badges: Sequence[Badge]) -> Needs:
    """Of all versions, because awards are judged by the one they were given by."""
    rules = [one.rule for one in badges]
    metrics = frozenset(metric for rule in rules for _, metric in rule.names())
    return Needs(
        metrics=metrics,
        # Which day a fact belongs to, and whether it was asked, is for the shifts to say.
        roster=bool(metrics) or any(isinstance(rule, Streak) for rule in rules),
        contests=any(isinstance(rule, Place | Participation) for rule in rules),
        shared=any(isinstance(rule, TeamResult) for rule in rules),
        records=any(isinstance(rule, Deeds | Training | Level) for rule in rules),
        grants=any(isinstance(rule, Given) for rule in rules),
    )


async def read_names(connection: Connection) -> Names:
    """What the centre calls its metrics and queues. A shipped metric nobody renamed keeps the rule book's word."""
    rows = await connection.fetch(
        "SELECT code, name_zh, name_en FROM queue UNION ALL SELECT code, name_zh, name_en FROM metric"
    )
    return Names({row["code"]: (row["name_zh"], row["name_en"]) for row in rows})
