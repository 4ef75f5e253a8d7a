"""What a series looks like to who asks: its plan, the contests it has, what comes, and why it stands still."""

from datetime import datetime, timedelta

from leaderboards.series import Round
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.contests import directory
from server.contests.series.plan import Series, Still
from server.contests.series.rounds import ahead, title_of
from server.contests.series.wire import RoundOut, SeriesOut, StillOut
from server.db.pool import Connection
from server.errors import sentences
from server.wire import Bilingual

_AHEAD = 6
"""Rounds shown of what is to come."""

_NOW = """
SELECT t.name_zh, t.name_en, t.participants,
       (SELECT id FROM contest c WHERE c.series_id = $1 AND c.cancelled_at IS NULL AND c.starts <= $3 AND c.ends > $3
        ORDER BY c.starts DESC LIMIT 1) AS running,
       (SELECT id FROM contest c WHERE c.series_id = $1 AND c.cancelled_at IS NULL AND c.starts > $3
        ORDER BY c.starts LIMIT 1) AS next
FROM template t WHERE t.code = $2
"""


def may_edit(actor: Actor, series: Series) -> bool:
    """Whoever started a series and still may launch, and operations."""
    started = actor.kind == "account" and series.created_by == actor.id and actor.may(Permission.CONTESTS_LAUNCH)
    return started or actor.may(Permission.CONTESTS_MANAGE)


async def series_out(connection: Connection, actor: Actor, series: Series, now: datetime) -> SeriesOut:
    """A series in names."""
    site = (await directory.sites(connection, ids=[series.site_id]))[0]
    row = await connection.fetchrow(_NOW, series.id, series.template, now)
    plan = series.plan
    return SeriesOut(
        id=series.id,
        template=series.template,
        template_name=Bilingual(zh=row["name_zh"], en=row["name_en"]),
        site=site.named,
        title=series.title,
        participants=row["participants"],
        cadence=plan.cadence,
        on_holidays=plan.on_holidays,
        pauses=list(plan.pauses),
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        teams=[team.named.code for team in await directory.teams(connection, ids=series.team_ids)],
        agents=[agent.named.code for agent in await directory.agents(connection, ids=series.agent_ids)],
        all=series.everybody,
        rules=series.rules,
        arrangement=series.arrangement,
        prizes=series.prizes,
        paused=series.stopped_at is None and series.paused(site.calendar.business_day(now)),
        stopped_at=series.stopped_at,
        still=None if series.still is None or series.stopped_at is not None else _still(series.still),
        running=row["running"],
        next=row["next"],
        ahead=[round_out(series, one) for one in await ahead(connection, series, site, _AHEAD)],
        may=["edit"] if may_edit(actor, series) and series.stopped_at is None else [],
        version=series.version,
    )


def round_out(series: Series, one: Round) -> RoundOut:
    """A round to come, with its first and last business day."""
    last = one.span.after - timedelta(days=1)
    return RoundOut(
        title=title_of(series, one.span),
        first=one.span.first,
        last=last,
        starts=one.window.starts,
        ends=one.window.ends,
    )


def _still(still: Still) -> StillOut:
    return StillOut(code=still.code, messages=sentences(still.code, still.detail), since=still.since)
