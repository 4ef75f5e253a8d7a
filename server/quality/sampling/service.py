"""Making a site's plan of a month, planning it anew, and the samples of each evaluator."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from career.quality.sampling import PER_MONTH
from leaderboards.calendar import Calendar
from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.people.places import calendar_of, id_of
from server.quality.evaluations.ports import Made
from server.quality.refusals import NEEDS_ACCOUNT
from server.quality.sampling import store
from server.quality.sampling.planning import Change, analysts_of, change
from server.quality.sampling.progress import Progress, progress_of
from server.quality.sampling.refusals import (
    MONTH_FAR,
    NO_EVALUATOR,
    NO_PLAN,
    NO_SAMPLE,
    NOT_EVALUATOR,
    PLAN_THERE,
    SAMPLE_DONE,
    SAMPLE_MISMATCH,
    SAMPLE_OTHERS,
    SAMPLE_OWN_LINE,
)
from server.quality.sampling.store import Evaluator, PlanKept, SampleKept
from server.quality.sampling.working import NEAR_DAYS, Month, read_month

FOLLOW_EVERY = 1800.0
"""Seconds between two looks at what leave and leavers have changed."""
SHOWN_AFTER = timedelta(days=31)
"""How long what an evaluator did stays on the own list."""


class PlanWanted(Struct, frozen=True):
    """A plan to be made; without `evaluators` every analyst takes part."""

    site: str
    month: date
    per_month: int = PER_MONTH
    evaluators: Sequence[int] | None = None


class SamplingService:
    """See the module. Also what `evaluations` calls when a sample was judged."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def plans(self) -> list[PlanKept]:
        """All plans, the latest month first."""
        async with self._db.connection() as connection:
            return await store.plans(connection)

    async def evaluators(self) -> list[Evaluator]:
        """Who can be chosen."""
        async with self._db.connection() as connection:
            return await store.evaluators(connection)

    async def progress(self, plan_id: int) -> Progress:
        """How far a plan has come, what is late, and what planning anew would change. Raises `no_such_sampling_plan`."""
        async with self._db.connection() as connection:
            return await self._progress(connection, plan_id)

    async def make(self, actor: Actor, wanted: PlanWanted) -> Progress:
        """A plan for a site's month. Raises `sampling_plan_there`, `sampling_month_far`, `no_evaluator`."""
        _person(actor)
        async with self._db.transaction() as unit:
            site_id = await id_of(unit, "site", wanted.site)
            month, now = wanted.month.replace(day=1), self._clock.now()
            _refuse_far(month, (await calendar_of(unit, site_id)).business_day(now))
            plan_id = await store.add_plan(unit, site_id, month, wanted.per_month, actor.id, now)
            if plan_id is None:
                raise DomainError(PLAN_THERE, site=wanted.site, month=f"{month:%Y-%m}")
            await self._choose(unit, plan_id, wanted.evaluators)
            made = await self._plan(unit, plan_id, None)
            detail = {"site": wanted.site, "month": month, "samples": len(made.added)}
            await audit.record(unit, actor, "sampling.make", f"sampling_plan/{plan_id}", detail)
            return await self._progress(unit, plan_id)

    async def replan(
        self,
        actor: Actor,
        plan_id: int,
        per_month: int | None = None,
        evaluators: Sequence[int] | None = None,
        *,
        share: bool = False,
    ) -> Progress:
        """Plan anew, perhaps with other evaluators; nothing moves that is done or still can be. With `share` the samples of days
        to come are shared out anew, so that whoever was added takes part in them."""
        _person(actor)
        async with self._db.transaction() as unit:
            await self._found(unit, plan_id, lock=True)
            detail: dict[str, object] = {}
            if evaluators is not None:
                detail["before"] = [one.id for one in await store.chosen(unit, plan_id)]
                await self._choose(unit, plan_id, evaluators)
                detail["evaluators"] = sorted(set(evaluators))
            made = await self._plan(unit, plan_id, per_month, share=share)
            detail |= {"added": len(made.added), "dropped": len(made.dropped)}
            await audit.record(unit, actor, "sampling.replan", f"sampling_plan/{plan_id}", detail)
            return await self._progress(unit, plan_id)

    async def follow(self) -> None:
        """Plan anew what leave, leavers and rosters have changed in months that are not over; the clock's doing."""
        async with self._db.connection() as connection:
            since = (self._clock.now() - timedelta(days=1)).date().replace(day=1)
            open_plans = await store.plans(connection, since=since)
        for one in open_plans:
            async with self._db.transaction() as unit:
                await self._found(unit, one.id, lock=True)
                made = await self._plan(unit, one.id, None)
                if not made.is_none:
                    detail = {"added": len(made.added), "dropped": len(made.dropped)}
                    await audit.record(unit, None, "sampling.replan", f"sampling_plan/{one.id}", detail)

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            await self.follow()
            await asyncio.sleep(FOLLOW_EVERY)

    async def mine(self, actor: Actor) -> list[SampleKept]:
        """What the actor has to judge, and what was judged lately. Assessors see a sample once its call is chosen."""
        _person(actor)
        async with self._db.connection() as connection:
            found = await store.of_account(connection, actor.id, self._clock.now() - SHOWN_AFTER)
        return [one for one in found if actor.may(Permission.QUALITY_EVALUATE) or one.call]

    async def assign(
        self, actor: Actor, sample_id: int, account_id: int | None, call: str, recording: str
    ) -> SampleKept:
        """Choose the call of a sample, or hand it to another evaluator. Raises `sample_done`, `sample_own_line`."""
        async with self._db.transaction() as unit:
            sample = await self._open(unit, sample_id)
            taker = account_id or sample.account_id
            found = await store.evaluators(unit, [taker])
            if not found:
                raise DomainError(NOT_EVALUATOR, key=taker)
            (kept,) = await store.plans(unit, plan_id=sample.plan_id)
            month = await read_month(unit, kept.site_id, kept.month)
            (analyst,) = await analysts_of(unit, found, month, self._clock.now())
            if sample.agent.code in analyst.own_line:
                raise DomainError(SAMPLE_OWN_LINE, agent=sample.agent.code)
            await store.assign(unit, sample_id, taker, call, recording)
            await audit.record(unit, actor, "sampling.assign", f"sample/{sample_id}", {"account": taker})
            return await self._sample(unit, sample_id)

    async def fulfil(self, connection: Connection, actor: Actor, sample_id: int, made: Made) -> None:
        """See `server.quality.evaluations.ports.Assignments`."""
        sample = await self._open(connection, sample_id)
        if sample.account_id != actor.id or actor.kind != "account":
            raise DomainError(SAMPLE_OTHERS)
        if sample.agent_id != made.agent_id:
            raise DomainError(SAMPLE_MISMATCH, why=sample.agent.code)
        if sample.call and sample.call != made.call:
            raise DomainError(SAMPLE_MISMATCH, why=sample.call)
        at: datetime = await connection.fetchval("SELECT at FROM qa_evaluation WHERE id = $1", made.id)
        site_id = await connection.fetchval("SELECT site_id FROM agent WHERE id = $1", made.agent_id)
        calendar: Calendar = await calendar_of(connection, site_id)
        if abs(calendar.business_day(at) - sample.day) > timedelta(days=NEAR_DAYS):
            raise DomainError(SAMPLE_MISMATCH, why=sample.day.isoformat())
        await store.link(connection, sample_id, made.id, self._clock.now())

    async def reopen(self, connection: Connection, evaluation_id: int) -> None:
        """See `server.quality.evaluations.ports.Assignments`."""
        await store.unlink(connection, evaluation_id)

    async def _choose(self, unit: Connection, plan_id: int, wanted: Sequence[int] | None) -> None:
        found = await store.evaluators(unit, wanted)
        if wanted is None:
            found = [one for one in found if one.role == "analyst"]
        elif missing := set(wanted) - {one.id for one in found}:
            raise DomainError(NOT_EVALUATOR, key=min(missing))
        if not found:
            raise DomainError(NO_EVALUATOR)
        await store.choose(unit, plan_id, [one.id for one in found])

    async def _plan(self, unit: Connection, plan_id: int, per_month: int | None, *, share: bool = False) -> Change:
        kept = await self._found(unit, plan_id)
        kept = replace(kept, per_month=per_month or kept.per_month)
        _, month, made = await self._change(unit, kept, share=share)
        if not made.is_none or per_month:
            added = [
                (month.agents[one.agent].id, one.day, int(one.analyst.removeprefix("account:"))) for one in made.added
            ]
            await store.replace(unit, plan_id, [one.id for one in made.dropped], added)
            await store.planned(unit, plan_id, kept.per_month, self._clock.now())
        return made

    async def _change(
        self, connection: Connection, kept: PlanKept, *, share: bool = False
    ) -> tuple[list[SampleKept], Month, Change]:
        month = await read_month(connection, kept.site_id, kept.month)
        evaluators = await store.chosen(connection, kept.id)
        analysts = await analysts_of(connection, evaluators, month, self._clock.now())
        samples = await store.of_plan(connection, kept.id)
        today = month.calendar.business_day(self._clock.now())
        return samples, month, change(kept, samples, month, analysts, today if share else None)

    async def _progress(self, connection: Connection, plan_id: int) -> Progress:
        kept = await self._found(connection, plan_id)
        samples, month, drift = await self._change(connection, kept)
        chosen = await store.chosen(connection, plan_id)
        names = await store.names(connection, sorted({one.id for one in chosen} | {one.account_id for one in samples}))
        today = month.calendar.business_day(self._clock.now())
        return progress_of(kept, samples, month, drift, names, [one.id for one in chosen], today)

    @staticmethod
    async def _found(connection: Connection, plan_id: int, *, lock: bool = False) -> PlanKept:
        found = await store.plans(connection, plan_id=plan_id, lock=lock)
        if not found:
            raise DomainError(NO_PLAN, key=plan_id)
        return found[0]

    @staticmethod
    async def _sample(connection: Connection, sample_id: int, *, lock: bool = False) -> SampleKept:
        found = await store.one(connection, sample_id, lock=lock)
        if found is None:
            raise DomainError(NO_SAMPLE, key=sample_id)
        return found

    async def _open(self, unit: Connection, sample_id: int) -> SampleKept:
        sample = await self._sample(unit, sample_id, lock=True)
        if sample.evaluation_id is not None:
            raise DomainError(SAMPLE_DONE)
        return sample

    def today(self, sample: SampleKept) -> date:
        """The date at the sample's site."""
        return self._clock.now().astimezone(ZoneInfo(sample.zone)).date()


def _person(actor: Actor) -> None:
    if actor.kind != "account":
        raise DomainError(NEEDS_ACCOUNT)


def _refuse_far(month: date, today: date) -> None:
    away = (month.year - today.year) * 12 + month.month - today.month
    if not -1 <= away <= 3:
        raise DomainError(MONTH_FAR)
