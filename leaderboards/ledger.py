"""The points ledger: double entries in an append-only list; every balance is a fold over it, and nothing can drift.

Goods are kept in the same list as points, each in a unit of its own, so that stock is a balance like any other. Points come from
the issuer, goods from the supply; these two alone may stand below nothing, by what is out in the world.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from leaderboards.refusal import Refusal

POINTS = "points"
ISSUER, SUPPLY = "issuer", "supply"
SPENT, EXPIRED = "spent", "expired"

Key = tuple[str, str]
"""Account and unit."""
EntryKind = Literal["allot", "earn", "prize", "redeem", "restock", "reverse", "close"]


class Posting(Struct, frozen=True, gc=False):
    """So much of a unit into an account; out of it below nothing."""

    account: str
    amount: int
    unit: str = POINTS


class Entry(Struct, frozen=True, kw_only=True):
    """One thing that happened. The id is chosen by whoever asks, so that asking twice posts once; `reverses` names the entry a
    reversal mirrors, `ref` what it was for (an award, an item, a contest). Nobody approves what they asked for or gain from."""

    id: str
    kind: EntryKind
    at: datetime
    by: str
    postings: tuple[Posting, ...]
    ref: str = ""
    reverses: str | None = None
    approved_by: str | None = None


class LedgerRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Above how many points an award or a redemption takes a second person."""

    earn_limit: Annotated[int, Meta(ge=0)] = 200
    redeem_limit: Annotated[int, Meta(ge=0)] = 1000


class Known(Struct, frozen=True, kw_only=True):
    """What has to be known to judge an entry: the balances of its accounts, an entry with the same id, the one it reverses and
    whether that was reversed, and the instant up to which a closed season can no longer be posted to."""

    balances: Mapping[Key, int] = {}
    same: Entry | None = None
    target: Entry | None = None
    target_reversed: bool = False
    closed_until: datetime | None = None


def agent(code: str) -> str:
    """An agent's account."""
    return f"agent:{code}"


def budget(code: str) -> str:
    """The budget of a team or of a head."""
    return f"budget:{code}"


def shelf(item: str) -> str:
    """Where an item waits to be redeemed."""
    return f"shelf:{item}"


def goods(item: str) -> str:
    """The unit an item is counted in."""
    return f"item:{item}"


def _move(out_of: str, into: str, amount: int, unit: str = POINTS) -> tuple[Posting, Posting]:
    return Posting(out_of, -amount, unit), Posting(into, amount, unit)


def allot(entry_id: str, at: datetime, by: str, to: str, amount: int) -> Entry:
    """New points for a budget."""
    return Entry(id=entry_id, kind="allot", at=at, by=by, postings=_move(ISSUER, budget(to), amount))


def restock(entry_id: str, at: datetime, by: str, item: str, amount: int) -> Entry:
    """New goods on the shelf."""
    return Entry(
        id=entry_id, kind="restock", at=at, by=by, postings=_move(SUPPLY, shelf(item), amount, goods(item)), ref=item
    )


def earn(entry_id: str, at: datetime, by: str, out_of: str, who: str, amount: int) -> Entry:
    """Points for somebody, out of a budget."""
    return Entry(id=entry_id, kind="earn", at=at, by=by, postings=_move(budget(out_of), agent(who), amount))


def prize(entry_id: str, at: datetime, by: str, out_of: str, into: str, amount: int, contest: str) -> Entry:
    """Points that a place won, out of a budget into an account: an agent's, or another budget. Whether it takes two persons is
    asked when the result is signed, for all prizes together."""
    return Entry(id=entry_id, kind="prize", at=at, by=by, postings=_move(budget(out_of), into, amount), ref=contest)


def redeem(entry_id: str, at: datetime, who: str, item: str, price: int) -> Entry:
    """One of an item for points, off the shelf and into somebody's hands."""
    postings = (*_move(agent(who), SPENT, price), *_move(shelf(item), f"handed:{item}", 1, goods(item)))
    return Entry(id=entry_id, kind="redeem", at=at, by=who, postings=postings, ref=item)


def reversal(entry_id: str, at: datetime, by: str, target: Entry) -> Entry:
    """The mirror of an entry; nothing is ever struck out."""
    mirrored = tuple(replace(one, amount=-one.amount) for one in target.postings)
    return Entry(id=entry_id, kind="reverse", at=at, by=by, postings=mirrored, ref=target.ref, reverses=target.id)


def closing(entry_id: str, at: datetime, by: str, balances: Mapping[Key, int]) -> Entry | None:
    """The season's end: what people did not spend expires, what budgets did not give goes back; None with nothing left."""
    left = {account: amount for (account, unit), amount in sorted(balances.items()) if unit == POINTS and amount > 0}
    people = {account: amount for account, amount in left.items() if account.startswith("agent:")}
    budgets = {account: amount for account, amount in left.items() if account.startswith("budget:")}
    totals = ((EXPIRED, sum(people.values())), (ISSUER, sum(budgets.values())))
    postings = [Posting(account, -amount) for account, amount in (people | budgets).items()]
    postings += [Posting(account, amount) for account, amount in totals if amount]
    return Entry(id=entry_id, kind="close", at=at, by=by, postings=tuple(postings)) if postings else None


def balances(entries: Iterable[Entry]) -> Counter[Key]:
    """Every balance, by folding; there is no other truth."""
    found: Counter[Key] = Counter()
    for entry in entries:
        for one in entry.postings:
            found[one.account, one.unit] += one.amount
    return found


def judge(entry: Entry, known: Known, rules: LedgerRules) -> Refusal | Literal["post", "already"]:
    """Whether to post an entry: yes, it is there `already` (the same in all but the instant of asking), or why not."""
    if known.same is not None:
        same = replace(entry, at=known.same.at) == known.same
        return "already" if same else Refusal("same_id_other_content", entry.id)
    wrong = next(_malformed(entry), None) or _reverses(entry, known)
    if wrong is not None:
        return wrong
    if known.closed_until is not None and entry.at < known.closed_until:
        return Refusal("season_closed")
    return _approval(entry, rules) or _short(entry, known) or "post"


def _malformed(entry: Entry) -> Iterator[Refusal]:
    totals: Counter[str] = Counter()
    for one in entry.postings:
        totals[one.unit] += one.amount
    if not entry.postings:
        yield Refusal("nothing_posted")
    if any(one.amount == 0 for one in entry.postings):
        yield Refusal("not_positive")
    if any(totals.values()):
        yield Refusal("unbalanced")
    if len({(one.account, one.unit) for one in entry.postings}) < len(entry.postings):
        yield Refusal("account_twice")
    # Backwards through the right door is a taking nobody would recognise as one: that is what a reversal is for.
    into = {"allot": (ISSUER,), "restock": (SUPPLY,), "earn": ("budget",), "redeem": ("agent", "shelf")}.get(
        entry.kind, ()
    )
    if entry.kind == "prize" and any(
        one.amount < 0 and not one.account.startswith("budget:") for one in entry.postings
    ):
        yield Refusal("not_positive")
    if any(one.amount > 0 for one in entry.postings if one.account.partition(":")[0] in into):
        yield Refusal("not_positive")


def _reverses(entry: Entry, known: Known) -> Refusal | None:
    if entry.kind != "reverse":
        return None
    target = known.target
    if target is None or target.id != entry.reverses:
        return Refusal("no_such_entry", entry.reverses or "")
    if target.kind == "reverse":
        return Refusal("not_reversible", target.id)
    if known.target_reversed:
        return Refusal("reversed_already", target.id)
    mirrored = reversal(entry.id, entry.at, entry.by, target).postings
    return None if entry.postings == mirrored else Refusal("unbalanced")


def gains(entry: Entry) -> frozenset[str]:
    """Who has more points afterwards."""
    return frozenset(one.account for one in entry.postings if one.account.startswith("agent:") and one.amount > 0)


def needs_approval(entry: Entry, rules: LedgerRules) -> bool:
    """Whether it takes a second person."""
    limit = {"earn": rules.earn_limit, "redeem": rules.redeem_limit}.get(entry.kind)
    moved = sum(one.amount for one in entry.postings if one.unit == POINTS and one.amount > 0)
    return limit is not None and moved > limit


def _approval(entry: Entry, rules: LedgerRules) -> Refusal | None:
    if entry.kind == "earn" and agent(entry.by) in gains(entry):
        return Refusal("to_oneself")
    if not needs_approval(entry, rules):
        return None
    if entry.approved_by is None:
        return Refusal("approval_needed")
    if entry.approved_by == entry.by or agent(entry.approved_by) in gains(entry):
        return Refusal("own_approval")
    return None


_SHORT = {"budget": "budget_short", "shelf": "out_of_stock"}


def _short(entry: Entry, known: Known) -> Refusal | None:
    """Nothing but the two sources may fall below nothing, by a reversal neither: points already spent cannot be taken back."""
    for one in entry.postings:
        left = known.balances.get((one.account, one.unit), 0) + one.amount
        if one.amount < 0 and left < 0 and one.account not in {ISSUER, SUPPLY}:
            return Refusal(_SHORT.get(one.account.partition(":")[0], "points_short"), one.account)
    return None


def standing(entries: Iterable[Entry], kind: EntryKind) -> tuple[Entry, ...]:
    """Entries of a kind that were not reversed: redemptions to hand out, or to tell payroll."""
    every = list(entries)
    undone = {entry.reverses for entry in every}
    return tuple(entry for entry in every if entry.kind == kind and entry.id not in undone)


def statement(entries: Iterable[Entry], account: str, unit: str = POINTS) -> tuple[tuple[Entry, int, int], ...]:
    """An account's movements in the order they were posted, each with the amount and the balance after it."""
    lines, balance = [], 0
    for entry in entries:
        for one in entry.postings:
            if (one.account, one.unit) == (account, unit):
                balance += one.amount
                lines.append((entry, one.amount, balance))
    return tuple(lines)
