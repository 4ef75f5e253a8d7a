"""Who wins how much by a result: the places of members with full credit, and of teams for their budgets."""

from collections.abc import Collection
from typing import NamedTuple

from leaderboards.prizes import won
from leaderboards.ranking import Standing
from server.contests.after.deeds import done_by_agent
from server.contests.contest import Contest
from server.contests.scoring.known import People
from server.db.pool import Connection


class Due(NamedTuple):
    """What somebody should hold of the prizes of a contest, and for which place."""

    place: int
    amount: int


def due_of(contest: Contest, rows: Collection[Standing], people: People) -> dict[str, Due]:
    """By winner: `a7` an agent, `t3` a team."""
    found: dict[str, Due] = {}
    for agent_id, done in done_by_agent(contest, rows, people).items():
        rank = None if done.place is None else done.place[0]
        amount = won(contest.prizes, "members", rank)
        if rank is not None and amount:
            found[f"a{agent_id}"] = Due(rank, amount)
    for row in rows if contest.participants == "team" else ():
        amount = won(contest.prizes, "budget", row.rank)
        if row.rank is not None and amount:
            found[row.participant] = Due(row.rank, amount)
    return found


async def without_erased(connection: Connection, due: dict[str, Due]) -> dict[str, Due]:
    """The same without people who were erased: nobody is there to have it."""
    gone = await connection.fetch(
        "SELECT a.id FROM unnest($1::int[]) AS asked(id) JOIN agent a ON a.id = asked.id WHERE a.code = 'erased-' || a.id",
        [int(who[1:]) for who in due if who.startswith("a")],
    )
    erased = {f"a{row['id']}" for row in gone}
    return {who: one for who, one in due.items() if who not in erased}


def account_of(who: str) -> str:
    """The account of a winner in the ledger."""
    return f"agent:{who[1:]}" if who.startswith("a") else f"budget:{who}"
