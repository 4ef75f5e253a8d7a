"""Prizes of contests: what hangs on a result before it is signed, what was won, and what waits for a budget."""

from collections.abc import Sequence

from msgspec import Struct

from leaderboards.ledger import budget
from leaderboards.prizes import at_most
from leaderboards.ranking import Standing
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.contests import store as contests
from server.contests.after.deeds import people_of
from server.contests.contest import Contest
from server.contests.planning.entering import may_see
from server.contests.wire import Warned
from server.db.pool import Connection, Database
from server.errors import NOT_FOUND, DomainError, declare, sentences
from server.honors.prizes import store
from server.honors.prizes.correcting import PrizesOnResults
from server.honors.prizes.settling import PrizeSettling
from server.honors.prizes.store import Prize, Waiting
from server.honors.prizes.winning import due_of, without_erased
from server.honors.rewards import posting
from server.honors.rewards import store as rewards
from server.honors.rewards.rules import rules

BUDGET_SHORT = declare(
    "prizes_over_budget",
    409,
    en="The prizes come to as much as {points} points, more than the site's budget holds now. What it lacks is not lost: the"
    " prizes wait until operations allot more.",
    zh="本场奖励最多需 {points} 分，超过职场目前的预算。不足部分不会作废，待运营补足预算后发放。",
)
TWO_SIGN = declare(
    "prizes_take_two",
    409,
    en="The prizes may come to {points} points. Above {limit} two persons who take no part sign the result.",
    zh="本场奖励可能达到 {points} 分；超过 {limit} 分时，结果须由两名未参赛的人员签署。",
)

_MEMBERS = """
SELECT count(m.agent_id) AS n FROM unnest($1::int[]) AS asked(id)
LEFT JOIN membership m ON m.team_id = asked.id AND m.starts <= $2 AND (m.ends IS NULL OR m.ends > $2) GROUP BY asked.id"""


class WonIn(Struct, frozen=True):
    """What of a contest's prizes somebody may see. `lacks` is what the budget is short of, for those who keep it."""

    prizes: Sequence[Prize]
    lacks: int | None


class PrizesService:
    """See the module; it is what contests ask as their `Stakes`."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self.settling = PrizeSettling(db, clock)
        self.effects = PrizesOnResults()

    async def warnings(self, connection: Connection, contest: Contest) -> list[Warned]:
        """Whether the prizes, at their most, are more than the budget holds or one signature may decide. How much a budget
        holds is not told: whoever launches need not know."""
        if not contest.prizes:
            return []
        sizes = [1] * len(contest.agent_ids)
        if contest.participants == "team":
            rows = await connection.fetch(_MEMBERS, list(contest.team_ids), contest.starts)
            sizes = [row["n"] for row in rows]
        points = at_most(contest.prizes, sizes, len(set(contest.divisions.values())), contest.format)
        limit = (await rules(connection)).prize_limit
        found = [_warned(TWO_SIGN, points=points, limit=limit)] if points > limit else []
        if points > await _left(connection, contest.site_id):
            found.append(_warned(BUDGET_SHORT, points=points))
        return found

    async def take_two(self, connection: Connection, contest: Contest, rows: Sequence[Standing]) -> bool:
        """Whether the prizes of a result that ends so are more than one signature may decide."""
        if not contest.prizes or contest.two_person:
            return False
        due = await without_erased(connection, due_of(contest, rows, await people_of(connection, contest)))
        return sum(one.amount for one in due.values()) > (await rules(connection)).prize_limit

    async def of_contest(self, actor: Actor, contest_id: int) -> WonIn:
        """All for those who keep points; for agents their own, for leads what the budgets of their teams won. What was taken
        back is between its owner and those; that something was kept without a ground, between those alone."""
        async with self._db.connection() as connection:
            contest = await contests.find(connection, contest_id)
            if contest is None or not may_see(actor, contest):
                raise DomainError(NOT_FOUND, what="contest", key=contest_id)
            found = await store.of_contest(connection, contest_id)
            if actor.may(Permission.REWARDS_MANAGE):
                waiting = sum(one.amount for one in found if one.state == "waits")
                left = await _left(connection, contest.site_id, but=contest_id) if waiting else 0
                return WonIn(found, max(0, waiting - left))
            mine = {f"a{actor.agent_id}", *(f"t{team}" for team in actor.own_teams)}
            return WonIn([one for one in found if one.who in mine], None)

    async def waiting(self) -> list[tuple[Waiting, int]]:
        """Contests whose prizes wait, each with what the budget of its site holds."""
        async with self._db.connection() as connection:
            found = await store.waiting(connection)
            sites = {one.site.code for one in found}
            rows = await connection.fetch(
                "SELECT s.id, s.code FROM unnest($1::text[]) AS asked(code) JOIN site s ON s.code = asked.code",
                sorted(sites),
            )
            left = {row["code"]: await _holds(connection, f"s{row['id']}") for row in rows}
            return [(one, left[one.site.code]) for one in found]


async def _holds(connection: Connection, key: str) -> int:
    return await posting.balance(connection, budget(key)) - await rewards.held(connection, budget=key)


async def _left(connection: Connection, site_id: int, but: int = 0) -> int:
    """What the budget of a site holds beside what other contests wait for."""
    waits = sum(one.points for one in await store.waiting(connection, site_id) if one.contest != but)
    return await _holds(connection, f"s{site_id}") - waits


def _warned(code: str, **figures: object) -> Warned:
    return Warned(code=code, messages=dict(sentences(code, figures)))
