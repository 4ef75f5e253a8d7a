"""Who may watch which board in which view: the server's promise that nobody is shamed by a screen."""

from leaderboards.feed import Board
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.errors import FORBIDDEN, NOT_FOUND, DomainError, declare
from server.live.ports import Programme
from server.live.views import Audience

BAD_VIEW = declare("bad_view", 400, en="There is no view {view}.", zh="没有视图 {view}。")

VIEWS = ("wall", "full", "top")


async def audience_of(actor: Actor, contest_id: int, view: str, programme: Programme) -> Audience:
    """The audience a client joins, before any team is added. Raises `not_found`, `bad_view` or `forbidden`.

    A display sees the wall of its own contests (those it was paired for, or its site's), with its team's row. Whoever
    may only see walls gets no other view.
    """
    if contest_id < 1:
        # The feed of a frozen contest's truth, which nobody gets by asking for a contest.
        raise DomainError(NOT_FOUND, what="contest", key=contest_id)
    if view not in VIEWS:
        raise DomainError(BAD_VIEW, view=view[:20])
    if actor.display is not None:
        scope = actor.display
        if view != "wall" or not actor.may(Permission.BOARDS_WALL):
            raise DomainError(FORBIDDEN)
        if scope.contest_ids:
            allowed = contest_id in scope.contest_ids
        else:
            allowed = await programme.site_of(contest_id) == scope.site_id
        if not allowed:
            raise DomainError(FORBIDDEN)
        return Audience("wall", f"t{scope.team_id}" if scope.team_id else None)
    if not actor.may(Permission.BOARDS_WALL if view == "wall" else Permission.BOARDS_FULL):
        raise DomainError(FORBIDDEN)
    return Audience(view, reasons=_reasons(actor)) if view == "full" else Audience(view)


async def audience_of_truth(actor: Actor, contest_id: int, programme: Programme) -> Audience:
    """The audience of a frozen contest's truth: who may see it sees every place. Raises the programme's refusal."""
    if actor.display is not None:
        raise DomainError(FORBIDDEN)
    await programme.admit_to_truth(actor, contest_id)
    return Audience("full", reasons=_reasons(actor))


def _reasons(actor: Actor) -> frozenset[str] | None:
    """Why somebody is not ranked is for the participant, its lead and operations to read."""
    if actor.may(Permission.CONTESTS_MANAGE):
        return None
    own = {f"t{team}" for team in actor.own_teams}
    return frozenset(own if actor.agent_id is None else own | {f"a{actor.agent_id}"})


def with_team(who: Audience, actor: Actor, team: str, board: Board) -> Audience:
    """The wall of a team's own area, by the team's code, for those who may see every place anyhow."""
    if who.kind != "wall" or actor.display is not None or not actor.may(Permission.BOARDS_FULL):
        raise DomainError(FORBIDDEN)
    own = next((row.id for row in board.rows if row.code == team), None)
    return Audience("wall", own)
