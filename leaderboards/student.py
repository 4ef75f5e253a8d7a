"""Student's t: the interval a few differences allow, with the quantile computed here rather than looked up."""

from collections.abc import Sequence
from functools import lru_cache
from math import exp, lgamma, log, log1p, sqrt

from msgspec import Struct

FEWEST = 5
"""Differences below which nothing is claimed: an interval over two or three is an interval over anything."""
_STEPS = 200
_HALVINGS = 80
_PRECISE = 1e-14


class Estimate(Struct, frozen=True):
    """A mean change over `n` participants and the interval that holds the true one in 95 of 100 such reports."""

    n: int
    mean: float
    low: float
    high: float


def estimate(changes: Sequence[float], level: float = 0.95) -> Estimate | None:
    """The mean of paired differences with its t interval; None below `FEWEST`: too few to say anything."""
    n = len(changes)
    if n < FEWEST:
        return None
    mean = sum(changes) / n
    spread = sqrt(sum([(change - mean) ** 2 for change in changes]) / (n - 1))
    half = quantile((1 + level) / 2, n - 1) * spread / sqrt(n)
    return Estimate(n, mean, mean - half, mean + half)


def difference(changed: Sequence[float], others: Sequence[float], level: float = 0.95) -> Estimate | None:
    """How much more the first group changed than the second, with Welch's interval (the groups may spread differently).

    `n` counts the first group. None where either has fewer than `FEWEST`. With whole degrees of freedom, rounded down, so that the
    interval is rather too wide than too narrow.
    """
    if min(len(changed), len(others)) < FEWEST:
        return None
    means, errors = [], []
    for group in (changed, others):
        mean = sum(group) / len(group)
        means.append(mean)
        errors.append(sum([(one - mean) ** 2 for one in group]) / (len(group) - 1) / len(group))
    error = sum(errors)
    gained = means[0] - means[1]
    if not error:
        return Estimate(len(changed), gained, gained, gained)
    freedom = error**2 / (errors[0] ** 2 / (len(changed) - 1) + errors[1] ** 2 / (len(others) - 1))
    half = quantile((1 + level) / 2, max(1, int(freedom))) * sqrt(error)
    return Estimate(len(changed), gained, gained - half, gained + half)


@lru_cache(maxsize=1024)
def quantile(p: float, freedom: int) -> float:
    """The point below which t with so many degrees of freedom stays with probability `p` (between 0 and 1)."""
    if not 0 < p < 1 or freedom < 1:
        raise ValueError("a probability inside (0, 1) and at least one degree of freedom")
    if p < 0.5:
        return -quantile(1 - p, freedom)
    low, high = 0.0, 1.0
    while distribution(high, freedom) < p:
        low, high = high, high * 2
    # The distribution only rises, so halving finds the point to the last digit a double holds.
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if distribution(middle, freedom) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def distribution(t: float, freedom: int) -> float:
    """P(T ≤ t), through the regularised incomplete beta function."""
    tail = 0.5 * incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5)
    return 1 - tail if t > 0 else tail


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), by its continued fraction (Lentz's method)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    # The fraction converges fast on this side only; the other is its mirror.
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front * _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1), tiny)
    value = d
    for step in range(1, _STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            d = 1 / _away_from_zero(1 + term * d, tiny)
            c = _away_from_zero(1 + term / c, tiny)
            value *= c * d
        if abs(c * d - 1) < _PRECISE:
            break
    return value


def _away_from_zero(amount: float, tiny: float) -> float:
    return tiny if abs(amount) < tiny else amount
