"""The doors to points: who has them and who gives them."""

from datetime import time
from typing import Annotated

from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.honors.rewards.giving import Present
from server.honors.rewards.redeeming import Hours, Wish
from server.honors.rewards.wire import (
    BudgetsOut,
    GiftIn,
    LineOut,
    MyPointsOut,
    PeopleOut,
    RedeemIn,
    RequestOut,
    RequestsOut,
    Whose,
    budgets_out,
    line_out,
    mine_out,
    request_out,
)
from server.honors.service import HonorsService
from server.wire import Code, Page, page_of

Me = NamedDependency[Actor]
Honors = NamedDependency[HonorsService]
Offset = Annotated[int, QueryParameter(ge=0)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]

_OWN = [requires(Permission.REWARDS_OWN)]
_GIVES = [requires(Permission.REWARDS_GIVE)]


class RewardsController(Controller):
    """One's own points and what they can be had for; giving points out of a budget."""

    path = "/api/v1/rewards"
    tags = ("rewards",)

    @get("/mine", guards=_OWN, summary="One's own points")
    async def mine(self, actor: Me, honors: Honors) -> MyPointsOut:
        """How many, what they can be had for, and what became of what one asked for."""
        return mine_out(await honors.rewards.redeeming.mine(actor))

    @get("/mine/entries", guards=_OWN, summary="Every movement of one's points")
    async def statement(self, actor: Me, honors: Honors, offset: Offset = 0, limit: Limit = 50) -> Page[LineOut]:
        """Newest first, each with the balance after it."""
        lines, total = await honors.rewards.redeeming.statement(actor, offset, limit)
        return page_of([line_out(one) for one in lines], total, offset)

    @post("/redemptions", guards=_OWN, summary="Redeem points")
    async def redeem(self, data: JSONBody[RedeemIn], actor: Me, honors: Honors) -> RequestOut:
        """At once, or above the limit once somebody else approved. Asked again with the same key it happens once."""
        hours = None
        if data.shift is not None:
            hours = Hours(data.shift.day, *(time.fromisoformat(at) for at in (data.shift.starts, data.shift.ends)))
        wish = Wish(key=data.key, item=data.item, words=data.words.strip(), hours=hours)
        return request_out(await honors.rewards.redeeming.redeem(actor, wish))

    @delete("/redemptions/{request_id:int}", guards=_OWN, summary="Withdraw a request", status_code=200)
    async def withdraw(self, request_id: FromPath[int], actor: Me, honors: Honors) -> RequestOut:
        """One's own, while it waits."""
        return request_out(await honors.rewards.redeeming.withdraw(actor, request_id))

    @get("/budgets", guards=_GIVES, summary="Budgets one gives from")
    async def budgets(self, actor: Me, honors: Honors) -> BudgetsOut:
        """A lead's: the own teams'. Operations and HR: all."""
        return budgets_out(await honors.rewards.giving.budgets(actor))

    @get("/people", guards=_GIVES, summary="To whom one may give")
    async def people(
        self, actor: Me, honors: Honors, kind: FromQuery[Whose], budget: FromQuery[Code], q: FromQuery[str] = ""
    ) -> PeopleOut:
        """Whom a budget is for, by a part of code or name."""
        return PeopleOut(await honors.rewards.giving.people(actor, kind, budget, q))

    @get("/gifts", guards=_GIVES, summary="Points that were given")
    async def gifts(self, actor: Me, honors: Honors) -> RequestsOut:
        """Out of the budgets one may see, newest first."""
        return RequestsOut([request_out(one) for one in await honors.rewards.giving.gifts(actor)])

    @post("/gifts", guards=_GIVES, summary="Give points")
    async def give(self, data: JSONBody[GiftIn], actor: Me, honors: Honors) -> RequestOut:
        """Out of a budget, with a reason; above the limit once somebody else approved. The same key gives once."""
        present = Present(
            key=data.key, kind=data.kind, out_of=data.budget, to=data.to, amount=data.amount, words=data.words
        )
        return request_out(await honors.rewards.giving.give(actor, present))
