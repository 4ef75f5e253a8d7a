"""Finds the agents whom a launch would put into more than two contests at the same instant."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

LIMIT = 2
"""Contests that an agent may be in at once without anybody being warned."""


class Taking(NamedTuple):
    """That an agent takes part in a contest during [starts, ends)."""

    agent_id: int
    contest_id: int
    starts: datetime
    ends: datetime


def overbooked(takings: Iterable[Taking], contest_id: int) -> set[int]:
    """Agents of this contest who at some instant of it would be in more than `LIMIT` contests.

    A contest that ends at the instant another starts does not meet it. An agent who takes part in one contest through two
    teams in turn is in it once.
    """
    per_agent: dict[int, list[Taking]] = defaultdict(list)
    for taking in takings:
        per_agent[taking.agent_id].append(taking)
    return {agent for agent, own in per_agent.items() if _too_many(own, contest_id)}


def _too_many(takings: list[Taking], contest_id: int) -> bool:
    mine = [taking for taking in takings if taking.contest_id == contest_id]
    # The number of contests at once only rises where one starts, so those instants (inside this contest) are enough.
    instants = {taking.starts for taking in takings}
    return any(
        len({other.contest_id for other in takings if other.starts <= instant < other.ends}) > LIMIT
        for instant in instants
        if any(taking.starts <= instant < taking.ends for taking in mine)
    )
