"""The own place in everything one takes part in, in one answer."""

from datetime import timedelta

from tests.server.contests.conftest import SignedIn, World

TUESDAY = "2026-03-03T09:00:00+08:00"


async def test_one_answer_tells_every_place_soonest_end_first(world: World, signed_in: SignedIn) -> None:
    month = await world.launch(period={"kind": "this_month"}, freeze_minutes=0)
    week = await world.launch(freeze_minutes=0)
    alone = await world.launch(
        {"method": "points", "terms": [{"metric": "calls"}]},
        template="first_contact_king",
        agents=["A12", "A22"],
        freeze_minutes=0,
    )
    await world.launch(teams=["T2", "T3"])
    await world.launch(period={"kind": "next_week"})
    await world.send(world.fact("A12", "calls", 30, TUESDAY), world.fact("A22", "calls", 20, TUESDAY))

    agent = await signed_in("agent", "A12")
    places = (await agent.get("/api/v1/contests/mine")).json()["items"]
    assert [one["contest"]["id"] for one in places] == [week.id, alone.id, month.id]
    for one in places:
        assert one["mine"] == (await agent.get(f"/api/v1/contests/{one['contest']['id']}/me")).json()
    assert places[1]["mine"]["row"]["code"] == "A12"

    # What waits for its signature stands behind what still runs.
    world.clock.at = week.ends + timedelta(minutes=5)
    agent = await signed_in("agent", "A12")
    later = (await agent.get("/api/v1/contests/mine")).json()["items"]
    assert [one["contest"]["phase"] for one in later] == ["running", "running", "provisional", "provisional"]
    assert {one["contest"]["id"] for one in later[2:]} == {week.id, alone.id}


async def test_who_is_in_nothing_has_no_place(world: World, signed_in: SignedIn) -> None:
    await world.launch()
    assert (await (await signed_in("agent", "A42")).get("/api/v1/contests/mine")).json() == {"items": []}
    assert (await (await signed_in("lead", "A11")).get("/api/v1/contests/mine")).json()["items"] != []
