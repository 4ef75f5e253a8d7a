"""The readiness table as a workbook: every row, and a sheet a step with what each criterion came to."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from career import words
from career.evidence import View
from career.exact import Ratio, format_ratio
from career.ladder import LEVELS
from career.readiness import Readiness, sealed
from career.versions import Step, judged_by
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Database
from server.ladder.criteria import store as criteria
from server.ladder.evidence.gathering import Person, gather
from server.ladder.readiness.judging import TRAINEE, Judged, steps_of
from server.ladder.readiness.table import TableService, in_order, matching
from server.ladder.readiness.wire import Wanted
from server.people.results import reads_results
from server.reports.grid import Line, Sheet, Value, write_book

_HEAD = {
    "zh": ("工号", "姓名", "职场", "班组", "级别", "目标级别", "成熟度", "得分 %", "已达成", "应达成", "未达成的标准", "入职", "定级"),
    "en": ("Code", "Name", "Site", "Team", "Level", "Target", "Readiness", "Score %", "Met", "Required", "Open criteria", "Hired", "In level since"),
}  # fmt: skip
_NAMED = {
    "zh": ("工号", "姓名", "成熟度", "值", "要求", "判定"),
    "en": ("Code", "Name", "Readiness", "value", "asked", "verdict"),
}
_TITLE = {"zh": "成熟度", "en": "Readiness"}

Detail = tuple[Person, Step, Readiness]


class ExportService:
    """See the module. Every export is on the audit trail."""

    def __init__(self, db: Database, clock: Clock, table: TableService) -> None:
        self._db = db
        self._clock = clock
        self._table = table

    async def book(self, actor: Actor, wanted: Wanted, as_of: date | None) -> tuple[str, bytes]:
        """Name and content."""
        found, _ = await self._table.seen(actor, as_of)
        rows = in_order([one for one in found.judged if matching(one, wanted)], wanted)
        async with self._db.transaction() as unit:
            await audit.record(unit, actor, "readiness.export", "readiness", {"rows": len(rows)})
        details = await self._details(actor, rows, found.as_of)
        locale = "zh" if actor.locale == "zh" else "en"
        head = Line((f"{_TITLE[locale]} {found.as_of.isoformat()} · {found.version}",), "title")
        lines = [head, Line(_HEAD[locale], "head"), *(Line(_row(one, locale)) for one in rows)]
        sheets = [Sheet(_TITLE[locale], tuple(lines), head=2), *_by_step(details, locale)]
        name = f"readiness-{found.as_of.isoformat()}.xlsx"
        return name, write_book(sheets, title=_TITLE[locale], made=self._clock.now())

    async def _details(self, actor: Actor, rows: Sequence[Judged], as_of: date) -> list[Detail]:
        """The verdicts in full, which the table does not keep, in the order of its rows."""
        asked = {(one.person.id, one.target): place for place, one in enumerate(rows)}
        placed: dict[int, Detail] = {}
        async with self._db.connection() as connection:
            judging = judged_by(await criteria.versions(connection), as_of)
            ids = sorted({one.person.id for one in rows})
            async for person, evidence in gather(connection, ids, as_of=as_of):
                for step, readiness in steps_of(judging, View(evidence, as_of), person):
                    place = asked.get((person.id, step.target))
                    if place is not None:
                        outside = step.source == TRAINEE and not reads_results(actor, person.id)
                        placed[place] = person, step, sealed(step, readiness) if outside else readiness
        return [placed[place] for place in sorted(placed)]


def _number(value: Ratio | None, places: int = 2) -> Decimal | None:
    return None if value is None else Decimal(format_ratio(value, places))


def _row(one: Judged, locale: str) -> tuple[Value, ...]:
    person, zh = one.person, locale == "zh"
    return (
        person.code,
        person.name_zh if zh else person.name_en,
        person.site,
        person.team,
        _level(one.level, zh),
        _level(one.target, zh),
        words.STATES[one.state][not zh],
        Decimal(one.score[0] * 1000 // one.score[1]) / 10,
        Decimal(one.met),
        Decimal(one.required),
        ("；" if zh else "; ").join(pair[not zh] for pair in one.open),
        person.hired,
        person.level_since,
    )


def _level(code: str, zh: bool) -> str:
    level = LEVELS.get(code)
    return code if level is None else level.zh if zh else level.en


def _by_step(details: Sequence[Detail], locale: str) -> list[Sheet]:
    """One sheet a step and set of criteria: value, what is asked, and the verdict of each."""
    zh = locale == "zh"
    groups: dict[tuple[str, str, tuple[str, ...]], list[Detail]] = {}
    for one in details:
        step = one[1]
        groups.setdefault((step.source, step.target, tuple(asked.code for asked in step.enabled)), []).append(one)
    sheets, taken = [], {_TITLE[locale]}
    for (source, target, _), members in groups.items():
        asked = members[0][1].enabled
        code, name, state, value, threshold, verdict = _NAMED[locale]
        head = [code, name, state]
        for each in asked:
            title = each.zh if zh else each.en
            head += [f"{title} · {value}", f"{title} · {threshold}", f"{title} · {verdict}"]
        lines = [Line(tuple(head), "head")]
        for person, _, readiness in members:
            cells: list[Value] = [
                person.code,
                person.name_zh if zh else person.name_en,
                words.STATES[readiness.state][not zh],
            ]
            for judged in readiness.verdicts:
                said = words.STATUSES[judged.status] if judged.asked else words.REASONS[judged.reason]
                cells += [_number(judged.value), _number(judged.threshold), said[not zh]]
            lines.append(Line(tuple(cells)))
        sheets.append(Sheet(_free(f"{_level(source, zh)}→{_level(target, zh)}", taken), tuple(lines), head=1))
    return sheets


def _free(name: str, taken: set[str]) -> str:
    """A sheet's name: at most 31 characters, no two alike."""
    found, number = name[:31], 2
    while found in taken:
        found = f"{name[:28]} {number}"
        number += 1
    taken.add(found)
    return found
