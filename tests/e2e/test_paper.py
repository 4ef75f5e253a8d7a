"""What a page is on paper: the figures and when they were printed, none of what is pressed."""

from playwright.sync_api import expect

from tests.e2e.centre import Centre
from tests.e2e.conftest import Visit


def test_a_contest_is_printed_with_its_scores_and_without_its_buttons(visit: Visit, centre: Centre) -> None:
    metric = centre.metric()
    contest = centre.launch("Paper contest", metric)
    centre.send(metric=metric, T01=40, T02=30, T03=20, T04=10)
    page = visit(f"/contests/{contest}", "admin")
    row = page.get_by_role("row").filter(has_text="Dawn")
    expect(row.locator(".score")).to_be_visible()
    score = row.locator(".score").inner_text()
    when = page.locator(".paper")
    expect(when).to_be_hidden()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(row.locator(".score")).to_be_visible()
    assert row.locator(".score").inner_text() == score
    expect(when).to_contain_text("printed")
    assert page.locator("header.bar").is_hidden()
    left = page.locator("main :is(button, a.button, input, select)").evaluate_all(
        "all => all.filter((one) => one.checkVisibility() && !one.matches('.printed, [role=tab][aria-selected=true]'))"
        ".map((one) => one.textContent || one.name)"
    )
    assert left == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
