"""An administrator says how long notes of talks are kept: what that would delete is told first, and it is taken back again."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit

SAID = {
    "zh": {"kind": "私下谈话的记录", "year": "1 年", "none": "目前没有超过这个期限的数据", "save": "保存", "from": "起自动删除", "always": "一直保存"},
    "en": {"kind": "Notes of private talks", "year": "1 year", "none": "Nothing is older", "save": "Save", "from": "Deletes from", "always": "Always"},
}  # fmt: skip


@pytest.mark.parametrize("locale", SAID)
def test_a_rule_is_counted_made_and_lifted(visit: Visit, locale: str) -> None:
    said = SAID[locale]
    page = visit("/retention", "admin", locale=locale)
    kind = page.locator("form").filter(has_text=said["kind"])
    chosen = kind.get_by_label(said["kind"])
    chosen.select_option(label=said["year"])
    expect(kind.get_by_role("status")).to_contain_text(said["none"])
    kind.get_by_role("button", name=said["save"]).click()
    expect(kind.get_by_role("status")).to_contain_text(said["from"])
    page.reload()
    expect(chosen).to_have_value("12")

    chosen.select_option(label=said["always"])
    kind.get_by_role("button", name=said["save"]).click()
    expect(kind.get_by_role("button", name=said["save"])).to_have_count(0)
    page.goto("/audit?action=retention")
    expect(page.get_by_role("row").filter(has_text=re.compile("retention/private_talks"))).not_to_have_count(0)
