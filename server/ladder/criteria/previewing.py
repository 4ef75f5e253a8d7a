"""Criteria tried on the past before they are adopted: who would have been ready under them and under others, told by groups."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import date

import msgspec
from msgspec import Struct

from career.ladder import LEVELS
from career.months import add_months
from career.trying import SMALLEST_GROUP, pass_rates
from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError, declare
from server.ladder.criteria import store
from server.ladder.criteria.passing import Compared, Sifted, Tried, judge, read_lives, read_their_months, sift
from server.ladder.criteria.preview_wire import (
    ChangedOut,
    DayTriedOut,
    DimensionOut,
    GroupOut,
    PreviewIn,
    PreviewOut,
    Progress,
    StepTriedOut,
)
from server.ladder.criteria.wire import level_named
from server.ladder.evidence.gathering import Months
from server.people.reach import within_reach
from server.wire import Bilingual, Named

IN_FUTURE = declare(
    "preview_in_future", 422, en="The past can be tried, not {day}.", zh="只能用过去的日期试算，不能用 {day}。"
)

CHUNK = 500
"""People gathered and judged between two lines of progress."""
HALF_YEAR = 6


class Day(Struct, frozen=True):
    """A day to try, and the cycle it comes from."""

    as_of: date
    cycle: Bilingual | None = None


class Accepted(Struct, frozen=True):
    """A preview that may run."""

    compared: Compared
    days: tuple[Day, ...]
    names: bool


class PreviewService:
    """See the module. Accepting is refused like any request; trying then goes through everybody, some at a time."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def accept(self, actor: Actor, code: str, given: PreviewIn) -> Accepted:
        """What is tried against what, as of when. Raises DomainError."""
        if given.names and not (actor.may(Permission.CAREER_READ) and actor.sees_everybodys_personal_data):
            raise DomainError(FORBIDDEN)
        async with self._db.transaction() as connection:
            today = await store.latest_today(connection, self._clock.now())
            tried = (await store.find(connection, code)).version
            against = (
                (await store.find(connection, given.against)).version
                if given.against
                else await store.current(connection, today)
            )
            if given.as_of:
                days = tuple([Day(day) for day in sorted(set(given.as_of))])
            else:
                days = await days_before(connection, today)
            for day in days:
                within_reach(day.as_of)
                if day.as_of > today:
                    raise DomainError(IN_FUTURE, day=day.as_of.isoformat())
            if given.names:
                detail = {"against": against.code, "as_of": [day.as_of.isoformat() for day in days]}
                await audit.record(connection, actor, "criteria.preview_names", f"criteria/{code}", detail)
        return Accepted(Compared(tried, against), days, given.names)

    async def run(self, accepted: Accepted) -> AsyncIterator[bytes]:
        """Lines of JSON: how far it is, and at the end the report."""
        there = [await self._there(day.as_of) for day in accepted.days]
        everybody = sorted(set().union(*there))
        done, of = 0, len(everybody)
        found: list[list[Tried]] = [[] for _ in accepted.days]
        yield _line(Progress(done=0, of=of))
        # The database reads a portion while the one before is judged.
        sifted: list[Sifted] = []
        months: Months | None = None
        waiting = 0
        for start in range(0, of + CHUNK, CHUNK):
            portion = everybody[start : start + CHUNK]
            async with self._one_at_a_time, asyncio.TaskGroup() as both:
                judging = both.create_task(asyncio.to_thread(judge, accepted.compared, sifted, months))
                reading = both.create_task(self._read(accepted, there, portion))
            for tried, more in zip(found, judging.result(), strict=False):
                tried.extend(more)
            done += waiting
            (sifted, months), waiting = reading.result(), len(portion)
            if 0 < done < of:
                yield _line(Progress(done=done, of=of))
        days = [_day(accepted, day, tried) for day, tried in zip(accepted.days, found, strict=True)]
        code, against = accepted.compared.tried.code, accepted.compared.against.code
        report = PreviewOut(code=code, against=against, smallest=SMALLEST_GROUP, days=days)
        yield _line(Progress(done=of, of=of, report=report))

    async def _there(self, as_of: date) -> frozenset[int]:
        """Who was with the centre on the day, whoever has left since included."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                "SELECT id FROM agent WHERE (hired IS NULL OR hired < $1) AND (left_on IS NULL OR left_on > $1)", as_of
            )
        return frozenset([row["id"] for row in rows])

    async def _read(
        self, accepted: Accepted, there: Sequence[frozenset[int]], portion: Sequence[int]
    ) -> tuple[list[Sifted], Months | None]:
        if not portion:
            return [], None
        days = [
            (day.as_of, [one for one in portion if one in those])
            for day, those in zip(accepted.days, there, strict=True)
        ]
        async with self._db.connection() as connection:
            lives = await read_lives(connection, days)
            sifted = await asyncio.to_thread(sift, accepted.compared, lives)
            return sifted, await read_their_months(connection, accepted.compared, sifted)


async def days_before(connection: Connection, today: date) -> tuple[Day, ...]:
    """The as-of dates of the last two cycles that were held; before there are two, the beginnings of the last two half-years."""
    rows = await connection.fetch(
        "SELECT DISTINCT ON (as_of) as_of, name_zh, name_en FROM cycle WHERE opened IS NOT NULL AND phase <> 'cancelled'"
        " AND as_of <= $1 ORDER BY as_of DESC, id DESC LIMIT 2",
        today,
    )
    if len(rows) == 2:
        return tuple([Day(row["as_of"], Bilingual(row["name_zh"], row["name_en"])) for row in reversed(rows)])
    latest = date(today.year, 1 if today.month <= HALF_YEAR else HALF_YEAR + 1, 1)
    return Day(add_months(latest, -HALF_YEAR)), Day(latest)


def _day(accepted: Accepted, day: Day, tried: Sequence[Tried]) -> DayTriedOut:
    by_step: dict[tuple[str, str], list[Tried]] = {}
    for one in tried:
        by_step.setdefault((one.source, one.target), []).append(one)
    order = list(LEVELS)
    steps = sorted(by_step, key=lambda step: [order.index(end) if end in order else len(order) for end in step])
    changed = None
    if accepted.names:
        changed = [
            ChangedOut(
                Named(one.person.code, Bilingual(one.person.name_zh, one.person.name_en)),
                one.person.site,
                one.source,
                one.target,
                one.after,
            )
            for one in tried
            if one.before != one.after
        ]
    return DayTriedOut(
        as_of=day.as_of,
        cycle=day.cycle,
        steps=[_step(accepted, *step, by_step[step]) for step in steps],
        changed=changed,
    )


def _step(accepted: Accepted, source: str, target: str, tried: Sequence[Tried]) -> StepTriedOut:
    gained = sum(one.after and not one.before for one in tried)
    lost = sum(one.before and not one.after for one in tried)
    enough = len(tried) >= SMALLEST_GROUP
    # Their difference is in the totals: a small one beside a large one could be worked out.
    shown = enough and all(number == 0 or number >= SMALLEST_GROUP for number in (gained, lost))
    before = pass_rates((one.groups, one.before) for one in tried)
    after = pass_rates((one.groups, one.after) for one in tried)
    return StepTriedOut(
        source=level_named(source),
        target=level_named(target),
        asked_before=accepted.compared.against.step(source, target) is not None,
        asked_after=accepted.compared.tried.step(source, target) is not None,
        people=len(tried) if enough else None,
        before=sum(one.before for one in tried) if enough else None,
        after=sum(one.after for one in tried) if enough else None,
        gained=gained if shown else None,
        lost=lost if shown else None,
        # Groups are put together by their sizes alone, so both versions have the same ones.
        by=[
            DimensionOut(
                dimension,
                [
                    GroupOut(now.group, now.people, was.ready, now.ready)
                    for was, now in zip(before[dimension], rates, strict=True)
                ],
            )
            for dimension, rates in after.items()
        ],
    )


def _line(progress: Progress) -> bytes:
    return msgspec.json.encode(progress) + b"\n"
