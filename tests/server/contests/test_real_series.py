"""A quarter of real calls, played as a weekly series: every call counts in one week and for one team."""

import csv
from collections import defaultdict
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from server.contests.after.results import decode_standings
from server.contests.series.wire import SeriesIn
from tests.conftest import real_data
from tests.server.contests.conftest import OPS, World

FIVE = ("Becky", "Dan", "Diane", "Greg", "Jim")
THREE = ("Joe", "Martha", "Stewart")
RULES: dict[str, Any] = {
    "method": "points",
    "terms": [
        {"metric": "calls_resolved", "points": "1"},
        {"metric": "satisfaction", "points": "10", "missing": "zero"},
    ],
    "tie_breakers": [{"metric": "satisfaction", "direction": "higher"}],
}
ZURICH = ZoneInfo("Europe/Zurich")


@pytest.mark.real
async def test_a_quarter_of_real_calls_as_a_weekly_series(world: World) -> None:
    path = real_data() / "calls-2021q1" / "calls.csv"
    if not path.is_file():
        pytest.skip("the real calls are not beside the checkout")
    with path.open(encoding="utf-8-sig") as file:
        calls = list(csv.DictReader(file))
    await found_the_call_centre(world)
    weeks = naive_weeks(calls)
    for week in weeks.values():
        # As a centre does: what happened in a week is there when it ends, months later would be too late.
        world.clock.at = max(at_of(call) for call in week).astimezone(UTC)
        await world.send(*(fact for call in week for fact in facts_of(call)))
    asked = {
        "template": "weekly_service",
        "site": "ZH",
        "cadence": {"kind": "weekly"},
        "teams": ["five", "three"],
        "rules": RULES,
    }
    dates = {"starts_on": "2020-12-28", "ends_on": "2021-04-05"}
    await world.contests.series.start(OPS, msgspec.convert({**asked, **dates}, SeriesIn))
    world.clock.at = datetime(2021, 4, 20, tzinfo=UTC)
    await world.contests.clockwork.tick()
    contests = await world.sql.fetch(
        "SELECT c.starts, r.standings FROM contest c JOIN contest_result r ON r.contest_id = c.id ORDER BY c.starts"
    )
    assert len(contests) == 14
    assert sorted(weeks) == [(2020, 53), *((2021, week) for week in range(1, 14))]
    for row in contests:
        year, week, _ = row["starts"].astimezone(ZURICH).isocalendar()
        found = {one.participant: (one.rank, one.score) for one in decode_standings(row["standings"]).rows}
        assert found == naive_result(weeks.pop((year, week)))
    assert not weeks


async def found_the_call_centre(world: World) -> None:
    await world.sql.execute(
        "INSERT INTO site (code, name_zh, name_en, zone) VALUES ('ZH', '苏黎世', 'Zurich', 'Europe/Zurich');"
        "INSERT INTO team (id, code, site_id, name_zh, name_en) SELECT 100 + n, t.code, s.id, t.code, t.code"
        " FROM (VALUES (1, 'five'), (2, 'three')) AS t(n, code), site s WHERE s.code = 'ZH'"
    )
    for name in FIVE:
        await world.join(name, 101)
    for name in THREE:
        await world.join(name, 102)


def at_of(call: dict[str, str]) -> datetime:
    hours, minutes, seconds = map(int, call["Time"].split(":"))
    return datetime.combine(date.fromisoformat(call["Date"]), time(hours, minutes, seconds), ZURICH)


def facts_of(call: dict[str, str]) -> list[dict[str, Any]]:
    at = at_of(call).isoformat()
    found = [("calls_resolved", "1")] if call["Resolved"] == "Y" else []
    found += [("satisfaction", call["Satisfaction rating"])] if call["Satisfaction rating"] else []
    return [
        {"id": f"{call['Call Id']}/{metric}", "agent": call["Agent"], "metric": metric, "value": value, "at": at}
        for metric, value in found
    ]


def naive_weeks(calls: list[dict[str, str]]) -> dict[tuple[int, int], list[dict[str, str]]]:
    weeks: dict[tuple[int, int], list[dict[str, str]]] = defaultdict(list)
    for call in calls:
        year, week, _ = at_of(call).isocalendar()
        weeks[year, week].append(call)
    assert sum(map(len, weeks.values())) == 5000
    return weeks


def naive_result(calls: list[dict[str, str]]) -> dict[str, tuple[int, int]]:
    """Resolved calls per head plus ten times the mean rating, as anybody would reckon it from the file."""
    scores = {}
    for team, names in (("t101", FIVE), ("t102", THREE)):
        own = [call for call in calls if call["Agent"] in names]
        ratings = [Decimal(call["Satisfaction rating"]) for call in own if call["Satisfaction rating"]]
        resolved = sum(call["Resolved"] == "Y" for call in own)
        exact = Fraction(resolved, len(names)) + 10 * (
            Fraction(sum(ratings)) / len(ratings) if ratings else Fraction(0)
        )
        scores[team] = round(exact * 10_000)
    best = max(scores.values())
    return {team: (1 if score == best else 2, score) for team, score in scores.items()}
