"""A closed calibration as a workbook: the points of every line as each evaluator gave them, beside the reference."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from server.quality.calibrations.wire import SessionDetailOut
from server.reports.grid import Line, Sheet, Value, write_book

_WORDS = {
    "zh": ("项目", "满分", "基准", "不适用", "得分", "与基准相差", "核查"),
    "en": ("Line", "Points", "Reference", "n/a", "Score", "Off the reference", "Calibration"),
}


def session_book(session: SessionDetailOut, locale: str, made: datetime) -> bytes:
    """What the page shows the asking account: until it is closed the own marks alone."""
    line, points, reference, skipped, score, off, title = _WORDS[locale]

    def given(marks: Mapping[str, str | None] | None, code: str, full: Decimal) -> Value:
        if marks is None or code not in marks:
            return None
        mark = marks[code]
        return skipped if mark is None else Decimal(mark) * full

    people = session.given
    lines = [Line((line, points, reference, *(one.name for one in people)), "head")]
    for item in session.form.items:
        full = Decimal(item.points)
        marks = (given(one.marks, item.code, full) for one in people)
        name = item.zh if locale == "zh" else item.en
        lines.append(Line((name, full, given(session.reference, item.code, full), *marks)))
    agreed = None if session.reference_score is None else Decimal(session.reference_score)
    lines.append(Line((score, None, agreed, *(Decimal(one.score) for one in people))))
    if session.reference is not None:
        apart = (None if one.distance is None else Decimal(one.distance) for one in people)
        lines.append(Line((off, None, None, *apart)))
    return write_book([Sheet(title, tuple(lines), head=1)], title=session.session.title, made=made)
