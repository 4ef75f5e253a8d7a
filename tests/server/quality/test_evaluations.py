"""Judged calls: by whom, of whom, who sees them, disputes in one step, what leaves as facts, and being forgotten."""

import io
from typing import Any

import httpx
import python_calamine

from server.clock import SetClock
from tests.server.conftest import SignedIn
from tests.server.quality.conftest import BEST, LAWFUL, Judge, judged, refused, told

CALLS = "/api/v1/qa/evaluations"
HALF = {**BEST, "answer": "0.5"}
"""12.5 of 110 points lost: 88.6364."""


async def test_score_and_critical_errors_leave_as_facts_at_the_calls_instant(
    judge: Judge, facts: Any, sql: Any
) -> None:
    await judge("c-1", marks=HALF, queue="billing")
    await judge("c-2", marks={**BEST, "identity": "0", "no_harm": "0"})
    await judge("c-3", kind="test_call")
    assert await facts() == {
        ("qa:1", "qa"): (0, 88_636_400),
        ("qa:1:critical", "critical_errors"): (0, 0),
        ("qa:2", "qa"): (0, 0),
        ("qa:2:critical", "critical_errors"): (0, 2_000_000),
        ("qa:3", "test_call"): (0, 100_000_000),
        ("qa:3:critical", "critical_errors"): (0, 0),
    }
    row = await sql.fetchrow(
        "SELECT f.at, a.code, q.code AS queue FROM fact f JOIN agent a ON a.id = f.agent_id JOIN queue q ON q.id = f.queue_id"
        " WHERE f.fact_id = 'qa:1'"
    )
    assert (row["at"].isoformat(), row["code"], row["queue"]) == ("2026-03-03T02:00:00+00:00", "A2", "billing")


async def test_nobody_judges_oneself_or_the_own_line(centre: None, signed_in: SignedIn, sql: Any) -> None:
    # A1 leads T1 with A2 in it; A3 is of T2.
    beside = await signed_in("analyst", "A2")
    assert refused(await beside.post(CALLS, json=judged(agent="A2"))) == (403, "qa_own_case")
    assert refused(await beside.post(CALLS, json=judged(agent="A1"))) == (403, "qa_own_line")
    assert (await beside.post(CALLS, json=judged(agent="A3"))).status_code == 201
    assert refused(await beside.post(CALLS, json=judged("t", agent="A1", kind="test_call"))) == (403, "qa_own_line")
    # Whoever left the team after the call is still of the line, and so is who came since.
    await sql.execute("UPDATE membership SET ends = '2026-03-03T12:00Z' WHERE agent_id = 2")
    await sql.execute("INSERT INTO membership (agent_id, team_id, starts) VALUES (2, 2, '2026-03-03T12:00Z')")
    for agent in ("A1", "A3"):
        assert refused(await beside.post(CALLS, json=judged("c-2", agent=agent))) == (403, "qa_own_line")


async def test_what_cannot_be_judged(analyst: httpx.AsyncClient, judge: Judge, signed_in: SignedIn) -> None:
    await judge("c-1")

    async def code(**other: Any) -> tuple[int, str]:
        return refused(await analyst.post(CALLS, json={**judged("c-9"), **other}))

    assert await code(call="c-1", agent="A3") == (409, "call_judged_before")
    assert await code(at="2026-03-04T10:00:01+08:00") == (422, "call_in_future")
    assert (await analyst.post(CALLS, json={**judged("c-9"), "at": "2026-03-03T10:00:00"})).status_code in {400, 422}
    assert await code(agent="A9") == (404, "not_found")
    assert await code(form="odd") == (404, "no_such_form")
    assert await code(marks={**BEST, "listening": "0.7"}) == (422, "qa_mark_not_on_form")
    assert await code(marks={**BEST, "listening": None}) == (422, "qa_item_not_skippable")
    # The same call on another form is another judgement.
    await judge("c-1", form="compliance", marks=LAWFUL)
    assessor = await signed_in("assessor")
    assert refused(await assessor.post(CALLS, json=judged("c-9"))) == (403, "assigned_calls_only")
    assert refused(await assessor.post(CALLS, json=judged("c-9", sample=1)))[0] in {403, 404}


async def test_everybody_sees_the_rows_that_are_theirs(judge: Judge, signed_in: SignedIn) -> None:
    await judge("c-1", agent="A2")
    await judge("c-2", agent="A3")
    expected = {("ops", None): [2, 1], ("hr", None): [2, 1], ("analyst", None): [2, 1], ("lead", "A1"): [1], ("agent", "A2"): [1],
                ("agent", "A3"): [2], ("trainer", None): [], ("assessor", None): [], ("lead", "A3"): [2]}  # fmt: skip
    for (role, agent), numbers in expected.items():
        client = await signed_in(role, agent)
        page = await told(await client.get(CALLS))
        assert [one["id"] for one in page["items"]] == numbers, role
        assert page["total"] == len(numbers)
        for number in (1, 2):
            assert ((await client.get(f"{CALLS}/{number}")).status_code == 200) == (number in numbers), (role, number)
        book = python_calamine.CalamineWorkbook.from_filelike(
            io.BytesIO((await client.get(f"{CALLS}/export.xlsx")).content)
        )
        rows = book.get_sheet_by_index(0).to_python()[1:]
        assert [row[0] for row in rows] == [float(number) for number in numbers]
        # Numbers are numbers.
        assert all(isinstance(row[10], float) and row[10] == 100 for row in rows)


async def test_lists_are_filtered(analyst: httpx.AsyncClient, judge: Judge) -> None:
    await judge("c-1", marks={**BEST, "identity": "0"})
    await judge("100%", agent="A3", form="compliance", marks=LAWFUL)

    async def found(**asked: str) -> list[int]:
        return [one["id"] for one in (await told(await analyst.get(CALLS, params=asked)))["items"]]

    assert (
        await found(agent="A3") == await found(form="compliance") == await found(team="T2") == await found(q="%") == [2]
    )
    assert (
        await found(critical="true")
        == await found(q="李")
        == await found(agent="A2", starts="2026-03-03", ends="2026-03-03")
        == [1]
    )
    assert await found(starts="2026-03-04") == await found(dispute="open") == []
    assert await found(limit="1", offset="1") == [1]


async def test_a_dispute_is_one_step_and_answered_by_another(
    analyst: httpx.AsyncClient, judge: Judge, signed_in: SignedIn, facts: Any, clock: SetClock
) -> None:
    await judge("c-1", marks=HALF)
    agent, other, lead = await signed_in("agent", "A2"), await signed_in("analyst"), await signed_in("lead", "A1")
    await told(await agent.post(f"{CALLS}/1/seen"))
    mine = await told(await agent.get(f"{CALLS}/1"))
    assert (mine["evaluation"]["seen"], mine["may"], mine["dispute_until"]) == (True, ["dispute"], "2026-03-11")
    assert refused(await lead.post(f"{CALLS}/1/dispute", json={"reason": "unfair"})) == (403, "qa_own_case_only")
    assert refused(await agent.post(f"{CALLS}/1/dispute", json={"reason": "  "})) == (422, "qa_reason_missing")
    said = await told(await agent.post(f"{CALLS}/1/dispute", json={"reason": "答复引用的是新规定"}))
    assert (said["dispute"]["outcome"], said["may"]) == ("open", [])
    assert refused(await agent.post(f"{CALLS}/1/dispute", json={"reason": "again"})) == (409, "qa_disputed_already")

    answer = {"answer": "确实按新规定答复", "marks": BEST}
    assert refused(await analyst.post(f"{CALLS}/1/answer", json=answer)) == (403, "qa_judged_this")
    beside = await signed_in("analyst", "A1")
    assert refused(await beside.post(f"{CALLS}/1/answer", json=answer)) == (403, "qa_own_line")
    assert (await told(await analyst.get(f"{CALLS}/1")))["may"] == ["withdraw"]
    assert [one["id"] for one in (await told(await other.get(CALLS, params={"dispute": "open"})))["items"]] == [1]
    assert (await told(await other.get(f"{CALLS}/1")))["may"] == ["answer", "withdraw"]
    wrong = await other.post(f"{CALLS}/1/answer", json={**answer, "marks": {**BEST, "extra": "1"}})
    assert refused(wrong) == (422, "qa_unknown_item")
    done = await told(await other.post(f"{CALLS}/1/answer", json=answer))
    assert (done["dispute"]["outcome"], done["evaluation"]["score"]) == ("changed", "100")
    assert [(one["revision"], one["score"]) for one in done["revisions"]] == [(0, "88.6364"), (1, "100")]
    assert refused(await other.post(f"{CALLS}/1/answer", json=answer)) == (409, "qa_no_open_dispute")
    assert await facts() == {("qa:1", "qa"): (1, 100_000_000), ("qa:1:critical", "critical_errors"): (1, 0)}


async def test_a_kept_score_stays_and_after_seven_days_it_is_too_late(
    judge: Judge, signed_in: SignedIn, facts: Any, app: Any, clock: SetClock
) -> None:
    await judge("c-1", marks=HALF)
    await judge("c-2", marks=HALF)
    agent, ops = await signed_in("agent", "A2"), await signed_in("ops")
    await told(await agent.post(f"{CALLS}/1/dispute", json={"reason": "why?"}))
    # The same marks again change nothing either.
    done = await told(await ops.post(f"{CALLS}/1/answer", json={"answer": "as the form says", "marks": HALF}))
    assert (done["dispute"]["outcome"], len(done["revisions"])) == ("kept", 1)
    assert {revision for revision, _ in (await facts()).values()} == {0}
    clock.at = clock.at.replace(day=12)
    app.state.rooms.auth.gate.forget()
    assert refused(await agent.post(f"{CALLS}/2/dispute", json={"reason": "late"})) in {
        (409, "qa_dispute_over"),
        (401, "not_signed_in"),
    }


async def test_it_is_in_the_personal_export_and_forgotten_with_the_person(
    judge: Judge, signed_in: SignedIn, sql: Any
) -> None:
    await judge("c-1", comment="语速偏快", recording="rec://1", marks=HALF)
    agent, hr = await signed_in("agent", "A2"), await signed_in("hr")
    await told(await agent.post(f"{CALLS}/1/dispute", json={"reason": "my reason"}))
    export = await agent.get("/api/v1/agents/A2/export")
    assert export.status_code == 200, export.text
    admin, lead = await signed_in("admin"), await signed_in("lead", "A1")
    assert "evaluations" not in (await admin.get("/api/v1/agents/A2/export")).json()
    assert len((await lead.get("/api/v1/agents/A2/export")).json()["evaluations"]) == 1
    [kept] = export.json()["evaluations"]
    assert (kept["comment"], kept["score"], kept["dispute"], kept["recording"]) == (
        "语速偏快",
        "88.6364",
        "my reason",
        "rec://1",
    )
    await sql.execute("UPDATE agent SET left_on = '2026-03-03' WHERE code = 'A2'")
    await told(await hr.post("/api/v1/agents/A2/erase"))
    row = await sql.fetchrow("SELECT e.*, d.reason FROM qa_evaluation e JOIN qa_dispute d ON d.evaluation_id = e.id")
    assert (row["comment"], row["recording"], row["call"], row["reason"]) == ("", "", "erased:1", "…")
    assert row["score"] == 88_636_400


async def test_every_deed_is_on_the_trail_without_names(judge: Judge, signed_in: SignedIn, sql: Any) -> None:
    await judge("c-1", marks={**BEST, "identity": "0"}, comment="private words")
    agent, ops = await signed_in("agent", "A2"), await signed_in("ops")
    await told(await agent.post(f"{CALLS}/1/dispute", json={"reason": "secret reason"}))
    await told(await ops.post(f"{CALLS}/1/answer", json={"answer": "no"}))
    assert (await ops.get(f"{CALLS}/export.xlsx")).status_code == 200
    rows = await sql.fetch("SELECT action, subject, detail::text FROM audit WHERE action LIKE 'qa_%' ORDER BY id")
    assert [row["action"] for row in rows] == [
        "qa_evaluation.judge", "qa_evaluation.dispute", "qa_evaluation.answer", "qa_evaluation.export",
    ]  # fmt: skip
    assert not any(word in row["detail"] for row in rows for word in ("secret", "private", "Li Er", "A2"))


async def test_a_withdrawn_judgement_counts_nowhere_and_stays_readable(
    analyst: httpx.AsyncClient, judge: Judge, signed_in: SignedIn, facts: Any
) -> None:
    await judge("c-1", marks=HALF)
    agent, lead, trainer = await signed_in("agent", "A2"), await signed_in("lead", "A1"), await signed_in("trainer")
    await told(await agent.post(f"{CALLS}/1/dispute", json={"reason": "不是我接的"}))
    why = {"reason": "评错了通话"}
    for who in (agent, lead, trainer):
        assert (await who.post(f"{CALLS}/1/withdraw", json=why)).status_code == 403
    beside = await signed_in("analyst", "A1")
    assert refused(await beside.post(f"{CALLS}/1/withdraw", json=why)) == (403, "qa_own_line")
    assert refused(await analyst.post(f"{CALLS}/1/withdraw", json={"reason": " "})) == (422, "qa_reason_missing")
    done = await told(await analyst.post(f"{CALLS}/1/withdraw", json=why))
    assert (done["withdrawn"]["reason"], done["may"], done["evaluation"]["withdrawn"]) == ("评错了通话", [], True)
    assert await facts() == {("qa:1", "qa"): (1, None), ("qa:1:critical", "critical_errors"): (1, None)}
    assert (await told(await agent.get(f"{CALLS}/1")))["withdrawn"]["reason"] == "评错了通话"
    assert (await told(await analyst.get(CALLS, params={"dispute": "open"})))["total"] == 0
    other = await signed_in("analyst")
    for step, body in (("withdraw", why), ("answer", {"answer": "yes"})):
        assert refused(await other.post(f"{CALLS}/1/{step}", json=body)) == (409, "evaluation_withdrawn")
    # The call may be judged again, and of that only the new judgement counts.
    assert (await judge("c-1"))["evaluation"]["id"] == 2
    assert (await facts())["qa:2", "qa"] == (0, 100_000_000)
    await told(await analyst.post(f"{CALLS}/2/withdraw", json=why))


async def test_a_changed_score_is_taken_back_in_its_next_revision(
    analyst: httpx.AsyncClient, judge: Judge, signed_in: SignedIn, facts: Any
) -> None:
    await judge("c-1", marks=HALF)
    agent, other = await signed_in("agent", "A2"), await signed_in("analyst")
    await told(await agent.post(f"{CALLS}/1/dispute", json={"reason": "新规定"}))
    await told(await other.post(f"{CALLS}/1/answer", json={"answer": "是", "marks": BEST}))
    await told(await analyst.post(f"{CALLS}/1/withdraw", json={"reason": "录音有误"}))
    assert (await facts())["qa:1", "qa"] == (2, None)
