"""The doors to thanks between colleagues."""

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from leaderboards.kudos import KudosRules
from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.honors.kudos.wire import (
    ColleaguesOut,
    FeedOut,
    HideIn,
    MineOut,
    ThanksIn,
    ThanksOut,
    UnthankedOut,
    colleague_out,
    mine_out,
    thanks_out,
    unthanked_out,
)
from server.honors.service import HonorsService

Me = NamedDependency[Actor]
Honors = NamedDependency[HonorsService]

_THANKS = [requires(Permission.KUDOS_GIVE)]
_KEEPS = [requires(Permission.KUDOS_MANAGE)]


class KudosController(Controller):
    """Thanks: a few a month, none to oneself, none straight back."""

    path = "/api/v1/kudos"
    tags = ("kudos",)

    @get("/mine", guards=_THANKS, summary="One's own thanks")
    async def mine(self, actor: Me, honors: Honors) -> MineOut:
        """Received and given, what one may thank for, and how many are left this month."""
        return mine_out(await honors.kudos.mine(actor))

    @get("/team", guards=_THANKS, summary="The team's thanks")
    async def feed(self, actor: Me, honors: Honors) -> FeedOut:
        """Of the own team and the teams one leads, without what somebody keeps to oneself."""
        return FeedOut([thanks_out(one) for one in await honors.kudos.feed(actor)])

    @get("/colleagues", guards=_THANKS, summary="Find somebody to thank")
    async def colleagues(self, actor: Me, honors: Honors, q: FromQuery[str] = "") -> ColleaguesOut:
        """Everybody employed, by a part of code or name; the first twenty."""
        return ColleaguesOut([colleague_out(one) for one in await honors.kudos.colleagues(actor, q)])

    @get("/unthanked", guards=_THANKS, summary="Whom nobody has thanked")
    async def unthanked(self, actor: Me, honors: Honors) -> UnthankedOut:
        """Of the teams one leads; for all others there is nothing to see."""
        return UnthankedOut([unthanked_out(one) for one in await honors.kudos.unthanked(actor)])

    @post(guards=_THANKS, summary="Thank a colleague")
    async def thank(self, data: JSONBody[ThanksIn], actor: Me, honors: Honors) -> ThanksOut:
        """The colleague sees it at once."""
        return thanks_out(await honors.kudos.thank(actor, data.to, data.value, data.words))

    @delete("/{kudos_id:int}", guards=_THANKS, summary="Take a thanks back")
    async def take_back(self, kudos_id: FromPath[int], actor: Me, honors: Honors) -> None:
        """One's own; it still counts among the month's."""
        await honors.kudos.take_back(actor, kudos_id)

    @put("/{kudos_id:int}/hidden", guards=_THANKS, summary="Keep a thanks to oneself", status_code=204)
    async def hide(self, kudos_id: FromPath[int], data: JSONBody[HideIn], actor: Me, honors: Honors) -> None:
        """What one received; or show it to the team again."""
        await honors.kudos.hide(actor, kudos_id, data.hidden)

    @get("/rules", guards=_KEEPS, summary="The rules of thanking")
    async def rules(self, honors: Honors) -> KudosRules:
        """How many a month, when one may thank back, and for what."""
        return await honors.kudos.rules()

    @put("/rules", guards=_KEEPS, summary="Change the rules of thanking")
    async def change_rules(self, data: JSONBody[KudosRules], actor: Me, honors: Honors) -> KudosRules:
        """From now on."""
        return await honors.kudos.change_rules(actor, data)
