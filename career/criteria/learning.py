"""Criteria of learning: exams, test calls, training hours, courses with their practice, skills, and the onboarding gates."""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated

from msgspec import Meta

from career.criteria.base import Code, Count, Criterion, MetricCode, Months, counted, floor_fault, micro, reached
from career.evidence import Result, View
from career.exact import ZERO, Decimal, Ratio, parse_decimal
from career.months import MIN_WORKED_HALF_DAYS, REACH, Window, add_months
from career.onboarding import STAGES
from career.refusal import Fault
from career.verdict import Verdict


class Exam(Criterion, frozen=True, tag="exam"):
    """The best result of an exam that is still valid; without `valid_months` a result never expires."""

    exam: Code
    at_least: Decimal
    valid_months: Months | None = None
    floor: Decimal = "0"

    @cached_property
    def _bounds(self) -> tuple[Ratio, Ratio]:
        return micro(parse_decimal(self.at_least)), micro(parse_decimal(self.floor))

    def judge(self, view: View) -> Verdict:
        """A later failure takes nothing away; a result is valid up to and including the day its months are over."""
        threshold, floor = self._bounds
        best: Result | None = None
        taken = False
        for result in view.evidence.exams.get(self.exam, ()):
            if result.on < view.as_of:
                taken = True
                valid = self.valid_months is None or add_months(result.on, self.valid_months) >= view.as_of
                if valid and (best is None or result.value > best.value):
                    best = result
        if best is None:
            return Verdict("not_met" if taken else "no_data", "expired" if taken else "not_taken", None, threshold)
        value = micro(best.value)
        met, progress = reached(value, threshold, floor)
        evidence = (best.ref or f"exam:{self.exam}:{best.on.isoformat()}",)
        return Verdict("met" if met else "not_met", "reached" if met else "below", value, threshold, progress, evidence)

    def names(self) -> Iterator[tuple[str, str]]:
        """Its exam."""
        yield "exam", self.exam

    def faults(self) -> Iterator[Fault]:
        """The floor below the threshold."""
        yield from floor_fault(self.floor, self.at_least)


class TestCalls(Criterion, frozen=True, tag="test_calls"):
    """In `k` of the last `n` test calls the mark was at least so much."""

    __test__ = False

    k: Count
    n: Count
    at_least: Decimal

    @cached_property
    def _least(self) -> int:
        return parse_decimal(self.at_least)

    def judge(self, view: View) -> Verdict:
        """Fewer than `n` test calls are no data yet."""
        seen = sorted((call for call in view.evidence.test_calls if call.on < view.as_of), key=lambda call: call.on)
        last = seen[-self.n :]
        good = sum(call.value >= self._least for call in last)
        evidence = tuple([call.ref or f"test_call:{call.on.isoformat()}" for call in last])
        if len(last) < self.n:
            return Verdict("no_data", "too_few_test_calls", (good, 1) if last else None, (self.k, 1), ZERO, evidence)
        return counted(good, self.k, evidence, "too_few_good_calls")

    def faults(self) -> Iterator[Fault]:
        """No more good calls than calls."""
        if self.k > self.n:
            yield Fault("more_than_all", "k", str(self.k))


class TrainingHours(Criterion, frozen=True, tag="training_hours"):
    """So many hours of training within the last `months` complete months, whatever the level.

    Months hardly worked make the window reach further back, at most to twice its length; the hours in them count as well, so
    that leave never costs an hour.
    """

    hours: Decimal
    months: Months = 12
    metric: MetricCode = "training_hours"

    @cached_property
    def _threshold(self) -> Ratio:
        return micro(parse_decimal(self.hours))

    def judge(self, view: View) -> Verdict:
        """No hours are 0, not *no data*: a sum without facts is nothing."""
        metric, get, total, usable = self.metric, view.months.get, 0, 0
        month = view.last
        for month in range(view.last, view.last - REACH * self.months, -1):
            facts = get(month)
            if facts is not None:
                sample = facts.samples.get(metric)
                if sample is not None:
                    total += sample.sum_value
                half_days = facts.half_days
                if half_days is not None and half_days < MIN_WORKED_HALF_DAYS:
                    continue
            usable += 1
            if usable == self.months:
                break
        value, window = micro(total), Window(tuple(range(view.last, month - 1, -1)))
        met, progress = reached(value, self._threshold)
        status, reason = ("met", "reached") if met else ("not_met", "too_few_hours")
        return Verdict(status, reason, value, self._threshold, progress, (), window)  # type: ignore[arg-type]

    def names(self) -> Iterator[tuple[str, str]]:
        """Its metric."""
        yield "metric", self.metric


class Courses(Criterion, frozen=True, tag="courses"):
    """Courses attended, each with its practice records (一培多练).

    Of the named ones, or else of all on the person's plan; `at_least` of them, or else every single one. Without `ever` only
    courses put on the plan in the present level count.
    """

    practice: Annotated[int, Meta(ge=0, le=100)] = 0
    courses: tuple[Code, ...] = ()
    at_least: Count | None = None
    ever: bool = False

    def judge(self, view: View) -> Verdict:
        """The value is the number of complete courses; an empty plan says nothing."""
        as_of = view.as_of
        since = view.held.since if view.held is not None and not self.ever else None
        complete, planned, evidence = set(), set(self.courses), []
        for record in view.evidence.courses:
            if record.assigned >= as_of or (since is not None and record.assigned < since):
                continue
            if self.courses and record.course not in self.courses:
                continue
            planned.add(record.course)
            practised = sum(day < as_of for day in record.practice)
            if record.attended is not None and record.attended < as_of and practised >= self.practice:
                complete.add(record.course)
                evidence.append(record.ref or f"course:{record.course}")
        asked = self.at_least or len(planned)
        if not asked:
            return Verdict("no_data", "no_courses", None, None)
        return counted(len(complete), asked, tuple(evidence), "courses_open")

    def names(self) -> Iterator[tuple[str, str]]:
        """The courses it names."""
        yield from (("courses", course) for course in self.courses)

    def faults(self) -> Iterator[Fault]:
        """No more courses than are named."""
        if self.courses and (self.at_least or 0) > len(set(self.courses)):
            yield Fault("more_than_all", "at_least", str(self.at_least))


class Skills(Criterion, frozen=True, tag="skills"):
    """So many skills (queues), and the named ones besides."""

    at_least: Annotated[int, Meta(ge=0, le=100)]
    named: tuple[str, ...] = ()

    def judge(self, view: View) -> Verdict:
        """Named skills are asked on top of the number, so they do not count toward it."""
        held = {skill for skill, since in view.evidence.skills.items() if since < view.as_of}
        others = min(len(held.difference(self.named)), self.at_least)
        named = len(held.intersection(self.named))
        evidence = tuple([f"skill:{skill}" for skill in sorted(held)])
        return counted(others + named, self.at_least + len(self.named), evidence, "skills_missing")

    def names(self) -> Iterator[tuple[str, str]]:
        """The skills it names."""
        yield from (("named", skill) for skill in self.named)

    def faults(self) -> Iterator[Fault]:
        """Something has to be asked."""
        if not self.at_least and not self.named:
            yield Fault("asks_nothing", "at_least", "0")


class Gates(Criterion, frozen=True, tag="gates"):
    """All onboarding gates are passed."""

    stages: tuple[Code, ...] = STAGES

    def judge(self, view: View) -> Verdict:
        """An exit at any gate fails for good, which blocks; a hold is merely open."""
        marks = view.gate_marks()
        passed = [stage for stage in self.stages if stage in marks and marks[stage].result == "pass"]
        evidence = tuple([marks[stage].ref or f"gate:{stage}" for stage in self.stages if stage in marks])
        failed = any(marks[stage].result == "exit" for stage in self.stages if stage in marks)
        return counted(len(passed), len(self.stages), evidence, "gate_failed" if failed else "gates_open")

    def names(self) -> Iterator[tuple[str, str]]:
        """Its stages."""
        yield from (("stages", stage) for stage in self.stages)

    def faults(self) -> Iterator[Fault]:
        """Something has to be asked."""
        if not self.stages:
            yield Fault("asks_nothing", "stages")
