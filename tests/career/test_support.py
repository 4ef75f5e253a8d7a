"""Support before any measure, and two people for every one."""

from datetime import date

import pytest

from career.refusal import Refusal
from career.review import Actor
from career.support import Measure, SupportPlan, confirm, open_plan, propose, recertification_due, review_plan

HR, OPS = Actor("hr1", frozenset({"hr"})), Actor("ops1", frozenset({"ops"}))
LEAD, AGENT = Actor("lead1", frozenset({"lead"})), Actor("a1", frozenset({"agent"}))
STARTS, ENDS = date(2026, 3, 2), date(2026, 4, 27)


def running() -> SupportPlan:
    plan = open_plan("a1", LEAD, "two coachings a week", STARTS, ENDS)
    assert isinstance(plan, SupportPlan)
    return plan


def failed(on: date = ENDS) -> SupportPlan:
    plan = review_plan(running(), LEAD, recovered=False, on=on)
    assert isinstance(plan, SupportPlan)
    return plan


def code(found: object) -> str:
    assert isinstance(found, Refusal), found
    return found.code


def test_a_plan() -> None:
    assert code(open_plan("a1", AGENT, "x", STARTS, ENDS)) == "not_your_role"
    assert code(open_plan("lead1", LEAD, "x", STARTS, ENDS)) == "own_case"
    assert code(open_plan("a1", LEAD, " ", STARTS, ENDS)) == "reason_missing"
    assert code(open_plan("a1", LEAD, "x", STARTS, date(2026, 3, 29))) == "plan_too_short"
    assert code(review_plan(running(), LEAD, recovered=False, on=date(2026, 4, 26))) == "plan_running"
    early = review_plan(running(), LEAD, recovered=True, on=date(2026, 3, 20))
    assert isinstance(early, SupportPlan)
    assert early.outcome == "recovered"
    assert code(review_plan(early, LEAD, recovered=False, on=ENDS)) == "plan_reviewed"


@pytest.mark.parametrize(
    ("plans", "on", "expected"),
    [
        ([], ENDS, "support_first"),
        ([running()], ENDS, "plan_running"),
        ([failed()], date(2026, 10, 27), "support_first"),
        ([review_plan(running(), LEAD, recovered=True, on=ENDS)], ENDS, "recovered"),
    ],
)
def test_no_measure_without_support(plans: list[SupportPlan], on: date, expected: str) -> None:
    assert code(propose("a1", "downgrade", HR, "three months below", plans, on)) == expected


def test_two_people_and_a_reason() -> None:
    plans = [failed()]
    assert code(propose("a1", "exit", LEAD, "x", plans, ENDS)) == "not_your_role"
    assert code(propose("a1", "exit", HR, "", plans, ENDS)) == "reason_missing"
    assert code(propose("hr1", "exit", HR, "x", plans, ENDS)) == "own_case"
    measure = propose("a1", "hold_back", HR, "three months below", plans, date(2026, 10, 26))
    assert isinstance(measure, Measure)
    assert code(confirm(measure, HR, plans, date(2026, 10, 26))) == "second_person_needed"
    # Since the proposal a new plan has begun: help goes on, the measure waits.
    again = open_plan("a1", HR, "another try", date(2026, 10, 1), date(2026, 11, 1))
    assert isinstance(again, SupportPlan)
    assert code(confirm(measure, OPS, [*plans, again], date(2026, 10, 26))) == "plan_running"
    done = confirm(measure, OPS, plans, date(2026, 10, 26))
    assert isinstance(done, Measure)
    assert done.confirmed_by == "ops1"
    assert code(confirm(done, OPS, plans, date(2026, 10, 26))) == "decided_already"


def test_recertification_is_due_by_the_calendar_and_does_nothing_by_itself() -> None:
    assert recertification_due(date(2024, 2, 29), 12) == date(2025, 2, 28)
