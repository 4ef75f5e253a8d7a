"""A month that is published while a contest is still frozen over it: what was made of the queues' medians stays closed."""

import pytest

from server.auth.actor import Actor
from server.auth.roles import Role
from server.ladder.scorecards import frozen
from server.ladder.scorecards.service import Filters
from tests.server.ladder.scorecards.conftest import HR, Centre
from tests.server.ladder.scorecards.test_scorecards import promoted


@pytest.mark.parametrize("metric", ["handle_time", "calls"])
async def test_a_published_sheet_closes_lines_judged_by_medians(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, metric: str
) -> None:
    await promoted(centre)
    for number, seconds in enumerate((240, 200, 300, 320, 400), start=2):
        await centre.good_month(f"A1{number}", qa="90")
        await centre.send(centre.fact(f"A1{number}", "handle_time", seconds, queue="billing", weight="30"))
    await centre.publish()
    agent = Actor(kind="account", id=3, name="a", role=Role.AGENT, agent_id=await centre.agent("A16"))
    lead = Actor(
        kind="account", id=2, name="l", role=Role.LEAD, agent_id=await centre.agent("A11"), own_teams=frozenset({1})
    )

    async def frozen_metrics(*_: object) -> frozenset[str]:
        return frozenset({metric})

    monkeypatch.setattr(frozen, "frozen_metrics", frozen_metrics)
    closed = metric == "handle_time"
    whole = await centre.cards.sheet(HR, "agent", "A16", "2026-06")
    shown = await centre.cards.sheet(agent, "agent", "A16", "2026-06")
    assert whole.score is not None
    assert shown.score is not None
    assert ("." in whole.score, "." in shown.score) == (True, not closed)
    for sheet, hidden in ((whole, False), (shown, closed)):
        (line,) = [line for line in sheet.lines if line.code == "handle_time"]
        assert (line.points is None, line.value is None, line.queues == []) == (hidden,) * 3
    (row,) = [row for row in await centre.cards.rows(agent, "2026-06", Filters()) if row.code == "A16"]
    assert row.score == shown.score
    assert ("handle_time" in row.lines and row.lines["handle_time"] is not None) != closed
    trend = await centre.cards.trend(agent, "agent", "A16")
    assert next(point.score for point in trend.months if point.month == "2026-06") == shown.score
    team = await centre.cards.sheet(lead, "lead", "T1", "2026-06")
    scores = [team.score, *(member.score for line in team.lines for member in line.members)]
    assert [score for score in scores if score and "." in score and closed] == []
