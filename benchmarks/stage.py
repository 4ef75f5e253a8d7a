"""A service as people run it, for measuring: its own engines in a folder of its own, a centre of the size wanted, contests on."""

import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import httpx
from msgspec import Struct

from server.auth.gate import SESSION_COOKIE
from server.auth.secrets import digest, new_api_token, new_token
from server.db.migrate import migrate

_ROOT = Path(__file__).resolve().parent.parent
TEAMS = 20
RULES = {
    "method": "points",
    "terms": [{"metric": "calls", "points": "1"}],
    "team_rule": {"kind": "total"},
}


class Stage(Struct, kw_only=True):
    """Where everything is, and with what one may enter."""

    port: int
    pid: int
    database: str
    redis: str
    token: str
    """An API token of operations."""
    session: str
    """A browser's session of operations."""
    wall: str
    """The cookie of a paired display."""
    contests: list[int]

    @property
    def bearer(self) -> dict[str, str]:
        """The token as a header."""
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def cookie(self) -> str:
        """The session as a browser sends it."""
        return f"{SESSION_COOKIE}={self.session}"


class Service:
    """`echelon serve` as a child, which a fault may kill and start again."""

    def __init__(self, database: str, redis: str) -> None:
        self._env = {**os.environ, "DATABASE_URL": database, "REDIS_URL": redis, "ECHELON_LOG": "json"}
        self.process: asyncio.subprocess.Process | None = None
        self.port = 0

    async def start(self) -> None:
        """Run it on a free port, the same one every time, until it listens."""
        self._env["PORT"] = str(self.port)
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "server.serve",
            cwd=_ROOT,
            env=self._env,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert self.process.stdout is not None
        async with asyncio.timeout(60):
            while line := await self.process.stdout.readline():
                if b" serves on " in line:
                    self.port = int(line.rsplit(b":", 1)[1])
                    return
        raise RuntimeError("the service did not start; run `echelon serve` to see why")

    @property
    def pid(self) -> int:
        """The process that runs now."""
        if self.process is None:
            raise RuntimeError("the service is not running")
        return self.process.pid

    async def kill(self) -> None:
        """End it without a word."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


@asynccontextmanager
async def engines(folder: Path) -> AsyncIterator[tuple[str, str]]:
    """Addresses of a Postgres and a Valkey of this folder."""
    keeper = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "server.engines",
        str(folder),
        cwd=_ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    try:
        database, redis = [(await keeper.stdout.readline()).decode().strip() for _ in range(2)]
        if not redis:
            raise RuntimeError(f"the engines did not start; see {folder}")
        yield database, redis
    finally:
        keeper.stdin.close()
        await keeper.wait()


@asynccontextmanager
async def folder() -> AsyncIterator[Path]:
    """A folder for one run; on a disk, because durability is part of what is measured."""
    made = Path(tempfile.mkdtemp(prefix="echelon-bench-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@asynccontextmanager
async def stage(*, agents: int = 240, teams: int = TEAMS, contests: int = 20) -> AsyncIterator[Stage]:
    """Everything up, filled and running in a folder of its own; ended with the block."""
    async with folder() as where, hold(where, agents=agents, teams=teams, contests=contests) as (found, _):
        yield found


@asynccontextmanager
async def hold(where: Path, *, agents: int, contests: int, teams: int = TEAMS) -> AsyncIterator[tuple[Stage, Service]]:
    """The same in a given folder, with the service in hand, so that faults can be made."""
    async with engines(where) as (database, redis):
        await migrate(database)
        service = Service(database, redis)
        await service.start()
        try:
            connection = await asyncpg.connect(database)
            try:
                token, session, wall = await _fill(connection, agents, teams)
            finally:
                await connection.close()
            found = Stage(
                port=service.port,
                pid=service.pid,
                database=database,
                redis=redis,
                token=token,
                session=session,
                wall=wall,
                contests=[],
            )
            named = [f"T{team:02d}" for team in range(1, teams + 1)]
            for _ in range(contests):
                found.contests.append(await launch(found, {"teams": named}))
            yield found, service
        finally:
            await service.kill()


async def _fill(connection: "asyncpg.Connection[asyncpg.Record]", agents: int, teams: int) -> tuple[str, str, str]:
    """A site, teams, agents in them, and ways in. Straight into the tables: filling is not what is measured."""
    now = datetime.now(UTC)
    token, session, wall = new_api_token(), new_token(), new_token()
    await connection.execute(
        "INSERT INTO site (code, name_zh, name_en, zone) VALUES ('S1', '一号站', 'Site one', 'Asia/Shanghai')"
    )
    await connection.execute(
        "INSERT INTO team (code, site_id, name_zh, name_en)"
        " SELECT 'T' || to_char(n, 'FM9900'), 1, n || '组', 'Team ' || n FROM generate_series(1, $1::int) n",
        teams,
    )
    await hire(connection, 1, agents, teams)
    await connection.execute(
        "INSERT INTO api_token (name, token_hash, role, created_at) VALUES ('bench', $1, 'ops', $2)", digest(token), now
    )
    account = await connection.fetchval(
        "INSERT INTO account (login, password_hash, role, name, created_at) VALUES ('bench', '', 'ops', 'Bench', $1)"
        " RETURNING id",
        now,
    )
    await connection.execute(
        "INSERT INTO session VALUES ($1, $2, $3, $3, $4)", digest(session), account, now, now + timedelta(days=1)
    )
    await connection.execute(
        "INSERT INTO display (name, token_hash, site_id, confirmed_at) VALUES ('Bench', $1, 1, $2)", digest(wall), now
    )
    return token, session, wall


async def hire(connection: "asyncpg.Connection[asyncpg.Record]", first: int, last: int, teams: int = TEAMS) -> None:
    """Agents by these numbers, dealt out to the teams."""
    await connection.execute(
        "INSERT INTO agent (code, site_id, name_zh, name_en, hired)"
        " SELECT 'A' || n, 1, '坐席' || n, 'Agent ' || n, '2025-01-01' FROM generate_series($1::int, $2::int) n",
        first,
        last,
    )
    await connection.execute(
        "INSERT INTO membership (agent_id, team_id, starts)"
        " SELECT n, (n - 1) % $3::int + 1, '2025-01-01T00:00Z' FROM generate_series($1::int, $2::int) n",
        first,
        last,
        teams,
    )
    await connection.execute("ANALYZE")


async def launch(
    found: Stage, participants: dict[str, object], template: str = "weekly_service", *, top_n: int = 5
) -> int:
    """A contest that runs now, of all calls taken; its id."""
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{found.port}", headers=found.bearer, timeout=120
    ) as client:
        answer = await client.post(
            "/api/v1/contests",
            content=json.dumps(
                {
                    "template": template,
                    "site": "S1",
                    "period": {"kind": "this_week"},
                    "rules": {**RULES, "top_n": top_n},
                    "freeze_minutes": 0,
                    **participants,
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        if answer.status_code != 201:
            raise RuntimeError(f"no contest: {answer.text}")
        return int(answer.json()["id"])
