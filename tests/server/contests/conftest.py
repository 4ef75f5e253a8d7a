"""Gives contest tests a small centre, the services below, and a scorer that ticks when it is told to."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from itertools import count
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest

from leaderboards.feed import Board, apply
from server.app import create_app
from server.auth.actor import Actor
from server.auth.gate import LONGEST, SESSION_COOKIE
from server.auth.roles import Role
from server.auth.secrets import digest, new_token
from server.bus.local import LocalBus
from server.bus.messages import decode
from server.clock import SetClock
from server.contests.contest import Contest
from server.contests.scoring.lease import SCORER, Lease, leased
from server.contests.scoring.scorer import Scorer
from server.contests.service import ContestsService
from server.contests.wire import ContestIn
from server.db.pool import Database
from server.facts.service import FactsService
from server.honors.service import HonorsService
from server.people.service import PeopleService
from server.rooms import Rooms
from server.settings import Settings
from tests.server.conftest import client_of, living

OPS = Actor(kind="token", id=1, name="ops", role=Role.OPS)


class Watching:
    """A scorer under a test's control, and a board put together from its messages alone."""

    def __init__(self, scorer: Scorer, lease: Lease, bus: LocalBus) -> None:
        self.scorer = scorer
        self.lease = lease
        self._messages = bus.subscribe()
        self._bus = bus
        self.boards: dict[int, tuple[str, int, Board]] = {}
        self.published: list[int] = []

    async def tick(self) -> None:
        """Let the scorer tick until it has read everything, and follow its messages."""
        while await self.scorer.tick(self.lease):
            pass
        await self._follow()

    async def start(self) -> None:
        """Let the scorer load everything, and take its first boards."""
        await self.scorer.start(self.lease)
        await self._follow()

    async def _follow(self) -> None:
        await self._bus.publish(0, b"")
        for delivery in (await self._messages.batch())[:-1]:
            message = decode(delivery.message)
            self.published.append(delivery.board_id)
            if message.board is not None:
                self.boards[delivery.board_id] = message.epoch, message.seq, message.board
                continue
            epoch, seq, board = self.boards[delivery.board_id]
            assert (epoch, seq) == (message.epoch, message.from_seq)
            assert message.delta is not None
            self.boards[delivery.board_id] = epoch, message.seq, apply(board, message.delta)

    def encoded(self, contest_id: int) -> bytes:
        """The canonical standings as the scorer remembers them."""
        return self.scorer.memory.on[contest_id].standings.encode()


class World:
    """A centre in Shanghai: teams T1 to T4 with members, and the services over its database."""

    def __init__(self, rooms: Rooms, clock: SetClock, sql: "asyncpg.Connection[asyncpg.Record]") -> None:
        self.clock = clock
        self.sql = sql
        self.db: Database = rooms.db
        self.people: PeopleService = rooms.people
        self.contests: ContestsService = rooms.contests
        self.honors: HonorsService = rooms.honors
        self.facts = FactsService(rooms.db, clock)
        self._ids = count(1)

    async def settle(self, *, teams: int = 4, members: int = 4) -> None:
        """Found the centre; agents are A<team><number>, the first of each team leads it."""
        await self.facts.ensure_catalogue()
        await self.contests.prepare()
        await self.sql.execute(
            "INSERT INTO site (code, name_zh, name_en, zone) VALUES ('SH', '上海', 'Shanghai', 'Asia/Shanghai'),"
            " ('BE', '柏林', 'Berlin', 'Europe/Berlin')"
        )
        await self.sql.execute("INSERT INTO queue (code, name_zh, name_en) VALUES ('sales', '销售', 'Sales')")
        # The catalogue ships no metric of these kinds, but a centre may add some.
        await self.sql.execute(
            "INSERT INTO metric (code, name_zh, name_en, combine, good) VALUES ('peak', '峰值', 'Peak', 'max', 'higher'),"
            " ('latest', '最新', 'Latest', 'last', 'higher')"
        )
        for team in range(1, teams + 1):
            await self.sql.execute(
                "INSERT INTO team (code, site_id, name_zh, name_en) VALUES ($1, 1, $2, $3)",
                f"T{team}",
                f"{team}组",
                f"Team {team}",
            )
            for number in range(1, members + 1):
                await self.join(f"A{team}{number}", team, "lead" if number == 1 else "member")
        await self.sql.execute(
            "INSERT INTO team (code, site_id, name_zh, name_en) VALUES ('B1', 2, '柏林一组', 'Berlin 1'), ('B2', 2, '柏林二组', 'Berlin 2')"
        )

    async def join(self, code: str, team_id: int, post: str = "member", starts: str = "2020-01-01T00:00Z") -> int:
        """Hire an agent into a team; the agent's id."""
        agent: int = await self.sql.fetchval(
            "INSERT INTO agent (code, site_id, name_zh, name_en, hired) VALUES ($1, 1, $1, $1, '2020-01-01') RETURNING id",
            code,
        )
        await self.sql.execute(
            "INSERT INTO membership (agent_id, team_id, starts, post) VALUES ($1, $2, $3::text::timestamptz, $4)",
            agent,
            team_id,
            starts,
            post,
        )
        return agent

    def fact(self, agent: str, metric: str, value: object, at: str | datetime, **more: Any) -> dict[str, Any]:
        """A fact as it is sent; every one has an id of its own unless one is given."""
        instant = at if isinstance(at, str) else at.isoformat()
        return {"id": f"f{next(self._ids)}", "agent": agent, "metric": metric, "value": value, "at": instant, **more}

    async def send(self, *facts: dict[str, Any], received: datetime | None = None) -> None:
        """Send facts, all of which must be taken, as received at an instant (now, when left out)."""
        before = self.clock.at
        self.clock.at = received or before
        receipt = await self.facts.take("test", json.dumps(facts).encode())
        self.clock.at = before
        assert not receipt.rejected, receipt.rejected

    async def launch(self, rules: dict[str, Any] | None = None, **asked: Any) -> Contest:
        """Launch a contest as operations; of T1 to T3 over this week by calls per FTE unless told otherwise."""
        wanted: dict[str, Any] = {
            "template": "weekly_service",
            "site": "SH",
            "period": {"kind": "this_week"},
            "teams": [] if asked.get("agents") or asked.get("all") else ["T1", "T2", "T3"],
            "rules": rules or {"method": "points", "terms": [{"metric": "calls"}], "min_fte": "1"},
            **asked,
        }
        contest, _ = await self.contests.entering.launch(OPS, msgspec.convert(wanted, ContestIn))
        return contest

    async def standing(self, contest_id: int) -> dict[str, tuple[int | None, str | None]]:
        """Rank and score of every participant, straight from the tables."""
        board = await self.contests.board(contest_id)
        return {row.code: (row.rank, row.score) for row in board.rows}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """No scorer and no clockwork of its own: the tests tick themselves."""
    return msgspec.structs.replace(settings, scorer=False, redis_url=None)


@pytest.fixture
async def world(settings: Settings, clock: SetClock, sql: Any) -> AsyncIterator[World]:
    """A small centre and the services over it, without the application around them."""
    rooms = Rooms(settings, clock)
    async with rooms.db.open():
        world = World(rooms, clock, sql)
        await world.settle()
        yield world


@pytest.fixture
async def watching(world: World) -> AsyncIterator[Watching]:
    """A scorer that has loaded nothing yet."""
    bus = LocalBus()
    scorer = Scorer(world.db, bus, world.clock, world.contests.board)
    async with leased(world.db.url, SCORER) as lease:
        yield Watching(scorer, lease, bus)


SignedIn = Callable[..., Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def signed_in(world: World, settings: Settings) -> AsyncIterator[SignedIn]:
    """Browsers of new accounts, by role and agent, at the whole application; passwords are tested elsewhere."""
    numbers = count(1)
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(living(create_app(settings, world.clock)))

        async def sign_in(role: str, agent: str | None = None) -> httpx.AsyncClient:
            login, token = f"{role}{next(numbers)}", new_token()
            now = world.clock.now()
            account = await world.sql.fetchval(
                "INSERT INTO account (login, password_hash, role, agent_id, name, created_at)"
                " VALUES ($1, '', $2, (SELECT id FROM agent WHERE code = $3), $1, $4) RETURNING id",
                login,
                role,
                agent,
                now,
            )
            await world.sql.execute(
                "INSERT INTO session VALUES ($1, $2, $3, $3, $4)", digest(token), account, now, now + LONGEST
            )
            client = await stack.enter_async_context(client_of(app))
            client.cookies.set(SESSION_COOKIE, token)
            return client

        yield sign_in
