"""After the end: an appeal raised on a phone and answered on the desk, and a correction that takes two people."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.centre import MEMBERS, PASSWORD, Centre
from tests.e2e.conftest import Visit

PATIENT = 20_000


@pytest.fixture(scope="module")
def desk(centre: Centre) -> None:
    """Two people who may decide."""
    for login, role in (("ops", "ops"), ("hr", "hr")):
        body = {"login": login, "role": role, "name": f"The {login}", "locale": "en", "password": PASSWORD}
        centre.ask("POST", "/accounts", json=body)


def played(centre: Centre, title: str, ended: timedelta) -> int:
    """A contest of two hours that ended so long ago; operations may launch one over a window that is over."""
    ends = datetime.now(UTC) - ended
    period = {"kind": "hours", "starts": (ends - timedelta(hours=2)).isoformat(), "ends": ends.isoformat()}
    body = {
        "template": "weekly_service",
        "site": "XM",
        "period": period,
        "title": {"zh": f"{title}（中）", "en": title},
        "all": True,
        "freeze_minutes": 0,
        "rules": {"method": "points", "terms": [{"metric": "calls"}]},
    }
    contest: int = centre.ask("POST", "/contests", json=body)["id"]
    return contest


def calls_then(centre: Centre, ended: timedelta, **calls: int) -> None:
    """Calls of every member of the named teams, one hour before that end."""
    at = (datetime.now(UTC) - ended - timedelta(hours=1)).isoformat()
    facts = [
        {"id": f"after-{ended}-{team}-{place}", "agent": f"{team}-{place}", "metric": "calls", "value": n, "at": at}
        for team, n in calls.items()
        for place in range(1, MEMBERS + 1)
    ]
    receipt = centre.ask("POST", "/facts", json=facts)
    assert receipt["accepted"] == len(facts), receipt


def refused(page: Page) -> list[str]:
    """Follows what the service refuses of a page, which a browser's console would show in red."""
    found: list[str] = []
    page.on("response", lambda answer: found.append(f"{answer.status} {answer.url}") if answer.status > 399 else None)
    return found


@pytest.mark.usefixtures("desk")
def test_an_appeal_from_the_phone_is_answered_where_it_was_raised(visit: Visit, centre: Centre) -> None:
    contest = played(centre, "Quick sprint", timedelta(hours=1))
    calls_then(centre, timedelta(hours=1), T03=9, T04=7)
    phone = visit("/me", "agent", size=(390, 844))
    card = phone.locator("article").filter(has_text="Quick sprint")
    card.scroll_into_view_if_needed(timeout=PATIENT)
    card.get_by_role("button", name=re.compile("^Appeal")).click(timeout=PATIENT)
    phone.get_by_label("What happened").fill("Our line was down for ten minutes.")
    phone.get_by_role("button", name="Send the appeal").click()
    expect(card.get_by_text("to be answered by")).to_be_visible()

    page = visit(f"/contests/{contest}", "ops")
    page.get_by_role("tab", name="After the end").click(timeout=PATIENT)
    page.get_by_label("Your answer").fill("The carrier confirms it.")
    page.get_by_role("button", name="Uphold").click()
    expect(page.get_by_text("Upheld")).to_be_visible()
    # Upholding moves nobody by itself; points by hand do, and say so in the score.
    page.get_by_role("button", name="Give or take points").click()
    page.locator("#adjust-who").select_option(label="Voyage (T04)")
    page.locator("#adjust-points").fill("2.5")
    page.locator("#adjust-code").select_option(label="appeal upheld")
    page.locator("#adjust-why").fill("ten minutes without a line")
    page.locator("form").get_by_role("button", name="Adjust").click()
    expect(page.get_by_role("cell", name="+2.5", exact=True)).to_be_visible()

    phone.reload()
    card.scroll_into_view_if_needed(timeout=PATIENT)
    card.get_by_text("The carrier confirms it.").wait_for(timeout=PATIENT)
    card.get_by_role("button", name="Why this number").click()
    drawer = phone.get_by_role("dialog")
    expect(drawer).to_contain_text("appeal upheld", timeout=PATIENT)
    expect(drawer).not_to_contain_text("ten minutes without a line")


@pytest.mark.usefixtures("desk")
def test_a_signed_result_is_corrected_by_two_people(visit: Visit, centre: Centre) -> None:
    ago = timedelta(days=10)
    contest = played(centre, "Signed long ago", ago)
    until = time.monotonic() + 30
    while not centre.ask("GET", f"/contests/{contest}/results")["items"]:
        assert time.monotonic() < until, "nothing signed it"
        time.sleep(0.2)
    calls_then(centre, ago, T05=9, T02=4)

    page = visit(f"/contests/{contest}", "ops")
    page.get_by_role("tab", name="Corrections").click(timeout=PATIENT)
    page.get_by_label("Why correct it").fill("the records came ten days late")
    page.get_by_role("button", name=re.compile("^Propose 8")).click()
    effect = page.get_by_role("region", name="Before and after")
    expect(effect.locator("tr.differs").filter(has_text="Spark")).to_have_count(1, timeout=PATIENT)
    expect(page.get_by_text("Somebody else with the right to sign applies it.")).to_be_visible()
    expect(page.get_by_role("button", name="Apply it: revision 2")).to_have_count(0)

    page = visit(f"/contests/{contest}", "hr")
    broken = refused(page)
    page.reload()
    page.get_by_role("tab", name="Corrections").click(timeout=PATIENT)
    apply, applied = page.get_by_role("button", name="Apply it: revision 2"), page.get_by_text("applied, revision 2")
    # Badges of the first result come while somebody reads: each time the new effect is shown, and applied with open eyes.
    until = time.monotonic() + 30
    with page.expect_response(re.compile("/apply$")) as answer:
        apply.click(timeout=PATIENT)
    while answer.value.status == 409 and time.monotonic() < until:
        expect(page.get_by_role("alert").filter(has_text="look at its effect again")).to_be_visible(timeout=PATIENT)
        with page.expect_response(re.compile("/apply$")) as answer:
            apply.click(timeout=PATIENT)
    expect(applied).to_be_visible(timeout=PATIENT)
    page.get_by_role("tab", name="Results").click()
    expect(page.get_by_role("heading", name="Revision 1 beside revision 2")).to_be_visible(timeout=PATIENT)
    spark = page.get_by_role("row").filter(has_text="Spark").first
    expect(spark.get_by_role("cell", name="9", exact=True).first).to_be_visible()
    assert [one for one in broken if not (one.startswith("409") and one.endswith("/apply"))] == []
