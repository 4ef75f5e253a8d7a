"""Classes and trainees as they are kept, and what each account is to them."""

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from career.evidence import GateMark, GateResult
from career.onboarding import GateDecision, Stage, Standing, standing
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.wire import Bilingual, Named


class ClassKept(Struct, frozen=True, kw_only=True):
    """A class; its stages are those of the day it began, but for their usual weeks."""

    id: int
    code: str
    name: Bilingual
    site: Named
    zone: str
    teacher_id: int
    teacher: str
    starts: date
    stages: tuple[Stage, ...]
    queue_ids: tuple[int, ...]
    queues: tuple[Named, ...]
    closed_on: date | None

    def today(self, now: datetime) -> date:
        """The date at the class's site."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def kept_by(self, actor: Actor) -> bool:
        """Whether somebody keeps the class: trainers and HR by role, the class teacher by assignment."""
        teaches = actor.kind == "account" and actor.id == self.teacher_id and actor.may(Permission.TRAINING_LEARN)
        return teaches or actor.may(Permission.TRAINING_MANAGE)


class Gate(Struct, frozen=True, kw_only=True):
    """What was said at a gate; `outcome` None waits for its second person. The `_who` are keys of people, the others names."""

    id: int
    trainee_id: int
    stage: str
    result: GateResult
    on: date
    reason: str
    by: str
    by_who: str
    outcome: Literal["stands", "sent_back"] | None
    decided_by: str | None
    decided_at: datetime | None
    answer: str | None

    def rule(self) -> GateDecision:
        """As the rule book knows it."""
        return GateDecision(self.stage, self.result, self.by_who, self.reason, self.on)


class Trainee(Struct, frozen=True, kw_only=True):
    """Somebody's way through a class."""

    id: int
    class_id: int
    agent_id: int
    agent: Named
    team_id: int | None
    mentor_id: int | None
    mentor: Named | None
    joined_on: date
    ended_on: date | None
    open_items: int
    gates: tuple[Gate, ...]

    @property
    def key(self) -> str:
        """As the rule book knows the person."""
        return f"agent:{self.agent.code}"

    @property
    def marks(self) -> list[GateMark]:
        """The decisions that stand, in their order."""
        return [
            GateMark(one.on, one.stage, one.result, one.by_who, one.reason, f"gate:{one.id}")
            for one in self.gates
            if one.outcome == "stands"
        ]

    @property
    def waiting(self) -> Gate | None:
        """The decision that waits for its second person."""
        return next((one for one in self.gates if one.outcome is None), None)

    def standing(self, its: ClassKept) -> Standing:
        """Where the trainee is."""
        return standing(self.marks, its.stages)

    def seen_by(self, actor: Actor, its: ClassKept) -> bool:
        """Whether somebody sees this trainee: who keeps the class, the mentor, the trainee; nobody else."""
        return its.kept_by(actor) or (actor.agent_id is not None and actor.agent_id in (self.agent_id, self.mentor_id))

    def logged_by(self, actor: Actor, its: ClassKept) -> bool:
        """Whether somebody writes this trainee's log: the mentor and who keeps the class, never the trainee."""
        if actor.kind != "account" or actor.agent_id == self.agent_id:
            return False
        return its.kept_by(actor) or (actor.agent_id is not None and actor.agent_id == self.mentor_id)
