"""What is asked of classes over the wire."""

from datetime import date, datetime, time
from typing import Annotated

from msgspec import Meta, Struct

from career.evidence import GateResult
from career.exact import Decimal
from server.training.classes.attendance import Mark
from server.wire import Bilingual, Code

Words = Annotated[str, Meta(min_length=1, max_length=4000)]
Line = Annotated[str, Meta(max_length=500)]
Weeks = Annotated[list[Annotated[int, Meta(ge=1, le=52)]], Meta(min_length=4, max_length=4)]


class ClassIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A class to be opened; `weeks` of the four stages, `queues` whose permissions it hands out."""

    code: Code
    name: Bilingual
    site: Code
    teacher: int
    starts: date
    queues: Annotated[list[Code], Meta(max_length=50)] = []
    weeks: Weeks | None = None


class WeeksIn(Struct, forbid_unknown_fields=True):
    """The usual weeks of the four stages, in their order."""

    weeks: Weeks


class TeacherIn(Struct, forbid_unknown_fields=True):
    """Who teaches from now on."""

    teacher: int


class JoinIn(Struct, forbid_unknown_fields=True):
    """Who joins, with which mentor."""

    agents: Annotated[list[Code], Meta(min_length=1, max_length=200)]
    mentor: Code | None = None


class MentorIn(Struct, forbid_unknown_fields=True):
    """The mentor from now on; none."""

    mentor: Code | None


class GateIn(Struct, forbid_unknown_fields=True):
    """How a gate went, and why; the trainee reads the reason."""

    stage: Code
    result: GateResult
    reason: Words


class AnswerIn(Struct, forbid_unknown_fields=True):
    """The second person's words; needed to send back."""

    reason: Annotated[str, Meta(max_length=4000)] = ""


class ReasonIn(Struct, forbid_unknown_fields=True):
    """Why something is taken back."""

    reason: Words


class CallIn(Struct, forbid_unknown_fields=True):
    """A scored test call; `evaluation` where a QA form was used."""

    score: Decimal
    at: datetime | None = None
    note: Annotated[str, Meta(max_length=2000)] = ""
    evaluation: int | None = None


class LogIn(Struct, forbid_unknown_fields=True):
    """Today's entry; `items` are added to what is open."""

    trainee: int
    words: Words
    items: Annotated[list[Line], Meta(max_length=20)] = []


class SettleIn(Struct, forbid_unknown_fields=True):
    """How an open item was settled."""

    how: Annotated[str, Meta(max_length=2000)] = ""


class DayIn(Struct, forbid_unknown_fields=True):
    """A day on which the class meets, in the time of its site."""

    day: date
    at: time
    hours: Decimal
    title: Annotated[str, Meta(max_length=200)] = ""


class MarkIn(Struct, forbid_unknown_fields=True):
    """Whether somebody was there."""

    trainee: int
    mark: Mark
