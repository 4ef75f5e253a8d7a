"""The metrics and the example mapping that ship with the product; a centre edits them, and its edits are never overwritten."""

from datetime import datetime
from pathlib import Path
from typing import Any

from leaderboards.exact import parse_decimal
from leaderboards.metrics import Band
from server.db.pool import Connection
from server.facts.metrics import MetricSheet, insert_metric
from server.wire import Bilingual

_WEEK = 7 * 24 * 60
_LATE_SCORING = {"monthly_lateness_minutes": _WEEK}
"""QA and satisfaction are scored days after the contact; monthly contests wait for them."""
_PERCENT = {"unit": "%", "decimals": 1, "low": "0", "high": "100"}
_COUNT = {"decimals": 0, "low": "0"}
_SECONDS = {"unit": "s", "decimals": 1, "low": "0", "high": "86400"}


def _metric(code: str, zh: str, en: str, combine: Any, good: Any, **rest: Any) -> MetricSheet:
    amounts: dict[str, Any] = {
        name: parse_decimal(rest.pop(name)) for name in ("low", "high", "floor", "target", "stretch") if name in rest
    }
    return MetricSheet(code=code, name=Bilingual(zh=zh, en=en), combine=combine, good=good, **amounts, **rest)


def _steps(floor: str, target: str, stretch: str) -> dict[str, str]:
    return {"floor": floor, "target": target, "stretch": stretch}


def shipped_metrics() -> list[MetricSheet]:
    """The catalogue of a new centre."""
    # Handle time is best within 15 % of the queue's median, never lower-is-better: 300 s until a queue has its own band.
    handling = Band(parse_decimal("255"), parse_decimal("345"), parse_decimal("90"))
    return [
        _metric("calls", "话务量", "Calls", "sum", "higher", **_COUNT),
        _metric("calls_answered", "接通量", "Calls answered", "sum", "higher", **_COUNT),
        _metric("calls_resolved", "解决量", "Calls resolved", "sum", "higher", **_COUNT),
        _metric("short_calls", "极短通话", "Very short calls", "sum", "lower", **_COUNT),
        _metric("transfers", "转接量", "Calls transferred", "sum", "lower", **_COUNT),
        _metric("complaints_handled", "处理投诉", "Complaints handled", "sum", "higher", **_COUNT),
        _metric("complaints", "有责投诉", "Complaints upheld", "sum", "lower", **_COUNT),
        _metric("volume", "话务量达成率", "Volume attainment", "mean", "higher", unit="%", decimals=1, low="0", high="1000",
                **_steps("80", "100", "110")),
        _metric("fcr", "一次解决率", "First-contact resolution", "mean", "higher", **_PERCENT, **_steps("70", "75", "80")),
        _metric("csat", "客户满意度", "Customer satisfaction", "mean", "higher", **_PERCENT, **_steps("80", "85", "90"),
                **_LATE_SCORING),
        _metric("satisfaction", "满意度评分", "Satisfaction rating", "mean", "higher", decimals=2, low="1", high="5",
                **_steps("3", "4", "4.5"), **_LATE_SCORING),
        _metric("qa", "质检得分", "QA score", "mean", "higher", decimals=1, low="0", high="100", **_steps("80", "88", "95"),
                **_LATE_SCORING),
        _metric("monitoring", "监听得分", "Monitoring score", "mean", "higher", decimals=1, low="0", high="100",
                **_steps("80", "88", "95"), **_LATE_SCORING),
        _metric("test_call", "拨测得分", "Test-call score", "mean", "higher", decimals=1, low="0", high="100",
                **_steps("80", "85", "95"), **_LATE_SCORING),
        _metric("critical_errors", "致命差错", "Critical errors", "sum", "lower", **_COUNT, **_LATE_SCORING),
        _metric("handle_time", "平均处理时长", "Handle time", "mean", "band", **_SECONDS, band=handling),
        _metric("talk_time", "平均通话时长", "Talk time", "mean", "band", **_SECONDS, band=handling),
        _metric("speed_of_answer", "平均应答速度", "Speed of answer", "mean", "lower", **_SECONDS, **_steps("90", "60", "20")),
        _metric("adherence", "班表遵守率", "Schedule adherence", "mean", "higher", **_PERCENT, **_steps("90", "93", "95")),
        _metric("attendance", "出勤率", "Attendance", "mean", "higher", **_PERCENT, **_steps("95", "98", "100")),
        _metric("scheduled_hours", "排班工时", "Scheduled hours", "sum", "higher", unit="h", decimals=2, low="0", high="24"),
        _metric("absences", "缺勤次数", "Absences", "sum", "lower", **_COUNT),
        _metric("training_score", "培训成绩", "Training score", "mean", "higher", decimals=1, low="0", high="100",
                **_steps("80", "85", "95")),
        _metric("training_hours", "培训学时", "Training hours", "sum", "higher", unit="h", decimals=2, low="0", high="24"),
        _metric("training_absences", "培训缺席", "Training absences", "sum", "lower", **_COUNT),
        _metric("service_level", "服务水平", "Service level", "mean", "higher", **_PERCENT, **_steps("70", "80", "90"),
                subject="team"),
    ]  # fmt: skip


EXAMPLE_MAPPING = "calls-2021q1"


async def ensure_catalogue(connection: Connection, now: datetime) -> None:
    """Add what is missing of the shipped metrics and the example mapping; called at every start, safe at two at once."""
    there = {row["code"] for row in await connection.fetch("SELECT code FROM metric")}
    for sheet in sorted(shipped_metrics(), key=lambda sheet: sheet.code):
        if sheet.code not in there:
            await insert_metric(connection, sheet, now)
    spec = (Path(__file__).parent / f"{EXAMPLE_MAPPING}.json").read_text(encoding="utf-8")
    await connection.execute(
        "INSERT INTO mapping (code, name_zh, name_en, spec, updated_at) VALUES ($1, $2, $3, $4::jsonb, $5)"
        " ON CONFLICT (code) DO NOTHING",
        EXAMPLE_MAPPING,
        "通话明细（示例：2021 年第一季度）",
        "Call records (example: first quarter of 2021)",
        spec,
        now,
    )
