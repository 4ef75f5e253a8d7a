"""Faults, cases and benchmarks: who reads what, practice from a case, what is forgotten, and what is not compared."""

import io
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec
import pytest
import python_calamine
from litestar import Litestar

from server.db.pool import Database
from server.quality.cases.reading import cases_given
from tests.server.conftest import SignedIn
from tests.server.quality.conftest import BEST, Judge, refused, told

CASES = "/api/v1/qa/cases"
PACKS = "/api/v1/benchmark-packs"
CASE = {"title": "安抚急躁的客户", "summary": "先听完，再复述。", "tags": ["倾听", " Calm "], "recording": "rec/1"}


@pytest.fixture
async def six(centre: None, sql: Any) -> None:
    """Four more in T1, so that a statistic may be made: A2 and A4 to A7."""
    await sql.execute(
        "WITH a AS (INSERT INTO agent (code, site_id, name_zh, name_en, hired) SELECT 'A' || n, 1, '员', 'One', '2025-01-06'"
        " FROM generate_series(4, 7) n RETURNING id)"
        " INSERT INTO membership (agent_id, team_id, starts) SELECT id, 1, '2025-01-06T00:00Z' FROM a"
    )


async def test_a_pack_is_read_from_a_file_before_it_is_imported(centre: None, analyst: httpx.AsyncClient) -> None:
    async def read(content: bytes) -> httpx.Response:
        return await analyst.post(f"{PACKS}/read", files={"file": ("pack", content)})

    example = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO((await analyst.get(f"{PACKS}/template.xlsx")).content)
    )
    assert example.get_sheet_by_index(0).to_python()[0][0] == "metric 指标"
    sheet = (
        "metric;unit;combine;good;counts;quarter;median;three_quarters\n"
        "qa;%;平均;higher;score/calls;80;86;92\n"
        "aht;s;mean;越低越好;;420;380;345.5\n"
        "qa;%;mean;higher;;80;86;92\n"
        "fcr;%;mean;higher;;80;70;92\n"
        "csat;%;median;higher;;8e1;86;\n"
    )
    found = await told(await read(sheet.encode()))
    assert [one["definition"]["metric"] for one in found["figures"]] == ["qa", "aht"]
    assert found["figures"][1]["three_quarters"] == "345.5"
    assert [(one["row"], one["column"], one["code"]) for one in found["errors"]] == [
        (4, None, "row_twice"),
        (5, None, "benchmark_quartiles_turned"),
        (6, "combine", "bad_choice"),
        (6, "quarter", "bad_benchmark_figure"),
        (6, "three_quarters", "empty_cell"),
    ]
    whole = {"source": "Panel", "year": 2025, "figures": found["figures"]}
    again = await told(await read(msgspec.json.encode(whole)))
    assert (again["source"], again["year"], again["figures"], again["errors"]) == ("Panel", 2025, found["figures"], [])
    assert refused(await read(b'{"source": "Panel"}'))[1] == "unreadable_pack"
    assert refused(await read(b"PK\x03\x04 no book"))[1] == "unreadable_file"
    assert (await told(await analyst.get(PACKS)))["items"] == []


async def test_faults_the_most_common_first_and_never_about_a_few(
    six: None, judge: Judge, analyst: httpx.AsyncClient, signed_in: SignedIn
) -> None:
    for n, agent in enumerate(["A2", "A4", "A5", "A6"]):
        await judge(f"c-{n}", agent=agent, marks={**BEST, "answer": "0.5"})
    few = await told(await analyst.get("/api/v1/qa/faults"))
    assert (few["withheld"], few["items"], few["agents"], few["mean"]) == (True, [], None, None)
    await judge("c-5", agent="A7", marks={**BEST, "answer": "0", "closing": "0", "identity": None})
    found = await told(await analyst.get("/api/v1/qa/faults", params={"team": "T1", "weeks": 1}))
    assert (found["calls"], found["agents"], found["withheld"]) == (5, 5, False)
    lines = [
        (one["item"], one["count"], one["applied"], one["share"], one["cumulated"], one["lost"], one["vital"])
        for one in found["items"]
    ]
    assert lines == [("answer", 5, 5, "83.3", "83.3", "75", True), ("closing", 1, 5, "16.7", "100", "5", False)]
    book = (await analyst.get("/api/v1/qa/faults/export.xlsx")).content
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert rows[2][1:7] == [5.0, 5.0, 100.0, 83.3, 83.3, 75.0]
    lead, member = await signed_in("lead", "A1"), await signed_in("agent", "A2")
    assert (await told(await lead.get("/api/v1/qa/faults")))["agents"] == 5
    assert (await told(await lead.get("/api/v1/qa/faults", params={"team": "T2"})))["items"] == []
    assert refused(await member.get("/api/v1/qa/faults"))[0] == 403
    other = await signed_in("lead", "A3")
    assert (await told(await other.get("/api/v1/qa/faults")))["items"] == []


async def test_a_judged_call_becomes_a_case_that_is_found_by_tag_and_practised(
    six: None, app: Litestar, judge: Judge, analyst: httpx.AsyncClient, signed_in: SignedIn, sql: Any
) -> None:
    call = (await judge("c-1"))["evaluation"]["id"]
    assert refused(await analyst.post(CASES, json={**CASE, "evaluation": call}))[1] == "case_consent_missing"
    made = await told(await analyst.post(CASES, json={**CASE, "evaluation": call, "anonymised": True}))
    assert (made["giver"]["code"], made["tags"], made["given_on"]) == ("A2", ["倾听", "calm"], "2026-03-04")
    assert refused(await analyst.post(CASES, json={**CASE, "evaluation": call, "consent": True})) == (409, "case_there")
    open_one = await told(
        await analyst.post(CASES, json={**CASE, "title": "另一例", "tags": ["核实"], "agent": "A4", "consent": True})
    )
    # Whose call it is: for who keeps cases and the agent; for all where the agent agreed and nothing was anonymised.
    lead, trainer, agent = await signed_in("lead", "A1"), await signed_in("trainer"), await signed_in("agent", "A2")
    for reader, giver in ((lead, None), (trainer, None), (agent, "A2"), (analyst, "A2")):
        found = await told(await reader.get(CASES, params={"tag": "CALM"}))
        assert [one["id"] for one in found["items"]] == [made["id"]]
        assert (found["items"][0]["giver"] or {}).get("code") == giver
    assert (await told(await lead.get(f"{CASES}/{open_one['id']}")))["giver"]["code"] == "A4"
    assert [one["id"] for one in (await told(await agent.get(CASES, params={"q": "复述"})))["items"]] == [
        open_one["id"],
        made["id"],
    ]
    # Practice: by who teaches to anybody, by leads to the own teams, to nobody twice.
    gives = f"{CASES}/{made['id']}/practice"
    assert await told(await lead.post(gives, json={"kind": "role_play", "team": "T1"})) == {"given": 5, "before": 0}
    assert await told(await trainer.post(gives, json={"agents": ["A3", "A2"]})) == {"given": 1, "before": 1}
    assert refused(await lead.post(gives, json={"team": "T2"}))[0] == 403
    assert refused(await trainer.post(gives, json={}))[1] == "nobody_to_practise"
    rows = await sql.fetch(
        "SELECT kind, count(*) AS n FROM practice_record WHERE why_ref = $1 GROUP BY 1 ORDER BY 1", f"case:{made['id']}"
    )
    assert [(row["kind"], row["n"]) for row in rows] == [("exercise", 1), ("role_play", 5)]


async def test_a_case_given_is_read_as_it_was_accepted_and_forgotten_with_the_person(
    six: None, app: Litestar, analyst: httpx.AsyncClient, signed_in: SignedIn, sql: Any
) -> None:
    made = await told(await analyst.post(CASES, json={**CASE, "agent": "A2", "consent": True}))
    lesson = await told(await analyst.post(CASES, json={**CASE, "agent": "A2", "kind": "lesson", "consent": True}))
    db: Database = app.state.rooms.db
    async with db.connection() as connection:
        assert [(one.case, one.ref) for one in await cases_given(connection, None)] == [
            (made["id"], f"case:{made['id']}")
        ]
        assert await cases_given(connection, [2], accepted_before=datetime(2026, 3, 4, 2, tzinfo=UTC)) == []
    hr = await signed_in("hr")
    held = await told(await hr.get("/api/v1/agents/A2/export"))
    assert [one["id"] for one in held["cases_given"]] == [made["id"], lesson["id"]]
    changed = {**CASE, "kind": "model", "revision": 1, "consent": True, "anonymised": False, "title": "新标题"}
    assert (await told(await analyst.put(f"{CASES}/{made['id']}", json=changed)))["revision"] == 2
    assert refused(await analyst.put(f"{CASES}/{made['id']}", json=changed)) == (409, "changed_meanwhile")
    await sql.execute("UPDATE agent SET left_on = '2026-03-01' WHERE code = 'A2'")
    await told(await hr.post("/api/v1/agents/A2/erase"))
    kept = await told(await analyst.get(f"{CASES}/{made['id']}"))
    assert (kept["giver"], kept["recording"], kept["anonymised"]) == (None, "", True)
    await told(await analyst.post(f"{CASES}/{made['id']}/withdraw", json={"why": "本人撤回"}))
    lead = await signed_in("lead", "A1")
    assert refused(await lead.get(f"{CASES}/{made['id']}")) == (404, "no_such_case")
    assert (await told(await analyst.get(f"{CASES}/{made['id']}")))["withdrawn_why"] == "本人撤回"


def _pack(**other: Any) -> dict[str, Any]:
    definition = {"metric": "qa", "unit": "%", "combine": "mean", "good": "higher", "counts": "", **other}
    figure = {"definition": definition, "quarter": "80", "median": "86", "three_quarters": "92"}
    return {"source": "行业协会", "year": 2025, "figures": [figure]}


async def test_only_what_is_counted_alike_is_compared_and_the_field_at_fault_is_named(
    six: None, app: Litestar, judge: Judge, analyst: httpx.AsyncClient, facts: Any, sql: Any
) -> None:
    sheet = await sql.fetchrow("SELECT unit, combine, good FROM metric WHERE code = 'qa'")
    own = {"unit": sheet["unit"], "combine": sheet["combine"], "good": sheet["good"]}
    pack = await told(await analyst.post(PACKS, json=_pack(**own)))
    assert refused(await analyst.post(PACKS, json=_pack(**own))) == (409, "pack_there")
    address = f"{PACKS}/{pack['id']}/comparison"

    async def only() -> dict[str, Any]:
        (found,) = (await told(await analyst.get(address, params={"site": "CD"})))["items"]
        return dict(found)

    assert (await only())["refused"] == "no_data"
    for n, agent in enumerate(["A2", "A4", "A5", "A6"]):
        await judge(f"c-{n}", agent=agent, marks={**BEST, "answer": "0.5"})
    await facts()
    few = await only()
    assert (few["refused"], few["value"]) == ("too_few", None)
    await judge("c-5", agent="A7")
    await facts()
    found = await only()
    assert (found["where"], found["value"], found["refused"]) == ("upper_middle", "90.9091", None)
    await told(await analyst.put(f"{PACKS}/counts/qa", json={"counts": "score/calls"}))
    found = await only()
    assert (found["where"], found["refused"], found["differs"]) == (None, "definition_differs", "counts")
    assert "口径" in found["why"]["zh"]
    book = (await analyst.get(f"{address}.xlsx", params={"site": "CD"})).content
    assert python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()[2][
        2:5
    ] == [80.0, 86.0, 92.0]
    wrong = {**_pack(**own), "year": 2024}
    wrong["figures"] = [{**wrong["figures"][0], "median": "70"}]
    assert refused(await analyst.post(PACKS, json=wrong))[1] == "benchmark_quartiles_turned"
