"""The ceremony of a reveal: who presents it, how it goes forward and back, and its end, when the public board goes on."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from leaderboards.feed import Stage
from leaderboards.reveal import stages
from leaderboards.standings import Standings
from server.auth import audit
from server.auth.accounts import Named, able_to, agents_of
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.contests import store
from server.contests.contest import Contest
from server.contests.planning.entering import may_edit
from server.contests.reveal import kept
from server.contests.reveal.freezing import NOT_FROZEN, presents, sees_truth, takes_part
from server.contests.scoring.evidence import evidence_now, one_snapshot
from server.contests.showing.boards import board_of, head_of, read_names, read_site
from server.contests.showing.reading import ReadingService
from server.contests.telling import tell
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, NOT_FOUND, DomainError, declare
from server.live.ports import OnStage

STILL_PLAYED = declare(
    "still_played",
    409,
    en="The contest is still being played; it can be revealed once it has ended.",
    zh="竞赛仍在进行，结束后才能揭榜。",
)
OUT_OF_STEP = declare(
    "out_of_step",
    409,
    en="The ceremony is at step {step} of {steps}; it goes one step at a time.",
    zh="揭榜已进行到第 {step} 步（共 {steps} 步），每次只能前进或后退一步。",
)
PRESENTER_TAKES_PART = declare(
    "presenter_takes_part",
    409,
    en="Who takes part in this contest cannot be named to present it; choose somebody outside its teams.",
    zh="参赛人员不能被指定为揭榜人，请另选一位未参赛的同事。",
)
NOT_BEGUN = declare("reveal_not_begun", 409, en="The ceremony has not begun.", zh="揭榜仪式尚未开始。")

GRACE = timedelta(hours=1)
"""So long the clock leaves a ceremony alone that began shortly before it would have revealed by itself."""


class RevealOut(Struct, kw_only=True):
    """A freeze and its reveal as whoever presents it sees them."""

    phase: str
    ends: datetime
    freezes_at: datetime | None
    reveal_by: datetime | None
    revealed_at: datetime | None
    presenter: Named | None
    may: list[str]
    """What the asking account may do now: see the truth, name a presenter, present."""
    started_at: datetime | None = None
    step: int = 0
    steps: int = 0
    """How many stages there are to show."""
    stages: list[Stage] = []
    """All of them, the first place last; for who presents without seeing the truth, those that everybody sees."""
    outdated: bool = False
    """Facts that came since the ceremony began have changed these places: the board after it will show others."""
    walls: int = 0
    """Screens that show this contest: displays that were there a moment ago, and windows opened as a wall."""


class RevealingService:
    """See the module. `walls` counts the screens that show a contest; the rooms that hold them provide it."""

    def __init__(self, db: Database, clock: Clock, reading: ReadingService) -> None:
        self._db = db
        self._clock = clock
        self._reading = reading
        self.walls: Callable[[int, int], Awaitable[int]] = _nobody

    async def show(self, actor: Actor, contest_id: int) -> RevealOut:
        """The freeze of a contest for who presents it, may name who does, or manages contests."""
        contest = await self._reading.find(actor, contest_id)
        if not (may_edit(actor, contest) or presents(actor, contest)):
            raise DomainError(FORBIDDEN)
        now = self._clock.now()
        frozen = contest.phase(now) == "frozen"
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            named = (
                await able_to(connection, Permission.CONTESTS_LAUNCH, contest.presenter) if contest.presenter else []
            )
            out = RevealOut(
                phase=contest.phase(now),
                ends=contest.ends,
                freezes_at=contest.freezes_at,
                reveal_by=contest.reveal_by,
                revealed_at=contest.revealed_at,
                presenter=named[0] if named else None,
                may=await _may(connection, actor, contest, now),
            )
            if "see" in out.may or "present" in out.may:
                await self._add_stages(connection, contest, out, now)
        if frozen:
            out.walls = await self.walls(contest.id, contest.site_id)
        return out

    async def _add_stages(self, connection: Connection, contest: Contest, out: RevealOut, now: datetime) -> None:
        to_be = await _stages(connection, contest, await _to_be_shown(connection, contest, now))
        begun = await kept.read_reveal(connection, contest.id)
        shown = to_be
        if begun is not None:
            out.started_at, out.step = begun.started_at, begun.step
            shown = await _stages(connection, contest, begun.standings)
        out.steps = len(shown)
        if "see" in out.may:
            out.stages, out.outdated = shown, _places(shown) != _places(to_be)
        else:
            out.stages = shown[: out.step]

    async def start(self, actor: Actor, contest_id: int) -> RevealOut:
        """Begin the ceremony: what it reveals stays as it is now. Once begun nothing happens; the clock gives it time."""
        contest = await self._presented(actor, contest_id)
        now = self._clock.now()
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            standings = await _to_be_shown(connection, contest, now)
        async with self._db.transaction() as connection:
            contest = await _locked(connection, contest_id, now)
            begun: int | None = await connection.fetchval(
                "INSERT INTO contest_reveal (contest_id, started_at, started_by, standings, stepped_at)"
                " VALUES ($1, $2, $3, $4, $2) ON CONFLICT (contest_id) DO NOTHING RETURNING contest_id",
                contest_id,
                now,
                actor.id if actor.kind == "account" else None,
                kept.standings_to_bytes(standings),
            )
            if begun is not None:
                await connection.execute(
                    "UPDATE contest SET reveal_by = greatest(reveal_by, $2), version = version + 1 WHERE id = $1",
                    contest_id,
                    now + GRACE,
                )
                await self._note(connection, actor, "contest.reveal.start", contest)
        return await self.show(actor, contest_id)

    async def step(self, actor: Actor, contest_id: int, step: int) -> RevealOut:
        """Show so many stages: one more than now, one fewer, or as many, which changes nothing and may be said again."""
        await self._presented(actor, contest_id)
        now = self._clock.now()
        async with self._db.transaction() as connection:
            contest = await _locked(connection, contest_id, now)
            begun = await kept.read_reveal(connection, contest_id)
            if begun is None:
                raise DomainError(NOT_BEGUN)
            steps = len(await _stages(connection, contest, begun.standings))
            if abs(step - begun.step) > 1 or not 0 <= step <= steps:
                raise DomainError(OUT_OF_STEP, step=begun.step, steps=steps)
            if step != begun.step:
                await connection.execute(
                    "UPDATE contest_reveal SET step = $2, stepped_at = $3 WHERE contest_id = $1", contest_id, step, now
                )
                await self._note(connection, actor, "contest.reveal.step", contest, step=step)
        return await self.show(actor, contest_id)

    async def finish(self, actor: Actor, contest_id: int) -> RevealOut:
        """Let the public board go on, after a ceremony or without one. What is revealed already stays revealed."""
        contest = await self._reading.find(actor, contest_id)
        if contest.revealed_at is not None and (may_edit(actor, contest) or presents(actor, contest)):
            return await self.show(actor, contest_id)
        await self._presented(actor, contest_id)
        now = self._clock.now()
        async with self._db.transaction() as connection:
            first: int | None = await connection.fetchval(
                "UPDATE contest SET revealed_at = $2, version = version + 1 WHERE id = $1 AND revealed_at IS NULL"
                " AND cancelled_at IS NULL RETURNING id",
                contest_id,
                now,
            )
            if first is not None:
                await self._note(connection, actor, "contest.reveal.finish", contest)
        return await self.show(actor, contest_id)

    async def presenters(self, actor: Actor, contest_id: int) -> list[Named]:
        """Who may be named: everybody who may launch contests and does not take part in this one."""
        contest = await self._reading.find(actor, contest_id)
        if not may_edit(actor, contest):
            raise DomainError(FORBIDDEN)
        async with self._db.connection() as connection:
            found = await able_to(connection, Permission.CONTESTS_LAUNCH)
            agents = await agents_of(connection, [one.id for one in found])
            return [one for one in found if not await takes_part(connection, contest, agents[one.id])]

    async def name_presenter(self, actor: Actor, contest_id: int, account_id: int) -> RevealOut:
        """Hand the ceremony to somebody, by whoever launched the contest or operations, until it is revealed."""
        await self._reading.find(actor, contest_id)
        now = self._clock.now()
        async with self._db.transaction() as connection:
            contest = await store.lock(connection, contest_id)
            if contest is None or not may_edit(actor, contest):
                raise DomainError(FORBIDDEN)
            if contest.freezes_at is None or contest.phase(now) not in {"draft", "scheduled", "running", "frozen"}:
                raise DomainError(NOT_FROZEN)
            if not await able_to(connection, Permission.CONTESTS_LAUNCH, account_id):
                raise DomainError(NOT_FOUND, what="account", key=account_id)
            if await takes_part(connection, contest, (await agents_of(connection, [account_id]))[account_id]):
                raise DomainError(PRESENTER_TAKES_PART)
            await connection.execute(
                "UPDATE contest SET presenter_id = $2, version = version + 1 WHERE id = $1", contest_id, account_id
            )
            await self._note(connection, actor, "contest.presenter", contest, account=account_id)
        return await self.show(actor, contest_id)

    async def on_stage(self, contest_ids: Sequence[int]) -> OnStage:
        """Which of these contests is being revealed now, the newest ceremony first, and whether any might be soon."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            waiting = [
                contest.id
                for contest in await store.many(connection, contest_ids)
                if contest.ends <= now and contest.phase(now) == "frozen"
            ]
            found = await connection.fetchval(
                "SELECT contest_id FROM contest_reveal WHERE contest_id = ANY($1::int[]) ORDER BY started_at DESC LIMIT 1",
                waiting,
            )
        return OnStage(found, bool(waiting))

    async def _presented(self, actor: Actor, contest_id: int) -> Contest:
        contest = await self._reading.find(actor, contest_id)
        now = self._clock.now()
        if not (presents(actor, contest) or actor.may(Permission.CONTESTS_MANAGE)):
            raise DomainError(FORBIDDEN)
        if contest.phase(now) != "frozen":
            raise DomainError(NOT_FROZEN)
        if now < contest.ends:
            raise DomainError(STILL_PLAYED)
        return contest

    async def _note(self, connection: Connection, actor: Actor, action: str, contest: Contest, **more: int) -> None:
        await audit.record(connection, actor, action, f"contest/{contest.id}", dict(more))
        await tell(connection, contest.id)


async def _nobody(_contest_id: int, _site_id: int) -> int:
    return 0


async def _locked(connection: Connection, contest_id: int, now: datetime) -> Contest:
    """The contest, which stays frozen until this transaction ends."""
    contest = await store.lock(connection, contest_id)
    if contest is None or contest.phase(now) != "frozen":
        raise DomainError(NOT_FROZEN)
    return contest


async def _to_be_shown(connection: Connection, contest: Contest, now: datetime) -> Standings:
    """What the public board will tell once this contest is revealed; another one that is still being played may keep it from
    telling everything."""
    return (await evidence_now(connection, replace(contest, revealed_at=now), now)).standings


async def _stages(connection: Connection, contest: Contest, standings: Standings) -> list[Stage]:
    head = head_of(contest, await read_site(connection, contest), "frozen", restricted=True)
    names = await read_names(connection, contest)
    return list(stages(board_of(head, standings, names, None, contest.ends)))


def _places(shown: list[Stage]) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(stage.division, stage.place, tuple(row.id for row in stage.rows)) for stage in shown]


async def _may(connection: Connection, actor: Actor, contest: Contest, now: datetime) -> list[str]:
    phase = contest.phase(now)
    allowed = []
    if (
        may_edit(actor, contest)
        and contest.freezes_at is not None
        and phase in {"draft", "scheduled", "running", "frozen"}
    ):
        allowed.append("name")
    if phase == "frozen" and await sees_truth(connection, actor, contest, now):
        allowed.append("see")
    if (
        phase == "frozen"
        and now >= contest.ends
        and (presents(actor, contest) or actor.may(Permission.CONTESTS_MANAGE))
    ):
        allowed.append("present")
    return allowed
