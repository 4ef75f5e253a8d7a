"""HR goes from the readiness table to a person, enters an exam, sees the criterion met, and compares two people."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.e2e.centre import PASSWORD, Centre, centre_day
from tests.e2e.conftest import Visit


def test_from_the_table_to_a_record_and_a_comparison(visit: Visit, centre: Centre) -> None:
    hr = {"login": "hr.ready", "role": "hr", "name": "Jonas", "locale": "en", "password": PASSWORD}
    centre.ask("POST", "/accounts", json=hr)
    page = visit("/readiness?q=T05", "hr.ready")
    expect(page.locator("tbody tr")).to_have_count(5)
    page.get_by_role("link", name="Spark 1").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Spark 1")
    exam = page.locator("details", has_text="Junior exam")
    expect(exam).to_contain_text("No data")

    page.get_by_role("button", name="Enter a record").click()
    # A day counts once it is over.
    page.get_by_label("Day", exact=True).fill((centre_day() - timedelta(days=3)).isoformat())
    page.get_by_label("Exam code").fill("junior")
    page.get_by_label("Mark").fill("88.5")
    page.get_by_role("button", name="Enter", exact=True).click()
    expect(page.locator("li", has_text="88.5")).to_contain_text("Jonas")
    expect(exam).to_contain_text("Met")

    page.get_by_role("link", name="Back to the table").click()
    page.get_by_label("Name or code").fill("T05")
    # The rows move once more when the search comes back.
    expect(page.locator("tbody tr")).to_have_count(5)
    for number in (1, 2):
        page.get_by_label(f"Choose Spark {number} for comparing").check()
    page.get_by_role("link", name="Compare (2)").click()
    row = page.get_by_role("row", name="Junior exam")
    expect(row.get_by_role("cell")).to_have_text(["✓Met88.5 / 80", "–No data– / 80"])
