"""The month's sampling plan: who is evaluated on which day by whom, spread over the month and never by the own line."""

from bisect import bisect_left
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
    worked: Mapping[str, Sequence[date]],
    analysts: Sequence[Analyst],
    seed: str,
    per_month: int = PER_MONTH,
    kept: Sequence[Sample] = (),
) -> Plan:
    """`per_month` samples for everybody who works at all that month.

    An agent's worked days are cut into as many stretches of equal length, and each gives one day, so that no week goes unseen
    and nobody can know the day; fewer days than samples give some days twice. The least busy analyst who may takes each. The
    same seed gives the same plan.

    `kept` are samples that stay as they are (see `standing`): they are part of the plan, and only what is missing is added, in the
    stretches that they leave unseen.
    """
    samples: list[Sample] = []
    nobody: list[str] = []
    busy = Counter(one.analyst for one in kept)
    # Agents with the fewest analysts to choose from come first: they cannot wait until somebody else is less busy.
    choices = {
        agent: [one.code for one in analysts if agent not in one.own_line and agent != one.code] for agent in worked
    }
    for agent in sorted(worked, key=lambda one: (len(choices[one]), _mixed(seed, one))):
        days = sorted(worked[agent])
        mine = [one for one in kept if one.agent == agent]
        missing = _unseen(days, mine, per_month)
        if not missing:
            continue
        if not choices[agent]:
            nobody.append(agent)
            continue
        own = Counter(one.analyst for one in mine)
        for n in missing:
            # By different eyes where there are several: first who has judged this agent least, then who has least to do.
            analyst = min(choices[agent], key=lambda one: (own[one], busy[one], _mixed(seed, f"{agent}:{n}:{one}")))
            own[analyst] += 1
            busy[analyst] += 1
            samples.append(Sample(agent, days[_place(len(days), n, per_month, f"{seed}:{agent}:{n}")], analyst))
    everything = sorted((*kept, *samples), key=lambda one: (one.day, one.agent, one.analyst))
    return Plan(tuple(everything), tuple(sorted(nobody)))


def standing(
    samples: Sequence[Sample], worked: Mapping[str, Sequence[date]], analysts: Sequence[Analyst]
) -> tuple[Sample, ...]:
    """Of samples nobody has judged yet those that can stay: the agent still works that day, and the analyst still may."""
    line_of = {one.code: one.own_line | {one.code} for one in analysts}
    return tuple(
        one
        for one in samples
        if one.analyst in line_of and one.agent not in line_of[one.analyst] and one.day in worked.get(one.agent, ())
    )


def _unseen(days: Sequence[date], kept: Sequence[Sample], parts: int) -> list[int]:
    """The stretches that need a sample. Each kept one sees its own stretch, or, where that is seen already or its day is no
    longer worked, the nearest one left."""
    if not days:
        return []
    free, elsewhere = list(range(parts)), []
    for one in sorted(kept, key=lambda sample: sample.day):
        place = bisect_left(days, one.day)
        home = next((n for n in free if _holds(len(days), n, parts, place)), None) if one.day in days else None
        if home is None:
            elsewhere.append(place)
        else:
            free.remove(home)
    for place in elsewhere:
        if free:
            free.remove(min(free, key=lambda n: (abs(n * len(days) - place * parts), n)))
    return free


def _holds(days: int, n: int, parts: int, place: int) -> bool:
    first, after = n * days // parts, (n + 1) * days // parts
    return first <= place < max(first + 1, after)


def _place(days: int, n: int, parts: int, seed: str) -> int:
    """A day's place within the n-th of so many equal stretches."""
    first, after = n * days // parts, (n + 1) * days // parts
    return first + int.from_bytes(_mixed("", seed)[:8], "big") % max(1, after - first)


def _mixed(seed: str, name: str) -> bytes:
    return sha256(f"{seed}:{name}".encode()).digest()
