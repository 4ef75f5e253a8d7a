"""A review from draft to payroll over HTTP: who may do what, what is refused, and what the trail says afterwards."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import pytest
from litestar import Litestar
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from career.versions import encode
from tests.server.conftest import SignedIn
from tests.server.ladder.reviewing import ROUND, VERSION, answered, drafted, junior, people

ONE, TWO, THREE, FOUR, FIVE = (junior(i) for i in range(1, 6))


async def test_a_whole_round(app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    await people(sql)
    hr, ops, lead = await signed_in("hr"), await signed_in("ops"), await signed_in("lead", "L1")
    other, agent = await signed_in("hr"), await signed_in("agent", FIVE)
    held_back = await signed_in("agent", THREE)
    review = await drafted(app, hr)
    opened = await review.move("open")
    assert (opened["counted"]["people"], opened["counted"]["candidates"], opened["complete"]) == (6, 4, True)
    # Four are ready and the system has named them; the fifth names herself, the sixth nobody does.
    assert [one["state"] for one in await review.candidates(hr)] == ["ready"] * 4
    await review.act(agent, "nominate", FIVE)
    assert (await review.act(agent, "nominate", FIVE, status=409))["code"] == "review_nominated_already"
    assert (await review.act(lead, "recommend", ONE, support=True, reason="steady", status=409))["code"] == (
        "review_declare_first"
    )
    await review.clear(lead, agents=[ONE, THREE, FIVE])
    assert (await review.act(lead, "recommend", TWO, support=True, reason="x", status=403))["code"] == "forbidden"
    await review.act(lead, "recommend", ONE, support=True, reason="steady")
    await review.act(lead, "recommend", FIVE, support=False, reason="one more year")
    await review.move("calibrating")
    # In the order of the stated key: who has been there longest comes first, and two places are there.
    ranked = await review.candidates(hr)
    assert [(one["agent"]["code"], one["rank"], one["within"]) for one in ranked] == [
        (ONE, 1, True), (TWO, 2, True), (THREE, 3, False), (FOUR, 4, False), (FIVE, 5, False),
    ]  # fmt: skip
    await review.move("deciding")
    everybody = [ONE, TWO, THREE, FOUR, FIVE]
    await review.clear(hr, ops, agents=everybody)
    # In bulk the places go down in the order of the ranks, and who finds none is left out.
    bulk = await review.act(hr, "propose", *reversed(everybody), kind="promote", reason="longest with us")
    assert bulk["done"] == 2
    assert {one["agent"]: one["code"] for one in bulk["refused"]} == dict.fromkeys(
        [THREE, FOUR, FIVE], "review_no_place"
    )
    assert bulk["refused"][0]["messages"] == {"zh": "该级别已没有编制。", "en": "No place is left at this level."}
    await review.act(hr, "propose", THREE, kind="hold", reason="in the next round")
    await review.act(hr, "propose", FOUR, kind="ready_without_place", reason="first in the next round")
    assert (await review.act(hr, "propose", FIVE, kind="ready_without_place", reason="x", status=409))["code"] == (
        "review_not_ready"
    )
    await review.act(hr, "propose", FIVE, kind="defer", reason="too early")
    assert (await review.act(hr, "confirm", ONE, kind="promote", status=409))["code"] == "review_second_person_needed"
    queue = await review.candidates(ops, mine="to_confirm")
    assert [one["agent"]["code"] for one in queue] == everybody
    assert await review.candidates(hr, mine="to_confirm") == []
    assert (await review.act(ops, "confirm", ONE, TWO, kind="promote"))["done"] == 2
    assert (await review.move("noticed", 409))["code"] == "review_undecided"
    await review.act(ops, "send_back", THREE, reason="say which criterion")
    await review.act(other, "declare", THREE, conflict=False)
    await review.act(other, "propose", THREE, kind="hold", reason="two others were longer with us")
    for code, kind in ((THREE, "hold"), (FOUR, "ready_without_place"), (FIVE, "defer")):
        await review.act(ops, "confirm", code, kind=kind)
    (mine,) = await answered(await held_back.get("/api/v1/cycles/mine"))
    assert (mine["decision"], mine["may"]) == (None, [])
    assert (await hr.get(f"{review.url}/payroll.csv")).json()["code"] == "not_noticed_yet"
    assert (await review.move("noticed", 422, effective="2026-03-01"))["code"] == "effective_before_notice"
    await review.move("noticed")
    (mine,) = await answered(await held_back.get("/api/v1/cycles/mine"))
    assert (mine["decision"]["kind"], mine["decision"]["reason"]) == ("hold", "two others were longer with us")
    assert (mine["decision"]["by"], mine["may"]) == (None, ["appeal"])
    await review.act(held_back, "appeal", THREE, reason="I began on the same day")
    assert (await review.act(other, "answer", THREE, upheld=True, reason="x", status=403))[
        "code"
    ] == "review_decided_this"
    await review.act(hr, "answer", THREE, upheld=True, reason="the date was wrong")
    (mine,) = await answered(await held_back.get("/api/v1/cycles/mine"))
    assert (mine["reopened"], mine["decision"], mine["appeal"]["outcome"]) == (True, None, "upheld")
    # Those who were overturned do not decide again; two others do.
    assert (await review.act(ops, "propose", THREE, kind="hold", reason="x", status=403))["code"] == (
        "review_decision_overturned"
    )
    third = await signed_in("ops")
    await review.clear(third, agents=[THREE])
    await review.act(hr, "propose", THREE, kind="ready_without_place", reason="as soon as there is a place")
    await review.act(third, "confirm", THREE, kind="ready_without_place")
    assert (await review.move("closed", 409))["code"] == "review_appeals_still_possible"
    await review.later(sql, datetime(2026, 4, 1, 4, 0, tzinfo=UTC))
    levels = await sql.fetch(
        "SELECT code, level, level_since FROM agent WHERE code = ANY($1::text[])", [ONE, TWO, THREE]
    )
    assert {row["code"]: row["level"] for row in levels} == {ONE: "intermediate", TWO: "intermediate", THREE: "junior"}
    assert levels[0]["level_since"] == date(2026, 4, 1)
    closed = await review.move("closed")
    assert (closed["counted"]["waiting_effect"], closed["counted"]["decided"]) == (
        0,
        {"defer": 1, "promote": 2, "ready_without_place": 2},
    )
    await review.refolds(sql)


async def test_payroll_gets_typed_cells_and_every_download_is_audited(
    app: Litestar, sql: Any, signed_in: SignedIn
) -> None:
    await people(sql)
    hr, ops = await signed_in("hr"), await signed_in("ops")
    review = await drafted(app, hr)
    await review.move("open")
    await review.move("calibrating")
    await review.move("deciding")
    everybody = [ONE, TWO, THREE, FOUR]
    await review.clear(hr, ops, agents=everybody)
    await review.act(hr, "propose", ONE, TWO, kind="promote", reason="first")
    await review.act(hr, "propose", THREE, FOUR, kind="hold", reason="later")
    for code, kind in zip(everybody, ("promote", "promote", "hold", "hold"), strict=True):
        await review.act(ops, "confirm", code, kind=kind)
    await review.move("noticed")
    sheet = await hr.get(f"{review.url}/payroll.xlsx", params={"locale": "en"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert rows[1][:6] == [ONE, "Agent 1", "Chengdu", "Junior", "Intermediate", date(2026, 4, 1)]
    assert [row[0] for row in rows[1:]] == [ONE, TWO]
    text = (await hr.get(f"{review.url}/payroll.csv", params={"locale": "zh"})).content.decode("utf-8-sig")
    assert next(iter(csv.DictReader(io.StringIO(text))))["新级别"] == "中级"
    said = await sql.fetch("SELECT detail::text FROM audit WHERE action = 'cycle.export' ORDER BY id")
    assert [row["detail"] for row in said] == ['{"n": 2, "format": "xlsx"}', '{"n": 2, "format": "csv"}']
    # Who has declared a conflict with somebody on the list does not get it.
    third = await signed_in("hr")
    await review.act(third, "declare", TWO, conflict=True, note="my sister")
    assert (await third.get(f"{review.url}/payroll.csv")).json()["code"] == "conflict_in_export"


async def test_the_trail_cannot_be_changed(app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    await people(sql)
    review = await drafted(app, await signed_in("hr"))
    await review.move("open")
    for statement in (
        "UPDATE cycle_deed SET words = 'x'",
        "UPDATE cycle_deed SET words = ''",
        "DELETE FROM cycle_deed",
        "UPDATE cycle_freeze SET evidence = ''",
        "DELETE FROM cycle_freeze",
    ):
        with pytest.raises(asyncpg.RaiseError):
            await sql.execute(statement)


async def test_a_draft_is_checked(app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    await people(sql)
    hr = await signed_in("hr")

    async def refused(**changed: Any) -> str:
        code: str = (await hr.post("/api/v1/cycles", json={**ROUND, **changed})).json()["code"]
        return code

    assert await refused(sites=["XX"]) == "not_found"
    assert await refused(steps=[{"source": "junior", "target": "expert"}]) == "no_such_step"
    assert await refused(places=[{"site": "BE", "level": "intermediate", "number": 1}]) == "bad_place"
    review = await drafted(app, hr)
    assert await refused() == "taken"
    changed = {**ROUND, "as_of": "2026-03-20", "name": {"zh": "改名", "en": "Renamed"}}
    assert (await answered(await hr.put(review.url, json=changed)))["name"]["en"] == "Renamed"
    assert (await review.move("open", 422))["code"] == "as_of_in_future"
    assert (await review.move("calibrating", 409))["code"] == "review_not_the_next_phase"
    await review.later(sql, datetime(2026, 3, 21, 2, 0, tzinfo=UTC))
    await review.move("open")
    assert (await hr.put(review.url, json=ROUND)).json()["code"] == "cycle_not_a_draft"
    # Evidence is accepted until ten days after the as-of date; nothing is decided before.
    await review.move("calibrating")
    assert (await review.move("deciding", 409))["code"] == "evidence_still_coming"
    places = [{"site": "CD", "level": "intermediate", "number": 1}]
    assert (await answered(await hr.put(f"{review.url}/places", json={"places": places})))["places"][0]["number"] == 1
    assert [one["within"] for one in await review.candidates(hr)] == [True, False, False, False]
    await review.move("cancelled")
    assert (await review.move("deciding", 409))["code"] == "review_not_the_next_phase"
    trail = await answered(await hr.get(f"{review.url}/trail"))
    assert [one["do"] for one in trail] == ["draft", "edit", "move", "move", "places", "move"]


async def test_a_step_of_criteria_newer_than_the_evidence_can_be_opened(
    app: Litestar, sql: Any, signed_in: SignedIn
) -> None:
    await people(sql)
    (step,) = VERSION.steps
    newer = replace(VERSION, code="newer", effective=date(2026, 3, 1), steps=(replace(step, target="senior"),))
    await sql.execute(
        "INSERT INTO criteria_version (code, effective, body, created_at, changed_at, adopted_at)"
        " VALUES ('newer', $1, $2::jsonb, '2026-02-28Z', '2026-02-28Z', '2026-02-28Z')",
        newer.effective,
        encode(newer).decode(),
    )
    hr = await signed_in("hr")
    steps = [{"source": "junior", "target": "senior"}]
    review = await drafted(app, hr, steps=steps, places=[])
    assert (await review.move("open"))["counted"]["candidates"] == 4


async def test_late_evidence_is_taken_in_before_anything_is_decided(
    app: Litestar, sql: Any, signed_in: SignedIn
) -> None:
    await people(sql, ready=1)
    hr = await signed_in("hr")
    review = await drafted(app, hr, as_of="2026-03-01")
    opened = await review.move("open")
    assert (opened["complete"], opened["counted"]["candidates"]) == (False, 1)
    assert opened["evidence_until"] == "2026-03-10T16:00:00Z"
    # The hire date of the second one turns out to be earlier.
    await sql.execute("UPDATE agent SET hired = '2024-01-01' WHERE code = $1", TWO)
    await review.work()
    assert len(await review.candidates(hr)) == 1
    await review.later(sql, datetime(2026, 3, 10, 17, 0, tzinfo=UTC))
    assert [(one["agent"]["code"], one["nominated"]) for one in await review.candidates(hr, sort="code")] == [
        (ONE, ["system"]),
        (TWO, ["system"]),
    ]
    file = await answered(await hr.get(f"{review.url}/candidates/{TWO}"))
    assert [(deed["do"], deed["by"]) for deed in file["trail"]] == [("refreeze", ""), ("nominate", "")]
    assert (file["trail"][0]["body"]["was"], file["candidate"]["state"]) == ("developing", "ready")
    assert await sql.fetchval("SELECT count(*) FROM cycle_freeze") == 7
    await review.move("calibrating")
    await review.move("deciding")
    await review.refolds(sql)
