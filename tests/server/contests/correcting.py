"""A signed contest, and two persons who may correct it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from server.contests.contest import Contest
from server.contests.scoring.evidence import true_evidence
from server.contests.store import find
from tests.server.contests.conftest import OPS, SignedIn, World

MONDAY = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
"""00:00 on Monday the 2nd in Shanghai."""
CUTOFF = MONDAY + timedelta(days=10)
HOUR = timedelta(hours=1)
WEDNESDAY = "2026-03-04T09:00:00+08:00"


async def told(answer: httpx.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


class Desk:
    """Two persons who may correct, and a signed contest in which T1 has 30 calls, T2 12 and T3 3."""

    def __init__(self, world: World, contest: Contest, one: httpx.AsyncClient, other: httpx.AsyncClient) -> None:
        self.world = world
        self.contest = contest
        self.one = one
        self.other = other
        self._path = f"/api/v1/contests/{contest.id}"

    async def waiting(self) -> list[str]:
        found = await told(await self.one.get(f"{self._path}/corrections"))
        return [item["key"] for item in found["waiting"]]

    async def propose(self, *items: str) -> dict[str, Any]:
        given = {"reason": "checked with the switch", "items": list(items) or None}
        return dict(await told(await self.one.post(f"{self._path}/corrections", json=given)))

    async def correct(self, *items: str) -> dict[str, Any]:
        found = await self.propose(*items)
        applied = await self.other.post(f"/api/v1/corrections/{found['id']}/apply", json={"seen": found["seen"]})
        return dict(await told(applied))

    async def signed(self, revision: int) -> bytes:
        return (await self.world.contests.reading.result(OPS, self.contest.id, revision)).standings

    async def places(self) -> dict[str, tuple[int | None, str | None]]:
        return await self.world.standing(self.contest.id)

    async def recount(self) -> bytes:
        """The standings counted again from tables; a signed contest's must be its newest revision."""
        async with self.world.db.transaction() as connection:
            contest = await find(connection, self.contest.id)
            assert contest is not None
            found = await true_evidence(connection, contest, self.world.clock.at)
        return found.standings.encode()


async def signed_contest(world: World, signed_in: SignedIn) -> Desk:
    """The desk above, a contest signed in its first revision."""
    contest = await world.launch()
    await world.send(
        world.fact("A12", "calls", 30, WEDNESDAY, id="a"),
        world.fact("A22", "calls", 12, WEDNESDAY, id="b"),
        world.fact("A32", "calls", 3, WEDNESDAY, id="c"),
    )
    desk = Desk(world, contest, await signed_in("ops"), await signed_in("hr"))
    await world.sql.execute("UPDATE session SET seen_at = '2026-12-01', expires_at = '2027-01-01'")
    world.clock.at = CUTOFF
    await world.contests.clockwork.tick()
    world.clock.at = CUTOFF + HOUR
    await world.contests.clockwork.tick()
    assert await desk.signed(1) == await desk.recount()
    return desk


def later(world: World, key: str, value: object, revision: int = 1, agent: str = "A22") -> dict[str, Any]:
    return {"id": key, "agent": agent, "metric": "calls", "value": value, "at": WEDNESDAY, "revision": revision}
