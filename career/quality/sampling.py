"""The month's sampling plan: who is evaluated on which day by whom, spread over the month and never by the own line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from msgspec import Struct

PER_MONTH = 4
"""Evaluations an agent gets at least in a month; under that a monthly mean says little."""


class Analyst(Struct, frozen=True):
    """Somebody who evaluates, and the agents of the own line (led, or of the same team), who are evaluated by others."""

    code: str
    own_line: frozenset[str] = frozenset()


class Sample(Struct, frozen=True):
    """One evaluation to make: a call of this agent on this day, by this analyst."""

    agent: str
    day: date
    analyst: str


class Plan(Struct, frozen=True):
    """The samples, by day; `nobody` are agents whom no analyst may evaluate."""

    samples: tuple[Sample, ...]
    nobody: tuple[str, ...] = ()


def plan(
    worked: Mapping[str, Sequence[date]], analysts: Sequence[Analyst], seed: str, per_month: int = PER_MONTH
) -> Plan:
    """`per_month` samples for everybody who works at all that month.

    An agent's worked days are cut into as many stretches of equal length, and each gives one day, so that no week goes unseen
    and nobody can know the day; fewer days than samples give some days twice. The least busy analyst who may takes each. The
    same seed gives the same plan.
    """
    samples: list[Sample] = []
    nobody: list[str] = []
    busy: Counter[str] = Counter()
    # Agents with the fewest analysts to choose from come first: they cannot wait until somebody else is less busy.
    choices = {
        agent: [one.code for one in analysts if agent not in one.own_line and agent != one.code] for agent in worked
    }
    for agent in sorted(worked, key=lambda one: (len(choices[one]), _mixed(seed, one))):
        days = sorted(worked[agent])
        if not days:
            continue
        if not choices[agent]:
            nobody.append(agent)
            continue
        own: Counter[str] = Counter()
        for n in range(per_month):
            # By different eyes where there are several: first who has judged this agent least, then who has least to do.
            analyst = min(choices[agent], key=lambda one: (own[one], busy[one], _mixed(seed, f"{agent}:{n}:{one}")))
            own[analyst] += 1
            busy[analyst] += 1
            samples.append(Sample(agent, days[_place(len(days), n, per_month, f"{seed}:{agent}:{n}")], analyst))
    return Plan(tuple(sorted(samples, key=lambda one: (one.day, one.agent, one.analyst))), tuple(sorted(nobody)))


def _place(days: int, n: int, parts: int, seed: str) -> int:
    """A day's place within the n-th of so many equal stretches."""
    first, after = n * days // parts, (n + 1) * days // parts
    return first + int.from_bytes(_mixed("", seed)[:8], "big") % max(1, after - first)


def _mixed(seed: str, name: str) -> bytes:
    return sha256(f"{seed}:{name}".encode()).digest()
