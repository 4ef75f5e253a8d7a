"""Reads who takes part in contests that a scorer remembers, all contests of a window at once."""

from collections.abc import Sequence

from leaderboards.calendar import Window
from server.contests.scoring.evidence import read_field, read_participants
from server.contests.scoring.running import Running
from server.db.pool import Connection


async def enter(connection: Connection, window: Window, group: Sequence[Running]) -> None:
    """Give each of these its participants, as they are known now or were at its first cutoff."""
    teams = {team for running in group for team in running.contest.team_ids}
    agents = {agent for running in group for agent in running.contest.agent_ids}
    known = await read_participants(connection, window, teams, agents)
    for running in group:
        running.enter(known)
        running.back.entered()
        if running.received:
            # Past the first cutoff people are as they were known then.
            running.enter({one.id: one for one in (await read_field(connection, running.contest)).participants})
