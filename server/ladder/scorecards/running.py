"""Months that are not published yet, counted when somebody looks and remembered for a few minutes; nothing depends on them."""

import asyncio
from datetime import datetime, timedelta

from msgspec import Struct

from career.months import Month
from career.sheets import Tier
from server.clock import Clock
from server.db.pool import Connection, Database
from server.ladder.scorecards import rules as rulebook
from server.ladder.scorecards.counting import Counted, count_agents, count_month
from server.ladder.scorecards.measuring import read_sites
from server.ladder.scorecards.sheet import Card

_FRESH = timedelta(minutes=5)
_MEDIANS_FRESH = timedelta(hours=1)
_KEPT = 50
"""Months of sites remembered at most."""


class Provisional(Struct, frozen=True):
    """A sheet that judges nobody yet, and when it was counted."""

    card: Card
    counted_at: datetime


class Held(Struct, frozen=True):
    """A month of a site as it was a moment ago."""

    counted: Counted
    at: datetime


class Running:
    """See the module. One count at a time, however many look at once."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._held: dict[tuple[int, Month, frozenset[str]], Held] = {}
        self._one_at_a_time = asyncio.Lock()

    def forget(self) -> None:
        """Count anew when somebody looks next: the rules changed, or a month was published."""
        self._held.clear()

    async def month(
        self, site_id: int, month: Month, untold: frozenset[str] = frozenset(), *, fresh: timedelta = _FRESH
    ) -> Held:
        """A whole month of a site, without the queues' medians of the metrics that are `untold`."""
        key = site_id, month, untold
        async with self._one_at_a_time:
            held = self._held.get(key)
            now = self._clock.now()
            if held is None or not now - fresh <= held.at <= now:
                async with self._db.transaction() as connection:
                    await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                    rules = {tier: one.rules for tier, one in (await rulebook.in_force(connection, month)).items()}
                    counted = await count_month(connection, await read_sites(connection), site_id, month, rules, untold)
                held = Held(counted, now)
                while len(self._held) >= _KEPT:
                    self._held.pop(next(iter(self._held)))
                self._held[key] = held
        return held

    async def sheet(
        self, tier: Tier, subject: int, site_id: int, month: Month, untold: frozenset[str] = frozenset()
    ) -> Provisional | None:
        """One sheet. An agent's own is counted at once, against medians that may be an hour old."""
        held = await self.month(site_id, month, untold, fresh=_MEDIANS_FRESH if tier == "agent" else _FRESH)
        if tier != "agent":
            return _pick(held.counted.cards[tier], subject, held.at)
        async with self._db.connection() as connection:
            cards = await self._one(connection, (subject, site_id, month), held)
        return _pick(cards, subject, self._clock.now())

    async def _one(self, connection: Connection, what: tuple[int, int, Month], held: Held) -> list[Card]:
        subject, site_id, month = what
        site = (await read_sites(connection))[site_id]
        rules = (await rulebook.in_force(connection, month))["agent"].rules
        cards, _ = await count_agents(connection, site, month, rules, (subject, held.counted.medians))
        return cards


def _pick(cards: list[Card], subject: int, at: datetime) -> Provisional | None:
    return next((Provisional(card, at) for card in cards if card.subject == subject), None)
