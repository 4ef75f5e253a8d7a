"""The language of column mappings: how one row of somebody's export becomes facts. Data, not code; no expressions."""

import re
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from server.errors import declare

BAD_MAPPING = declare("bad_mapping", 422, en="The mapping does not hold together: {why}", zh="映射设置有误：{why}")

Column = Annotated[str, Meta(min_length=1, max_length=200)]
Decimal = Annotated[str, Meta(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$")]


class Pick(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A code taken from a column, or the same for every row.

    `lookup` translates cells (a cell it does not know stays as it is, or is an error if `strict`), `prefix` goes before.
    """

    column: Column | None = None
    constant: str | None = None
    lookup: dict[str, str] = {}
    strict: bool = False
    prefix: str = ""


class Amount(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A value or weight from a column or the same for every row, times `scale`.

    `number`: a plain decimal, thousands separators allowed, a trailing % is dropped. `duration`: `H:MM:SS` or `H:MM` or
    plain seconds, as seconds. `minutes`: `MM:SS`, as seconds. `map`: the cell looked up in `map`. With `decimals` the
    result is rounded half-even to so many digits; without, a seventh digit is an error.
    """

    column: Column | None = None
    constant: Decimal | None = None
    kind: Literal["number", "duration", "minutes", "map"] = "number"
    map: dict[str, Decimal] = {}
    scale: Decimal = "1"
    decimals: Annotated[int, Meta(ge=0, le=6)] | None = None


class When(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The instant of a fact: one `instant` column, or `date` and perhaps `time` columns.

    Local times are the mapping's zone. `formats` are tried in order for dates (strptime words, unpadded numbers are fine);
    without any, ISO dates and `2026/1/5` are understood. A local time that the clock skips is an error; one that comes
    twice means the first.
    """

    instant: Column | None = None
    date: Column | None = None
    time: Column | None = None
    formats: list[str] = []
    add_seconds: int = 0


class Condition(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What must hold of a row for a fact to come out of it. All that is given must hold; letter case does not matter."""

    column: Column
    is_: Annotated[str | None, Meta(description="the cell equals this")] = msgspec.field(default=None, name="is")
    in_: list[str] | None = msgspec.field(default=None, name="in")
    empty: bool | None = None


class FactRule(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """One fact of a row. What is left out is taken from the mapping."""

    id: Annotated[str, Meta(min_length=1, max_length=300, description="`{Call Id}:talk`: columns in braces")]
    metric: str
    value: Amount
    weight: Amount | None = None
    agent: Pick | None = None
    team: Pick | None = None
    queue: Pick | None = None
    at: When | None = None
    when: list[Condition] = []


class Mapping(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """How to read a kind of file.

    `snapshot`: a row says how things are now; a changed row supersedes what it said before, and a fact whose conditions no
    longer hold is retracted. `increment`: every row adds; its facts' ids get a digest of the row and its number among equal
    rows of the file, so that the same row in a later file is the same fact.
    """

    source: Annotated[str, Meta(min_length=1, max_length=100)]
    facts: Annotated[list[FactRule], Meta(min_length=1, max_length=50)]
    zone: str = "UTC"
    at: When | None = None
    agent: Pick | None = None
    team: Pick | None = None
    queue: Pick | None = None
    mode: Literal["snapshot", "increment"] = "snapshot"
    revision: Literal["auto"] | Pick = "auto"
    sheet: str | None = None
    delimiter: Annotated[str, Meta(min_length=1, max_length=1)] | None = None
    encoding: str | None = None
    header_row: Annotated[int, Meta(ge=1, le=100)] = 1


PLACES = re.compile(r"\{([^{}]+)\}")


def columns_of(mapping: Mapping) -> set[str]:
    """Every column a mapping names."""
    found: set[str] = set()
    picks = [mapping.agent, mapping.team, mapping.queue]
    instants = [mapping.at]
    if isinstance(mapping.revision, Pick):
        picks.append(mapping.revision)
    for rule in mapping.facts:
        picks += [rule.agent, rule.team, rule.queue]
        instants.append(rule.at)
        found.update(PLACES.findall(rule.id))
        found.update(condition.column for condition in rule.when)
        found.update(
            amount.column for amount in (rule.value, rule.weight) if amount is not None and amount.column is not None
        )
    found.update(pick.column for pick in picks if pick is not None and pick.column is not None)
    for when in instants:
        if when is not None:
            found.update(name for name in (when.instant, when.date, when.time) if name is not None)
    return found


def faults(mapping: Mapping, zones: frozenset[str]) -> list[str]:
    """What does not fit together, in words for whoever edits."""
    found: list[str] = []
    if mapping.zone not in zones:
        found.append(f"no such zone: {mapping.zone}")
    for number, rule in enumerate(mapping.facts, 1):
        found += [f"fact {number}: {why}" for why in _rule_faults(mapping, rule)]
    ids = [rule.id for rule in mapping.facts]
    found += [f"two facts have the id {text}" for text in sorted({text for text in ids if ids.count(text) > 1})]
    return found


def _rule_faults(mapping: Mapping, rule: FactRule) -> list[str]:
    found: list[str] = []
    if mapping.mode == "snapshot" and not PLACES.search(rule.id):
        found.append("its id names no column, so all rows would be one fact")
    at = rule.at or mapping.at
    if at is None or (at.instant is None) == (at.date is None):
        found.append("at needs either an instant or a date column")
    who = [pick for pick in (rule.agent or mapping.agent, rule.team or mapping.team) if pick is not None]
    if rule.agent is not None or rule.team is not None:
        who = [pick for pick in (rule.agent, rule.team) if pick is not None]
    if len(who) != 1:
        found.append("exactly one of agent and team")
    picks = [pick for pick in (*who, rule.queue or mapping.queue) if pick is not None]
    if any((pick.column is None) == (pick.constant is None) for pick in picks):
        found.append("a code comes either from a column or is a constant")
    for amount in (rule.value, rule.weight):
        if amount is not None and (amount.column is None) == (amount.constant is None):
            found.append("an amount comes either from a column or is a constant")
        if amount is not None and (amount.kind == "map") != bool(amount.map):
            found.append("kind map and a map go together")
    return found
