"""Reads a pack out of a file or of rows pasted from one, so that it can be looked at before it is imported."""

import msgspec
from msgspec import Struct

from career.exact import parse_decimal
from career.quality.benchmarks import Definition, Figure, Pack
from server.errors import DomainError, declare
from server.people.imports.columns import Cells, Column, choice, code, read_rows, words
from server.people.imports.plan import RowFault, Seen, Tally
from server.people.imports.service import template_of
from server.people.imports.sheet import read_sheet

BAD_MARK = declare(
    "bad_benchmark_figure",
    400,
    en="{value} is no number of at most 6 decimals.",
    zh="{value} 不是数字，或小数超过 6 位。",
)
MARKS_TURNED = declare(
    "benchmark_quartiles_turned",
    422,
    en="The quartiles of {metric} do not run from worse to better: {marks}.",
    zh="{metric} 的四分位未按由差到好排列：{marks}。",
)
UNREADABLE_PACK = declare(
    "unreadable_pack", 400, en="This JSON file is no benchmark pack: {why}.", zh="该 JSON 文件不是对标资料：{why}。"
)


class PackRead(Struct, frozen=True, kw_only=True):
    """What a file says. Rows that cannot be used are in `errors`, not among the figures; a sheet names no source and no year."""

    source: str
    year: int | None
    figures: list[Figure]
    errors: list[RowFault]


def check_marks(figure: Figure) -> None:
    """Quartiles run from worse to better. Raises `benchmark_quartiles_turned`."""
    marks = (figure.quarter, figure.median, figure.three_quarters)
    values = [parse_decimal(one) for one in marks]
    if figure.definition.good == "lower":
        values.reverse()
    if values != sorted(values):
        raise DomainError(MARKS_TURNED, metric=figure.definition.metric, marks=" · ".join(marks))


def _mark(text: str) -> str:
    try:
        parse_decimal(text)
    except ValueError:
        raise DomainError(BAD_MARK, value=text[:40]) from None
    return text


COLUMNS = (
    Column("metric", "指标", code, needed=True, example="qa"),
    Column("unit", "单位", words("unit", 40), default="", example="%"),
    Column(
        "combine",
        "汇总",
        choice(sum="求和", mean="平均", min="最小", max="最大", last="最新"),
        needed=True,
        example="mean",
        note="sum 求和 / mean 平均 / min 最小 / max 最大 / last 最新",
    ),
    Column(
        "good",
        "方向",
        choice(higher="越高越好", lower="越低越好", band="区间"),
        needed=True,
        example="higher",
        note="higher 越高越好 / lower 越低越好 / band 区间",
    ),
    Column("counts", "口径", words("counts", 500), default="", example="score/calls"),
    Column("quarter", "四分位1", _mark, needed=True, example="80", note="the worse one 较差的一侧"),
    Column("median", "中位数", _mark, needed=True, example="86"),
    Column("three_quarters", "四分位3", _mark, needed=True, example="92", note="the better one 较好的一侧"),
)


def template(form: str) -> bytes:
    """An empty file with an example that is passed over, as `csv` or `xlsx`."""
    return template_of(COLUMNS, form)


def read_pack(content: bytes) -> PackRead:
    """A pack out of CSV, XLSX, or the JSON that the interface takes.

    Raises `unreadable_pack` and what `read_sheet` and `read_rows` raise.
    """
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        try:
            pack = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=Pack)
        except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
            raise DomainError(UNREADABLE_PACK, why=str(wrong)) from wrong
        return _judged(pack.source, pack.year, [(number, one) for number, one in enumerate(pack.figures, 1)], Tally())
    tally, found = Tally(), []
    for cells in read_rows(read_sheet(content), COLUMNS):
        if cells.faults:
            tally.refuse(cells.number, [*cells.faults])
        else:
            found.append((cells.number, _figure(cells)))
    return _judged("", None, found, tally)


def _figure(cells: Cells) -> Figure:
    said = cells.values
    definition = Definition(
        metric=said["metric"],
        unit=said.get("unit") or "",
        combine=said["combine"],
        good=said["good"],
        counts=said.get("counts") or "",
    )
    return Figure(definition, said["quarter"], said["median"], said["three_quarters"])


def _judged(source: str, year: int | None, found: list[tuple[int, Figure]], tally: Tally) -> PackRead:
    seen, figures = Seen(), []
    for number, one in found:
        try:
            seen.check(number, one.definition.metric, one.definition.metric)
            check_marks(one)
        except DomainError as refusal:
            tally.refuse(number, [(None, refusal)])
        else:
            figures.append(one)
    return PackRead(source=source, year=year, figures=figures, errors=sorted(tally.faults, key=lambda one: one.row))
