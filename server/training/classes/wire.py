"""Classes, trainees and gates as they travel."""

from datetime import date, datetime
from typing import Any

from msgspec import Struct

from career.evidence import GateResult
from career.onboarding import Where
from server.training.classes.attendance import Mark
from server.training.classes.calls import Call
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
