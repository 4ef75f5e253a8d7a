"""Nothing is silently dropped: refused facts wait, are mended or replayed, and count as received when they first came."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from server.auth.actor import Actor
from server.auth.roles import Role
from server.clock import SetClock
from server.errors import DomainError
from server.facts.service import FactsService
from tests.server.facts.conftest import add_agent, body, counts, fact, rollups

Sql = Any
OPS = Actor(kind="account", id=1, name="Olivia", role=Role.OPS)


async def test_replay_after_the_agent_was_imported_keeps_the_first_receipt(
    facts: FactsService, clock: SetClock, sql: Sql
) -> None:
    came = clock.at
    await facts.take("pbx", body(fact("a", 3, agent="Zoe"), fact("b", 4, agent="Zoe"), fact("c", 5, agent="Yan")))
    clock.at += timedelta(days=2)
    await facts.take("pbx", body(fact("a", 3, agent="Zoe")))  # refused again: still one entry, still the first instant
    await add_agent(sql, "Zoe", "T2")
    done = await facts.quarantine.replay(OPS, None)
    assert (done.tried, done.accepted, done.still_refused) == (3, 2, 1)
    held = await sql.fetch("SELECT fact_id, received_at FROM fact ORDER BY fact_id")
    assert [tuple(row) for row in held] == [("a", came), ("b", came)]
    items, total = await facts.quarantine.page(OPS, "open")
    assert total == 1
    assert (items[0].code, items[0].source, items[0].fact_id) == ("unknown_agent", "pbx", "c")
    assert (await facts.quarantine.page(OPS, "replayed"))[1] == 2
    assert [row[6] for row in await rollups(sql)] == [2]


async def test_sending_again_what_was_refused_counts_as_received_back_then(
    facts: FactsService, clock: SetClock, sql: Sql
) -> None:
    came = clock.at
    await facts.take("pbx", body(fact("a", 3, agent="Zoe"), fact("b", 4, agent="Zoe")))
    await add_agent(sql, "Zoe", "T2")
    clock.at += timedelta(days=9)
    await facts.take("pbx", body(fact("a", 3, agent="Zoe"), fact("b", 5, agent="Zoe")))
    held = await sql.fetch("SELECT fact_id, received_at FROM fact ORDER BY fact_id")
    assert [tuple(row) for row in held] == [("a", came), ("b", clock.at)]
    assert [entry.fact_id for entry in (await facts.quarantine.page(OPS, "open"))[0]] == ["b"]
    await facts.quarantine.replay(OPS, None)
    assert [entry.code for entry in (await facts.quarantine.page(OPS, "open"))[0]] == ["conflict"]


async def test_mending_takes_another_payload_as_received_then(facts: FactsService, clock: SetClock, sql: Sql) -> None:
    came = clock.at
    await facts.take("pbx", body(fact("a", "12,5")))
    entry = (await facts.quarantine.page(OPS, "open"))[0][0]
    clock.at += timedelta(hours=5)
    still = await facts.quarantine.mend(OPS, entry.id, msgspec.json.encode(fact("a", -1)))
    assert (still.state, still.code) == ("open", "out_of_range")
    mended = await facts.quarantine.mend(OPS, entry.id, msgspec.json.encode(fact("a", "12.5")))
    assert mended.state == "replayed"
    assert tuple(await sql.fetchrow("SELECT value, received_at FROM fact")) == (12_500_000, came)
    with pytest.raises(DomainError, match="quarantine_resolved"):
        await facts.quarantine.mend(OPS, entry.id, b"{}")
    # What the centre shipped with stands in the audit too; beyond that there are the two mends and nothing else.
    actions = await sql.fetch("SELECT action, actor_name FROM audit WHERE action <> 'template.ship' ORDER BY id")
    assert [tuple(row) for row in actions] == [("quarantine.mend", "Olivia")] * 2


async def test_discarded_stays_discarded(facts: FactsService) -> None:
    await facts.take("pbx", body(fact("a", "x")))
    entry = (await facts.quarantine.page(OPS, "open"))[0][0]
    assert (await facts.quarantine.discard(OPS, entry.id)).state == "discarded"
    await facts.take("pbx", body(fact("a", "x")))
    assert (await facts.quarantine.page(OPS, "open"))[1] == 0
    assert (await facts.quarantine.replay(OPS, [entry.id])).tried == 0


async def test_a_conflict_with_a_superseded_revision_is_one_too(facts: FactsService) -> None:
    await facts.take("pbx", body(fact("a", 1), fact("a", 2, revision=1)))
    answer = await facts.take("pbx", body(fact("a", 3), fact("a", 1)))
    assert counts(answer) == {"received": 2, "duplicate": 1, "rejected": 1}
    entry = (await facts.quarantine.page(OPS, "open", code="conflict"))[0][0]
    assert msgspec.json.decode(entry.payload)["value"] == 3
    done = await facts.quarantine.replay(OPS, [entry.id])
    assert done.still_refused == 1


TRAINER = Actor(kind="account", id=2, name="Tara", role=Role.TRAINER)


async def test_whoever_may_not_read_marks_mends_them_unread(facts: FactsService, sql: Sql) -> None:
    mark = fact("paper", 87.13, metric="training_score", agent="Zoe")
    await facts.take("exams", body(mark, {**mark, "id": "misplaced", "score": 87.13}, fact("a", 3, agent="Zoe")))
    await facts.take("exams", b'{"id": "cut", "metric": "test_call", "value": 87.13', lines=True)
    await facts.take("exams", body({**mark, "id": "beyond", "agent": "Becky", "value": 187.13}))
    found, _ = await facts.quarantine.page(OPS, "open")
    assert not [one for one in found if "87.13" in one.payload or "87.13" in str(one.messages)]
    assert [one.payload for one in found if one.fact_id == "a"] == [body(fact("a", 3, agent="Zoe")).decode()[1:-1]]
    told = [one.payload for one in (await facts.quarantine.page(TRAINER, "open"))[0]]
    assert sum("87.13" in one for one in told) == 4
    # What is withheld stays with its metric, and is what it was once the fact is mended.
    shown = msgspec.json.decode((await facts.quarantine.one(OPS, found[0].id)).payload)
    assert (shown["metric"], shown["value"]) == ("training_score", "…")
    with pytest.raises(DomainError, match="mark_stays_with_metric"):
        await facts.quarantine.mend(OPS, found[0].id, msgspec.json.encode({**shown, "agent": "Becky", "metric": "qa"}))
    await facts.quarantine.mend(OPS, found[0].id, msgspec.json.encode({**shown, "agent": "Becky"}))
    assert await sql.fetchval("SELECT value FROM fact WHERE fact_id = 'paper'") == 87_130_000
