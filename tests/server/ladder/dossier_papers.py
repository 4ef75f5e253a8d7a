"""A person with something in every part of a dossier, the decision about them, and a workbook with one value changed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from career.defaults import DEFAULTS
from career.evidence import (
    CourseRecord,
    Deed,
    Endorsed,
    Evidence,
    GateMark,
    LevelHeld,
    MonthFacts,
    PostHeld,
    Result,
    Sample,
    View,
)
from career.months import month_of
from career.readiness import Readiness, assess
from career.review import Appeal, Candidacy, Decision, Nomination
from server.ladder.dossiers import parts
from server.ladder.dossiers.document import Document, Fact, both
from server.reports.grid import Line, Sheet, read_book, write_book

NAMES = ["张伟", "欧阳娜娜", "王喆", "李堃", "陈翀", "𠮷田䶮", "赟", "阿卜杜拉·买买提"]
MADE = datetime(2026, 3, 4, 2, tzinfo=UTC)
STEP = DEFAULTS.step("junior", "intermediate")
MICRO = 1_000_000


def evidence(agent: str = "A2") -> Evidence:
    """A junior with something in every part."""
    months = {
        month_of(date(2025, m, 1)): MonthFacts(
            42, (85 + m % 4) * MICRO, {"qa": Sample(5, 450 * MICRO, 5 * MICRO, 450 * MICRO * MICRO)}, m == 9
        )
        for m in range(8, 13)
    }
    return Evidence(
        agent=agent,
        hired=date(2025, 2, 3),
        levels=(LevelHeld("trainee", date(2025, 2, 3)), LevelHeld("junior", date(2025, 4, 7))),
        months=months,
        exams={
            "junior": (Result(date(2025, 4, 1), 88 * MICRO),),
            "intermediate": (Result(date(2026, 1, 9), 86_500_000),),
        },
        test_calls=(Result(date(2025, 3, 20), 90 * MICRO),),
        courses=(
            CourseRecord("de_escalation", date(2025, 9, 1), date(2025, 9, 9), (date(2025, 9, 20), date(2025, 10, 2))),
        ),
        skills={"billing": date(2025, 5, 1)},
        contests={
            "took_part": (Deed(date(2025, 11, 9), "contest:7"),),
            "podium": (Deed(date(2025, 11, 9), "contest:7"),),
        },
        badges={"calm_voice": (Deed(date(2025, 12, 1)),)},
        deeds={"case_given": (Deed(date(2025, 12, 3)),)},
        endorsements=(Endorsed(date(2025, 12, 9), "agent:A1", "lead"),),
        posts=(PostHeld("deputy", date(2025, 12, 1)),),
        gates=(GateMark(date(2025, 2, 24), "study", "pass", "agent:A1", "=SUM(A1)"),),
    )


def judged(found: Evidence, day: date) -> Readiness:
    assert STEP is not None
    return assess(STEP, View(found, day))


DECIDED = Candidacy(
    person="agent:A2",
    site="CD",
    source="junior",
    target="intermediate",
    state="ready",
    nominations=(Nomination("system", "system", date(2026, 1, 20)),),
    decision=Decision(
        "promote", "稳定、可靠，\n愿意带新人。", "account:1", date(2026, 2, 2), "account:2", date(2026, 2, 3)
    ),
    appeal=Appeal("想了解排序", date(2026, 2, 6), "dismissed", "account:3", "见说明", date(2026, 2, 9)),
)


def document(number: str = "D2026-ABCD-EFGH") -> Document:
    assert STEP is not None
    found, day, told = evidence(), date(2026, 1, 15), parts.Told()
    return Document(
        kind="dossier",
        number=number,
        issued="2026-03-04T02:00:00Z",
        as_of=day,
        centre=both("成都客户服务中心", "Chengdu Customer Service Centre"),
        verify=f"https://echelon.example/verify?number={number}",
        title=both("晋升档案", "Career dossier"),
        name=both("、".join(NAMES), "Li Er"),
        head=(Fact(both("工号", "Agent code"), "text", "A2"), Fact(both("入职", "Hired"), "date", "2025-02-03")),
        parts=(
            parts.criteria(STEP, judged(found, day), told),
            *parts.decision(DECIDED, told),
            *parts.evidence(found, day, told),
        ),
    )


def retold(book: bytes, sheet: int, row: int, column: int, value: Any) -> bytes:
    """The same workbook with one other value in one cell, whatever kind of value was there."""
    sheets = []
    for n, (name, rows) in enumerate(read_book(book)):
        lines = []
        for r, cells in enumerate(rows):
            held: list[Any] = [Decimal(repr(c)) if isinstance(c, float) else c if c != "" else None for c in cells]
            if (n, r) == (sheet, row):
                held += [None] * (column + 1 - len(held))
                held[column] = value
            lines.append(Line(tuple(held)))
        sheets.append(Sheet(name, tuple(lines)))
    return write_book(sheets, title="x", made=MADE)
