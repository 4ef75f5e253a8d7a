"""Reads a table out of a CSV or XLSX file, and writes the templates people fill in; knows nothing of what it says."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import python_calamine
import xlsxwriter
from msgspec import Struct

from server.errors import DomainError, declare

UNREADABLE = declare(
    "unreadable_file",
    400,
    en="This is neither a CSV nor an XLSX file that can be read.",
    zh="无法识别该文件，请使用 CSV 或 XLSX 格式。",
)
EMPTY = declare("empty_file", 400, en="The file has no header row.", zh="文件没有表头。")
TOO_MANY_ROWS = declare("too_many_rows", 413, en="A file has at most {most} rows.", zh="一个文件最多 {most} 行。")

MOST_ROWS = 500_000


class Row(Struct, frozen=True):
    """One filled row; `number` is the one a spreadsheet shows, the header being 1."""

    number: int
    cells: tuple[str, ...]


class Sheet(Struct, frozen=True):
    """A header and its rows, every cell as trimmed text; empty rows and rows starting with `#` are left out."""

    header: tuple[str, ...]
    rows: list[Row]


def read_sheet(content: bytes) -> Sheet:
    """The first sheet of a workbook, or a CSV file in UTF-8 or GB 18030 (which Chinese spreadsheets save).

    Raises `unreadable_file`, `empty_file`, `too_many_rows`.
    """
    table = _workbook(content) if content[:4] in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"} else _csv(content)
    lines = [[_text(cell) for cell in line] for line in table]
    if not lines or not any(lines[0]):
        raise DomainError(EMPTY)
    if len(lines) > MOST_ROWS:
        raise DomainError(TOO_MANY_ROWS, most=MOST_ROWS)
    width = len(lines[0])
    rows = [
        Row(number, tuple((line + [""] * width)[:width]))
        for number, line in enumerate(lines[1:], start=2)
        if any(line) and not line[0].startswith("#")
    ]
    return Sheet(tuple(lines[0]), rows)


def _workbook(content: bytes) -> Sequence[Sequence[object]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        # From the very first cell, so that row numbers are those on the screen.
        rows: Sequence[Sequence[object]] = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, ValueError, IndexError) as problem:
        raise DomainError(UNREADABLE) from problem
    return rows


def _csv(content: bytes) -> Sequence[Sequence[object]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise DomainError(UNREADABLE)
    if "\0" in text:
        raise DomainError(UNREADABLE)
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as problem:
        raise DomainError(UNREADABLE) from problem


def _text(cell: object) -> str:
    """A cell as somebody would have typed it: whole numbers without `.0`, midnights as dates."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes") if cell.second == 0 else cell.isoformat("seconds")
    if isinstance(cell, timedelta):
        return f"{cell // timedelta(hours=1):02}:{cell // timedelta(minutes=1) % 60:02}"
    return str(cell).strip()


def write_csv(lines: Sequence[Sequence[str]]) -> bytes:
    """A CSV file that spreadsheets open with Chinese intact."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def write_workbook(lines: Sequence[Sequence[str]], notes: Sequence[Sequence[str]]) -> bytes:
    """A workbook whose first sheet is to be filled in (all cells text) and whose second says how."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        # As text, so that a code 007 stays one and a date is not turned into a local form.
        plain = book.add_format({"num_format": "@"})
        for title, content in (("data", lines), ("说明 notes", notes)):
            page = book.add_worksheet(title)
            for column, heading in enumerate(content[0]):
                page.set_column(column, column, 22, plain)
                page.write_string(0, column, heading, bold)
            for number, line in enumerate(content[1:], start=1):
                for column, cell in enumerate(line):
                    page.write_string(number, column, cell)
            page.freeze_panes(1, 0)
    return out.getvalue()
