"""Signs results off and keeps them: canonical bytes with their digest, never changed, each revision readable for ever."""

import hashlib
from datetime import datetime, timedelta
from fractions import Fraction

import msgspec
from msgspec import Struct

from leaderboards.exact import SCORE_UNITS
from leaderboards.ranking import Reason, Standing
from leaderboards.standings import Decided, Standings
from server.auth import audit
from server.auth.actor import Actor
from server.contests import store
from server.contests.after.stakes import Stakes
from server.contests.contest import Contest
from server.contests.reveal.hushing import with_hushes
from server.contests.scoring.evidence import one_snapshot, true_evidence
from server.contests.scoring.settled import settled
from server.contests.scoring.settling import keep_people
from server.contests.telling import tell
from server.db.pool import Connection, Database

SETTLING = timedelta(minutes=2)
"""Between the last cutoff and signing: what was received before it but is still being written gets in."""


async def due(connection: Connection, now: datetime) -> list[Contest]:
    """Contests to sign off now: not while the result would tell what another contest's freeze hides."""
    return [
        contest
        for contest in await store.alive(connection)
        if not contest.in_rounds
        and contest.settles + SETTLING <= now
        and contest.phase(now) == "final"
        and not (await with_hushes(connection, contest, now)).hushed(now)
    ]


async def seal(db: Database) -> datetime:
    """The database's clock at a moment when nobody wrote facts: all that was received by now is written.

    Who receives a fact writes it under a shared lock on memberships; this takes that lock alone for a moment.
    """
    async with db.transaction() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.memberships'))")
        sealed_at: datetime = await connection.fetchval("SELECT clock_timestamp()")
        return sealed_at


async def one_at_a_time(connection: Connection) -> None:
    """Let nobody else end, appeal or correct any contest until this transaction, which has just begun, is over; then see one
    state of the database throughout. Locking a table is the only lock that does not fix that state before it is had."""
    await one_snapshot(connection)
    await connection.execute("LOCK TABLE contest_result IN SHARE ROW EXCLUSIVE MODE")


async def sign_off(db: Database, contest_id: int, now: datetime, stakes: Stakes) -> bool:
    """Store the first revision of a contest that nothing keeps open any more; whether this call did it. Where more hangs on
    it than one signature may decide, it waits for two persons from here on."""
    sealed_at = await seal(db)
    async with db.transaction() as connection:
        await one_at_a_time(connection)
        contest = await store.lock(connection, contest_id)
        if contest is None or contest.in_rounds or contest.signed or contest.phase(now) != "final":
            return False
        if (await with_hushes(connection, contest, now)).hushed(now):
            return False
        standings = await first_revision(connection, contest, sealed_at, now)
        if await stakes.take_two(connection, contest, decode_standings(standings).rows):
            await ask_two(connection, contest)
            return False
        await keep(connection, None, contest, NewResult(1, contest.last_cutoff, now, sealed_at, standings))
    return True


async def ask_two(connection: Connection, contest: Contest) -> None:
    """Let two persons sign a result, because of what hangs on it; the caller has locked the contest."""
    await connection.execute("UPDATE contest SET two_person = true, version = version + 1 WHERE id = $1", contest.id)
    await audit.record(connection, None, "contest.two_person", f"contest/{contest.id}")
    await tell(connection, contest.id)


async def first_revision(connection: Connection, contest: Contest, sealed_at: datetime, now: datetime) -> bytes:
    """The canonical bytes of the result as it would be signed now."""
    await keep_people(connection, contest, now)
    held = (await settled(connection, contest)).sealed(sealed_at)
    return (await true_evidence(connection, contest, now, held)).standings.encode()


class NewResult(Struct, frozen=True):
    """A revision to be kept; `sealed_at` is by the database's clock, all else by the service's."""

    revision: int
    cutoff: datetime
    signed_at: datetime
    sealed_at: datetime
    standings: bytes

    @property
    def sha256(self) -> bytes:
        """The digest by which it is known."""
        return hashlib.sha256(self.standings).digest()


async def keep(connection: Connection, actor: Actor | None, contest: Contest, new: NewResult) -> None:
    """Write a revision down, let the adjustments so far count from it, and tell everybody."""
    await connection.execute(
        "INSERT INTO contest_result (contest_id, revision, cutoff, signed_at, sealed_at, standings, sha256)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        contest.id,
        new.revision,
        new.cutoff,
        new.signed_at,
        new.sealed_at,
        new.standings,
        new.sha256,
    )
    if new.revision == 1:
        await connection.execute("UPDATE contest_adjustment SET from_revision = 1 WHERE contest_id = $1", contest.id)
    detail = {"revision": new.revision, "sha256": new.sha256.hex()}
    await audit.record(connection, actor, "contest.sign", f"contest/{contest.id}", detail)
    await tell(connection, contest.id)


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
    division: str = ""


class _Rows(Struct):
    rows: list[_Row]
    decided: Decided | None = None


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
                row.division,
            )
            for row in found.rows
        ),
        found.decided,
    )
