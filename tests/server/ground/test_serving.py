"""`echelon serve` from outside: what it prints, how it ends, and what it leaves behind."""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from server.engines import EngineUrls
from server.serve import SEND_BUFFER, base_url, listening_socket
from server.settings import Settings

ROOT = Path(__file__).resolve().parents[3]


def environment(**given: str) -> dict[str, str]:
    """This process's environment without what would steer a service, and with `given`."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ECHELON_", "DATABASE_", "REDIS_"))
    }
    return {**kept, **given}


@asynccontextmanager
async def served(*command: str, env: dict[str, str]) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """A running service and the address it printed."""
    process = await asyncio.create_subprocess_exec(
        *(command or (sys.executable, "-m", "server.cli", "serve", "--port", "0")),
        cwd=ROOT,
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(60):
            async for line in process.stdout:
                if found := re.search(rb"serves on (http://\S+)", line):
                    break
            else:
                raise AssertionError("it ended without serving")
        yield process, found.group(1).decode()
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def engine_env(urls: EngineUrls, database_url: str) -> dict[str, str]:
    return environment(DATABASE_URL=database_url, REDIS_URL=urls.redis)


async def test_it_prints_where_it_serves_and_stops_in_order(database_url: str, engine_urls: EngineUrls) -> None:
    async with served(env=engine_env(engine_urls, database_url)) as (process, url):
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"{url}/health")
        assert answer.status_code == 200
        assert answer.json()["database"] == "ok"
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 20) == 0


async def test_killing_the_launcher_of_an_embedded_service_leaves_nothing(tmp_path: Path) -> None:
    # bash stands for make: the recipe's shell becomes the launcher and names make's own pid.
    script = f"ECHELON_PARENT=$$ {sys.executable} -m server.cli serve --port 0; true"
    async with served("bash", "-c", script, env=environment(ECHELON_DATA=str(tmp_path))) as (make, url):
        family = psutil.Process(make.pid).children(recursive=True)
        assert {"postgres", "valkey-server"} <= {process.name() for process in family}
        make.kill()
        _, alive = await asyncio.to_thread(psutil.wait_procs, family, 20)
        assert alive == []
        async with httpx.AsyncClient() as client:
            with pytest.raises(httpx.ConnectError):
                await client.get(f"{url}/health")


async def test_a_taken_port_is_told_before_anything_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "server.cli", "serve", "--port", str(port)),
            cwd=ROOT,
            env=environment(ECHELON_DATA=str(tmp_path / "data")),
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await process.communicate()
    assert process.returncode == 1
    assert f"port {port}" in said.decode()
    assert not (tmp_path / "data").exists()


def test_the_listening_socket_hands_small_send_buffers_on() -> None:
    with listening_socket("127.0.0.1", 0) as bound:
        bound.listen()
        with socket.create_connection(bound.getsockname()):
            accepted, _ = bound.accept()
            with accepted:
                # The kernel doubles what is asked for, to account for its own bookkeeping.
                assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) == 2 * SEND_BUFFER


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("::1", "http://[::1]:80"),
        ("a.b", "http://a.b:80"),
    ],
)
def test_the_printed_address_can_be_opened_on_this_machine(host: str, address: str) -> None:
    assert base_url(Settings(host=host, port=80)) == address


def test_only_named_proxies_say_who_asks() -> None:
    assert Settings.from_env({}).proxies == "127.0.0.1"
    assert Settings.from_env({"ECHELON_PROXIES": "10.0.0.7, 10.1.0.0/16"}).proxies == "10.0.0.7/32,10.1.0.0/16"
    for everybody in ("*", "0.0.0.0/0", "10.0.0.7, ::/0"):
        with pytest.raises(ValueError, match="ECHELON_PROXIES"):
            Settings.from_env({"ECHELON_PROXIES": everybody})
