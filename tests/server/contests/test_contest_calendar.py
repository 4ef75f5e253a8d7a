"""The calendar shows every contest once, with what series will make, and tells whoever may launch of too many at once."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import httpx
import msgspec
import pytest

from server.contests.planning.clashing import Booking, clashes_among
from server.contests.series.wire import SeriesIn
from server.wire import Bilingual
from tests.server.contests.conftest import OPS, SignedIn, World

MARCH = "/api/v1/calendar?from=2026-03-01&to=2026-04-01"


async def shown(client: httpx.AsyncClient, path: str = MARCH) -> dict[str, Any]:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def start(world: World, **more: Any) -> None:
    asked = {"template": "weekly_service", "site": "SH", "cadence": {"kind": "weekly"}, "teams": ["T1", "T2"], **more}
    await world.contests.series.start(OPS, msgspec.convert(asked, SeriesIn))


async def test_what_is_and_what_series_will_make(world: World, signed_in: SignedIn) -> None:
    await start(world)
    page = await shown(await signed_in("lead", "A11"))
    rows = [(item["first"][5:], item["last"][5:], item["phase"], item["id"]) for item in page["items"]]
    assert rows == [
        ("03-02", "03-08", "running", 1),
        ("03-09", "03-15", "scheduled", 2),
        ("03-16", "03-22", "planned", None),
        ("03-23", "03-29", "planned", None),
        ("03-30", "04-05", "planned", None),
    ]
    assert {item["mine"] for item in page["items"]} == {True}
    assert {item["title"]["en"][-3:] for item in page["items"]} == {"W10", "W11", "W12", "W13", "W14"}
    assert page["clashes"] == []
    elsewhere = await shown(await signed_in("lead", "A31"))
    assert {item["mine"] for item in elsewhere["items"]} == {False}


async def test_a_daily_series_is_shown_in_every_month_of_a_year(world: World, signed_in: SignedIn) -> None:
    every_day = {"kind": "daily", "weekdays": [1, 2, 3, 4, 5, 6, 7]}
    await start(world, template="satisfaction_sprint", cadence=every_day, on_holidays=True)
    ops = await signed_in("ops")
    last = (await shown(ops, "/api/v1/calendar?from=2027-02-01&to=2027-03-01"))["items"]
    assert [item["first"] for item in last] == [f"2027-02-{day:02}" for day in range(1, 29)]


async def test_narrowed_to_sites_formats_and_days(world: World, signed_in: SignedIn) -> None:
    await world.launch()
    await world.launch(site="BE", teams=["B1", "B2"])
    ops = await signed_in("ops")
    sites = [[item["site"]["code"] for item in (await shown(ops, MARCH + more))["items"]] for more in ("", "&site=BE")]
    assert sites == [["SH", "BE"], ["BE"]]
    assert (await shown(ops, f"{MARCH}&format=league"))["items"] == []
    assert len((await shown(ops, "/api/v1/calendar?from=2026-03-08&to=2026-03-09"))["items"]) == 2
    assert (await shown(ops, "/api/v1/calendar?from=2026-03-09&to=2026-03-10"))["items"] == []


@pytest.mark.parametrize("span", ["from=2026-03-01&to=2026-03-01", "from=2026-03-01&to=2026-12-01"])
async def test_a_range_that_makes_no_page_is_refused(world: World, signed_in: SignedIn, span: str) -> None:
    answer = await (await signed_in("ops")).get(f"/api/v1/calendar?{span}")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_range")


async def test_clashes_are_marked_for_those_who_may_launch(world: World, signed_in: SignedIn) -> None:
    for teams in (["T1", "T2"], ["T1", "T3"]):
        await world.launch(teams=teams)
    await start(world, teams=["T1", "T4"])
    await start(world, teams=["T2", "T4"])
    page = await shown(await signed_in("lead", "A11"))
    (clash,) = page["clashes"]
    assert (clash["agents"], [team["code"] for team in clash["teams"]]) == (4, ["T1"])
    assert [contest["id"] for contest in clash["contests"]] == [1, 2, 3]
    # A lead knows the own people by name, another lead only how many there are.
    assert [person["code"] for person in clash["people"]] == ["A11", "A12", "A13", "A14"]
    assert [item["agents_over"] for item in page["items"] if item["id"]] == [4, 4, 4, 0, 0, 0]
    assert (await shown(await signed_in("lead", "A21")))["clashes"][0]["people"] == []
    assert (await shown(await signed_in("agent", "A12")))["clashes"] == []


async def test_drafts_are_on_the_calendar_of_their_maker_and_operations(world: World, signed_in: SignedIn) -> None:
    lead = await signed_in("lead", "A11")
    asked = {"template": "weekly_service", "site": "SH", "teams": ["T1", "T2"], "period": {"kind": "next_week"}}
    made = await lead.post("/api/v1/contests", json={**asked, "draft": True})
    assert made.status_code == 201, made.text
    counts = [
        len((await shown(who))["items"]) for who in (lead, await signed_in("ops"), await signed_in("lead", "A21"))
    ]
    assert counts == [1, 1, 0]


async def test_looking_only_at_some_contests_finds_what_looking_at_all_does(world: World) -> None:
    """The quick way leaves out whoever is in none of them and whatever lies outside; on a moving, mixed crowd."""
    draw = Random(7)
    begin = datetime(2026, 3, 2, tzinfo=UTC)
    await world.sql.execute(
        "UPDATE membership SET ends = $1 WHERE agent_id % 3 = 0", begin + timedelta(days=3, hours=5)
    )
    await world.sql.execute(
        "INSERT INTO membership (agent_id, team_id, starts) SELECT agent_id, team_id % 4 + 1, ends FROM membership"
        " WHERE ends IS NOT NULL AND agent_id % 2 = 0"
    )
    bookings = []
    for key in range(1, 25):
        starts = begin + timedelta(hours=12 * draw.randrange(20))
        teams = frozenset(draw.sample(range(1, 5), draw.randrange(3)))
        agents = frozenset() if teams else frozenset(draw.sample(range(1, 17), 5))
        ends = starts + timedelta(hours=12 * draw.randrange(1, 8))
        bookings.append(Booking(key, Bilingual(zh="", en=str(key)), starts, ends, teams, agents))
    async with world.db.connection() as connection:
        everything = await clashes_among(connection, bookings)
        assert len(everything) >= 20
        for only in ({1}, {2}, {3, 20}, {24}, set(range(5, 12))):
            of_these = [found for found in everything if found[0].contests & only]
            some = await clashes_among(connection, bookings, only)
            assert [(*clash[:1], *clash[2:], who) for clash, who in some] == [
                (*clash[:1], *clash[2:], who) for clash, who in of_these
            ]
