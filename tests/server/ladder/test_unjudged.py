"""Somebody whom the program fails to judge holds up nobody else, is shown to who decides, and is tried again."""

from contextlib import suppress
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import pytest
from litestar import Litestar

from server.ladder.cycles import freezing
from tests.server.conftest import SignedIn
from tests.server.ladder.reviewing import Round, answered, drafted, junior, people

ONE, TWO, THREE, FOUR, FIVE, SIX = (junior(i) for i in range(1, 7))

# A mark that no reader understands; the second row takes it back.
_UNREADABLE = """
INSERT INTO career_record (agent_id, kind, on_day, accepted_at, entered_by, source, body)
SELECT id, 'exam', '2026-02-02', '2026-02-03Z', 'system', 'import', '{"kind": "exam", "exam": "junior", "value": "eighty"}'
FROM agent WHERE code = $1"""
_TAKEN_BACK = """
INSERT INTO career_record (agent_id, kind, on_day, accepted_at, entered_by, source, body, withdraws)
SELECT agent_id, 'withdrawal', on_day, '2026-02-04Z', 'system', 'import', '{"reason": "unreadable"}', id FROM career_record
WHERE kind = 'exam'"""


async def unjudged(review: Round, who: Any) -> list[tuple[str, bool]]:
    found = await answered(await who.get(review.url))
    assert found["counted"]["unjudged"] == len(found["unjudged"])
    return [(one["agent"]["code"], one["listed"]) for one in found["unjudged"]]


async def test_evidence_nobody_can_read_holds_up_no_other_candidate(
    app: Litestar, sql: Any, signed_in: SignedIn
) -> None:
    await people(sql)
    await sql.execute(_UNREADABLE, TWO)
    hr, ops, lead = await signed_in("hr"), await signed_in("ops"), await signed_in("lead", "L2")
    review = await drafted(app, hr)
    opened = await review.move("open")
    assert (opened["counted"]["people"], opened["counted"]["candidates"]) == (5, 3)
    assert [one["agent"]["code"] for one in await review.candidates(hr)] == [ONE, THREE, FOUR]
    (one,) = opened["unjudged"]
    assert (one["agent"]["code"], one["listed"]) == (TWO, False)
    assert one["error"].startswith("ValidationError: ")
    assert await unjudged(review, ops) == [(TWO, False)]
    told = await answered(await lead.get(review.url))
    assert (told["unjudged"], told["counted"]) == (None, None)
    listed = await answered(await hr.get("/api/v1/cycles"))
    assert [one["counted"]["unjudged"] for one in listed] == [1]

    tries = "SELECT tries FROM cycle_unjudged"
    await review.later(sql, datetime(2026, 3, 5, 4, 0, tzinfo=UTC))
    assert await sql.fetchval(tries) == 2
    await review.work()
    assert await sql.fetchval(tries) == 2, "not at every look"
    await review.move("calibrating")
    await sql.execute(_TAKEN_BACK)
    await review.later(sql, datetime(2026, 3, 5, 4, 10, tzinfo=UTC))
    # As it would have been from the start: named by the system, in the order of the keys.
    ranked = await review.candidates(hr)
    assert [(one["agent"]["code"], one["rank"]) for one in ranked] == [(ONE, 1), (TWO, 2), (THREE, 3), (FOUR, 4)]
    assert ranked[1]["nominated"] == ["system"]
    assert await unjudged(review, hr) == []
    await review.refolds(sql)


async def test_who_cannot_be_judged_on_completed_evidence_stays_on_the_first(
    app: Litestar, sql: Any, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    await people(sql)
    hr, ops = await signed_in("hr"), await signed_in("ops")
    review = await drafted(app, hr, as_of="2026-03-02")
    await review.move("open")
    judge_one = freezing._judge

    def failing(view: Any, person: Any, *given: Any) -> Any:
        if person.code in {TWO, FIVE}:
            return 1 // 0
        return judge_one(view, person, *given)

    # Six was hired earlier than was thought, which somebody enters in time.
    await sql.execute("UPDATE agent SET hired = '2024-06-01' WHERE code = ANY($1)", [FIVE, SIX])
    with monkeypatch.context() as patched:
        patched.setattr(freezing, "_judge", failing)
        await review.later(sql, datetime(2026, 3, 13, 4, 0, tzinfo=UTC))
        assert await unjudged(review, hr) == [(TWO, True), (FIVE, True)]
        found = await answered(await hr.get(review.url))
        assert found["complete"]
        assert {one["error"] for one in found["unjudged"]} == {"ZeroDivisionError: integer division or modulo by zero"}
        states = {one["agent"]["code"]: one["state"] for one in await review.candidates(hr)}
        assert states == dict.fromkeys([ONE, TWO, THREE, FOUR, SIX], "ready")
        await review.act(hr, "declare", TWO, conflict=True, note="my brother")
        assert await unjudged(review, hr) == [(FIVE, True)], "a hidden file stays hidden"
    await review.later(sql, datetime(2026, 3, 13, 4, 10, tzinfo=UTC))
    assert await unjudged(review, ops) == []
    states = {one["agent"]["code"]: one["state"] for one in await review.candidates(hr)}
    assert (states[FIVE], len(states)) == ("ready", 6)
    await review.refolds(sql)


async def test_a_database_that_fails_is_nobodys_fault(
    app: Litestar, sql: Any, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    await people(sql)
    hr = await signed_in("hr")
    review = await drafted(app, hr)
    judge_all, left = freezing._judge_all, [2]

    async def failing(*given: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise ConnectionResetError
        return await judge_all(*given)

    monkeypatch.setattr(freezing, "_judge_all", failing)
    await answered(await hr.post(f"{review.url}/move", json={"to": "open"}))
    # The application's own task is at it too, and whoever comes second finds it taken.
    until = monotonic() + 30
    while (await answered(await hr.get(review.url)))["phase"] == "draft":
        assert monotonic() < until, "it was not tried again"
        with suppress(ExceptionGroup):
            await review.work()
    assert left == [0]
    assert await sql.fetchval("SELECT count(*) FROM cycle_unjudged") == 0
    assert len(await review.candidates(hr)) == 4
