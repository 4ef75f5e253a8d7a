"""The columns of files of opening balances: how a cell is read, what the template says."""

from collections.abc import Callable

from career.exact import parse_decimal
from career.months import Month, month_of, parse_month
from server.errors import DomainError, declare
from server.people.imports.columns import Column, choice, code, day, words
from server.people.reach import FIRST, LAST
from server.people.shapes import level_of

BAD_AMOUNT = declare(
    "bad_amount",
    400,
    en="{value} is no plain number between {low} and {high} with at most 6 decimals.",
    zh="{value} 不是 {low} 到 {high} 之间、小数不超过 6 位的数字。",
)
BAD_MONTH_CELL = declare(
    "bad_month_cell", 400, en="{value} is no month; write 2026-06.", zh="{value} 不是有效月份，请写成 2026-06。"
)
NOT_CODE = declare(
    "bad_short_code",
    400,
    en="{value}: write small letters, digits and _ only, beginning with a letter.",
    zh="{value}：只能使用小写字母、数字和下划线，并以字母开头。",
)


def amount(low: int, high: int) -> Callable[[str], str]:
    """A plain decimal within bounds, as text."""

    def read(text: str) -> str:
        try:
            micro = parse_decimal(text)
        except ValueError:
            raise DomainError(BAD_AMOUNT, value=text, low=low, high=high) from None
        if not low * 1_000_000 <= micro <= high * 1_000_000:
            raise DomainError(BAD_AMOUNT, value=text, low=low, high=high)
        return text

    return read


def short_code(text: str) -> str:
    """A code as criteria name exams and courses."""
    found = text.strip().lower()
    if (
        not found
        or len(found) > 64
        or not found[0].isascii()
        or not found[0].isalpha()
        or not found.replace("_", "a").isascii()
    ):
        raise DomainError(NOT_CODE, value=text)
    if not found.replace("_", "a").isalnum():
        raise DomainError(NOT_CODE, value=text)
    return found


def month_of_cell(text: str) -> Month:
    """`2026-06`, `2026/6`, `2026年6月`, or a day of the month as spreadsheets turn months into."""
    plain = text.replace("年", "-").replace("月", "").replace("/", "-").replace(".", "-").strip("-")
    parts = plain.split("-")
    if len(parts) > len(("2026", "06", "01")):
        raise DomainError(BAD_MONTH_CELL, value=text)
    try:
        found = parse_month(f"{parts[0]}-{int(parts[1]):02d}")
    except (ValueError, IndexError):
        raise DomainError(BAD_MONTH_CELL, value=text) from None
    if not month_of(FIRST) <= found <= month_of(LAST):
        raise DomainError(BAD_MONTH_CELL, value=text)
    return found


_AGENT = Column("agent", "工号", code, needed=True, example="A001")
_REF = Column(
    "ref",
    "来源编号",
    words("ref"),
    note="the other system's own number; sent again it changes nothing 原系统编号，重复导入不会重复计入",
)

LEVELS = (
    _AGENT,
    Column("level", "级别", level_of, needed=True, example="junior"),
    Column(
        "since",
        "定级日期",
        day,
        needed=True,
        example="2024-07-01",
        note="before the present level began 早于现任级别的定级日期",
    ),
    Column("ground", "依据", words("ground"), default="", example="2024 mid-year review"),
)
EXAMS = (
    _AGENT,
    Column(
        "exam",
        "考试",
        short_code,
        needed=True,
        example="junior",
        note="as criteria name it: junior, intermediate, senior, management 与标准中的考试代码一致",
    ),
    Column("taken_on", "考试日期", day, needed=True, example="2025-05-20"),
    Column("score", "成绩", amount(0, 1000), needed=True, example="86.5"),
    _REF,
)
TRAINING = (
    _AGENT,
    Column("month", "月份", month_of_cell, needed=True, example="2025-11"),
    Column("hours", "学时", amount(0, 744), needed=True, example="6.5"),
)
COURSES = (
    _AGENT,
    Column("course", "课程", short_code, needed=True, example="billing_basics"),
    Column(
        "what",
        "事项",
        choice(course="列入计划|计划", attended="参加|完成", practice="练习|练习记录"),
        needed=True,
        example="attended",
        note="course (on the plan), attended, practice",
    ),
    Column("on_day", "日期", day, needed=True, example="2025-11-12"),
    _REF,
)
SCORECARDS = (
    _AGENT,
    Column("month", "月份", month_of_cell, needed=True, example="2025-11"),
    Column("score", "得分", amount(0, 1000), example="88.5", note="empty: no data 留空为无数据"),
    Column("worked_days", "出勤天数", amount(0, 31), example="21", note="empty: not known 留空为未知"),
)  # fmt: skip
