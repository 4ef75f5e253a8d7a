"""The doors of who keeps points: budgets, catalogue, requests, ledger, seasons, payroll."""

from datetime import date
from typing import Annotated, Literal

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.honors.rewards.deciding import Decision
from server.honors.rewards.keeping import Season
from server.honors.rewards.keeping_wire import (
    AllotIn,
    DecisionIn,
    EntryOut,
    ItemIn,
    OffersOut,
    ReversedOut,
    ReverseIn,
    SeasonIn,
    SeasonsOut,
    StockIn,
    TotalsOut,
    entry_out,
    item_of,
    totals_out,
)
from server.honors.rewards.payroll import Locale as Tongue
from server.honors.rewards.rules import RewardRules
from server.honors.rewards.store import State
from server.honors.rewards.wire import OfferOut, RequestOut, offer_out, request_out
from server.honors.service import HonorsService
from server.reports.handing import attachment
from server.wire import Page, page_of

Me = NamedDependency[Actor]
Honors = NamedDependency[HonorsService]
Offset = Annotated[int, QueryParameter(ge=0)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
ItemCode = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Month = Annotated[str, QueryParameter(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class RewardsKeepingController(Controller):
    """What operations and HR keep."""

    path = "/api/v1/rewards"
    tags = ("rewards",)
    guards = (requires(Permission.REWARDS_MANAGE),)

    @post("/allotments", summary="Allot points to a budget", status_code=204)
    async def allot(self, data: JSONBody[AllotIn], actor: Me, honors: Honors) -> None:
        """New points for a team or a site; the same key allots once."""
        await honors.rewards.keeping.allot(actor, data.key, data.kind, data.budget, data.amount, data.words)

    @get("/items", summary="The whole catalogue")
    async def items(self, honors: Honors) -> OffersOut:
        """With stock, also what is not on offer."""
        return OffersOut([offer_out(one) for one in await honors.rewards.keeping.offers()])

    @put("/items/{code:str}", summary="Add or change a reward")
    async def put_item(self, code: FromPath[ItemCode], data: JSONBody[ItemIn], actor: Me, honors: Honors) -> OfferOut:
        """A new price holds for what is asked from now on."""
        item = item_of(code, data)
        return offer_out(await honors.rewards.keeping.put(actor, item, data.about, data.most, data.offered))

    @post("/items/{code:str}/stock", summary="Put goods on the shelf")
    async def stock(self, code: FromPath[ItemCode], data: JSONBody[StockIn], actor: Me, honors: Honors) -> OfferOut:
        """The same key stocks once; too many are taken back by reversing the entry."""
        return offer_out(await honors.rewards.keeping.stock(actor, data.key, code, data.amount, data.words))

    @get("/requests", summary="Requests")
    async def requests(
        self,
        honors: Honors,
        found_state: Annotated[list[State] | None, QueryParameter(name="state")] = None,
        kind: FromQuery[Literal["redeem", "earn"] | None] = None,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Page[RequestOut]:
        """Those that wait, the longest waiting first; in other states, newest first."""
        states = list(found_state or ["asked"])
        items, total = await honors.rewards.deciding.requests(states, kind, offset, limit)
        return page_of([request_out(one) for one in items], total, offset)

    @post("/requests/{request_id:int}/decision", summary="Approve or refuse", status_code=200)
    async def decide(
        self, request_id: FromPath[int], data: JSONBody[DecisionIn], actor: Me, honors: Honors
    ) -> RequestOut:
        """Never by whoever asked or gains."""
        decision = Decision(data.approve, data.words)
        return request_out(await honors.rewards.deciding.decide(actor, request_id, decision))

    @post("/requests/{request_id:int}/handed", summary="Handed over", status_code=200)
    async def hand(self, request_id: FromPath[int], actor: Me, honors: Honors) -> RequestOut:
        """The gift is in somebody's hands, the leave booked, the shift on the roster."""
        return request_out(await honors.rewards.deciding.hand(actor, request_id))

    @get("/entries", summary="The ledger")
    async def entries(self, honors: Honors, offset: Offset = 0, limit: Limit = 50) -> Page[EntryOut]:
        """Every entry with its postings, newest first."""
        items, total = await honors.rewards.keeping.entries(offset, limit)
        return page_of([entry_out(one) for one in items], total, offset)

    @post("/entries/{number:int}/reverse", summary="Reverse an entry", status_code=200)
    async def reverse(self, number: FromPath[int], data: JSONBody[ReverseIn], actor: Me, honors: Honors) -> ReversedOut:
        """Post its mirror, with a reason; points already spent cannot be taken back. A chosen shift goes off the roster again,
        unless that has been changed since."""
        return ReversedOut(await honors.rewards.deciding.reverse(actor, number, data.words))

    @get("/totals", summary="Where the points are")
    async def totals(self, honors: Honors) -> TotalsOut:
        """By sort of account; together they are nothing."""
        return totals_out(await honors.rewards.keeping.totals())

    @get("/seasons", summary="Seasons that are over")
    async def seasons(self, honors: Honors) -> SeasonsOut:
        """The last first."""
        return SeasonsOut(await honors.rewards.keeping.seasons())

    @post("/seasons", summary="Close the season")
    async def close(self, data: JSONBody[SeasonIn], actor: Me, honors: Honors) -> Season:
        """Unspent points expire, budgets go back. Refused while a request waits."""
        return await honors.rewards.keeping.close(actor, data.name)

    @get("/rules", summary="Limits of giving and redeeming")
    async def rules(self, honors: Honors) -> RewardRules:
        """Above what a second person is asked, and how much a lead gives in a month."""
        return await honors.rewards.keeping.rules()

    @put("/rules", summary="Change the limits")
    async def change_rules(self, data: JSONBody[RewardRules], actor: Me, honors: Honors) -> RewardRules:
        """From now on."""
        return await honors.rewards.keeping.change_rules(actor, data)

    @get("/payroll.xlsx", summary="Redemptions for payroll, a workbook")
    async def workbook(
        self, actor: Me, honors: Honors, month: Month, locale: FromQuery[Tongue | None] = None
    ) -> Response[bytes]:
        """Of a month; figures are figures. Each download is audited."""
        return attachment(await honors.rewards.payroll.export(actor, _first(month), "xlsx", locale or _tongue(actor)))

    @get("/payroll.csv", summary="Redemptions for payroll, plain text")
    async def text(
        self, actor: Me, honors: Honors, month: Month, locale: FromQuery[Tongue | None] = None
    ) -> Response[bytes]:
        """As the workbook."""
        return attachment(await honors.rewards.payroll.export(actor, _first(month), "csv", locale or _tongue(actor)))


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _tongue(actor: Actor) -> Tongue:
    return "en" if actor.locale == "en" else "zh"
