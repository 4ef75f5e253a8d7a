"""Commands on series: start one from a template, edit it from the next round on, pause, resume and stop it."""

from datetime import datetime
from itertools import islice
from typing import Any

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from leaderboards.series import Plan, Round, Weekly, rounds
from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.contests import directory
from server.contests import store as contests
from server.contests.after.stakes import NoStakes, Stakes
from server.contests.contest import Contest
from server.contests.planning.clashing import warnings_for_rounds, warnings_for_series
from server.contests.planning.entrants import Entrants, entrants_of
from server.contests.planning.launching import (
    Template,
    refuse_own_freeze,
    refuse_own_prizes,
    site_of,
    template_of,
    template_to_launch,
)
from server.contests.planning.outlook import lone_trainees
from server.contests.planning.windows import WINDOW_OVER
from server.contests.seasons.seeding import refuse_own_play
from server.contests.series import plan as series_store
from server.contests.series.edits import given_or, planned, rearranged, reason_of
from server.contests.series.judging import judge, judge_plan
from server.contests.series.plan import Series
from server.contests.series.reading import may_edit, round_out, series_out
from server.contests.series.rounds import contest_of, make_due, replan
from server.contests.series.wire import Arrangement, PreviewOut, SeriesChange, SeriesIn, SeriesOut
from server.contests.wire import Warned
from server.db.pool import Connection, Database
from server.errors import CHANGED_MEANWHILE, FORBIDDEN, NOT_FOUND, DomainError, declare
from server.wire import Bilingual

SERIES_STOPPED = declare("series_is_stopped", 409, en="This series was stopped.", zh="该系列赛已停止。")


PREVIEWED = 8
MOST_NAMED = 500
"""Of series that a search looks through: a centre has dozens, stopped ones included."""
"""Rounds shown before a series is started."""


class SeriesService:
    """What leads and operations do to series."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self.stakes: Stakes = NoStakes()

    async def start(self, actor: Actor, asked: SeriesIn) -> SeriesOut:
        """Start a series by the rules of launching; its running and next contests exist when this returns."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            series, _ = await self._asked(connection, actor, asked, now)
            series = replace(series, id=await series_store.insert(connection, series))
            await audit.record(connection, actor, "series.start", f"series/{series.id}", _plainly(series))
            await make_due(connection, series, now)
            return await self._answer(connection, actor, series.id)

    async def preview(self, actor: Actor, asked: SeriesIn) -> PreviewOut:
        """The first rounds that a series would have from today on, and who would be in too many contests. Nothing is stored."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            series, site = await self._asked(connection, actor, asked, now)
            coming = (one for one in rounds(series.plan, site.calendar) if one.window.ends > now)
            found = list(islice(coming, PREVIEWED))
            warnings = await warnings_for_rounds(connection, actor, series, site, found)
            for one in found[:1]:
                first = await contest_of(connection, series, site, one, now)
                warnings = [*await self._about(connection, first), *warnings]
        return PreviewOut(rounds=[round_out(series, one) for one in found], warnings=warnings)

    async def _about(self, connection: Connection, first: Contest) -> list[Warned]:
        """What to know about a round, which holds for those that follow as well."""
        return [*await lone_trainees(connection, first), *await self.stakes.warnings(connection, first)]

    async def _asked(
        self, connection: Connection, actor: Actor, asked: SeriesIn, now: datetime
    ) -> tuple[Series, directory.Site]:
        """The series that was asked for, judged but not stored; its id is 0."""
        refuse_own_freeze(actor, asked.freeze_minutes)
        refuse_own_prizes(actor, asked.prizes)
        refuse_own_play(actor, asked.season)
        template = await template_to_launch(connection, actor, asked.template, asked.rules)
        site = await site_of(connection, asked.site)
        entrants = await entrants_of(connection, actor, template.participants, site, asked)
        series = Series(
            id=0,
            template=template.code,
            site_id=site.id,
            title=asked.title or template.name,
            plan=Plan(
                cadence=asked.cadence,
                starts_on=asked.starts_on or site.calendar.business_day(now),
                ends_on=asked.ends_on,
                on_holidays=asked.on_holidays,
                pauses=tuple(asked.pauses),
            ),
            team_ids=() if asked.all else entrants.team_ids,
            agent_ids=() if asked.all else entrants.agent_ids,
            rules=asked.rules,
            freeze_minutes=asked.freeze_minutes,
            prizes=asked.prizes,
            arrangement=Arrangement(divisions=asked.divisions, sides=asked.sides, goal=asked.goal, season=asked.season),
            created_by=actor.id if actor.kind == "account" else None,
            created_at=now,
            edited_at=None,
            stopped_at=None,
            still=None,
            version=1,
        )
        await judge(connection, series, template)
        first = judge_plan(series.plan, site.calendar)
        await self._judge_arrangement(connection, series, site, first)
        if first.window.ends <= now and not actor.may(Permission.CONTESTS_MANAGE):
            raise DomainError(WINDOW_OVER)
        return series, site

    async def one(self, actor: Actor, series_id: int) -> SeriesOut:
        """One series."""
        async with self._db.connection() as connection:
            series = await series_store.find(connection, series_id)
            if series is None:
                raise DomainError(NOT_FOUND, what="series", key=series_id)
            return await series_out(connection, actor, series, self._clock.now())

    async def page(self, actor: Actor, site: str | None, offset: int, limit: int) -> tuple[list[SeriesOut], int]:
        """A page of series, those going on first, and how many there are."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            site_id = None if site is None else (await site_of(connection, site)).id
            found, total = await series_store.page(connection, site_id, offset, limit)
            return [await series_out(connection, actor, series, now) for series in found], total

    async def titles(self) -> list[tuple[int, Bilingual, str]]:
        """The number, title and template of every series, those going on first."""
        async with self._db.connection() as connection:
            found, _ = await series_store.page(connection, None, 0, MOST_NAMED)
            return [(one.id, one.title, one.template) for one in found]

    async def change(self, actor: Actor, series_id: int, change: SeriesChange) -> SeriesOut:
        """Edit a series from the next round on: what has begun stays, what has not is adjusted or called off."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            series = await series_store.lock(connection, series_id)
            if series is None:
                raise DomainError(NOT_FOUND, what="series", key=series_id)
            if not may_edit(actor, series):
                raise DomainError(FORBIDDEN)
            if change.version is not None and change.version != series.version:
                raise DomainError(CHANGED_MEANWHILE)
            if series.stopped_at is not None:
                raise DomainError(SERIES_STOPPED)
            # What the clock owes until now is made by the plan that held until now.
            await make_due(connection, series, now)
            new = replace(await self._edited(connection, actor, series, change), edited_at=now)
            await series_store.update(connection, new)
            await audit.record(connection, actor, "series.change", f"series/{series_id}", _plainly(new))
            await replan(connection, new, reason_of(change), now)
            return await self._answer(connection, actor, series_id)

    async def _edited(self, connection: Connection, actor: Actor, series: Series, change: SeriesChange) -> Series:
        if change.stopped is True:
            return replace(series, stopped_at=self._clock.now())
        site = (await directory.sites(connection, ids=[series.site_id]))[0]
        new = replace(
            series,
            template=given_or(change.template, series.template),
            title=given_or(change.title, series.title),
            rules=given_or(change.rules, series.rules),
            freeze_minutes=given_or(change.freeze_minutes, series.freeze_minutes),
            prizes=given_or(change.prizes, series.prizes),
            plan=planned(series.plan, change, site.calendar.business_day(self._clock.now())),
        )
        new = replace(new, arrangement=rearranged(series.arrangement, change))
        refuse_own_play(actor, None if change.season is UNSET else change.season)
        refuse_own_freeze(actor, new.freeze_minutes if change.freeze_minutes is not UNSET else None)
        refuse_own_prizes(actor, None if change.prizes is UNSET else change.prizes)
        scoring_given = new.rules if change.rules is not UNSET else None
        if change.template is not UNSET or change.rules is not UNSET:
            template = await template_to_launch(connection, actor, new.template, scoring_given)
        else:
            template = await template_of(connection, new.template)
        if not (change.teams is UNSET and change.agents is UNSET and change.all is UNSET):
            entrants = await _named(connection, actor, template, site, change)
            new = replace(new, team_ids=entrants.team_ids, agent_ids=entrants.agent_ids)
        await judge(connection, new, template)
        if change.paused is not True:
            first = judge_plan(new.plan, site.calendar)
            if (new.arrangement, new.prizes) != (series.arrangement, series.prizes):
                await self._judge_arrangement(connection, new, site, first)
        return new

    async def _judge_arrangement(
        self, connection: Connection, series: Series, site: directory.Site, first: Round
    ) -> None:
        """Play the first round in mind. Raises DomainError on what cannot be arranged, and for names that take no part."""
        contest = await contest_of(connection, series, site, first, self._clock.now())
        unknown = series.arrangement.codes - set(await directory.entrants_by_code(connection, contest))
        if unknown:
            raise DomainError(NOT_FOUND, what=contest.participants, key=", ".join(sorted(unknown)))

    async def _answer(self, connection: Connection, actor: Actor, series_id: int) -> SeriesOut:
        series = await series_store.find(connection, series_id)
        if series is None:
            raise RuntimeError(f"series {series_id} vanished inside its own transaction")
        now = self._clock.now()
        out = await series_out(connection, actor, series, now)
        out.warnings = await warnings_for_series(connection, actor, series, now)
        made = out.running or out.next
        first = None if made is None else await contests.find(connection, made)
        if first is not None:
            out.warnings = [*await self._about(connection, first), *out.warnings]
        return out


async def _named(
    connection: Connection, actor: Actor, template: Template, site: directory.Site, change: SeriesChange
) -> Entrants:
    """Who takes part from the next round on; nobody named is everybody."""
    asked = SeriesIn(
        template=template.code,
        site=site.named.code,
        cadence=Weekly(),
        teams=given_or(change.teams, []),
        agents=given_or(change.agents, []),
        all=given_or(change.all, False),
    )
    entrants = await entrants_of(connection, actor, template.participants, site, asked)
    return Entrants((), ()) if asked.all else entrants


def _plainly(series: Series) -> dict[str, Any]:
    """What the audit keeps of an edit."""
    plan: dict[str, Any] = msgspec.to_builtins(series.plan)
    everybody, stopped = series.everybody, series.stopped_at is not None
    return {
        "template": series.template,
        "plan": plan,
        "all": everybody,
        "stopped": stopped,
        "own_rules": bool(series.rules),
    }
