"""Manual adjustments: points given or taken by operations, with a reason that stays inside and a neutral word for everybody."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from leaderboards.adjusting import Code, parse_points
from leaderboards.exact import format_score
from leaderboards.plays import CupPlay
from leaderboards.rules import Decimal
from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.contests import store
from server.contests.after import results
from server.contests.after.points import Adjustment, all_of
from server.contests.reveal.freezing import sees_truth, takes_part
from server.contests.showing.boards import read_names
from server.contests.showing.reading import ReadingService
from server.contests.telling import tell
from server.db.pool import Database
from server.errors import NOT_FOUND, DomainError, declare
from server.wire import Named

NOT_RUNNING = declare(
    "nothing_to_adjust", 409, en="Points are adjusted from the start of a contest on.", zh="竞赛开始后才能调整分数。"
)
NO_POINTS = declare(
    "no_points",
    422,
    en="{amount} is no number of points: not nothing, and at most four decimals.",
    zh="{amount} 不是有效的分数：不能为零，最多四位小数。",
)


OWN_CONTEST = declare(
    "adjuster_takes_part",
    403,
    en="Who takes part in this contest cannot give or take points in it; somebody outside its teams has to.",
    zh="参加本场竞赛的人员不能为它加分或扣分，请未参赛的同事处理。",
)
NO_TABLE = declare(
    "no_table_to_adjust",
    409,
    en="A cup has no table of points; adjust the round instead.",
    zh="杯赛没有积分榜；请在相应的轮次里调整得分。",
)
SEASON_SIGNED = declare(
    "season_signed",
    409,
    en="The table of this season is signed. What changes now comes from corrections of its rounds.",
    zh="该赛季的积分榜已签署；此后的变动只能来自各轮的更正。",
)


class AdjustmentIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Signed points, why (operations and HR read it), and the word the public reads."""

    participant: Annotated[str, Meta(pattern=r"^[ta][0-9]{1,9}$")]
    amount: Decimal
    code: Code
    reason: Annotated[str, Meta(min_length=3, max_length=2000)]


class AdjustmentOut(Struct, kw_only=True):
    """An entry as operations and HR see it."""

    id: int
    participant: str
    named: Named
    amount: str
    code: Code
    reason: str
    made_at: datetime
    by: str | None
    counts: bool


class AdjustingService:
    """See the module. Entries are never changed; an opposite one takes back."""

    def __init__(self, db: Database, clock: Clock, reading: ReadingService) -> None:
        self._db = db
        self._clock = clock
        self._reading = reading

    async def adjust(self, actor: Actor, contest_id: int, given: AdjustmentIn) -> list[AdjustmentOut]:
        """Give or take points. Until the result is signed they count at once; afterwards they wait for a correction set. Nobody
        does so in a contest they play in."""
        try:
            amount = parse_points(given.amount)
        except ValueError as fault:
            raise DomainError(NO_POINTS, amount=given.amount) from fault
        await self._reading.find(actor, contest_id)
        now = self._clock.now()
        async with self._db.transaction() as connection:
            await results.one_at_a_time(connection)
            contest = await store.lock(connection, contest_id)
            if contest is None or contest.phase(now) in {"draft", "scheduled", "cancelled"}:
                raise DomainError(NOT_RUNNING)
            if isinstance(contest.play, CupPlay):
                raise DomainError(NO_TABLE)
            if contest.in_rounds and contest.signed:
                raise DomainError(SEASON_SIGNED)
            if await takes_part(connection, contest, actor.agent_id, actor.own_teams):
                raise DomainError(OWN_CONTEST)
            if given.participant not in contest.entrants:
                raise DomainError(NOT_FOUND, what="participant", key=given.participant)
            await connection.execute(
                "INSERT INTO contest_adjustment (contest_id, participant, amount, code, reason, made_by, made_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7)",
                contest_id,
                given.participant,
                amount,
                given.code,
                given.reason.strip(),
                actor.id if actor.kind == "account" else None,
                now,
            )
            detail = {"participant": given.participant, "amount": format_score(amount), "code": given.code}
            await audit.record(connection, actor, "contest.adjust", f"contest/{contest_id}", detail)
            await tell(connection, contest_id)
        return await self.all(actor, contest_id)

    async def all(self, actor: Actor, contest_id: int) -> list[AdjustmentOut]:
        """Every adjustment with its reason; the guard lets operations and HR pass. Who may not know how a frozen contest
        stands does not read what others have given since."""
        contest = await self._reading.find(actor, contest_id)
        now = self._clock.now()
        known_until = contest.known_until(now)
        async with self._db.connection() as connection:
            found = await all_of(connection, contest_id)
            if known_until is not None and not await sees_truth(connection, actor, contest, now):
                found = [one for one in found if one.made_at < known_until or _made(actor, one)]
            names = await read_names(connection, contest)
        return [
            AdjustmentOut(
                id=one.id,
                participant=one.participant,
                named=names[one.participant],
                amount=format_score(one.amount),
                code=one.code,
                reason=one.reason if _reads_reasons(actor) else "",
                made_at=one.made_at,
                by=one.by,
                counts=one.counts(contest),
            )
            for one in found
        ]


def _made(actor: Actor, one: Adjustment) -> bool:
    return actor.kind == "account" and one.made_by == actor.id


def _reads_reasons(actor: Actor) -> bool:
    return actor.may(Permission.CONTESTS_MANAGE) or actor.may(Permission.RESULTS_SIGN)
