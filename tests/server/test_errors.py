"""Refusals speak both languages whole."""

import re

from server.errors import NOT_FOUND, THINGS, sentences
from tests.conftest import ROOT


def test_a_chinese_sentence_says_a_chinese_word() -> None:
    said = sentences(NOT_FOUND, {"what": "scorecard", "key": "CD001"})
    assert said == {"en": "There is no scorecard CD001.", "zh": "没有找到评分卡：CD001。"}


def test_everything_a_refusal_names_has_a_chinese_word() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "server").rglob("*.py")]
    named = {what for source in sources for what in re.findall(r'DomainError\([^)]*?\bwhat="([^"]+)"', source)}
    assert "contest" in named
    assert named <= THINGS.keys()
