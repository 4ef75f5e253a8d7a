"""Reads what an improvement is measured against: the own facts of everybody's eight weeks before, by agent and week."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from fractions import Fraction

from msgspec.structs import replace

from leaderboards.improvement import WEEKS, past_of, weeks_before, worked_weeks
from leaderboards.metrics import Key, Tally
from leaderboards.teams import Participant, Past
from server.contests import directory
from server.contests.contest import Contest
from server.contests.persons import persons
from server.contests.scoring.totals import micros
from server.db.pool import Connection
from server.facts.weekly import Received, Span, Weeks, load_weeks, load_weeks_as_received
from server.people.roll import read_roll

Pasts = dict[str, Past]
"""By agent, as members are called."""
Worked = Mapping[str, tuple[Fraction, ...]]
"""By agent the FTE-days worked in each of the weeks before, the latest first."""


def looks_back(contest: Contest) -> bool:
    """Whether a contest compares with the weeks before."""
    return contest.rules.method == "improvement"


def members_of(participants: Iterable[Participant]) -> frozenset[int]:
    """The agents among them."""
    return frozenset(int(member.agent[1:]) for one in participants for member in one.members if member.agent)


def with_pasts(participants: Iterable[Participant], pasts: Pasts) -> tuple[Participant, ...]:
    """The participants, with what is known of their members' pasts."""
    return tuple(
        replace(one, members=tuple([replace(member, past=pasts.get(member.agent)) for member in one.members]))
        for one in participants
    )


async def read_pasts(
    connection: Connection,
    contest: Contest,
    agents: Iterable[int],
    received: Received | None = None,
    worked: Worked | None = None,
) -> Pasts:
    """The pasts of these agents by the newest revisions, or by what had been received in time; by the days they worked as
    known now, or as they were known."""
    wanted = tuple(sorted(agents))
    if not wanted:
        return {}
    calendar = (await directory.sites(connection, ids=[contest.site_id]))[0].calendar
    weeks = weeks_before(calendar, contest.window)
    until = calendar.business_day(contest.starts)
    span = Span(
        until=until,
        weeks=WEEKS,
        agent_ids=wanted,
        metric_ids=tuple(used.metric_id for used in contest.metrics),
    )
    if received is None:
        found = await load_weeks(connection, span)
    else:
        found = await load_weeks_as_received(connection, span, weeks[0].ends, received)
    known = worked or {}
    unknown = [agent for agent in wanted if f"a{agent}" not in known]
    days = {**await read_worked(connection, contest, unknown), **known}
    facts = await _by_code(connection, contest, found)
    return {f"a{agent}": past_of(days[f"a{agent}"], facts.get(agent, {})) for agent in wanted}


async def read_worked(connection: Connection, contest: Contest, agents: Iterable[int]) -> Worked:
    """How much these agents worked in each of the weeks before, as it is known now."""
    wanted = tuple(sorted(agents))
    if not wanted:
        return {}
    calendar = (await directory.sites(connection, ids=[contest.site_id]))[0].calendar
    weeks = weeks_before(calendar, contest.window)
    people = persons(await read_roll(connection, weeks[-1].starts, weeks[0].ends, agent_ids=wanted))
    return {f"a{agent}": worked_weeks(people[f"a{agent}"], calendar, weeks) for agent in wanted}


async def _by_code(connection: Connection, contest: Contest, found: Weeks) -> dict[int, dict[int, dict[Key, Tally]]]:
    metrics = {used.metric_id: used.metric.code for used in contest.metrics}
    queues = await directory.queues(connection)
    return {
        agent: {
            week: {(metrics[metric], queues[queue]): tally for (metric, queue), tally in cells.items()}
            for week, cells in weeks.items()
        }
        for agent, weeks in found.items()
    }


async def reach(connection: Connection, contest: Contest) -> tuple[int, int]:
    """From when to when, in µs, facts may count in a past; a day or two more at both ends, since business days differ
    between sites."""
    calendar = (await directory.sites(connection, ids=[contest.site_id]))[0].calendar
    weeks = weeks_before(calendar, contest.window)
    margin = timedelta(days=2)
    return micros(weeks[-1].starts - margin), micros(weeks[0].ends + margin)
