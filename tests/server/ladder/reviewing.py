"""A small centre under review: criteria of tenure alone, so that a hire date says who is ready."""

import asyncio
from datetime import date, datetime
from typing import Any

import httpx
from litestar import Litestar

from career.criteria.time import Tenure
from career.versions import Asked, OrderKey, Step, Version, encode
from server.auth.gate import LONGEST
from server.ladder.cycles import store
from server.ladder.cycles.personal import refold

ROUND = {
    "code": "2026H1",
    "name": {"zh": "2026 上半年评审", "en": "First half of 2026"},
    "as_of": "2026-02-15",
    "effective": "2026-04-01",
    "sites": ["CD"],
    "steps": [{"source": "junior", "target": "intermediate"}],
    "places": [{"site": "CD", "level": "intermediate", "number": 2}],
}
"""Every test's clock stands at 4 March 2026: the time for late evidence is over."""

_STEP = Step(
    "junior",
    "intermediate",
    (Asked("tenure", "在职满 6 个月", "6 months with the centre", Tenure(months=6)),),
    (OrderKey("tenure"),),
)
VERSION = Version("tenure-alone", date(2025, 1, 1), (_STEP,))


async def people(sql: Any, n: int = 6, *, ready: int = 4) -> None:
    """Teams T1 and T2 with the leads L1 and L2, and so many juniors J01 …, alternately in T1 and T2; the first `ready` of them
    were hired long ago, each a day after the one before. K01 in Berlin is outside."""
    body = encode(VERSION).decode()
    await sql.execute("DELETE FROM criteria_version WHERE adopted_at IS NULL")
    await sql.execute(
        "INSERT INTO criteria_version (code, effective, body, created_at, changed_at, adopted_at)"
        " VALUES ($1, $2, $3::jsonb, '2025-01-01Z', '2025-01-01Z', '2025-01-01Z')",
        VERSION.code,
        VERSION.effective,
        body,
    )
    await sql.execute(
        """
        INSERT INTO site (code, name_zh, name_en, zone) VALUES ('CD', '成都', 'Chengdu', 'Asia/Shanghai'),
            ('BE', '柏林', 'Berlin', 'Europe/Berlin');
        INSERT INTO team (code, site_id, name_zh, name_en) VALUES ('T1', 1, '破晓', 'Daybreak'), ('T2', 1, '启明', 'Venus');
        INSERT INTO agent (code, site_id, name_zh, name_en, hired, level) VALUES
            ('L1', 1, '王一', 'Wang Yi', '2020-01-06', 'team_lead'), ('L2', 1, '李二', 'Li Er', '2020-01-06', 'team_lead'),
            ('K01', 2, '卡尔', 'Karl', '2020-01-06', 'junior');
        INSERT INTO membership (agent_id, team_id, starts, post) VALUES (1, 1, '2020-01-06Z', 'lead'), (2, 2, '2020-01-06Z', 'lead');
        """
    )
    await sql.execute(
        "INSERT INTO agent (code, site_id, name_zh, name_en, hired, level) SELECT 'J' || to_char(i, 'FM00000'), 1, '坐席' || i,"
        " 'Agent ' || i, CASE WHEN i <= $2 THEN date '2024-01-01' + i % 500 ELSE date '2026-01-01' END, 'junior'"
        " FROM generate_series(1, $1) AS i",
        n,
        ready,
    )
    await sql.execute(
        "INSERT INTO membership (agent_id, team_id, starts) SELECT id, 1 + (row_number() OVER (ORDER BY id) + 1) % 2, '2024-01-01Z'"
        " FROM agent WHERE code LIKE 'J%'"
    )


def junior(i: int) -> str:
    """The code of the i-th junior."""
    return f"J{i:05d}"


async def answered(answer: httpx.Response, status: int = 200) -> Any:
    """The value of an answer with this status."""
    assert answer.status_code == status, f"{answer.status_code} {answer.text}"
    return answer.json()


class Round:
    """A review over HTTP, told by people with accounts."""

    def __init__(self, app: Litestar, hr: httpx.AsyncClient, cycle_id: int) -> None:
        self.app = app
        self.hr = hr
        self.id = cycle_id

    @property
    def url(self) -> str:
        return f"/api/v1/cycles/{self.id}"

    async def later(self, sql: Any, at: datetime) -> None:
        """Some day later; everybody is still signed in."""
        self.app.state.rooms.clock.at = at
        await sql.execute("UPDATE session SET seen_at = $1, expires_at = $2", at, at + LONGEST)
        self.app.state.rooms.auth.gate.forget()
        await self.work()

    async def work(self) -> None:
        """Whatever the clock and unfinished work ask for."""
        cycles = self.app.state.rooms.ladder.cycles
        await cycles.follow(self.app.state.rooms.clock.now())

    async def move(self, to: str, status: int = 200, **given: Any) -> Any:
        found = await answered(await self.hr.post(f"{self.url}/move", json={"to": to, **given}), status)
        if to == "open" and status == 200:
            for _ in range(200):
                await self.work()
                found = await answered(await self.hr.get(self.url))
                if found["phase"] == "open":
                    break
                await asyncio.sleep(0.05)
        return found

    async def act(self, who: httpx.AsyncClient, do: str, *agents: str, status: int = 200, **given: Any) -> Any:
        """An action; a single refusal is answered with its problem."""
        seen = given.pop("seen", None)
        body = {"agents": list(agents), "action": {"do": do, **given}, "seen": seen}
        return await answered(await who.post(f"{self.url}/acts", json=body), status)

    async def clear(self, *people: httpx.AsyncClient, agents: list[str]) -> None:
        """Everybody says that there is no conflict of interest."""
        for who in people:
            found = await self.act(who, "declare", *agents, conflict=False)
            assert found == {"done": len(agents), "refused": []}, found

    async def candidates(self, who: httpx.AsyncClient, **wanted: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await answered(await who.get(f"{self.url}/candidates", params=wanted)))["items"]
        return found

    async def refolds(self, sql: Any) -> None:
        """What is kept of every candidacy is what folding its trail by the rule book gives."""
        db = self.app.state.rooms.ladder.cycles.opening._db
        before = await sql.fetch(_KEPT, self.id)
        async with db.transaction() as connection:
            for row in before:
                await refold(connection, self.id, row["agent_id"])
            await store.find(connection, self.id)
        assert [dict(row) for row in await sql.fetch(_KEPT, self.id)] == [dict(row) for row in before]


_KEPT = (
    "SELECT agent_id, state, candidacy, nominated, withdrawn, decision, decided, proposer, proposal, appeal, supports, opposes,"
    " cleared, conflicted FROM cycle_candidate WHERE cycle_id = $1 ORDER BY agent_id"
)


async def drafted(app: Litestar, hr: httpx.AsyncClient, **changed: Any) -> Round:
    """A draft."""
    made = await answered(await hr.post("/api/v1/cycles", json={**ROUND, **changed}), 201)
    return Round(app, hr, made["id"])
