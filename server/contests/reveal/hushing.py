"""Which freezes of other contests a contest must not give away, because it counts the same facts of the same people.

A board that goes on while another one is frozen tells what that freeze hides: the month's contest tells the week's. So it
stands still too, as of that freeze, until the reveal. docs/reveal.md says what this covers and what it cannot.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec.structs import replace

from server.contests import store
from server.contests.contest import Contest, Hush
from server.db.pool import Connection
from server.errors import declare

HUSHED = declare(
    "hushed",
    409,
    en="Another contest that counts the same facts is frozen; this waits for its reveal.",
    zh="计入相同数据的另一场竞赛正在封榜，须待其揭榜后再进行。",
)

_LOOKS_BACK = timedelta(weeks=8, days=2)
"""How far before its start an improvement counts; days begin otherwise at other sites."""

_FROZEN_NOW = """
SELECT id FROM contest WHERE id <> $1 AND launched_at IS NOT NULL AND cancelled_at IS NULL
  AND freezes_at <= $2 AND coalesce(revealed_at, reveal_by) > $2 AND starts < $3 AND ends > $4"""

_SHARE_AN_AGENT = """
SELECT EXISTS (
    (SELECT unnest($1::int[]) UNION SELECT agent_id FROM membership
     WHERE team_id = ANY($2::int[]) AND starts < $4 AND (ends IS NULL OR ends > $3))
    INTERSECT
    (SELECT unnest($5::int[]) UNION SELECT agent_id FROM membership
     WHERE team_id = ANY($6::int[]) AND starts < $8 AND (ends IS NULL OR ends > $7)))"""


async def with_hushes(connection: Connection, contest: Contest, now: datetime) -> Contest:
    """The contest with the freezes of others that hold its public board now; usually none, which costs one look."""
    return replace(contest, hushes=await hushes_among(connection, contest, await _frozen_now(connection, contest, now)))


async def frozen_beside(connection: Connection, contest: Contest, now: datetime) -> list[Contest]:
    """Other contests that are frozen now and whose hidden facts this one counts as well, whatever holds its own board."""
    counted = _Counted(contest)
    return [one for one in await _frozen_now(connection, contest, now) if await counted.shows(connection, one)]


async def _frozen_now(connection: Connection, contest: Contest, now: datetime) -> list[Contest]:
    rows = await connection.fetch(_FROZEN_NOW, contest.id, now, contest.ends, _since(contest))
    return await store.many(connection, [row["id"] for row in rows]) if rows else []


async def frozen_metrics(connection: Connection, now: datetime, starts: datetime, ends: datetime) -> frozenset[str]:
    """The metrics counted by contests that are frozen now, over any day of a span: figures of several people in these tell
    what a freeze hides."""
    rows = await connection.fetch(_FROZEN_NOW, 0, now, ends, starts)
    frozen = await store.many(connection, [row["id"] for row in rows]) if rows else []
    return frozenset(code for contest in frozen for code in contest.by_code)


async def hushes_among(connection: Connection, contest: Contest, others: Iterable[Contest]) -> tuple[Hush, ...]:
    """The freezes among those of other contests, over by now or still to come, that this one would give away."""
    if contest.in_rounds:
        # Nothing is counted here; each round is looked at by itself.
        return ()
    counted = _Counted(contest)
    found: set[Hush] = set()
    for one in others:
        reveals = one.revealed_at or one.reveal_by
        if one.id == contest.id or one.freezes_at is None or reveals is None:
            continue
        if not _within_own_freeze(contest, one.freezes_at, reveals) and await counted.shows(connection, one):
            found.add(Hush(one.freezes_at, reveals, one.ends))
    return tuple(sorted(found, key=lambda hush: (hush.freezes, hush.reveals, hush.ends)))


def _within_own_freeze(contest: Contest, freezes: datetime, reveals: datetime) -> bool:
    """Whether the board stands still anyhow for as long, and since as early."""
    own = contest.revealed_at or contest.reveal_by
    return contest.freezes_at is not None and own is not None and contest.freezes_at <= freezes and reveals <= own


class _Counted:
    """What a contest counts, looked at for many others in turn."""

    def __init__(self, contest: Contest) -> None:
        self._contest = contest
        self._since = _since(contest)
        self._metrics = frozenset(used.metric_id for used in contest.metrics)
        self._teams, self._agents = frozenset(contest.team_ids), frozenset(contest.agent_ids)

    async def shows(self, connection: Connection, frozen: Contest) -> bool:
        """Whether any fact that the freeze of that one may hide counts here, too."""
        contest = self._contest
        if self._since >= frozen.ends or contest.ends <= frozen.starts:
            return False
        if self._metrics.isdisjoint([used.metric_id for used in frozen.metrics]):
            return False
        if not self._teams.isdisjoint(frozen.team_ids) or not self._agents.isdisjoint(frozen.agent_ids):
            return True
        if contest.participants == frozen.participants and not _looks_back(contest):
            # What somebody did counts for the one team it was done in.
            return False
        sides = [(list(one.agent_ids), list(one.team_ids), one.starts, one.ends) for one in (contest, frozen)]
        shared: bool = await connection.fetchval(_SHARE_AN_AGENT, *sides[0], *sides[1])
        return shared


def _since(contest: Contest) -> datetime:
    """From when on facts may count; a comparison with the weeks before reaches back over them."""
    return contest.starts - _LOOKS_BACK if _looks_back(contest) else contest.starts


def _looks_back(contest: Contest) -> bool:
    return contest.rules.method == "improvement"
