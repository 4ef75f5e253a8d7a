"""Signs results off and keeps them: canonical bytes with their digest, never changed, each revision readable for ever."""

import hashlib
from datetime import datetime, timedelta
from fractions import Fraction

import msgspec
from msgspec import Struct

from leaderboards.exact import SCORE_UNITS
from leaderboards.standings import Reason, Standing, Standings
from server.auth import audit
from server.contests import store
from server.contests.contest import Contest
from server.contests.evidence import one_snapshot, true_evidence
from server.contests.tables import ResultRow
from server.contests.telling import tell
from server.db.pool import Connection, Database

SETTLING = timedelta(minutes=2)
"""Between the last cutoff and signing: what was received before it but is still being written gets in."""


async def due(connection: Connection, now: datetime) -> list[Contest]:
    """Contests to sign off now."""
    return [
        contest
        for contest in await store.alive(connection)
        if contest.last_cutoff + SETTLING <= now and contest.phase(now) == "final"
    ]


async def sign_off(db: Database, contest_id: int, now: datetime) -> bool:
    """Store the first revision of a contest whose lateness has passed; whether this call did it.

    Who receives a fact writes it under a shared lock on memberships; taking that lock alone for a moment makes sure that
    nothing received before the cutoff is still on its way.
    """
    async with db.transaction() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.memberships'))")
    async with db.transaction() as connection:
        await one_snapshot(connection)
        contest = await store.lock(connection, contest_id)
        if contest is None or contest.phase(now) != "final" or await revisions(connection, contest_id):
            return False
        standings = (await true_evidence(connection, contest, now)).standings.encode()
        row = ResultRow(
            contest_id=contest_id,
            revision=1,
            cutoff=contest.last_cutoff,
            signed_at=now,
            standings=standings,
            sha256=hashlib.sha256(standings).digest(),
        )
        await ResultRow.insert(row)
        detail = {"revision": 1, "sha256": hashlib.sha256(standings).hexdigest()}
        await audit.record(connection, None, "contest.sign", f"contest/{contest_id}", detail)
        await tell(connection, contest_id)
    return True


class Signed(Struct, frozen=True):
    """A stored revision."""

    revision: int
    cutoff: datetime
    signed_at: datetime
    standings: bytes
    sha256: bytes


async def revisions(connection: Connection, contest_id: int) -> list[Signed]:
    """All signed revisions of a contest, oldest first."""
    rows = await connection.fetch(
        "SELECT revision, cutoff, signed_at, standings, sha256 FROM contest_result WHERE contest_id = $1 ORDER BY revision",
        contest_id,
    )
    return [Signed(**row) for row in rows]


class _Row(Struct):
    participant: str
    rank: int | None
    score: str | None
    ties: list[str | None]
    reasons: list[Reason]


class _Rows(Struct):
    rows: list[_Row]


def decode_standings(data: bytes) -> Standings:
    """Standings out of their canonical bytes: `decode_standings(data).encode() == data`."""
    found = msgspec.json.decode(data, type=_Rows)
    return Standings(
        tuple(
            Standing(
                row.participant,
                row.rank,
                None if row.score is None else int(Fraction(row.score) * SCORE_UNITS),
                tuple(None if tie is None else Fraction(tie) for tie in row.ties),
                tuple(row.reasons),
            )
            for row in found.rows
        )
    )
