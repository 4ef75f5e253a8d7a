"""What final results come to for people: who was offered a contest, took part with credit, stood on the podium, ran one."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from msgspec import Struct

from leaderboards.ranking import Standing
from server.clock import Clock
from server.contests import store
from server.contests.after import results
from server.contests.after.crediting import shares
from server.contests.contest import Contest
from server.contests.scoring.evidence import one_snapshot
from server.contests.scoring.known import People
from server.contests.scoring.settled import settled
from server.contests.scoring.settling import people_now
from server.db.pool import Connection, Database

_log = structlog.get_logger(__name__)

PODIUM = 3

Place = tuple[int, int]
"""A rank, and how many were ranked beside it."""

_MISSING = """
SELECT r.contest_id, r.revision FROM contest_result r JOIN contest c ON c.id = r.contest_id
WHERE c.parent_id IS NULL AND c.cancelled_at IS NULL
  AND NOT EXISTS (SELECT FROM contest_deeds d WHERE d.contest_id = r.contest_id AND d.revision = r.revision)
ORDER BY r.contest_id, r.revision"""


class DeedsService:
    """Works deeds out once a revision is signed and keeps them; a round of a season is part of the season and has none."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def follow(self, _: datetime) -> None:
        """Keep the deeds of every signed revision that has none yet."""
        async with self._db.connection() as connection:
            missing = await connection.fetch(_MISSING)
        for contest_id, revision in missing:
            async with self._db.transaction() as connection:
                await one_snapshot(connection)
                contest = await store.find(connection, contest_id)
                if contest is not None:
                    await _keep(connection, contest, revision)
            _log.info("contest_deeds_kept", contest=contest_id, revision=revision)


def on_podium(rows: Collection[Standing]) -> set[str]:
    """The participants within the first three places of their division, and within the better half of who is ranked there:
    of two one, of five two. The first always is."""
    ranked = Counter(row.division for row in rows if row.rank is not None)
    return {
        row.participant
        for row in rows
        if row.rank is not None and row.rank <= max(1, min(PODIUM, ranked[row.division] // 2))
    }


class Done(Struct, frozen=True):
    """What one contest came to for one person, who may have been in several teams of it."""

    took_part: bool = False
    podium: bool = False
    improved: bool = False
    place: Place | None = None
    """The best with full credit."""

    def joined(self, other: "Done") -> "Done":
        """The better of both in everything."""
        places = [one for one in (self.place, other.place) if one is not None]
        return Done(
            self.took_part or other.took_part,
            self.podium or other.podium,
            self.improved or other.improved,
            min(places) if places else None,
        )


def done_by_agent(contest: Contest, rows: Collection[Standing], people: People) -> dict[int, Done]:
    """What standings come to for everybody in the contest, signed or not."""
    podium = on_podium(rows)
    improved = {row.participant for row in rows if row.rank == 1} if contest.rules.method == "improvement" else set()
    ranked = Counter(row.division for row in rows if row.rank is not None)
    places = {row.participant: (row.rank, ranked[row.division]) for row in rows if row.rank is not None}
    found: dict[int, Done] = {}
    for participant, members in shares(people).items():
        full = Done(True, participant in podium, participant in improved, places.get(participant))
        for one, _, share in members:
            if share == "full" or one.planned:
                agent_id = int(one.agent[1:])
                found[agent_id] = found.get(agent_id, Done()).joined(full if share == "full" else Done())
    return found


async def people_of(connection: Connection, contest: Contest) -> People:
    """Who shares the places of a contest: as it was known when it was kept, corrections included."""
    return (await settled(connection, contest)).people or await people_now(connection, contest)


async def _keep(connection: Connection, contest: Contest, revision: int) -> None:
    signed = next(one for one in await results.revisions(connection, contest.id) if one.revision == revision)
    rows = results.decode_standings(signed.standings).rows
    found = done_by_agent(contest, rows, await people_of(connection, contest))
    written = await connection.fetchval(
        "INSERT INTO contest_deeds (contest_id, revision, on_day, signed_at, ran_by)"
        " VALUES ($1, $2, $3, $4, (SELECT agent_id FROM account WHERE id = $5)) ON CONFLICT DO NOTHING RETURNING 1",
        contest.id,
        revision,
        last_day(contest),
        signed.signed_at,
        contest.created_by,
    )
    if written:
        await connection.executemany(
            "INSERT INTO contest_deed VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                (contest.id, revision, agent_id, one.took_part, one.podium, one.improved, *(one.place or (None, None)))
                for agent_id, one in found.items()
            ],
        )


def last_day(contest: Contest) -> date:
    """The last business day of a contest, in its own zone."""
    return (contest.ends - timedelta(microseconds=1)).astimezone(ZoneInfo(contest.zone)).date()


class PersonDeeds(Struct, frozen=True):
    """The final contests of one agent as (last day, contest), by what the agent did in them."""

    offered: tuple[tuple[date, int], ...] = ()
    took_part: tuple[tuple[date, int], ...] = ()
    podium: tuple[tuple[date, int], ...] = ()
    improvement_award: tuple[tuple[date, int], ...] = ()
    ran: tuple[tuple[date, int], ...] = ()


_DEEDS = """
WITH latest AS (
    SELECT DISTINCT ON (contest_id) contest_id, revision, on_day, ran_by FROM contest_deeds
    WHERE on_day >= $2 AND on_day < $3 AND ($4::timestamptz IS NULL OR signed_at < $4)
    ORDER BY contest_id, revision DESC
)
SELECT d.agent_id, l.on_day, l.contest_id, d.took_part, d.podium, d.improvement_award, false AS ran
FROM latest l JOIN contest_deed d ON d.contest_id = l.contest_id AND d.revision = l.revision
WHERE $1::int[] IS NULL OR d.agent_id = ANY($1)
UNION ALL
SELECT l.ran_by, l.on_day, l.contest_id, false, false, false, true FROM latest l
WHERE l.ran_by IS NOT NULL AND ($1::int[] IS NULL OR l.ran_by = ANY($1))
ORDER BY 1, 2, 3"""

_NAMES = ("offered", "took_part", "podium", "improvement_award", "ran")


async def deeds_of(
    connection: Connection,
    agent_ids: Collection[int] | None,
    first: date,
    before: date,
    *,
    signed_before: datetime | None = None,
) -> dict[int, PersonDeeds]:
    """By agent, the contests that ended in [first, before) and are final, by the revision in force (then, where asked)."""
    found: dict[int, dict[str, list[tuple[date, int]]]] = {}
    wanted = None if agent_ids is None else list(agent_ids)
    # A few are found through the indexes: with the way out for everybody a kept plan would read whole tables for one.
    query = _DEEDS if wanted is None else _DEEDS.replace("$1::int[] IS NULL OR ", "")
    for agent_id, day, contest_id, took, podium, award, ran in await connection.fetch(
        query, wanted, first, before, signed_before
    ):
        own = found.setdefault(agent_id, {name: [] for name in _NAMES})
        for name, done in zip(_NAMES, (not ran, took, podium, award, ran), strict=True):
            if done:
                own[name].append((day, contest_id))
    return {
        agent_id: PersonDeeds(**{name: tuple(days) for name, days in own.items()}) for agent_id, own in found.items()
    }


_PLACES = """
SELECT DISTINCT ON (s.contest_id) s.contest_id, d.place, d.field FROM contest_deeds s
LEFT JOIN contest_deed d ON d.contest_id = s.contest_id AND d.revision = s.revision AND d.agent_id = $1
WHERE s.contest_id = ANY($2::int[]) AND ($3::timestamptz IS NULL OR s.signed_at < $3)
ORDER BY s.contest_id, s.revision DESC"""


async def places_of(
    connection: Connection, agent_id: int, contests: Collection[int], *, signed_before: datetime | None = None
) -> dict[int, tuple[int, int]]:
    """By contest, the rank an agent had or shared and how many were ranked, by the revision in force (then, where asked)."""
    rows = await connection.fetch(_PLACES, agent_id, list(contests), signed_before)
    return {contest_id: (place, field) for contest_id, place, field in rows if place is not None}
