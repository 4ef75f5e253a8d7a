"""Draws one person's own path from the same evidence and rules that a review would use, as of today."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from career import words
from career.changes import compare
from career.defaults import DEFAULTS
from career.evidence import View
from career.forecast import outlook
from career.ladder import LEVELS, TRACKS, track_of
from career.months import add_months
from career.readiness import Readiness, assess, more_favourable
from career.sentences import sentence
from career.versions import MORE_FAVOURABLE_MONTHS, Step, Version, judged_by
from server.auth.actor import Actor
from server.clock import Clock
from server.contests.service import ContestsService
from server.db.pool import Connection, Database
from server.errors import DomainError, declare
from server.ladder.criteria import store
from server.ladder.criteria.naming import Words, read_words, said
from server.ladder.criteria.wire import change_out, level_named
from server.ladder.evidence.gathering import Person, gather
from server.ladder.path.helping import Around, Training
from server.ladder.path.telling import per_mille, told
from server.ladder.path.wire import (
    AskedThereOut,
    ByVersionOut,
    ComingOut,
    NextStepOut,
    PathOut,
    PathTrackOut,
    RungOut,
    StepAheadOut,
)
from server.training.exams.reading import chances
from server.wire import Bilingual, Named

NOT_AN_AGENT = declare(
    "no_path",
    409,
    en="This account belongs to no agent, so there is no path to show.",
    zh="该账号没有对应的坐席，没有成长路径可显示。",
)

MOST_CONTESTS = 30


class Judged(Struct, frozen=True):
    """One step by one of the versions that count."""

    version: Version
    step: Step
    readiness: Readiness
    until: date | None


class PathService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock, contests: ContestsService) -> None:
        self._db = db
        self._clock = clock
        self._contests = contests

    async def own(self, actor: Actor) -> PathOut:
        """The path of the account's own agent, as of the business day it is at the agent's site."""
        if actor.agent_id is None:
            raise DomainError(NOT_AN_AGENT)
        training = await self._training(actor)
        async with self._db.connection() as connection:
            today = await today_at(connection, actor.agent_id, self._clock.now())
            found = [one async for one in gather(connection, [actor.agent_id], as_of=today)]
            versions = await store.versions(connection)
            vocabulary = await read_words(connection)
            exams = await chances(connection, actor.agent_id, self._clock.now())
            team = await team_of(connection, found[0][0]) if found else None
        if not found:
            raise DomainError(NOT_AN_AGENT)
        person, evidence = found[0]
        view = View(evidence, today)
        return _path(person, versions, vocabulary, Around(view, training, vocabulary.names, exams), team)

    async def _training(self, actor: Actor) -> tuple[Training, ...]:
        """Contests the person is in that are not over, with what they measure."""
        now = self._clock.now()
        return tuple(
            Training(one.id, one.title, frozenset(one.by_code), bool(one.practice), one.starts <= now)
            for one in await self._contests.reading.ahead_of(actor, MOST_CONTESTS)
        )


async def team_of(connection: Connection, person: Person) -> Named | None:
    """The team somebody is in, by name."""
    row = await connection.fetchrow("SELECT code, name_zh, name_en FROM team WHERE id = $1", person.team_id)
    return Named(row["code"], Bilingual(row["name_zh"], row["name_en"])) if row else None


async def today_at(connection: Connection, agent_id: int, now: datetime) -> date:
    """The business day it is at an agent's site."""
    day: date = await connection.fetchval(
        "SELECT business_day($2, s.zone, s.day_starts) FROM agent a JOIN site s ON s.id = a.site_id WHERE a.id = $1",
        agent_id,
        now,
    )
    return day


def _path(
    person: Person, versions: Sequence[Version], vocabulary: Words, around: Around, team: Named | None
) -> PathOut:
    view = around.view
    held = view.held
    level = held.level if held is not None else person.level
    judging = judged_by(versions, view.as_of)
    current = judging[0]
    return PathOut(
        agent=Named(person.code, Bilingual(zh=person.name_zh, en=person.name_en)),
        site=person.site,
        team=team,
        as_of=view.as_of,
        hired=person.hired,
        level=level_named(level),
        since=held.since if held is not None else None,
        criteria=current.code,
        criteria_since=None if current.code == DEFAULTS.code else current.effective,
        criteria_note=current.note,
        tracks=_tracks(level, around),
        next=[next_step(judged, around) for judged in judged_steps(versions, judging, level, view)],
        ladder=[
            StepAheadOut(
                source=level_named(step.source),
                target=level_named(step.target),
                asked=[
                    AskedThereOut(
                        name=Bilingual(zh=one.zh, en=one.en),
                        sentence=said(sentence(one.criterion, around.names)),
                        role=one.role,
                    )
                    for one in step.enabled
                ],
            )
            for step in current.steps
        ],
        coming=_coming(versions, current, level, vocabulary, view.as_of),
    )


def _tracks(level: str, around: Around) -> list[PathTrackOut]:
    """Where one is, on the track one is on; the levels that were held, with the day each began."""
    since = {held.level: held.since for held in around.view.evidence.levels if held.since < around.view.as_of}
    found = []
    for track in TRACKS:
        codes = [one.code for one in track.levels]
        # On the track one came from, everything up to the highest level that was held lies behind.
        behind = max((codes.index(code) + 1 for code in since if code in codes), default=0)
        at = codes.index(level) if level in codes else -1
        rungs = []
        for i, one in enumerate(track.levels):
            place: Literal["here", "passed", "ahead"] = (
                "here" if i == at else "passed" if i < (at if at >= 0 else behind) else "ahead"
            )
            rungs.append(
                RungOut(
                    code=one.code,
                    name=Bilingual(zh=one.zh, en=one.en),
                    place=place,
                    since=since.get(one.code) if place != "ahead" else None,
                )
            )
        found.append(PathTrackOut(track.code, Bilingual(zh=track.zh, en=track.en), rungs))
    return found


def judged_steps(versions: Sequence[Version], judging: Sequence[Version], level: str, view: View) -> list[list[Judged]]:
    """Every step from the level that a version which counts today knows, by each of them, the one in force first; the
    professional track before the management one."""
    targets = dict.fromkeys(step.target for version in judging for step in version.steps_from(level))
    order = list(LEVELS)
    found = []
    for target in sorted(targets, key=lambda code: order.index(code) if code in order else len(order)):
        by = []
        for i, version in enumerate(judging):
            step = version.step(level, target)
            if step is not None:
                until = _until(versions, version) if i else None
                by.append(Judged(version, step, assess(step, view), until))
        found.append(by)
    return found


def _until(versions: Sequence[Version], version: Version) -> date | None:
    """The day from which a replaced version counts no more."""
    later = [one.effective for one in versions if one.effective > version.effective]
    return add_months(min(later), MORE_FAVOURABLE_MONTHS) if later else None


def next_step(judged: list[Judged], around: Around) -> NextStepOut:
    """One step by the more favourable of the versions that count, all of them named beside it."""
    best = judged[0]
    for other in judged[1:]:
        if more_favourable(other.readiness, best.readiness):
            best = other
    step, readiness = best.step, best.readiness
    seen = outlook(step, around.view, readiness)
    required = [
        verdict
        for one, verdict in zip(step.enabled, readiness.verdicts, strict=True)
        if one.role == "required" and verdict.asked
    ]
    track = track_of(step.target)
    return NextStepOut(
        source=level_named(step.source),
        target=level_named(step.target),
        track=track.code if track else "",
        state=readiness.state,
        state_text=said(words.STATES[readiness.state]),
        blockers=[said(words.REASONS[code]) for code in readiness.blockers],
        score=per_mille(readiness.score),
        met=sum(verdict.met for verdict in required),
        required=len(required),
        on=seen.on,
        assumptions=[said(words.ASSUMPTIONS[code]) for code in seen.assumptions],
        versions=[
            ByVersionOut(
                code=one.version.code,
                effective=one.version.effective,
                until=one.until,
                state=one.readiness.state,
                score=per_mille(one.readiness.score),
                counts=one is best,
            )
            for one in judged
        ],
        verdicts=[
            told(one, verdict, trend, ahead, around)
            for one, verdict, trend, ahead in zip(
                step.enabled, readiness.verdicts, seen.trends, seen.ahead, strict=True
            )
        ],
    )


def _coming(
    versions: Sequence[Version], current: Version, level: str, vocabulary: Words, today: date
) -> list[ComingOut]:
    """What was adopted for later, each against the one before it."""
    found = []
    before = current
    for version in versions:
        if version.effective > today:
            changes = [one for one in compare(before, version, vocabulary.names) if one.source == level]
            found.append(
                ComingOut(
                    code=version.code,
                    effective=version.effective,
                    note=version.note,
                    changes=[change_out(one) for one in changes],
                )
            )
            before = version
    return found
