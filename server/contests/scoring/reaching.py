"""When a goal was reached: the first instant at which everything up to it came to the target, out of the facts themselves."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import groupby

from msgspec.structs import replace

from leaderboards.exact import parse_decimal
from leaderboards.goal import GoalResult, reached_at
from leaderboards.race import Race
from leaderboards.standings import Standings
from leaderboards.teams import Field
from server.contests import directory
from server.contests.contest import Contest
from server.contests.showing.boards import rfc3339
from server.db.pool import Connection
from server.facts.reading import Selection
from server.facts.stepping import Grown, growth
from server.facts.weekly import Received

_HOUR = timedelta(hours=1)


def is_reached(standings: Standings) -> bool:
    """Whether these are the standings of a goal that is reached, of which one can tell when."""
    decided = standings.decided
    return isinstance(decided, GoalResult) and decided.reached and decided.adds_up


def with_instant(standings: Standings, at: datetime | None) -> Standings:
    """The standings with the instant in their result."""
    if not isinstance(standings.decided, GoalResult):
        return standings
    return replace(standings, decided=replace(standings.decided, reached_at=None if at is None else rfc3339(at)))


async def find_instant(
    connection: Connection, contest: Contest, race: Race, field: Field, received: Received | None
) -> datetime | None:
    """The instant, of a goal that is reached. Only hours in which it may have happened are looked at fact by fact."""
    enough = race.reaches(field)
    selection = _selection(contest)
    factors = {used.metric_id: 0 for used in contest.metrics}
    ids = {used.metric.code: used.metric_id for used in contest.metrics}
    for term in contest.rules.terms:
        factors[ids[term.metric]] = parse_decimal(term.points)
    queues = await _counted(connection, contest)

    def worth(grown: Grown) -> tuple[int, int]:
        if queues is not None and grown.queue_id not in queues:
            return 0, 0
        factor = factors[grown.metric_id]
        up, down = grown.up * factor, grown.down * factor
        return up + down, max(up, 0) + max(down, 0)

    total = 0
    for hour, group in groupby(await growth(connection, selection, received, hourly=True), key=_at):
        added = [worth(grown) for grown in group]
        if enough(total + sum([most for _, most in added])):
            single = replace(selection, starts=max(hour, contest.starts), ends=min(hour + _HOUR, contest.ends))
            if received is not None:
                # Cutoffs hang on the end of the window, which this hour's is not.
                single = selection
            steps = [
                (grown.at, worth(grown)[0])
                for grown in await growth(connection, single, received, hourly=False)
                if hour <= grown.at < hour + _HOUR
            ]
            at = reached_at(steps, _from(enough, total))
            if at is not None:
                return at
        total += sum([change for change, _ in added])
    return None


def _selection(contest: Contest) -> Selection:
    return Selection(
        starts=contest.starts,
        ends=contest.ends,
        metric_ids=tuple(used.metric_id for used in contest.metrics),
        team_ids=contest.team_ids,
        agent_ids=contest.agent_ids,
    )


async def _counted(connection: Connection, contest: Contest) -> set[int] | None:
    if not contest.rules.queues:
        return None
    codes: Iterable[tuple[int, str]] = (await directory.queues(connection)).items()
    return {queue_id for queue_id, code in codes if code in contest.rules.queues}


def _from(enough: Callable[[int], bool], total: int) -> Callable[[int], bool]:
    return lambda more: enough(total + more)


def _at(grown: Grown) -> datetime:
    return grown.at
