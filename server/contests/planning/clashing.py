"""Says which agents would be in too many contests at once: at launch, at an edit, for series ahead, and on the calendar."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import NamedTuple

from leaderboards.calendar import Window
from leaderboards.clashes import LIMIT, Clash, Taking, clashes
from leaderboards.series import Round, rounds
from server.auth.actor import Actor
from server.contests import directory
from server.contests.contest import Contest
from server.contests.planning.busy import warned
from server.contests.planning.entrants import Entrants, entrants_now
from server.contests.planning.launching import Template, template_of
from server.contests.series import plan as series_store
from server.contests.series.plan import Series
from server.contests.series.rounds import newest_of, title_of
from server.contests.wire import BookedOut, ClashOut, Warned
from server.db.pool import Connection
from server.errors import DomainError
from server.wire import Bilingual

FORESIGHT = timedelta(weeks=6)
"""How far ahead the rounds of series are looked at when somebody launches or edits."""
_MOST_AHEAD = 400
"""Of one series: every day of a year to come, so that the calendar shows a daily series in each month."""
_MOST_NAMES = 20


class Booking(NamedTuple):
    """A contest, or the round of a series that will be one, as the calendar holds it. Planned rounds have keys below zero."""

    key: int
    title: Bilingual
    starts: datetime
    ends: datetime
    team_ids: frozenset[int]
    agent_ids: frozenset[int]


class _Habit(NamedTuple):
    """What agents have in common who take part in the same contests: they are looked at once."""

    spans: tuple[directory.Span, ...]
    alone_in: frozenset[int]


async def booked(connection: Connection, starts: datetime, ends: datetime, without: int = 0) -> list[Booking]:
    """Launched contests that meet [starts, ends). A season counts once: its rounds are left out."""
    rows = await connection.fetch(
        """
        SELECT c.id, c.title_zh, c.title_en, c.starts, c.ends,
               array_agg(p.team_id) FILTER (WHERE p.team_id IS NOT NULL) AS team_ids,
               array_agg(p.agent_id) FILTER (WHERE p.agent_id IS NOT NULL) AS agent_ids
        FROM contest c JOIN contest_participant p ON p.contest_id = c.id AND p.withdrawn_at IS NULL
        WHERE c.launched_at IS NOT NULL AND c.cancelled_at IS NULL AND c.parent_id IS NULL
          AND c.starts < $2 AND c.ends > $1 AND c.id <> $3
        GROUP BY c.id ORDER BY c.id
        """,
        starts,
        ends,
        without,
    )
    return [
        Booking(
            row["id"],
            Bilingual(zh=row["title_zh"], en=row["title_en"]),
            row["starts"],
            row["ends"],
            frozenset(row["team_ids"] or ()),
            frozenset(row["agent_ids"] or ()),
        )
        for row in rows
    ]


class Planned(NamedTuple):
    """A round that a series will make, and what the calendar shows of it."""

    booking: Booking
    series: Series
    site: directory.Site
    format: str
    participants: str


async def planned(connection: Connection, until: datetime, site_id: int | None = None) -> list[Planned]:
    """The rounds that series going on will make until an instant. A series that cannot be played plans nothing."""
    found: list[Planned] = []
    going_on = await series_store.going_on(connection, site_id)
    sites = {site.id: site for site in await directory.sites(connection, ids={one.site_id for one in going_on})}
    newest = await newest_of(connection, [one.id for one in going_on])
    templates: dict[str, Template] = {}
    for series in going_on:
        site = sites[series.site_id]
        following = takewhile(
            lambda one: one.window.starts < until, rounds(series.plan, site.calendar, newest.get(series.id))
        )
        coming = list(islice(following, _MOST_AHEAD))
        if not coming:
            continue
        try:
            if series.template not in templates:
                templates[series.template] = await template_of(connection, series.template)
            template = templates[series.template]
            named = Entrants(series.team_ids, series.agent_ids)
            entrants = await entrants_now(connection, template.participants, site, named)
        except DomainError:
            continue
        for one in coming:
            booking = Booking(
                -1 - len(found),
                title_of(series, one.span),
                one.window.starts,
                one.window.ends,
                frozenset(entrants.team_ids),
                frozenset(entrants.agent_ids),
            )
            found.append(Planned(booking, series, site, template.format, template.participants))
    return found


async def clashes_among(
    connection: Connection, bookings: Collection[Booking], only: Collection[int] | None = None
) -> list[tuple[Clash, frozenset[int]]]:
    """Every clash of these contests (those that `only` is part of) with the agents it is about."""
    # A clash that one of `only` is part of lies within its window, and is about nobody who takes no part in it.
    sought = [one for one in bookings if only is None or one.key in only]
    if len(bookings) <= LIMIT or not sought:
        return []
    span = Window(min(one.starts for one in sought), max(one.ends for one in sought))
    meeting = [one for one in bookings if one.starts < span.ends and one.ends > span.starts]
    agents = await _habits(connection, sought, meeting, span)
    of_team: dict[int, list[Booking]] = defaultdict(list)
    for one in meeting:
        for team_id in one.team_ids:
            of_team[team_id].append(one)
    by_key = {one.key: one for one in meeting}
    found = clashes({habit: _takings(habit, by_key, of_team) for habit in agents})
    return [
        (clash, frozenset().union(*(agents[habit] for habit in clash.who)))  # type: ignore[index]
        for clash in found
        if only is None or not clash.contests.isdisjoint(only)
    ]


async def _habits(
    connection: Connection, sought: Collection[Booking], bookings: Collection[Booking], span: Window
) -> dict[_Habit, set[int]]:
    """Everybody who takes part in a contest that is sought, by the contests of all these that they are in."""
    alone: dict[int, set[int]] = defaultdict(set)
    for one in bookings:
        for agent_id in one.agent_ids:
            alone[agent_id].add(one.key)
    agents = frozenset(agent for one in sought for agent in one.agent_ids)
    teams = frozenset(team for one in sought for team in one.team_ids)
    every_team = frozenset(team for one in bookings for team in one.team_ids)
    found: dict[_Habit, set[int]] = defaultdict(set)
    lone = set(agents)
    for group in await directory.companions(connection, agents, teams, every_team, span):
        lone -= group.agents
        for agent_id in group.agents:
            found[_Habit(group.spans, frozenset(alone.get(agent_id, ())))].add(agent_id)
    for agent_id in lone:
        found[_Habit((), frozenset(alone[agent_id]))].add(agent_id)
    return found


def _takings(habit: _Habit, by_key: Mapping[int, Booking], of_team: Mapping[int, Sequence[Booking]]) -> list[Taking]:
    found = [Taking(key, by_key[key].starts, by_key[key].ends) for key in habit.alone_in]
    for span in habit.spans:
        for one in of_team.get(span.team_id, ()):
            starts, ends = max(span.starts, one.starts), min(span.ends, one.ends)
            if starts < ends:
                found.append(Taking(one.key, starts, ends))
    return found


async def told(
    connection: Connection, actor: Actor, bookings: Collection[Booking], only: Collection[int] | None = None
) -> list[tuple[ClashOut, frozenset[int]]]:
    """The clashes of these contests (those that `only` is part of) in names, each with the keys of its contests.

    Agents are named to those who may know them.
    """
    by_key = {one.key: one for one in bookings}
    wanted = await clashes_among(connection, bookings, only)
    everybody = frozenset[int]().union(*(who for _, who in wanted))
    homes = await directory.homes(connection, everybody, *_span(wanted)) if wanted else {}
    teams = {team.id: team.named for team in await directory.teams(connection, ids={*homes.values()})}
    people = [[agent for agent in sorted(who) if _may_name(actor, homes.get(agent))][:_MOST_NAMES] for _, who in wanted]
    shown = await directory.agents(connection, ids={agent for some in people for agent in some})
    names = {agent.id: agent.named for agent in shown}
    return [
        (
            ClashOut(
                contests=[_named(by_key[key]) for key in sorted(clash.contests, key=lambda key: by_key[key].starts)],
                agents=len(who),
                teams=[teams[team] for team in sorted({homes[agent] for agent in who if agent in homes})],
                people=[names[agent] for agent in some],
                starts=clash.starts,
                ends=clash.ends,
            ),
            clash.contests,
        )
        for (clash, who), some in zip(wanted, people, strict=True)
    ]


def _span(wanted: list[tuple[Clash, frozenset[int]]]) -> tuple[datetime, datetime]:
    return min(clash.starts for clash, _ in wanted), max(clash.ends for clash, _ in wanted)


def _may_name(actor: Actor, team_id: int | None) -> bool:
    return actor.sees_everybodys_personal_data or team_id in actor.teams_personal


def _named(booking: Booking) -> BookedOut:
    return BookedOut(id=booking.key if booking.key > 0 else None, title=booking.title)


async def clashes_of(connection: Connection, actor: Actor, contest: Contest) -> list[Warned]:
    """Who would be in too many contests with this one, which need not be stored."""
    mine = Booking(
        contest.id,
        contest.title,
        contest.starts,
        contest.ends,
        frozenset(contest.team_ids),
        frozenset(contest.agent_ids),
    )
    others = await booked(connection, contest.starts, contest.ends, contest.id)
    coming = [one.booking for one in await planned(connection, contest.ends)]
    meeting = [one for one in coming if one.starts < contest.ends and one.ends > contest.starts]
    return [warned(clash) for clash, _ in await told(connection, actor, [mine, *others, *meeting], [contest.id])]


async def warnings_for_series(connection: Connection, actor: Actor, series: Series, now: datetime) -> list[Warned]:
    """What to know about a series that was just started or edited: its contests and those it will make in the next weeks."""
    until = now + FORESIGHT
    coming = await planned(connection, until)
    rows = await connection.fetch(
        "SELECT id FROM contest WHERE series_id = $1 AND cancelled_at IS NULL AND ends > $2", series.id, now
    )
    own = {row["id"] for row in rows} | {one.booking.key for one in coming if one.series.id == series.id}
    bookings = [*await booked(connection, now, until), *(one.booking for one in coming)]
    return [warned(clash) for clash, _ in await told(connection, actor, bookings, own)]


async def warnings_for_rounds(
    connection: Connection, actor: Actor, series: Series, site: directory.Site, rounds: Sequence[Round]
) -> list[Warned]:
    """What to know about rounds of a series that nobody has started yet."""
    if not rounds:
        return []
    template = await template_of(connection, series.template)
    entrants = await entrants_now(connection, template.participants, site, Entrants(series.team_ids, series.agent_ids))
    begin, end = rounds[0].window.starts, rounds[-1].window.ends
    coming = await planned(connection, end)
    bookings = [*await booked(connection, begin, end), *(one.booking for one in coming)]
    own = [
        Booking(
            -1 - len(coming) - place,
            title_of(series, one.span),
            one.window.starts,
            one.window.ends,
            frozenset(entrants.team_ids),
            frozenset(entrants.agent_ids),
        )
        for place, one in enumerate(rounds)
    ]
    return [warned(clash) for clash, _ in await told(connection, actor, [*bookings, *own], [one.key for one in own])]
