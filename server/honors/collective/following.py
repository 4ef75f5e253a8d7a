"""Keeps collective honors as results in force have them: gives what is missing, withdraws what a correction took, each once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import msgspec
import structlog
from msgspec import Struct

from leaderboards.collective import Given
from server.contests import directory
from server.contests.directory import Site
from server.contests.scoring.evidence import one_snapshot
from server.db import outbox
from server.db.pool import Connection, Database
from server.honors.collective.deriving import derive, of_work
from server.honors.collective.results import ResultsReader

_log = structlog.get_logger(__name__)

TOPIC = "honors"
_LOOK = timedelta(seconds=4)
_PROVISIONAL_AGAIN = timedelta(seconds=60)
"""Between two looks at whether anything changed, and between two at a result to which facts still come."""

_SIGN = """
SELECT (SELECT max(id) FROM contest_result) AS result, (SELECT max(id) FROM honor_rules) AS rules,
       (SELECT count(*) FROM honor_before) AS before, (SELECT count(*) FROM honor_before WHERE taken_back_at IS NULL) AS standing,
       (SELECT max(closed_at) FROM review_case WHERE outcome = 'founded') AS founded, (SELECT n FROM honor_asked) AS asked,
       (SELECT count(*) FROM contest WHERE cancelled_at IS NOT NULL) AS cancelled,
       (SELECT count(*) FROM team WHERE closed_on IS NOT NULL) AS closed,
       (SELECT count(*) FROM contest WHERE ends <= $1 AND coalesce(revealed_at, reveal_by, ends) <= $1) AS told,
       ($1::timestamptz AT TIME ZONE 'UTC')::date AS day"""


_WORK_SIGN = """
SELECT (SELECT max(id) FROM honor_rules), (SELECT n FROM honor_asked),
       (SELECT count(*) FROM review_case WHERE outcome = 'founded')"""


class Told(Struct, frozen=True):
    """What follows an honor or its withdrawal, on the topic `honors`."""

    honor: int
    withdrawn: bool = False


class _At(NamedTuple):
    """What an honor is known by."""

    honor: str
    key: str
    team: int


class Following:
    """See the module. Looked at by the one process that holds the clockwork of contests."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._reader = ResultsReader()
        self._looked: datetime | None = None
        self._sign: tuple[object, ...] = ()
        self._worked: datetime | None = None
        self._provisional = False
        self._work: dict[int, tuple[object, list[Given]]] = {}
        """By site what months of work came to, and what of: a result that is still moving does not ask for them again."""

    async def follow(self, now: datetime) -> None:
        """Work everything out again where anything it rests on may have changed."""
        if self._looked is not None and timedelta() <= now - self._looked < _LOOK:
            return
        self._looked = now
        async with self._db.connection() as connection:
            row = await connection.fetchrow(_SIGN, now)
        sign = tuple(row) if row is not None else ()
        again = self._provisional and (self._worked is None or now - self._worked >= _PROVISIONAL_AGAIN)
        if sign != self._sign or again:
            await self.work_out(now)
            self._sign, self._worked = sign, now

    async def work_out(self, now: datetime) -> int:
        """All honors of all sites; how many were given or withdrawn. Doing it again changes nothing."""
        changed, provisional = 0, False
        async with self._db.connection() as connection:
            ids = [row["id"] for row in await connection.fetch("SELECT id FROM site ORDER BY id")]
            sites = await directory.sites(connection, ids=ids)
        for site in sites:
            async with self._db.transaction() as connection:
                await one_snapshot(connection)
                given = await derive(connection, self._reader, site, now, await self._of_work(connection, site, now))
            provisional = provisional or any(not one.is_final for one in given)
            async with self._db.transaction() as connection:
                changed += await _amend(connection, site, given, now)
        self._provisional = provisional
        return changed

    async def _of_work(self, connection: Connection, site: Site, now: datetime) -> list[Given]:
        row = await connection.fetchrow(_WORK_SIGN)
        of = (site.calendar.business_day(now), *(row or ()))
        known = self._work.get(site.id)
        if known is None or known[0] != of:
            known = self._work[site.id] = (of, await of_work(connection, site, now))
        return known[1]


async def _amend(connection: Connection, site: Site, given: Sequence[Given], now: datetime) -> int:
    """Bring what is kept to what is deserved. Nobody else does at the same time: the service's lease, and this lock."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.honors'))")
    rows = await connection.fetch("SELECT * FROM honor WHERE site_id = $1 AND withdrawn_at IS NULL", site.id)
    held = {_At(row["honor"], row["key"], row["team_id"]): row for row in rows}
    deserved = {_At(one.honor, one.key, int(one.team[1:])): one for one in given}
    changed = 0
    for at, row in held.items():
        if at not in deserved:
            why = _why(at, row, given)
            await connection.execute("UPDATE honor SET withdrawn_at = $2, why = $3 WHERE id = $1", row["id"], now, why)
            await _announce(connection, row["id"], at, row, withdrawn=True)
            _log.info("honor_withdrawn", honor=at.honor, key=at.key, team=at.team, why=why)
            changed += 1
    for at, one in sorted(deserved.items()):
        row = held.get(at)
        rests_on = (one.reason, one.contest, one.revision, one.starts, one.ends)
        if row is None:
            final_at = now if one.is_final else None
            number = await connection.fetchval(_GIVE, *at[:1], site.id, *at[1:], *rests_on, now, final_at)
            changed += 1
            await _announce(connection, number, at, {"starts": one.starts, "ends": one.ends, "final_at": final_at})
        elif rests_on != (row["reason"], row["contest_id"], row["revision"], row["starts"], row["ends"]):
            final_at = (row["final_at"] or now) if one.is_final else None
            await connection.execute(_REST, row["id"], *rests_on, final_at)
            if (row["final_at"] is None) == one.is_final:
                await _due(connection, at.team, one.starts, one.ends)
    return changed


_GIVE = """
INSERT INTO honor (honor, site_id, key, team_id, reason, contest_id, revision, starts, ends, given_at, final_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id"""
_REST = """
UPDATE honor SET reason = $2, contest_id = $3, revision = $4, starts = $5, ends = $6, final_at = $7 WHERE id = $1"""


def _why(at: _At, row: Mapping[str, Any], given: Sequence[Given]) -> str:
    """Its own result was corrected, or only one before it, from which it followed; before the end nothing was final."""
    if row["final_at"] is None:
        return "not_final"
    now = next((one for one in given if (one.honor, one.key) == at[:2]), None)
    if row["contest_id"] is None:
        return "facts_corrected" if row["reason"] == "earned" else "entry_taken_back"
    same = now is not None and (now.contest, now.revision) == (row["contest_id"], row["revision"])
    return "followed" if same else "result_corrected"


async def _announce(
    connection: Connection, number: int, at: _At, row: Mapping[str, Any], *, withdrawn: bool = False
) -> None:
    await outbox.put(connection, TOPIC, msgspec.msgpack.encode(Told(number, withdrawn)))
    if row["final_at"] is not None:
        await _due(connection, at.team, row["starts"], row["ends"])


async def _due(connection: Connection, team_id: int, starts: date, ends: date) -> None:
    """Badges for honors of one's team: whoever was in it then is looked at again."""
    await connection.execute(
        "INSERT INTO badge_due (agent_id, reason) SELECT DISTINCT agent_id, 'honor' FROM membership"
        " WHERE team_id = $1 AND starts < $3::date + 2 AND (ends IS NULL OR ends > $2::date - 2)",
        team_id,
        starts,
        ends,
    )
