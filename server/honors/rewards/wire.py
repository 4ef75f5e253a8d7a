"""Points and rewards as they go over the wire."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from server.honors.rewards.giving import Budget, Budgets
from server.honors.rewards.redeeming import Mine
from server.honors.rewards.rules import RewardRules
from server.honors.rewards.store import Line, Offer, Request
from server.wire import Bilingual, Code, Named

Key = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
"""Chosen by whoever asks: the same number asked again happens once."""
Amount = Annotated[int, Meta(ge=1, le=1_000_000)]
Words = Annotated[str, Meta(max_length=200)]
Whose = Literal["team", "site"]
Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class HoursIn(Struct, forbid_unknown_fields=True):
    """A shift by the clock of the own site; one that ends before it begins ends on the next day."""

    day: date
    starts: Clock
    ends: Clock


class RedeemIn(Struct, forbid_unknown_fields=True):
    """What one wants for one's points; a choice of shift names the shift."""

    key: Key
    item: Code
    words: Words = ""
    shift: HoursIn | None = None


class GiftIn(Struct, forbid_unknown_fields=True):
    """Points for somebody, out of which budget, and why."""

    key: Key
    kind: Whose
    budget: Code
    to: Code
    amount: Amount
    words: Words


class OfferOut(Struct, kw_only=True):
    """An item; `had` is how often the reader has had it this season."""

    code: str
    kind: str
    name: Bilingual
    about: Bilingual
    price: int
    payable: bool
    most: int | None
    offered: bool
    stock: int
    had: int = 0


class ShiftOut(Struct):
    """The chosen shift, in the zone of the site."""

    day: date
    starts: datetime
    ends: datetime
    zone: str


class RequestOut(Struct, kw_only=True):
    """What was asked for, and what became of it."""

    id: int
    kind: str
    state: str
    agent: Named
    amount: int
    item: Named | None
    item_kind: str | None
    shift: ShiftOut | None
    budget: Named | None
    words: str
    by: Bilingual
    asked_at: datetime
    decided_by: Bilingual | None
    decided_at: datetime | None
    decided_words: str
    handed_at: datetime | None


class RequestsOut(Struct):
    """A list of requests that is always whole."""

    items: list[RequestOut]


class MyPointsOut(Struct, kw_only=True):
    """One's own points; `held` of them wait for an approval. Above `asks_above` somebody has to approve."""

    points: int
    held: int
    asks_above: int
    zone: str
    offers: list[OfferOut]
    requests: list[RequestOut]


class LineOut(Struct, kw_only=True):
    """One movement of one's points, and what one had afterwards. Of a prize it names the contest and the place."""

    n: int
    kind: str
    at: datetime
    amount: int
    balance: int
    item: Bilingual | None
    words: str
    by: Bilingual
    contest: Bilingual | None
    contest_id: int | None
    place: int | None


class BudgetOut(Struct, kw_only=True):
    """A team's or a site's budget; `held` of it waits for an approval."""

    kind: str
    of: Named
    left: int
    held: int


class BudgetsOut(Struct, kw_only=True):
    """The budgets one gives from. `given` this month counts for leads only, and so do the limits of a month."""

    items: list[BudgetOut]
    asks_above: int
    per_month: int
    to_one: int
    given: int | None


class PeopleOut(Struct):
    """To whom one may give."""

    items: list[Named]


def offer_out(one: Offer, had: int = 0) -> OfferOut:
    """One item."""
    return OfferOut(
        code=one.item.code,
        kind=one.item.kind,
        name=Bilingual(one.item.zh, one.item.en),
        about=one.about,
        price=one.item.price,
        payable=one.item.payable,
        most=one.most,
        offered=one.offered,
        stock=one.stock,
        had=had,
    )


def request_out(one: Request) -> RequestOut:
    """One request."""
    shift = one.shift
    return RequestOut(
        id=one.id,
        kind=one.kind,
        state=one.state,
        agent=one.agent,
        amount=one.amount,
        item=one.item,
        item_kind=one.item_kind,
        shift=None if shift is None else ShiftOut(shift.day, shift.starts, shift.ends, shift.zone),
        budget=one.budget,
        words=one.words,
        by=one.by,
        asked_at=one.asked_at,
        decided_by=one.decided_by,
        decided_at=one.decided_at,
        decided_words=one.decided_words,
        handed_at=one.handed_at,
    )


def mine_out(mine: Mine) -> MyPointsOut:
    """One's own."""
    return MyPointsOut(
        points=mine.points,
        held=mine.held,
        asks_above=mine.rules.redeem_limit,
        zone=mine.zone,
        offers=[offer_out(one, mine.had.get(one.item.code, 0)) for one in mine.offers],
        requests=[request_out(one) for one in mine.requests],
    )


def line_out(one: Line) -> LineOut:
    """One movement."""
    return LineOut(
        n=one.n,
        kind=one.kind,
        at=one.at,
        amount=one.amount,
        balance=one.balance,
        item=one.item,
        words=one.words,
        by=one.by,
        contest=one.contest,
        contest_id=one.contest_id,
        place=one.place,
    )


def budgets_out(found: Budgets) -> BudgetsOut:
    """Those one gives from."""
    limits: RewardRules = found.rules
    return BudgetsOut(
        items=[_budget_out(one) for one in found.items],
        asks_above=limits.earn_limit,
        per_month=limits.per_month,
        to_one=limits.to_one,
        given=found.given,
    )


def _budget_out(one: Budget) -> BudgetOut:
    return BudgetOut(kind=one.kind, of=one.of, left=one.left, held=one.held)
