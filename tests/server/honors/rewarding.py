"""A centre with points to give and things to have for them."""

from typing import Any

import httpx
import pytest

from tests.server.conftest import SignedIn

REWARDS = "/api/v1/rewards"


@pytest.fixture
async def ops(signed_in: SignedIn) -> httpx.AsyncClient:
    """Operations, on nobody's roll."""
    return await signed_in("ops")


@pytest.fixture
async def stocked(centre: None, ops: httpx.AsyncClient) -> None:
    """1000 points in T1's budget, two mugs for 80, a day off for 300 and a choice of shift for 50."""
    for code, kind, price, amount in (
        ("mug", "gift", 80, 2),
        ("day_off", "leave", 300, 5),
        ("shift", "shift_choice", 50, 9),
    ):
        body = {"kind": kind, "name": {"zh": code, "en": code}, "price": price, "payable": kind == "leave"}
        assert (await ops.put(f"{REWARDS}/items/{code}", json=body)).status_code == 200
        await ok(ops.post(f"{REWARDS}/items/{code}/stock", json={"key": f"stock-{code}-1", "amount": amount}))
    await allot(ops, 1000)


async def ok(asked: Any) -> Any:
    answer = await asked
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


async def allot(ops: httpx.AsyncClient, amount: int, key: str = "allot-0001") -> Any:
    body = {"key": key, "kind": "team", "budget": "T1", "amount": amount, "words": "for November"}
    return await ok(ops.post(f"{REWARDS}/allotments", json=body))


async def give(
    giver: httpx.AsyncClient, amount: int, key: str = "gift-0001", to: str = "A2", **more: Any
) -> httpx.Response:
    body = {"key": key, "kind": "team", "budget": "T1", "to": to, "amount": amount, "words": "took the late calls"}
    return await giver.post(f"{REWARDS}/gifts", json=body | more)


async def redeem(who: httpx.AsyncClient, item: str, key: str = "want-0001", **more: Any) -> httpx.Response:
    return await who.post(f"{REWARDS}/redemptions", json={"key": key, "item": item, **more})


async def mine(who: httpx.AsyncClient) -> Any:
    return await ok(who.get(f"{REWARDS}/mine"))


async def totals(ops: httpx.AsyncClient) -> dict[str, int]:
    found = await ok(ops.get(f"{REWARDS}/totals"))
    assert found["balanced"]
    return {one["sort"]: one["amount"] for one in found["items"]}


def refused(answer: httpx.Response, code: str) -> None:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert answer.json()["code"] == code, answer.text
