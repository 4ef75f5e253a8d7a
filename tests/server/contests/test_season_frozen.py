"""While a round of a season is frozen, neither table nor fixtures nor anything else of the season tells who won it."""

from datetime import timedelta
from typing import Any

from server.settings import Settings
from tests.server.contests.conftest import World
from tests.server.contests.frozen_centre import GROWING, JUST_BEFORE, frozen_app, move, until, walk
from tests.server.contests.test_seasons import begin, rounds_of

CURIOUS = ("lead", "agent", "analyst", "display")
EARLY = "2026-03-04T09:00:00+08:00"


async def test_a_season_tells_nothing_of_its_frozen_round(world: World, settings: Settings) -> None:
    calls = {"method": "points", "terms": [{"metric": "calls"}], "min_fte": "1"}
    league = await begin(world, "weekly_team_duel", teams=["T1", "T2", "T3"], freeze_minutes=240, rules=calls)
    first = (await rounds_of(world, league))[0]
    await world.send(
        world.fact("A12", "calls", 2970, EARLY),
        world.fact("A13", "calls", 30, EARLY),
        world.fact("A22", "calls", 2000, EARLY),
        world.fact("A32", "calls", 1000, EARLY, id="early"),
    )
    assert first.freezes_at is not None
    world.clock.at = first.freezes_at - JUST_BEFORE
    async with frozen_app(world, settings, first) as frozen:

        async def seen() -> dict[tuple[int, str, str], object]:
            both = {one: await walk(frozen, "/api/v1/contests/1", one, CURIOUS) for one in (league.id, first.id)}
            return {
                (one, who, path): body
                for one, answers in both.items()
                for (who, path), (_, body) in answers.items()
                if not GROWING.search(path) and not path.endswith("/pace")
            }

        before = await seen()
        await move(frozen)
        world.clock.at += timedelta(hours=1)
        await world.contests.clockwork.tick()
        after = await seen()
        assert {key for key, body in after.items() if _standing(body) != _standing(before[key])} == set()
        # The next round has begun; the one before still waits for its reveal.
        world.clock.at = first.ends + timedelta(minutes=1)
        await world.contests.clockwork.tick()
        for who in CURIOUS:
            was: Any = before[league.id, who, f"/api/v1/contests/{league.id}/season"]
            now = (await frozen.clients[who].get(f"/api/v1/contests/{league.id}/season")).json()
            assert now["rounds"][0] == was["rounds"][0], who
        ops = frozen.clients["ops"]
        fixtures = (await ops.get(f"/api/v1/contests/{league.id}/season")).json()["rounds"][0]["fixtures"]
        played = {(one["home"]["named"]["code"], one["away"]["named"]["code"]) for one in fixtures if one["away"]}
        assert (await ops.post(f"/api/v1/contests/{first.id}/reveal/finish")).status_code == 200

        async def leaders() -> set[str | None]:
            answer = (await frozen.clients["agent"].get(f"/api/v1/contests/{league.id}/season")).json()
            return {one["ahead"] for one in answer["rounds"][0]["fixtures"] if one["away"]}

        # T3 was last at the freeze and is first in truth; whoever it met has lost.
        (home, away) = next(iter(played))
        true = max((home, away), key=["T2", "T1", "T3"].index)
        await until(leaders, {"home" if true == home else "away"})


def _standing(body: object) -> object:
    """An answer without what the clock says: how many minutes are left, which steps are done."""
    if isinstance(body, dict):
        return {
            name: _standing(one)
            for name, one in body.items()
            if name not in {"as_of", "seq", "done", "may", "waits_for", "frozen", "steps", "current"}
        }
    return [_standing(one) for one in body] if isinstance(body, list) else body
