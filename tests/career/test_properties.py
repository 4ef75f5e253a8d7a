"""What must hold for every career: the naive recomputation agrees, later facts change nothing, better ones never harm."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from career.criteria import (
    AtMost,
    Badge,
    Education,
    Endorsement,
    Exam,
    LowestMonth,
    Manual,
    MetricOver,
    MonthsAtLeast,
    Tenure,
    TimeInLevel,
    by_month,
)
from career.defaults import DEFAULTS
from career.evidence import (
    CourseRecord,
    Deed,
    DisciplinaryCase,
    Endorsed,
    Evidence,
    GateMark,
    Mark,
    MonthFacts,
    PostHeld,
    Result,
    Sample,
    View,
)
from career.exact import MICRO
from career.forecast import outlook
from career.months import first_day, month_of
from career.onboarding import STAGES
from career.readiness import STATES, Readiness, assess, is_ready, may_be_ready, more_favourable
from career.versions import Asked, Step
from tests.career import oracle
from tests.career.lives import SEEDS, Chance, careers

AS_OF = st.dates(date(2024, 2, 1), date(2026, 12, 1))
EVERYTHING = Step(
    "junior",
    "intermediate",
    (
        *(
            one
            for step in DEFAULTS.steps
            for one in (replace(asked, code=f"{asked.code}_{step.target}") for asked in step.asked)
        ),
        Asked("badge", "章", "Badge", Badge("star")),
        Asked("endorsed", "推荐", "Endorsed", Endorsement(2)),
        Asked("manual", "评定", "Fit", Manual("fit")),
        Asked("bonus", "学历", "Education", Education({"bachelor": "3", "master": "5"}), role="bonus"),
    ),
)
"""Every criterion of every shipped step, and the kinds those leave out."""
FEW = st.lists(st.sampled_from(EVERYTHING.asked), min_size=1, max_size=3, unique_by=lambda one: one.code)
STEPS = st.sampled_from([*DEFAULTS.steps, EVERYTHING]) | FEW.map(
    lambda asked: Step("junior", "intermediate", tuple(asked))
)
"""Whole steps, where most people are developing, and short ones, where they are ready or nearly so as well."""


@given(careers(), AS_OF, st.integers(1, 6))
def test_months_against_a_naive_recomputation(evidence: Evidence, as_of: date, length: int) -> None:
    seen = View(evidence, as_of)

    def same(criterion: Any, judged: oracle.Judged) -> None:
        verdict = criterion.judge(seen)
        assert verdict.status == judged[0]
        assert (None if verdict.value is None else Fraction(*verdict.value)) == judged[1]

    for per_month in (1, 4):
        same(
            MetricOver("qa", length, at_least="88", per_month=per_month),
            oracle.judge_mean(evidence, as_of, "qa", length, Fraction(88), per_month),
        )
    k = (length + 1) // 2
    same(MonthsAtLeast(k, length, "87"), oracle.judge_good_months(evidence, as_of, k, length, Fraction(87)))
    same(LowestMonth("qa", length, "80"), oracle.judge_lowest(evidence, as_of, "qa", length, Fraction(80)))
    same(
        AtMost("complaints", length, "1"), oracle.judge_sum_at_most(evidence, as_of, "complaints", length, Fraction(1))
    )
    same(
        Exam("senior", "85", valid_months=length),
        oracle.judge_exam(evidence, as_of, "senior", Fraction(85), length),
    )
    if evidence.hired < as_of:
        assert Tenure(length).judge(seen).status == oracle.judge_tenure(evidence, as_of, length)


def later(evidence: Evidence, as_of: date, chance: Chance) -> Evidence:
    """The same career with other things happening from the as-of date on, in the running month too."""

    def day() -> date:
        return chance.day(as_of, as_of + timedelta(days=400))

    def more(deeds: Mapping[str, tuple[Deed, ...]], *names: str) -> dict[str, tuple[Deed, ...]]:
        return {name: (*deeds.get(name, ()), Deed(day())) for name in (*deeds, *names)}

    months = {month: facts for month, facts in evidence.months.items() if month < month_of(as_of)}
    months |= {month_of(as_of) + n: chance.month() for n in range(3)}
    top = Result(day(), 100 * MICRO)
    return replace(
        evidence,
        levels=(*evidence.levels, replace(evidence.levels[0], level="senior", since=day())),
        months=months,
        exams={exam: (*evidence.exams.get(exam, ()), top) for exam in ("intermediate", "senior", "management")},
        test_calls=(*evidence.test_calls, top),
        courses=(*evidence.courses, CourseRecord("later", day(), day(), (day(),) * 4)),
        skills={"z": day(), **evidence.skills},
        contests=more(evidence.contests, "offered", "took_part", "podium", "ran"),
        badges=more(evidence.badges, "star"),
        deeds=more(evidence.deeds, "mentored", "coached", "case_defended"),
        education=more(evidence.education, "master"),
        endorsements=(*evidence.endorsements, Endorsed(day(), "w", "lead")),
        posts=(*evidence.posts, PostHeld("deputy", day())),
        gates=(*evidence.gates, GateMark(day(), STAGES[0], "exit")),
        marks={"fit": (*evidence.marks.get("fit", ()), Mark(day(), met=True, by="x", reason="later"))},
        disciplinary=(
            *(
                replace(one, closed=None) if one.closed and one.closed >= as_of else one
                for one in evidence.disciplinary
            ),
            DisciplinaryCase(day()),
        ),
    )


@given(careers(), AS_OF, STEPS, SEEDS)
def test_later_facts_change_nothing(evidence: Evidence, as_of: date, step: Step, seed: int) -> None:
    seen, same = View(evidence, as_of), View(later(evidence, as_of, Chance(seed)), as_of)
    judged = assess(step, seen)
    assert assess(step, same) == judged
    assert outlook(step, same, judged) == outlook(step, seen, judged)


def better(evidence: Evidence, as_of: date, chance: Chance) -> Evidence:
    """The same career in which one thing went better: a value higher, a record more, a complaint less."""
    on = chance.day(evidence.hired, as_of - timedelta(days=1))
    pick = chance.random.choice

    def more(deeds: Mapping[str, tuple[Deed, ...]], *names: str) -> dict[str, tuple[Deed, ...]]:
        name = pick(names)
        return {**deeds, name: (*deeds.get(name, ()), Deed(on))}

    month = pick(sorted(evidence.months))
    exam, result = pick(["intermediate", "senior", "management"]), Result(on, chance.points())
    judged = max([on, *(mark.on for mark in evidence.marks.get("fit", ()))])
    # A post is held from its day on; a second stretch only counts beside the first where they do not overlap.
    posts = () if evidence.posts else (PostHeld("deputy", on),)
    changes: list[Callable[[], Evidence]] = [
        lambda: replace(evidence, months={**evidence.months, month: better_month(evidence.months[month], chance)}),
        lambda: replace(evidence, exams={**evidence.exams, exam: (*evidence.exams.get(exam, ()), result)}),
        lambda: replace(
            evidence, test_calls=tuple(replace(one, value=one.value + MICRO) for one in evidence.test_calls)
        ),
        lambda: replace(evidence, deeds=more(evidence.deeds, "mentored", "case_given", "case_defended", "coached")),
        lambda: replace(evidence, contests=more(evidence.contests, "took_part", "podium", "improvement_award", "ran")),
        lambda: replace(evidence, skills={pick("abcdef"): on, **evidence.skills}),
        lambda: replace(evidence, badges=more(evidence.badges, "star")),
        lambda: replace(evidence, education=more(evidence.education, "bachelor", "master")),
        lambda: replace(
            evidence, courses=tuple(replace(one, practice=(*one.practice, on)) for one in evidence.courses)
        ),
        lambda: replace(evidence, marks={"fit": (*evidence.marks.get("fit", ()), Mark(judged, True, "x", "better"))}),
        lambda: replace(evidence, endorsements=(*evidence.endorsements, Endorsed(on, "w", "lead"))),
        lambda: replace(evidence, posts=(*evidence.posts, *posts)),
        lambda: replace(evidence, disciplinary=()),
    ]
    return pick(changes)()


def better_month(facts: MonthFacts, chance: Chance) -> MonthFacts:
    """A higher scorecard, higher QA, more hours, no complaint or error; where nothing was measured, nothing comes up."""
    more = chance.random.randint(1, 20) * MICRO
    samples = dict(facts.samples)
    for code, one in facts.samples.items():
        if code in {"qa", "training_hours"}:
            added = one.sum_weighted + one.sum_weight * more
            samples[code] = Sample(one.n, one.sum_value + one.n * more, one.sum_weight, added)
        else:
            samples[code] = Sample(one.n, 0, one.sum_weight, 0)
    return replace(facts, score=None if facts.score is None else facts.score + more, samples=samples)


def rank(readiness: Readiness) -> int:
    return STATES.index(readiness.state)


@settings(max_examples=500)
@given(careers(), AS_OF, STEPS, SEEDS)
def test_a_better_fact_never_lowers_readiness(evidence: Evidence, as_of: date, step: Step, seed: int) -> None:
    if evidence.hired >= as_of - timedelta(days=1):
        return
    before = assess(step, View(evidence, as_of))
    after = assess(step, View(better(evidence, as_of, Chance(seed)), as_of))
    assert rank(after) >= rank(before)
    assert Fraction(*after.score) >= Fraction(*before.score)
    for old, new in zip(before.verdicts, after.verdicts, strict=True):
        assert Fraction(*new.progress) >= Fraction(*old.progress)
        assert new.met or not old.met


@given(careers(), AS_OF, st.integers(1, 30), st.dictionaries(st.integers(0, 35), st.integers(0, 40)))
def test_leave_never_delays_tenure(evidence: Evidence, as_of: date, months: int, worked: dict[int, int]) -> None:
    # Leave shows in the worked half days alone; whatever they are, every criterion of time stays as it is.
    first = min(evidence.months)
    absent = {
        month: replace(facts, half_days=min(worked.get(month - first, 40), facts.half_days or 40))
        for month, facts in evidence.months.items()
    }
    away = replace(evidence, months=absent)
    for criterion in (Tenure(months), TimeInLevel(months)):
        seen, gone = View(evidence, as_of), View(away, as_of)
        assert criterion.judge(gone) == criterion.judge(seen)
        assert criterion.ahead(gone) == criterion.ahead(seen)


@given(careers(), AS_OF, st.integers(1, 6))
def test_windows_keep_to_the_rule(evidence: Evidence, as_of: date, length: int) -> None:
    seen = View(evidence, as_of)
    for basis in ("scorecard", "own", "calendar"):
        window = seen.window(length, basis, "qa")
        looked = sorted([*window.months, *(month for month, _ in window.skipped)], reverse=True)
        # Without a gap, back from the last complete month, at most twice the length, wholly before the day and in level.
        assert looked == list(range(seen.last, seen.last - len(looked), -1))
        assert len(looked) <= 2 * length
        assert len(window.months) <= length
        assert window.full == (len(window.months) == length)
        start = oracle.level_start(evidence, as_of)
        assert all(
            first_day(month + 1) <= as_of and start is not None and first_day(month) >= start for month in looked
        )


@given(careers(), AS_OF, STEPS)
def test_states_and_scores_keep_to_the_rule(evidence: Evidence, as_of: date, step: Step) -> None:
    readiness = assess(step, View(evidence, as_of))
    assert is_ready(step, View(evidence, as_of)) == (readiness.state == "ready")
    # Whoever is ready is not given up before the months are known, and what is judged without them does not lean on them.
    bare = View(replace(evidence, months={}), as_of)
    assert may_be_ready(step, bare) >= (readiness.state == "ready")
    for kind in (one.criterion for one in step.enabled):
        if not by_month(kind):
            assert kind.judge(bare) == kind.judge(View(evidence, as_of))
    assert 0 <= Fraction(*readiness.score) <= Fraction(105, 100)
    asked = list(zip(step.enabled, readiness.verdicts, strict=True))
    for _, verdict in asked:
        assert 0 <= Fraction(*verdict.progress) <= 1
        assert (verdict.status == "no_data") <= (Fraction(*verdict.progress) == 0)
        assert (verdict.status == "met") <= (Fraction(*verdict.progress) == 1 or verdict.reason == "bonus")
    still_open = [verdict for one, verdict in asked if one.role == "required" and not verdict.met]
    if readiness.blockers:
        assert readiness.state == "blocked"
    elif not still_open:
        assert readiness.state == "ready"
    elif len(still_open) == 1 and Fraction(*still_open[0].progress) >= Fraction(9, 10):
        assert readiness.state == "nearly"
    else:
        assert readiness.state == "developing"
    assert not more_favourable(readiness, readiness)


@given(careers(), AS_OF, STEPS)
def test_a_forecast_is_never_in_the_past_and_only_for_what_is_open(evidence: Evidence, as_of: date, step: Step) -> None:
    seen = View(evidence, as_of)
    readiness = assess(step, seen)
    found = outlook(step, seen, readiness)
    for verdict, ahead in zip(readiness.verdicts, found.ahead, strict=True):
        assert ahead is None or (not verdict.met and ahead.on >= as_of)
    if found.on is not None:
        assert readiness.state in {"nearly", "developing"}
        assert found.assumptions


@given(careers(), AS_OF, st.integers(1, 12), st.integers(1, 4))
def test_a_forecast_comes_true(evidence: Evidence, as_of: date, months: int, length: int) -> None:
    # Let happen what each forecast assumes, and judge on its day: met, and not a day before.
    month = month_of(as_of)
    good = MonthFacts(40, 95 * MICRO, {})
    future = {
        **{at: facts for at, facts in evidence.months.items() if at < month},
        **{month + n: good for n in range(24)},
    }
    levels = tuple(held for held in evidence.levels if held.since < as_of)
    seen = View(evidence, as_of)
    coming = replace(evidence, months=future, levels=levels)
    for criterion in (
        Tenure(months),
        TimeInLevel(months),
        MonthsAtLeast(length, length, "85"),
        AtMost("complaints", length, "1"),
    ):
        ahead = criterion.ahead(seen)
        if criterion.judge(seen).met or ahead is None or ahead.on < as_of or evidence.hired >= as_of:
            continue
        assert criterion.judge(View(coming, ahead.on)).met
        assert not criterion.judge(View(coming, ahead.on - timedelta(days=1))).met
