"""Gives prizes once a result is signed, and puts them right once it is corrected: exactly once, whoever is killed in between."""

from collections import Counter
from datetime import datetime

import structlog

from leaderboards.ledger import POINTS, Entry, budget, prize, reversal
from server.auth import audit
from server.clock import Clock
from server.contests import store as contests
from server.contests.after import results
from server.contests.after.deeds import people_of
from server.contests.scoring.evidence import one_snapshot
from server.db.pool import Connection, Database
from server.honors.prizes import store
from server.honors.prizes.righting import Righted, free_of, held_of, losing, righted
from server.honors.prizes.store import Prize
from server.honors.prizes.winning import Due, account_of, due_of, without_erased
from server.honors.rewards import posting
from server.honors.rewards import store as rewards
from server.honors.rewards.posting import Who
from server.honors.rewards.rules import RewardRules
from server.supervise import each

_log = structlog.get_logger(__name__)

BY = Who("contest", None, None)
"""Nobody gives a prize: it follows from a signed result."""


class PrizeSettling:
    """See the module. A revision is worked out in one transaction, and given in another; each can be asked for twice."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def follow(self, _: datetime) -> None:
        """Work out signed revisions that were not, then give what budgets hold."""
        async with self._db.connection() as connection:
            unsettled = await store.unsettled(connection)
        await each(unsettled, lambda one: self.settle(*one))
        async with self._db.connection() as connection:
            waiting = [one.contest for one in await store.waiting(connection)]
        await each(waiting, self.give)

    async def settle(self, contest_id: int, revision: int) -> None:
        """Bring what was won to what this revision says; nothing is given yet."""
        due = await self._due(contest_id, revision)
        async with self._db.transaction() as connection:
            closed = await posting.in_season(connection)
            if not await store.note_settled(connection, contest_id, revision):
                return
            prizes = await store.of_contest(connection, contest_id)
            held = held_of(prizes)
            due = await without_erased(connection, due)
            losers = losing(due, held)
            mirrors = await self._mirrors(connection, [one for who in losers for one in held[who]])
            await posting.lock(connection, [part for entry in mirrors.values() for part in entry.postings])
            found = righted(due, held, await free_of(connection, losers), closed)
            for one in found.take:
                await posting.post(connection, mirrors[one.id], BY, rules=RewardRules(), closed=closed)
            await _keep(connection, contest_id, revision, prizes, found)
        _log.info("prizes_worked_out", contest=contest_id, revision=revision, winners=len(due), taken=len(found.take))

    async def give(self, contest_id: int) -> bool:
        """Give what waits, to everybody or to nobody yet; whether the budget of the site held it."""
        async with self._db.transaction() as connection:
            closed = await posting.in_season(connection)
            waiting = await store.waiting_of(connection, contest_id)
            contest = await contests.find(connection, contest_id)
            if contest is None or not waiting:
                return False
            out_of, now = f"s{contest.site_id}", self._clock.now()
            entries = [_entry(one, out_of, now) for one in waiting]
            await posting.lock(connection, [part for entry in entries for part in entry.postings])
            held = {(budget(out_of), POINTS): await rewards.held(connection, budget=out_of)}
            left = await posting.balance(connection, budget(out_of)) - held[budget(out_of), POINTS]
            total = sum(one.amount for one in waiting)
            if total > left:
                return False
            for entry in entries:
                await posting.post(connection, entry, BY, rules=RewardRules(), closed=closed, held=held)
            await store.note_posted(connection, [one.id for one in waiting], now)
            detail = {"points": total, "winners": len(waiting)}
            await audit.record(connection, None, "rewards.prizes", f"contest/{contest_id}", detail)
        _log.info("prizes_given", contest=contest_id, points=total, winners=len(waiting))
        return True

    async def _due(self, contest_id: int, revision: int) -> dict[str, Due]:
        """Out of what is signed, which stays as it is; read in one state of the database, as the ledger may not be."""
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            contest = await contests.find(connection, contest_id)
            if contest is None:
                return {}
            signed = next(one for one in await results.revisions(connection, contest_id) if one.revision == revision)
            rows = results.decode_standings(signed.standings).rows
            return due_of(contest, rows, await people_of(connection, contest))

    async def _mirrors(self, connection: Connection, given: list[Prize]) -> dict[int, Entry]:
        found = {}
        for one in given:
            target = await posting.entry_of(connection, one.entry_id)
            if target is not None:
                found[one.id] = reversal(f"reverse:{one.entry_id}", self._clock.now(), BY.key, target)
        return found


def _entry(one: Prize, out_of: str, now: datetime) -> Entry:
    return prize(one.entry_id, now, BY.key, out_of, account_of(one.who), one.amount, str(one.contest_id))


async def _keep(connection: Connection, contest_id: int, revision: int, before: list[Prize], found: Righted) -> None:
    """Write down what was judged. The number in the ledger counts how often somebody was given something in this contest."""
    times = Counter(one.who for one in before)
    won = [(who, one, f"prize:{contest_id}:{who}:{times[who] + 1}") for who, one in found.give.items()]
    await store.note_lost(connection, [one.id for one in (*found.drop, *found.take)], revision, kept=False)
    await store.note_lost(connection, [one.id for one in found.keep], revision, kept=True)
    await store.note_regained(connection, [one.id for one in found.stand])
    await store.add(connection, contest_id, revision, won)
