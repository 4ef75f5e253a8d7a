"""The kinds of record there are, and the shape of each."""

from datetime import date, datetime
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from career.criteria.base import Code
from career.exact import Decimal

Source = Literal["entered", "import", "training", "quality", "cycle", "carried_over", "people"]
Short = Annotated[str, Meta(max_length=200)]
Words = Annotated[str, Meta(min_length=1, max_length=2000)]


class Body(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """What a record says besides its day."""


class Level(Body, frozen=True, tag="level"):
    """A level began; the records of this kind are the level history."""

    level: Code
    ground: Short = ""


class Exam(Body, frozen=True, tag="exam"):
    """A marked attempt."""

    exam: Code
    value: Decimal


class TestCall(Body, frozen=True, tag="test_call"):
    """A marked test call."""

    __test__ = False

    value: Decimal


class Course(Body, frozen=True, tag="course"):
    """A course was put on the person's plan."""

    course: Code


class Attended(Body, frozen=True, tag="attended"):
    """A course was attended."""

    course: Code


class Practice(Body, frozen=True, tag="practice"):
    """An approved practice record of a course."""

    course: Code
    note: Short = ""


class TrainingHours(Body, frozen=True, tag="training_hours"):
    """Hours of training that no fact speaks of, as in files of the past; they add to the metric of that name."""

    hours: Decimal
    metric: Code = "training_hours"


class Gate(Body, frozen=True, tag="gate"):
    """What a human decided at an onboarding gate."""

    stage: Code
    result: Literal["pass", "hold", "exit"]
    by: Short = ""
    reason: Annotated[str, Meta(max_length=2000)] = ""


class Endorsement(Body, frozen=True, tag="endorsement"):
    """Somebody in a role vouches for the person; `by` is an actor key, empty: who enters it."""

    role: Code
    by: Short = ""
    note: Annotated[str, Meta(max_length=2000)] = ""


class Post(Body, frozen=True, tag="post"):
    """A post held from the record's day on, up to, without, `ends`."""

    post: Code
    ends: date | None = None


class Deed(Body, frozen=True, tag="deed"):
    """Something done for others or for the centre."""

    deed: Literal["mentored", "case_given", "case_defended", "coached"]
    note: Short = ""


class Badge(Body, frozen=True, tag="badge"):
    """A badge was given."""

    badge: Code


class Education(Body, frozen=True, tag="education"):
    """A proof of education, by the centre's own code."""

    proof: Code


class Mark(Body, frozen=True, tag="mark"):
    """A criterion that people judge by hand, with the reason; `by` is an actor key, empty: who enters it."""

    criterion: Code
    met: bool
    reason: Words
    by: Short = ""


class Disciplinary(Body, frozen=True, tag="disciplinary"):
    """A disciplinary case was opened or closed; `case` names it, its content is kept elsewhere."""

    case: Annotated[str, Meta(min_length=1, max_length=64)]
    event: Literal["opened", "closed"]


AnyBody = (
    Level
    | Exam
    | TestCall
    | Course
    | Attended
    | Practice
    | TrainingHours
    | Gate
    | Endorsement
    | Post
    | Deed
    | Badge
    | Education
    | Mark
    | Disciplinary
)


def kind_of(body: Body | type[Body]) -> str:
    """The name of a record's kind."""
    return str(body.__struct_config__.tag)


KINDS: tuple[str, ...] = tuple(kind_of(one) for one in get_args(AnyBody))
"""Every kind by its name."""


class NewRecord(Struct, frozen=True):
    """A record to be entered. With a `ref` of its own, sending it again changes nothing."""

    agent_id: int
    on: date
    body: AnyBody
    source: Source = "entered"
    carried_over: bool = False
    ref: str = ""


class Record(Struct, frozen=True):
    """A record as it is kept, and how it was withdrawn where it was."""

    id: int
    on: date
    body: AnyBody
    accepted_at: datetime
    entered_by: str
    source: Source
    carried_over: bool
    ref: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None
    withdrawn_because: str | None = None

    @property
    def kind(self) -> str:
        """The name of its kind."""
        return kind_of(self.body)
