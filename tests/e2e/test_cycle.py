"""A whole promotion round in the browser: HR, two agents, a lead, a second decider and a third one who answers the appeal. Those who
sit at it for hours, HR and who decides with them, do all of it by keys alone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.centre import PASSWORD, Centre, centre_day
from tests.e2e.conftest import Visit
from tests.e2e.keys import choose, press, turn, write

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "new": "Draft a round", "zh": "Chinese name", "en": "English name", "code": "Code", "as_of": "As of", "effective": "Takes effect",
        "step": "Junior → Intermediate", "place": "Xiamen Intermediate", "save": "Save the draft", "open": "Open the round", "go": "Yes, go on",
        "nominations": "Nominations", "calibrate": "On to calibration", "decide": "On to decisions", "notice": "Give notice", "self": "Nominate myself",
        "am": "You are a candidate", "nominate": "Nominate", "no": "No", "for": "For", "why": "Why", "send": "Send", "yours": "Your word: For",
        "select": "Select this page", "declare": "Declare no conflict", "propose": "Propose", "decision": "Decision", "reason": "Reason", "hold": "Hold",
        "to_confirm": "To confirm", "confirm": "Confirm", "done": "Done for 2", "done1": "Done for 1", "appeal": "Appeal", "facts": "What does not hold",
        "send_appeal": "Send the appeal", "promoted": "your level is Intermediate", "appeals": "Appeals", "answer": "Answer", "dismiss": "Dismiss",
        "stands": "the decision stands", "forbidden": "Your role does not see this page", "waiting": "you will read the result here",
    },
    "zh": {
        "new": "起草新一轮", "zh": "中文名称", "en": "英文名称", "code": "编号", "as_of": "依据截止日", "effective": "生效日期",
        "step": "初级 → 中级", "place": "厦门 中级", "save": "保存草稿", "open": "启动评审", "go": "确定",
        "nominations": "提名与推荐", "calibrate": "进入校准", "decide": "进入决定", "notice": "发出通知", "self": "提名自己",
        "am": "您已是候选人", "nominate": "提名", "no": "没有", "for": "支持", "why": "推荐理由", "send": "提交意见", "yours": "您的意见：支持",
        "select": "选中本页", "declare": "申报无利益冲突", "propose": "提议", "decision": "决定", "reason": "理由", "hold": "保留现级",
        "to_confirm": "待我确认", "confirm": "确认提议", "done": "已处理 2 人", "done1": "已处理 1 人", "appeal": "申诉", "facts": "您认为哪里不符",
        "send_appeal": "提交申诉", "promoted": "您的级别为中级", "appeals": "有申诉", "answer": "答复", "dismiss": "维持原决定",
        "stands": "维持原决定", "forbidden": "您的角色看不到这一页", "waiting": "结果会在这里通知您",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def people(centre: Centre) -> None:
    """Juniors in the lead's team, two for each language, and those who decide."""
    long_ago = (centre_day() - timedelta(days=400)).isoformat()
    for place in (1, 2, 3, 4):
        name = {"zh": f"晨光{place}号", "en": f"Dawn {place}"}
        centre.ask(
            "PUT", f"/agents/T01-{place}", json={"name": name, "site": "XM", "hired": long_ago, "level": "junior"}
        )
    accounts: list[dict[str, Any]] = [
        {"login": f"junior{i}", "role": "agent", "agent": f"T01-{i}"} for i in range(1, 5)
    ]
    accounts += [{"login": login, "role": login[:-1]} for login in ("hr1", "ops1", "ops2")]
    for one in accounts:
        centre.ask("POST", "/accounts", json={"name": one["login"], "password": PASSWORD, "locale": "en", **one})


class Desk:
    """A page on which things are said in one language and done by keys."""

    def __init__(self, page: Page, words: dict[str, str]) -> None:
        self.page = page
        self.words = words

    def click(self, word: str) -> None:
        press(self.page.get_by_role("button", name=self.words[word], exact=True))

    def move(self, word: str) -> None:
        self.click(word)
        self.click("go")

    def all_of_them(self, done: str = "done", **act: str) -> None:
        """Choose the whole page and do one thing for everybody on it."""
        turn(self.page.get_by_label(self.words["select"]))
        self.click(act["do"])
        bar = self.page.locator(".bulk")
        if "reason" in act:
            write(bar.get_by_label(self.words["reason"]), act["reason"])
        self.click("go")
        expect(self.page.get_by_text(self.words[done])).to_be_visible()


@pytest.mark.parametrize(("locale", "first"), [("en", 1), ("zh", 3)])
def test_a_round_from_draft_to_appeal(visit: Visit, centre: Centre, people: None, locale: str, first: int) -> None:
    words = WORDS[locale]
    today = centre_day()
    promoted, held = f"T01-{first}", f"T01-{first + 1}"

    def page(path: str, login: str, **options: Any) -> Desk:
        return Desk(visit(path, login, locale=locale, **options), words)

    # HR drafts and opens it.
    hr = page("/cycles", "hr1")
    press(hr.page.get_by_role("link", name=words["new"]))
    for field, value in {
        "zh": f"冬季评审 {locale}", "en": f"Winter round {locale}", "code": f"W-{locale}", "as_of": (today - timedelta(days=20)).isoformat(),
        "effective": today.isoformat(),
    }.items():  # fmt: skip
        write(hr.page.get_by_label(words[field], exact=True), value)
    for box in hr.page.locator("fieldset").nth(1).get_by_role("checkbox").all():
        turn(box, False)
    turn(hr.page.get_by_label(words["step"]))
    write(hr.page.get_by_label(words["place"]), "1")
    hr.click("save")
    hr.page.wait_for_url(re.compile(r"/cycles/\d+$"))
    url = "/cycles/" + hr.page.url.rsplit("/", 1)[1]
    hr.move("open")
    expect(hr.page.locator("h1 + .chip")).to_have_text(f"●{words['nominations']}", timeout=15_000)

    # One agent comes by herself, the other is brought in by the lead, who recommends both.
    phone = page("/my-review", f"junior{first}", size=(390, 844))
    own_round = phone.page.get_by_role("article").filter(has_text=re.compile(f"(冬季评审|Winter round) {locale}"))
    own_round.get_by_role("button", name=words["self"], exact=True).click()
    expect(own_round.get_by_text(words["am"])).to_be_visible()
    lead = page("/my-candidates", "lead")
    lead.page.locator(".other", has_text=held).get_by_role("button", name=words["nominate"]).click()
    for code in (promoted, held):
        card = lead.page.locator(".candidate", has_text=code)
        card.get_by_role("button", name=words["no"], exact=True).click()
        card.get_by_label(words["for"], exact=True).check()
        card.get_by_label(words["why"]).fill("helps others / 乐于助人")
        card.get_by_role("button", name=words["send"]).click()
        expect(card.get_by_text(words["yours"])).to_be_visible()

    # Two people decide; before the notice the agents read nothing of it.
    hr.page.reload()
    hr.move("calibrate")
    hr.move("decide")
    expect(hr.page.get_by_role("button", name=words["notice"])).to_be_visible()
    hr.all_of_them(do="declare")
    turn(hr.page.locator("tr", has_text=promoted).get_by_role("checkbox"))
    hr.click("propose")
    write(hr.page.locator(".bulk").get_by_label(words["reason"]), "ready in all respects")
    hr.click("go")
    expect(hr.page.get_by_text(words["done1"])).to_be_visible()
    turn(hr.page.locator("tr", has_text=held).get_by_role("checkbox"))
    hr.click("propose")
    choose(hr.page.locator(".bulk").get_by_label(words["decision"]), "hold")
    write(hr.page.locator(".bulk").get_by_label(words["reason"]), "only one place this time")
    hr.click("go")
    expect(hr.page.locator("tr", has_text=held).get_by_text(words["hold"])).to_be_visible()
    second = page(url, "ops1")
    second.all_of_them(do="declare")
    press(second.page.get_by_role("button", name=words["to_confirm"]))
    expect(second.page.locator("tbody tr .name")).to_have_count(2)
    second.all_of_them(do="confirm")
    phone.page.reload()
    expect(phone.page.get_by_text(words["waiting"])).to_be_visible()
    expect(phone.page.locator(".decision")).to_have_count(0)

    # Notice: one is promoted and one appeals; a third person answers.
    hr.page.reload()
    hr.move("notice")
    expect(hr.page.locator(".steps [aria-current]")).to_contain_text("5")
    phone.page.reload()
    expect(phone.page.get_by_text(words["promoted"])).to_be_visible()
    other = page("/my-review", f"junior{first + 1}", size=(390, 844))
    expect(other.page.get_by_text("only one place this time")).to_be_visible()
    other.click("appeal")
    other.page.get_by_label(words["facts"]).fill("June was left out")
    other.click("send_appeal")
    third = page(url, "ops2")
    third.click("appeals")
    press(third.page.locator("tr", has_text=held).locator(".name"))
    drawer = third.page.locator("dialog")
    press(drawer.get_by_role("button", name=words["no"], exact=True))
    write(drawer.get_by_label(words["answer"]), "June was counted")
    press(drawer.get_by_role("button", name=words["dismiss"]))
    other.page.reload()
    expect(other.page.get_by_text("June was counted")).to_be_visible()
    expect(other.page.get_by_text(words["stands"])).to_be_visible()

    # On its day the promotion has begun; an administrator sees nothing of all this.
    for _ in range(40):
        level = centre.ask("GET", f"/agents/{promoted}")["personal"]["level"]
        if level == "intermediate":
            break
        hr.page.wait_for_timeout(250)
    assert level == "intermediate"
    admin = page(url, "admin")
    expect(admin.page.get_by_text(words["forbidden"])).to_be_visible()
