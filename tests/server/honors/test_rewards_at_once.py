"""Points from many hands at once: the ledger balances, no shelf is emptier than empty, and nothing is spent twice."""

import asyncio
import os
from collections import Counter
from random import Random
from typing import Any

import httpx
import pytest

from tests.server.conftest import SignedIn

pytestmark = pytest.mark.usefixtures("centre")
REWARDS = "/api/v1/rewards"
CALLS = int(os.environ.get("ECHELON_LEDGER_CALLS", "600"))
"""10,000 take about a minute."""
HANDS = 20
EXPECTED = {200, 201, 409, 404}


class Hands:
    """Everybody at once: a lead and operations give, agents redeem, HR approves, operations reverse and restock."""

    def __init__(self, seed: int, by_role: dict[str, httpx.AsyncClient]) -> None:
        self._random = Random(seed)
        self._by = by_role
        self.answers: Counter[tuple[str, int]] = Counter()
        self._keys = [f"key-{n:06d}" for n in range(400)]

    async def work(self, calls: int) -> None:
        deeds = (
            self.give,
            self.give,
            self.give,
            self.redeem,
            self.redeem,
            self.redeem,
            self.redeem,
            self.decide,
            self.undo,
            self.stock,
        )
        for _ in range(calls):
            deed = self._random.choice(deeds)
            answer = await deed()
            self.answers[deed.__name__, answer.status_code] += 1
            assert answer.status_code in EXPECTED, answer.text

    def _key(self) -> str:
        # Some are asked again, in the meantime or later.
        return self._random.choice(self._keys)

    async def give(self) -> httpx.Response:
        who = self._random.choice(("lead", "ops"))
        to, team = self._random.choice((("A2", "T1"), ("A2", "T1"), ("A3", "T2")) if who == "ops" else (("A2", "T1"),))
        body = {"key": self._key(), "kind": "team", "budget": team, "to": to, "words": "for helping out"}
        return await self._by[who].post(f"{REWARDS}/gifts", json={**body, "amount": self._random.choice((10, 30, 250))})

    async def redeem(self) -> httpx.Response:
        who = self._random.choice(("A2", "A3"))
        item = self._random.choice(("mug", "mug", "day_off"))
        return await self._by[who].post(f"{REWARDS}/redemptions", json={"key": self._key(), "item": item})

    async def decide(self) -> httpx.Response:
        hr = self._by["hr"]
        waiting = (await hr.get(f"{REWARDS}/requests", params={"limit": 20})).json()["items"]
        number = self._random.choice(waiting)["id"] if waiting else 1
        body = {"approve": self._random.random() < 0.8}
        return await hr.post(f"{REWARDS}/requests/{number}/decision", json=body)

    async def undo(self) -> httpx.Response:
        number = self._random.randint(1, 200)
        return await self._by["ops"].post(f"{REWARDS}/entries/{number}/reverse", json={"words": "by mistake"})

    async def stock(self) -> httpx.Response:
        return await self._by["ops"].post(f"{REWARDS}/items/mug/stock", json={"key": self._key(), "amount": 1})


async def prepared(signed_in: SignedIn) -> dict[str, httpx.AsyncClient]:
    by_role = {
        "ops": await signed_in("ops"),
        "hr": await signed_in("hr"),
        "lead": await signed_in("lead", "A1"),
        "A2": await signed_in("agent", "A2"),
        "A3": await signed_in("agent", "A3"),
    }
    ops = by_role["ops"]
    limits = {"earn_limit": 200, "redeem_limit": 100, "per_month": 1_000_000, "to_one": 1_000_000}
    assert (await ops.put(f"{REWARDS}/rules", json=limits)).is_success
    for code, price in (("mug", 40), ("day_off", 150)):
        body = {"kind": "gift", "name": {"zh": code, "en": code}, "price": price}
        assert (await ops.put(f"{REWARDS}/items/{code}", json=body)).is_success
        assert (await ops.post(f"{REWARDS}/items/{code}/stock", json={"key": f"first-{code}", "amount": 5})).is_success
    for team in ("T1", "T2"):
        body = {"key": f"allot-{team}", "kind": "team", "budget": team, "amount": 3000, "words": "to begin"}
        assert (await ops.post(f"{REWARDS}/allotments", json=body)).is_success
    return by_role


async def nothing_is_wrong(sql: Any) -> None:
    unbalanced = "SELECT entry_n FROM reward_posting GROUP BY entry_n, unit HAVING sum(amount) <> 0"
    assert await sql.fetch(unbalanced) == []
    # Not only at the end: after no entry was any account but the sources below nothing.
    below = await sql.fetch(
        """
        SELECT code, unit, low FROM (
            SELECT a.code, p.unit, min(running) AS low FROM (
                SELECT account_id, unit, sum(amount) OVER (PARTITION BY account_id, unit ORDER BY entry_n) AS running
                FROM reward_posting) p JOIN reward_account a ON a.id = p.account_id GROUP BY 1, 2
        ) lows WHERE low < 0 AND code NOT IN ('issuer', 'supply')"""
    )
    assert [tuple(row) for row in below] == []
    # Every granted request moved exactly its amount once, every other one nothing that still stands.
    odd = await sql.fetch(
        """
        SELECT r.id, r.state FROM reward_request r LEFT JOIN reward_entry e ON e.id = r.entry_id
        LEFT JOIN reward_entry m ON m.reverses = e.id
        WHERE (r.state IN ('granted', 'handed')) <> (e.id IS NOT NULL AND m.id IS NULL)
           OR (r.state = 'reversed') <> (m.id IS NOT NULL)"""
    )
    assert odd == []
    assert await sql.fetchval("SELECT count(*) FROM reward_entry WHERE kind IN ('earn', 'redeem')") > 20


async def everybody(signed_in: SignedIn, calls: int) -> Counter[tuple[str, int]]:
    by_role = await prepared(signed_in)
    hands = [Hands(seed, by_role) for seed in range(HANDS)]
    await asyncio.gather(*(one.work(calls // HANDS) for one in hands))
    return sum((one.answers for one in hands), Counter())


async def test_many_calls_of_twenty_at_once_leave_the_ledger_whole(signed_in: SignedIn, sql: Any) -> None:
    answers = await everybody(signed_in, CALLS)
    happened = {("redeem", 201), ("redeem", 409), ("give", 201), ("decide", 200), ("undo", 200), ("stock", 201)}
    assert happened <= set(answers)
    await nothing_is_wrong(sql)


async def test_the_last_mug_is_had_by_one(signed_in: SignedIn, sql: Any) -> None:
    by_role = await prepared(signed_in)
    body = {"key": "gift-for-a2", "kind": "team", "budget": "T1", "to": "A2", "words": "for helping out", "amount": 190}
    assert (await by_role["ops"].post(f"{REWARDS}/gifts", json=body)).status_code == 201
    asked = [
        by_role["A2"].post(f"{REWARDS}/redemptions", json={"key": f"at-once-{n}", "item": "mug"}) for n in range(12)
    ]
    answers = await asyncio.gather(*asked)
    # 190 points are four mugs.
    assert Counter(one.status_code for one in answers) == {201: 4, 409: 8}
    same = [by_role["ops"].post(f"{REWARDS}/gifts", json=body | {"key": "once-only"}) for _ in range(8)]
    assert {one.json()["id"] for one in await asyncio.gather(*same)} == {
        await sql.fetchval("SELECT max(id) FROM reward_request")
    }
    await_sum = "SELECT sum(p.amount) FROM reward_posting p JOIN reward_account a ON a.id = p.account_id WHERE a.code = 'agent:2'"
    assert await sql.fetchval(await_sum) == 190 - 160 + 190
