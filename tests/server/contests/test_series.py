"""A series plans its contests by the calendar, catches up what it slept through, and every call counts in one of them."""

import csv
import itertools
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from leaderboards.calendar import Calendar, Window
from server.contests.results import decode_standings
from server.contests.series import following_window, missing_windows
from server.contests.wire import SeriesChange, SeriesIn
from tests.conftest import real_data
from tests.server.contests.conftest import OPS, World

SHANGHAI = Calendar("Asia/Shanghai", time(0))
NEW_YORK = Calendar("America/New_York", time(4))


def starts(windows: list[Window]) -> list[datetime]:
    return [window.starts for window in windows]


def test_the_running_and_the_next_exist() -> None:
    now = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
    planned = missing_windows(SHANGHAI, "weekly", (date(2026, 3, 4), None), None, now)
    assert starts(planned) == [datetime(2026, 3, 1, 16, tzinfo=UTC), datetime(2026, 3, 8, 16, tzinfo=UTC)]
    assert missing_windows(SHANGHAI, "weekly", (date(2026, 3, 4), None), planned[-1], now) == []
    # At the very instant the next one starts, the one after it is due.
    due = missing_windows(SHANGHAI, "weekly", (date(2026, 3, 4), None), planned[-1], planned[-1].starts)
    assert starts(due) == [datetime(2026, 3, 15, 16, tzinfo=UTC)]


def test_a_series_of_tomorrow_makes_its_first_contest_today() -> None:
    now = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
    assert len(missing_windows(SHANGHAI, "monthly", (date(2026, 5, 1), None), None, now)) == 1


def test_a_series_ends() -> None:
    now = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
    planned = missing_windows(SHANGHAI, "weekly", (date(2026, 2, 16), date(2026, 3, 2)), None, now)
    assert len(planned) == 2


def test_weeks_follow_one_another_through_the_change_of_the_clock() -> None:
    now = datetime(2026, 4, 1, tzinfo=UTC)
    planned = missing_windows(NEW_YORK, "weekly", (date(2026, 2, 23), None), None, now)
    assert all(one.ends == two.starts for one, two in itertools.pairwise(planned))
    lengths = [(window.ends - window.starts) / timedelta(hours=1) for window in planned]
    # New York springs forward on the 8th of March 2026, inside the second week.
    assert lengths == [168, 167, 168, 168, 168, 168, 168]


@pytest.mark.parametrize("moved_to", [time(0), time(3), time(6)])
def test_a_moved_start_of_the_day_leaves_no_gap_and_no_overlap(moved_to: time) -> None:
    before = following_window(NEW_YORK, "weekly", datetime(2026, 2, 23, 9, tzinfo=UTC))
    after = following_window(Calendar("America/New_York", moved_to), "weekly", before.ends)
    assert after.starts == before.ends
    assert after.ends == Calendar("America/New_York", moved_to).start_of(date(2026, 3, 9))


def weekly(**more: Any) -> SeriesIn:
    asked = {"template": "weekly_service", "site": "SH", "cadence": "weekly", "teams": ["T1", "T2"], **more}
    return msgspec.convert(asked, SeriesIn)


async def test_a_series_catches_up_after_downtime_and_twice_changes_nothing(world: World) -> None:
    series = await world.contests.series.start(OPS, weekly())
    assert (series.running, series.next) == (1, 2)
    world.clock.at += timedelta(days=23)
    await world.contests.clockwork.tick()
    await world.contests.clockwork.tick()
    rows = await world.sql.fetch(
        "SELECT starts, ends, title_en FROM contest WHERE series_id = $1 ORDER BY starts", series.id
    )
    assert len(rows) == 5
    assert all(one["ends"] == two["starts"] for one, two in itertools.pairwise(rows))
    assert [row["title_en"][-8:] for row in rows] == ["2026-W10", "2026-W11", "2026-W12", "2026-W13", "2026-W14"]
    # What is over by now has been signed in the same breath.
    assert await world.sql.fetchval("SELECT count(*) FROM contest_result") == 3


async def test_a_stopped_series_makes_nothing_more(world: World) -> None:
    series = await world.contests.series.start(OPS, weekly())
    stopped = await world.contests.series.change(OPS, series.id, SeriesChange(stopped=True))
    assert stopped.stopped_at == world.clock.at
    world.clock.at += timedelta(days=30)
    await world.contests.clockwork.tick()
    assert await world.sql.fetchval("SELECT count(*) FROM contest") == 2


async def test_a_series_of_everybody_takes_in_teams_founded_later(world: World) -> None:
    await world.contests.series.start(OPS, weekly(teams=[], all=True))
    await world.sql.execute("INSERT INTO team (code, site_id, name_zh, name_en) VALUES ('T5', 1, '五组', 'Team 5')")
    world.clock.at += timedelta(days=7)
    await world.contests.clockwork.tick()
    sizes = await world.sql.fetch(
        "SELECT count(*) AS n FROM contest_participant GROUP BY contest_id ORDER BY contest_id"
    )
    assert [row["n"] for row in sizes] == [4, 4, 5]


async def test_definitions_follow_the_catalogue_until_the_start(world: World) -> None:
    running, waiting = await world.launch(), await world.launch(period={"kind": "next_week"})
    await world.sql.execute("UPDATE metric SET lateness_minutes = 60 WHERE code = 'calls'")
    await world.contests.clockwork.tick()
    lateness = [
        (await world.contests.reading.find(OPS, contest.id)).last_cutoff - contest.ends
        for contest in (running, waiting)
    ]
    assert lateness == [timedelta(hours=72), timedelta(hours=1)]


# ── the real calls ──────────────────────────────────────────────────────────────────────────────────────────────────────

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
        "cadence": "weekly",
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
