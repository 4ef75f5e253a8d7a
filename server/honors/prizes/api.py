"""The doors to prizes: what was won in a contest, and what waits for a budget."""

from typing import Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.honors.prizes.service import WonIn
from server.honors.prizes.store import State, Waiting
from server.honors.service import HonorsService
from server.wire import Bilingual, Named

Me = NamedDependency[Actor]
Honors = NamedDependency[HonorsService]


# What others read who do not keep points.
_SOFTENED: dict[State, State] = {"kept": "given", "reversed": "taken"}


class PrizeOut(Struct, kw_only=True):
    """What somebody won: points for a member, or for the budget of a team. `reversed` and `kept` are for those who keep
    points; to everybody else what was kept is given."""

    to: Named
    kind: Literal["agent", "team"]
    place: int
    points: int
    state: State


class PrizesOut(Struct, kw_only=True):
    """Of those whom the reader may see. `lacks` is what the budget is short of; null for who does not keep it."""

    items: list[PrizeOut]
    lacks: int | None


class WaitingOut(Struct, kw_only=True):
    """A contest whose prizes wait, how many points for how many winners, and what the budget of its site holds."""

    contest: int
    title: Bilingual
    site: Named
    points: int
    winners: int
    left: int


class WaitingsOut(Struct):
    """A list that is always whole."""

    items: list[WaitingOut]


class PrizesController(Controller):
    """Points for places."""

    path = "/api/v1"
    tags = ("rewards",)

    @get(
        "/contests/{contest_id:int}/prizes",
        guards=[requires(Permission.BOARDS_OWN, Permission.BOARDS_FULL)],
        summary="What was won in a contest",
    )
    async def of_contest(self, contest_id: FromPath[int], actor: Me, honors: Honors) -> PrizesOut:
        """Nothing before its result is signed. Agents see their own, leads the budgets of their teams, operations and HR all."""
        found = await honors.prizes.of_contest(actor, contest_id)
        return prizes_out(found, keeps=actor.may(Permission.REWARDS_MANAGE))

    @get("/rewards/prizes", guards=[requires(Permission.REWARDS_MANAGE)], summary="Prizes that wait for a budget")
    async def waiting(self, honors: Honors) -> WaitingsOut:
        """Given by themselves as soon as the budget of the site holds them."""
        return WaitingsOut([waiting_out(one, left) for one, left in await honors.prizes.waiting()])


def prizes_out(found: WonIn, *, keeps: bool) -> PrizesOut:
    """As somebody reads it who keeps points, or does not."""
    return PrizesOut(
        items=[
            PrizeOut(
                to=one.to,
                kind="agent" if one.who.startswith("a") else "team",
                place=one.place,
                points=one.amount,
                state=one.state if keeps else _SOFTENED.get(one.state, one.state),
            )
            for one in found.prizes
        ],
        lacks=found.lacks,
    )


def waiting_out(one: Waiting, left: int) -> WaitingOut:
    """One contest."""
    return WaitingOut(
        contest=one.contest, title=one.title, site=one.site, points=one.points, winners=one.winners, left=left
    )
