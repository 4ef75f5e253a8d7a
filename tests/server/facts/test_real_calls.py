"""The shipped mapping meets the published totals of 5,000 real calls exactly, from CSV and from XLSX alike."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from server.db.pool import Database
from server.facts.reading import Selection, load_totals, load_totals_as_received
from server.facts.service import FactsService
from tests.conftest import real_data

pytestmark = pytest.mark.real

FOLDER = real_data() / "calls-2021q1"
BY_AGENT = {
    "Becky": (517, 462, "3.371"), "Dan": (523, 471, "3.447"), "Diane": (501, 452, "3.405"), "Greg": (502, 455, "3.404"),
    "Jim": (536, 485, "3.394"), "Joe": (484, 436, "3.331"), "Martha": (514, 461, "3.471"), "Stewart": (477, 424, "3.400"),
}  # fmt: skip


@pytest.mark.parametrize("name", ["calls.csv", "calls.xlsx"])
async def test_published_totals_are_met_exactly(name: str, facts: FactsService, database: Database) -> None:
    file = FOLDER / name
    if not file.exists():
        pytest.skip(f"no real calls at {FOLDER}: set ECHELON_REAL_DATA")
    content = file.read_bytes()
    tried = await facts.imports.take(None, "calls-2021q1", content, dry_run=True)
    answer = await facts.imports.take(None, "calls-2021q1", content)
    assert (answer.rows, answer.error_count, answer.refused) == (5000, 0, 0)
    assert answer.facts == answer.accepted == 3 * 5000 + 4 * 4054
    assert (tried.accepted, tried.preview) == (answer.accepted, answer.preview)

    # The whole quarter in Zurich: its first and last minutes cut days of the site in Shanghai.
    quarter = Selection(
        starts=datetime(2020, 12, 31, 23, tzinfo=UTC), ends=datetime(2021, 3, 31, 22, tzinfo=UTC), metric_ids=tuple(range(1, 99))
    )  # fmt: skip
    async with database.connection() as connection:
        totals = await load_totals(connection, quarter)
        received = await load_totals_as_received(connection, quarter, {}, datetime(2027, 1, 1, tzinfo=UTC))
        metrics = {row["code"]: row["id"] for row in await connection.fetch("SELECT code, id FROM metric")}
        agents = {
            f"m{row['id']}": row["code"]
            for row in await connection.fetch("SELECT m.id, a.code FROM membership m JOIN agent a ON a.id = m.agent_id")
        } | {"a8": "Stewart"}
    # Everything came years late, so a contest of that quarter counts none of it.
    assert received == {}

    def combined(metric: str, agent: str | None = None) -> tuple[int, int | Fraction]:
        found = [
            tally
            for (subject, metric_id, _), tally in totals.items()
            if metric_id == metrics[metric] and agent in {None, agents[subject]}
        ]
        return sum(tally.n for tally in found), Fraction(sum(tally.sum_value for tally in found), 1_000_000)

    def mean(metric: str, digits: int, agent: str | None = None) -> str:
        n, total = combined(metric, agent)
        return f"{float(round(Fraction(total) / n, digits)):.{digits}f}"

    assert combined("calls") == (5000, 5000)
    assert combined("calls_answered") == (5000, 4054)
    assert combined("calls_resolved") == (5000, 3646)
    assert combined("fcr") == (4054, 364_600)
    assert mean("speed_of_answer", 2) == "67.52"
    assert mean("talk_time", 2) == "224.92"
    assert mean("satisfaction", 2) == "3.40"
    for agent, (answered, resolved, satisfaction) in BY_AGENT.items():
        assert combined("calls_answered", agent)[1] == answered
        assert combined("calls_resolved", agent)[1] == resolved
        assert mean("satisfaction", 3, agent) == satisfaction

    again = await facts.imports.take(None, "calls-2021q1", content)
    assert (again.accepted, again.superseding, again.duplicate) == (0, 0, answer.facts)
