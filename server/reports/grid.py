"""Workbooks as plain grids of cells: written so that figures stay figures, and read back cell by cell."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Literal, NamedTuple

import python_calamine
import xlsxwriter
from msgspec import Struct

Value = str | Decimal | date | None
Mark = Literal["plain", "title", "head", "label"]

MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes that a workbook may unpack to; a larger one is an attack, not a document."""
_WIDEST = 60
_MARKS: dict[Mark, dict[str, object]] = {
    "plain": {},
    "title": {"bold": True, "font_size": 16},
    "head": {"bold": True, "bg_color": "#E8EDF5", "bottom": 1, "text_wrap": True},
    "label": {"font_color": "#5A6577"},
}
_SPELT_OUT = re.compile(rb'"|\\[^\s\-/.:,()+]|[1-9]')
"""In a number format: text of its own, which could show another figure than the cell holds."""
_FORMAT = re.compile(rb'<numFmt\b[^>]*formatCode="([^"]*)"')


class UnreadableBookError(Exception):
    """What was handed over is no workbook, or one that cannot be taken at its word."""


class Line(Struct, frozen=True):
    """One row of cells, all in one style."""

    cells: tuple[Value, ...]
    mark: Mark = "plain"


class Sheet(Struct, frozen=True):
    """One sheet; `head` is how many rows stay in sight while the rest scrolls, `hidden` one that nobody has to look at."""

    name: str
    lines: tuple[Line, ...]
    head: int = 0
    hidden: bool = False


class Place(NamedTuple):
    """A cell as people name it; what was expected there is nobody's business."""

    sheet: str
    cell: str


Row = Sequence[object]
Cells = Sequence[tuple[str, Sequence[Row]]]
"""Every sheet's name and its rows as a spreadsheet program holds them."""


def write_book(sheets: Sequence[Sheet], *, title: str, made: datetime) -> bytes:
    """The workbook; the same sheets give the same bytes. Text is never taken for a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"title": title, "created": made.replace(tzinfo=None)})
        styles = {mark: book.add_format({"valign": "top", **look}) for mark, look in _MARKS.items()}
        wrapped = book.add_format({"valign": "top", "text_wrap": True})
        day = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            if sheet.hidden:
                page.hide()
            if sheet.head:
                page.freeze_panes(sheet.head, 0)
            page.set_paper(9)
            page.fit_to_pages(1, 0)
            for number, line in enumerate(sheet.lines):
                for column, value in enumerate(line.cells):
                    style = styles[line.mark]
                    if value is None:
                        continue
                    if isinstance(value, str):
                        page.write_string(number, column, value, wrapped if line.mark == "plain" else style)
                    elif isinstance(value, Decimal):
                        page.write_number(number, column, float(value), style)
                    else:
                        page.write_datetime(number, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001  # a day has no zone
            for column, width in enumerate(_widths(sheet)):
                page.set_column(column, column, width)
    return out.getvalue()


def write_csv(rows: Iterable[tuple[Value, ...]]) -> bytes:
    """The same as comma-separated text, with a byte order mark by which spreadsheets read the Chinese; a text that looks like a
    formula stays a text."""
    out = io.StringIO()
    csv.writer(out).writerows([_as_text(value) for value in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _as_text(value: Value) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def read_book(content: bytes) -> Cells:
    """All cells of all sheets, from A1 on. Raises UnreadableBookError."""
    try:
        _take_at_its_word(content)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except (python_calamine.CalamineError, zipfile.BadZipFile, KeyError, ValueError, OSError) as problem:
        raise UnreadableBookError("this is no workbook") from problem


def first_difference(expected: Cells, found: Cells) -> Place | None:
    """The first cell, sheet by sheet and row by row, that is not as expected; a sheet too many or too few differs in A1."""
    for wanted, given in zip_longest(expected, found):
        if wanted is None or given is None or wanted[0] != given[0]:
            return Place((given or wanted)[0], "A1")
        rows: Iterable[tuple[Row, Row]] = zip_longest(wanted[1], given[1], fillvalue=())
        for row, (a, b) in enumerate(rows):
            for column, (x, y) in enumerate(zip_longest(a, b, fillvalue="")):
                if type(x) is not type(y) or x != y:
                    return Place(given[0], cell_name(row, column))
    return None


def cell_name(row: int, column: int) -> str:
    """A1 for (0, 0)."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _take_at_its_word(content: bytes) -> None:
    """Refuse what shows something else than its cells hold: formulas, and number formats with words of their own."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(one.file_size for one in parts.infolist()) > MAX_UNPACKED:
            raise UnreadableBookError("too large")
        for name in parts.namelist():
            if name.startswith("xl/worksheets/") and re.search(rb"<f[\s>/]", parts.read(name)):
                raise UnreadableBookError("it holds formulas")
            if name == "xl/styles.xml" and any(
                _SPELT_OUT.search(_plain(one)) for one in _FORMAT.findall(parts.read(name))
            ):
                raise UnreadableBookError("its formats show other figures")


def _plain(code: bytes) -> bytes:
    return code.replace(b"&quot;", b'"')


def _widths(sheet: Sheet) -> list[int]:
    """As wide as the longest cell; Chinese counts double."""
    widest: dict[int, int] = {}
    for line in sheet.lines:
        if line.mark == "title":
            continue
        for column, value in enumerate(line.cells):
            text = "" if value is None else str(value)
            longest = max((sum(2 if ord(c) > 0x2E80 else 1 for c in row) for row in text.split("\n")), default=0)
            widest[column] = max(widest.get(column, 8), longest + 2)
    return [min(widest.get(column, 8), _WIDEST) for column in range(max(widest, default=-1) + 1)]
