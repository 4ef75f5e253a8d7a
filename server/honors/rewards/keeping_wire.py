"""Points and rewards as they go over the wire to those who keep them."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from leaderboards.rewards import Item
from server.honors.rewards.keeping import Posted, Season, Total
from server.honors.rewards.rostering import Left
from server.honors.rewards.wire import Amount, Key, OfferOut, Whose, Words
from server.wire import Bilingual, Code

Reason = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]


class AllotIn(Struct, forbid_unknown_fields=True):
    """New points for a budget."""

    key: Key
    kind: Whose
    budget: Code
    amount: Amount
    words: Reason


class StockIn(Struct, forbid_unknown_fields=True):
    """New goods on the shelf."""

    key: Key
    amount: Annotated[int, Meta(ge=1, le=100_000)]
    words: Words = ""


class ItemIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """An item of the catalogue; `most` is how often one person has it in a season."""

    kind: Literal["leave", "shift_choice", "training_seat", "gift"]
    name: Bilingual
    about: Bilingual = Bilingual("", "")
    price: Amount
    payable: bool = False
    most: Annotated[int, Meta(ge=1, le=1000)] | None = None
    offered: bool = True


class DecisionIn(Struct, forbid_unknown_fields=True):
    """What the second person says."""

    approve: bool
    words: Words = ""


class ReverseIn(Struct, forbid_unknown_fields=True):
    """Why an entry is undone."""

    words: Reason


class ReversedOut(Struct):
    """What became of the roster, where a chosen shift was on it: what was planned before stands again, or the day was left as it is."""

    roster: Left | None


class SeasonIn(Struct, forbid_unknown_fields=True):
    """What the season that ends was called."""

    name: Bilingual


class OffersOut(Struct):
    """The whole catalogue."""

    items: list[OfferOut]


class MoveOut(Struct):
    """Into an account, or out of it below nothing."""

    account: Bilingual
    unit: str
    amount: int


class EntryOut(Struct, kw_only=True):
    """One entry of the ledger."""

    n: int
    kind: str
    at: datetime
    by: Bilingual
    approved: bool
    words: str
    item: Bilingual | None
    moves: list[MoveOut]
    reversed: bool
    reverses: int | None


class TotalsOut(Struct):
    """Points by sort of account; `balanced` is whether they sum to nothing."""

    items: list[Total]
    balanced: bool


class SeasonsOut(Struct):
    """Seasons that are over."""

    items: list[Season]


def item_of(code: str, data: ItemIn) -> Item:
    """As the rule book knows it."""
    return Item(code, data.kind, data.name.zh.strip(), data.name.en.strip(), data.price, data.payable)


def entry_out(one: Posted) -> EntryOut:
    """One entry."""
    return EntryOut(
        n=one.n,
        kind=one.kind,
        at=one.at,
        by=one.by,
        approved=one.approved,
        words=one.words,
        item=one.item,
        moves=[MoveOut(*move) for move in one.moves],
        reversed=one.reversed,
        reverses=one.reverses,
    )


def totals_out(found: list[Total]) -> TotalsOut:
    """All sorts."""
    return TotalsOut(found, sum(one.amount for one in found) == 0)
