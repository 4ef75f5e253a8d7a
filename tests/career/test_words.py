"""Every code this rule book can say has words in both languages, and every word a code."""

import ast
from pathlib import Path
from typing import Any, get_args

from career import ladder, readiness, review, support, verdict, words
from career.defaults import DEFAULTS
from career.onboarding import DEFAULT_STAGES
from career.sheets import CLASSIC, DEFAULT_SHEETS

CAREER = Path(ladder.__file__).parent
BOOKS = (
    words.STATES,
    words.STATUSES,
    words.TRENDS,
    words.PHASES,
    words.DECISIONS,
    words.MEASURES,
    words.REASONS,
    words.ASSUMPTIONS,
    words.REFUSALS,
    words.FAULTS,
)
CHOICES = {
    readiness.State: words.STATES,
    verdict.Status: words.STATUSES,
    verdict.Trend: words.TRENDS,
    review.Phase: words.PHASES,
    review.DecisionKind: words.DECISIONS,
    support.MeasureKind: words.MEASURES,
}


def said(*makers: str, at: int = 0) -> set[str]:
    """Literal codes handed to these constructors anywhere in the rule book."""
    found = set()
    for file in CAREER.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in makers and len(node.args) > at:
                for one in ast.walk(node.args[at]):
                    if isinstance(one, ast.Constant) and isinstance(one.value, str):
                        found.add(one.value)
    return found


def test_every_refusal_and_fault_has_words() -> None:
    assert said("Refusal") <= set(words.REFUSALS)
    assert {code for code in said("Fault") if not code.endswith("_")} <= set(words.FAULTS)
    assert said("Ahead", at=1) <= set(words.ASSUMPTIONS)


def test_every_reason_has_words() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in CAREER.rglob("*.py") if file.name != "words.py")
    assert all(f'"{code}"' in text for code in words.REASONS)
    literal = said("Verdict", at=1) | said("not_asked") | said("counted", at=3)
    assert literal - {"met", "not_met"} <= set(words.REASONS)


def test_every_choice_has_words() -> None:
    for choice, book in CHOICES.items():
        assert set(get_args(choice)) == set(book)


def test_both_languages_are_written() -> None:
    for book in BOOKS:
        for zh, en in book.values():
            assert any("\u4e00" <= letter <= "\u9fff" for letter in zh)
            assert en
            assert en.isascii()
    named: list[Any] = [
        *(one for step in DEFAULTS.steps for one in step.asked),
        *(term for rules in (*DEFAULT_SHEETS.values(), CLASSIC) for term in rules.terms),
        *DEFAULT_STAGES,
        *ladder.LEVELS.values(),
        *ladder.TRACKS,
    ]
    assert all(one.zh and one.en and one.zh != one.en for one in named)


def test_the_ladder_leads_up() -> None:
    assert ladder.climbs("trainee", "junior")
    assert ladder.climbs("senior", "team_lead")
    assert not ladder.climbs("senior", "junior")
    assert not ladder.climbs("senior", "senior")
    assert not ladder.climbs("senior", "wizard")
    assert all(ladder.climbs(step.source, step.target) for step in DEFAULTS.steps)
