"""Forms with versions, disputes, calibration, the sampling plan, the Pareto of faults, benchmarks."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.exact import MICRO
from career.quality.benchmarks import Definition, Figure, Pack, compare
from career.quality.disputes import Evaluation, calibrate, lodge, may_evaluate, settle, worst_abilities
from career.quality.forms import Evaluated, Form, FormItem, check, evaluate, in_force, with_item
from career.quality.pareto import pareto
from career.quality.sampling import Analyst, plan, standing
from career.quality.shipped import ABILITIES, COMPLIANCE, FORMS, STANDARD
from career.refusal import Refusal

DAY = date(2026, 5, 4)
FULL: dict[str, str | None] = {item.code: "1" for item in STANDARD.items}


def score(form: Form, marks: dict[str, str | None]) -> int:
    judged = evaluate(form, marks)
    assert isinstance(judged, Evaluated)
    return judged.score


def test_the_shipped_forms_are_sound() -> None:
    for form in FORMS:
        assert check(form) == []
        assert score(form, {item.code: "1" for item in form.items}) == 100 * MICRO
    assert {item.ability for item in ABILITIES.items} == {
        "interpersonal", "expression", "knowledge", "service_skill", "adaptability", "call_control", "responsibility",
    }  # fmt: skip


def test_by_hand() -> None:
    # The standard form has 5+10+10+15+25+10+10+10+5+10 = 110 points. Identity does not apply: 100 remain. Half of the answer's 25 is lost.
    assert score(STANDARD, {**FULL, "identity": None, "answer": "0.5"}) == 87_500_000
    # A critical error makes it 0 on this form; the seven abilities keep what they are.
    judged = evaluate(STANDARD, {**FULL, "no_harm": "0"})
    assert isinstance(judged, Evaluated)
    assert (judged.score, judged.critical) == (0, ("no_harm",))
    capped = Form("c", 1, DAY, "表", "Form", STANDARD.items, "cap", "60")
    assert score(capped, {**FULL, "no_harm": "0"}) == 60 * MICRO


@pytest.mark.parametrize(
    ("marks", "code"),
    [
        ({**FULL, "magic": "1"}, "unknown_item"),
        ({key: value for key, value in FULL.items() if key != "answer"}, "item_not_marked"),
        ({**FULL, "answer": None}, "item_not_skippable"),
        ({**FULL, "answer": "0.7"}, "mark_not_on_form"),
    ],
)
def test_what_is_no_evaluation(marks: dict[str, str | None], code: str) -> None:
    refused = evaluate(STANDARD, marks)
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_nothing_applicable() -> None:
    form = Form("x", 1, DAY, "表", "X", (FormItem("a", "s", "一", "A", may_skip=True),))
    assert evaluate(form, {"a": None}) == Refusal("nothing_applicable")


@given(st.data())
def test_a_score_is_the_exact_share(data: st.DataObject) -> None:
    """Against fractions worked out anew, and a better mark never lowers it."""
    marks: dict[str, str | None] = {}
    for item in STANDARD.items:
        choices: list[str | None] = [*item.marks, None] if item.may_skip else list(item.marks)
        marks[item.code] = data.draw(st.sampled_from(choices))
    judged = evaluate(STANDARD, marks)
    assert isinstance(judged, Evaluated)
    asked = [
        (Fraction(item.points), Fraction(mark)) for item in STANDARD.items if (mark := marks[item.code]) is not None
    ]
    exact = 100 * sum(points * mark for points, mark in asked) / sum(points for points, _ in asked)
    critical = any(marks[item.code] == "0" for item in STANDARD.items if item.critical)
    assert judged.score == (0 if critical else round(exact * 10_000) * 100)
    better = {code: "1" if mark == "0.5" else mark for code, mark in marks.items()}
    assert score(STANDARD, better) >= judged.score


def test_a_new_item_is_a_new_version() -> None:
    second = with_item(STANDARD, FormItem("empathy", "service", "共情", "Empathy"), DAY)
    assert isinstance(second, Form)
    assert (second.version, len(second.items)) == (2, len(STANDARD.items) + 1)
    assert in_force([second, STANDARD], DAY) == second
    assert in_force([second, STANDARD], DAY - timedelta(days=1)) == STANDARD
    assert in_force([second], DAY - timedelta(days=1)) is None
    assert isinstance(with_item(second, FormItem("empathy", "s", "共情", "Empathy"), DAY), Refusal)
    assert isinstance(with_item(second, FormItem("calm", "s", "镇定", "Calm"), DAY - timedelta(days=1)), Refusal)
    assert score(STANDARD, FULL) == 100 * MICRO


def test_faults_of_a_form() -> None:
    bad = Form(
        "x", 1, DAY, "表", "X",
        (FormItem("a", "s", "一", "A", "0"), FormItem("a", "s", " ", "A", marks=("0", "0.5"))), "cap", "101",
    )  # fmt: skip
    assert Counter(fault.code for fault in check(bad)) == {
        "code_twice": 1, "not_positive": 1, "marks_from_0_to_1": 1, "name_missing": 1, "bad_amount": 1,
    }  # fmt: skip


def test_a_dispute() -> None:
    given_marks = Evaluation("a1", "q1", "standard", 1, DAY, (FULL | {"answer": "0"},))
    assert lodge(given_marks, "a2", "no", DAY) == Refusal("own_case_only", "a1")
    assert lodge(given_marks, "a1", " ", DAY) == Refusal("reason_missing")
    assert lodge(given_marks, "a1", "late", DAY + timedelta(days=8)) == Refusal("dispute_over", "2026-05-11")
    disputed = lodge(given_marks, "a1", "The answer was right", DAY + timedelta(days=7))
    assert isinstance(disputed, Evaluation)
    assert lodge(disputed, "a1", "again", DAY) == Refusal("disputed_already")
    assert settle(disputed, STANDARD, "q1", "mine", None, DAY) == Refusal("judged_this", "q1")
    assert settle(disputed, COMPLIANCE, "q2", "other", None, DAY) == Refusal("other_form", "standard 1")
    kept = settle(disputed, STANDARD, "q2", "It was not", None, DAY)
    assert isinstance(kept, Evaluation)
    assert kept.dispute is not None
    assert (kept.dispute.outcome, len(kept.revisions)) == ("kept", 1)
    changed = settle(disputed, STANDARD, "q2", "You are right", FULL, DAY)
    assert isinstance(changed, Evaluation)
    assert changed.dispute is not None
    assert (changed.dispute.outcome, changed.revisions) == ("changed", (given_marks.revisions[0], FULL))
    assert settle(changed, STANDARD, "q3", "again", FULL, DAY) == Refusal("no_open_dispute")
    assert may_evaluate("a1", "q1", frozenset({"a1"})) == Refusal("own_line", "a1")
    assert may_evaluate("a1", "a1", frozenset()) == Refusal("own_case")
    assert may_evaluate("a1", "q1", frozenset({"a2"})) is None


def test_calibration() -> None:
    # Three evaluators, reference 100. One gave half of the answer: 110 points, 12.5 lost: 88.6364, so 11.3636 below.
    found = calibrate(STANDARD, FULL, {"q1": FULL, "q2": FULL | {"answer": "0.5"}, "q3": FULL | {"record": None}})
    assert not isinstance(found, Refusal)
    assert found.items == (("answer", 2, 3), ("record", 2, 3))
    assert found.distance == {"q1": 0, "q2": -11_363_600, "q3": 0}
    assert calibrate(STANDARD, FULL, {"q1": FULL}) == Refusal("too_few_evaluators")


def test_the_weakest_abilities() -> None:
    marks: dict[str, str | None] = {item.code: "0.75" for item in ABILITIES.items}
    judged = [evaluate(ABILITIES, marks | {"knowledge": "0.25"}), evaluate(ABILITIES, marks | {"call_control": "0.5"})]
    assert worst_abilities([one for one in judged if isinstance(one, Evaluated)]) == ("knowledge", "call_control")


AGENTS = st.dictionaries(
    st.integers(1, 40).map(lambda n: f"a{n}"), st.sets(st.integers(0, 30), max_size=23), min_size=1, max_size=25
)


@given(
    AGENTS, st.lists(st.sets(st.integers(1, 40).map(lambda n: f"a{n}"), max_size=12), min_size=1, max_size=5), st.text()
)
def test_everybody_is_seen_spread_out_and_by_others(
    worked_days: dict[str, set[int]], lines: list[set[str]], seed: str
) -> None:
    worked = {agent: [DAY + timedelta(days=n) for n in sorted(days)] for agent, days in worked_days.items()}
    analysts = [Analyst(f"q{n}", frozenset(line)) for n, line in enumerate(lines)]
    found = plan(worked, analysts, seed)
    assert found == plan(dict(reversed(worked.items())), analysts, seed)
    line_of = {one.code: one.own_line for one in analysts}
    assert all(sample.agent not in line_of[sample.analyst] for sample in found.samples)
    for agent, days in worked.items():
        mine = [sample.day for sample in found.samples if sample.agent == agent]
        if not days:
            assert mine == []
            continue
        if all(agent in one.own_line for one in analysts):
            assert agent in found.nobody
            assert mine == []
            continue
        assert len(mine) == 4
        assert set(mine) <= set(days)
        if len(days) >= 4:
            # One in each quarter of the days worked: so many before each quarter's end as quarters are over.
            assert all(sum(day in days[: (n + 1) * len(days) // 4] for day in mine) == n + 1 for n in range(4))


@given(
    AGENTS,
    AGENTS,
    st.lists(st.sets(st.integers(1, 40).map(lambda n: f"a{n}"), max_size=12), min_size=1, max_size=5),
    st.integers(1, 5),
    st.sets(st.integers(0, 99), max_size=40),
)
def test_planning_anew_moves_nothing_that_is_done_and_little_else(
    before: dict[str, set[int]], after: dict[str, set[int]], lines: list[set[str]], staying: int, done_places: set[int]
) -> None:
    def dated(days: dict[str, set[int]]) -> dict[str, list[date]]:
        return {agent: [DAY + timedelta(days=n) for n in sorted(some)] for agent, some in days.items()}

    analysts = [Analyst(f"q{n}", frozenset(line)) for n, line in enumerate(lines)]
    first = plan(dated(before), analysts, "seed").samples
    done = [one for n, one in enumerate(first) if n in done_places]
    undone = [one for n, one in enumerate(first) if n not in done_places]
    worked, left = dated(after), analysts[:staying]
    kept = standing(undone, worked, left)
    found = plan(worked, left, "seed", kept=(*done, *kept))
    assert not Counter((*done, *kept)) - Counter(found.samples)
    added = Counter(found.samples) - Counter((*done, *kept))
    line_of = {one.code: one.own_line for one in left}
    for sample in added:
        assert sample.agent not in line_of[sample.analyst]
        assert sample.day in worked[sample.agent]
    for agent, days in worked.items():
        mine = sum(one.agent == agent for one in found.samples)
        assert mine >= 4 or not days or agent in found.nobody
        assert mine <= max(4, sum(one.agent == agent for one in (*done, *kept)))
    # The same again changes nothing.
    assert plan(worked, left, "seed", kept=found.samples).samples == found.samples


def test_who_goes_on_leave_is_seen_in_the_stretch_that_is_left_unseen() -> None:
    days = [DAY + timedelta(days=n) for n in range(20)]
    analysts = [Analyst("q")]
    first = plan({"a": days}, analysts, "s").samples
    # Away for the second week: its sample moves to another worked day, the other three stay where they were.
    left = [day for day in days if not DAY + timedelta(days=5) <= day < DAY + timedelta(days=10)]
    kept = standing(first, {"a": left}, analysts)
    found = plan({"a": left}, analysts, "s", kept=kept).samples
    assert len(kept) == 3
    assert len(found) == 4
    assert set(kept) <= set(found)


def test_work_is_shared_evenly() -> None:
    worked = {f"a{n}": [DAY + timedelta(days=day) for day in range(20)] for n in range(50)}
    load = Counter(sample.analyst for sample in plan(worked, [Analyst(f"q{n}") for n in range(3)], "2026-05").samples)
    assert sum(load.values()) == 200
    assert max(load.values()) - min(load.values()) <= 1


def test_pareto_by_hand() -> None:
    # 50 + 30 reach 80 of 100: two vital ones; the third begins at exactly 80 %.
    bars = pareto({"late": 50, "rude": 5, "wrong": 30, "silent": 10, "lost": 5, "never": 0})
    assert [(bar.code, bar.count, bar.vital) for bar in bars] == [
        ("late", 50, True), ("wrong", 30, True), ("silent", 10, False), ("lost", 5, False), ("rude", 5, False),
    ]  # fmt: skip
    assert bars[1].cumulated == (80, 100)
    assert pareto({}) == ()


def test_only_what_is_counted_alike_is_compared() -> None:
    own = Definition("fcr", "%", "mean", "higher", "solved_first/handled")
    pack = Pack("Association", 2025, (Figure(own, "68", "74", "80"),))
    assert [compare(pack, own, (value, 1)) for value in (67, 68, 74, 79, 80)] == [
        "last_quarter", "lower_middle", "upper_middle", "upper_middle", "best_quarter",
    ]  # fmt: skip
    other = Definition("fcr", "%", "mean", "higher", "no_repeat_7d/handled")
    assert compare(pack, other, (80, 1)) == Refusal("definition_differs", "counts")
    assert compare(pack, Definition("csat", "%", "mean", "higher"), (80, 1)) == Refusal("not_in_pack", "csat")
    lower = Definition("complaints", "n", "sum", "lower")
    less = Pack("Association", 2025, (Figure(lower, "2", "4", "8"),))
    assert [compare(less, lower, (value, 1)) for value in (1, 2, 4, 8, 9)] == [
        "best_quarter", "best_quarter", "upper_middle", "lower_middle", "last_quarter",
    ]  # fmt: skip
    band = Definition("handle_time", "s", "mean", "band")
    assert compare(Pack("A", 2025, (Figure(band, "1", "2", "3"),)), band, (2, 1)) == Refusal(
        "band_not_comparable", "handle_time"
    )
