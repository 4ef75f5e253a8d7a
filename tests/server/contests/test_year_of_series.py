"""A year of weekly and monthly series on both sides of every clock change: what is listed has no gap and no overlap."""

import itertools
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from tests.server.contests.conftest import SignedIn, World

ZONES = {"SH": "Asia/Shanghai", "BE": "Europe/Berlin", "NY": "America/New_York"}
TEMPLATES = {"weekly": "weekly_service", "monthly": "monthly_scorecard"}
BEGUN = datetime(2026, 2, 26, 12, tzinfo=UTC)
"""Before the clocks go forward: in New York on the 8th of March, in Berlin on the 29th."""
A_YEAR_ON = BEGUN + timedelta(days=370)
STRIDES = (9, 31, 1, 64, 120, 33, 80, 32)
"""Days the clock moves on at a time: the centre is looked at daily, or sleeps through a whole quarter."""

Spans = list[tuple[datetime, datetime]]


async def begin(world: World, ops: httpx.AsyncClient, site: str, cadence: str) -> int:
    """Start a series of two teams of that site that nobody is in: it is all about the calendar."""
    await world.sql.execute(
        "INSERT INTO site (code, name_zh, name_en, zone) VALUES ('NY', '纽约', 'New York', $1)", ZONES["NY"]
    )
    await world.sql.execute(
        "INSERT INTO team (code, site_id, name_zh, name_en) SELECT t, s.id, t, t FROM site s, unnest($1::text[]) t"
        " WHERE s.code = $2",
        ["X1", "X2"],
        site,
    )
    asked = {"template": TEMPLATES[cadence], "site": site, "teams": ["X1", "X2"], "cadence": {"kind": cadence}}
    answer = await ops.post("/api/v1/series", json=asked)
    assert answer.status_code == 201, answer.text
    found: int = answer.json()["id"]
    return found


def spans_of(items: Iterable[dict[str, Any]], series: int) -> Spans:
    both = [
        [datetime.fromisoformat(one[end]) for end in ("starts", "ends")] for one in items if one["series"] == series
    ]
    return sorted((starts, ends) for starts, ends in both)


async def listed(ops: httpx.AsyncClient, path: str, series: int) -> Spans:
    answer = await ops.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.json().get("next") is None
    return spans_of(answer.json()["items"], series)


def naive(zone: str, cadence: str, first: datetime, last: datetime) -> Spans:
    """As a calendar on the wall of that site has it: midnights of its Mondays, or of its firsts of the month."""
    day, end = first.astimezone(ZoneInfo(zone)).date(), last.astimezone(ZoneInfo(zone)).date()
    days = [day + timedelta(days=number) for number in range((end - day).days + 1)]
    begins = [one for one in days if (one.isoweekday() == 1 if cadence == "weekly" else one.day == 1)]
    midnights = [datetime.combine(one, time(0), ZoneInfo(zone)).astimezone(UTC) for one in begins]
    return list(itertools.pairwise(midnights))


@pytest.mark.parametrize("cadence", TEMPLATES)
@pytest.mark.parametrize("site", ZONES)
async def test_a_year_without_gap_or_overlap(world: World, signed_in: SignedIn, site: str, cadence: str) -> None:
    world.clock.at = BEGUN
    series = await begin(world, await signed_in("ops"), site, cadence)
    for days in STRIDES:
        world.clock.at += timedelta(days=days)
        await world.contests.clockwork.tick()
    assert world.clock.at == A_YEAR_ON
    ops = await signed_in("ops")
    played = await listed(ops, f"/api/v1/contests?series={series}&limit=200", series)
    assert played[0][0] <= BEGUN < played[0][1]
    assert played[-2][0] <= A_YEAR_ON < played[-2][1], "the running round, and after it the next"
    assert played == naive(ZONES[site], cadence, played[0][0], played[-1][1])
    if cadence == "weekly":
        hours = {168} if site == "SH" else {167, 168, 169}
        assert {ends - starts for starts, ends in played} == {timedelta(hours=one) for one in hours}
    # What is still to be made goes on where that ends.
    to_come = await listed(ops, "/api/v1/calendar?from=2027-03-08&to=2027-06-14", series)
    assert to_come == naive(ZONES[site], cadence, to_come[0][0], to_come[-1][1])
    assert played[-1] in to_come
