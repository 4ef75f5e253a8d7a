"""The points ledger: whatever comes in whatever order, it balances, nothing is spent twice and no shelf is emptier than empty."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from leaderboards.ledger import (
    ISSUER,
    POINTS,
    SPENT,
    SUPPLY,
    Entry,
    Key,
    Known,
    LedgerRules,
    Posting,
    agent,
    allot,
    balances,
    budget,
    closing,
    earn,
    goods,
    judge,
    needs_approval,
    redeem,
    restock,
    reversal,
    shelf,
    standing,
    statement,
)

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
RULES = LedgerRules(earn_limit=200, redeem_limit=500)


class Book:
    """An append-only list and what it says; posts what may be posted."""

    def __init__(self, *entries: Entry) -> None:
        self.entries: list[Entry] = []
        self.balances: Counter[Key] = Counter()
        self.closed_until: datetime | None = None
        for one in entries:
            assert self.post(one) == "post"

    def known(self, entry: Entry) -> Known:
        by_id = {one.id: one for one in self.entries}
        return Known(
            balances=self.balances,
            same=by_id.get(entry.id),
            target=by_id.get(entry.reverses or ""),
            target_reversed=any(one.reverses == entry.reverses for one in self.entries if entry.reverses),
            closed_until=self.closed_until,
        )

    def post(self, entry: Entry) -> str:
        verdict = judge(entry, self.known(entry), RULES)
        if verdict == "post":
            self.entries.append(entry)
            for one in entry.postings:
                self.balances[one.account, one.unit] += one.amount
        return verdict if isinstance(verdict, str) else verdict.code


def stocked() -> Book:
    return Book(allot("b1", AT, "hr", "t1", 300), restock("s1", AT, "hr", "mug", 2))


def test_points_from_budget_to_gift() -> None:
    # 300 into the budget, 120 to a1, a mug for 80: a1 has 40 left, the budget 180, one mug is on the shelf.
    book = stocked()
    assert book.post(earn("e1", AT, "a9", "t1", "a1", 120)) == "post"
    assert book.post(redeem("r1", AT, "a1", "mug", 80)) == "post"
    assert book.balances[agent("a1"), POINTS] == 40
    assert book.balances[budget("t1"), POINTS] == 180
    assert book.balances[SPENT, POINTS] == 80
    assert book.balances[ISSUER, POINTS] == -300
    assert book.balances[shelf("mug"), goods("mug")] == 1
    assert book.balances[SUPPLY, goods("mug")] == -2
    assert [(entry.id, amount, balance) for entry, amount, balance in statement(book.entries, agent("a1"))] == [
        ("e1", 120, 120),
        ("r1", -80, 40),
    ]
    # Asked again, a moment later, nothing happens again; another wish under the same number is refused.
    assert book.post(redeem("r1", AT + timedelta(seconds=3), "a1", "mug", 80)) == "already"
    assert book.post(redeem("r1", AT, "a1", "mug", 70)) == "same_id_other_content"


def test_nothing_falls_below_nothing() -> None:
    book = stocked()
    assert book.post(redeem("r0", AT, "a1", "mug", 1)) == "points_short"
    assert book.post(earn("e1", AT, "a9", "t1", "a1", 150)) == "post"
    assert book.post(earn("e2", AT, "a9", "t1", "a2", 151)) == "budget_short"
    assert book.post(redeem("r1", AT, "a1", "mug", 40)) == "post"
    assert book.post(redeem("r2", AT, "a1", "mug", 40)) == "post"
    assert book.post(redeem("r3", AT, "a1", "mug", 40)) == "out_of_stock"
    # Points already spent cannot be taken back: what was paid is kept.
    assert book.post(reversal("x1", AT, "hr", book.entries[2])) == "points_short"


def test_a_reversal_is_the_mirror_once() -> None:
    book = stocked()
    book.post(earn("e1", AT, "a9", "t1", "a1", 120))
    book.post(redeem("r1", AT, "a1", "mug", 80))
    redemption = book.entries[-1]
    assert standing(book.entries, "redeem") == (redemption,)
    assert book.post(reversal("x1", AT, "hr", redemption)) == "post"
    assert standing(book.entries, "redeem") == ()
    assert (book.balances[agent("a1"), POINTS], book.balances[shelf("mug"), goods("mug")]) == (120, 2)
    assert book.post(reversal("x2", AT, "hr", redemption)) == "reversed_already"
    assert book.post(reversal("x3", AT, "hr", book.entries[-1])) == "not_reversible"
    assert book.post(reversal("x4", AT, "hr", earn("e9", AT, "a9", "t1", "a1", 1))) == "no_such_entry"
    less = replace(
        reversal("x5", AT, "hr", book.entries[2]), postings=(Posting(agent("a1"), -1), Posting(budget("t1"), 1))
    )
    assert book.post(less) == "unbalanced"


def test_above_the_limit_another_person_approves() -> None:
    book = Book(allot("b1", AT, "hr", "t1", 5000))
    much = earn("e1", AT, "a9", "t1", "a1", 201)
    assert not needs_approval(earn("e0", AT, "a9", "t1", "a1", 200), RULES)
    assert book.post(much) == "approval_needed"
    assert book.post(replace(much, approved_by="a9")) == "own_approval"
    assert book.post(replace(much, approved_by="a1")) == "own_approval"
    assert book.post(replace(much, approved_by="a8")) == "post"
    assert book.post(earn("e2", AT, "a1", "t1", "a1", 1)) == "to_oneself"


@pytest.mark.parametrize(
    ("postings", "code"),
    [
        ((), "nothing_posted"),
        ((Posting("budget:t1", -5), Posting("agent:a1", 4)), "unbalanced"),
        # Points do not turn into mugs.
        ((Posting("budget:t1", -1), Posting("agent:a1", 1, "item:mug")), "unbalanced"),
        ((Posting("budget:t1", 0), Posting("agent:a1", 0)), "not_positive"),
        ((Posting("budget:t1", -1), Posting("budget:t1", -1), Posting("agent:a1", 2)), "account_twice"),
    ],
)
def test_what_is_no_entry(postings: tuple[Posting, ...], code: str) -> None:
    assert stocked().post(Entry(id="e", kind="earn", at=AT, by="a9", postings=postings)) == code


def test_amounts_go_forwards() -> None:
    book = stocked()
    assert book.post(allot("b2", AT, "hr", "t1", -100)) == "not_positive"
    assert book.post(restock("s2", AT, "hr", "mug", -1)) == "not_positive"
    book.post(earn("e1", AT, "a9", "t1", "a1", 100))
    assert book.post(earn("e2", AT, "a9", "t1", "a1", -50)) == "not_positive"
    assert book.post(redeem("r1", AT, "a1", "mug", -10)) == "not_positive"


def test_the_seasons_end() -> None:
    # a1 has 120, the budget 180: 120 expire, 180 go back; nothing is left to close twice.
    book = stocked()
    book.post(earn("e1", AT, "a9", "t1", "a1", 120))
    end = closing("z1", AT + timedelta(days=90), "system", book.balances)
    assert end is not None
    assert book.post(end) == "post"
    assert (book.balances["expired", POINTS], book.balances[ISSUER, POINTS]) == (120, -120)
    assert book.balances[agent("a1"), POINTS] == book.balances[budget("t1"), POINTS] == 0
    assert closing("z2", AT, "system", book.balances) is None
    book.closed_until = AT + timedelta(days=90)
    assert book.post(allot("b3", AT, "hr", "t1", 5)) == "season_closed"


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_it_balances_after_any_interleaving(seed: int) -> None:
    """Many ask at once, some twice, some after others undid what they stood on; a slow reader folds the list anew."""
    chance = Random(seed)
    book = stocked()
    waiting: list[Entry] = []
    wishes: list[Entry] = []
    for number in range(60):
        who, at = f"a{chance.randint(1, 3)}", AT + timedelta(minutes=number)
        wishes.append(
            chance.choice(
                (
                    allot(f"n{number}", at, "hr", "t1", chance.randint(1, 200)),
                    earn(f"n{number}", at, chance.choice(("a9", who)), "t1", who, chance.randint(1, 260)),
                    redeem(f"n{number}", at, who, "mug", chance.randint(1, 90)),
                    restock(f"n{number}", at, "hr", "mug", 1),
                )
            )
        )
    wishes += chance.choices(wishes, k=20)
    chance.shuffle(wishes)
    for number, wish in enumerate(wishes):
        if needs_approval(wish, RULES):
            waiting.append(wish)
        book.post(wish)
        if waiting and chance.random() < 0.3:
            one = chance.choice(waiting)
            book.post(replace(one, approved_by=chance.choice(("a9", "a8", "a1"))))
        if chance.random() < 0.2:
            book.post(reversal(f"x{number}", AT + timedelta(days=1), "hr", chance.choice(book.entries)))
    folded = balances(book.entries)
    assert folded == book.balances
    for unit in {unit for _, unit in folded}:
        assert sum(amount for (_, its), amount in folded.items() if its == unit) == 0
    assert all(amount >= 0 for (account, _), amount in folded.items() if account not in {ISSUER, SUPPLY})
    # At no moment between was it otherwise.
    running: Counter[Key] = Counter()
    for entry in book.entries:
        for moved in entry.postings:
            running[moved.account, moved.unit] += moved.amount
        assert min([amount for (account, _), amount in running.items() if account not in {ISSUER, SUPPLY}]) >= 0
    ids = [entry.id for entry in book.entries]
    undone = [entry.reverses for entry in book.entries if entry.reverses]
    assert len(set(ids)) == len(ids)
    assert len(set(undone)) == len(undone)
    assert all(entry.approved_by not in {None, entry.by} for entry in book.entries if needs_approval(entry, RULES))
