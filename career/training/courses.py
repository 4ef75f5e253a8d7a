"""Courses: what belongs to one, when it is complete (only with its practice records), and how it is judged afterwards."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from career.exact import ZERO, Ratio
from career.refusal import Fault, Refusal
from career.training.bank import Code

Practising = Literal["homework", "hands_on", "exercise", "role_play", "sharing"]
"""作业, 实操, 练习, 角色演练, 经验分享."""
ItemKind = Literal["link", "file", "session"]
SMALLEST_GROUP = 5
"""Feedback of fewer people is not shown: it would tell who said what."""


class CourseItem(Struct, frozen=True, forbid_unknown_fields=True):
    """A link, a file, or a dated session with replay and questions. Not `needed` ones are further reading."""

    code: Code
    kind: ItemKind
    zh: Annotated[str, Meta(max_length=200)]
    en: Annotated[str, Meta(max_length=200)]
    needed: bool = True


class Course(Struct, frozen=True, forbid_unknown_fields=True):
    """What is looked at, and how many practice records of each kind follow it (一培多练: one lesson, much practice)."""

    code: Code
    zh: Annotated[str, Meta(max_length=200)]
    en: Annotated[str, Meta(max_length=200)]
    items: Annotated[tuple[CourseItem, ...], Meta(min_length=1, max_length=60)]
    practice: Mapping[Practising, int]


class PracticeRecord(Struct, frozen=True):
    """Something practised; it counts once somebody else has approved it."""

    kind: Practising
    on: date
    approved_by: str | None = None
    approved_on: date | None = None
    ref: str = ""


class Completion(Struct, frozen=True):
    """Whether a course is complete, since when, and what is missing: items by code, practice by kind and number."""

    complete: date | None
    items: tuple[str, ...]
    practice: Mapping[Practising, int]


def check(course: Course) -> list[Fault]:
    """Everything that keeps a course from being completed or from training anything."""
    codes = [item.code for item in course.items]
    found = [Fault("code_twice", "items", one) for one in sorted({one for one in codes if codes.count(one) > 1})]
    if not any(item.needed for item in course.items):
        found.append(Fault("asks_nothing", "items"))
    found += [Fault("negative", f"practice.{kind}") for kind, n in course.practice.items() if n < 0]
    if sum(course.practice.values()) < 1:
        found.append(Fault("no_practice", "practice"))
    return found


def completion(course: Course, seen: Mapping[str, date], records: Sequence[PracticeRecord]) -> Completion:
    """How far somebody is. Complete on the day the last needed item was seen or the last needed record was approved."""
    missing = tuple([item.code for item in course.items if item.needed and item.code not in seen])
    approved: dict[Practising, list[date]] = {}
    for record in records:
        if record.approved_on is not None:
            approved.setdefault(record.kind, []).append(record.approved_on)
    counts = Counter({kind: len(days) for kind, days in approved.items()})
    short = {kind: n - counts[kind] for kind, n in course.practice.items() if counts[kind] < n}
    if missing or short:
        return Completion(None, missing, short)
    days = [seen[item.code] for item in course.items if item.needed]
    days += [sorted(approved[kind])[n - 1] for kind, n in course.practice.items() if n > 0]
    return Completion(max(days), (), {})


def approve(record: PracticeRecord, trainee: str, by: str, on: date) -> PracticeRecord | Refusal:
    """The record approved, never by oneself and not twice."""
    if by == trainee:
        return Refusal("own_case")
    if record.approved_by is not None:
        return Refusal("approved_already")
    if on < record.on:
        return Refusal("before_practice", record.on.isoformat())
    return replace(record, approved_by=by, approved_on=on)


def feedback(given: Sequence[int]) -> Ratio | None:
    """The mean of what participants said of a course; None below five of them. It is never evidence about a person."""
    return (sum(given), len(given)) if len(given) >= SMALLEST_GROUP else None


def attendance(sessions: int, attended: int) -> Ratio:
    """Attended of the sessions held, in per cent; without a session 0 of 1."""
    return (100 * attended, sessions) if sessions else ZERO
