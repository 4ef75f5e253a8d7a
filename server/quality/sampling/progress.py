"""How far a plan has come: per evaluator, per agent, and what falls short while there is still time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from server.quality.sampling.planning import Change
from server.quality.sampling.store import PlanKept, SampleKept
from server.quality.sampling.working import Month
from server.wire import Bilingual, Named

LATE_DAYS = 7
"""A sample is late when its call is so many days old and not judged: a comment helps while the call is remembered."""
Standing = Literal["ahead", "due", "late", "done"]
Short = Literal["nobody", "late", "planning"]


class EvaluatorProgress(Struct, frozen=True, kw_only=True):
    """Somebody's share of a plan. `a_day` is how many a working day are needed until the month's end, rounded up."""

    account: int
    name: str
    role: str
    planned: int
    done: int
    late: int
    without_call: int
    a_day: int | None


class AgentProgress(Struct, frozen=True, kw_only=True):
    """An agent's samples. `short` says why fewer than planned are to be expected: nobody may evaluate, judging is late, or the
    plan has to be made anew."""

    agent: Named
    team: Named | None
    worked_days: int
    planned: int
    done: int
    late: int
    short: Short | None


class Progress(Struct, frozen=True, kw_only=True):
    """A plan with everything about it."""

    plan: PlanKept
    evaluators: tuple[EvaluatorProgress, ...]
    agents: tuple[AgentProgress, ...]
    samples: tuple[SampleKept, ...]
    names: Mapping[int, tuple[str, str]]
    chosen: tuple[int, ...]
    """Accounts that take part in what is still to be planned; others appear for what they have judged."""
    today: date
    dropped: int
    added: int


def standing_of(sample: SampleKept, today: date) -> Standing:
    """Where a sample stands on a day."""
    if sample.evaluation_id is not None:
        return "done"
    if sample.day > today:
        return "ahead"
    return "late" if sample.day + timedelta(days=LATE_DAYS) < today else "due"


def progress_of(
    plan: PlanKept,
    samples: Sequence[SampleKept],
    month: Month,
    drift: Change,
    names: Mapping[int, tuple[str, str]],
    chosen: Sequence[int],
    today: date,
) -> Progress:
    """Everybody who works that month appears, those without a sample too."""
    by_account: dict[int, list[SampleKept]] = defaultdict(list)
    by_agent: dict[str, list[SampleKept]] = defaultdict(list)
    for one in samples:
        by_account[one.account_id].append(one)
        by_agent[one.agent.code].append(one)
    left = sum(day >= today for day in month.working_days)
    everybody = sorted({code for code, days in month.worked.items() if days} | by_agent.keys())
    moving = {one.agent for one in drift.added} | {one.agent.code for one in drift.dropped}
    return Progress(
        plan=plan,
        evaluators=tuple(
            _evaluator(account, *names[account], by_account[account], left, today)
            for account in sorted(names, key=lambda one: (names[one][1], names[one][0], one))
        ),
        agents=tuple(_agent(code, by_agent[code], month, (drift.nobody, moving), today) for code in everybody),
        samples=tuple(samples),
        names=names,
        chosen=tuple(sorted(chosen)),
        today=today,
        dropped=len(drift.dropped),
        added=len(drift.added),
    )


def _evaluator(
    account: int, name: str, role: str, mine: Sequence[SampleKept], left: int, today: date
) -> EvaluatorProgress:
    open_ones = [one for one in mine if one.evaluation_id is None]
    return EvaluatorProgress(
        account=account,
        name=name,
        role=role,
        planned=len(mine),
        done=len(mine) - len(open_ones),
        late=sum(standing_of(one, today) == "late" for one in mine),
        without_call=sum(role == "assessor" and not one.call for one in open_ones),
        a_day=-(-len(open_ones) // left) if left else None,
    )


def _agent(
    code: str,
    mine: Sequence[SampleKept],
    month: Month,
    drift: tuple[Sequence[str], set[str]],
    today: date,
) -> AgentProgress:
    nobody, moving = drift
    late = sum(standing_of(one, today) == "late" for one in mine)
    short: Short | None = "nobody" if code in nobody else "planning" if code in moving else "late" if late else None
    known, team = month.agents.get(code), month.teams.get(code)
    return AgentProgress(
        agent=Named(code, Bilingual(known.name_zh, known.name_en)) if known else mine[0].agent,
        team=Named(team.code, Bilingual(team.name_zh, team.name_en)) if team else None,
        worked_days=len(month.worked.get(code, ())),
        planned=len(mine),
        done=sum(one.evaluation_id is not None for one in mine),
        late=late,
        short=short,
    )
