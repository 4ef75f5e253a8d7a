"""Ninety days in a minute: the past day by day, so that every fact is received when its system would have sent it.

A result is signed from what was received before its cutoffs. Facts that all arrived today would come too late for last
week's; therefore the clock of the service is set to each past day in turn, that day's facts are sent, and the contests
are told what time it is.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from seeds.centre import Centre
from seeds.doors import Doors
from seeds.mishaps import day_of, refused
from seeds.work import Fact, Work

_LAST = "telephony"
_BATCH = 2_500


class Replay:
    """Hands out the centre's facts by the day on which they are sent; `now` is the present, the end of the last day."""

    def __init__(self, centre: Centre, now: datetime) -> None:
        self._centre = centre
        self._work = Work(centre)
        self._days = (centre.anchor - centre.first).days
        self._now = now
        self._generated = centre.first - timedelta(days=1)
        self._end = int(now.timestamp())
        self._waiting: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))

    @property
    def steps(self) -> range:
        """One for each day, and the present as the last."""
        return range(self._days + 1)

    def instant(self, step: int) -> datetime:
        """What the clock says in this step: the present's time of day."""
        return self._now - timedelta(days=self._days - step)

    async def due(self, step: int) -> dict[str, list[str]]:
        """What is sent in this step, by source; ask in order of steps, each once."""
        # Chengdu's business day begins on the evening before in UTC.
        for day in self._ungenerated(until=self.instant(step).date() + timedelta(days=1)):
            for fact in (*await day_of(self._work, day), *refused(day, _noon(day))):
                self._keep(fact)
        return self._waiting.pop(step, {})

    def _ungenerated(self, until: date) -> Iterator[date]:
        while self._generated < until:
            self._generated += timedelta(days=1)
            yield self._generated

    def _keep(self, fact: Fact) -> None:
        step = self._days - (self._end - fact.due) // 86_400
        if step <= self._days:
            self._waiting[max(step, 0)][fact.source].append(fact.line)


async def play(
    replay: Replay,
    doors: Doors,
    set_clock: Callable[[datetime], Awaitable[None]],
    tell: Callable[[int], None],
    *,
    resumed: bool,
) -> None:
    """Send everything; when `resumed`, from the first day that is not in yet.

    `set_clock` sets the clock and lets contests catch up; it is called before and after a day's facts.
    """
    facts = await replay.due(0)
    for step in replay.steps:
        # The next day is invented while the database works on this one.
        async with asyncio.TaskGroup() as both:
            following = both.create_task(replay.due(step + 1)) if step + 1 in replay.steps else None
            if resumed:
                resumed = await _is_in(doors, facts)
            if not resumed:
                await set_clock(replay.instant(step))
                await _send(doors, facts)
                await set_clock(replay.instant(step))
                tell(step)
        if following is not None:
            facts = following.result()


async def _send(doors: Doors, facts: dict[str, list[str]]) -> None:
    """The sources send side by side, as they do in life; one line is kept for the end, to say that all the others are in."""
    last = facts.get(_LAST, [])[-1:]
    async with asyncio.TaskGroup() as sending:
        for source, lines in sorted(facts.items()):
            before = lines[:-1] if source == _LAST else lines
            for start in range(0, len(before), _BATCH):
                sending.create_task(doors.send(source, before[start : start + _BATCH]))
    if last:
        await doors.send(_LAST, last)


async def _is_in(doors: Doors, facts: dict[str, list[str]]) -> bool:
    last = facts.get(_LAST, [])[-1:]
    if not last:
        return True
    id_ = json.loads(last[0])["id"]
    return await doors.ask("GET", f"/facts/{_LAST}/{id_}", taken=("not_found",)) is not None


def _noon(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
