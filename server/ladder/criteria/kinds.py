"""The one table of fields that the editor's forms are made of: read off the kinds of criteria themselves, so that a new kind
needs no form of its own."""

from typing import Any, Literal, cast

import msgspec
from msgspec import Struct
from msgspec.inspect import (
    BoolType,
    DictType,
    Field,
    IntType,
    LiteralType,
    StrType,
    StructType,
    Type,
    VarTupleType,
)
from msgspec.inspect import (
    UnionType as Union,
)

from career.criteria import Kind
from career.exact import DECIMAL_PATTERN
from career.names import Said
from server.wire import Bilingual

Widget = Literal["number", "amount", "code", "metric", "codes", "skills", "choice", "flag", "bonus", "alternatives"]


class FieldOut(Struct, frozen=True, kw_only=True):
    """One field of a kind: what is typed into it, what it starts with, its bounds, what it may be left without."""

    name: str
    widget: Widget
    optional: bool
    start: Any
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()


class KindOut(Struct, frozen=True, kw_only=True):
    """A kind of criterion with its form. `single` kinds may stand among alternatives."""

    kind: str
    name: Bilingual
    single: bool
    fields: tuple[FieldOut, ...]


NAMES: dict[str, Said] = {
    "tenure": ("在职时间", "Time with the centre"),
    "time_in_level": ("任级时间", "Time in the level"),
    "held_post": ("岗位经历", "Held a post"),
    "metric_over": ("指标均值", "Mean of a metric"),
    "months_at_least": ("达标月数", "Good months"),
    "lowest_month": ("单月底线", "No month below"),
    "at_most": ("次数上限", "At most so many"),
    "exam": ("考试", "Exam"),
    "test_calls": ("拨测", "Test calls"),
    "training_hours": ("培训学时", "Training hours"),
    "courses": ("课程与练习", "Courses and practice"),
    "skills": ("技能", "Skills"),
    "gates": ("上岗关口", "Onboarding gates"),
    "contests": ("竞赛", "Contests"),
    "cases": ("典型案例", "Cases"),
    "badge": ("徽章", "Badge"),
    "mentoring": ("带教", "Mentoring"),
    "coaching": ("辅导", "Coaching"),
    "endorsement": ("认可", "Endorsement"),
    "education": ("学历加分", "Education bonus"),
    "manual": ("人工评定", "Judged by hand"),
    "any_of": ("多选一", "Any one of"),
}

_STARTS: dict[tuple[str, str], Any] = {
    ("metric_over", "metric"): "qa",
    ("metric_over", "at_least"): "85",
    ("lowest_month", "metric"): "qa",
    ("at_most", "metric"): "complaints",
    ("held_post", "post"): "deputy",
    ("contests", "honor"): "took_part",
}
"""What a new criterion starts with where the rule book has no default and an empty field would only be in the way."""


def kinds() -> tuple[KindOut, ...]:
    """Every kind the rule book knows, in its order."""
    (union,) = msgspec.inspect.multi_type_info([Kind])
    return tuple([_kind(cast("StructType", one)) for one in cast("Union", union).types])


def _kind(found: StructType) -> KindOut:
    tag = str(found.tag)
    zh, en = NAMES[tag]
    return KindOut(
        kind=tag,
        name=Bilingual(zh=zh, en=en),
        single=tag != "any_of",
        fields=tuple([_field(tag, field) for field in found.fields]),
    )


def _field(tag: str, field: Field) -> FieldOut:
    kind = field.type
    optional = False
    if isinstance(kind, Union) and kind.includes_none:
        optional = True
        (kind,) = [one for one in kind.types if not isinstance(one, msgspec.inspect.NoneType)]
    widget = _widget(field.name, kind)
    start = _STARTS.get((tag, field.name))
    if start is None:
        start = field.default if field.default is not msgspec.NODEFAULT else _blank(widget, kind)
    number = kind if isinstance(kind, IntType) else None
    return FieldOut(
        name=field.name,
        widget=widget,
        optional=optional,
        start=list(start) if isinstance(start, tuple) else start,
        least=number.ge if number else None,
        most=number.le if number else None,
        choices=tuple([str(one) for one in kind.values]) if isinstance(kind, LiteralType) else (),
    )


def _widget(name: str, kind: Type) -> Widget:
    match kind:
        case BoolType():
            return "flag"
        case IntType():
            return "number"
        case LiteralType():
            return "choice"
        case DictType():
            return "bonus"
        case VarTupleType(item_type=StrType()):
            return "skills" if name == "named" else "codes"
        case VarTupleType():
            return "alternatives"
        case StrType(pattern=pattern) if pattern == DECIMAL_PATTERN:
            return "amount"
        case _:
            return "metric" if name == "metric" else "code"


def _blank(widget: Widget, kind: Type) -> Any:
    match widget:
        case "number":
            return max(1, cast("IntType", kind).ge or 0)
        case "choice":
            return cast("LiteralType", kind).values[0]
        case "bonus":
            return {}
        case "codes" | "skills" | "alternatives":
            return []
        case _:
            return ""
