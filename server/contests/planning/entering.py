"""Commands on one contest before and while it runs: launch, change, withdraw, cancel. Each is one audited transaction."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.contests import directory, entered, store
from server.contests.after.stakes import NoStakes, Stakes
from server.contests.contest import Contest
from server.contests.planning.entrants import TOO_FEW
from server.contests.planning.launching import changed, plan
from server.contests.planning.outlook import warnings_for
from server.contests.planning.windows import refuse_what_is_over
from server.contests.telling import tell
from server.contests.wire import ContestChange, ContestIn, Warned
from server.db.pool import Connection, Database
from server.errors import CHANGED_MEANWHILE, FORBIDDEN, NOT_FOUND, DomainError, declare

STARTED = declare(
    "contest_started", 409, en="This contest has started; its rules are locked.", zh="竞赛已开始，规则已锁定。"
)
OVER = declare("contest_over", 409, en="This contest is over.", zh="竞赛已结束。")
NOT_A_DRAFT = declare("not_a_draft", 409, en="This contest was launched already.", zh="该竞赛已经启动。")
ROUND_OF_SEASON = declare(
    "round_of_season",
    409,
    en="This is a round of a season; participants, window and rules are the season's.",
    zh="这是赛季中的一轮；参赛方、时间和规则以赛季为准。",
)
NOT_ENTERED = declare("not_entered", 409, en="The team {team} does not take part.", zh="班组 {team} 未参赛。")


class EnteringService:
    """What leads and operations do to contests."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self.stakes: Stakes = NoStakes()

    async def outlook(self, actor: Actor, asked: ContestIn) -> list[Warned]:
        """What a launch would say, without launching. Raises DomainError where the launch would be refused."""
        async with self._db.transaction() as connection:
            now = self._clock.now()
            return await self._warnings(connection, actor, await plan(connection, actor, asked, now), now)

    async def launch(self, actor: Actor, asked: ContestIn) -> tuple[Contest, list[Warned]]:
        """Create a contest, launched at once unless a draft was asked for; with what should be known about it."""
        async with self._db.transaction() as connection:
            now = self._clock.now()
            contest = await plan(connection, actor, asked, now)
            contest_id = await store.insert(connection, contest)
            if contest_id is None:
                raise RuntimeError("a contest without a series cannot exist already")
            contest = replace(contest, id=contest_id)
            await self._note(connection, actor, "contest.draft" if asked.draft else "contest.launch", contest)
            return contest, await self._warnings(connection, actor, contest, now)

    async def launch_draft(self, actor: Actor, contest_id: int) -> tuple[Contest, list[Warned]]:
        """Launch what was prepared, unless its window is over by now."""
        async with self._db.transaction() as connection:
            contest = await self._own(connection, actor, contest_id)
            now = self._clock.now()
            if contest.phase(now) != "draft":
                raise DomainError(NOT_A_DRAFT)
            refuse_what_is_over(actor, contest.period, contest.window, now)
            # The catalogue may have moved on since the draft was made.
            contest = replace(await changed(connection, actor, contest, ContestChange(), now), launched_at=now)
            await store.update(connection, contest)
            await self._note(connection, actor, "contest.launch", contest)
            return await self._reread(connection, contest_id), await self._warnings(connection, actor, contest, now)

    async def change(self, actor: Actor, contest_id: int, change: ContestChange) -> tuple[Contest, list[Warned]]:
        """Change what is still open before the start."""
        async with self._db.transaction() as connection:
            contest = await self._own(connection, actor, contest_id)
            now = self._clock.now()
            if contest.phase(now) not in {"draft", "scheduled"}:
                raise DomainError(STARTED)
            if contest.parent_id is not None:
                raise DomainError(ROUND_OF_SEASON)
            if change.version is not None and change.version != contest.version:
                raise DomainError(CHANGED_MEANWHILE)
            new = await changed(connection, actor, contest, change, now)
            await store.update(connection, new)
            if new.entrants != contest.entrants:
                await entered.reenter(connection, new)
            elif (new.divisions, new.sides) != (contest.divisions, contest.sides):
                await entered.place(connection, contest_id, new.divisions, new.sides)
            await self._note(connection, actor, "contest.change", new)
            return await self._reread(connection, contest_id), await self._warnings(connection, actor, new, now)

    async def cancel(self, actor: Actor, contest_id: int, reason: str) -> Contest:
        """Call a contest off. Whoever launched it may until the start, operations until the result is final."""
        async with self._db.transaction() as connection:
            contest = await self._own(connection, actor, contest_id)
            phase = contest.phase(self._clock.now())
            if phase in {"cancelled", "final"}:
                raise DomainError(OVER)
            if phase in {"running", "frozen", "provisional"} and not actor.may(Permission.CONTESTS_MANAGE):
                raise DomainError(STARTED)
            await self._cancel(connection, actor, contest, reason)
            return await self._reread(connection, contest_id)

    async def withdraw(self, actor: Actor, contest_id: int, team_code: str) -> Contest:
        """Take a team out before the start. With fewer than two left the contest is called off in the same breath."""
        async with self._db.transaction() as connection:
            contest = await self._visible(connection, actor, contest_id)
            if contest.parent_id is not None:
                raise DomainError(ROUND_OF_SEASON)
            team = await _entered(connection, contest, team_code)
            if team.id not in actor.own_teams and not actor.may(Permission.CONTESTS_MANAGE):
                raise DomainError(FORBIDDEN)
            now = self._clock.now()
            if contest.phase(now) not in {"draft", "scheduled"}:
                raise DomainError(STARTED)
            await entered.withdraw(connection, contest_id, team.id, now)
            await self._note(connection, actor, "contest.withdraw", contest, team=team_code)
            others = {side for entrant, side in contest.sides.items() if entrant != f"t{team.id}"}
            if len(contest.team_ids) <= 2 or (contest.sides and others != {1, 2}):
                await self._cancel(connection, actor, contest, TOO_FEW)
            return await self._reread(connection, contest_id)

    async def seen(self, actor: Actor, contest_id: int) -> None:
        """Note that this account has looked at a contest it was told about."""
        async with self._db.transaction() as connection:
            await self._visible(connection, actor, contest_id, lock=False)
            await connection.execute(
                "INSERT INTO contest_seen (contest_id, account_id, seen_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                contest_id,
                actor.id,
                self._clock.now(),
            )

    async def _warnings(self, connection: Connection, actor: Actor, contest: Contest, now: datetime) -> list[Warned]:
        """The budget first: of those who are busy there may be many."""
        return [
            *await self.stakes.warnings(connection, contest),
            *await warnings_for(connection, actor, contest, now),
        ]

    async def _visible(self, connection: Connection, actor: Actor, contest_id: int, *, lock: bool = True) -> Contest:
        contest = await (store.lock if lock else store.find)(connection, contest_id)
        if contest is None or not may_see(actor, contest):
            raise DomainError(NOT_FOUND, what="contest", key=contest_id)
        return contest

    async def _own(self, connection: Connection, actor: Actor, contest_id: int) -> Contest:
        contest = await self._visible(connection, actor, contest_id)
        if not may_edit(actor, contest):
            raise DomainError(FORBIDDEN)
        return contest

    async def _reread(self, connection: Connection, contest_id: int) -> Contest:
        contest = await store.find(connection, contest_id)
        if contest is None:
            raise RuntimeError(f"contest {contest_id} vanished inside its own transaction")
        return contest

    async def _cancel(self, connection: Connection, actor: Actor, contest: Contest, reason: str) -> None:
        cancelled = replace(contest, cancelled_at=self._clock.now(), cancel_reason=reason)
        await store.update(connection, cancelled)
        await self._note(connection, actor, "contest.cancel", contest, reason=reason)

    async def _note(self, connection: Connection, actor: Actor, action: str, contest: Contest, **more: str) -> None:
        detail = {"starts": contest.starts, "ends": contest.ends, "entrants": list(contest.entrants), **more}
        plain = msgspec.to_builtins(detail)
        await audit.record(connection, actor, action, f"contest/{contest.id}", plain)
        await tell(connection, contest.id)


def may_edit(actor: Actor, contest: Contest) -> bool:
    """Whoever created a contest and still may launch, and operations."""
    created = actor.kind == "account" and contest.created_by == actor.id and actor.may(Permission.CONTESTS_LAUNCH)
    return created or actor.may(Permission.CONTESTS_MANAGE)


def may_see(actor: Actor, contest: Contest) -> bool:
    """A draft is seen by who may edit it; everything launched by everybody who may read contests."""
    return contest.launched_at is not None or may_edit(actor, contest)


async def _entered(connection: Connection, contest: Contest, team_code: str) -> directory.Team:
    found = await directory.teams(connection, codes=[team_code])
    if not found:
        raise DomainError(NOT_FOUND, what="team", key=team_code)
    if found[0].id not in contest.team_ids:
        raise DomainError(NOT_ENTERED, team=team_code)
    return found[0]
