"""Numbers, characters and days that nobody means are refused, not taken for a fault of the service."""

from typing import Any

import pytest

from tests.server.conftest import SignedIn

HUGE = 2**40
NUL = "a\x00b"
LAUNCH = {"template": "weekly_service", "site": "CD", "teams": ["T1", "T2"]}


@pytest.mark.parametrize(
    "path",
    [
        f"/api/v1/contests/{HUGE}",
        "/api/v1/contests/-2147483649/standings",
        f"/api/v1/contests?series={HUGE}",
        f"/api/v1/contests?offset={2**63}",
        "/api/v1/agents/%00",
        "/api/v1/contests?site=%00",
        "/api/v1/calendar?from=0001-01-01&to=0001-01-02",
        "/api/v1/calendar?from=9999-12-30&to=9999-12-31",
    ],
)
async def test_odd_addresses(centre: None, signed_in: SignedIn, path: str) -> None:
    answer = await (await signed_in("ops")).get(path)
    assert 400 <= answer.status_code < 500, answer.text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_odd_days(centre: None, signed_in: SignedIn, day: str) -> None:
    ops = await signed_in("ops")
    weekly = {**LAUNCH, "cadence": {"kind": "weekly"}}
    hours = {"kind": "hours", "starts": f"{day}T00:00:00+12:00", "ends": f"{day}T05:00:00-12:00"}
    bodies: list[tuple[str, dict[str, Any]]] = [
        ("contests", {**LAUNCH, "period": {"kind": "week", "on": day}}),
        ("contests", {**LAUNCH, "period": hours}),
        ("contests/fairness", {**LAUNCH, "period": {"kind": "month", "on": day}}),
        ("series/preview", {**weekly, "starts_on": day}),
        ("series", {**weekly, "ends_on": day}),
        ("series", {**weekly, "pauses": [{"starts": "2026-01-01", "ends": day}]}),
    ]
    for path, body in bodies:
        answer = await ops.post(f"/api/v1/{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_window"), (path, body, answer.text)


async def test_odd_bodies(centre: None, signed_in: SignedIn) -> None:
    ops = await signed_in("ops")
    for path, body in (
        ("contests", {**LAUNCH, "template": NUL, "period": {"kind": "this_week"}}),
        ("series/preview", {**LAUNCH, "site": NUL, "cadence": {"kind": "weekly"}}),
        # A field that is called like something the service brings along itself.
        ("contests/1/appeals", {"participant": "t1", "evidence": "long enough", "facts": "one"}),
        ("displays/pairing/123456/confirm", {"name": "wall", "site": "CD", "contests": 1}),
    ):
        answer = await ops.post(f"/api/v1/{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), (path, answer.text)
