"""Criteria as data: which version is in force, the more favourable one for six months, JSON both ways, faults before adoption."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from career.check import Known, check
from career.criteria import (
    AnyOf,
    AtMost,
    Contests,
    Courses,
    Education,
    Exam,
    Gates,
    Kind,
    MetricOver,
    MonthsAtLeast,
    Skills,
    Tenure,
    TestCalls,
    TrainingHours,
)
from career.defaults import DEFAULTS, TO_INTERMEDIATE
from career.evidence import Deed, Evidence, View
from career.months import add_months
from career.readiness import STATES, assess, assess_in_cycle, more_favourable
from career.versions import Asked, OrderKey, Step, Version, decode, encode, in_force, judged_by
from tests.career.lives import careers
from tests.career.people import person, view


def version(code: str, effective: date, months: int = 6, target: str = "intermediate") -> Version:
    return Version(code, effective, (Step("junior", target, (Asked("tenure", "在职", "Tenure", Tenure(months)),)),))


OLD, NEW, NEWEST = (
    version("old", date(2025, 1, 1)),
    version("new", date(2026, 1, 31), 24),
    version("newest", date(2026, 6, 1), 12),
)
VERSIONS = (NEW, OLD, NEWEST)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2024-12-31", None),
        ("2025-01-01", "old"),
        ("2026-01-30", "old"),
        ("2026-01-31", "new"),
        ("2027-01-01", "newest"),
    ],
)
def test_the_version_in_force(day: str, code: str | None) -> None:
    found = in_force(VERSIONS, date.fromisoformat(day))
    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("opened", "codes"),
    [
        ("2026-01-30", ["old"]),
        ("2026-01-31", ["new", "old"]),
        # Two changes within six months: the oldest counts until 31 July is over its six months, the one between until December.
        ("2026-06-01", ["newest", "new", "old"]),
        ("2026-07-30", ["newest", "new", "old"]),
        ("2026-07-31", ["newest", "new"]),
        ("2026-11-30", ["newest", "new"]),
        ("2026-12-01", ["newest"]),
        ("2024-01-01", []),
    ],
)
def test_old_and_new_for_six_months(opened: str, codes: list[str]) -> None:
    assert [one.code for one in judged_by(VERSIONS, date.fromisoformat(opened))] == codes


def test_a_version_replaced_on_its_own_day_never_counted() -> None:
    mistake = version("mistake", NEWEST.effective, 1)
    assert [one.code for one in judged_by((OLD, mistake, NEWEST), date(2026, 6, 2))] == ["newest", "old"]


@given(
    careers(),
    st.dates(date(2024, 6, 1), date(2026, 12, 1)),
    st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2026, 12, 1)), st.integers(1, 36)), min_size=1, max_size=5),
)
def test_never_worse_than_under_the_version_in_force(
    evidence: Evidence, opened: date, made: list[tuple[date, int]]
) -> None:
    versions = [version(f"v{n}", effective, months) for n, (effective, months) in enumerate(made)]
    found = assess_in_cycle(versions, "junior", "intermediate", View(evidence, opened), opened)
    current = in_force(versions, opened)
    assert (found is None) == (current is None)
    if found is None or current is None:
        return
    # By hand: every version that was in force on some day of the six months up to the opening.
    ago = [opened - timedelta(days=n) for n in range(1, 200)]
    # A version that stood on some day until it was replaced on the next counts for six months from then on.
    days = [opened, *(day for day in ago if opened < add_months(day + timedelta(days=1), 6))]
    stood = {one.code for day in days if (one := in_force(versions, day)) is not None}
    assert found[0].code in stood
    for one in versions:
        if one.code in stood:
            other = assess(one.steps[0], View(evidence, opened))
            assert not more_favourable(other, found[1])
            assert STATES.index(other.state) <= STATES.index(found[1].state)


def test_the_more_favourable_by_state_then_by_score() -> None:
    # 30 months with the centre: met under both; hired 8 months ago: the old 6 months favour, the new 24 do not.
    opened = date(2026, 2, 15)
    newcomer = view(person(hired=date(2025, 6, 1)), opened)
    found = assess_in_cycle((OLD, NEW), "junior", "intermediate", newcomer, opened)
    assert found is not None
    assert (found[0].code, found[1].state) == ("old", "ready")
    veteran = assess_in_cycle(
        (OLD, NEW), "junior", "intermediate", view(person(hired=date(2023, 1, 1)), opened), opened
    )
    assert veteran is not None
    assert veteran[0].code == "new"
    assert assess_in_cycle((OLD, NEW), "junior", "expert", newcomer, opened) is None


def test_the_shipped_criteria_have_no_fault_and_read_back_as_written() -> None:
    known = Known(
        metrics={"qa", "complaints", "critical_errors", "training_hours"},
        skills={"escalations"},
        exams={"junior", "intermediate", "senior", "management"},
        courses=set(),
    )
    assert check(DEFAULTS, known) == []
    assert decode(encode(DEFAULTS)) == DEFAULTS
    assert encode(decode(encode(DEFAULTS))) == encode(DEFAULTS)
    assert {(step.source, step.target): len(step.enabled) for step in DEFAULTS.steps} == {
        ("trainee", "junior"): 5,
        ("junior", "intermediate"): 10,
        ("intermediate", "senior"): 13,
        ("senior", "team_lead"): 8,
    }
    assert all(
        one.role == ("weighted" if one.code == "contests" else "required")
        for step in DEFAULTS.steps
        for one in step.enabled
    )


@pytest.mark.parametrize(
    "wrong",
    [
        b'{"code":"x","effective":"2026-01-01","steps":[],"unknown":1}',
        b'{"code":"x","effective":"2026-01-01","steps":[{"source":"junior","target":"senior","asked":[{"code":"a","zh":"","en":"","criterion":{"kind":"magic"}}]}]}',
        b'{"code":"x","effective":"2026-01-01","steps":[{"source":"junior","target":"senior","asked":[{"code":"a","zh":"","en":"","criterion":{"kind":"tenure","months":6,"days":1}}]}]}',
        b'{"code":"x","effective":"2026-01-01","steps":[{"source":"junior","target":"senior","asked":[{"code":"a","zh":"","en":"","criterion":{"kind":"exam","exam":"x","at_least":"NaN"}}]}]}',
        b'{"code":"x","effective":"soon","steps":[]}',
    ],
)
def test_what_is_no_version_is_refused(wrong: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode(wrong)


def one_step(criterion: Kind, **rest: Any) -> Version:
    asked = (Asked("tenure", "在职", "Tenure", Tenure(1)), Asked("it", "它", "It", criterion, **rest))
    return Version("x", date(2026, 1, 1), (Step("junior", "intermediate", asked),))


@pytest.mark.parametrize(
    ("criterion", "code"),
    [
        (MetricOver("qa", 4), "one_bound"),
        (MetricOver("qa", 4, at_least="1", at_most="2"), "one_bound"),
        (MetricOver("qa", 4, at_least="80", floor="80"), "floor_not_below"),
        (MetricOver("qa", 4, at_least="80", per_month=-1), "negative"),
        (MetricOver("scorecard", 4, at_least="80"), "unknown_metric"),
        (MonthsAtLeast(5, 4, "85"), "more_than_all"),
        (MonthsAtLeast(1, 4, "85", metric="mood"), "unknown_metric"),
        (TestCalls(6, 5, "85"), "more_than_all"),
        (Exam("magic", "80"), "unknown_exam"),
        (Exam("senior", "80", floor="90"), "floor_not_below"),
        (TrainingHours("40", metric="mood"), "unknown_metric"),
        (Courses(courses=("a",), at_least=2), "more_than_all"),
        (Courses(courses=("z",)), "unknown_courses"),
        (Skills(0), "asks_nothing"),
        (Skills(1, ("flying",)), "unknown_named"),
        (Gates(()), "asks_nothing"),
        (Gates(("study", "party")), "unknown_stages"),
        (AtMost("qa", 6, "-1"), "negative"),
        (AtMost("qa", 6, "1\n"), "bad_amount"),
        (Education({"a": "3"}), "bonus_is_education"),
        (AnyOf((Exam("magic", "80"), Tenure(1))), "unknown_exam"),
        (AnyOf((Education({}), Tenure(1))), "bonus_is_education"),
    ],
)
def test_faults_of_a_criterion(criterion: Kind, code: str) -> None:
    known = Known(metrics={"qa"}, skills={"a"}, exams={"senior"}, courses={"a"})
    found = check(one_step(criterion), known)
    assert [fault.code for fault in found] == [code]
    assert found[0].where.startswith("steps.0.asked.1.")


def test_faults_of_a_version() -> None:
    def codes(found: Version, not_before: date | None = None) -> list[str]:
        return [fault.code for fault in check(found, not_before=not_before)]

    good = one_step(Contests("took_part"))
    step = good.steps[0]
    assert codes(good) == []
    assert codes(good, date(2026, 1, 2)) == ["effective_in_past"]
    assert codes(replace(good, steps=())) == ["no_steps"]
    assert codes(replace(good, steps=(step, step))) == ["step_twice"]
    assert codes(replace(good, steps=(replace(step, target="wizard"),))) == ["unknown_level"]
    assert codes(replace(good, steps=(replace(step, target="trainee"),))) == ["step_leads_nowhere"]
    assert codes(replace(good, steps=(replace(step, asked=()),))) == ["nothing_required"]
    assert codes(replace(good, steps=(replace(step, asked=(step.asked[0], step.asked[0])),))) == ["code_twice"]
    assert codes(replace(good, steps=(replace(step, order=(OrderKey("it"),)),))) == ["order_by_contests"]
    assert codes(replace(good, steps=(replace(step, order=(OrderKey("luck"),)),))) == ["unknown_order_key"]
    assert codes(one_step(Tenure(1), weight="0")) == ["weight_not_positive"]
    assert codes(one_step(Tenure(1), role="bonus")) == ["bonus_is_education"]
    assert codes(one_step(Education({"a": "6"}), role="bonus")) == ["bonus_above_cap"]
    hidden = AnyOf((Tenure(1), Contests("podium")))
    ordered = replace(one_step(hidden).steps[0], order=(OrderKey("it"),))
    assert codes(replace(good, steps=(ordered,))) == ["order_by_contests"]
    unnamed = replace(step, asked=(replace(step.asked[0], zh=" "), step.asked[1]))
    assert codes(replace(good, steps=(unnamed,))) == ["name_missing"]


def test_weights_bonus_and_what_is_not_asked() -> None:
    asked = (
        Asked("tenure", "在职", "Tenure", Tenure(60), weight="3"),
        Asked("skills", "技能", "Skills", Skills(2)),
        Asked("contests", "竞赛", "Contests", Contests("took_part"), role="weighted", weight="7"),
        Asked("off", "停用", "Off", Tenure(1), enabled=False),
        Asked("education", "学历", "Education", Education({"bachelor": "3"}), role="bonus"),
    )
    step = Step("junior", "intermediate", asked)
    # 15 January 2024 to 15 July 2026: 30 of 60 months, 0.5 × 3; one of two skills, 0.5; contests not offered: 2 / 4.
    someone = person(skills={"a": date(2024, 2, 1)})
    assert Fraction(*assess(step, view(someone)).score) == Fraction(1, 2)
    # Offered and missed, the seven weigh: 2 / 11. A bachelor adds 3 of 100.
    missed = replace(
        someone, contests={"offered": (Deed(date(2026, 1, 1)),)}, education={"bachelor": (Deed(date(2020, 1, 1)),)}
    )
    assert Fraction(*assess(step, view(missed)).score) == Fraction(2, 11) + Fraction(3, 100)
    assert len(TO_INTERMEDIATE.enabled) == len(TO_INTERMEDIATE.asked) - 1
