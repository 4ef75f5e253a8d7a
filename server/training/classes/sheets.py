"""The board of a class and a training archive as workbooks; every download is on the audit trail."""

from datetime import date
from decimal import Decimal

from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Database
from server.reports.grid import Line, Sheet, Value, write_book
from server.training.classes.attendance import AttendanceService, ClassDay, expected
from server.training.classes.gates import RESULTS
from server.training.classes.kept import ClassKept, Trainee
from server.training.classes.paths import PathsService
from server.wire import Bilingual

_BOARD = Bilingual(zh="班级看板", en="Class board")
_DAYS = Bilingual(zh="考勤", en="Attendance")
_ARCHIVE = Bilingual(zh="培训档案", en="Training archive")
_HEAD = {
    "zh": ("工号", "姓名", "师傅", "进班", "状态", "未完成事项", "到课学时", "缺席次数"),
    "en": ("Code", "Name", "Mentor", "Joined", "Standing", "Open items", "Hours attended", "Absences"),
}
_WHERE = {
    "under_way": Bilingual(zh="在学", en="under way"),
    "repeating": Bilingual(zh="重修", en="repeating"),
    "passed": Bilingual(zh="已通过", en="passed"),
    "exited": Bilingual(zh="已退出", en="ended"),
}
_MARKS = {
    "present": Bilingual(zh="到课", en="present"),
    "absent": Bilingual(zh="缺席", en="absent"),
    "excused": Bilingual(zh="请假", en="excused"),
}
_ENTRY = {"zh": ("日期", "内容", "得分", "理由"), "en": ("Date", "What", "Score", "Reason")}


class SheetsService:
    """Downloads."""

    def __init__(self, db: Database, clock: Clock, attendance: AttendanceService, paths: PathsService) -> None:
        self._db = db
        self._clock = clock
        self._attendance = attendance
        self._paths = paths

    async def board(self, actor: Actor, class_id: int) -> bytes:
        """Everybody with the four gates, and who was there."""
        its, people, days = await self._attendance.days(actor, class_id)
        async with self._db.transaction() as connection:
            await audit.record(connection, actor, "class.export", f"class/{its.code}", {"rows": len(people)})
        zh = actor.locale == "zh"
        head = (*_HEAD["zh" if zh else "en"], *(one.zh if zh else one.en for one in its.stages))
        lines = [Line(head, "head"), *(Line(_row(one, its, days, zh)) for one in people)]
        sheets = [
            Sheet(_say(_BOARD, zh), tuple(lines), head=1),
            Sheet(_say(_DAYS, zh), _days(people, days, zh), head=1),
        ]
        return write_book(sheets, title=_say(its.name, zh), made=self._clock.now())

    async def archive(self, actor: Actor, code: str) -> bytes:
        """The archive as far as the asking account reads it."""
        found = await self._paths.archive(actor, code)
        async with self._db.transaction() as connection:
            await audit.record(connection, actor, "archive.export", f"agent/{code}", {"rows": len(found.entries)})
        zh = actor.locale == "zh"
        lines = [Line(_ENTRY["zh" if zh else "en"], "head")]
        for one in found.entries:
            score = one.body.get("score")
            value = Decimal(str(score)) if score is not None else None
            lines.append(Line((one.on, _say(one.title, zh), value, str(one.body.get("reason", "")) or None)))
        sheet = Sheet(_say(_ARCHIVE, zh), tuple(lines), head=1)
        return write_book([sheet], title=_say(_ARCHIVE, zh), made=self._clock.now())


def _say(words: Bilingual, zh: bool) -> str:
    return words.zh if zh else words.en


def _row(one: Trainee, its: ClassKept, days: list[ClassDay], zh: bool) -> tuple[Value, ...]:
    there = [day for day in days if day.marks.get(one.id) == "present"]
    hours = sum((Decimal(day.hours) for day in there), Decimal(0))
    absences = sum(day.marks.get(one.id) == "absent" for day in days)
    mentor = None if one.mentor is None else _say(one.mentor.name, zh)
    gates: list[Value] = []
    for stage in its.stages:
        said = [mark for mark in one.marks if mark.stage == stage.code]
        gates.append(" · ".join(f"{_say(RESULTS[mark.result], zh)} {mark.on.isoformat()}" for mark in said) or None)
    where = _say(_WHERE[one.standing(its).where], zh)
    counts = (Decimal(one.open_items), hours, Decimal(absences))
    return (one.agent.code, _say(one.agent.name, zh), mentor, one.joined_on, where, *counts, *gates)


def _days(people: list[Trainee], days: list[ClassDay], zh: bool) -> tuple[Line, ...]:
    in_order = sorted(days, key=lambda day: day.starts)
    head: tuple[Value, ...] = (*_HEAD["zh" if zh else "en"][:2], *(day.day for day in in_order))
    lines = [Line(head, "head")]
    for one in people:
        cells = [_mark(one, day.day, day, zh) for day in in_order]
        lines.append(Line((one.agent.code, _say(one.agent.name, zh), *cells)))
    return tuple(lines)


def _mark(one: Trainee, day: date, its: ClassDay, zh: bool) -> Value:
    mark = its.marks.get(one.id)
    if mark is None:
        return None if expected(one, day) else "–"
    return _say(_MARKS[mark], zh)
