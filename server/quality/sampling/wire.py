"""Sampling plans and samples as they travel."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from server.auth.actor import Actor
from server.auth.roles import Permission
from server.quality.sampling.handing import Call, Handing, Unused, Wanted
from server.quality.sampling.progress import Progress, Short, Standing, standing_of
from server.quality.sampling.store import Evaluator, PlanKept, SampleKept
from server.wire import Bilingual, Code, Named

MonthText = Annotated[str, Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
PerMonth = Annotated[int, Meta(ge=4, le=40)]
Ids = Annotated[list[int], Meta(max_length=200)]
Reference = Annotated[str, Meta(max_length=200)]


class PlanIn(Struct, forbid_unknown_fields=True):
    """A plan to be made; without evaluators every analyst takes part."""

    site: Code
    month: MonthText
    per_month: PerMonth = 4
    evaluators: Ids | None = None


class ReplanIn(Struct, forbid_unknown_fields=True):
    """What is to be otherwise; what is not said stays. With `share` the samples of days to come are shared out anew."""

    per_month: PerMonth | None = None
    evaluators: Ids | None = None
    share: bool = False


class AssignIn(Struct, forbid_unknown_fields=True):
    """Which call a sample is, where its recording lies, and who judges it."""

    call: Reference = ""
    recording: Reference = ""
    account: int | None = None


class CallIn(Struct, forbid_unknown_fields=True):
    """A call that could be judged, by the day of the agent's site."""

    agent: Code
    day: date
    call: Annotated[str, Meta(max_length=200, pattern=r"\S")]
    recording: Reference = ""


class HandOutIn(Struct, forbid_unknown_fields=True):
    """Calls for open samples, or so many open samples for one evaluator, or both. With `dry_run` nothing is written."""

    calls: Annotated[list[CallIn], Meta(max_length=5000)] = []
    to: int | None = None
    at_most: Annotated[int, Meta(ge=1, le=5000)] | None = None
    dry_run: bool = False

    def wanted(self) -> Wanted:
        """As the room knows it."""
        calls = [Call(one.agent, one.day, one.call.strip(), one.recording.strip()) for one in self.calls]
        return Wanted(calls=calls, to=self.to, at_most=self.at_most)


class HandedLine(Struct, kw_only=True):
    """A sample that is handed out; `before` is who had it."""

    sample: int
    agent: Named
    day: date
    before: str
    evaluator: str
    call: str
    call_day: date | None


class UnusedLine(Struct):
    """A call that no sample takes, and why."""

    agent: str
    day: date
    call: str
    why: Unused


class HandedOut(Struct):
    """What is handed out; open samples left because of the evaluator's own line, or because no call fits."""

    handed: list[HandedLine]
    own_line: int
    without_call: int
    unused: list[UnusedLine]


class PlanLine(Struct, kw_only=True):
    """A plan on the list of plans."""

    id: int
    site: Named
    month: str
    per_month: int
    planned_at: datetime
    samples: int
    done: int


class EvaluatorOut(Struct):
    """Somebody who can be chosen."""

    account: int
    name: str
    role: str


class PlansOut(Struct):
    """All plans, and who can evaluate."""

    items: list[PlanLine]
    evaluators: list[EvaluatorOut]


class EvaluatorLine(Struct, kw_only=True):
    """Somebody's share."""

    account: int
    name: str
    role: str
    planned: int
    done: int
    late: int
    without_call: int
    a_day: int | None


class AgentLine(Struct, kw_only=True):
    """An agent's samples."""

    agent: Named
    team: Named | None
    worked_days: int
    planned: int
    done: int
    late: int
    short: Short | None


class SampleOut(Struct, kw_only=True):
    """A sample. The name is left out for whoever comes from outside."""

    id: int
    agent: str
    name: Bilingual | None
    team: Named | None
    site: Named
    day: date
    standing: Standing
    account: int
    evaluator: str | None
    call: str
    recording: str
    evaluation: int | None
    done_at: datetime | None


class PlanOut(PlanLine, kw_only=True):
    """A plan with its progress. `dropped` and `added` are what planning anew would change; `chosen` are the accounts that take part."""

    chosen: list[int]
    evaluators: list[EvaluatorLine]
    agents: list[AgentLine]
    items: list[SampleOut]
    dropped: int
    added: int


class Mine(Struct):
    """A list that is always whole."""

    items: list[SampleOut]


def plan_line(plan: PlanKept) -> PlanLine:
    """A plan for the list."""
    return PlanLine(**_plan(plan))  # type: ignore[arg-type]  # the fields are the struct's


def evaluator_out(one: Evaluator) -> EvaluatorOut:
    """Somebody who can be chosen."""
    return EvaluatorOut(one.id, one.name, one.role)


def plan_out(found: Progress) -> PlanOut:
    """A plan with everything."""
    return PlanOut(
        **_plan(found.plan),  # type: ignore[arg-type]  # the fields are the struct's
        evaluators=[
            EvaluatorLine(
                account=one.account,
                name=one.name,
                role=one.role,
                planned=one.planned,
                done=one.done,
                late=one.late,
                without_call=one.without_call,
                a_day=one.a_day,
            )
            for one in found.evaluators
        ],
        agents=[
            AgentLine(
                agent=one.agent,
                team=one.team,
                worked_days=one.worked_days,
                planned=one.planned,
                done=one.done,
                late=one.late,
                short=one.short,
            )
            for one in found.agents
        ],
        items=[
            sample_out(one, found.today, names=True, evaluator=found.names[one.account_id][0]) for one in found.samples
        ],
        chosen=list(found.chosen),
        dropped=found.dropped,
        added=found.added,
    )


def handed_out(made: Handing) -> HandedOut:
    """By day."""
    return HandedOut(
        [
            HandedLine(
                sample=one.sample.id,
                agent=one.sample.agent,
                day=one.sample.day,
                before=made.names[one.sample.account_id][0],
                evaluator=made.names[one.account_id][0],
                call=one.call.call if one.call else "",
                call_day=one.call.day if one.call else None,
            )
            for one in sorted(made.handed, key=lambda one: (one.sample.day, one.sample.agent.code, one.sample.id))
        ],
        made.own_line,
        made.without_call,
        [UnusedLine(call.agent, call.day, call.call, why) for call, why in made.unused],
    )


def sample_out(sample: SampleKept, today: date, *, names: bool, evaluator: str | None = None) -> SampleOut:
    """A sample on a day."""
    return SampleOut(
        id=sample.id,
        agent=sample.agent.code,
        name=sample.agent.name if names else None,
        team=sample.team if names else None,
        site=sample.site,
        day=sample.day,
        standing=standing_of(sample, today),
        account=sample.account_id,
        evaluator=evaluator,
        call=sample.call,
        recording=sample.recording,
        evaluation=sample.evaluation_id,
        done_at=sample.done_at,
    )


def sees_names(actor: Actor) -> bool:
    """Assessors know agents by code alone."""
    return actor.may(Permission.PEOPLE_READ)


def _plan(plan: PlanKept) -> dict[str, object]:
    return {
        "id": plan.id,
        "site": plan.site,
        "month": f"{plan.month:%Y-%m}",
        "per_month": plan.per_month,
        "planned_at": plan.planned_at,
        "samples": plan.samples,
        "done": plan.done,
    }
