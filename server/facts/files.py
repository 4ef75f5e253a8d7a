"""Opens CSV and XLSX exports as rows of text, so that both spellings of one table give the same facts."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import python_calamine

from server.errors import DomainError, declare
from server.facts.mapping import Mapping, columns_of
from server.people.imports.columns import MISSING_COLUMN
from server.people.imports.sheet import EMPTY, UNREADABLE

NO_SHEET = declare("no_such_sheet", 400, en="The workbook has no sheet {sheet}.", zh="工作簿中没有工作表 {sheet}。")

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class Line(NamedTuple):
    """A filled row; `number` is the one a spreadsheet shows."""

    number: int
    cells: dict[str, str]


def read_lines(content: bytes, mapping: Mapping) -> list[Line]:
    """All filled rows by column name. Raises when the file cannot be read or lacks a column the mapping names."""
    table = _workbook(content, mapping) if content[:4] in _WORKBOOKS else _csv(content, mapping)
    rows = [(number, [text_of(cell) for cell in cells]) for number, cells in table]
    header = next((cells for number, cells in rows if number == mapping.header_row), None)
    if header is None or not any(header):
        raise DomainError(EMPTY)
    for column in sorted(columns_of(mapping)):
        if column not in header:
            raise DomainError(MISSING_COLUMN, column=column)
    width = len(header)
    return [
        Line(number, dict(zip(header, [*cells, *[""] * (width - len(cells))], strict=False)))
        for number, cells in rows
        if number > mapping.header_row and any(cells)
    ]


def _workbook(content: bytes, mapping: Mapping) -> Iterable[tuple[int, Iterable[object]]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        if mapping.sheet is not None and mapping.sheet not in book.sheet_names:
            raise DomainError(NO_SHEET, sheet=mapping.sheet)
        sheet = book.get_sheet_by_name(mapping.sheet) if mapping.sheet else book.get_sheet_by_index(0)
        # From the very first cell, so that row numbers are those on the screen.
        return list(enumerate(sheet.to_python(skip_empty_area=False), 1))
    except (python_calamine.CalamineError, ValueError, IndexError) as problem:
        raise DomainError(UNREADABLE) from problem


def _csv(content: bytes, mapping: Mapping) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content, mapping)
    head = text.split("\n", 1)[0]
    delimiter = mapping.delimiter or max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from enumerate(reader, 1)
    except csv.Error as problem:
        raise DomainError(UNREADABLE) from problem


def _decoded(content: bytes, mapping: Mapping) -> str:
    for encoding in [mapping.encoding] if mapping.encoding else ["utf-8-sig", "gb18030"]:
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            return text
    raise DomainError(UNREADABLE)


def text_of(cell: object) -> str:
    """A cell as an export in text would write it: 109.0 as 109, a time as 9:12:58, a duration as 0:02:23."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        # Fifteen digits are what a spreadsheet shows and keeps; the binary tail behind them nobody typed.
        shown = f"{cell:.15g}"
        return shown if "e" not in shown else f"{cell:.6f}".rstrip("0").rstrip(".")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ")
    if isinstance(cell, time):
        return f"{cell.hour}:{cell.minute:02}:{cell.second:02}"
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
