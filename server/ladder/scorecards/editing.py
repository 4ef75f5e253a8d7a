"""Changes what scorecards ask: new rules of a tier from a month on that nobody has been judged by yet."""

from collections.abc import Sequence
from typing import Any

from career.months import Month, month_of, month_text, parse_month
from career.refusal import Fault
from career.scorecard import Rules
from career.sheets import CLASSIC, DEFAULT_SHEETS, Tier
from career.words import FAULTS
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError, declare
from server.ladder.scorecards import rules as rulebook
from server.ladder.scorecards import trying
from server.ladder.scorecards.following import REACH
from server.ladder.scorecards.rules import Adopted
from server.ladder.scorecards.running import Running
from server.ladder.scorecards.wire import AdoptedOut, FaultOut, ReadyMade, RulesIn, RulesOut, TriedOut, TryIn
from server.wire import Bilingual

MONTH_PUBLISHED = declare(
    "scorecard_month_published",
    409,
    en="{month} is published somewhere already: what it asked can no longer change. The first month still open is {first}.",
    zh="{month} 已有职场发布，该月的评分规则不能再改。最早可改的月份是 {first}。",
)
BAD_RULES = declare(
    "bad_scorecard_rules", 422, en="The scorecard does not hold together: {why}", zh="评分卡规则有误：{why}"
)
_NOT_ON_THIS_TIER = Bilingual("这一层级的评分卡不能用这种计分方式", "This tier cannot be measured this way")


class EditingService:
    """See the module. Rules are never changed or taken back: later ones take their place."""

    def __init__(self, db: Database, clock: Clock, running: Running) -> None:
        self._db = db
        self._clock = clock
        self._running = running

    async def all(self) -> RulesOut:
        """Every version, which of them hold this month, and what ships to begin from."""
        async with self._db.connection() as connection:
            held = {one.id for one in (await rulebook.in_force(connection, self._this())).values()}
            items = [_out(one, in_force=one.id in held) for one in await rulebook.listed(connection)]
            first = month_text(await self._first_open(connection))
        return RulesOut(items=items, ready_made=_ready_made(), first_open=first)

    async def adopt(self, actor: Actor, given: RulesIn) -> AdoptedOut:
        """New rules. Raises `bad_scorecard_rules`, `scorecard_month_published`."""
        month = parse_month(given.from_month)
        async with self._db.transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.scorecard_rules'))")
            found = await self._faults(connection, given.tier, given.rules)
            if found:
                why = "; ".join(f"{fault.where}: {fault.code}" for fault in found)
                raise DomainError(BAD_RULES, why=why, faults=_texts(found))
            first = await self._first_open(connection)
            if month < first:
                raise DomainError(MONTH_PUBLISHED, month=given.from_month, first=month_text(first))
            made = self._clock.now(), actor.id if actor.kind == "account" else None
            made_id = await rulebook.keep(connection, given.tier, month, given.rules, given.note, made)
            detail = {"tier": given.tier, "from": given.from_month}
            await audit.record(connection, actor, "scorecard.rules", f"scorecard_rules/{made_id}", detail)
            kept = (await rulebook.find(connection, [made_id]))[made_id]
            held = (await rulebook.in_force(connection, self._this()))[given.tier].id == made_id
        self._running.forget()
        return _out(kept, in_force=held)

    async def try_out(self, given: TryIn) -> TriedOut:
        """The faults, and without any what the rules would have made of the latest published month."""
        async with self._db.transaction() as connection:
            await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            found = await self._faults(connection, given.tier, given.rules)
            if found:
                return TriedOut(faults=_texts(found))
            latest = await connection.fetchval("SELECT max(month) FROM scorecard_month")
            return await trying.tried(connection, given.tier, given.rules, latest or self._this() - 1)

    async def _faults(self, connection: Connection, tier: Tier, rules: Rules) -> list[Fault]:
        rows = await connection.fetch("SELECT code, subject FROM metric WHERE archived_at IS NULL")
        agents = [row["code"] for row in rows if row["subject"] == "agent"]
        return rulebook.faults(tier, rules, agents, [row["code"] for row in rows if row["subject"] == "team"])

    async def _first_open(self, connection: Connection) -> Month:
        """Rules may begin with the first month that no site has published: what somebody was judged by stands."""
        latest = await connection.fetchval("SELECT max(month) FROM scorecard_month")
        return self._this() - REACH if latest is None else int(latest) + 1

    def _this(self) -> Month:
        return month_of(self._clock.now().date())


def _out(one: Adopted, *, in_force: bool) -> AdoptedOut:
    values: dict[str, Any] = {
        name: getattr(one, name) for name in ("id", "tier", "rules", "note", "made_at", "made_by")
    }
    return AdoptedOut(from_month=month_text(one.from_month) if one.from_month else None, in_force=in_force, **values)


def _texts(found: Sequence[Fault]) -> list[FaultOut]:
    return [
        FaultOut(
            code=fault.code,
            where=fault.where,
            word=fault.word,
            text=Bilingual(*FAULTS[fault.code]) if fault.code in FAULTS else _NOT_ON_THIS_TIER,
        )
        for fault in found
    ]


_SHIPPED = {
    "agent": Bilingual("标准坐席评分卡", "Standard agent's scorecard"),
    "lead": Bilingual("标准班组长评分卡", "Standard lead's scorecard"),
    "centre": Bilingual("标准中心评分卡", "Standard centre's scorecard"),
}


def _ready_made() -> list[ReadyMade]:
    made = [
        ReadyMade(code=f"standard_{tier}", name=_SHIPPED[tier], tier=tier, rules=rules)
        for tier, rules in DEFAULT_SHEETS.items()
    ]
    name = Bilingual(
        "三大传统指标（话务量、服务质量、培训考核）", "The three classic indices (volume, quality, training)"
    )
    return [*made, ReadyMade(code="classic", name=name, tier="agent", rules=CLASSIC)]
