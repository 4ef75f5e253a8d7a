"""Badges in a browser: given at the desk, told on the wall, opened on the phone, kept to oneself; and a new one made as a form."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.conftest import Visit


def test_a_badge_goes_from_the_desk_to_the_wall_and_the_phone(visit: Visit, centre: Centre) -> None:
    for login, role, agent in (("badge-giver", "lead", "T02-0"), ("badge-holder", "agent", "T02-1")):
        body = {"login": login, "role": role, "name": login, "agent": agent}
        centre.ask("POST", "/accounts", json={**body, "locale": "zh", "password": PASSWORD})
    contest = centre.launch("Badges", metric := centre.metric())
    centre.send(metric=metric, T02=90, T03=60)

    wall = visit(f"/wall?contest={contest}", "badge-giver", locale="zh", size=(1920, 1080))
    wall.locator("ol.rows .row").first.wait_for()
    desk = visit("/badges/assist", "badge-giver", locale="zh")
    desk.get_by_role("button", name="授予").click()
    expect(desk.get_by_role("alert")).to_contain_text("请选人")
    desk.get_by_label("坐席").fill("T02-1")
    desk.get_by_label("理由").fill("主动帮新人复盘了三通来电")
    desk.get_by_role("button", name="授予").click()
    expect(desk.get_by_text("已授予 T02-1。")).to_be_visible()
    desk.get_by_role("link", name="青松1号").click()
    expect(desk.get_by_role("heading", name="青松1号的徽章")).to_be_visible()
    expect(desk.get_by_role("button", name="团队助攻")).to_be_visible()
    moment = wall.get_by_role("status").filter(has_text="刚刚获得徽章")
    # Other badges that were earned just now have a turn first: eight seconds and a half each, of five kinds at most.
    expect(moment).to_contain_text("团队助攻", timeout=60_000)
    expect(moment).to_contain_text("青松1号")

    phone = visit("/me", "badge-holder", locale="zh", size=(390, 844))
    phone.locator("article").last.scroll_into_view_if_needed()
    phone.get_by_role("link", name="刚刚获得徽章").click()
    # Others may have come by themselves meanwhile.
    expect(phone.get_by_role("status").filter(has_text="团队助攻")).to_be_visible()
    ahead = phone.locator("section").filter(has_text="离下一枚").get_by_role("listitem").filter(has_text="三年")
    expect(ahead).to_contain_text("13 / 36")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.locator("section").filter(has_text="我的陈列架").get_by_role("button", name="团队助攻").click()
    expect(phone.get_by_role("dialog")).to_contain_text("主动帮新人复盘了三通来电")
    phone.get_by_role("button", name="关闭").click()

    assert _holders_seen_by(centre, "agent") == ["T02-1"]
    phone.get_by_label("只有我").check()
    expect(phone.get_by_text("已保存。")).to_be_visible()
    assert _holders_seen_by(centre, "agent") == []


def _holders_seen_by(centre: Centre, login: str) -> list[str]:
    cookie = {"cookie": f"echelon_session={centre.session_of(login)}"}
    return [one["agent"]["code"] for one in centre.ask("GET", "/badges/assist/holders", headers=cookie)["items"]]


def test_operations_make_a_badge(visit: Visit, centre: Centre) -> None:
    body = {"login": "badge-ops", "role": "ops", "name": "Olivia", "locale": "en", "password": PASSWORD}
    centre.ask("POST", "/accounts", json=body)
    page = visit("/badges", "badge-ops")
    expect(page.get_by_role("heading", level=3)).to_have_count(27)
    page.get_by_role("link", name="New badge").click()
    page.get_by_label("Code").fill("calm_voice")
    page.get_by_label("Name in Chinese").fill("沉着冷静")
    page.get_by_label("Praise in Chinese").fill("越急越稳。")
    page.get_by_label("Praise in English").fill("Calm when it matters.")
    page.get_by_label("Least sample").fill("0")
    page.get_by_label("In force from").fill(f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%d}")
    page.get_by_role("button", name="Save as new version").click()
    expect(page.get_by_role("alert").filter(has_text="! A name or what it honors is missing")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="! Set the least sample")).to_be_visible()
    page.get_by_label("Name in English").fill("Calm voice")
    page.get_by_label("Least sample").fill("4")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("status")).to_contain_text("Nobody would have it today")
    page.get_by_role("button", name="Save as new version").click()
    expect(page.get_by_role("heading", name="Calm voice")).to_be_visible()
    expect(page.get_by_text("Version 1")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as PNG").click()
    assert saved.value.suggested_filename == "calm_voice-gold.png"
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
