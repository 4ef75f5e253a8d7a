"""Who may start which contest and what may still change before it starts: the rules of launching."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from leaderboards.calendar import Window
from leaderboards.metrics import Period
from leaderboards.plays import Play
from leaderboards.prizes import Prize, check_prizes
from leaderboards.rules import Rules
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.contests import directory
from server.contests.contest import Contest, Definition, Kind, Practice
from server.contests.planning.arranging import Arrangement, arranged
from server.contests.planning.entrants import Entrants, entrants_of
from server.contests.planning.playing import definitions_for, refuse
from server.contests.planning.windows import refuse_what_is_over, window_of
from server.contests.reveal.freezing import with_freeze
from server.contests.seasons.layout import NOT_A_SEASON, on_calendar
from server.contests.seasons.seeding import refuse_own_play, set_up
from server.contests.wire import ContestChange, ContestIn, PeriodIn, SeasonIn
from server.db.pool import Connection
from server.errors import NOT_FOUND, DomainError, declare
from server.wire import Bilingual

TEMPLATE_NOT_APPROVED = declare(
    "template_not_approved", 403, en="The template {key} is not approved yet.", zh="模板 {key} 尚未批准。"
)
OWN_SCORING = declare(
    "own_scoring", 403, en="Own scoring needs an operations manager.", zh="自定义计分规则需要运营经理权限。"
)
OWN_FREEZE = declare(
    "own_freeze",
    403,
    en="Another freeze than the template's needs an operations manager.",
    zh="调整模板规定的封榜时间需要运营经理权限。",
)
OWN_PRIZES = declare(
    "own_prizes",
    403,
    en="Other prizes than the template's need an operations manager.",
    zh="调整模板规定的奖励需要运营经理权限。",
)
WITHDRAWN = declare(
    "team_withdrew",
    403,
    en="Withdrew, and only its own lead brings it back: {codes}.",
    zh="已退赛，只有本班组长可以恢复：{codes}。",
)


class Template(NamedTuple):
    """What launching needs of a template."""

    id: int
    code: str
    name: Bilingual
    skill: Bilingual
    practice: tuple[Practice, ...]
    format: str
    play: Play
    participants: Kind
    period: Period
    rules: Rules
    freeze_minutes: int | None
    appeal_hours: int
    two_person: bool
    prizes: tuple[Prize, ...]
    approved: bool


async def template_to_launch(connection: Connection, actor: Actor, code: str, own_rules: Rules | None) -> Template:
    """The template, if this actor may launch it, with the scoring to play by."""
    template = await template_of(connection, code)
    manages = actor.may(Permission.CONTESTS_MANAGE)
    if not template.approved and not manages:
        raise DomainError(TEMPLATE_NOT_APPROVED, key=code)
    if own_rules is None:
        return template
    if not manages:
        raise DomainError(OWN_SCORING)
    return template._replace(rules=own_rules)


async def template_of(connection: Connection, code: str) -> Template:
    """The template of this code, unless it was archived."""
    row = await connection.fetchrow("SELECT * FROM template WHERE code = $1 AND archived_at IS NULL", code)
    if row is None:
        raise DomainError(NOT_FOUND, what="template", key=code)
    return Template(
        row["id"],
        code,
        Bilingual(zh=row["name_zh"], en=row["name_en"]),
        Bilingual(zh=row["skill_zh"], en=row["skill_en"]),
        msgspec.json.decode(row["practice"], type=tuple[Practice, ...]),
        row["format"],
        msgspec.json.decode(row["play"], type=Play),
        row["participants"],
        row["period"],
        msgspec.json.decode(row["rules"], type=Rules),
        row["freeze_minutes"],
        row["appeal_hours"],
        row["two_person"],
        msgspec.json.decode(row["prizes"], type=tuple[Prize, ...]),
        row["approved"],
    )


async def site_of(connection: Connection, code: str) -> directory.Site:
    """The site of this code."""
    found = await directory.sites(connection, codes=[code])
    if not found:
        raise DomainError(NOT_FOUND, what="site", key=code)
    return found[0]


async def plan(connection: Connection, actor: Actor, asked: ContestIn, now: datetime) -> Contest:
    """The contest that was asked for, judged by every rule of launching but not stored; its id is 0."""
    template = await template_to_launch(connection, actor, asked.template, asked.rules)
    site = await site_of(connection, asked.site)
    entrants = await entrants_of(connection, actor, template.participants, site, asked)
    period, window = window_of(site.calendar, asked.period, now)
    refuse_what_is_over(actor, period, window, now)
    if asked.freeze_minutes is not None:
        if not actor.may(Permission.CONTESTS_MANAGE):
            raise DomainError(OWN_FREEZE)
        template = template._replace(freeze_minutes=asked.freeze_minutes)
    refuse_own_prizes(actor, asked.prizes)
    if asked.prizes is not None:
        template = template._replace(prizes=asked.prizes)
    known = await directory.definitions(connection)
    staged = stage(template._replace(period=period), site, window, entrants, known, now)
    refuse_own_play(actor, asked.season)
    staged = await arranged_as_asked(connection, staged, asked, asked.season)
    if staged.in_rounds:
        staged = on_calendar(staged, site.calendar)
    return replace(
        staged,
        title=asked.title or template.name,
        created_by=actor.id if actor.kind == "account" else None,
        launched_at=None if asked.draft else now,
    )


async def arranged_as_asked(
    connection: Connection, contest: Contest, asked: Arrangement, season: SeasonIn | None
) -> Contest:
    """The contest with everybody in place: seeds and play of a season, divisions, sides, the target of a goal."""
    if contest.in_rounds:
        contest = await set_up(connection, contest, season or SeasonIn())
    elif season is not None:
        raise DomainError(NOT_A_SEASON)
    return await arranged(connection, contest, asked)


def stage(
    template: Template,
    site: directory.Site,
    window: Window,
    entrants: Entrants,
    known: dict[str, Definition],
    now: datetime,
) -> Contest:
    """A contest by a template, launched now by nobody: callers say what else they know. Raises on rules that cannot be played."""
    contest = Contest(
        id=0,
        series_id=None,
        template_id=template.id,
        template=template.code,
        site_id=site.id,
        title=template.name,
        skill=template.skill,
        practice=template.practice,
        format=template.format,
        play=template.play,
        participants=template.participants,
        period=template.period,
        zone=site.calendar.zone,
        starts=window.starts,
        ends=window.ends,
        rules=template.rules,
        metrics=definitions_for(template.rules, known),
        created_by=None,
        created_at=now,
        launched_at=now,
        cancelled_at=None,
        cancel_reason=None,
        version=1,
        team_ids=entrants.team_ids,
        agent_ids=entrants.agent_ids,
        withdrawn=(),
        freeze_minutes=template.freeze_minutes,
        appeal_hours=template.appeal_hours,
        two_person=template.two_person,
        prizes=template.prizes,
    )
    refuse(check_prizes(contest.prizes, contest.participants, contest.format))
    return with_freeze(contest, site.calendar)


async def changed(
    connection: Connection, actor: Actor, contest: Contest, change: ContestChange, now: datetime
) -> Contest:
    """The contest with the change applied, judged by the same rules as a launch."""
    sites = await directory.sites(connection, ids=[contest.site_id])
    site = sites[0]
    new = contest
    if change.title is not UNSET:
        new = replace(new, title=change.title)
    if change.period is not UNSET:
        period, window = window_of(site.calendar, change.period, now)
        refuse_what_is_over(actor, period, window, now)
        new = replace(new, period=period, starts=window.starts, ends=window.ends)
    if change.teams is not UNSET or change.agents is not UNSET:
        asked = ContestIn(
            template=contest.template,
            site=site.named.code,
            period=PeriodIn(kind="this_week"),
            teams=[] if change.teams is UNSET else change.teams,
            agents=[] if change.agents is UNSET else change.agents,
        )
        entrants = await entrants_of(connection, actor, contest.participants, site, asked)
        returning = set(entrants.team_ids) & set(contest.withdrawn) - actor.own_teams
        if returning and not actor.may(Permission.CONTESTS_MANAGE):
            raise DomainError(
                WITHDRAWN, codes=", ".join(team.named.code for team in await directory.teams(connection, ids=returning))
            )
        new = replace(new, team_ids=entrants.team_ids, agent_ids=entrants.agent_ids)
    if change.rules is not UNSET:
        if not actor.may(Permission.CONTESTS_MANAGE):
            raise DomainError(OWN_SCORING)
        new = replace(new, rules=change.rules)
    if change.freeze_minutes is not UNSET:
        if not actor.may(Permission.CONTESTS_MANAGE):
            raise DomainError(OWN_FREEZE)
        new = replace(new, freeze_minutes=change.freeze_minutes)
    if change.prizes is not UNSET:
        refuse_own_prizes(actor, change.prizes)
        refuse(check_prizes(change.prizes, contest.participants, contest.format))
        new = replace(new, prizes=change.prizes)
    new = replace(new, metrics=definitions_for(new.rules, await directory.definitions(connection)))
    new = await arranged(connection, new, change)
    # Its divisions say how many rounds a season takes.
    if new.in_rounds:
        new = on_calendar(new, site.calendar)
    return with_freeze(new, site.calendar)


def refuse_own_freeze(actor: Actor, minutes: int | None) -> None:
    """Raises when somebody without operations' rights asks for another freeze than the template's."""
    if minutes is not None and not actor.may(Permission.CONTESTS_MANAGE):
        raise DomainError(OWN_FREEZE)


def refuse_own_prizes(actor: Actor, prizes: Sequence[Prize] | None) -> None:
    """Raises when somebody without operations' rights names other prizes than the template's: they are paid by the site."""
    if prizes is not None and not actor.may(Permission.CONTESTS_MANAGE):
        raise DomainError(OWN_PRIZES)
