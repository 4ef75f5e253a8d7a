"""Checking fairness before a launch, comparing two teams, places over time and the reviewers' queue, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.e2e.centre import Centre
from tests.e2e.conftest import Visit

PATIENT = 20_000


@pytest.fixture(scope="module")
def contest(centre: Centre) -> int:
    found = centre.launch("Fair week", metric := centre.metric())
    centre.send(metric=metric, T01=500, T02=300)
    return found


def test_a_lead_checks_fairness_before_the_start(visit: Visit) -> None:
    page = visit("/launch", "lead", locale="zh")
    page.get_by_role("button", name="检查公平性").click()
    # A centre of today has no past: that is said, and nobody is accused.
    expect(page.get_by_text("历史数据不足三期")).to_be_visible(timeout=PATIENT)
    page.get_by_role("button", name="全不选").click()
    expect(page.get_by_role("button", name="检查公平性")).to_be_disabled()


def test_two_teams_are_compared_term_by_term(visit: Visit, contest: int) -> None:
    page = visit(f"/contests/{contest}", "lead")
    page.get_by_role("tab", name="Compare two").click()
    page.get_by_label("First").select_option(label="Dawn")
    expect(page.get_by_role("columnheader", name="Dawn")).to_be_visible(timeout=PATIENT)
    page.get_by_label("Second").select_option(label="Dawn")
    expect(page.get_by_text("Choose two different participants.")).to_be_visible()


def test_what_a_contest_taught_says_when_it_will_be_known(visit: Visit, contest: int) -> None:
    page = visit(f"/contests/{contest}", "lead")
    page.get_by_role("tab", name="What it taught").click()
    expect(page.get_by_text("not measured yet")).to_be_visible(timeout=PATIENT)


def test_reviewers_alone_have_a_queue(visit: Visit) -> None:
    page = visit("/reviews", "lead")
    expect(page.get_by_text("Your role does not see this page")).to_be_visible(timeout=PATIENT)
    page = visit("/reviews", "admin", locale="zh")
    expect(page.get_by_text("现在没有需要核查的条目")).to_be_visible(timeout=PATIENT)
