"""The way of a contest from its start to its signed result: what comes when, what it still waits for, who has signed."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.auth.persons import NEEDS_PERSON, is_same_person
from server.auth.roles import Permission
from server.clock import Clock
from server.contests import store
from server.contests.after import results
from server.contests.after.stakes import SIGNER_GAINS
from server.contests.contest import Contest
from server.contests.reveal.freezing import takes_part
from server.contests.reveal.hushing import with_hushes
from server.contests.seasons.signing import keep_result, season_result
from server.contests.showing.reading import ReadingService
from server.contests.telling import tell
from server.contests.wire import AppealHours
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, NOT_FOUND, DomainError, declare

NOT_DUE = declare("signing_not_due", 409, en="There is nothing to sign yet: {why}.", zh="现在还不能签署：{why}。")
SIGNED_ALREADY = declare("signed_already", 409, en="This result is signed already.", zh="该结果已经签署。")

SIGNED_BY_YOU = declare(
    "signed_by_you",
    403,
    en="You have signed already under another account; somebody else signs as well.",
    zh="您已用另一账号签署，须由另一人签署。",
)

_SIGNERS = """
SELECT account.id, account.agent_id, account.name FROM contest_signature s JOIN account ON account.id = s.account_id
WHERE s.contest_id = $1 AND account.id <> $2"""

StepCode = Literal["starts", "freezes", "ends", "reveal", "late_until", "appeals_until", "signed"]
WaitCode = Literal["rounds", "late_facts", "appeals", "open_appeals", "other_reveal", "signatures", "settling"]


class Step(Struct, frozen=True, kw_only=True):
    """One instant on the way; `at` None is not known yet, and `done` says whether it is past."""

    code: StepCode
    at: datetime | None
    done: bool


class Signature(Struct, frozen=True, kw_only=True):
    """Who has agreed to the result as it is now."""

    by: str
    at: datetime


class TimetableOut(Struct, kw_only=True):
    """The way of a contest. Names of signers are for operations and HR."""

    phase: str
    steps: list[Step]
    waits_for: list[WaitCode]
    open_appeals: int
    appeal_hours: int
    two_person: bool
    signed: int
    """How many have signed of the two that must."""
    signatures: list[Signature]
    revisions: int
    may: list[str]
    """What the asking account may do: appeal, sign, adjust, correct, set."""


class EndingIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """How a contest ends: hours to appeal, counted from the reveal, and whether two persons sign."""

    appeal_hours: AppealHours
    two_person: bool


class EndingService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock, reading: ReadingService) -> None:
        self._db = db
        self._clock = clock
        self._reading = reading

    async def timetable(self, actor: Actor, contest_id: int) -> TimetableOut:
        """The whole way as this actor may know it."""
        contest = await self._reading.find(actor, contest_id)
        now = self._clock.now()
        async with self._db.connection() as connection:
            signed = await results.revisions(connection, contest_id)
            signatures = await _signatures(connection, contest_id)
            waits = await _waits(connection, contest, now)
            plays = await takes_part(connection, contest, actor.agent_id, actor.own_teams)
        named = actor.may(Permission.RESULTS_SIGN)
        return TimetableOut(
            phase=contest.phase(now),
            steps=_steps(contest, signed[0].signed_at if signed else None, now),
            waits_for=waits,
            open_appeals=contest.open_appeals,
            appeal_hours=contest.appeal_hours,
            two_person=contest.two_person,
            signed=len(signatures),
            signatures=signatures if named else [],
            revisions=len(signed),
            may=_may(actor, contest, now, waits, plays=plays),
        )

    async def set_ending(self, actor: Actor, contest_id: int, given: EndingIn) -> TimetableOut:
        """Change how a contest ends, until it is signed. Time to appeal that has begun is only lengthened."""
        now = self._clock.now()
        await self._reading.find(actor, contest_id)
        async with self._db.transaction() as connection:
            await results.one_at_a_time(connection)
            contest = await store.lock(connection, contest_id)
            if contest is None or contest.signed or contest.cancelled_at is not None:
                raise DomainError(SIGNED_ALREADY)
            shortened = given.appeal_hours < contest.appeal_hours and contest.phase(now) in {"provisional", "final"}
            if shortened or (contest.two_person and not given.two_person and now >= contest.ends):
                # Nobody loses time or a second pair of eyes that everybody counts on already.
                raise DomainError(FORBIDDEN)
            await connection.execute(
                "UPDATE contest SET appeal_hours = $2, two_person = $3, version = version + 1 WHERE id = $1",
                contest_id,
                given.appeal_hours,
                given.two_person,
            )
            detail = {"appeal_hours": given.appeal_hours, "two_person": given.two_person}
            await audit.record(connection, actor, "contest.ending", f"contest/{contest_id}", detail)
            await tell(connection, contest_id)
        return await self.timetable(actor, contest_id)

    async def sign(self, actor: Actor, contest_id: int) -> TimetableOut:
        """Agree to the result as it is now. With the second person's signature under the same bytes it is final; where they
        have changed since the first one signed, that signature is worth nothing any more."""
        if actor.kind != "account":
            raise DomainError(NEEDS_PERSON)
        await self._reading.find(actor, contest_id)
        now = self._clock.now()
        sealed_at = await results.seal(self._db)
        async with self._db.transaction() as connection:
            await results.one_at_a_time(connection)
            contest = await store.lock(connection, contest_id)
            if contest is None:
                raise DomainError(NOT_FOUND, what="contest", key=contest_id)
            if contest.prizes and await takes_part(connection, contest, actor.agent_id, actor.own_teams):
                raise DomainError(SIGNER_GAINS)
            _judge_due(contest, now, await _waits(connection, await with_hushes(connection, contest, now), now))
            table = await season_result(connection, contest, now) if contest.in_rounds else None
            if table is None:
                standings = await results.first_revision(connection, contest, sealed_at, now)
                new = results.NewResult(1, contest.last_cutoff, now, sealed_at, standings)
            else:
                new = results.NewResult(1, table.cutoff, now, sealed_at, table.standings)
            await connection.execute(
                "DELETE FROM contest_signature WHERE contest_id = $1 AND sha256 <> $2", contest_id, new.sha256
            )
            signers = await connection.fetch(_SIGNERS, contest_id, actor.id)
            if any(is_same_person(actor, one["id"], one["agent_id"], one["name"]) for one in signers):
                raise DomainError(SIGNED_BY_YOU)
            await connection.execute(
                "INSERT INTO contest_signature (contest_id, account_id, signed_at, sha256) VALUES ($1, $2, $3, $4)"
                " ON CONFLICT (contest_id, account_id) DO NOTHING",
                contest_id,
                actor.id,
                now,
                new.sha256,
            )
            detail = {"sha256": new.sha256.hex()}
            await audit.record(connection, actor, "contest.signature", f"contest/{contest_id}", detail)
            if len(await _signatures(connection, contest_id)) < 2:
                pass
            elif table is None:
                await results.keep(connection, actor, contest, new)
            else:
                await keep_result(connection, actor, contest, table, new)
        return await self.timetable(actor, contest_id)


def waits_for(contest: Contest, now: datetime) -> list[WaitCode]:
    """What keeps an ended contest from being signed; nothing before its end or once it is signed."""
    if contest.signed or now < contest.ends or contest.cancelled_at is not None or contest.launched_at is None:
        return []
    found: list[WaitCode] = []
    if now < contest.last_cutoff:
        found.append("late_facts")
    if now < contest.appeals_until:
        found.append("appeals")
    if contest.open_appeals:
        found.append("open_appeals")
    if contest.hushed(now):
        found.append("other_reveal")
    if contest.two_person and not found:
        found.append("signatures")
    return found or ["settling"]


async def _waits(connection: Connection, contest: Contest, now: datetime) -> list[WaitCode]:
    """The same for a season, too, which waits for its rounds."""
    found = waits_for(contest, now)
    if not contest.in_rounds or not found:
        return found
    if await season_result(connection, contest, now) is None:
        return ["rounds"]
    return ["open_appeals"] if contest.open_appeals else ["signatures"] if contest.two_person else ["settling"]


def _judge_due(contest: Contest, now: datetime, waits: list[WaitCode]) -> None:
    if contest.signed:
        raise DomainError(SIGNED_ALREADY)
    if not contest.two_person:
        raise DomainError(NOT_DUE, why="it signs itself off")
    if contest.phase(now) != "provisional" or waits != ["signatures"]:
        raise DomainError(NOT_DUE, why=", ".join(waits) or contest.phase(now))
    if now < contest.settles + results.SETTLING:
        raise DomainError(NOT_DUE, why="settling")


def _steps(contest: Contest, signed_at: datetime | None, now: datetime) -> list[Step]:
    reveal = contest.revealed_at or contest.reveal_by
    instants: list[tuple[StepCode, datetime | None]] = [("starts", contest.starts)]
    if contest.freezes_at is not None:
        instants.append(("freezes", contest.freezes_at))
    instants.append(("ends", contest.ends))
    if reveal is not None:
        instants.append(("reveal", reveal))
    after: list[tuple[StepCode, datetime | None]] = [
        ("late_until", contest.last_cutoff),
        ("appeals_until", contest.appeals_until),
    ]
    instants += sorted(after, key=lambda step: step[1] or now)
    instants.append(("signed", signed_at))
    return [Step(code=code, at=at, done=at is not None and at <= now) for code, at in instants]


async def _signatures(connection: Connection, contest_id: int) -> list[Signature]:
    rows = await connection.fetch(
        'SELECT account.name AS "by", s.signed_at AS at FROM contest_signature s JOIN account ON account.id = s.account_id'
        " WHERE s.contest_id = $1 ORDER BY s.signed_at",
        contest_id,
    )
    return [Signature(**row) for row in rows]


def _may(actor: Actor, contest: Contest, now: datetime, waits: list[WaitCode], *, plays: bool) -> list[str]:
    if contest.cancelled_at is not None or contest.launched_at is None:
        return []
    phase, allowed = contest.phase(now), []
    person = actor.kind == "account"
    concerned = not actor.own_teams.isdisjoint(contest.team_ids) or actor.agent_id is not None
    if person and concerned and phase == "provisional" and now < contest.appeals_until:
        allowed.append("appeal")
    waits_for_two = contest.two_person and waits == ["signatures"]
    gains = plays and bool(contest.prizes)
    if person and actor.may(Permission.RESULTS_SIGN) and phase == "provisional" and waits_for_two and not gains:
        allowed.append("sign")
    if actor.may(Permission.CONTESTS_MANAGE):
        if phase in {"running", "frozen", "provisional", "final"} and not plays:
            allowed.append("adjust")
        if contest.signed:
            allowed.append("correct")
        else:
            allowed.append("set")
    elif actor.may(Permission.RESULTS_SIGN) and contest.signed:
        allowed.append("correct")
    return allowed
