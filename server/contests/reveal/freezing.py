"""When a contest's public board stops and goes on, and who may see the truth meanwhile."""

from collections.abc import Collection
from datetime import datetime, timedelta

from msgspec.structs import replace

from leaderboards.calendar import DEFAULT_FREEZE, Calendar, freeze_of
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.contests import store
from server.contests.contest import Contest
from server.contests.reveal.hushing import frozen_beside, with_hushes
from server.db.pool import Connection
from server.errors import FORBIDDEN, DomainError, declare

NOT_FROZEN = declare(
    "not_frozen",
    409,
    en="This contest is not frozen: its board is the public one.",
    zh="该竞赛未处于封榜状态，请查看公开榜单。",
)
_PLAYED_IN_ROUNDS = frozenset({"league", "cup"})


def with_freeze(contest: Contest, calendar: Calendar) -> Contest:
    """The contest with the instants its freeze comes to; ask again whenever its window, its period or the setting changes.

    A season has none of its own: its table follows from its rounds, and each of those is frozen and revealed by itself.
    """
    asked = contest.freeze_minutes
    before_end = DEFAULT_FREEZE[contest.period] if asked is None else timedelta(minutes=asked)
    freeze = None if contest.format in _PLAYED_IN_ROUNDS else freeze_of(calendar, contest.window, before_end)
    if freeze is None:
        return replace(contest, freezes_at=None, reveal_by=None)
    return replace(contest, freezes_at=freeze.freezes, reveal_by=freeze.reveal_by)


_TAKES_PART = """
SELECT EXISTS (SELECT FROM membership WHERE agent_id = $1 AND team_id = ANY($2::int[]) AND (ends IS NULL OR ends > $3))"""


async def sees_truth(connection: Connection, actor: Actor, contest: Contest, now: datetime) -> bool:
    """Whether somebody may see how a contest really stands while its public board does not move: operations and its
    presenter, unless they take part in it, or in another frozen one that it would tell. A presenter does not see it either
    while another contest is still being played that would be told as well.
    """
    manages = actor.may(Permission.CONTESTS_MANAGE)
    if not (manages or presents(actor, contest)) or await _plays(connection, actor, contest):
        return False
    for other in await frozen_beside(connection, contest, now):
        if await _plays(connection, actor, other):
            return False
    if manages:
        return True
    held = await with_hushes(connection, contest, now)
    return all(hush.ends <= now for hush in held.hushed(now))


async def _plays(connection: Connection, actor: Actor, contest: Contest) -> bool:
    return await takes_part(connection, contest, actor.agent_id, actor.own_teams)


async def told_until(connection: Connection, actor: Actor, now: datetime) -> datetime:
    """Days before this instant may be played again by this actor: they tell no contest's truth that is hidden from it."""
    secret = [
        one.starts
        for one in await store.alive(connection)
        if one.known_until(now) is not None and not await sees_truth(connection, actor, one, now)
    ]
    return min([now, *secret])


async def takes_part(
    connection: Connection, contest: Contest, agent_id: int | None, leads: Collection[int] = ()
) -> bool:
    """Whether an agent plays, leads a team that does, or was in one at any time since the start."""
    if not set(leads).isdisjoint(contest.team_ids) or agent_id in contest.agent_ids:
        return True
    if agent_id is None:
        return False
    found: bool = await connection.fetchval(_TAKES_PART, agent_id, contest.team_ids, contest.starts)
    return found


def presents(actor: Actor, contest: Contest) -> bool:
    """Whether somebody is the named presenter and may still launch contests."""
    return actor.kind == "account" and contest.presenter == actor.id and actor.may(Permission.CONTESTS_LAUNCH)


async def refuse_truth(connection: Connection, actor: Actor, contest: Contest, now: datetime) -> None:
    """Raises unless the public board stands still and this actor may see how the contest really stands."""
    if not await sees_truth(connection, actor, contest, now):
        raise DomainError(FORBIDDEN)
    if (await with_hushes(connection, contest, now)).known_until(now) is None:
        raise DomainError(NOT_FROZEN)
