"""Turns what is kept of classes into what goes over the wire."""

from career.onboarding import Stage
from server.auth.actor import Actor
from server.training.classes.attendance import ClassDay
from server.training.classes.gates import Waiting, may_answer
from server.training.classes.kept import ClassKept, Gate, Trainee
from server.training.classes.log import DayKept
from server.training.classes.paths import Archive, Path, told
from server.training.classes.permissions import WORDS, Held
from server.training.classes.wire import (
    ArchiveOut,
    ClassOut,
    DayOut,
    EntryOut,
    GateOut,
    HeldOut,
    ItemOut,
    LogOut,
    MenteeOut,
    PathOut,
    StageOut,
    TraineeOut,
    WaitingOut,
)
from server.wire import Bilingual, Named


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
