"""Whether contests teach: measures each one when its points are due, keeps the changes, and reports them with intervals."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from msgspec import Struct

from leaderboards.calendar import Window
from leaderboards.race import Race
from leaderboards.student import FEWEST, Estimate
from leaderboards.teaching import POINTS, Change, Weeks, baseline, due, effects, look, trained
from server.auth.actor import Actor
from server.clock import Clock
from server.contests import directory, store
from server.contests.contest import Contest
from server.contests.insight.measuring import measure
from server.contests.insight.past import over
from server.contests.reveal.hushing import with_hushes
from server.contests.scoring.evidence import one_snapshot
from server.contests.showing.boards import read_names
from server.contests.showing.reading import ReadingService
from server.db.pool import Connection, Database
from server.wire import Bilingual, Named

_log = structlog.get_logger(__name__)

_STILL_DUE = timedelta(weeks=16)
"""How long after its end a contest is still looked at; an older one came from a time before this was measured."""
_YEAR = timedelta(days=365)
_AT_ONCE = 4
"""Points measured in one go, so that a tick of the clockwork stays short."""


class PointOut(Struct, kw_only=True):
    """One look: `estimate` is the mean change with its 95 % interval, absent where fewer than five took part in it."""

    weeks: Weeks
    due: datetime
    measured: bool
    n: int
    estimate: Estimate | None


class OwnChange(Struct, kw_only=True):
    """One participant's figure before, and how much better or worse it was at each measured point."""

    participant: Named
    before: float
    changes: dict[str, float]


class MetricOut(Struct, kw_only=True):
    """What happened to one trained metric. `good` says how to read it: positive changes are always better."""

    code: str
    name: directory.Measure
    good: str
    points: list[PointOut]
    participants: list[OwnChange]


class TeachingOut(Struct, kw_only=True):
    """A contest's effect. `fewest` is how many it takes before anything is estimated."""

    contest: int
    fewest: int
    metrics: list[MetricOut]


class TemplateEffect(Struct, kw_only=True):
    """What the contests of one template changed in one metric, pooled: everybody counts once."""

    template: str
    name: Bilingual
    skill: Bilingual
    metric: str
    metric_name: directory.Measure
    weeks: Weeks
    contests: int
    n: int
    estimate: Estimate | None


class TeachingService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock, reading: ReadingService) -> None:
        self._db = db
        self._clock = clock
        self._reading = reading

    async def measure_due(self, now: datetime) -> int:
        """Measure what has become due of the signed contests; how many points. Twice at once does no harm."""
        measured = 0
        async with self._db.connection() as connection:
            waiting = [due for due in await _waiting(connection, now) if not await _hushed(connection, *due, now)]
        for contest, weeks in waiting[:_AT_ONCE]:
            async with self._db.transaction() as connection:
                await one_snapshot(connection)
                await _keep(connection, contest, weeks, await measure(connection, contest, weeks), now)
            measured += 1
        return measured

    async def of_contest(self, actor: Actor, contest_id: int) -> TeachingOut:
        """One contest's points. Single agents are shown to those who may see their figures, and to no other."""
        contest = await self._reading.find(actor, contest_id)
        async with self._db.connection() as connection:
            found = await _changes(connection, [contest_id])
            done = {row["weeks"] for row in await connection.fetch(_DONE, contest_id)}
            names = await directory.measures(connection, [used.metric_id for used in contest.metrics])
            people = await read_names(connection, contest)
            shown = await _shown(connection, actor, contest, self._clock.now())
        codes = trained(Race(contest.rules, contest.by_code))
        metrics = [
            MetricOut(
                code=code,
                name=names[code],
                good=contest.by_code[code].good,
                points=[_point(contest, weeks, weeks in done, found[weeks], code) for weeks in POINTS],
                participants=_participants(code, found, {one: people[one] for one in shown if one in people}),
            )
            for code in codes
        ]
        return TeachingOut(contest=contest_id, fewest=FEWEST, metrics=metrics)

    async def of_templates(self, weeks: Weeks, since: datetime | None) -> list[TemplateEffect]:
        """Which contests teach: every template and trained metric, over the contests that ended since (or in a year)."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(_BY_TEMPLATE, weeks, since or self._clock.now() - _YEAR)
            names = await directory.measures(
                connection, [row["id"] for row in await connection.fetch("SELECT id FROM metric")]
            )
        found: dict[str, list[Change]] = defaultdict(list)
        about = {}
        for row in rows:
            about[row["template"]] = row
            found[row["template"]].append(
                Change(row["contest_id"], row["participant"], row["metric"], row["before"], row["change"])
            )
        return [
            TemplateEffect(
                template=code,
                name=Bilingual(zh=about[code]["name_zh"], en=about[code]["name_en"]),
                skill=Bilingual(zh=about[code]["skill_zh"], en=about[code]["skill_en"]),
                metric=effect.metric,
                metric_name=names.get(effect.metric, directory.Measure(effect.metric, effect.metric)),
                weeks=weeks,
                contests=effect.contests,
                n=effect.n,
                estimate=effect.estimate,
            )
            for code, own in sorted(found.items())
            for effect in effects(weeks, own)
        ]


_DONE = "SELECT weeks FROM teaching_point WHERE contest_id = $1"
_BY_TEMPLATE = """
SELECT t.code AS template, t.name_zh, t.name_en, t.skill_zh, t.skill_en, x.contest_id, x.participant, x.metric, x.before, x.change
FROM teaching_change x JOIN contest c ON c.id = x.contest_id JOIN template t ON t.id = c.template_id
WHERE x.weeks = $1 AND c.ends >= $2 ORDER BY x.contest_id, x.participant
"""


async def _waiting(connection: Connection, now: datetime) -> list[tuple[Contest, Weeks]]:
    """Points that are due and not measured, of contests whose result is final; a season's rounds are measured with it."""
    rows = await connection.fetch(
        """
        SELECT c.id, coalesce(array_agg(p.weeks) FILTER (WHERE p.weeks IS NOT NULL), '{}') AS done
        FROM contest c LEFT JOIN teaching_point p ON p.contest_id = c.id
        WHERE c.launched_at IS NOT NULL AND c.cancelled_at IS NULL AND c.parent_id IS NULL AND c.ends <= $1 AND c.ends > $2
        GROUP BY c.id HAVING count(p.weeks) < $3 ORDER BY c.ends, c.id
        """,
        now,
        now - _STILL_DUE,
        len(POINTS),
    )
    done = {row["id"]: set(row["done"]) for row in rows}
    contests = await store.many(connection, done)
    return [
        (contest, weeks)
        for contest in contests
        if contest.phase(now) == "final"
        for weeks in POINTS
        if weeks not in done[contest.id] and due(contest.window, contest.last_cutoff, weeks) <= now
    ]


async def _hushed(connection: Connection, contest: Contest, weeks: Weeks, now: datetime) -> bool:
    """Whether a point would tell facts that a freeze hides by now; it is measured after the reveal."""
    looked_at = Window(baseline(contest.window).starts, look(contest.window, weeks).ends)
    return bool((await with_hushes(connection, over(contest, looked_at), now)).hushed(now))


async def _keep(connection: Connection, contest: Contest, weeks: Weeks, found: Iterable[Change], now: datetime) -> None:
    fresh = await connection.fetchval(
        "INSERT INTO teaching_point VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING weeks", contest.id, weeks, now
    )
    if fresh is None:
        return
    listed = list(found)
    await connection.execute(
        "INSERT INTO teaching_change SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::float8[], $6::float8[])",
        contest.id,
        weeks,
        [one.metric for one in listed],
        [one.participant for one in listed],
        [one.before for one in listed],
        [one.change for one in listed],
    )
    _log.info("teaching_measured", contest=contest.id, weeks=weeks, changes=len(listed))


async def _changes(connection: Connection, contest_ids: list[int]) -> dict[Weeks, list[Change]]:
    rows = await connection.fetch("SELECT * FROM teaching_change WHERE contest_id = ANY($1::int[])", contest_ids)
    found: dict[Weeks, list[Change]] = {weeks: [] for weeks in POINTS}
    for row in rows:
        change = Change(row["contest_id"], row["participant"], row["metric"], row["before"], row["change"])
        found[row["weeks"]].append(change)
    return found


async def _shown(connection: Connection, actor: Actor, contest: Contest, now: datetime) -> tuple[str, ...]:
    """Whose single changes may be seen: teams are no secret to who sees full boards, agents are each their own."""
    if contest.participants == "team" or actor.sees_everybodys_personal_data:
        return contest.entrants
    rows = await connection.fetch(
        "SELECT agent_id FROM membership WHERE team_id = ANY($1::int[]) AND starts <= $2 AND (ends IS NULL OR ends > $2)",
        list(actor.teams_personal),
        now,
    )
    own = {f"a{row['agent_id']}" for row in rows}
    return tuple(entrant for entrant in contest.entrants if entrant in own)


def _point(contest: Contest, weeks: Weeks, measured: bool, found: list[Change], code: str) -> PointOut:
    own = effects(weeks, [change for change in found if change.metric == code])
    return PointOut(
        weeks=weeks,
        due=due(contest.window, contest.last_cutoff, weeks),
        measured=measured,
        n=own[0].n if own else 0,
        estimate=own[0].estimate if own else None,
    )


def _participants(code: str, found: dict[Weeks, list[Change]], people: dict[str, Named]) -> list[OwnChange]:
    listed = []
    for participant, named in people.items():
        own = {
            weeks: one
            for weeks, all_ in found.items()
            for one in all_
            if (one.metric, one.participant) == (code, participant)
        }
        if own:
            before = next(iter(own.values())).before
            listed.append(
                OwnChange(participant=named, before=before, changes={str(w): one.change for w, one in own.items()})
            )
    return listed
