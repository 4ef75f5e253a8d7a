"""Classes, trainees and gates as they travel."""

from datetime import date, datetime
from typing import Any

from msgspec import Struct

from career.evidence import GateResult
from career.onboarding import Stage, Where
from server.auth.actor import Actor
from server.training.classes.attendance import ClassDay, Mark
from server.training.classes.calls import Call
from server.training.classes.gates import Waiting, may_answer
from server.training.classes.kept import ClassKept, Gate, Trainee
from server.training.classes.log import DayKept
from server.training.classes.paths import Archive, Path, told
from server.training.classes.permissions import WORDS, Held
from server.wire import Bilingual, Named


class StageOut(Struct):
    """A stage and what may be done on the queues in it."""

    code: str
    name: Bilingual
    weeks: int
    permissions: list[Named]


class GateOut(Struct, kw_only=True):
    """A decision at a gate."""

    id: int
    stage: str
    result: GateResult
    on: date
    reason: str
    by: str
    outcome: str | None
    decided_by: str | None
    decided_at: datetime | None
    answer: str | None
    may: list[str]


class TraineeOut(Struct, kw_only=True):
    """Somebody's way through a class at a glance."""

    id: int
    agent: Named
    mentor: Named | None
    joined_on: date
    ended_on: date | None
    where: Where
    stage: str | None
    open_items: int
    gates: list[GateOut]


class ClassOut(Struct, kw_only=True):
    """A class; `counts` says how many are at each stage, passed, exited, and how many decisions wait."""

    id: int
    code: str
    name: Bilingual
    site: Named
    teacher: str
    teacher_id: int
    starts: date
    closed_on: date | None
    stages: list[StageOut]
    queues: list[Named]
    counts: dict[str, int]


class BoardOut(Struct):
    """A class with everybody in it."""

    its: ClassOut
    trainees: list[TraineeOut]


class ItemOut(Struct):
    """Something a log left open."""

    id: int
    words: str
    since: date
    closed_at: datetime | None
    closed_by: str | None
    how: str


class LogOut(Struct):
    """What a mentor wrote for a day."""

    id: int
    day: date
    by: str
    words: str
    items: list[ItemOut]


class DayOut(Struct, kw_only=True):
    """A class day; `marks` by trainee."""

    id: int
    day: date
    starts: datetime
    hours: str
    title: str
    marks: dict[int, Mark]


class HeldOut(Struct):
    """A permission on a queue, with its times."""

    agent: Named
    queue: Named
    permission: str
    name: Bilingual
    granted: datetime
    ended: datetime | None


class PathOut(Struct, kw_only=True):
    """Everything about one trainee. `may`: decide, log, call, mentor."""

    its: ClassOut
    trainee: TraineeOut
    log: list[LogOut]
    calls: list[Call]
    days: list[DayOut]
    held: list[HeldOut]
    may: list[str]


class MineOut(Struct):
    """One's own way; nothing for who never was a trainee."""

    path: PathOut | None


class SheetOut(Struct):
    """Who was there."""

    its: ClassOut
    trainees: list[TraineeOut]
    days: list[DayOut]


class WaitingOut(Struct):
    """A decision that waits for its second person."""

    gate: GateOut
    trainee: Named
    trainee_id: int
    class_name: Bilingual
    stage: Bilingual


class MenteeOut(Struct):
    """A trainee as the mentor sees it."""

    trainee: TraineeOut
    class_name: Bilingual
    stage: Bilingual | None
    log: list[LogOut]


class EntryOut(Struct):
    """One thing in the training archive."""

    kind: str
    on: date
    title: Bilingual
    body: dict[str, Any]
    ref: str


class ArchiveOut(Struct):
    """A training archive; without `whole` what tells results is left out."""

    agent: Named
    whole: bool
    entries: list[EntryOut]


def class_out(its: ClassKept, people: list[Trainee]) -> ClassOut:
    """A class with its counts."""
    counts = {"trainees": len(people), "waiting": sum(one.waiting is not None for one in people)}
    for one in people:
        now = one.standing(its)
        place = now.where if now.stage is None else now.stage.code
        counts[place] = counts.get(place, 0) + 1
    return ClassOut(
        id=its.id,
        code=its.code,
        name=its.name,
        site=its.site,
        teacher=its.teacher,
        teacher_id=its.teacher_id,
        starts=its.starts,
        closed_on=its.closed_on,
        stages=[_stage(one) for one in its.stages],
        queues=list(its.queues),
        counts=counts,
    )


def _stage(stage: Stage) -> StageOut:
    named = [Named(one, WORDS.get(one, Bilingual(zh=one, en=one))) for one in stage.permissions]
    return StageOut(stage.code, Bilingual(zh=stage.zh, en=stage.en), stage.weeks, named)


def gate_out(gate: Gate, may: list[str]) -> GateOut:
    """A decision with what may be done about it."""
    return GateOut(
        id=gate.id,
        stage=gate.stage,
        result=gate.result,
        on=gate.on,
        reason=gate.reason,
        by=gate.by,
        outcome=gate.outcome,
        decided_by=gate.decided_by,
        decided_at=gate.decided_at,
        answer=gate.answer,
        may=may,
    )


def trainee_out(trainee: Trainee, its: ClassKept, gates: list[GateOut] | None = None) -> TraineeOut:
    """A trainee; `gates` where not all of them are shown as they are."""
    now = trainee.standing(its)
    return TraineeOut(
        id=trainee.id,
        agent=trainee.agent,
        mentor=trainee.mentor,
        joined_on=trainee.joined_on,
        ended_on=trainee.ended_on,
        where=now.where,
        stage=None if now.stage is None else now.stage.code,
        open_items=trainee.open_items,
        gates=[gate_out(one, []) for one in trainee.gates] if gates is None else gates,
    )


def path_out(actor: Actor, path: Path) -> PathOut:
    """A trainee's page as the asking account sees it."""
    its, trainee = path.its, path.trainee
    keeps = its.kept_by(actor) and actor.agent_id != trainee.agent_id and actor.kind == "account"
    gates = [
        gate_out(one, may_answer(actor, path.key, one) if keeps and one.outcome is None else []) for one in path.gates
    ]
    under_way = trainee.ended_on is None and its.closed_on is None
    may = ["decide", "call", "mentor"] if keeps and under_way else []
    if trainee.logged_by(actor, its) and under_way:
        may.append("log")
    return PathOut(
        its=class_out(its, []),
        trainee=trainee_out(trainee, its, gates),
        log=[log_out(one) for one in path.log],
        calls=path.calls,
        days=[day_out(one) for one in path.days],
        held=[held_out(one) for one in path.held],
        may=may,
    )


def log_out(day: DayKept) -> LogOut:
    """A day of the log."""
    items = [ItemOut(one.id, one.words, one.since, one.closed_at, one.closed_by, one.how) for one in day.items]
    return LogOut(day.id, day.day, day.by, day.words, items)


def day_out(day: ClassDay) -> DayOut:
    """A class day."""
    return DayOut(id=day.id, day=day.day, starts=day.starts, hours=day.hours, title=day.title, marks=day.marks)


def held_out(one: Held) -> HeldOut:
    """A permission."""
    return HeldOut(one.agent, one.queue, one.permission, one.name, one.granted, one.ended)


def waiting_out(one: Waiting) -> WaitingOut:
    """A decision that waits."""
    stage = next(stage for stage in one.its.stages if stage.code == one.gate.stage)
    gate = gate_out(one.gate, one.may)
    return WaitingOut(gate, one.trainee.agent, one.trainee.id, one.its.name, Bilingual(zh=stage.zh, en=stage.en))


def mentee_out(actor: Actor, trainee: Trainee, its: ClassKept, log: list[DayKept]) -> MenteeOut:
    """A trainee with the log; decisions that wait, and reasons, are not the mentor's to know."""
    stage = trainee.standing(its).stage
    stands = [gate_out(one, []) for one in told(actor, trainee)]
    name = None if stage is None else Bilingual(zh=stage.zh, en=stage.en)
    return MenteeOut(trainee_out(trainee, its, stands), its.name, name, [log_out(one) for one in log])


def archive_out(found: Archive) -> ArchiveOut:
    """An archive."""
    entries = [EntryOut(one.kind, one.on, one.title, one.body, one.ref) for one in found.entries]
    return ArchiveOut(found.agent, found.whole, entries)
