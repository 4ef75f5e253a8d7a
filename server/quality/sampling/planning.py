"""Computes a plan from the month's people and its evaluators, and what planning anew would change."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from career.quality.sampling import Analyst, Plan, Sample, plan, standing
from server.db.pool import Connection
from server.quality.lines import own_line
from server.quality.sampling.store import Evaluator, PlanKept, SampleKept, key_of
from server.quality.sampling.working import Month


class Change(Struct, frozen=True):
    """What planning anew does: samples that go, samples that come, and agents whom nobody chosen may evaluate."""

    dropped: tuple[SampleKept, ...]
    added: tuple[Sample, ...]
    nobody: tuple[str, ...]

    @property
    def is_none(self) -> bool:
        """Whether the plan is as it should be."""
        return not self.dropped and not self.added


async def analysts_of(
    connection: Connection, evaluators: Sequence[Evaluator], month: Month, now: datetime
) -> list[Analyst]:
    """Evaluators with their own line over the whole month and until now: whoever was in it on any day is judged by others."""
    found = []
    for one in evaluators:
        line = await own_line(
            connection, one.agent_id, frozenset(), max(now, month.window.ends), min(now, month.window.starts)
        )
        own = frozenset(code for code, agent in month.agents.items() if agent.id == one.agent_id)
        found.append(Analyst(key_of(one.id), line | own))
    return found


def change(
    kept: PlanKept,
    samples: Sequence[SampleKept],
    month: Month,
    analysts: Sequence[Analyst],
    shared_after: date | None = None,
) -> Change:
    """What is done stays, what is not done stays where it can, and only what is missing is added.

    With `shared_after` the samples of later days, unless their call was chosen already, are shared out among all evaluators anew.
    """
    staying = [
        one
        for one in samples
        if one.evaluation_id is not None
        or (
            (shared_after is None or one.day <= shared_after or one.call)
            and standing([one.rule()], month.worked, analysts)
        )
    ]
    rules = [one.rule() for one in staying]
    wanted: Plan = plan(month.worked, analysts, kept.seed, kept.per_month, kept=rules)
    added = Counter(wanted.samples) - Counter(rules)
    ids = {one.id for one in staying}
    return Change(
        dropped=tuple(one for one in samples if one.id not in ids),
        added=tuple(added.elements()),
        nobody=wanted.nobody,
    )
