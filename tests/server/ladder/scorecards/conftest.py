"""A centre of two sites for the tests of scorecards, with the services over it and no clockwork that runs by itself."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import msgspec
import pytest

from career.months import parse_month
from server.auth.actor import Actor
from server.auth.roles import Role
from server.clock import SetClock
from server.db.pool import Database
from server.facts.service import FactsService
from server.ladder.scorecards.publishing import Written, publish
from server.ladder.scorecards.service import ScorecardsService

JUNE = parse_month("2026-06")
HR = Actor(kind="account", id=1, name="hr", role=Role.HR)
AFTER = datetime(2026, 7, 9, 1, tzinfo=UTC)


class Centre:
    """Chengdu with two teams of six, Berlin with one; A11 leads T1 and so on."""

    def __init__(self, db: Database, clock: SetClock) -> None:
        self.db = db
        self.clock = clock
        self.facts = FactsService(db, clock)
        self.cards = ScorecardsService(db, clock)
        self._ids = count(1)

    async def found(self) -> None:
        """Found it."""
        await self.facts.ensure_catalogue()
        await self.cards.prepare()
        async with self.db.transaction() as unit:
            await unit.execute(
                "INSERT INTO site (code, name_zh, name_en, zone) VALUES ('CD', '成都', 'Chengdu', 'Asia/Shanghai'),"
                " ('BE', '柏林', 'Berlin', 'Europe/Berlin');"
                "INSERT INTO queue (code, name_zh, name_en) VALUES ('billing', '账单', 'Billing'), ('tech', '技术', 'Tech');"
                "INSERT INTO team (code, site_id, name_zh, name_en) VALUES ('T1', 1, '破晓', 'Daybreak'),"
                " ('T2', 1, '启明', 'Venus'), ('T3', 2, '施普雷', 'Spree');"
                "INSERT INTO account (login, password_hash, role, name, created_at) VALUES ('hr', '', 'hr', 'Hu Rui', now())"
            )
        for team, site in ((1, 1), (2, 1), (3, 2)):
            for number in range(1, 7):
                await self.join(f"A{team}{number}", team, site, "lead" if number == 1 else "member")

    async def join(self, code: str, team: int, site: int, post: str = "member") -> int:
        """Hire somebody into a team since 2025; the agent's id."""
        async with self.db.transaction() as unit:
            agent: int = await unit.fetchval(
                "INSERT INTO agent (code, site_id, name_zh, name_en, hired) VALUES ($1, $2, $1, $1, '2025-01-01') RETURNING id",
                code,
                site,
            )
            await unit.execute(
                "INSERT INTO membership (agent_id, team_id, starts, post) VALUES ($1, $2, '2024-12-31T23:00Z', $3)",
                agent,
                team,
                post,
            )
        return agent

    async def transfer(self, code: str, team: str, at: datetime) -> None:
        """Move somebody, as the people room does it."""
        async with self.db.transaction() as unit:
            await unit.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.memberships'))")
            agent = await self.agent(code)
            await unit.execute("UPDATE membership SET ends = $2 WHERE agent_id = $1 AND ends IS NULL", agent, at)
            await unit.execute(
                "INSERT INTO membership (agent_id, team_id, starts) SELECT $1, id, $3 FROM team WHERE code = $2",
                agent,
                team,
                at,
            )
            await self.facts.reattribute(unit, [agent])

    async def agent(self, code: str) -> int:
        """The id behind a code."""
        async with self.db.connection() as connection:
            found: int = await connection.fetchval("SELECT id FROM agent WHERE code = $1", code)
        return found

    async def send(self, *facts: dict[str, Any]) -> None:
        """Facts of the source `test`; every one has to be taken."""
        receipt = await self.facts.take("test", msgspec.json.encode(list(facts)))
        assert not receipt.rejected, receipt.rejected

    def fact(self, agent: str, metric: str, value: Any, **more: Any) -> dict[str, Any]:
        """A fact of 10 June, 10:00 in Chengdu, unless told otherwise."""
        return {
            "id": f"f{next(self._ids)}", "agent": agent, "metric": metric, "value": str(value),
            "at": "2026-06-10T10:00:00+08:00", **more,
        }  # fmt: skip

    async def good_month(self, agent: str, day: date = date(2026, 6, 10), **other: str) -> None:
        """Facts that are worth 100 on every line but handle time, of which there is none."""
        at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC).isoformat()
        values = {
            "qa": "96",
            "csat": "92",
            "fcr": "85",
            "volume": "112",
            "adherence": "96",
            "training_score": "97",
            **other,
        }
        await self.send(*(self.fact(agent, metric, value, at=at) for metric, value in values.items()))

    async def publish(self, month: int = JUNE, site: int = 1) -> Written:
        """By hand, now."""
        return await publish(self.db, site, month, self.clock.now())

    async def held(self, tier: str = "agent") -> list[dict[str, Any]]:
        """Every revision of a tier, in order."""
        async with self.db.connection() as connection:
            rows = await connection.fetch(
                "SELECT * FROM scorecard WHERE tier = $1 ORDER BY subject_id, month, revision", tier
            )
        return [dict(row) for row in rows]

    async def settle(self) -> None:
        """Hear everything, let it rest, and count what is due."""
        while await self.cards.following.hear():
            pass
        self.clock.at += timedelta(minutes=11)
        await self.cards.following.count_due()


def micro(text: str) -> int:
    """A score in micro-units."""
    whole, _, part = text.partition(".")
    return int(whole) * 1_000_000 + int((part or "0").ljust(6, "0"))


def codes(rows: Sequence[Any]) -> list[str]:
    """Whose sheets these are."""
    return [row.code for row in rows]


@pytest.fixture
async def centre(database: Database, clock: SetClock) -> Centre:
    """Founded, on 9 July 2026 in the morning: June is due."""
    clock.at = AFTER
    made = Centre(database, clock)
    await made.found()
    return made
