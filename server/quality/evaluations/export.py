"""Judged calls as a workbook: a row a call, scores as numbers."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from career.exact import MICRO
from server.quality.evaluations.kept import Listed
from server.reports.grid import Line, Sheet, Value, write_book

_HEAD = {
    "zh": ("编号", "工号", "姓名", "班组", "质检表", "版本", "类型", "通话编号", "通话日期", "通话时间", "得分", "致命差错", "评分人", "评分日期", "申诉", "点评", "撤销原因"),
    "en": ("No.", "Code", "Name", "Team", "Form", "Version", "Kind", "Call", "Day of call", "Time of call", "Score", "Critical errors", "Judged by", "Judged on", "Dispute", "Comment", "Withdrawn because"),
}  # fmt: skip
_TITLE = {"zh": "质检记录", "en": "Evaluations"}
_KINDS = {"call": ("通话", "Call"), "test_call": ("拨测", "Test call")}
_OUTCOMES = {"open": ("待答复", "open"), "kept": ("维持", "kept"), "changed": ("已改分", "changed")}


def book(rows: Sequence[Listed], locale: str, made: datetime) -> tuple[str, bytes]:
    """Name and content, in one of the two languages."""
    at = "zh" if locale == "zh" else "en"
    lines = [Line(_HEAD[at], "head"), *(Line(_row(one, at == "zh")) for one in rows)]
    content = write_book([Sheet(_TITLE[at], tuple(lines), head=1)], title=_TITLE[at], made=made)
    return f"evaluations-{made.date().isoformat()}.xlsx", content


def _row(one: Listed, zh: bool) -> tuple[Value, ...]:
    called = one.at.astimezone(ZoneInfo(one.zone))
    team = "" if one.team is None else one.team.name.zh if zh else one.team.name.en
    return (
        Decimal(one.id),
        one.agent.code,
        one.agent.name.zh if zh else one.agent.name.en,
        team,
        one.form_name.zh if zh else one.form_name.en,
        Decimal(one.version),
        _KINDS[one.kind][not zh],
        one.call,
        called.date(),
        called.strftime("%H:%M"),
        Decimal(one.score) / MICRO,
        Decimal(one.critical),
        one.evaluator,
        one.judged_on,
        None if one.outcome is None else _OUTCOMES[one.outcome][not zh],
        one.comment,
        one.withdrawn_why or None,
    )
