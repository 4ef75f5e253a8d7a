"""Files of people data: what they say, what they would change, and what they are refused for."""

import io
from typing import Any

import httpx
import pytest
import xlsxwriter

from server.errors import DomainError
from server.people.imports.columns import read_rows
from server.people.imports.kinds import KINDS
from server.people.imports.service import template
from server.people.imports.sheet import read_sheet
from tests.server.conftest import SignedIn


@pytest.fixture
async def ops(centre: None, signed_in: SignedIn) -> httpx.AsyncClient:
    """The browser of operations."""
    return await signed_in("ops")


async def take(client: httpx.AsyncClient, kind: str, content: str | bytes, **query: str) -> Any:
    body = content.encode() if isinstance(content, str) else content
    answer = await client.post(f"/api/v1/import/people/{kind}", files={"file": ("f.csv", body)}, params=query)
    return answer.json()


def counts(outcome: Any) -> tuple[int, int, int, int, bool]:
    return (
        outcome["created"],
        outcome["changed"],
        outcome["unchanged"],
        len(outcome["errors"]),
        outcome["written"],
    )


AGENTS = """code,site,name_zh,name_en,hired,level
A1,CD,王一,Wang Yi,2025-01-06,trainee
A2,CD,李二,Li Er,2025/2/3,初级
A9,BE,赵九,Zhao Jiu,20260105,
"""


async def test_a_file_says_what_is_new_changed_and_the_same(ops: httpx.AsyncClient, sql: Any) -> None:
    dry = await take(ops, "agents", AGENTS, dry_run="true")
    assert counts(dry) == (1, 1, 1, 0, False)
    assert dry["changes"] == [
        {"row": 3, "key": "A2", "what": "changed", "before": {"level": "trainee"}, "after": {"level": "junior"}},
        {
            "row": 4,
            "key": "A9",
            "what": "created",
            "before": None,
            "after": {
                "code": "A9",
                "name_zh": "赵九",
                "name_en": "Zhao Jiu",
                "hired": "2026-01-05",
                "left_on": None,
                "level": "trainee",
                "level_since": None,
                "education": None,
                "site": "BE",
            },
        },
    ]
    assert await sql.fetchval("SELECT count(*) FROM agent") == 3
    real = await take(ops, "agents", AGENTS)
    assert {**dry, "written": True} == real
    assert counts(await take(ops, "agents", AGENTS)) == (0, 0, 3, 0, True)
    silent = AGENTS.replace("初级", "")
    assert counts(await take(ops, "agents", silent)) == (0, 0, 3, 0, True), "an empty level takes nobody's away"
    assert await sql.fetchval("SELECT detail->>'created' FROM audit WHERE action = 'people.import' ORDER BY id") == "1"


async def test_with_a_bad_row_nothing_is_written_unless_partial(ops: httpx.AsyncClient, sql: Any) -> None:
    bad = AGENTS + "A10,XX,钱十,Qian,2026-13-01,\nA11,CD,,Sun,2026-01-05,\nA9,BE,赵九,Again,2026-01-05,\n"
    outcome = await take(ops, "agents", bad)
    assert counts(outcome) == (1, 1, 1, 4, False)
    assert [(error["row"], error["column"], error["code"]) for error in outcome["errors"]] == [
        (5, "hired", "bad_date"),
        (5, "site", "no_such_site"),
        (6, "name_zh", "empty_cell"),
        (7, None, "row_twice"),
    ]
    assert all(error["messages"]["en"] and error["messages"]["zh"] for error in outcome["errors"])
    assert await sql.fetchval("SELECT count(*) FROM agent") == 3
    assert counts(await take(ops, "agents", bad, partial="true"))[-1] is True
    assert await sql.fetchval("SELECT count(*) FROM agent") == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
async def test_chinese_headers_and_encodings_are_read(ops: httpx.AsyncClient, sql: Any, encoding: str) -> None:
    assert counts(await take(ops, "sites", "code,name_zh,name_en,zone\nX,甲,X,UTC\n")) == (1, 0, 0, 0, True)
    text = "代码;职场;中文名称;英文名称\nT8;成;雷霆组;Thunder\n".replace("成;", "CD;")
    assert counts(await take(ops, "teams", text.encode(encoding))) == (1, 0, 0, 0, True)
    assert await sql.fetchval("SELECT name_zh FROM team WHERE code = 'T8'") == "雷霆组"


async def test_a_workbook_is_read_as_people_fill_it_in(ops: httpx.AsyncClient, sql: Any) -> None:
    from datetime import date, datetime

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        minute = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        page.write_row(0, 0, ["agent 工号", "team 班组", "starts 开始"])
        page.write_row(1, 0, ["A2", "T2"])
        page.write_datetime(1, 2, datetime(2026, 3, 2, 9, 30), minute)  # noqa: DTZ001 - as spreadsheets have it
        page.write_row(2, 0, ["A3", "T1"])
        page.write_datetime(2, 2, date(2026, 3, 3), day)
    assert counts(await take(ops, "memberships", out.getvalue())) == (2, 0, 0, 0, True)
    starts = await sql.fetch("SELECT starts FROM membership WHERE starts > '2026-01-01' ORDER BY agent_id")
    assert [row["starts"].isoformat() for row in starts] == ["2026-03-02T01:30:00+00:00", "2026-03-02T16:00:00+00:00"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\xff\xfe\x00\x01", "unreadable_file"),
        (b"PK\x03\x04 but no workbook", "unreadable_file"),
        (b"code,site,name_zh,name_en\n", "missing_column"),
        (b"code,site,name_zh,name_en,hired,shoe_size\n", "unknown_column"),
        (b"code,code,site,name_zh,name_en,hired\n", "double_column"),
    ],
)
def test_a_file_that_is_not_meant_is_refused_as_a_whole(content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_rows(read_sheet(content), KINDS["agents"].columns)
    assert refused.value.code == code


async def test_memberships_follow_one_another_in_any_order(ops: httpx.AsyncClient, sql: Any) -> None:
    text = "agent,team,starts,ends,post\nA2,T1,2026-03-09,,组长\nA2,T2,2026-03-02,,\nA3,T1,2025-06-01,2025-07-01,\n"
    outcome = await take(ops, "memberships", text)
    assert counts(outcome) == (2, 0, 0, 1, False)
    assert (outcome["errors"][0]["row"], outcome["errors"][0]["code"]) == (4, "membership_overlap")
    assert "T2" in outcome["errors"][0]["messages"]["en"]
    assert {
        "row": 0,
        "key": "A2 2025-02-02T16:00:00Z",
        "what": "ended",
        "before": {"ends": None},
        "after": {"ends": "2026-03-01T16:00:00Z"},
    } in outcome["changes"]
    await take(ops, "memberships", text, partial="true")
    spans = await sql.fetch(
        "SELECT t.code, m.ends::date::text AS ends, m.post FROM membership m JOIN team t ON t.id = m.team_id"
        " WHERE agent_id = 2 ORDER BY m.starts"
    )
    assert [tuple(span) for span in spans] == [
        ("T1", "2026-03-01", "member"),
        ("T2", "2026-03-08", "member"),
        ("T1", None, "lead"),
    ]
    again = await take(ops, "memberships", text, partial="true")
    assert counts(again)[:3] == (0, 0, 2)


async def test_an_imported_period_may_shrink_and_grow_at_once(ops: httpx.AsyncClient, sql: Any) -> None:
    first = "agent,starts,ends,fte\nA2,2026-01-01,2026-02-01,1\nA2,2026-02-01,2026-03-01,0.5\n"
    assert counts(await take(ops, "employment", first)) == (2, 0, 0, 0, True)
    second = "agent,starts,ends,fte\nA2,2026-01-01,2026-01-15,1\nA2,2026-02-01,2026-04-01,0.5\nA2,2026-01-15,2026-02-01,0.8\n"
    assert counts(await take(ops, "employment", second)) == (1, 2, 0, 0, True)
    assert (
        await sql.fetchval("SELECT string_agg(fte::text, ' ' ORDER BY starts) FROM employment") == "1.000 0.800 0.500"
    )


async def test_a_roster_file_replaces_whole_days(ops: httpx.AsyncClient, sql: Any) -> None:
    first = "agent,day,starts,ends\nA2,2026-03-02,09:00,12:00\nA2,2026-03-02,13:00,18:00\nA2,2026-03-03,22:00,06:00\n"
    assert counts(await take(ops, "roster", first)) == (3, 0, 0, 0, True)
    assert counts(await take(ops, "roster", first)) == (0, 0, 3, 0, True)
    second = "agent,day,starts,ends\nA2,2026-03-02,10:00,19:00\nA2,2026-03-03,,\nA2,2026-03-04,05:00,13:00\n"
    assert counts(await take(ops, "roster", second)) == (1, 2, 0, 0, True)
    rows = await sql.fetch("SELECT day::text, starts, ends FROM roster ORDER BY starts")
    assert [(row["day"], row["starts"].hour, row["ends"].hour) for row in rows] == [
        ("2026-03-02", 2, 11),
        ("2026-03-04", 21, 5),
    ]
    clash = "agent,day,starts,ends\nA2,2026-03-05,20:00,08:00\nA2,2026-03-06,07:00,15:00\nA3,2026-03-06,09:00,\n"
    outcome = await take(ops, "roster", clash, partial="true")
    assert {(error["row"], error["code"]) for error in outcome["errors"]} == {
        (2, "shift_overlap"),
        (4, "empty_cell"),
    }
    assert await sql.fetchval("SELECT count(*) FROM roster WHERE day = '2026-03-06'") == 1


async def test_leave_calendar_and_skills(ops: httpx.AsyncClient, sql: Any) -> None:
    leave = "agent,starts,ends,part,kind\nA2,2026-03-02,2026-03-03,上午,sick\nA2,2026-03-02,2026-03-04,,annual\n"
    outcome = await take(ops, "leave", leave)
    assert (outcome["errors"][0]["row"], outcome["errors"][0]["code"]) == (3, "leave_overlap")
    assert "sick" not in str(outcome)
    assert counts(await take(ops, "leave", leave, partial="true"))[0] == 1
    calendar = "site,day,kind,name_zh\nCD,2026-10-01,节假日,国庆节\nCD,2026-09-27,调休,\n"
    assert counts(await take(ops, "calendar", calendar)) == (2, 0, 0, 0, True)
    skills = "agent,queue,since\nA2,billing,2026-01-05\nA2,none,2026-01-05\n"
    assert [error["code"] for error in (await take(ops, "skills", skills))["errors"]] == ["no_such_queue"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_an_untouched_template_says_nothing_and_its_example_is_right(kind: str, form: str) -> None:
    columns = KINDS[kind].columns
    assert read_rows(read_sheet(template(kind, form)), columns) == []
    header = ",".join(column.name for column in columns)
    example = ",".join(column.example for column in columns)
    assert read_rows(read_sheet(f"{header}\n{example}".encode()), columns)[0].faults == []


async def test_templates_are_files(ops: httpx.AsyncClient) -> None:
    answer = await ops.get("/api/v1/import/people/agents/template.xlsx")
    assert answer.content[:4] == b"PK\x03\x04"
    assert 'filename="echelon-agents.xlsx"' in answer.headers["content-disposition"]
    csv = await ops.get("/api/v1/import/people/agents/template.csv")
    assert csv.content.decode("utf-8-sig").startswith("code 工号,site 职场")
    assert (await ops.get("/api/v1/import/people/shoes/template.csv")).json()["code"] == "no_such_import"
    assert (await take(ops, "shoes", "x\n"))["code"] == "no_such_import"
