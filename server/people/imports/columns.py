"""The columns of every kind of file: their names in both languages, how a cell is read, what the template says."""

from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec import Struct

from server.errors import DomainError, declare
from server.people.imports.sheet import Row, Sheet
from server.people.refusals import BAD_DATE
from server.people.shapes import fte_of, level_of, time_of, zone_of

MISSING_COLUMN = declare("missing_column", 400, en="The file has no column {column}.", zh="文件缺少列 {column}。")
UNKNOWN_COLUMN = declare("unknown_column", 400, en="Nobody knows the column {column}.", zh="无法识别列 {column}。")
DOUBLE_COLUMN = declare("double_column", 400, en="The column {column} is there twice.", zh="列 {column} 重复。")
EMPTY_CELL = declare("empty_cell", 400, en="{column} is empty.", zh="{column} 不能为空。")
BAD_CODE = declare(
    "bad_code",
    400,
    en="A code has at most 64 characters and no space, /, ? or #.",
    zh="代码最多 64 个字符，且不含空格和 / ? #。",
)
TOO_LONG = declare("too_long", 400, en="{column} has more than {most} characters.", zh="{column} 超过 {most} 个字符。")
BAD_CHOICE = declare("bad_choice", 400, en="{value} is none of {choices}.", zh="{value} 不在可选值 {choices} 中。")

Reader = Callable[[str], Any]


class Column(Struct, frozen=True):
    """A column. An empty cell clears what may be empty; where there is a `default`, which new things start with, it says
    nothing, like a column that the file does not have."""

    name: str
    zh: str
    read: Reader
    needed: bool = False
    default: Any = None
    example: str = ""
    note: str = ""


class Cells(Struct, frozen=True):
    """One row as read: its number, the values of the columns the file has, and what was wrong with the others."""

    number: int
    values: dict[str, Any]
    faults: list[tuple[str, DomainError]]


def read_rows(sheet: Sheet, columns: tuple[Column, ...]) -> list[Cells]:
    """Every row's cells. Raises `missing_column`, `unknown_column`, `double_column`: then the file as a whole is not meant."""
    places = _places(sheet.header, columns)
    return [_cells(row, places) for row in sheet.rows]


def _places(header: tuple[str, ...], columns: tuple[Column, ...]) -> list[tuple[int, Column]]:
    known = {_plain(name): column for column in columns for name in (column.name, column.zh)}
    places: dict[str, tuple[int, Column]] = {}
    for place, heading in enumerate(header):
        if not heading:
            continue
        # Templates head a column with both names: `code 代码`.
        column = (
            known.get(_plain(heading))
            or known.get(_plain(heading.split()[0]))
            or known.get(_plain(heading.split()[-1]))
        )
        if column is None:
            raise DomainError(UNKNOWN_COLUMN, column=heading)
        if column.name in places:
            raise DomainError(DOUBLE_COLUMN, column=column.name)
        places[column.name] = (place, column)
    for column in columns:
        if column.needed and column.name not in places:
            raise DomainError(MISSING_COLUMN, column=column.name)
    return list(places.values())


def _plain(heading: str) -> str:
    return heading.strip().strip("*").lower().replace(" ", "_")


def _cells(row: Row, places: list[tuple[int, Column]]) -> Cells:
    values: dict[str, Any] = {}
    faults: list[tuple[str, DomainError]] = []
    for place, column in places:
        text = row.cells[place]
        if not text:
            if column.needed:
                faults.append((column.name, DomainError(EMPTY_CELL, column=column.name)))
            if column.default is None:
                values[column.name] = None
            continue
        try:
            values[column.name] = column.read(text)
        except DomainError as refusal:
            faults.append((column.name, refusal))
    return Cells(row.number, values, faults)


def code(text: str) -> str:
    """A code as addresses can carry it."""
    if len(text) > 64 or any(letter.isspace() or letter in "/?#" for letter in text):
        raise DomainError(BAD_CODE)
    return text


def words(column: str, most: int = 200) -> Reader:
    """Any text up to a length."""

    def read(text: str) -> str:
        if len(text) > most:
            raise DomainError(TOO_LONG, column=column, most=most)
        return text

    return read


def day(text: str) -> date:
    """`2026-01-05`, `2026/1/5`, `2026.1.5`, `20260105` or `2026年1月5日`."""
    spaced = text.translate(_SEPARATORS).strip()
    parts = spaced.split("-") if "-" in spaced else [spaced[:4], spaced[4:6], spaced[6:]]
    try:
        if len(parts) != 3 or len(parts[0]) != 4:
            raise ValueError
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        raise DomainError(BAD_DATE, value=text) from None


_SEPARATORS = str.maketrans({"/": "-", ".": "-", "年": "-", "月": "-", "日": None})


def choice(**words_of: str) -> Reader:
    """One of a few values, by name or by any of its other words (separated by `|`)."""
    known = {word: name for name, others in words_of.items() for word in (name, *others.split("|")) if word}

    def read(text: str) -> str:
        found = known.get(text.strip().lower())
        if found is None:
            raise DomainError(BAD_CHOICE, value=text, choices=", ".join(words_of))
        return found

    return read


def yes_no(text: str) -> bool:
    """Yes or no."""
    return bool(_YES_NO(text) == "yes")


_YES_NO = choice(yes="y|true|1|是", no="n|false|0|否")

SITES = (
    Column("code", "代码", code, needed=True, example="CD"),
    Column("name_zh", "中文名称", words("name_zh"), needed=True, example="成都"),
    Column("name_en", "英文名称", words("name_en"), needed=True, example="Chengdu"),
    Column("zone", "时区", zone_of, needed=True, example="Asia/Shanghai"),
    Column("day_starts", "业务日开始", time_of, default=time_of("00:00"), example="00:00"),
)
CALENDAR = (
    Column("site", "职场", code, needed=True, example="CD"),
    Column("day", "日期", day, needed=True, example="2026-10-01"),
    Column("kind", "类型", choice(holiday="节假日|假日|休", workday="调休|补班|班"), needed=True, example="holiday"),
    Column("name_zh", "中文名称", words("name_zh"), default="", example="国庆节"),
    Column("name_en", "英文名称", words("name_en"), default="", example="National Day"),
)
QUEUES = (
    Column("code", "代码", code, needed=True, example="billing"),
    Column("name_zh", "中文名称", words("name_zh"), needed=True, example="账单"),
    Column("name_en", "英文名称", words("name_en"), needed=True, example="Billing"),
)
TEAMS = (
    Column("code", "代码", code, needed=True, example="T01"),
    Column("site", "职场", code, needed=True, example="CD"),
    Column("name_zh", "中文名称", words("name_zh"), needed=True, example="破晓组"),
    Column("name_en", "英文名称", words("name_en"), needed=True, example="Daybreak"),
    Column("closed_on", "撤销日期", day),
)
AGENTS = (
    Column("code", "工号", code, needed=True, example="A001"),
    Column("site", "职场", code, needed=True, example="CD"),
    Column("name_zh", "中文姓名", words("name_zh"), needed=True, example="王小明"),
    Column("name_en", "英文姓名", words("name_en"), needed=True, example="Wang Xiaoming"),
    Column("hired", "入职日期", day, needed=True, example="2025-03-01"),
    Column("left_on", "离职日期", day, note="the first day away 离岗首日"),
    Column("level", "级别", level_of, default="trainee", example="junior"),
    Column("level_since", "定级日期", day),
    Column("education", "学历", words("education")),
)
EMPLOYMENT = (
    Column("agent", "工号", code, needed=True, example="A001"),
    Column("starts", "开始", day, needed=True, example="2025-03-01"),
    Column("ends", "结束", day, note="without this day; empty: until the next 不含当日，留空则至下一条"),
    Column("fte", "工时系数", fte_of, default=fte_of("1"), example="1"),
    Column("contract", "合同", words("contract", 64), default="permanent", example="permanent"),
    Column("producing", "是否上岗", yes_no, default=True, example="yes"),
)
MEMBERSHIPS = (
    Column("agent", "工号", code, needed=True, example="A001"),
    Column("team", "班组", code, needed=True, example="T01"),
    Column("starts", "开始", words("starts", 40), needed=True, example="2025-03-01"),
    Column(
        "ends", "结束", words("ends", 40), note="without this instant; empty: until the next 不含该时刻，留空则至下一条"
    ),
    Column(
        "post",
        "岗位",
        choice(member="组员|成员", deputy="副班组长|副组长", lead="班组长|组长"),
        default="member",
        example="member",
        note="member, deputy, lead",
    ),
)
LEAVE = (
    Column("agent", "工号", code, needed=True, example="A001"),
    Column("starts", "开始", day, needed=True, example="2026-02-09"),
    Column("ends", "结束", day, needed=True, example="2026-02-11", note="without this day 不含当日"),
    Column("part", "时段", choice(whole="全天", morning="上午", afternoon="下午"), default="whole", example="whole"),
    Column("kind", "类别", words("kind", 64), default="unspecified", example="annual"),
)
ROSTER = (
    Column("agent", "工号", code, needed=True, example="A001"),
    Column(
        "day",
        "日期",
        day,
        needed=True,
        example="2026-03-02",
        note="replaces the agent's shifts of this day 覆盖当日班次",
    ),
    Column(
        "starts", "上班", time_of, example="09:00", note="local time of the site; empty: day off 当地时间，留空为休息"
    ),
    Column("ends", "下班", time_of, example="18:00", note="not after the start: on the next date 不晚于上班则为次日"),
)
SKILLS = (
    Column("agent", "工号", code, needed=True, example="A001"),
    Column("queue", "队列", code, needed=True, example="billing"),
    Column("since", "自", day, needed=True, example="2025-06-01"),
)
