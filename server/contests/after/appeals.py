"""Appeals: who takes part may ask, with evidence and in time, that a provisional result be looked at again."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

import asyncpg
from msgspec import Meta, Struct

from server.auth import audit
from server.auth.actor import Actor
from server.auth.persons import NEEDS_PERSON, is_same_person
from server.auth.roles import Permission
from server.clock import Clock
from server.contests import directory, store
from server.contests.after import results
from server.contests.contest import Contest
from server.contests.scoring.evidence import read_field
from server.contests.showing.boards import read_names
from server.contests.showing.explaining import ExplainingService
from server.contests.showing.reading import ReadingService
from server.contests.telling import tell
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, NOT_FOUND, DomainError, declare
from server.wire import Bilingual, Named

NOT_YET = declare("appeals_not_open", 409, en="Appeals open when the result is out.", zh="结果公布后才能申诉。")
TOO_LATE = declare("appeals_closed", 409, en="The time for appeals is over.", zh="申诉期已过。")
OPEN_ALREADY = declare(
    "appeal_open_already",
    409,
    en="Your appeal in this contest is still being looked at.",
    zh="您在本场竞赛的申诉还在处理中。",
)
ANSWERED = declare("appeal_answered", 409, en="This appeal was answered already.", zh="该申诉已处理。")

LEAST_TIME_TO_ANSWER = timedelta(hours=48)

Outcome = Literal["upheld", "dismissed", "withdrawn"]


class AppealIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What speaks for another result, in the participant's words, and perhaps which facts."""

    participant: Annotated[str, Meta(pattern=r"^[ta][0-9]{1,9}$")]
    evidence: Annotated[str, Meta(min_length=10, max_length=4000)]
    facts: Annotated[list[Annotated[str, Meta(min_length=1, max_length=200)]], Meta(max_length=50)] = []


class AnswerIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """The outcome and why; whoever raised the appeal reads it."""

    outcome: Literal["upheld", "dismissed"]
    reason: Annotated[str, Meta(min_length=3, max_length=2000)]


class AppealOut(Struct, kw_only=True):
    """An appeal as its raiser, the participant's lead and operations see it."""

    id: int
    contest: int
    title: Bilingual
    participant: str
    named: Named
    by: str
    evidence: str
    facts: list[str]
    raised_at: datetime
    answer_by: datetime
    overdue: bool
    outcome: Outcome | None
    answer: str | None
    closed_at: datetime | None
    may: list[str]
    """What the asking account may do: answer, withdraw."""


class AppealsService:
    """See the module. Every step locks the contest, because an open appeal keeps it from being signed off."""

    def __init__(self, db: Database, clock: Clock, reading: ReadingService, explaining: ExplainingService) -> None:
        self._db = db
        self._clock = clock
        self._reading = reading
        self._explaining = explaining

    async def raise_one(self, actor: Actor, contest_id: int, given: AppealIn) -> AppealOut:
        """Raise an appeal for a participant that one is, is in, or leads; one at a time."""
        if actor.kind != "account":
            raise DomainError(NEEDS_PERSON)
        await self._reading.find(actor, contest_id)
        now = self._clock.now()
        async with self._db.transaction() as connection:
            await results.one_at_a_time(connection)
            contest = await _locked(connection, contest_id)
            _judge_time(contest, now)
            await self._judge_raiser(connection, actor, contest, given.participant)
            if await connection.fetchval(_OPEN_OF, contest_id, given.participant, actor.id):
                raise DomainError(OPEN_ALREADY)
            appeal_id: int = await connection.fetchval(
                "INSERT INTO contest_appeal (contest_id, participant, account_id, agent_id, evidence, fact_ids, raised_at,"
                " answer_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
                contest_id,
                given.participant,
                actor.id,
                actor.agent_id,
                given.evidence.strip(),
                given.facts,
                now,
                now + max(LEAST_TIME_TO_ANSWER, timedelta(hours=contest.appeal_hours)),
            )
            # What people wrote stays out of the audit trail, which is never erased.
            detail = {"appeal": appeal_id, "participant": given.participant}
            await audit.record(connection, actor, "appeal.raise", f"contest/{contest_id}", detail)
            await tell(connection, contest_id)
        return await self._one(actor, appeal_id)

    async def _judge_raiser(self, connection: Connection, actor: Actor, contest: Contest, participant: str) -> None:
        """An agent who is or is in the participant, or the lead of it; nobody else, however much they may see."""
        field = await read_field(connection, contest)
        sight = await self._explaining.sight(connection, actor, contest, participant, field)
        number = int(participant[1:])
        leads = number in actor.own_teams
        if contest.participants == "agent":
            leads = await directory.is_in_any(connection, number, actor.own_teams, contest.ends)
        if sight.agent is None and not leads:
            raise DomainError(FORBIDDEN)

    async def answer(self, actor: Actor, appeal_id: int, given: AnswerIn) -> AppealOut:
        """Uphold or dismiss. Upholding changes nothing by itself: facts are mended or points adjusted where facts are kept."""
        return await self._close(actor, appeal_id, given.outcome, given.reason.strip())

    async def withdraw(self, actor: Actor, appeal_id: int) -> AppealOut:
        """Take back what one raised."""
        return await self._close(actor, appeal_id, "withdrawn", None)

    async def _close(self, actor: Actor, appeal_id: int, outcome: Outcome, reason: str | None) -> AppealOut:
        if actor.kind != "account":
            raise DomainError(NEEDS_PERSON)
        now = self._clock.now()
        async with self._db.transaction() as connection:
            await results.one_at_a_time(connection)
            row = await connection.fetchrow(
                "SELECT p.*, account.name AS raiser FROM contest_appeal p JOIN account ON account.id = p.account_id"
                " WHERE p.id = $1",
                appeal_id,
            )
            if row is None or (row["account_id"] != actor.id and not actor.may(Permission.CONTESTS_MANAGE)):
                raise DomainError(NOT_FOUND, what="appeal", key=appeal_id)
            # Nobody answers the own appeal, and nobody withdraws another's.
            own = row["account_id"] == actor.id
            same_person = is_same_person(actor, row["account_id"], row["agent_id"], row["raiser"])
            if same_person if outcome != "withdrawn" else not own:
                raise DomainError(FORBIDDEN)
            if row["outcome"] is not None:
                raise DomainError(ANSWERED)
            await _locked(connection, row["contest_id"])
            await connection.execute(
                "UPDATE contest_appeal SET outcome = $2, answer = $3, closed_by = $4, closed_at = $5 WHERE id = $1",
                appeal_id,
                outcome,
                reason,
                actor.id,
                now,
            )
            detail = {"appeal": appeal_id, "outcome": outcome}
            await audit.record(connection, actor, "appeal.close", f"contest/{row['contest_id']}", detail)
            await tell(connection, row["contest_id"])
        return await self._one(actor, appeal_id)

    async def of_contest(self, actor: Actor, contest_id: int) -> list[AppealOut]:
        """The appeals of a contest that the actor may see: the own ones, those of teams led, all for operations and HR."""
        await self._reading.find(actor, contest_id)
        return await self._listed(actor, "a.contest_id = $1", contest_id)

    async def waiting(self, actor: Actor) -> list[AppealOut]:
        """Appeals without an answer that the actor may see, the most urgent first."""
        return await self._listed(actor, "a.outcome IS NULL AND $1::int IS NULL", None)

    async def _one(self, actor: Actor, appeal_id: int) -> AppealOut:
        found = await self._listed(actor, "a.id = $1", appeal_id)
        return found[0]

    async def _listed(self, actor: Actor, where: str, value: int | None) -> list[AppealOut]:
        everything = actor.may(Permission.CONTESTS_MANAGE) or actor.may(Permission.RESULTS_SIGN)
        mine = actor.id if actor.kind == "account" else 0
        teams = [f"t{team}" for team in actor.own_teams]
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                f"{_SELECT} WHERE {where} AND ($2 OR a.account_id = $3 OR a.participant = ANY($4::text[]))"
                " ORDER BY a.outcome IS NOT NULL, a.answer_by, a.id",
                value,
                everything,
                mine,
                teams,
            )
            contests = {one.id: one for one in await store.many(connection, {row["contest_id"] for row in rows})}
            names = {one.id: await read_names(connection, one) for one in contests.values()}
        now = self._clock.now()
        return [
            _out(actor, row, contests[row["contest_id"]], names[row["contest_id"]][row["participant"]], now)
            for row in rows
        ]


_SELECT = "SELECT a.*, account.name AS by_name FROM contest_appeal a JOIN account ON account.id = a.account_id"
_OPEN_OF = (
    "SELECT EXISTS (SELECT FROM contest_appeal"
    " WHERE contest_id = $1 AND participant = $2 AND account_id = $3 AND outcome IS NULL)"
)


def _judge_time(contest: Contest, now: datetime) -> None:
    phase = contest.phase(now)
    if phase not in {"provisional", "final"}:
        raise DomainError(NOT_YET)
    if contest.signed or now >= contest.appeals_until:
        raise DomainError(TOO_LATE)


async def _locked(connection: Connection, contest_id: int) -> Contest:
    contest = await store.lock(connection, contest_id)
    if contest is None:
        raise DomainError(NOT_FOUND, what="contest", key=contest_id)
    return contest


def _out(actor: Actor, row: "asyncpg.Record", contest: Contest, named: Named, now: datetime) -> AppealOut:
    own = actor.kind == "account" and row["account_id"] == actor.id
    may = []
    if row["outcome"] is None and own:
        may.append("withdraw")
    elif row["outcome"] is None and actor.kind == "account" and actor.may(Permission.CONTESTS_MANAGE):
        may.append("answer")
    return AppealOut(
        id=row["id"],
        contest=contest.id,
        title=contest.title,
        participant=row["participant"],
        named=named,
        by=row["by_name"],
        evidence=row["evidence"],
        facts=list(row["fact_ids"]),
        raised_at=row["raised_at"],
        answer_by=row["answer_by"],
        overdue=row["outcome"] is None and now >= row["answer_by"],
        outcome=row["outcome"],
        answer=row["answer"],
        closed_at=row["closed_at"],
        may=may,
    )
