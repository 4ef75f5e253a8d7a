"""What becomes of facts: each answer of intake, revisions in every order, and what is told to scorers."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import msgspec
import pytest

from server.clock import SetClock
from server.db.pool import Database
from server.facts.changes import Told, decode_told
from server.facts.judging import micros
from server.facts.service import FactsService
from tests.server.facts.conftest import body, counts, fact, rollups

Sql = Any


async def test_each_fact_gets_its_own_answer(facts: FactsService) -> None:
    first = await facts.take("pbx", body(fact("a", 1), fact("b", "2.50", weight="3"), fact("c", 7, queue="sales")))
    assert counts(first) == {"received": 3, "accepted": 3}
    again = await facts.take(
        "pbx",
        body(
            fact("a", "1.000000", at="2026-03-04T01:00:00Z"),  # the same number and instant, written otherwise
            fact("b", "2.50", weight=4),  # another weight under the same revision
            fact("c", 9, queue="sales", revision=2),
            fact("c", 8, queue="sales", revision=1),
            fact("d", 5),
            fact("d", None, revision=1),
        ),
    )
    assert counts(again) == {
        "received": 6, "accepted": 1, "superseding": 2, "duplicate": 1, "stale": 1, "rejected": 1
    }  # fmt: skip
    refused = again.rejected[0]
    assert (refused.index, refused.id, refused.code) == (1, "b", "conflict")
    assert set(refused.messages) == {"en", "zh"}


BAD: list[tuple[dict[str, Any], str]] = [
    ({"agent": "Nobody"}, "unknown_agent"),
    ({"metric": "nothing"}, "unknown_metric"),
    ({"queue": "nowhere"}, "unknown_queue"),
    ({"team": "T1"}, "wrong_subject"),
    ({"metric": "service_level"}, "wrong_subject"),
    ({"metric": "service_level", "agent": None, "team": "T9"}, "unknown_team"),
    ({"value": -1}, "out_of_range"),
    ({"metric": "qa", "value": "100.000001"}, "out_of_range"),
    ({"value": "NaN"}, "bad_value"),
    ({"value": "1_000"}, "bad_value"),
    ({"value": "1e3"}, "bad_value"),
    ({"value": "0.1234567"}, "bad_value"),
    ({"value": "1234567890123"}, "bad_value"),
    ({"value": True}, "bad_value"),
    ({"value": [1]}, "bad_value"),
    ({"weight": 0}, "bad_weight"),
    ({"weight": "1000000"}, "bad_weight"),
    ({"weight": "-1"}, "bad_weight"),
    ({"at": "2026-03-04T09:00:00"}, "missing_offset"),
    ({"at": "yesterday"}, "bad_instant"),
    ({"at": 17}, "bad_instant"),
    ({"at": "2026-03-04T02:05:00.000001Z"}, "in_future"),
    ({"id": ""}, "bad_id"),
    ({"id": "x" * 201}, "bad_id"),
    ({"id": "a\0b"}, "bad_id"),
    ({"id": 5}, "bad_id"),
    ({"revision": -1}, "bad_revision"),
    ({"revision": 2**31}, "bad_revision"),
    ({"revision": 2**70}, "bad_revision"),
    ({"revision": "1"}, "bad_revision"),
    ({"colour": "red"}, "bad_shape"),
]


async def test_one_bad_fact_spoils_no_other(facts: FactsService, sql: Sql) -> None:
    """Every kind of bad fact in one request, with a good one after each."""
    bad = [fact(f"bad{i}", 1) | change for i, (change, _) in enumerate(BAD)]
    sent = [one for i, refused in enumerate(bad) for one in (refused, fact(f"good{i}", 1))]
    answer = await facts.take("pbx", body(*sent))
    assert counts(answer) == {"received": 2 * len(BAD), "accepted": len(BAD), "rejected": len(BAD)}
    assert [(found.index, found.code) for found in answer.rejected] == [
        (2 * i, code) for i, (_, code) in enumerate(BAD)
    ]
    assert "…" not in "".join(text for found in answer.rejected for text in found.messages.values())
    kept = await sql.fetch("SELECT payload, code FROM quarantine")
    by_payload = {row["payload"]: row["code"] for row in kept}
    assert by_payload == {
        msgspec.json.encode(refused).decode(): code for refused, (_, code) in zip(bad, BAD, strict=True)
    }


@pytest.mark.parametrize("lines", [True, False])
async def test_what_json_does_not_know_is_refused_alone(lines: bool, facts: FactsService) -> None:
    good = '{"id":"%s","agent":"Dan","metric":"calls","value":%s,"at":"2026-03-04T09:00:00+08:00"}'
    parts = [
        good % ("a", 1),
        good % ("b", "NaN"),
        good % ("c", "-Infinity"),
        good % ("d", "1_000"),
        "[]",
        good % ("e", '"+2"'),
    ]
    text = "\n\n".join(parts) if lines else f"[{','.join(parts)}]"
    answer = await facts.take("pbx", text.encode(), lines=lines)
    assert counts(answer) == {"received": 6, "accepted": 2, "rejected": 4}
    assert [found.code for found in answer.rejected] == ["bad_value", "bad_value", "bad_value", "bad_shape"]


async def test_an_instant_without_seconds_and_the_last_allowed_future_are_taken(facts: FactsService) -> None:
    answer = await facts.take(
        "pbx", body(fact("a", 1, at="2026-03-04T09:00+08:00"), fact("b", 1, at="2026-03-04T02:05:00Z"))
    )
    assert counts(answer) == {"received": 2, "accepted": 2}


async def test_any_order_of_revisions_ends_alike(facts: FactsService, sql: Sql) -> None:
    revisions = [
        fact("x", 5), fact("x", 9, revision=1, agent="Greg"), fact("x", None, revision=2, agent="Greg"),
        fact("x", 3, revision=3, metric="qa"),
    ]  # fmt: skip
    for number, order in enumerate(permutations(revisions)):
        renamed = [{**one, "id": f"x{number}"} for one in order]
        if number % 2:
            await facts.take("pbx", body(*renamed))
        else:
            for one in renamed:
                await facts.take("pbx", body(one))
    heads = await sql.fetch("SELECT DISTINCT revision, value, membership_id FROM fact")
    assert [tuple(row) for row in heads] == [(3, 3_000_000, 1)]
    kept = await sql.fetch(
        "SELECT revision, value, agent_id, count(*) FROM fact_superseded GROUP BY 1, 2, 3 ORDER BY 1"
    )
    assert [tuple(row) for row in kept] == [(0, 5_000_000, 1, 24), (1, 9_000_000, 4, 24), (2, None, 4, 24)]
    assert [row[6:8] for row in await rollups(sql)] == [(24, 72_000_000)]


async def test_a_retraction_may_come_first(facts: FactsService, sql: Sql) -> None:
    assert counts(await facts.take("pbx", body(fact("x", None, revision=1)))) == {"received": 1, "accepted": 1}
    assert await rollups(sql) == []
    assert counts(await facts.take("pbx", body(fact("x", 4)))) == {"received": 1, "stale": 1}
    assert counts(await facts.take("pbx", body(fact("x", 5)))) == {"received": 1, "rejected": 1}
    assert counts(await facts.take("pbx", body(fact("x", 4)))) == {"received": 1, "duplicate": 1}
    assert await rollups(sql) == []


async def test_the_business_day_is_the_teams_sites(facts: FactsService, sql: Sql) -> None:
    await facts.take(
        "pbx",
        body(
            fact("a", 1, at="2026-03-03T03:59:59.999999+08:00"),
            fact("b", 1, at="2026-03-03T04:00:00+08:00"),
            fact("c", 1, at="2026-03-01T22:59:59Z", agent="Joe"),
            fact("d", 1, at="2026-03-01T23:00:00Z", agent="Joe"),
            fact("e", 1, at="2026-03-01T19:00:00Z", agent="Stewart"),
            {"id": "f", "team": "T3", "metric": "service_level", "value": 81, "at": "2026-03-01T23:00:00Z"},
        ),
    )
    rows = await sql.fetch("SELECT fact_id, day::text, membership_id > 0 AS inside, team_id FROM fact ORDER BY fact_id")
    assert [tuple(row) for row in rows] == [
        ("a", "2026-03-02", True, 1), ("b", "2026-03-03", True, 1), ("c", "2026-03-01", True, 3),
        ("d", "2026-03-02", True, 3), ("e", "2026-03-01", False, 0), ("f", "2026-03-02", False, 3),
    ]  # fmt: skip


async def told(sql: Sql) -> list[Told]:
    rows = await sql.fetch("SELECT payload FROM outbox WHERE topic = 'facts' ORDER BY xid, seq")
    return [decode_told(row["payload"]) for row in rows]


async def test_changes_are_told_in_the_same_transaction(facts: FactsService, sql: Sql) -> None:
    await facts.take("pbx", body(fact("a", 2, queue="care"), fact("b", None)))
    await facts.take("pbx", body(fact("a", 3, revision=1), fact("a", 3, revision=1)))
    calls = await sql.fetchval("SELECT id FROM metric WHERE code = 'calls'")
    day = (date(2026, 3, 4) - date(2000, 1, 1)).days
    at = micros(datetime(2026, 3, 4, 1, tzinfo=UTC))
    first, second = await told(sql)
    assert msgspec.msgpack.decode(first.changes) == [[calls, 1, 1, 1, 2, at, 2_000_000, 1_000_000, 1]]
    assert first.sums == [(1, calls, day, 1, 1, 2, 1, 2_000_000, 1_000_000, 2_000_000_000_000)]
    assert msgspec.msgpack.decode(second.changes) == [
        [calls, 1, 1, 1, 0, at, 3_000_000, 1_000_000, 1], [calls, 1, 1, 1, 2, at, 2_000_000, 1_000_000, -1],
    ]  # fmt: skip
    assert second.sums == [
        (1, calls, day, 1, 1, 0, 1, 3_000_000, 1_000_000, 3_000_000_000_000),
        (1, calls, day, 1, 1, 2, -1, -2_000_000, -1_000_000, -2_000_000_000_000),
    ]
    assert (second.first, second.last) == (at, at)


async def test_a_window_that_holds_only_some_of_the_changes_is_told_of_those(facts: FactsService, sql: Sql) -> None:
    minutes = [f"2026-03-04T09:{minute:02}:00+08:00" for minute in range(10)]
    await facts.take("pbx", body(*(fact(f"m{number}", number, at=at) for number, at in enumerate(minutes))))
    (message,) = await told(sql)
    third, seventh = (micros(datetime.fromisoformat(minutes[number])) for number in (3, 7))
    (whole,) = message.within(message.first, message.last + 1)
    (part,) = message.within(third, seventh)
    assert whole[6:8] == (10, sum(range(10)) * 1_000_000)
    assert part[6:8] == (4, (3 + 4 + 5 + 6) * 1_000_000)
    assert message.within(message.last + 1, message.last + 2) == []


async def test_sums_larger_than_a_message_carries_are_added_up_by_the_reader(facts: FactsService, sql: Sql) -> None:
    largest, heaviest = "999999999999.999999", "999999.999999"
    await facts.take("pbx", body(*(fact(f"big{n}", largest, weight=heaviest) for n in range(3))))
    (message,) = await told(sql)
    assert message.sums is None
    value, weight = 999_999_999_999_999_999, 999_999_999_999
    assert [sums[6:] for sums in message.within(message.first, message.last + 1)] == [
        (3, 3 * value, 3 * weight, 3 * value * weight)
    ]
    held = await sql.fetchrow("SELECT n, sum_value, sum_weight, sum_weighted FROM rollup")
    assert tuple(map(int, held)) == (3, 3 * value, 3 * weight, 3 * value * weight)


async def test_many_senders_of_the_same_ids_count_each_once(facts: FactsService, sql: Sql) -> None:
    """Overlapping ids in every order at once: no deadlock, every fact once, and the answers add up to it."""

    async def send(sender: int) -> list[dict[str, int]]:
        answers = []
        for part in range(4):
            ids = [(sender * 37 + part * 11 + i * (1 if sender % 2 else -1)) % 300 for i in range(120)]
            agents = ("Becky", "Dan", "Greg", "Joe")
            given = [fact(f"id{i:03}", i, agent=agents[i % 4], revision=i % 3) for i in ids]
            answers.append(counts(await facts.take("pbx", body(*given))))
        return answers

    answers = [answer for many in await asyncio.gather(*(send(sender) for sender in range(12))) for answer in many]
    assert (
        sum(answer.get("accepted", 0) for answer in answers) == 300 == await sql.fetchval("SELECT count(*) FROM fact")
    )
    assert sum(answer.get("duplicate", 0) for answer in answers) == 12 * 4 * 120 - 300
    assert sum(row[7] for row in await rollups(sql)) == sum(range(300)) * 1_000_000
    assert (await facts.rebuild(check_only=True)).differing == 0


async def test_cross_process_writers_do_not_deadlock(
    facts: FactsService, database: Database, clock: SetClock, sql: Sql
) -> None:
    """A second service stands for another process: its transactions are not merged with the first one's."""
    other = FactsService(database, clock)

    async def send(service: FactsService, turn: int) -> None:
        ids = range(200) if turn % 2 else range(199, -1, -1)
        await service.take("pbx", body(*(fact(f"id{i:03}", i + turn, revision=turn) for i in ids)))

    await asyncio.gather(*(send((facts, other)[turn % 2], turn) for turn in range(10)))
    assert await sql.fetchval("SELECT array_agg(DISTINCT revision) FROM fact") == [9]
    assert await sql.fetchval("SELECT count(*) FROM fact_superseded") == 200 * 9
    assert [row[6:8] for row in await rollups(sql)] == [(200, sum(i + 9 for i in range(200)) * 1_000_000)]


async def test_a_poisoned_request_fails_alone(facts: FactsService, sql: Sql) -> None:
    """Whatever the database refuses of a merged transaction is the fault of one request, and the others go through."""
    await sql.execute("ALTER TABLE fact ADD CHECK (fact_id <> 'poison')")
    waiting = [facts.take("pbx", body(fact(f"a{i}", 1))) for i in range(6)]
    waiting.insert(3, facts.take("pbx", body(fact("fine", 1), fact("poison", 1))))
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [isinstance(answer, BaseException) for answer in answers] == [False, False, False, True, False, False, False]
    assert await sql.fetchval("SELECT count(*) FROM fact") == 6


async def test_receipts_are_those_of_arrival(facts: FactsService, clock: SetClock, sql: Sql) -> None:
    await facts.take("pbx", body(fact("a", 1)))
    first = clock.at
    clock.at += timedelta(hours=1)
    await facts.take("pbx", body(fact("a", 1), fact("b", 1)))
    rows = await sql.fetch("SELECT received_at FROM fact ORDER BY fact_id")
    assert [row["received_at"] for row in rows] == [first, clock.at]
