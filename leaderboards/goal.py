"""A goal: all together reach a target, or do not; nobody is placed before anybody else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from leaderboards.exact import SCORE_UNITS, format_score, parse_decimal
from leaderboards.metrics import Metric
from leaderboards.plays import GoalPlay
from leaderboards.ranking import Scored, Standing
from leaderboards.rules import PerHead, Rules, Total
from leaderboards.teams import by_id

_MICRO_PER_UNIT = 1_000_000 // SCORE_UNITS


class GoalResult(Struct, frozen=True, tag_field="format", tag="goal"):
    """What all together come to; `adds_up` says that the participants' scores are parts of it and add up to it (but for
    the rounding of each)."""

    value: str | None
    target: str
    reached: bool
    adds_up: bool
    reached_at: str | None = None
    """When it was reached, RFC 3339, where the whole is a sum and that can be told."""


def goal(
    play: GoalPlay, together: Scored, parts: Mapping[str, int] | None, rows: Sequence[Standing]
) -> tuple[tuple[Standing, ...], GoalResult]:
    """The places and the result: everybody first once it is reached, nobody before. `parts` are the contributions where
    the whole is a sum of them; elsewhere each shows what it reaches by itself. Listed by what each brings."""
    value = None if together.reasons else together.score
    target = parse_decimal(play.target)
    reached = value is not None and value * _MICRO_PER_UNIT >= target
    if parts is not None:
        rows = [replace(row, score=parts[row.participant]) for row in rows]
    brought = sorted(rows, key=lambda row: (row.score is None, -(row.score or 0), by_id(row.participant)))
    placed = tuple([replace(row, rank=1 if reached else None, ties=(), reasons=()) for row in brought])
    shown = format_score(target // _MICRO_PER_UNIT)
    return placed, GoalResult(None if value is None else format_score(value), shown, reached, parts is not None)


def is_sum(rules: Rules, metrics: Mapping[str, Metric]) -> bool:
    """Whether the whole is the sum of what everybody adds: points for sums, divided by nothing or by the common headcount,
    and nothing left out for single members."""
    return (
        rules.method == "points"
        and isinstance(rules.team_rule, Total | PerHead)
        and not rules.guardrails
        and all(metrics[term.metric].combine == "sum" for term in rules.terms)
    )


def reached_at(steps: Iterable[tuple[datetime, int]], enough: Callable[[int], bool]) -> datetime | None:
    """The first instant at which everything up to and including it is enough; None when nothing is.

    `steps` are what each fact adds, in order of instant; what happens at one instant counts together, so that the order
    within it does not matter.
    """
    total = 0
    for at, group in groupby(steps, key=_instant):
        total += sum([amount for _, amount in group])
        if enough(total):
            return at
    return None


def _instant(step: tuple[datetime, int]) -> datetime:
    return step[0]
