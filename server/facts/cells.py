"""Reads what people and programs write into cells: amounts, durations, dates and times, codes; exactly, or not at all."""

import re
from collections.abc import Mapping as Row
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from leaderboards.exact import MICRO, format_micro, parse_decimal, round_half_even
from server.errors import DomainError, declare
from server.facts.mapping import Amount, Condition, Pick, When

EMPTY = declare("empty_value", 422, en="The cell {column} is empty.", zh="{column} 为空。")
BAD_NUMBER = declare("bad_number", 422, en="{column}: {cell} is no number.", zh="{column}：{cell} 不是有效数字。")
BAD_DURATION = declare("bad_duration", 422, en="{column}: {cell} is no duration.", zh="{column}：{cell} 不是有效时长。")
NOT_IN_MAP = declare(
    "not_in_map", 422, en="{column}: the mapping does not know {cell}.", zh="{column}：映射中没有 {cell}。"
)
BAD_WHEN = declare(
    "bad_when",
    422,
    en="{column}: {cell} is no date or time that was meant.",
    zh="{column}：无法识别日期或时间 {cell}。",
)
SKIPPED_TIME = declare(
    "skipped_time",
    422,
    en="{cell} does not exist in {zone}: the clock was put forward.",
    zh="{zone} 不存在 {cell}：该时段因夏令时被跳过。",
)

_ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_TIME = re.compile(r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6}))?)?")
_CLOCK = re.compile(r"(\d{1,6}):(\d{1,2})(?::(\d{1,2}(?:\.\d{1,6})?))?")


def code_of(pick: Pick, row: Row[str, str]) -> str | None:
    """A code; an empty cell is None."""
    if pick.column is None:
        return pick.constant
    cell = row[pick.column]
    if not cell:
        return None
    if pick.strict and cell not in pick.lookup:
        raise DomainError(NOT_IN_MAP, column=pick.column, cell=cell)
    return pick.prefix + pick.lookup.get(cell, cell)


def amount_of(amount: Amount, row: Row[str, str]) -> int:
    """Micro-units of a value or weight."""
    if amount.column is None:
        found = Fraction(parse_decimal(amount.constant or "0"), MICRO)
        cell, column = amount.constant or "", ""
    else:
        column, cell = amount.column, row[amount.column]
        if not cell:
            raise DomainError(EMPTY, column=column)
        found = _read_amount(amount, column, cell)
    scaled = found * Fraction(parse_decimal(amount.scale), MICRO)
    if amount.decimals is not None:
        unit = 10**amount.decimals
        scaled = Fraction(round_half_even(scaled.numerator * unit, scaled.denominator), unit)
    micro = scaled * MICRO
    if micro.denominator != 1:
        raise DomainError(BAD_NUMBER, column=column, cell=cell)
    return int(micro)


def _read_amount(amount: Amount, column: str, cell: str) -> Fraction:
    if amount.kind == "map":
        folded = {key.casefold(): value for key, value in amount.map.items()}
        if cell.casefold() not in folded:
            raise DomainError(NOT_IN_MAP, column=column, cell=cell)
        return Fraction(parse_decimal(folded[cell.casefold()]), MICRO)
    if amount.kind != "number" and ":" in cell:
        return _duration(amount.kind, column, cell)
    text = cell.removesuffix("%").strip().replace(",", "").removeprefix("+")
    # More than six digits are read here so that `decimals` can round them.
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,20})?", text):
        raise DomainError(BAD_NUMBER if amount.kind == "number" else BAD_DURATION, column=column, cell=cell)
    return Fraction(text)


def _duration(kind: str, column: str, cell: str) -> Fraction:
    found = _CLOCK.fullmatch(cell)
    if found is None:
        raise DomainError(BAD_DURATION, column=column, cell=cell)
    first, second, third = int(found[1]), int(found[2]), found[3]
    if second > 59 or (third is not None and float(third) >= 60):
        raise DomainError(BAD_DURATION, column=column, cell=cell)
    if third is not None:
        return first * 3600 + second * 60 + Fraction(third)
    return Fraction(first * 60 + second if kind == "minutes" else first * 3600 + second * 60)


def instant_of(when: When, row: Row[str, str], zone: ZoneInfo) -> datetime:
    """The aware instant of a fact."""
    local = _from_one(when, row) if when.instant is not None else _from_two(when, row)
    if local.tzinfo is None:
        aware = local.replace(tzinfo=zone)
        if aware.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) != local:
            raise DomainError(SKIPPED_TIME, cell=local.isoformat(" "), zone=str(zone))
        local = aware
    return local + timedelta(seconds=when.add_seconds) if when.add_seconds else local


def _from_one(when: When, row: Row[str, str]) -> datetime:
    column = when.instant or ""
    cell = row[column]
    if not cell:
        raise DomainError(EMPTY, column=column)
    for words in when.formats:
        try:
            return datetime.strptime(cell, words)  # noqa: DTZ007 - the mapping's zone is applied by the caller
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(cell)
    except ValueError:
        pass
    day, _, rest = cell.replace("T", " ").partition(" ")
    found = _read_date(day, ())
    if found is None:
        raise DomainError(BAD_WHEN, column=column, cell=cell)
    return datetime.combine(found, _read_time(column, rest.strip()) if rest.strip() else time(0))


def _from_two(when: When, row: Row[str, str]) -> datetime:
    column = when.date or ""
    cell = row[column]
    if not cell:
        raise DomainError(EMPTY, column=column)
    found = _read_date(cell.split(" ")[0] if not when.formats else cell, tuple(when.formats))
    if found is None:
        raise DomainError(BAD_WHEN, column=column, cell=cell)
    if when.time is None:
        return datetime.combine(found, time(0))
    if not row[when.time]:
        raise DomainError(EMPTY, column=when.time)
    return datetime.combine(found, _read_time(when.time, row[when.time]))


def _read_date(cell: str, formats: tuple[str, ...]) -> date | None:
    for words in formats:
        try:
            return datetime.strptime(cell, words).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    found = _ISO_DATE.fullmatch(cell.split("T", maxsplit=1)[0])
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _read_time(column: str, cell: str) -> time:
    found = _TIME.fullmatch(cell)
    try:
        if found is None:
            raise ValueError(cell)
        return time(int(found[1]), int(found[2]), int(found[3] or 0), int((found[4] or "0").ljust(6, "0")))
    except ValueError:
        raise DomainError(BAD_WHEN, column=column, cell=cell) from None


def holds(conditions: list[Condition], row: Row[str, str]) -> bool:
    """Whether a row meets all conditions."""
    for condition in conditions:
        cell = row[condition.column].casefold()
        if condition.is_ is not None and cell != condition.is_.casefold():
            return False
        if condition.in_ is not None and cell not in {text.casefold() for text in condition.in_}:
            return False
        if condition.empty is not None and (cell == "") != condition.empty:
            return False
    return True


def wire_amount(micro: int) -> bytes:
    """An amount as a fact carries it."""
    return format_micro(micro).encode()
