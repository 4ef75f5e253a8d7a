"""How often something may be tried: counted in Redis for all processes together, or in this one while Redis is away."""

import asyncio
from collections import OrderedDict
from time import monotonic
from typing import NamedTuple, Protocol

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

_COOL = 5.0
"""Seconds during which a Redis that just failed is not asked again, so that nobody's login waits for an outage."""

# A bucket as one number: the instant (ms, by Redis' own clock) at which it will be full again. ARGV: tries, seconds.
_TAKE = """
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local each = ARGV[2] * 1000 / ARGV[1]
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + each
local wait = full - now - ARGV[2] * 1000
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], full, 'PX', math.ceil(full - now))
return 0
"""
_GIVE_BACK = """
local full = tonumber(redis.call('GET', KEYS[1]) or 0)
if full > 0 then redis.call('SET', KEYS[1], full - ARGV[2] * 1000 / ARGV[1], 'KEEPTTL') end
"""


class Allowance(NamedTuple):
    """So many tries in so many seconds, refilled evenly."""

    tries: int
    seconds: int


class Limits(Protocol):
    """Counts tries by key, possibly together with other processes."""

    async def take(self, key: str, allowance: Allowance) -> float:
        """Use up one try. Returns 0, or the seconds to wait when there is none left (then nothing is used up)."""
        ...

    async def give_back(self, key: str, allowance: Allowance) -> None:
        """Return a try that turned out to be honest."""
        ...


class LocalLimits:
    """Token buckets of this process alone; the least recently used are forgotten first, so memory stays bounded."""

    def __init__(self, keys: int = 20_000) -> None:
        self._keys = keys
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def take(self, key: str, allowance: Allowance) -> float:
        """See `Limits.take`."""
        left, now = self._left(key, allowance)
        if left < 1:
            return (1 - left) * allowance.seconds / allowance.tries
        self._keep(key, left - 1, now)
        return 0.0

    async def give_back(self, key: str, allowance: Allowance) -> None:
        """See `Limits.give_back`."""
        left, now = self._left(key, allowance)
        self._keep(key, min(left + 1, allowance.tries), now)

    def _left(self, key: str, allowance: Allowance) -> tuple[float, float]:
        now = monotonic()
        left, since = self._buckets.get(key, (float(allowance.tries), now))
        return min(allowance.tries, left + (now - since) * allowance.tries / allowance.seconds), now

    def _keep(self, key: str, left: float, now: float) -> None:
        self._buckets[key] = (left, now)
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._keys:
            self._buckets.popitem(last=False)


class SharedLimits:
    """Buckets in Redis when it answers within a moment, else in this process. Close it with the process (`aclose`)."""

    def __init__(self, url: str, *, prefix: str = "echelon") -> None:
        self._redis = Redis.from_url(
            url, protocol=3, socket_connect_timeout=0.5, socket_timeout=0.5, retry=Retry(NoBackoff(), 0)
        )
        self._take = self._redis.register_script(_TAKE)
        self._give_back = self._redis.register_script(_GIVE_BACK)
        self._prefix = prefix
        self._local = LocalLimits()
        self._asleep_until = 0.0

    async def take(self, key: str, allowance: Allowance) -> float:
        """See `Limits.take`."""
        if monotonic() >= self._asleep_until:
            try:
                async with asyncio.timeout(1):
                    return int(await self._take(keys=[self._name(key)], args=list(allowance))) / 1000
            except (RedisError, OSError, TimeoutError):
                self._asleep_until = monotonic() + _COOL
        return await self._local.take(key, allowance)

    async def give_back(self, key: str, allowance: Allowance) -> None:
        """See `Limits.give_back`."""
        if monotonic() >= self._asleep_until:
            try:
                async with asyncio.timeout(1):
                    await self._give_back(keys=[self._name(key)], args=list(allowance))
            except (RedisError, OSError, TimeoutError):
                self._asleep_until = monotonic() + _COOL
        await self._local.give_back(key, allowance)

    async def aclose(self) -> None:
        """Give the connections back."""
        await self._redis.aclose()

    def _name(self, key: str) -> str:
        return f"{self._prefix}:limit:{key}"
