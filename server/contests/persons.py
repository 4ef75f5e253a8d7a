"""People as the rule book wants to know them, out of a roll."""

from leaderboards.teams import EmploymentSpan, LeaveSpan, Person, Shift
from server.contests.contest import Contest
from server.facts.basis import Span
from server.people.roll import Roll


def persons(roll: Roll) -> dict[str, Person]:
    """What the rule book has to know of everybody on a roll, by agent."""
    employment: dict[int, list[EmploymentSpan]] = {agent_id: [] for agent_id in roll.agents}
    leave: dict[int, list[LeaveSpan]] = {agent_id: [] for agent_id in roll.agents}
    roster: dict[int, list[Shift]] = {agent_id: [] for agent_id in roll.agents}
    for job in roll.employment:
        employment[job.agent_id].append(EmploymentSpan(job.starts, job.ends, job.fte, job.producing))
    for off in roll.leave:
        leave[off.agent_id].append(LeaveSpan(off.starts, off.ends, off.part))
    for day in roll.roster:
        roster[day.agent_id].append(Shift(day.day, day.starts, day.ends))
    return {
        f"a{agent_id}": Person(tuple(employment[agent_id]), tuple(leave[agent_id]), tuple(roster[agent_id]))
        for agent_id in roll.agents
    }


def spans_of(contest: Contest, roll: Roll) -> tuple[Span, ...]:
    """Whose facts count for whom: the memberships in teams that take part, or all of agents who do."""
    inside = set(contest.team_ids)
    return tuple(
        Span(one.id, one.agent_id, one.team_id, one.starts, one.ends)
        for one in roll.memberships
        if contest.participants == "agent" or one.team_id in inside
    )
