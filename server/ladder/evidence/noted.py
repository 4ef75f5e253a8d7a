"""Turns what is on record about somebody into the parts of evidence that rest on records."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

import msgspec
from msgspec import Struct

from career.evidence import (
    CourseRecord,
    Deed,
    DisciplinaryCase,
    Endorsed,
    GateMark,
    LevelHeld,
    Mark,
    PostHeld,
    Result,
)
from career.exact import parse_decimal
from career.months import Month, month_of
from server.db.pool import Connection
from server.ladder.evidence.whom import about
from server.ladder.records import record as kinds


class Noted(Struct):
    """Records of one person, sorted into evidence; built up record by record in the order of their days."""

    levels: list[LevelHeld] = []
    exams: dict[str, list[Result]] = {}
    test_calls: list[Result] = []
    courses: dict[str, CourseRecord] = {}
    hours: list[tuple[Month, str, int]] = []
    badges: dict[str, list[Deed]] = {}
    deeds: dict[str, list[Deed]] = {}
    education: dict[str, list[Deed]] = {}
    endorsements: list[Endorsed] = []
    posts: list[PostHeld] = []
    gates: list[GateMark] = []
    marks: dict[str, list[Mark]] = {}
    disciplinary: dict[str, DisciplinaryCase] = {}


class _Kept(Struct, frozen=True):
    id: int
    on: date
    body: kinds.AnyBody

    @property
    def ref(self) -> str:
        return f"record:{self.id}"


_RECORDS = """
SELECT r.agent_id, '[' || string_agg('{"id":' || r.id || ',"on":"' || r.on_day || '","body":' || r.body || '}', ',' ORDER BY r.on_day, r.id)
       || ']' AS records
FROM career_record r
WHERE r.kind <> 'withdrawal' AND ($1::int[] IS NULL OR r.agent_id = ANY($1))
  AND ($2::timestamptz IS NULL OR r.kind = 'level' OR r.accepted_at < $2)
  AND NOT EXISTS (SELECT FROM career_record w WHERE w.withdraws = r.id
                  AND ($2::timestamptz IS NULL OR r.kind = 'level' OR w.accepted_at < $2))
GROUP BY r.agent_id"""

_decoder = msgspec.json.Decoder(list[_Kept])


class Records:
    """Records by agent, decoded one agent at a time."""

    def __init__(self, packed: dict[int, str]) -> None:
        self._packed = packed

    def of(self, agent_id: int) -> Noted:
        """What is on record about somebody."""
        text = self._packed.get(agent_id)
        return sorted_out(_decoder.decode(text)) if text else Noted()


async def records(connection: Connection, agent_ids: Sequence[int] | None, accepted_before: datetime | None) -> Records:
    """All that holds: what was withdrawn (before the instant, where one is given) is left out."""
    wanted = None if agent_ids is None else list(agent_ids)
    rows = await connection.fetch(about(_RECORDS, wanted), wanted, accepted_before)
    return Records(dict(rows))


def sorted_out(found: Iterable[_Kept]) -> Noted:
    """Records in the order of their days become evidence."""
    noted = Noted()
    for one in found:
        _SORTS[type(one.body)](noted, one, one.body)
    return noted


def _level(noted: Noted, one: _Kept, body: kinds.Level) -> None:
    noted.levels.append(LevelHeld(body.level, one.on))


def _exam(noted: Noted, one: _Kept, body: kinds.Exam) -> None:
    noted.exams.setdefault(body.exam, []).append(Result(one.on, parse_decimal(body.value), one.ref))


def _test_call(noted: Noted, one: _Kept, body: kinds.TestCall) -> None:
    noted.test_calls.append(Result(one.on, parse_decimal(body.value), one.ref))


def _course(noted: Noted, one: _Kept, body: kinds.Course | kinds.Attended | kinds.Practice) -> None:
    """A course attended or practised without a plan was on it from that day; the first attendance counts."""
    was = noted.courses.get(body.course) or CourseRecord(body.course, one.on, None, (), one.ref)
    attended, practice = was.attended, was.practice
    if isinstance(body, kinds.Attended):
        attended = attended or one.on
    elif isinstance(body, kinds.Practice):
        practice = (*practice, one.on)
    noted.courses[body.course] = CourseRecord(body.course, was.assigned, attended, practice, was.ref)


def _hours(noted: Noted, one: _Kept, body: kinds.TrainingHours) -> None:
    noted.hours.append((month_of(one.on), body.metric, parse_decimal(body.hours)))


def _gate(noted: Noted, one: _Kept, body: kinds.Gate) -> None:
    noted.gates.append(GateMark(one.on, body.stage, body.result, body.by, body.reason, one.ref))


def _endorsement(noted: Noted, one: _Kept, body: kinds.Endorsement) -> None:
    noted.endorsements.append(Endorsed(one.on, body.by, body.role, one.ref))


def _post(noted: Noted, one: _Kept, body: kinds.Post) -> None:
    noted.posts.append(PostHeld(body.post, one.on, body.ends))


def _deed(noted: Noted, one: _Kept, body: kinds.Deed) -> None:
    noted.deeds.setdefault(body.deed, []).append(Deed(one.on, one.ref))


def _badge(noted: Noted, one: _Kept, body: kinds.Badge) -> None:
    noted.badges.setdefault(body.badge, []).append(Deed(one.on, one.ref))


def _education(noted: Noted, one: _Kept, body: kinds.Education) -> None:
    noted.education.setdefault(body.proof, []).append(Deed(one.on, one.ref))


def _mark(noted: Noted, one: _Kept, body: kinds.Mark) -> None:
    noted.marks.setdefault(body.criterion, []).append(Mark(one.on, body.met, body.by, body.reason, one.ref))


def _disciplinary(noted: Noted, one: _Kept, body: kinds.Disciplinary) -> None:
    """A closing without an opening closes nothing; a case opened again begins anew under its name."""
    was = noted.disciplinary.get(body.case)
    still_open = was is not None and was.closed is None
    if body.event == "opened" and not still_open:
        if was is not None:
            noted.disciplinary[f"{body.case} {was.ref}"] = was
        noted.disciplinary[body.case] = DisciplinaryCase(one.on, None, one.ref)
    elif body.event == "closed" and was is not None and still_open:
        noted.disciplinary[body.case] = DisciplinaryCase(was.opened, one.on, was.ref)


_SORTS: dict[type, Callable[..., None]] = {
    kinds.Level: _level,
    kinds.Exam: _exam,
    kinds.TestCall: _test_call,
    kinds.Course: _course,
    kinds.Attended: _course,
    kinds.Practice: _course,
    kinds.TrainingHours: _hours,
    kinds.Gate: _gate,
    kinds.Endorsement: _endorsement,
    kinds.Post: _post,
    kinds.Deed: _deed,
    kinds.Badge: _badge,
    kinds.Education: _education,
    kinds.Mark: _mark,
    kinds.Disciplinary: _disciplinary,
}
