"""A course from the trainer's desk in Chinese to the agent's phone in English, and back for approval."""

from playwright.sync_api import expect

from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.conftest import Visit


def test_a_course_from_the_desk_to_the_phone_and_back(visit: Visit, centre: Centre) -> None:
    for login, role, agent in (("course.desk", "trainer", None), ("course.phone", "agent", "T06-2")):
        account = {"login": login, "role": role, "name": "唐敏", "agent": agent, "locale": "zh", "password": PASSWORD}
        centre.ask("POST", "/accounts", json=account)
    desk = visit("/courses/new", "course.desk", locale="zh")
    # The course and its item are both named in two languages, so their labels are the same.
    for field, words in (
        ("course-code", "calm"),
        ("course-zh", "情绪安抚"),
        ("course-en", "Calm on the line"),
        ("item-code-0", "film"),
        ("item-zh-0", "三通来电"),
        ("item-en-0", "Three calls"),
    ):
        desk.locator(f"#{field}").fill(words)
    desk.get_by_label("网址").fill("https://learn.example.com/calm")
    for kind in ("作业", "实操", "练习", "角色演练", "经验分享"):
        desk.get_by_label(kind, exact=True).fill("1" if kind == "角色演练" else "0")
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_role("heading", name="情绪安抚")).to_be_visible()

    desk.goto("/courses")
    desk.get_by_role("button", name="学习计划").click()
    desk.get_by_role("button", name="安排学习").first.click()
    desk.locator("#assign-course").select_option("calm")
    desk.get_by_label("坐席工号").fill("T06-2")
    desk.locator("form").get_by_role("button", name="安排学习").click()
    expect(desk.get_by_text("已安排 1 人")).to_be_visible()

    phone = visit("/my-learning", "course.phone", size=(390, 844))
    phone.get_by_role("button", name="I have worked through it").click()
    phone.get_by_role("button", name="Hand in · 1 more").click()
    phone.get_by_label("What you practised").fill("A refund call")
    phone.get_by_label("How it went and what you learned").fill("Said it back before offering a way.")
    phone.locator("form").get_by_role("button", name="Hand in", exact=True).click()
    expect(phone.get_by_text("Waiting")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390

    desk.get_by_role("button", name="待批练习").click()
    # On a weekend it counts with a reason only.
    desk.get_by_label("写给本人").fill("讲得清楚")
    desk.get_by_role("button", name="批准").click()
    expect(desk.get_by_text("没有等待批准的练习")).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("heading", name="Complete")).to_be_visible()
