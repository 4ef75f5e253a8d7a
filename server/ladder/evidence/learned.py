"""Evidence that training's own rooms hold: exams and courses taken here, gates, test calls, trainees brought through."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from operator import attrgetter

from career.evidence import CourseRecord, Deed, GateMark, Result
from server.db.pool import Connection
from server.ladder.evidence.noted import Noted
from server.training.classes.reading import gates, mentored, scored_calls
from server.training.courses.reading import course_records
from server.training.exams.reading import results

_by_day = attrgetter("on")


class Learned:
    """What was found, waiting for the records of the same people: a person's evidence is both, in the order of its days."""

    def __init__(self) -> None:
        self._found: dict[int, list[Callable[[Noted], None]]] = defaultdict(list)

    def add_to(self, agent_id: int, noted: Noted) -> Noted:
        """Join what somebody learned here to what is on record."""
        for add in self._found.get(agent_id, ()):
            add(noted)
        if agent_id in self._found:
            noted.gates.sort(key=_by_day)
            noted.test_calls.sort(key=_by_day)
        return noted

    def exam(self, agent_id: int, code: str, result: Result) -> None:
        """A counting result."""
        self._found[agent_id].append(lambda noted: noted.exams.setdefault(code, []).append(result))

    def call(self, agent_id: int, result: Result) -> None:
        """A test call."""
        self._found[agent_id].append(lambda noted: noted.test_calls.append(result))

    def gate(self, agent_id: int, mark: GateMark) -> None:
        """A decision at a gate."""
        self._found[agent_id].append(lambda noted: noted.gates.append(mark))

    def deed(self, agent_id: int, name: str, deed: Deed) -> None:
        """Something done for others."""
        self._found[agent_id].append(lambda noted: noted.deeds.setdefault(name, []).append(deed))

    def course(self, agent_id: int, course: CourseRecord) -> None:
        """A course on the plan; what older records say of the same course is kept."""
        self._found[agent_id].append(lambda noted: _course(noted, course))


async def learned(connection: Connection, agent_ids: Sequence[int] | None, accepted_before: datetime | None) -> Learned:
    """Of these people, or of all; with an instant only what had been accepted before it."""
    found = Learned()
    for exam in await results(connection, agent_ids, accepted_before=accepted_before):
        found.exam(exam.agent_id, exam.exam, Result(exam.on, exam.value, exam.ref))
    for call in await scored_calls(connection, agent_ids, accepted_before=accepted_before):
        found.call(call.agent_id, Result(call.on, call.value, call.ref))
    for gate in await gates(connection, agent_ids, accepted_before=accepted_before):
        found.gate(gate.agent_id, GateMark(gate.on, gate.stage, gate.result, gate.by, gate.reason, gate.ref))
    for one in await mentored(connection, agent_ids, accepted_before=accepted_before):
        found.deed(one.agent_id, "mentored", Deed(one.on, one.ref))
    for row in await course_records(connection, agent_ids, accepted_before=accepted_before):
        found.course(row.agent_id, CourseRecord(row.course, row.assigned, row.attended, row.practice, row.ref))
    return found


def _course(noted: Noted, here: CourseRecord) -> None:
    was = noted.courses.get(here.course)
    if was is None:
        noted.courses[here.course] = here
        return
    days = [day for day in (was.attended, here.attended) if day is not None]
    practice = tuple(sorted((*was.practice, *here.practice)))
    first = min(was.assigned, here.assigned)
    noted.courses[here.course] = CourseRecord(here.course, first, min(days, default=None), practice, here.ref)
