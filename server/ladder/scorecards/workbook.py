"""A list of sheets as a workbook, numbers as numbers."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Literal

import xlsxwriter

from server.ladder.scorecards.wire import RowOut
from server.wire import Bilingual

Language = Literal["zh", "en"]

_HEADS = {
    "zh": ("编号", "姓名", "职场", "班组", "月份", "状态", "得分", "出勤（天）", "封顶原因", "版次"),
    "en": ("Code", "Name", "Site", "Teams", "Month", "State", "Score", "Worked days", "Capped by", "Revision"),
}
_STATES = {
    "zh": {"running": "进行中", "waiting": "待发布", "published": "已发布", "carried_over": "历史导入"},
    "en": {
        "running": "Running",
        "waiting": "Not published yet",
        "published": "Published",
        "carried_over": "Carried over",
    },
}

_CAPS = {
    "zh": {"critical_errors": "致命差错", "qa": "质检得分"},
    "en": {"critical_errors": "Critical errors", "qa": "QA score"},
}
"""The metrics that cap a month in the default rules; others are named by their code."""


def workbook(rows: Sequence[RowOut], terms: Sequence[tuple[str, Bilingual]], language: Language) -> bytes:
    """The rows with the points of every term, one sheet; the words in the reader's language."""
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("评分卡" if language == "zh" else "Scorecards")
        bold, number = book.add_format({"bold": True}), book.add_format({"num_format": "0.00"})
        sheet.write_row(0, 0, [*_HEADS[language], *(getattr(name, language) for _, name in terms)], bold)
        sheet.freeze_panes(1, 2)
        for i, row in enumerate(rows, start=1):
            state = _STATES[language][row.state]
            sheet.write_row(
                i, 0, [row.code, getattr(row.name, language), row.site, "、".join(row.teams), row.month, state]
            )
            _number(sheet, i, 6, row.score, number)
            _number(sheet, i, 7, None if row.half_days is None else str(Decimal(row.half_days) / 2))
            sheet.write(i, 8, "" if row.capped is None else _CAPS[language].get(row.capped, row.capped))
            _number(sheet, i, 9, None if row.revision is None else str(row.revision))
            for j, (code, _) in enumerate(terms, start=len(_HEADS[language])):
                _number(sheet, i, j, row.lines.get(code), number)
        sheet.autofilter(0, 0, len(rows), len(_HEADS[language]) + len(terms) - 1)
        sheet.set_column(0, 1, 14)
    return held.getvalue()


def _number(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, text: str | None, look: object = None
) -> None:
    if text is not None:
        sheet.write_number(row, column, Decimal(text), look)
