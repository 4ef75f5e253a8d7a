"""Who works on which days of a site's month: rosters where there are some, else the calendar, less leave."""

from collections import defaultdict
from datetime import date, datetime

from msgspec import Struct

from leaderboards.calendar import Calendar, Window, month_window
from server.db.pool import Connection
from server.people.places import calendar_of
from server.people.roll import AgentName, MembershipSpan, Roll, TeamName, read_roll, read_site_days

NEAR_DAYS = 3
"""A call this many days before or after the sampled day will do, for days on which no call was fit to be judged."""


class Month(Struct, frozen=True):
    """A site's month as sampling sees it: days by agent code, agents and their latest team there by code."""

    calendar: Calendar
    window: Window
    working_days: tuple[date, ...]
    worked: dict[str, tuple[date, ...]]
    agents: dict[str, AgentName]
    teams: dict[str, TeamName]


async def read_month(connection: Connection, site_id: int, month: date) -> Month:
    """Everybody who takes customers in a team of the site that month; who leads and who does not produce yet is left out."""
    window = month_window(await calendar_of(connection, site_id), month)
    days = await read_site_days(connection, site_id, window.starts, window.ends)
    teams = [one["id"] for one in await connection.fetch("SELECT id FROM team WHERE site_id = $1", site_id)]
    roll = await read_roll(connection, window.starts, window.ends, team_ids=teams)
    worked = _worked(roll, days.calendar, days.working_days)
    return Month(
        calendar=days.calendar,
        window=window,
        working_days=days.working_days,
        worked={roll.agents[agent_id].code: found for agent_id, found in worked.items()},
        agents={one.code: one for one in roll.agents.values()},
        teams={roll.agents[span.agent_id].code: roll.teams[span.team_id] for span in roll.memberships},
    )


def _worked(roll: Roll, calendar: Calendar, working_days: tuple[date, ...]) -> dict[int, tuple[date, ...]]:
    shifts: dict[int, dict[date, datetime]] = defaultdict(dict)
    for shift in roll.roster:
        shifts[shift.agent_id][shift.day] = shift.starts
    usual = {day: calendar.start_of(day) for day in working_days}
    away = _away(roll)
    spans: dict[int, list[MembershipSpan]] = defaultdict(list)
    for span in roll.memberships:
        if span.post != "lead":
            spans[span.agent_id].append(span)
    producing = {
        (span.agent_id, day)
        for span in roll.employment
        if span.producing
        for day in shifts.get(span.agent_id) or usual
        if span.starts <= day and (span.ends is None or day < span.ends)
    }
    found = {}
    for agent_id, mine in spans.items():
        planned = shifts.get(agent_id) or usual
        found[agent_id] = tuple(
            day
            for day, at in sorted(planned.items())
            if (agent_id, day) in producing
            and (agent_id, day) not in away
            and any(span.starts <= at and (span.ends is None or at < span.ends) for span in mine)
        )
    return found


def _away(roll: Roll) -> set[tuple[int, date]]:
    """Days off as a whole: one whole leave, or a morning and an afternoon."""
    halves: dict[tuple[int, date], int] = defaultdict(int)
    for leave in roll.leave:
        for number in range(leave.starts.toordinal(), leave.ends.toordinal()):
            halves[leave.agent_id, date.fromordinal(number)] += 2 if leave.part == "whole" else 1
    return {key for key, n in halves.items() if n >= 2}
