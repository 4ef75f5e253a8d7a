"""Makes the rounds of a series: the next contests when they are due, and those not begun yet anew when the series is edited."""

from datetime import datetime
from itertools import islice

import structlog
from msgspec.structs import replace

from leaderboards.calendar import Window
from leaderboards.metrics import Period
from leaderboards.plays import LeaguePlay
from leaderboards.series import Cadence, Monthly, Round, Span, Weekly, due, label, rounds
from server.auth import audit
from server.contests import directory, entered, store
from server.contests.contest import Contest
from server.contests.planning.entrants import Entrants, entrants_now
from server.contests.planning.launching import arranged_as_asked, stage, template_of
from server.contests.seasons import following
from server.contests.seasons.layout import on_calendar
from server.contests.series import plan as series_store
from server.contests.series.plan import Series, Still
from server.contests.telling import tell
from server.contests.wire import BySize, ByTenure
from server.db.pool import Connection
from server.errors import DomainError
from server.wire import Bilingual

_log = structlog.get_logger(__name__)

CHANGED, PAUSED, STOPPED = "series_changed", "series_paused", "series_stopped"
"""Why a series calls a round off that has not begun; screens put it into words."""


def period_of(cadence: Cadence) -> Period:
    """What a round counts as: which templates suit it, and how long its metrics wait for late facts."""
    if isinstance(cadence, Weekly):
        return "week"
    return "month" if isinstance(cadence, Monthly) else "hours"


def title_of(series: Series, span: Span) -> Bilingual:
    """The series' title with the week, month or day, so that its contests can be told apart."""
    when = label(series.plan.cadence, span)
    return Bilingual(zh=f"{series.title.zh} {when}", en=f"{series.title.en} {when}")


async def make_due(connection: Connection, series: Series, now: datetime) -> list[int]:
    """Create the contests that a series lacks so that the running and the next one exist; the ids created.

    The caller has locked the series. What stands in the way is noted on the series and tried again at every look.
    """
    site = (await directory.sites(connection, ids=[series.site_id]))[0]
    made: list[int] = []
    # One at a time: a season may last longer than its month, and the next one begins no earlier than it ends.
    while lacking := due(series.plan, site.calendar, await _newest(connection, series.id), series.edited_at, now):
        try:
            contest = await contest_of(connection, series, site, lacking[0], now)
        except DomainError as fault:
            await _stand_still(connection, series, fault, now)
            return made
        made += await _enter(connection, contest)
    if series.still is not None:
        await series_store.note_still(connection, series.id, None)
    return made


async def ahead(connection: Connection, series: Series, site: directory.Site, most: int) -> list[Round]:
    """The rounds after those that exist, as they would be made by the series as it stands."""
    if series.stopped_at is not None:
        return []
    following = rounds(series.plan, site.calendar, await _newest(connection, series.id))
    return list(islice(following, most))


async def replan(connection: Connection, series: Series, reason: str, now: datetime) -> None:
    """After an edit: contests that have not begun are adjusted where their round is still meant, else called off.

    A lead's withdrawal from an adjusted contest stands. What has begun stays as it is. The caller has locked the series,
    whose `edited_at` is now.
    """
    site = (await directory.sites(connection, ids=[series.site_id]))[0]
    waiting = await _not_begun(connection, series.id, now)
    meant: dict[Span, Round] = {}
    if series.stopped_at is None:
        before = await _newest(connection, series.id, without=[contest.id for contest in waiting])
        meant = {one.span: one for one in due(series.plan, site.calendar, before, series.edited_at, now)}
    for contest in waiting:
        one = meant.get(_span(contest))
        if one is None or contest.template != series.template or contest.format != "race":
            await _call_off(connection, contest, reason, now)
        else:
            await _adjust(connection, contest, await contest_of(connection, series, site, one, now))
    if series.stopped_at is None:
        await make_due(connection, series, now)


def _span(contest: Contest) -> Span:
    if contest.series_first is None or contest.series_after is None:
        raise ValueError(f"contest {contest.id} is no round of a series")
    return Span(contest.series_first, contest.series_after)


async def _newest(connection: Connection, series_id: int, without: list[int] | None = None) -> Round | None:
    """The latest round there is; one that somebody cancelled counts too, and is not made again."""
    return (await newest_of(connection, [series_id], without)).get(series_id)


async def newest_of(
    connection: Connection, series_ids: list[int], without: list[int] | None = None
) -> dict[int, Round]:
    """The latest round of each of these series that has any."""
    rows = await connection.fetch(
        """
        SELECT DISTINCT ON (series_id) series_id, series_first, series_after, starts, ends FROM contest
        WHERE series_id = ANY($1::int[]) AND series_first IS NOT NULL AND id <> ALL($2::int[])
        ORDER BY series_id, series_first DESC
        """,
        series_ids,
        without or [],
    )
    return {
        row["series_id"]: Round(Span(row["series_first"], row["series_after"]), Window(row["starts"], row["ends"]))
        for row in rows
    }


async def _not_begun(connection: Connection, series_id: int, now: datetime) -> list[Contest]:
    rows = await connection.fetch(
        "SELECT id FROM contest WHERE series_id = $1 AND series_first IS NOT NULL AND cancelled_at IS NULL AND starts > $2"
        " ORDER BY id FOR UPDATE",
        series_id,
        now,
    )
    return await store.many(connection, [row["id"] for row in rows])


async def contest_of(
    connection: Connection, series: Series, site: directory.Site, one: Round, now: datetime
) -> Contest:
    """The contest of one round. Raises DomainError when it cannot be played."""
    template = (await template_of(connection, series.template))._replace(period=period_of(series.plan.cadence))
    if series.rules is not None:
        template = template._replace(rules=series.rules)
    if series.freeze_minutes is not None:
        template = template._replace(freeze_minutes=series.freeze_minutes)
    if series.prizes is not None:
        template = template._replace(prizes=series.prizes)
    named = Entrants(series.team_ids, series.agent_ids)
    entrants = await entrants_now(connection, template.participants, site, named)
    staged = stage(template, site, one.window, entrants, await directory.definitions(connection), now)
    staged = replace(
        staged,
        series_id=series.id,
        series_first=one.span.first,
        series_after=one.span.after,
        title=title_of(series, one.span),
        created_by=series.created_by,
    )
    staged = await _arranged(connection, series, staged)
    return _laid_out(staged, site, one) if staged.in_rounds else staged


async def _arranged(connection: Connection, series: Series, staged: Contest) -> Contest:
    """The round as the series arranges it, among those who still take part."""
    wanted = series.arrangement.among(await directory.entrants_by_code(connection, staged))
    former = await following.before(connection, staged)
    season = wanted.season
    if season is not None and former is not None:
        season = replace(season, after=None)
    found = await arranged_as_asked(connection, staged, wanted, season)
    if isinstance(found.play, LeaguePlay) and isinstance(wanted.divisions, BySize | ByTenure):
        # Size or tenure alone says who belongs where, every time anew: nobody is promoted out of it.
        return replace(found, play=replace(found.play, up=0, down=0))
    return found if former is None else following.placed_like(found, former)


def _laid_out(season: Contest, site: directory.Site, one: Round) -> Contest:
    """A season over its rounds. One that needs longer than its month pushes the next season back: two never overlap."""
    laid = on_calendar(season, site.calendar)
    if one.window.starts <= site.calendar.start_of(one.span.first) or laid.starts >= one.window.starts:
        return laid
    # As a season of weeks it begins where it is told to, not with the first week of its month.
    return replace(on_calendar(replace(season, period="week"), site.calendar), period=season.period)


async def _enter(connection: Connection, contest: Contest) -> list[int]:
    contest_id = await store.insert(connection, contest)
    if contest_id is None:
        raise RuntimeError(f"series {contest.series_id} has a round of {contest.series_first} already")
    await audit.record(connection, None, "contest.series", f"contest/{contest_id}", {"series": contest.series_id})
    await tell(connection, contest_id)
    return [contest_id]


async def _adjust(connection: Connection, old: Contest, meant: Contest) -> None:
    teams = tuple(team for team in meant.team_ids if team not in old.withdrawn)
    gone = {f"t{team}" for team in old.withdrawn}
    new = replace(
        old,
        title=meant.title,
        period=meant.period,
        starts=meant.starts,
        ends=meant.ends,
        rules=meant.rules,
        metrics=meant.metrics,
        play=meant.play,
        prizes=meant.prizes,
        team_ids=teams,
        agent_ids=meant.agent_ids,
        divisions={one: division for one, division in meant.divisions.items() if one not in gone},
        sides={one: side for one, side in meant.sides.items() if one not in gone},
    )
    if new == old:
        return
    await store.update(connection, new)
    if new.entrants != old.entrants:
        await entered.reenter(connection, new)
    elif (new.divisions, new.sides) != (old.divisions, old.sides):
        await entered.place(connection, old.id, new.divisions, new.sides)
    await audit.record(connection, None, "contest.replan", f"contest/{old.id}", {"series": old.series_id})
    await tell(connection, old.id)


async def _call_off(connection: Connection, contest: Contest, reason: str, now: datetime) -> None:
    await store.update(connection, replace(contest, cancelled_at=now, cancel_reason=reason))
    # No longer a round of its series, so that the series may make another for the same days.
    await connection.execute("UPDATE contest SET series_first = NULL, series_after = NULL WHERE id = $1", contest.id)
    await audit.record(connection, None, "contest.cancel", f"contest/{contest.id}", {"reason": reason})
    await tell(connection, contest.id)


async def _stand_still(connection: Connection, series: Series, fault: DomainError, now: datetime) -> None:
    known = series.still
    detail = {name: value for name, value in fault.detail.items() if isinstance(value, str | int)}
    if known is not None and (known.code, known.detail) == (fault.code, detail):
        return
    _log.warning("series_stands_still", series=series.id, code=fault.code, detail=detail)
    await series_store.note_still(connection, series.id, Still(fault.code, detail, now))
