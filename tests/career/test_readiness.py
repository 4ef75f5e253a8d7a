"""The four states under the criteria that ship: a ready senior, one step short of it, blocked, and simply on the way."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from career.defaults import TO_INTERMEDIATE, TO_JUNIOR, TO_SENIOR, TO_TEAM_LEAD
from career.evidence import CourseRecord, Deed, DisciplinaryCase, Evidence, GateMark, PostHeld, Result
from career.months import parse_month
from career.onboarding import STAGES
from career.readiness import assess, percent
from career.versions import Step
from tests.career.people import exact, micro, month, person, view

JUNE = parse_month("2026-06")
MARCH = date(2026, 3, 2)
DEED = (Deed(MARCH),)


def brilliant(level: str, **known: Any) -> Evidence:
    """Somebody who has everything that any step of the shipped criteria asks."""
    facts = {JUNE - n: month(93, 40, qa=(92, 92, 93, 95), training_hours=(4,)) for n in range(24)}
    marks = {
        exam: (Result(MARCH, micro(mark)),)
        for exam, mark in (("junior", 80), ("intermediate", 85), ("senior", 90), ("management", 85))
    }
    has: dict[str, Any] = {
        "months": facts,
        "exams": marks,
        "test_calls": (Result(MARCH, micro(85)),) * 5,
        "courses": (CourseRecord("service", MARCH, MARCH, (MARCH,) * 3),),
        "skills": {"day": MARCH, "night": MARCH, "vip": MARCH, "escalations": MARCH},
        "contests": {"offered": DEED * 3, "took_part": DEED * 2, "podium": DEED, "ran": DEED},
        "deeds": {"mentored": DEED, "case_defended": DEED, "coached": DEED},
        "posts": (PostHeld("deputy", MARCH),),
        "gates": tuple([GateMark(MARCH, stage, "pass") for stage in STAGES]),
    }
    return person(date(2024, 1, 15), level, date(2025, 3, 1), **{**has, **known})


STEPS = pytest.mark.parametrize(
    "step", [TO_JUNIOR, TO_INTERMEDIATE, TO_SENIOR, TO_TEAM_LEAD], ids=lambda step: step.target
)


@STEPS
def test_ready(step: Step) -> None:
    readiness = assess(step, view(brilliant(step.source)))
    assert [one.code for one, verdict in zip(step.enabled, readiness.verdicts, strict=True) if not verdict.met] == []
    assert readiness.state == "ready"
    assert percent(readiness.score) == micro(100)


@STEPS
def test_an_open_disciplinary_case_blocks_and_a_closed_one_does_not(step: Step) -> None:
    someone = brilliant(step.source, disciplinary=(DisciplinaryCase(date(2026, 5, 4)),))
    readiness = assess(step, view(someone))
    assert (readiness.state, readiness.blockers) == ("blocked", ("disciplinary",))
    closed = replace(someone, disciplinary=(DisciplinaryCase(date(2026, 5, 4), date(2026, 6, 1)),))
    assert assess(step, view(closed)).state == "ready"


def test_nearly() -> None:
    # 85 of 90 in the exam is 0.944: one open, near enough. With a skill missing besides, two are open.
    someone = brilliant("intermediate", exams={"senior": (Result(MARCH, micro(85)),)})
    readiness = assess(TO_SENIOR, view(someone))
    assert readiness.state == "nearly"
    # Twelve required and the contests weigh 1 each; all but the exam are whole: (12 + 85/90) / 13.
    assert exact(readiness.score) == (12 + Fraction(85, 90)) / 13
    unskilled = replace(someone, skills={"day": MARCH, "night": MARCH, "vip": MARCH})
    assert assess(TO_SENIOR, view(unskilled)).state == "developing"
    # A limit is 0 or 1, so whoever is over it is never nearly there.
    loud = {JUNE - n: month(93, 40, qa=(92,) * 4, training_hours=(4,), complaints=(1,)) for n in range(24)}
    assert assess(TO_SENIOR, view(brilliant("intermediate", months=loud))).state == "developing"


def test_contests_weigh_and_never_decide() -> None:
    idle = brilliant("junior", contests={"offered": DEED})
    readiness = assess(TO_INTERMEDIATE, view(idle))
    assert readiness.state == "ready"
    assert exact(readiness.score) == Fraction(9, 10)
    night_shift = assess(TO_INTERMEDIATE, view(brilliant("junior", contests={})))
    assert (night_shift.state, exact(night_shift.score)) == ("ready", 1)


def test_a_score_is_never_rounded_up_to_all() -> None:
    assert percent((999_999_999, 1_000_000_000)) < micro(100)
