"""Plans and samples as workbooks, figures as figures and days as days."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from server.quality.sampling.progress import Progress, standing_of
from server.quality.sampling.store import SampleKept
from server.reports.grid import Line, Sheet, write_book

_STANDING = {
    "ahead": ("未到日期", "ahead"),
    "due": ("待评", "to do"),
    "late": ("已延迟", "late"),
    "done": ("已完成", "done"),
}
_SHORT = {
    None: ("", ""),
    "nobody": ("无人可评", "nobody may evaluate"),
    "late": ("评分延迟", "judging is late"),
    "planning": ("需重新排定", "has to be planned anew"),
}
_SHEETS = {"zh": ("坐席", "评估人", "抽检任务"), "en": ("Agents", "Evaluators", "Samples")}
_AGENTS = {
    "zh": ("工号", "姓名", "班组", "出勤天数", "计划", "已完成", "延迟", "缺口"),
    "en": ("Code", "Name", "Team", "Days worked", "Planned", "Done", "Late", "Shortfall"),
}
_EVALUATORS = {
    "zh": ("评估人", "计划", "已完成", "延迟", "每工作日需评"),
    "en": ("Evaluator", "Planned", "Done", "Late", "A working day"),
}
_SAMPLES = {
    "zh": ("日期", "工号", "评估人", "通话", "录音", "状态"),
    "en": ("Day", "Code", "Evaluator", "Call", "Recording", "Standing"),
}


def plan_book(found: Progress, locale: str, made: datetime) -> bytes:
    """Agents, evaluators and samples, a sheet each."""
    tongue = "zh" if locale == "zh" else "en"
    en = tongue == "en"
    agents = [
        (
            one.agent.code,
            one.agent.name.en if en else one.agent.name.zh,
            (one.team.name.en if en else one.team.name.zh) if one.team else "",
            Decimal(one.worked_days),
            Decimal(one.planned),
            Decimal(one.done),
            Decimal(one.late),
            _SHORT[one.short][en],
        )
        for one in found.agents
    ]
    evaluators = [
        (
            one.name,
            Decimal(one.planned),
            Decimal(one.done),
            Decimal(one.late),
            None if one.a_day is None else Decimal(one.a_day),
        )
        for one in found.evaluators
    ]
    first, second, third = _SHEETS[tongue]
    sheets = [
        Sheet(first, (Line(_AGENTS[tongue], "head"), *map(Line, agents)), head=1),
        Sheet(second, (Line(_EVALUATORS[tongue], "head"), *map(Line, evaluators)), head=1),
        _samples(
            third,
            tongue,
            [(one, found.names[one.account_id][0]) for one in found.samples],
            [found.today] * len(found.samples),
        ),
    ]
    return write_book(sheets, title=f"{found.plan.site.code} {found.plan.month:%Y-%m}", made=made)


def mine_book(samples: Sequence[SampleKept], name: str, todays: Sequence[date], locale: str, made: datetime) -> bytes:
    """Somebody's own samples."""
    tongue = "zh" if locale == "zh" else "en"
    sheet = _samples(_SHEETS[tongue][2], tongue, [(one, name) for one in samples], todays)
    return write_book([sheet], title=_SHEETS[tongue][2], made=made)


def _samples(title: str, tongue: str, rows: Sequence[tuple[SampleKept, str]], todays: Sequence[date]) -> Sheet:
    lines = [
        Line(
            (
                one.day,
                one.agent.code,
                name,
                one.call,
                one.recording,
                _STANDING[standing_of(one, today)][tongue == "en"],
            )
        )
        for (one, name), today in zip(rows, todays, strict=True)
    ]
    return Sheet(title, (Line(_SAMPLES[tongue], "head"), *lines), head=1)
