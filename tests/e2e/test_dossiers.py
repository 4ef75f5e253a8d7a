"""HR signs a dossier and hands it out; anybody finds it genuine, and a changed cell where it is; support comes first."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.centre import PASSWORD, Centre, centre_day
from tests.e2e.conftest import Visit

PATIENT = 30_000


@pytest.fixture(scope="module")
def people(centre: Centre) -> None:
    """Somebody in HR."""
    body = {"login": "hr.files", "role": "hr", "name": "Jonas", "locale": "en", "password": PASSWORD}
    centre.ask("POST", "/accounts", json=body)


def altered(book: bytes) -> bytes:
    """The same workbook with another day of hire on its cover."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(out, "w") as target:
        for one in source.namelist():
            content = source.read(one)
            if one == "xl/worksheets/sheet1.xml":
                content, n = re.subn(rb"<v>4\d{4}</v>", b"<v>40000</v>", content, count=1)
                assert n == 1
            target.writestr(one, content)
    return out.getvalue()


@pytest.mark.usefixtures("people")
def test_hr_signs_a_dossier_and_anybody_checks_it(visit: Visit, tmp_path: Path) -> None:
    hr = visit("/dossiers", "hr.files")
    hr.get_by_role("button", name="As of a day").click()
    hr.get_by_label("Agent", exact=True).fill("T01-1")
    hr.get_by_label("As of", exact=True).fill(centre_day().isoformat())
    hr.get_by_role("button", name="Make and sign").click()
    expect(hr.get_by_role("heading", name="Levels held")).to_be_visible(timeout=PATIENT)
    number = hr.url.rsplit("/", 1)[1]
    with hr.expect_download() as download:
        hr.get_by_role("link", name="Excel").click()
    book = Path(download.value.path()).read_bytes()
    genuine, changed = tmp_path / f"{number}.xlsx", tmp_path / "changed.xlsx"
    genuine.write_bytes(book)
    changed.write_bytes(altered(book))
    anybody = visit(f"/verify?number={number}", locale="zh", size=(390, 844))
    expect(anybody.locator("[data-finding]")).to_contain_text("真实有效", timeout=PATIENT)
    anybody.locator("#file").set_input_files(genuine)
    expect(anybody.locator("[data-finding]")).to_contain_text("与签发时的文件完全一致", timeout=PATIENT)
    anybody.locator("#file").set_input_files(changed)
    expect(anybody.locator("[data-finding]")).to_contain_text("内容已被改动", timeout=PATIENT)
    expect(anybody.locator("[data-finding]")).to_contain_text(re.compile(r"工作表“Cover”的单元格 B\d"))


@pytest.mark.usefixtures("people")
def test_support_is_agreed_on_and_the_person_reads_it(visit: Visit) -> None:
    hr = visit("/support", "hr.files")
    hr.get_by_role("button", name="Open a support plan").click()
    hr.get_by_label("Agent", exact=True).fill("T04-1")
    hr.get_by_label("What is to be reached").fill("QA 85 within six weeks")
    hr.get_by_label("What the centre does to help").fill("Coaching twice a week with Wang")
    hr.get_by_role("button", name="Save the plan").click()
    expect(hr.get_by_text("QA 85 within six weeks")).to_be_visible(timeout=PATIENT)
    expect(hr.get_by_text("Under way")).to_be_visible()
    agent = visit("/support", "agent", locale="zh", size=(390, 844))
    expect(agent.get_by_text("QA 85 within six weeks")).to_be_visible(timeout=PATIENT)
    expect(agent.get_by_role("button", name="制定帮扶计划")).to_have_count(0)
