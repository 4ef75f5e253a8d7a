"""The bus over a real Valkey: it passes messages on, survives outages without a restart, and never delivers twice."""

import asyncio
import signal
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from server.bus.local import LocalBus, Mailbox
from server.bus.port import RESYNC, Bus, Delivery
from server.bus.redis import RedisBus
from server.engines.valkey import binary


class OwnValkey:
    """A Valkey that the test kills and starts as it likes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "v.sock"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{self._socket}?db=0"

    async def start(self) -> None:
        """Run it, and wait until it answers."""
        self._process = subprocess.Popen(
            [str(binary()), "--port", "0", "--unixsocket", str(self._socket), "--save", "", "--dir", str(self._folder)],
            stdout=subprocess.DEVNULL,
        )
        async with Redis.from_url(self.url) as redis, asyncio.timeout(10):
            while True:
                try:
                    await redis.ping()
                except (OSError, RedisError):
                    await asyncio.sleep(0.02)
                else:
                    return

    def kill(self) -> None:
        """End it without a word."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture
async def valkey(tmp_path: Path) -> AsyncIterator[OwnValkey]:
    """A Valkey of the test's own, running."""
    own = OwnValkey(tmp_path)
    await own.start()
    try:
        yield own
    finally:
        own.kill()


Connect = Callable[[str], Awaitable[RedisBus]]


@pytest.fixture
async def joined() -> AsyncIterator[Connect]:
    """Makes connected buses, each as in a process of its own."""
    async with AsyncExitStack() as stack:

        async def make(url: str) -> RedisBus:
            bus = RedisBus(url)
            running = asyncio.create_task(bus.run())

            async def end() -> None:
                running.cancel()
                await asyncio.wait([running])

            stack.push_async_callback(end)
            await until(lambda: bus.healthy)
            return bus

        yield make


async def until(true: Callable[[], bool], within: float = 10.0) -> None:
    """Wait for a state that makes no sound when it is reached."""
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.01)


async def message(inbox: Mailbox, within: float = 10.0) -> Delivery:
    """The next message that is not a warning."""
    async with asyncio.timeout(within):
        while (found := await anext(inbox)) == RESYNC:
            pass
        return found


async def test_messages_reach_every_process_once_and_in_order(redis_url: str, joined: Connect) -> None:
    one, two = await joined(redis_url), await joined(redis_url)
    here, there = one.subscribe(), two.subscribe()
    for number in range(50):
        await one.publish(7, b"%d" % number)
    await two.publish(8, b"answer")
    assert [await message(there) for _ in range(51)].count(Delivery(8, b"answer")) == 1
    got = [await message(here) for _ in range(51)]
    assert [delivery for delivery in got if delivery.board_id == 7] == [Delivery(7, b"%d" % n) for n in range(50)]
    # An echo of one's own would stand before this.
    await two.publish(9, b"last")
    assert await message(here) == Delivery(9, b"last")
    assert await message(there) == Delivery(9, b"last")


async def test_snapshots_are_kept_for_those_who_come_later(redis_url: str, joined: Connect) -> None:
    one, two = await joined(redis_url), await joined(redis_url)
    for number in range(20):
        await one.save_snapshot(3, b"%d" % number)
    assert await one.load_snapshot(3) == b"19"
    async with asyncio.timeout(10):
        while await two.load_snapshot(3) != b"19":
            await asyncio.sleep(0.01)
    assert await two.load_snapshot(4) is None


async def test_databases_of_one_server_do_not_hear_each_other(redis_url: str, joined: Connect) -> None:
    one, other = await joined(redis_url), await joined(redis_url.replace("db=0", "db=1"))
    stranger = other.subscribe()
    await one.publish(1, b"ours")
    await other.publish(1, b"theirs")
    assert await message(stranger) == Delivery(1, b"theirs")


async def test_local_delivery_never_waits_for_redis(valkey: OwnValkey, joined: Connect) -> None:
    bus = await joined(valkey.url)
    inbox = bus.subscribe()
    valkey.kill()
    for number in range(5):
        await bus.publish(1, b"%d" % number)
        assert await message(inbox, within=0.5) == Delivery(1, b"%d" % number)
    await until(lambda: not bus.healthy)
    await bus.save_snapshot(1, b"whole")
    assert await bus.load_snapshot(1) == b"whole"


async def test_everything_recovers_when_redis_comes_back_empty(valkey: OwnValkey, joined: Connect) -> None:
    scoring, watching = await joined(valkey.url), await joined(valkey.url)
    await scoring.save_snapshot(1, b"before")
    inbox = watching.subscribe()
    for _ in range(2):
        valkey.kill()
        await until(lambda: not scoring.healthy and not watching.healthy)
        await scoring.publish(1, b"missed")
        await scoring.save_snapshot(1, b"after")
        await valkey.start()
        await until(lambda: scoring.healthy and watching.healthy)
        async with asyncio.timeout(10):
            # Told that something may be missing, and given the whole again, whichever of the two came back first.
            while await anext(inbox) != RESYNC:
                pass
            while await watching.load_snapshot(1) != b"after":
                await asyncio.sleep(0.01)
        await scoring.publish(1, b"news")
        async with asyncio.timeout(10):
            while await message(inbox) != Delivery(1, b"news"):
                pass


async def test_a_redis_that_hangs_is_noticed(
    valkey: OwnValkey, joined: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.bus.redis._SILENCE", 0.3)
    bus = await joined(valkey.url)
    assert valkey._process is not None
    valkey._process.send_signal(signal.SIGSTOP)
    try:
        await until(lambda: not bus.healthy)
    finally:
        valkey._process.send_signal(signal.SIGCONT)
    await until(lambda: bus.healthy)


async def test_a_bus_may_start_before_its_redis(tmp_path: Path) -> None:
    own = OwnValkey(tmp_path)
    bus = RedisBus(own.url)
    running = asyncio.create_task(bus.run())
    try:
        await asyncio.sleep(0.1)
        assert not bus.healthy
        await own.start()
        await until(lambda: bus.healthy)
    finally:
        running.cancel()
        await asyncio.wait([running])
        own.kill()


@pytest.mark.parametrize("kind", ["local", "redis"])
async def test_a_reader_that_does_not_read_costs_bounded_memory(kind: str, redis_url: str, joined: Connect) -> None:
    bus: Bus = LocalBus() if kind == "local" else await joined(redis_url)
    inbox = bus.subscribe()
    for number in range(25_000):
        await bus.publish(1, b"%d" % number)
    waiting = await inbox.batch()
    assert len(waiting) <= 10_001
    assert RESYNC in waiting
    assert waiting[-1] == Delivery(1, b"24999")
