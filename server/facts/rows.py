"""Turns the rows of a file into facts by a mapping; what cannot be read of a row is an error with the row's number."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Raw, Struct

from server.errors import DomainError, declare, sentences
from server.facts.cells import amount_of, code_of, holds, instant_of, wire_amount
from server.facts.files import Line
from server.facts.mapping import PLACES, Amount, FactRule, Mapping, Pick, When
from server.facts.shape import USUAL_WEIGHT, FactIn

NO_ID = declare(
    "no_id", 422, en="The cell {column} is empty, so the fact has no id.", zh="{column} 为空，无法生成 id。"
)
NOBODY = declare("nobody", 422, en="The row names no agent or team.", zh="该行没有坐席或班组。")
_BAD_REVISION = "bad_revision"


class RowFact(Struct):
    """A fact and the row it came from. `retraction` says that its conditions do not hold: it matters only if it is held."""

    row: int
    fact: FactIn
    retraction: bool = False


class RowError(Struct):
    """What was wrong with a row, or with one of its facts."""

    row: int
    metric: str
    code: str
    messages: dict[str, str]


class Mapped(Struct):
    """What a file came to, before anything is held against the database."""

    rows: int
    facts: list[RowFact]
    errors: list[RowError]


class _Memory:
    """What was read before: a file's cells repeat, and all facts of a row mostly share one instant."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._amounts: dict[tuple[int, str | None], Raw] = {}
        self._instants: dict[tuple[int, tuple[str, ...]], datetime] = {}

    def amount(self, amount: Amount, row: dict[str, str]) -> Raw:
        """The value or weight as a fact carries it."""
        key = (id(amount), None if amount.column is None else row[amount.column])
        found = self._amounts.get(key)
        if found is None:
            found = self._amounts[key] = Raw(wire_amount(amount_of(amount, row)))
        return found

    def instant(self, when: When, row: dict[str, str]) -> datetime:
        """The instant of a fact."""
        key = (id(when), tuple(row[name] for name in (when.instant, when.date, when.time) if name is not None))
        found = self._instants.get(key)
        if found is None:
            found = self._instants[key] = instant_of(when, row, self._zone)
        return found


def map_lines(lines: Iterable[Line], mapping: Mapping) -> Mapped:
    """Every fact of every row, in the order of the file."""
    memory = _Memory(ZoneInfo(mapping.zone))
    facts: list[RowFact] = []
    errors: list[RowError] = []
    equal_rows: Counter[str] = Counter()
    rows = 0
    for line in lines:
        rows += 1
        suffix = ""
        if mapping.mode == "increment":
            digest = hashlib.sha256(msgspec.json.encode(list(line.cells.items()))).hexdigest()[:24]
            equal_rows[digest] += 1
            suffix = f":{digest}:{equal_rows[digest]}"
        for rule in mapping.facts:
            wanted = holds(rule.when, line.cells)
            if not wanted and mapping.mode == "increment":
                continue
            try:
                facts.append(
                    RowFact(line.number, _fact(line, rule, mapping, memory, suffix, wanted=wanted), not wanted)
                )
            except DomainError as refusal:
                # A row that would only take back what nobody sent need not be readable.
                if wanted:
                    words = sentences(refusal.code, refusal.detail)
                    errors.append(RowError(line.number, rule.metric, refusal.code, words))
    return Mapped(rows, facts, errors)


def _fact(line: Line, rule: FactRule, mapping: Mapping, memory: _Memory, suffix: str, *, wanted: bool) -> FactIn:
    row = line.cells
    agent, team = rule.agent, rule.team
    if agent is None and team is None:
        agent, team = mapping.agent, mapping.team
    agent_code = None if agent is None else code_of(agent, row)
    team_code = None if team is None else code_of(team, row)
    if agent_code is None and team_code is None:
        raise DomainError(NOBODY)
    queue = rule.queue or mapping.queue
    when = rule.at or mapping.at
    if when is None:
        raise ValueError("a mapping without an instant was not refused")
    return FactIn(
        id=_id(rule.id, row) + suffix,
        metric=rule.metric,
        at=memory.instant(when, row),
        value=memory.amount(rule.value, row) if wanted else Raw(b"null"),
        agent=agent_code,
        team=team_code,
        weight=USUAL_WEIGHT if rule.weight is None or not wanted else memory.amount(rule.weight, row),
        queue=None if queue is None else code_of(queue, row),
        revision=_revision(mapping.revision, row) if isinstance(mapping.revision, Pick) else 0,
    )


def _id(template: str, row: dict[str, str]) -> str:
    for column in PLACES.findall(template):
        if not row[column]:
            raise DomainError(NO_ID, column=column)
    return PLACES.sub(lambda found: row[found[1]], template)


def _revision(pick: Pick, row: dict[str, str]) -> int:
    cell = code_of(pick, row) or "0"
    if not cell.isascii() or not cell.isdigit() or len(cell) > 10:
        raise DomainError(_BAD_REVISION)
    return int(cell)
