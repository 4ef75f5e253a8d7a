"""How often something may be tried: the port that guards ask, and the limiter of a single process."""

from collections import OrderedDict
from time import monotonic
from typing import NamedTuple, Protocol


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
