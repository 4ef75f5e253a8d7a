"""Files of facts: what a mapping can read, what it refuses with the row's number, and that importing twice changes nothing."""

import io
from datetime import UTC, datetime, time, timedelta
from typing import Any

import msgspec
import pytest
import xlsxwriter

from server.auth.actor import Actor
from server.auth.roles import Role
from server.errors import DomainError
from server.facts.importing import Imported
from server.facts.mapping import Mapping
from server.facts.service import FactsService
from server.wire import Bilingual
from tests.server.facts.conftest import add_agent

Sql = Any
OPS = Actor(kind="account", id=1, name="Olivia", role=Role.OPS)
NAME = Bilingual(zh="测试", en="Test")

CALLS: dict[str, Any] = {
    "source": "pbx",
    "zone": "Asia/Shanghai",
    "agent": {"column": "who", "lookup": {"B.": "Becky"}},
    "at": {"date": "day", "time": "time"},
    "facts": [
        {
            "id": "{id}:talk", "metric": "talk_time", "value": {"column": "talk", "kind": "duration"},
            "queue": {"column": "line", "lookup": {"1": "sales", "2": "care"}, "strict": True},
            "when": [{"column": "done", "is": "y"}],
        },
        {"id": "{id}:rating", "metric": "csat", "value": {"column": "stars", "scale": "20"},
         "when": [{"column": "stars", "empty": False}]},
    ],
}  # fmt: skip
HEADER = "id,who,day,time,line,talk,done,stars\n"


async def take(facts: FactsService, spec: dict[str, Any], content: str | bytes, **options: Any) -> Imported:
    await facts.imports.put(OPS, "test", NAME, msgspec.convert(spec, Mapping))
    given = content.encode() if isinstance(content, str) else content
    return await facts.imports.take(OPS, "test", given, **options)


def summary(answer: Imported) -> tuple[int, ...]:
    return answer.accepted, answer.superseding, answer.duplicate, answer.stale, answer.refused


async def held(sql: Sql) -> list[tuple[Any, ...]]:
    rows = await sql.fetch("SELECT fact_id, revision, agent_id, queue_id, at, value FROM fact ORDER BY fact_id")
    return [tuple(row) for row in rows]


async def test_a_row_becomes_facts(facts: FactsService, sql: Sql) -> None:
    answer = await take(
        facts, CALLS, HEADER + "1,B.,2026-3-3,9:05:07,1,0:02:23,Y,4\n2,Dan,2026/3/3,23:59,2,90.5,n,4.5\n"
    )
    assert summary(answer) == (3, 0, 0, 0, 0)
    assert (answer.rows, answer.facts, answer.errors) == (2, 3, [])
    assert answer.preview[0] == {
        "row": 2, "id": "1:talk", "metric": "talk_time", "at": "2026-03-03T09:05:07+08:00", "value": 143,
        "agent": "Becky", "weight": 1, "queue": "sales", "revision": 0,
    }  # fmt: skip
    assert await held(sql) == [
        ("1:rating", 0, 1, 0, datetime(2026, 3, 3, 1, 5, 7, tzinfo=UTC), 80_000_000),
        ("1:talk", 0, 1, 1, datetime(2026, 3, 3, 1, 5, 7, tzinfo=UTC), 143_000_000),
        ("2:rating", 0, 2, 0, datetime(2026, 3, 3, 15, 59, tzinfo=UTC), 90_000_000),
    ]


async def test_bad_cells_name_their_row_and_spoil_no_other(facts: FactsService) -> None:
    rows = [
        "1,Becky,2026-03-03,9:00,1,0:02:99,Y,4", "2,Becky,2026-02-30,9:00,1,10,Y,4", "3,Nobody,2026-03-03,9:00,1,10,Y,",
        "4,Becky,2026-03-03,9:00,9,10,Y,six", ",Becky,2026-03-03,9:00,1,10,Y,", "6,,2026-03-03,9:00,1,10,Y,",
        "7,Becky,2026-03-03,,1,10,Y,", "8,Becky,2026-03-03,9:00,1,,Y,5.000001",
    ]  # fmt: skip
    answer = await take(facts, CALLS, HEADER + "\n".join(rows))
    assert [(error.row, error.code) for error in answer.errors] == [
        (2, "bad_duration"), (3, "bad_when"), (3, "bad_when"), (4, "unknown_agent"), (5, "not_in_map"), (5, "bad_number"),
        (6, "no_id"), (7, "nobody"), (8, "empty_value"), (9, "empty_value"), (9, "out_of_range"),
    ]  # fmt: skip
    assert summary(answer) == (1, 0, 0, 0, 2)


async def test_changed_rows_take_the_next_revision_and_the_last_file_changes_nothing(
    facts: FactsService, sql: Sql
) -> None:
    first = HEADER + "1,Becky,2026-03-03,9:00,1,100,Y,4\n2,Becky,2026-03-03,9:00,1,100,Y,4\n"
    second = first.replace("2026-03-03,9:00,1,100,Y,4\n2", "2026-03-03,9:00,1,120,Y,\n2")
    assert summary(await take(facts, CALLS, first)) == (4, 0, 0, 0, 0)
    assert summary(await take(facts, CALLS, first)) == (0, 0, 4, 0, 0)
    tried = await take(facts, CALLS, second, dry_run=True)
    # The talk time changed, and the rating is gone: a snapshot without it takes it back.
    assert summary(tried) == summary(await take(facts, CALLS, second)) == (0, 2, 2, 0, 0)
    assert summary(await take(facts, CALLS, second)) == (0, 0, 4, 0, 0)
    assert [(row[0], row[1], row[5]) for row in await held(sql)][:2] == [
        ("1:rating", 1, None),
        ("1:talk", 1, 120_000_000),
    ]
    # An older file imported later is the later word.
    assert summary(await take(facts, CALLS, first)) == (0, 2, 2, 0, 0)
    assert [(row[0], row[1], row[5]) for row in await held(sql)][:2] == [
        ("1:rating", 2, 80_000_000),
        ("1:talk", 2, 100_000_000),
    ]


async def test_an_id_twice_in_one_file_keeps_both_revisions_once(facts: FactsService, sql: Sql) -> None:
    content = (
        HEADER + "1,Becky,2026-03-03,9:00,1,100,Y,\n1,Dan,2026-03-03,9:00,1,120,Y,\n1,Dan,2026-03-03,9:00,1,120,Y,\n"
    )
    assert summary(await take(facts, CALLS, content)) == (1, 1, 1, 0, 0)
    assert summary(await take(facts, CALLS, content)) == (0, 0, 3, 0, 0)
    assert await sql.fetchval("SELECT revision FROM fact") == 1


async def test_increment_rows_add_and_the_same_rows_do_not(facts: FactsService, sql: Sql) -> None:
    spec = {
        "source": "crm", "mode": "increment", "zone": "Asia/Shanghai", "agent": {"column": "who"},
        "at": {"instant": "when"}, "facts": [{"id": "calls", "metric": "calls", "value": {"column": "n"}}],
    }  # fmt: skip
    first = "who,when,n\nBecky,2026-03-03 09:00,3\nBecky,2026-03-03 09:00,3\nDan,2026-03-03 09:00,4\n"
    assert summary(await take(facts, spec, first)) == (3, 0, 0, 0, 0)
    assert summary(await take(facts, spec, first)) == (0, 0, 3, 0, 0)
    assert summary(await take(facts, spec, first + "Dan,2026-03-03 10:00,4\n")) == (1, 0, 3, 0, 0)
    assert await sql.fetchval("SELECT sum(sum_value) FROM rollup") == 14_000_000


async def test_replayed_import_rows_still_take_the_next_revision(facts: FactsService, sql: Sql) -> None:
    await take(facts, CALLS, HEADER + "1,Becky,2026-03-03,9:00,1,100,Y,\n")
    assert summary(await take(facts, CALLS, HEADER + "1,Zoe,2026-03-03,9:00,1,100,Y,\n")) == (0, 0, 0, 0, 1)
    zoe = await add_agent(sql, "Zoe", "T1")
    assert (await facts.quarantine.replay(OPS, None)).superseding == 1
    assert await sql.fetchval("SELECT (revision, agent_id) = (1, $1) FROM fact", zoe)


async def test_a_workbook_and_a_text_file_say_the_same(facts: FactsService) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("notes")
        sheet = book.add_worksheet("calls")
        day, clock = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "[h]:mm:ss"})
        sheet.write_row(0, 0, HEADER.strip().split(","))
        sheet.write_row(1, 0, [1, "Becky"])
        sheet.write_datetime(1, 2, datetime(2026, 3, 3), day)  # noqa: DTZ001 - spreadsheets have no zones
        sheet.write_datetime(1, 3, time(9, 5, 7), book.add_format({"num_format": "h:mm:ss"}))
        sheet.write(1, 4, 1)
        sheet.write_datetime(1, 5, timedelta(minutes=2, seconds=23), clock)
        sheet.write_row(1, 6, ["Y", 4])
    answer = await take(facts, CALLS | {"sheet": "calls"}, out.getvalue())
    assert summary(answer) == (2, 0, 0, 0, 0)
    text = HEADER + "1,Becky,2026-03-03,9:05:07,1,0:02:23,Y,4\n"
    assert summary(await take(facts, CALLS | {"delimiter": ","}, text.encode("gb18030"))) == (0, 0, 2, 0, 0)


async def test_the_clock_put_forward_and_back(facts: FactsService, sql: Sql) -> None:
    spec = CALLS | {"zone": "Europe/Zurich"}
    content = HEADER + "1,Joe,2025-03-30,2:30,1,10,Y,\n2,Joe,2025-10-26,2:30,1,10,Y,\n"
    answer = await take(facts, spec, content)
    assert [(error.row, error.code) for error in answer.errors] == [(2, "skipped_time")]
    assert [row[4] for row in await held(sql)] == [datetime(2025, 10, 26, 0, 30, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"zone": "Mars/Base"}, "no such zone"),
        ({"at": None}, "at needs"),
        ({"agent": None}, "exactly one of agent and team"),
        ({"facts": [CALLS["facts"][0], CALLS["facts"][0]]}, "two facts have the id"),
        ({"facts": [{**CALLS["facts"][0], "id": "same"}]}, "names no column"),
    ],
)
async def test_mappings_that_make_no_sense_are_refused(change: dict[str, Any], why: str, facts: FactsService) -> None:
    with pytest.raises(DomainError, match="bad_mapping") as refused:
        await take(facts, CALLS | change, HEADER)
    assert why in str(refused.value.detail["why"])


async def test_a_file_without_a_named_column_is_refused_whole(facts: FactsService) -> None:
    with pytest.raises(DomainError, match="missing_column"):
        await take(facts, CALLS, HEADER.replace("stars", "smileys") + "1,Becky,2026-03-03,9:00,1,10,Y,4\n")
