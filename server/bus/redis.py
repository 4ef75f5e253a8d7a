"""The bus between processes: Redis publish/subscribe and snapshots, added to local delivery that never waits for it."""

import asyncio
import contextlib
import secrets
from collections import deque
from contextlib import aclosing

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from server.bus.local import LocalBus, Mailbox
from server.bus.port import RESYNC, Delivery
from server.supervise import ended

log = structlog.get_logger(__name__)

_ORIGIN = 8
_BOARD = 8
_WAITING = 2_000
"""Messages that may wait for Redis; when more come they are dropped, and the others see the gap by the numbers."""
_SNAPSHOT_LIFE = 24 * 3600
_SNAPSHOT_EVERY = 0.1
"""Seconds between two writes of snapshots: of one board only the newest is written."""
_SILENCE = 5.0
"""Seconds without a message after which the connection has to answer a ping."""
_FAILURES = (RedisError, OSError, TimeoutError)


class RedisBus:
    """See `Bus`. `run()` must be running; until it is connected, and during outages, only local delivery works.

    An outage loses messages for the other processes, never for this one. Afterwards both sides recover by themselves: this
    process publishes its own newest snapshots again and tells its subscribers to load theirs (RESYNC).
    """

    def __init__(self, url: str, *, prefix: str = "echelon") -> None:
        self._url = url
        self._prefix = prefix
        self._origin = secrets.token_bytes(_ORIGIN)
        self._local = LocalBus()
        self._own: set[int] = set()
        self._waiting: deque[Delivery] = deque(maxlen=_WAITING)
        self._stale: set[int] = set()
        self._work = asyncio.Event()
        self._redis: Redis | None = None
        self._channel = b""

    @property
    def healthy(self) -> bool:
        """See `Bus`."""
        return self._redis is not None

    async def publish(self, board_id: int, message: bytes) -> None:
        """See `Bus`."""
        self._own.add(board_id)
        self._local.deliver(Delivery(board_id, message))
        if self._redis is not None:
            self._waiting.append(Delivery(board_id, message))
            self._work.set()

    def subscribe(self) -> Mailbox:
        """See `Bus`."""
        return self._local.subscribe()

    async def save_snapshot(self, board_id: int, message: bytes) -> None:
        """See `Bus`."""
        self._own.add(board_id)
        await self._local.save_snapshot(board_id, message)
        self._stale.add(board_id)
        self._work.set()

    async def load_snapshot(self, board_id: int) -> bytes | None:
        """See `Bus`. Boards published from here are read from memory, others from Redis."""
        if board_id in self._own or self._redis is None:
            return await self._local.load_snapshot(board_id)
        try:
            async with asyncio.timeout(2):
                found = await self._redis.get(self._key(board_id))
        except _FAILURES:
            return None
        return found if isinstance(found, bytes) else None

    async def run(self) -> None:
        """Stay connected until cancelled, trying again after 0.05 s and ever more slowly up to 2 s."""
        pause = 0.05
        while True:
            connection = asyncio.create_task(self._connected(), name="bus-connection")
            try:
                await asyncio.wait([connection])
            finally:
                was_healthy, self._redis = self.healthy, None
                await _end(connection)
                self._waiting.clear()
            failure = connection.exception()
            if failure is not None and not isinstance(failure, _FAILURES):
                raise failure
            if was_healthy:
                log.warning("redis_lost", error=repr(failure))
                pause = 0.05
            await asyncio.sleep(pause)
            pause = min(pause * 1.7, 2.0)

    async def _connected(self) -> None:
        """Subscribe, then pass messages both ways until something fails, which is raised."""
        async with aclosing(
            Redis.from_url(
                self._url,
                protocol=3,
                socket_connect_timeout=2,
                socket_timeout=10,
                retry=Retry(NoBackoff(), 0),
                client_name="echelon-bus",
            )
        ) as redis:
            # Publish/subscribe crosses the numbered databases of one server, so the number belongs into the name.
            number = redis.connection_pool.connection_kwargs.get("db") or 0
            self._channel = f"{self._prefix}:{number}:boards".encode()
            async with aclosing(redis.pubsub()) as pubsub:
                await pubsub.subscribe(self._channel)
                async with asyncio.timeout(3):
                    while await pubsub.get_message(timeout=3) is None:
                        pass
                self._redis = redis
                self._repeat_own()
                self._local.deliver(RESYNC)
                log.info("redis_connected")
                ways = [
                    asyncio.create_task(self._send(redis), name="bus-send"),
                    asyncio.create_task(self._receive(pubsub), name="bus-receive"),
                ]
                try:
                    done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                    for way in done:
                        way.result()
                finally:
                    for way in ways:
                        await _end(way)

    def _repeat_own(self) -> None:
        """Others may have missed anything, and Redis may have come back empty."""
        self._stale |= self._own
        for board_id in self._own:
            message = self._local.snapshot(board_id)
            if message is not None:
                self._waiting.append(Delivery(board_id, message))
        self._work.set()

    async def _receive(self, pubsub: PubSub) -> None:
        while True:
            message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=_SILENCE)
            if message is None:
                await self._answering(pubsub)
                continue
            if message["type"] != "message":
                continue
            data: bytes = message["data"]
            if data.startswith(self._origin):
                continue
            board_id = int.from_bytes(data[_ORIGIN : _ORIGIN + _BOARD], "big", signed=True)
            if board_id in self._own:
                # Another process scores this board now: what is kept here is history.
                self._own.discard(board_id)
                self._stale.discard(board_id)
                self._local.forget(board_id)
            self._local.deliver(Delivery(board_id, data[_ORIGIN + _BOARD :]))

    async def _answering(self, pubsub: PubSub) -> None:
        """Tell silence from a dead peer. Raises TimeoutError."""
        redis = self._redis
        if redis is None:
            return
        async with asyncio.timeout(_SILENCE):
            await redis.ping()
            await pubsub.ping()

    async def _send(self, redis: Redis) -> None:
        """Write what waits in one round trip; of each board's snapshots only the newest, a little apart."""
        loop = asyncio.get_running_loop()
        due = 0.0
        while True:
            if not self._waiting and (not self._stale or loop.time() < due):
                self._work.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(max(due - loop.time(), 0.001) if self._stale else None):
                        await self._work.wait()
            pipe = redis.pipeline(transaction=False)
            while self._waiting:
                board_id, message = self._waiting.popleft()
                pipe.publish(self._channel, self._origin + board_id.to_bytes(_BOARD, "big", signed=True) + message)
            if self._stale and loop.time() >= due:
                due = loop.time() + _SNAPSHOT_EVERY
                stale, self._stale = self._stale, set()
                for board_id in stale:
                    snapshot = self._local.snapshot(board_id)
                    if snapshot is not None:
                        pipe.set(self._key(board_id), snapshot, ex=_SNAPSHOT_LIFE)
            if len(pipe):
                await pipe.execute(raise_on_error=True)

    def _key(self, board_id: int) -> str:
        return f"{self._prefix}:board:{board_id}"


async def _end(task: "asyncio.Task[None]") -> None:
    await ended([task])
    if not task.cancelled():
        # Looked at, or asyncio would complain that nobody did.
        task.exception()
