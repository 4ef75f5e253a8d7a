"""The rest of a promotion round: who the system names, comparison, calibration, every kind of decision, payroll, the end, certificates."""

import asyncio
import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import asyncpg
import httpx
import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from server.engines.postgres import Postgres
from tests.e2e.centre import PASSWORD, ZONE, Centre, centre_day
from tests.e2e.conftest import Visit
from tests.e2e.serving import Serving
from tests.e2e.test_cycle import Desk

PATIENT = 20_000
SITES = {"en": ("CE", "Lisbon"), "zh": ("CZ", "昆明")}
HIRED = {1: 420, 2: 410, 3: 400, 4: 190, 5: 110, 6: 100}
"""Days ago. Asked are six months before the as-of date, twenty days ago: three are ready, the fourth nearly, two not yet."""
WORDS: dict[str, dict[str, str]] = {
    "en": {
        "go": "Yes, go on", "calibrate": "On to calibration", "decide": "On to decisions", "notice": "Give notice", "close": "Close the round",
        "select": "Select this page", "declare": "Declare no conflict", "propose": "Propose", "decision": "Decision", "reason": "Reason",
        "confirm": "Confirm", "to_confirm": "To confirm", "done": "Done for 6", "compare": "Compare", "nearly": "Nearly there", "strict": "4 of 6 for",
        "conflict": "Yes, leave me out", "tie": "What ties you", "say": "Declare", "hidden": "You declared a conflict of interest",
        "promote": "Promote", "ready_without_place": "Ready without place", "hold": "Hold", "defer": "Defer", "decline": "Decline",
        "closed": "Closed", "level": "Team lead", "round": "Promotion round", "make": "Make certificates", "made": "Certificates ready: 1",
    },
    "zh": {
        "go": "确定", "calibrate": "进入校准", "decide": "进入决定", "notice": "发出通知", "close": "结束评审",
        "select": "选中本页", "declare": "申报无利益冲突", "propose": "提议", "decision": "决定", "reason": "理由",
        "confirm": "确认提议", "to_confirm": "待我确认", "done": "已处理 6 人", "compare": "并排比较", "nearly": "接近达标", "strict": "4 / 6 支持",
        "conflict": "有，需要回避", "tie": "是什么关系", "say": "申报", "hidden": "您已申报利益冲突",
        "promote": "晋升", "ready_without_place": "达标待编", "hold": "保留现级", "defer": "暂缓", "decline": "不予晋升",
        "closed": "已结束", "level": "班组长", "round": "评审", "make": "生成证书", "made": "1 份证书已生成",
    },
}  # fmt: skip


def ago(days: int) -> str:
    return (centre_day() - timedelta(days=days)).isoformat()


def ask(centre: Centre, login: str, method: str, path: str, **given: Any) -> Any:
    """What somebody is answered without a browser."""
    cookies = {"echelon_session": centre.session_of(login)}
    headers = {"origin": centre.url}
    answer = httpx.request(method, f"{centre.url}/api/v1{path}", cookies=cookies, headers=headers, timeout=30, **given)
    assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json() if answer.content else None


@pytest.fixture(scope="module")
def people(centre: Centre) -> None:
    """Two sites with a team of deputies each, those who decide, and criteria by which a deputy is ready after six months."""
    for locale, (site, name) in SITES.items():
        centre.ask("POST", "/sites", json={"code": site, "name": {"zh": name, "en": name}, "zone": ZONE})
        centre.ask("POST", "/teams", json={"code": f"{site}-T", "name": {"zh": name, "en": name}, "site": site})
        for place, days in {0: 900, **HIRED}.items():
            agent = {"code": f"{site}-{place}", "name": {"zh": f"副班{place}", "en": f"Deputy {place}"}, "site": site}
            level = "team_lead" if place == 0 else "deputy_lead"
            centre.ask("POST", "/agents", json={**agent, "hired": ago(days), "level": level})
            membership = {"team": f"{site}-T", "starts": ago(days), "post": "member" if place else "lead"}
            centre.ask("POST", f"/agents/{site}-{place}/memberships", json=membership)
            role = "agent" if place else "lead"
            account = {"login": f"{site}{place}", "role": role, "agent": f"{site}-{place}", "name": f"{site}{place}"}
            centre.ask("POST", "/accounts", json={**account, "password": PASSWORD, "locale": locale})
        for login in (f"hr.{site}", f"ops.{site}", f"ops2.{site}"):
            account = {"login": login, "role": login.split(".")[0].rstrip("2"), "name": login}
            centre.ask("POST", "/accounts", json={**account, "password": PASSWORD, "locale": locale})
    _adopt(centre)


def _adopt(centre: Centre) -> None:
    hr = "hr.CE"
    in_force = next(one["code"] for one in ask(centre, hr, "GET", "/criteria")["items"] if one["state"] == "in_force")
    ask(centre, hr, "POST", "/criteria", json={"source": in_force, "code": "deputies"})
    draft = ask(centre, hr, "GET", "/criteria/deputies")
    told = ("code", "zh", "en", "criterion", "role", "weight", "enabled")
    steps = [
        {
            "source": step["source"]["code"],
            "target": step["target"]["code"],
            "asked": [{name: one[name] for name in told} for one in step["asked"]],
            "order": step["order"],
        }
        for step in draft["steps"]
    ]
    tenure = {"kind": "tenure", "months": 6}
    asked = {"code": "tenure", "zh": "在职时间", "en": "Time with the centre", "criterion": tenure}
    steps.append({"source": "deputy_lead", "target": "team_lead", "asked": [asked], "order": [{"by": "tenure"}]})
    today = ago(0)
    ask(
        centre,
        hr,
        "PUT",
        "/criteria/deputies",
        json={"revision": draft["revision"], "effective": today, "steps": steps},
    )
    adopted = {"revision": draft["revision"] + 1, "effective": today, "note": "deputies may lead"}
    ask(centre, hr, "POST", "/criteria/deputies/adopt", json=adopted)


@pytest.fixture
def days_pass(serving: Serving) -> Callable[[int, int], None]:
    """Lets a round's notice lie further back, because nobody waits for the time of its appeals to be over."""
    url = Postgres(Path(serving.env["ECHELON_DATA"])).url

    async def back_dated(cycle: int, days: int) -> None:
        connection = await asyncpg.connect(url)
        await connection.execute("UPDATE cycle SET noticed = noticed - $2::int WHERE id = $1", cycle, days)
        await connection.close()

    def passing(cycle: int, days: int) -> None:
        # The browser's own loop runs in this thread.
        thread = Thread(target=lambda: asyncio.run(back_dated(cycle, days)))
        thread.start()
        thread.join()

    return passing


def opened(centre: Centre, site: str, name: str, page: Page) -> int:
    """A round for the deputies of a site, its evidence frozen; its number."""
    draft = {
        "code": f"D-{site}",
        "name": {"zh": f"{name}副班评审", "en": f"{name} deputies"},
        "as_of": ago(20),
        "effective": ago(0),
        "sites": [site],
        "steps": [{"source": "deputy_lead", "target": "team_lead"}],
        "places": [{"site": site, "level": "team_lead", "number": 1}],
    }
    hr = f"hr.{site}"
    cycle: int = ask(centre, hr, "POST", "/cycles", json=draft)["id"]
    ask(centre, hr, "POST", f"/cycles/{cycle}/move", json={"to": "open"})
    for _ in range(60):
        if ask(centre, hr, "GET", f"/cycles/{cycle}")["phase"] == "open":
            break
        page.wait_for_timeout(100)
    return cycle


def propose(desk: Desk, kind: str, reason: str, *codes: str) -> None:
    """One decision for some, by the bar below the list."""
    for code in codes:
        desk.page.locator("tbody tr", has_text=code).get_by_role("checkbox").check()
    desk.click("propose")
    bar = desk.page.locator(".bulk")
    bar.get_by_label(desk.words["decision"]).select_option(kind)
    bar.get_by_label(desk.words["reason"]).fill(reason)
    desk.click("go")
    for code in codes:
        expect(desk.page.locator("tbody tr", has_text=code).locator(".decision")).to_contain_text(desk.words[kind])


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_every_decision_to_the_end_of_a_round(
    visit: Visit, centre: Centre, people: None, days_pass: Callable[[int, int], None], locale: str
) -> None:
    words, (site, name) = WORDS[locale], SITES[locale]
    codes = [f"{site}-{place}" for place in HIRED]
    one, two, three, four, five, six = codes
    hr = Desk(visit("/cycles", f"hr.{site}", locale=locale), words)
    cycle = opened(centre, site, name, hr.page)
    acts = f"/cycles/{cycle}/acts"

    # The system has named whom its rule says; the lead brings in another, and one comes by herself.
    ask(centre, f"{site}0", "POST", acts, json={"agents": [five], "action": {"do": "nominate"}})
    ask(centre, f"{site}6", "POST", acts, json={"agents": [six], "action": {"do": "nominate"}})
    ask(centre, f"{site}0", "POST", acts, json={"agents": codes, "action": {"do": "declare", "conflict": False}})
    for support, some in ((True, codes[:4]), (False, codes[4:])):
        said = {"do": "recommend", "support": support, "reason": "seen on the floor"}
        ask(centre, f"{site}0", "POST", acts, json={"agents": some, "action": said})
    hr.page.goto(f"/cycles/{cycle}")
    rows = hr.page.locator("tbody tr .name")
    expect(rows).to_have_count(6, timeout=PATIENT)
    expect(hr.page.locator("tbody tr", has_text=four)).to_contain_text(words["nearly"])

    # Calibration: how strict the leads were, and two side by side.
    hr.move("calibrate")
    expect(hr.page.get_by_text(words["strict"]).first).to_be_visible()
    for code in (one, four):
        hr.page.locator("tbody tr", has_text=code).get_by_role("checkbox").check()
    hr.page.get_by_role("link", name=words["compare"], exact=True).click()
    expect(hr.page.locator("thead th")).to_have_count(3, timeout=PATIENT)
    expect(hr.page.locator("tbody")).to_contain_text(words["nearly"])
    hr.page.goto(f"/cycles/{cycle}")
    hr.move("decide")

    # Whoever is tied to somebody sees no more than that there is a candidate.
    tied = Desk(visit(f"/cycles/{cycle}", f"ops2.{site}", locale=locale), words)
    tied.page.locator("tbody tr", has_text=two).locator(".name").click()
    tied.click("conflict")
    tied.page.locator("dialog").get_by_label(words["tie"]).fill("my sister / 我妹妹")
    tied.page.locator("dialog").get_by_role("button", name=words["say"], exact=True).click()
    expect(tied.page.locator("tbody tr", has_text=two)).to_contain_text(words["hidden"])

    # One proposes every kind of decision there is, the last for two at once; another confirms them all.
    hr.all_of_them(do="declare")
    propose(hr, "promote", "longest with us", one)
    propose(hr, "ready_without_place", "first in line", two)
    propose(hr, "hold", "stays where she is strong", three)
    propose(hr, "defer", "two weeks short", four)
    propose(hr, "decline", "too early, six months are asked", five, six)
    second = Desk(visit(f"/cycles/{cycle}", f"ops.{site}", locale=locale), words)
    second.all_of_them(do="declare")
    second.page.get_by_role("button", name=words["to_confirm"]).click()
    expect(second.page.locator("tbody tr .name")).to_have_count(6, timeout=PATIENT)
    second.all_of_them(do="confirm")
    hr.page.reload()
    hr.move("notice")
    expect(hr.page.locator(".steps [aria-current]")).to_contain_text("5")
    for code, kind, reason in (
        (two, "ready_without_place", "first in line"), (four, "defer", "two weeks short"), (six, "decline", "too early"),
    ):  # fmt: skip
        phone = visit("/my-review", code.replace("-", ""), locale=locale, size=(390, 844))
        expect(phone.locator(".decision")).to_contain_text(words[kind], timeout=PATIENT)
        expect(phone.get_by_text(reason)).to_be_visible()
        phone.context.close()

    # Payroll gets the one promotion; once nobody can appeal any more HR closes the round.
    with hr.page.expect_download() as download:
        hr.page.get_by_role("link", name=re.compile("XLSX$")).click()
    book = CalamineWorkbook.from_filelike(BytesIO(Path(download.value.path()).read_bytes()))
    (paid,) = book.get_sheet_by_index(0).to_python()[1:]
    assert (paid[0], paid[4], paid[5]) == (one, words["level"], date.fromisoformat(ago(0)))
    days_pass(cycle, 20)
    hr.page.reload()
    hr.move("close")
    expect(hr.page.locator("h1 + .chip")).to_contain_text(words["closed"])

    # The certificate, in both languages, made by HR and fetched by whom it is for.
    hr.page.goto("/dossiers")
    made = hr.page.locator("form", has=hr.page.get_by_role("button", name=words["make"]))
    made.get_by_label(words["round"]).select_option(str(cycle))
    hr.click("make")
    expect(hr.page.get_by_text(words["made"])).to_be_visible(timeout=PATIENT)
    phone = visit("/my-dossiers", one.replace("-", ""), locale=locale, size=(390, 844))
    with phone.expect_download() as download:
        phone.get_by_role("link", name="PDF").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
