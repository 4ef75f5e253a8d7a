"""Looks once at every contest that has ended, with the rule book's detectors, and opens a question where one is due."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from leaderboards.calendar import Calendar, Window
from leaderboards.exact import MICRO
from leaderboards.gaming import FEWEST_PERIODS, SCORES_MATTER, SIGNS, Sample, Series, Sign, Suspicion, suspicions
from leaderboards.gathering import Tallies
from leaderboards.metrics import Tally
from leaderboards.race import Race
from leaderboards.teaching import baseline
from leaderboards.teams import Field
from server.contests import directory, store
from server.contests.contest import Contest, Definition
from server.contests.insight.past import read_past
from server.contests.insight.reviews import open_case
from server.contests.scoring.evidence import one_snapshot
from server.db.pool import Connection, Database

_log = structlog.get_logger(__name__)

_STILL_NEWS = timedelta(days=14)
"""How long after its end a contest is still looked at, say after an outage."""
_BACK = timedelta(weeks=8)
_WEEK = timedelta(weeks=1)
_MOST_PERIODS = 12
_WHOLE_DAYS = timedelta(days=3)
"""From this length on the end of a contest is its last worked day; of a shorter one it is the last fifth."""
_SURVEYS = ("csat", "satisfaction")
_READ = ("calls", "short_calls", "transfers", "handle_time", "talk_time", *_SURVEYS)

Person = tuple[str, int | None]
"""Who, and the team played in."""


class Seen(NamedTuple):
    """Everybody's totals over one period by metric code, and over its end."""

    whole: dict[str, dict[str, Tally]]
    ending: dict[str, dict[str, Tally]]


class ScanningService:
    """See the module. It runs with the clockwork; a contest that was scanned is never scanned again."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def scan_due(self, now: datetime) -> int:
        """Look at one contest that has ended and not been looked at; how many cases were opened."""
        async with self._db.connection() as connection:
            contest_id = await connection.fetchval(
                """
                SELECT c.id FROM contest c
                WHERE c.launched_at IS NOT NULL AND c.cancelled_at IS NULL AND c.parent_id IS NULL AND c.ends <= $1 AND c.ends > $2
                  AND NOT EXISTS (SELECT FROM review_scan s WHERE s.contest_id = c.id) ORDER BY c.ends, c.id LIMIT 1
                """,
                now,
                now - _STILL_NEWS,
            )
        return 0 if contest_id is None else await self._scan(contest_id, now)

    async def _scan(self, contest_id: int, now: datetime) -> int:
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            # Whoever notes it first looks; another process then finds nothing to do.
            first = await connection.fetchval(
                "INSERT INTO review_scan VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING contest_id", contest_id, now
            )
            contest = await store.find(connection, contest_id)
            if first is None or contest is None:
                return 0
            field, found = await _look(connection, contest)
            teams = _teams(field)
            for suspicion in found:
                await open_case(connection, contest, suspicion, teams.get(suspicion.agent), now)
        if found:
            _log.info("review_cases_opened", contest=contest_id, cases=len(found))
        return len(found)


async def _look(connection: Connection, contest: Contest) -> tuple[Field, list[Suspicion]]:
    """Everything odd about a contest, at most one question a person and detector."""
    calendar = (await directory.sites(connection, ids=[contest.site_id]))[0].calendar
    known = await directory.definitions(connection)
    read = [known[code] for code in _READ if code in known]
    field, _ = await read_past(connection, contest, contest.window)
    seen = await _seen(connection, contest, contest.window, calendar, read)
    usual = [await _seen(connection, contest, window, calendar, read) for window in _usual_windows(contest)]
    found: dict[tuple[str, str], Suspicion] = {}
    for measure, sign in SIGNS.items():
        people = _series(measure, usual, seen)
        for one in suspicions(measure, sign, people):
            found.setdefault((one.agent, one.detector), one)
    for one in await _sandbagging(connection, contest):
        found.setdefault((one.agent, one.detector), one)
    playing = {member.agent for participant in field.participants for member in participant.members}
    return field, [one for one in found.values() if one.agent in playing]


def _usual_windows(contest: Contest) -> list[Window]:
    """The eight weeks before, in periods as long as the contest but no longer than a week."""
    length = min(contest.ends - contest.starts, _WEEK)
    if length >= _WHOLE_DAYS:
        return [
            Window(contest.starts - length * n, contest.starts - length * (n - 1))
            for n in range(1, _BACK // length + 1)
        ]
    # A sprint is compared with the same hours of the days before it.
    return [
        Window(contest.starts - timedelta(days=n), contest.starts - timedelta(days=n) + length)
        for n in range(1, _MOST_PERIODS + 1)
    ]


async def _seen(
    connection: Connection, contest: Contest, window: Window, calendar: Calendar, read: Iterable[Definition]
) -> Seen:
    whole = _by_agent(*await read_past(connection, contest, window, read))
    ending = _by_agent(*await read_past(connection, contest, _end_of(window, calendar), read))
    return Seen(whole, ending)


def _end_of(window: Window, calendar: Calendar) -> Window:
    """The last worked day of a longer window, the last fifth of a short one."""
    if window.ends - window.starts < _WHOLE_DAYS:
        return Window(window.ends - (window.ends - window.starts) / 5, window.ends)
    day = calendar.working_days(window)[-1]
    return Window(
        max(window.starts, calendar.start_of(day)), min(window.ends, calendar.start_of(day + timedelta(days=1)))
    )


def _by_agent(field: Field, tallies: Tallies) -> dict[str, dict[str, Tally]]:
    """Totals per person and metric, over every queue."""
    found: dict[str, dict[str, Tally]] = defaultdict(dict)
    for participant in field.participants:
        for member in participant.members:
            for subject in member.subjects:
                for (code, _), tally in tallies.get(subject, {}).items():
                    found[member.agent].setdefault(code, Tally()).merge(tally)
    return found


def _series(measure: str, usual: list[Seen], seen: Seen) -> list[Series]:
    found = []
    for agent in seen.whole:
        now = _sample(measure, agent, seen)
        past = [sample for period in usual if (sample := _sample(measure, agent, period)) is not None]
        if now is not None and len(past) >= FEWEST_PERIODS:
            found.append(Series(agent, tuple(past), now))
    return found


def _sample(measure: str, agent: str, period: Seen) -> Sample | None:
    """One person's period; None where the centre does not measure this, or not of this person."""
    own = period.whole.get(agent, {})
    calls = own["calls"].sum_value / MICRO if "calls" in own else 0.0
    if measure == "handle_time":
        times = own.get("handle_time") or own.get("talk_time")
        # Where very short calls are counted, their number says it better than the mean.
        return (
            None
            if times is None or "short_calls" in own
            else Sample(times.sum_weighted / MICRO**2, times.sum_weight / MICRO)
        )
    if not calls:
        return None
    if measure == "ending":
        last = period.ending.get(agent, {}).get("calls")
        # Who was off on the last day has no end to compare, neither now nor as a habit.
        return Sample(last.sum_value / MICRO, calls) if last is not None and last.sum_value else None
    if measure == "surveys":
        answered = sum([own[code].n for code in _SURVEYS if code in own])
        return (
            Sample(answered, calls)
            if any(code in all_ for code in _SURVEYS for all_ in period.whole.values())
            else None
        )
    return Sample(own[measure].sum_value / MICRO, calls) if measure in own else None


async def _sandbagging(connection: Connection, contest: Contest) -> list[Suspicion]:
    """Before a contest about improvement: weeks that were unusually weak, against the time before them."""
    if contest.rules.method != "improvement":
        return []
    weak = baseline(contest.window)
    earlier = [Window(weak.starts - _WEEK * n, weak.starts - _WEEK * (n - 1)) for n in range(1, 9)]
    now = _by_agent(*await read_past(connection, contest, weak))
    past = [_by_agent(*await read_past(connection, contest, window)) for window in earlier]
    found = []
    for code in sorted(Race(contest.rules, contest.by_code).scoring.reads()):
        metric = contest.by_code[code]
        if metric.combine != "mean" or metric.good == "band":
            continue
        sign = Sign("sandbagging", rises=metric.good == "lower", least=1, matters=SCORES_MATTER)
        people = [
            Series(agent, tuple(before), _mean_sample(own[code]))
            for agent, own in now.items()
            if code in own
            and len(before := [_mean_sample(week[agent][code]) for week in past if code in week.get(agent, {})]) > 0
        ]
        found += suspicions(code, sign, people)
    return found


def _mean_sample(tally: Tally) -> Sample:
    return Sample(tally.sum_weighted / MICRO**2, tally.sum_weight / MICRO)


def _teams(field: Field) -> dict[str, int | None]:
    """The team each agent played in; none in a contest between agents."""
    return {
        member.agent: int(participant.id[1:]) if participant.kind == "team" else None
        for participant in field.participants
        for member in participant.members
    }
