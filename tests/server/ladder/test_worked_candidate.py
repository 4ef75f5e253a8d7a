"""The candidate worked out by hand in tests/career, poured in through the doors of the service: the same verdicts come out.

Hired on 31 December 2025 as junior, on leave from 10 March to 20 April; monthly scorecards March 91, April 86, May none,
June 87, carried over; QA March 95, April 90, June 84, 85, 86, 87; judged for intermediate as of 15 July 2026.
"""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar
from msgspec.structs import replace

from career.defaults import TO_INTERMEDIATE
from career.evidence import Evidence, View
from career.months import month_text
from career.readiness import assess
from server.clock import SetClock
from server.ladder.evidence.gathering import gather
from server.ladder.records.record import Disciplinary, Exam
from server.ladder.records.wire import RecordIn
from tests.career.test_worked_candidate import LEAVE, candidate, verdicts

AS_OF = date(2026, 7, 15)
QA = (
    [("2026-03-04", 95), ("2026-04-22", 90)]
    + [(f"2026-06-{day:02d}", value) for day, value in ((2, 84), (9, 85), (16, 86), (23, 87))]
)  # fmt: skip


@pytest.fixture
def clock() -> SetClock:
    """The morning of the as-of date in Chengdu."""
    return SetClock(datetime(2026, 7, 15, 1, tzinfo=UTC))


async def pour(signed_in: Any) -> httpx.AsyncClient:
    """Site, team, agent, leave, facts and carried-over scorecards, all over HTTP; the HR desk's client."""
    hr: httpx.AsyncClient
    hr, ops = await signed_in("hr"), await signed_in("ops")
    for door, body in [
        ("sites", {"code": "CD", "name": {"zh": "成都", "en": "Chengdu"}, "zone": "Asia/Shanghai"}),
        ("teams", {"code": "T1", "site": "CD", "name": {"zh": "破晓", "en": "Daybreak"}}),
        (
            "agents",
            {"code": "W1", "site": "CD", "name": {"zh": "吴", "en": "Wu"}, "hired": "2025-12-31", "level": "junior"},
        ),
        ("agents/W1/memberships", {"team": "T1", "starts": "2025-12-31"}),
        ("agents/W1/leave", {"starts": "2026-03-10", "ends": "2026-04-21", "kind": "sick"}),
    ]:
        answer = await hr.post(f"/api/v1/{door}", json=body)
        assert answer.status_code == 201, answer.text
    facts = [
        {"id": f"qa{i}", "agent": "W1", "metric": "qa", "value": value, "at": f"{day}T10:00:00+08:00"}
        for i, (day, value) in enumerate(QA)
    ]
    answer = await ops.post("/api/v1/facts?source=qa", json=facts)
    assert answer.json()["accepted"] == len(facts), answer.text
    rows = "agent,month,score\nW1,2026-03,91\nW1,2026-04,86\nW1,2026-05,\nW1,2026-06,87\n"
    answer = await hr.post("/api/v1/import/career/scorecards", files={"file": ("s.csv", rows.encode())})
    assert (answer.json()["created"], answer.json()["refused"]) == (4, 0), answer.text
    return hr


async def known(app: Litestar, as_of: date = AS_OF, before: datetime | None = None) -> Evidence:
    async with app.state.rooms.db.connection() as connection:
        ((_, evidence),) = [one async for one in gather(connection, None, as_of=as_of, accepted_before=before)]
    return evidence


async def test_the_same_verdicts(app: Litestar, signed_in: Any) -> None:
    await pour(signed_in)
    evidence = await known(app)
    # The scorecards are carried over, but people data speaks of March and April, whose worked days are therefore known.
    assert {month_text(at): one.half_days for at, one in evidence.months.items()} == {
        "2025-12": 2, "2026-01": 44, "2026-02": 40, "2026-03": 12, "2026-04": 16, "2026-05": None, "2026-06": None,
    }  # fmt: skip
    readiness = assess(TO_INTERMEDIATE, View(evidence, AS_OF))
    found = {one.code: verdict for one, verdict in zip(TO_INTERMEDIATE.enabled, readiness.verdicts, strict=True)}
    expected = verdicts(candidate(LEAVE))
    # The one day of December is a thin month, for which the year of training hours reaches one month further.
    assert replace(found.pop("training"), window=None) == replace(expected.pop("training"), window=None)
    assert found == expected
    # Tenure and complaints of nine with weight 1 each.
    assert (readiness.state, Fraction(*readiness.score)) == ("developing", Fraction(2, 9))


async def test_the_page_explains_it(app: Litestar, signed_in: Any) -> None:
    hr = await pour(signed_in)
    page = (await hr.get("/api/v1/agents/W1/readiness?as_of=2026-07-15")).json()
    (step,) = page["next"]
    by_code = {one["code"]: one for one in step["verdicts"]}
    assert (by_code["tenure"]["status"], by_code["tenure"]["since"]) == ("met", "2026-06-30")
    card = by_code["scorecard"]
    assert (card["status"], card["value"], card["months"]) == ("no_data", "1", ["2026-06"])
    assert [(one["month"], one["why"]) for one in card["skipped"]] == [
        ("2026-05", "no_data"), ("2026-04", "thin"), ("2026-03", "thin"), ("2026-02", "no_data"), ("2026-01", "no_data"),
    ]  # fmt: skip
    assert card["skipped"][1]["text"]["en"] == "8 worked days, under 10"
    assert by_code["qa_mean"]["value"] == "85.5"
    behind = page["behind"]["intermediate"][[one["code"] for one in step["verdicts"]].index("qa_mean")]
    assert behind == {"metric": "qa", "evidence": [{"kind": "month", "key": "2026-06", "text": None, "on": None}]}
    facts = (await hr.get("/api/v1/agents/W1/readiness/facts?metric=qa&month=2026-06")).json()
    assert [(one["value"], one["source"]) for one in facts["items"]] == [(str(v), "qa") for v in (84, 85, 86, 87)]
    # In the table too.
    (row,) = (await hr.get("/api/v1/readiness?as_of=2026-07-15")).json()["items"]
    assert (row["agent"]["code"], row["state"], row["score"], row["met"], row["required"]) == (
        "W1",
        "developing",
        222,
        2,
        9,
    )


async def test_later_facts_change_nothing(app: Litestar, signed_in: Any, clock: SetClock) -> None:
    await pour(signed_in)
    before = await known(app)
    rooms = app.state.rooms
    clock.at = datetime(2026, 9, 2, 1, tzinfo=UTC)
    later = [
        {"id": "late", "agent": "W1", "metric": "qa", "value": 0, "at": "2026-07-15T10:00:00+08:00"},
        {"id": "complaint", "agent": "W1", "metric": "complaints", "value": 3, "at": "2026-08-01T10:00:00+08:00"},
    ]
    await rooms.facts.take("qa", msgspec.json.encode(later))
    await rooms.ladder.records.take(
        None,
        [
            RecordIn("W1", date(2026, 8, 3), Exam("intermediate", "99")),
            RecordIn("W1", date(2026, 7, 15), Disciplinary("D1", "opened")),
        ],
    )
    after = View(await known(app), AS_OF)
    assert assess(TO_INTERMEDIATE, after) == assess(TO_INTERMEDIATE, View(before, AS_OF))
    # A late correction of June's first evaluation counts, unless what is asked is how it was known before.
    cut = datetime(2026, 7, 25, tzinfo=UTC)
    mend = [{"id": "qa2", "agent": "W1", "metric": "qa", "value": 60, "at": "2026-06-02T10:00:00+08:00", "revision": 1}]
    await rooms.facts.take("qa", msgspec.json.encode(mend))
    june = 2026 * 12 + 5
    assert (await known(app)).months[june].samples["qa"].sum_value == (342 - 24) * 10**6
    assert (await known(app, before=cut)).months[june].samples["qa"].sum_value == 342 * 10**6
    assert msgspec.json.encode(await known(app, before=cut)) == msgspec.json.encode(before)


async def test_it_says_what_is_carried_over(app: Litestar, signed_in: Any) -> None:
    hr = await pour(signed_in)
    page = (await hr.get("/api/v1/agents/W1/readiness?as_of=2026-07-15")).json()
    assert [one["month"] for one in page["months"] if one["carried_over"]] == [
        "2026-03",
        "2026-04",
        "2026-05",
        "2026-06",
    ]
