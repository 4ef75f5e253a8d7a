"""When a contest's public board stops and goes on, and who may see the truth meanwhile."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from leaderboards.calendar import DEFAULT_FREEZE, Calendar, freeze_of
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.contests.contest import Contest
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


def sees_truth(actor: Actor, contest: Contest, now: datetime) -> bool:
    """Whether somebody may see how a frozen contest really stands: operations, and its presenter.

    A presenter whose own team takes part waits for the end: until then it could still be made use of.
    """
    if actor.may(Permission.CONTESTS_MANAGE):
        return True
    if not presents(actor, contest):
        return False
    takes_part = not actor.own_teams.isdisjoint(contest.team_ids) or actor.agent_id in contest.agent_ids
    return now >= contest.ends or not takes_part


def presents(actor: Actor, contest: Contest) -> bool:
    """Whether somebody is the named presenter and may still launch contests."""
    return actor.kind == "account" and contest.presenter == actor.id and actor.may(Permission.CONTESTS_LAUNCH)


def refuse_truth(actor: Actor, contest: Contest, now: datetime) -> None:
    """Raises unless the contest is frozen and this actor may see how it really stands."""
    if not sees_truth(actor, contest, now):
        raise DomainError(FORBIDDEN)
    if contest.phase(now) != "frozen":
        raise DomainError(NOT_FROZEN)
