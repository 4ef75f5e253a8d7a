"""Files of questions: one row is one question, judged row by row; all rows are taken in or none."""

import asyncio
import re
from datetime import UTC
from decimal import Decimal
from typing import Any

import msgspec

from career.exact import parse_decimal
from career.training.bank import Number, Order, Question, Several, Single
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError, declare
from server.people.imports.columns import Cells, Column, choice, read_rows, words, yes_no
from server.people.imports.plan import Seen, Steps, Tally
from server.people.imports.service import Outcome, template_of
from server.people.imports.sheet import read_sheet
from server.reports.grid import Line, Sheet, Value, write_book
from server.training.exams import bank

NOT_A_QUESTION = declare(
    "row_is_no_question",
    400,
    en="The row makes no question: {why}.",
    zh="该行不能组成题目：{why}。",
)
_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
BAD_NAME = declare(
    "bad_bank_code",
    400,
    en="{value}: only small letters, digits, _ . and -, at most 64.",
    zh="{value}：只能用小写字母、数字、_ . 和 -，最多 64 个字符。",
)


def _name(text: str) -> str:
    found = text.strip().lower()
    if not _CODE.fullmatch(found):
        raise DomainError(BAD_NAME, value=text[:40])
    return found


def _amount(text: str) -> str:
    try:
        parse_decimal(text)
    except ValueError:
        raise DomainError(NOT_A_QUESTION, why=text[:40]) from None
    return text


COLUMNS = (
    Column("code", "代码", _name, needed=True, example="billing-001"),
    Column("topic", "主题", _name, needed=True, example="billing"),
    Column(
        "kind",
        "题型",
        choice(single="单选|判断", several="多选", order="排序", number="数值"),
        needed=True,
        example="single",
        note="single 单选 / several 多选 / order 排序 / number 数值",
    ),
    Column("zh", "题目", words("zh", 2000), needed=True, example="账单日是每月几号？"),
    Column("en", "question", words("en", 2000), needed=True, example="On which day is the bill made?"),
    Column("options_zh", "选项", words("options_zh", 4000), example="1 日|5 日", note="用 | 分隔 separated by |"),
    Column("options_en", "options", words("options_en", 4000), example="the 1st|the 5th", note="separated by |"),
    Column("right", "答案", words("right", 40), needed=True, example="A", note="A, AC, or BAC in order; or the number"),
    Column("points", "分值", _amount, default="1", example="1"),
    Column("tolerance", "允差", _amount, default="0", example="0", note="number only 仅数值题"),
    Column("partly", "按比例给分", yes_no, default=False, example="no", note="several only 仅多选题"),
)


def question_of(values: dict[str, Any]) -> Question:
    """The question a row makes. Raises `row_is_no_question`."""
    zh, en = (_cut(values.get(name)) for name in ("options_zh", "options_en"))
    right = str(values["right"]).strip()
    kind = values["kind"]
    asks: dict[str, Any] = {"kind": kind}
    if kind == "number":
        asks |= {"right": right, "tolerance": values.get("tolerance") or "0"}
    else:
        # One language may be left out where both read alike, figures for example.
        zh, en = zh or en, en or zh
        if len(zh) != len(en):
            raise DomainError(NOT_A_QUESTION, why="options_zh ≠ options_en")
        chosen = [ord(one) - ord("A") for one in right.upper() if one.isalpha()]
        asks |= {"options": [{"zh": a, "en": b} for a, b in zip(zh, en, strict=True)]}
        asks |= {"right": chosen[0] if kind == "single" and len(chosen) == 1 else chosen}
        if kind == "several":
            asks |= {"partly": bool(values.get("partly"))}
    body = {name: values[name] for name in ("code", "topic", "zh", "en")}
    try:
        question = msgspec.convert({**body, "asks": asks, "points": values.get("points") or "1"}, Question)
        bank.fit(question)
    except msgspec.ValidationError as wrong:
        raise DomainError(NOT_A_QUESTION, why=str(wrong)) from wrong
    return question


def row_of(question: Question) -> Line:
    """The row that makes this question; see `question_of`."""
    asks = question.asks
    cells: list[Value] = [question.code, question.topic, _KINDS[type(asks)], question.zh, question.en]
    points = Decimal(question.points)
    if isinstance(asks, Number):
        return Line((*cells, None, None, Decimal(asks.right), points, Decimal(asks.tolerance), "no"))
    zh, en = ("|".join(getattr(one, tongue) for one in asks.options) for tongue in ("zh", "en"))
    right = (asks.right,) if isinstance(asks, Single) else asks.right
    partly = "yes" if isinstance(asks, Several) and asks.partly else "no"
    return Line((*cells, zh, en, "".join(chr(ord("A") + one) for one in right), points, None, partly))


_KINDS: dict[type, str] = {Single: "single", Several: "several", Order: "order", Number: "number"}


class QuestionFiles:
    """Commands about files of questions."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def template(self, form: str) -> bytes:
        """An empty file with an example that is passed over."""
        return template_of(COLUMNS, form)

    async def whole(self) -> bytes:
        """All questions that papers can be drawn from, as a workbook that can be changed and taken in again."""
        async with self._db.connection() as connection:
            rows = await connection.fetch("SELECT body FROM exam_question WHERE NOT retired ORDER BY topic, code")
        head = Line(tuple(column.name for column in COLUMNS), "head")
        lines = [row_of(msgspec.json.decode(row["body"], type=Question)) for row in rows]
        sheet = Sheet("questions 题库", (head, *lines), head=1)
        return write_book([sheet], title="Question bank 题库", made=self._clock.now().astimezone(UTC))

    async def take(self, actor: Actor, content: bytes, *, dry_run: bool) -> Outcome:
        """Judge every row, then write all or nothing."""
        rows = await asyncio.to_thread(lambda: read_rows(read_sheet(content), COLUMNS))
        tally = Tally()
        async with self._db.transaction() as connection:
            wanted = await _judge(connection, rows, tally)
            written = not dry_run and not tally.refused
            if written and wanted:
                await bank.put(connection, wanted, self._clock.now())
                counts = {"created": tally.created, "changed": tally.changed}
                await audit.record(connection, actor, "question.import", "import/questions", counts)
        return Outcome(
            kind="questions",
            rows=len(rows),
            created=tally.created,
            changed=tally.changed,
            unchanged=tally.unchanged,
            refused=tally.refused,
            written=written,
            errors=sorted(tally.faults, key=lambda fault: fault.row),
            changes=tally.changes,
        )


async def _judge(connection: Connection, rows: list[Cells], tally: Tally) -> list[Question]:
    held = {
        row["code"]: {**msgspec.json.decode(row["body"]), "retired": row["retired"]}
        for row in await connection.fetch("SELECT code, body, retired FROM exam_question")
    }
    seen, steps, wanted = Seen(), Steps(), []
    for cells in rows:
        await steps.take()
        faults: list[tuple[str | None, DomainError]] = list(cells.faults)
        if not faults:
            try:
                question = question_of(cells.values)
                seen.check(cells.number, question.code, question.code)
                after = {**msgspec.json.decode(msgspec.json.encode(question)), "retired": False}
                if tally.note(cells.number, question.code, held.get(question.code), after):
                    wanted.append(question)
            except DomainError as refusal:
                faults.append((None, refusal))
        if faults:
            tally.refuse(cells.number, faults)
    return wanted


def _cut(text: str | None) -> list[str]:
    return [one.strip() for one in (text or "").split("|") if one.strip()]
