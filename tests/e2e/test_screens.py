"""What people do with the pages, in a real browser against a real server."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.centre import PASSWORD, TEAMS, Centre
from tests.e2e.conftest import Visit, place_card
from tests.e2e.keys import press, to, turn, write
from tests.e2e.serving import Serving

PATIENT = 20_000
WORDS = (("en", "Live", "No connection"), ("zh", "实时", "连接中断"))


@pytest.fixture(scope="module")
def contest(centre: Centre) -> int:
    """A running contest whose first places are known: Begonia, Voyage, Dawn, then the others."""
    found = centre.launch("Service week", "calls")
    centre.send(metric="calls", T03=900, T04=700, T01=500, T02=300, T05=200, T06=100)
    return found


def names_on(page: Page) -> list[str]:
    return page.locator("ol.rows .row .name strong").all_inner_texts()


def test_somebody_signs_in_and_is_told_when_the_password_is_wrong(visit: Visit) -> None:
    page = visit("/login?next=/displays", locale="zh")
    page.get_by_label("账号").fill("lead")
    page.get_by_label("密码").fill("not-the-password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("账号")).to_have_value("lead")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/displays")
    expect(page.get_by_role("heading", level=1)).to_have_text("大屏")


def test_a_page_asks_to_sign_in_and_then_goes_on_where_it_was(visit: Visit) -> None:
    page = visit("/launch")
    page.wait_for_url(re.compile(r"/login\?next=/launch$"))


@pytest.mark.usefixtures("contest")
def test_a_lead_launches_a_contest_with_two_clicks(visit: Visit, centre: Centre) -> None:
    page = visit("/", "lead", locale="zh")
    page.get_by_role("link", name="发起竞赛").first.click()
    expect(page.get_by_text("厦门的 6 个班组")).to_be_visible()
    page.get_by_role("button", name="开赛").click()
    page.wait_for_url(re.compile(r"/contests/\d+$"))
    expect(page.get_by_text("进行中")).to_be_visible()
    started = int(page.url.rsplit("/", 1)[1])
    entrants = centre.ask("GET", f"/contests/{started}")["entrants"]
    assert [team["code"] for team in entrants] == [code for code, _, _ in TEAMS]


def test_a_launch_that_is_refused_keeps_what_was_typed(visit: Visit) -> None:
    page = visit("/launch", "lead")
    page.get_by_label("English title").fill("My own title")
    page.get_by_role("button", name="None").click()
    page.get_by_role("button", name="Start the contest").click()
    expect(page.get_by_role("alert")).to_contain_text("at least two teams")
    expect(page.get_by_label("English title")).to_have_value("My own title")
    assert page.url.endswith("/launch")


def test_the_desk_shows_the_board_and_opens_every_number(visit: Visit, contest: int) -> None:
    page = visit(f"/contests/{contest}", "lead")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(len(TEAMS), timeout=PATIENT)
    expect(rows.first).to_contain_text("Begonia")
    rows.first.locator("button.score").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("heading", name=re.compile("Begonia: why"))).to_be_visible()
    score = re.search(r"why ([\d.,]+)", drawer.get_by_role("heading", level=2).inner_text())
    assert score is not None
    expect(drawer.locator("tfoot .total")).to_have_text(score.group(1))
    # The parts of the score are exact decimals: in ten-thousandths they add up to it.
    parts = [text for text in drawer.locator("tbody td:last-child strong").all_inner_texts() if text != "–"]
    assert sum(int(part.replace(".", "").replace(",", "")) for part in parts) == int(score.group(1).replace(".", ""))
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


def test_the_desk_finds_a_team_by_typing(visit: Visit, contest: int) -> None:
    page = visit(f"/contests/{contest}", "lead")
    expect(page.locator("tbody tr")).to_have_count(len(TEAMS), timeout=PATIENT)
    page.get_by_role("searchbox").fill("voy")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("Voyage")


def test_an_agent_sees_the_own_place_and_why(visit: Visit, contest: int) -> None:
    page = visit("/", "agent", size=(390, 844))
    page.wait_for_url("**/me")
    card = place_card(page, "Service week")
    expect(card.locator(".own")).to_contain_text("Voyage", timeout=PATIENT)
    expect(card.locator(".own")).to_contain_text("Place 2 of 6")
    expect(card).to_contain_text("Begonia")
    assert not re.search("Bedrock|Spark|Pine", card.inner_text()), "an agent sees nobody below"
    card.get_by_role("button", name="Why this number").click()
    expect(page.get_by_role("dialog")).to_contain_text("Total")
    assert contest


PAIRING = {
    "zh": ("大屏上的配对码", "屏幕名称", "大屏上的语言", "确认接入", "接入成功", "实时"),
    "en": ("Code on the screen", "Name", "Language on the screen", "Connect", "Connected", "Live"),
}


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_wall_pairs_moves_and_celebrates(visit: Visit, centre: Centre, locale: str) -> None:
    code_label, name_label, language, connect, connected, live = PAIRING[locale]
    dawn, pine, begonia, voyage = ({"zh": zh, "en": en}[locale] for _, zh, en in TEAMS[:4])
    title = f"Paired in {locale}"
    centre.launch(title, metric := centre.metric())
    centre.send(metric=metric, T03=900, T04=700, T01=500, T02=300)
    wall = visit("/wall", locale="en" if locale == "zh" else "zh", size=(1920, 1080))
    code = wall.locator(".code").inner_text(timeout=PATIENT)
    # Whoever connects it has a keyboard and nothing else.
    lead = visit("/pair", "lead", locale=locale)
    write(lead.get_by_label(code_label), code)
    write(lead.get_by_label(name_label, exact=True), f"Ground floor {locale}")
    # The screen speaks as it is told here, whatever its browser would.
    to(lead.get_by_label(language))
    expect(lead.get_by_label(language)).to_have_value(locale)
    turn(lead.get_by_label(title))
    press(lead.get_by_role("button", name=connect))
    expect(lead.get_by_role("status")).to_contain_text(connected)

    expect(wall.locator("h1")).to_contain_text(title, timeout=PATIENT)
    expect(wall.locator(".truth")).to_contain_text(live)
    assert names_on(wall) == [begonia, voyage, dawn], "at most half are named"
    expect(wall.locator(".taking-part")).to_contain_text(pine)
    centre.send(metric=metric, T04=400)
    expect(wall.locator(".ribbon")).to_contain_text(voyage, timeout=PATIENT)
    expect(wall.locator("ol.rows .row .name strong").first).to_have_text(voyage)
    centre.send(metric=metric, T03=400)
    expect(wall.locator("ol.rows .row .name strong").first).to_have_text(begonia, timeout=PATIENT)


def test_walls_keep_their_picture_through_silence_and_a_restart_and_go_on(
    visit: Visit, contest: int, centre: Centre, serving: Serving
) -> None:
    walls = [(visit("/login", "lead", locale=locale, size=(1920, 1080)), live, lost) for locale, live, lost in WORDS]
    for page, live, _ in walls:
        page.clock.install()
        page.goto(f"/wall?contest={contest}")
        expect(page.locator(".truth")).to_contain_text(live, timeout=PATIENT)
    before = [names_on(page) for page, _, _ in walls]

    def all_lost() -> None:
        for (page, _, lost), names in zip(walls, before, strict=True):
            page.clock.fast_forward(35_000)
            expect(page.locator(".truth")).to_contain_text(lost)
            assert names_on(page) == names

    def all_back() -> None:
        for page, live, _ in walls:
            page.clock.fast_forward(31_000)
            expect(page.locator(".truth")).to_contain_text(live, timeout=PATIENT)

    serving.pause()
    try:
        all_lost()
    finally:
        serving.resume()
    all_back()
    assert [names_on(page) for page, _, _ in walls] == before
    serving.stop()
    try:
        all_lost()
    finally:
        serving.start()
    all_back()
    centre.send(metric="calls", T01=5000)
    for (page, _, _), name in zip(walls, ("Dawn", "晨光组"), strict=True):
        expect(page.locator("ol.rows .row .name strong").first).to_have_text(name, timeout=PATIENT)


def test_a_file_is_tried_before_it_is_taken_in(visit: Visit) -> None:
    page = visit("/data", "admin")
    page.get_by_label("What to import").select_option("people:queues")
    rows = "code,name_zh,name_en\nbilling,账务,Billing\n,没有编号,No code\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "queues.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    page.get_by_role("button", name="See what would happen").click()
    expect(page.get_by_text("A trial: nothing is written yet")).to_be_visible()
    expect(page.get_by_role("heading", name="Rows to mend")).to_be_visible()
    expect(page.get_by_role("button", name="Import it")).to_be_disabled()
    page.get_by_label("Skip rows with a problem").check()
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_text("Imported")).to_be_visible()


def test_a_token_is_shown_once(visit: Visit) -> None:
    page = visit("/access", "admin")
    page.get_by_role("button", name="New token").click()
    page.get_by_label("What it is for").fill("phone system")
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.locator(".secret")).to_have_text(re.compile(r"\S{20,}"))
    secret = page.locator(".secret").inner_text()
    page.get_by_role("button", name="Close").last.click()
    expect(page.get_by_text("phone system")).to_be_visible()
    assert secret not in page.content()


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_every_way_is_within_reach_however_narrow(visit: Visit, width: int) -> None:
    page = visit("/displays", "admin", size=(width, 800))
    more = page.get_by_role("button", name="More", exact=True)
    more.focus()
    page.keyboard.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    ways = page.get_by_role("navigation", name="Main").get_by_role("link")
    expect(ways.last).to_be_visible()
    names = ways.all_inner_texts()
    assert len(set(names)) == len(names) >= 12
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(page.get_by_role("link", name="Access", exact=True)).to_have_count(0)
    more.click()
    page.get_by_role("link", name="Access", exact=True).click()
    page.wait_for_url("**/access")
    expect(more).to_have_attribute("aria-expanded", "false")


def test_the_language_is_changed_and_remembered(visit: Visit) -> None:
    page = visit("/displays", "lead", locale="en")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("大屏")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.evaluate("localStorage.getItem('echelon.locale')") == "zh"
