"""A series plans its contests by the calendar, catches up what it slept through, and every call counts in one of them."""

import itertools
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from leaderboards.rules import Rules
from server.contests.series.wire import SeriesChange, SeriesIn
from server.errors import DomainError
from server.wire import Bilingual
from tests.server.contests.conftest import OPS, World


def own_rules() -> Rules:
    return msgspec.convert({"method": "points", "terms": [{"metric": "calls"}], "min_fte": "1"}, Rules)


def weekly(**more: Any) -> SeriesIn:
    asked = {"template": "weekly_service", "site": "SH", "cadence": {"kind": "weekly"}, "teams": ["T1", "T2"], **more}
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


async def test_a_series_that_fails_holds_up_no_other_and_no_sign_off(world: World) -> None:
    broken, sound = [
        (await world.contests.series.start(OPS, weekly(title=title))).id
        for title in ({"zh": "坏", "en": "Broken"}, {"zh": "好", "en": "Sound"})
    ]
    await world.sql.execute('UPDATE series SET cadence = \'{"kind": "weekly", "every": 0}\' WHERE id = $1', broken)
    world.clock.at += timedelta(days=23)
    with pytest.raises(ExceptionGroup):
        await world.contests.clockwork.tick()
    made = dict(await world.sql.fetch("SELECT series_id, count(*) FROM contest GROUP BY 1"))
    assert made == {broken: 2, sound: 5}
    # Both contests that the broken one had made are over and signed, like three of the other's.
    assert await world.sql.fetchval("SELECT count(*) FROM contest_result") == 2 + 3


async def test_a_stopped_series_plays_what_has_begun_and_nothing_more(world: World) -> None:
    series = await world.contests.series.start(OPS, weekly())
    stopped = await world.contests.series.change(OPS, series.id, SeriesChange(stopped=True))
    assert (stopped.stopped_at, stopped.running, stopped.next, stopped.ahead) == (world.clock.at, 1, None, [])
    world.clock.at += timedelta(days=30)
    await world.contests.clockwork.tick()
    rows = await world.sql.fetch("SELECT cancel_reason FROM contest ORDER BY id")
    assert [row["cancel_reason"] for row in rows] == [None, "series_stopped"]
    with pytest.raises(DomainError, match="series_is_stopped"):
        await world.contests.series.change(OPS, series.id, SeriesChange(stopped=False))


async def rounds_of(world: World, series_id: int) -> list[tuple[str, str]]:
    """The rounds a series has, called off ones left out: first day and title."""
    rows = await world.sql.fetch(
        "SELECT series_first, title_en FROM contest WHERE series_id = $1 AND cancelled_at IS NULL ORDER BY series_first",
        series_id,
    )
    return [(row["series_first"].isoformat(), row["title_en"]) for row in rows]


async def test_an_edit_adjusts_what_has_not_begun_and_leaves_what_has(world: World) -> None:
    series = await world.contests.series.start(OPS, weekly(teams=["T1", "T2", "T3"]))
    assert series.running
    assert series.next
    await world.contests.entering.withdraw(OPS, series.next, "T3")
    title = Bilingual(zh="新名字", en="New name")
    edited = await world.contests.series.change(
        OPS, series.id, SeriesChange(title=title, teams=["T1", "T2", "T3", "T4"], rules=own_rules(), version=1)
    )
    assert (edited.running, edited.next, edited.version) == (series.running, series.next, 2)
    running = await world.contests.reading.find(OPS, series.running)
    following = await world.contests.reading.find(OPS, series.next)
    assert (running.title.en[:6], following.title.en) == ("Weekly", "New name 2026-W11")
    assert (len(running.team_ids), len(following.team_ids)) == (3, 3)
    assert [team.code for team in (await world.contests.reading.detail(OPS, series.next)).withdrawn] == ["T3"]
    assert [term.metric for term in following.rules.terms] == ["calls"]
    with pytest.raises(DomainError, match="changed_meanwhile"):
        await world.contests.series.change(OPS, series.id, SeriesChange(title=title, version=1))


async def test_another_cadence_calls_the_next_round_off_and_plans_anew(world: World) -> None:
    series = await world.contests.series.start(OPS, weekly())
    every_other = msgspec.convert({"cadence": {"kind": "weekly", "every": 2}}, SeriesChange)
    edited = await world.contests.series.change(OPS, series.id, every_other)
    assert [first for first, _ in await rounds_of(world, series.id)] == ["2026-03-02", "2026-03-16"]
    assert [one.first.isoformat() for one in edited.ahead[:2]] == ["2026-03-30", "2026-04-13"]
    # Back again: the week called off is planned once more.
    await world.contests.series.change(OPS, series.id, msgspec.convert({"cadence": {"kind": "weekly"}}, SeriesChange))
    assert [first for first, _ in await rounds_of(world, series.id)] == ["2026-03-02", "2026-03-09"]


async def test_pausing_calls_off_what_has_not_begun_and_resuming_goes_on(world: World) -> None:
    series = await world.contests.series.start(OPS, weekly())
    paused = await world.contests.series.change(OPS, series.id, SeriesChange(paused=True))
    assert (paused.paused, paused.running, paused.next, paused.ahead) == (True, 1, None, [])
    world.clock.at += timedelta(days=15)
    await world.contests.clockwork.tick()
    assert [first for first, _ in await rounds_of(world, series.id)] == ["2026-03-02"]
    resumed = await world.contests.series.change(OPS, series.id, SeriesChange(paused=False))
    assert not resumed.paused
    # The week in which it was resumed had begun while it was paused.
    assert [first for first, _ in await rounds_of(world, series.id)] == ["2026-03-02", "2026-03-23"]


async def test_one_round_that_somebody_cancelled_is_not_made_again(world: World) -> None:
    series = await world.contests.series.start(OPS, weekly())
    assert series.next
    await world.contests.entering.cancel(OPS, series.next, "stock-taking")
    await world.contests.clockwork.tick()
    world.clock.at += timedelta(days=8)
    await world.contests.clockwork.tick()
    assert [first for first, _ in await rounds_of(world, series.id)] == ["2026-03-02", "2026-03-16"]


async def test_a_series_that_stands_still_says_why_and_goes_on_when_mended(world: World) -> None:
    series = await world.contests.series.start(OPS, weekly())
    await world.sql.execute("UPDATE team SET closed_on = '2026-03-05' WHERE code = 'T2'")
    world.clock.at += timedelta(days=7)
    await world.contests.clockwork.tick()
    still = (await world.contests.series.one(OPS, series.id)).still
    assert still is not None
    assert (still.code, still.since) == ("too_few_participants", world.clock.at)
    assert still.messages["zh"]
    world.clock.at += timedelta(hours=1)
    await world.contests.clockwork.tick()
    assert (await world.contests.series.one(OPS, series.id)).still == still
    await world.contests.series.change(OPS, series.id, SeriesChange(teams=["T1", "T3"]))
    mended = await world.contests.series.one(OPS, series.id)
    assert (mended.still, mended.next is not None) == (None, True)


async def test_an_archived_template_makes_a_series_stand_still(world: World) -> None:
    series = await world.contests.series.start(OPS, weekly())
    await world.sql.execute("UPDATE template SET archived_at = now() WHERE code = 'weekly_service'")
    world.clock.at += timedelta(days=7)
    await world.contests.clockwork.tick()
    still = (await world.contests.series.one(OPS, series.id)).still
    assert still is not None
    assert "weekly_service" in still.messages["en"]


async def test_series_of_days_and_hours(world: World) -> None:
    sprint = {
        "template": "satisfaction_sprint",
        "cadence": {"kind": "hours", "begins": "14:00:00", "until": "17:00:00", "weekdays": [5]},
    }
    series = await world.contests.series.start(OPS, weekly(**sprint))
    assert series.running is None
    assert [one.first.isoweekday() for one in series.ahead] == [5] * 6
    contest = await world.contests.reading.find(OPS, series.next or 0)
    assert (contest.period, contest.ends - contest.starts) == ("hours", timedelta(hours=3))
    with pytest.raises(DomainError, match="wrong_cadence"):
        await world.contests.series.start(OPS, weekly(cadence={"kind": "daily"}))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"starts_on": "2026-03-02", "ends_on": "2026-03-02"}, "bad_span"),
        ({"pauses": [{"starts": "2026-03-09", "ends": "2026-03-09"}]}, "bad_span"),
        ({"ends_on": "2026-03-10", "pauses": [{"starts": "2026-03-01", "ends": "2026-03-10"}]}, "no_rounds"),
        ({"teams": ["T1"]}, "too_few_participants"),
    ],
)
async def test_what_could_never_be_played_is_refused(world: World, given: dict[str, Any], code: str) -> None:
    with pytest.raises(DomainError, match=code):
        await world.contests.series.start(OPS, weekly(**given))


async def test_a_series_warns_of_agents_in_too_many_contests_ahead(world: World) -> None:
    await world.launch()
    await world.contests.series.start(OPS, weekly(starts_on="2026-03-16"))
    second = await world.contests.series.start(OPS, weekly(starts_on="2026-03-16", teams=["T2", "T3"]))
    assert second.warnings == []
    third = await world.contests.series.start(OPS, weekly(starts_on="2026-03-23", teams=["T2", "T4"]))
    clash = third.warnings[0].clash
    assert clash is not None
    assert (clash.agents, [team.code for team in clash.teams], len(clash.contests)) == (4, ["T2"], 3)
    assert [person.code for person in clash.people] == ["A21", "A22", "A23", "A24"]
    assert all(word in third.warnings[0].messages["en"] for word in ("4 in all", "Team 2", "2026-W13"))


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


async def test_seasons_of_a_series_never_overlap(world: World) -> None:
    """Four teams who meet twice need six weeks, more than a month has: the next season waits for its end."""
    long = '{"format": "league", "pairing": "round_robin", "legs": 2}'
    await world.sql.execute("UPDATE template SET play = $1::jsonb WHERE code = 'weekly_team_duel'", long)
    asked = {"template": "weekly_team_duel", "cadence": {"kind": "monthly"}, "teams": [], "all": True}
    series = await world.contests.series.start(OPS, weekly(**asked))
    for _ in range(5):
        world.clock.at += timedelta(days=31)
        await world.contests.clockwork.tick()
    rows = await world.sql.fetch(
        "SELECT starts, ends FROM contest WHERE series_id = $1 AND parent_id IS NULL ORDER BY starts", series.id
    )
    assert len(rows) >= 3
    assert all(one["ends"] <= two["starts"] for one, two in itertools.pairwise(rows))
    assert all((row["ends"] - row["starts"]).days == 42 for row in rows)


async def test_a_preview_tells_the_rounds_and_stores_nothing(world: World) -> None:
    for _ in range(2):
        await world.contests.series.start(OPS, weekly())
    found = await world.contests.series.preview(OPS, weekly(pauses=[{"starts": "2026-03-09", "ends": "2026-03-20"}]))
    assert [one.first.isoformat() for one in found.rounds[:3]] == ["2026-03-02", "2026-03-23", "2026-03-30"]
    clash = found.warnings[0].clash
    assert clash is not None
    assert clash.agents == 8
    assert await world.sql.fetchval("SELECT count(*) FROM series") == 2


async def test_rounds_freeze_as_the_series_says_and_are_revealed_on_the_next_working_morning(world: World) -> None:
    asked = {"template": "weekly_service", "site": "SH", "cadence": {"kind": "weekly"}, "teams": ["T1", "T2"]}
    usual = await world.contests.series.start(OPS, msgspec.convert(asked, SeriesIn))
    own = await world.contests.series.start(OPS, msgspec.convert({**asked, "freeze_minutes": 90}, SeriesIn))
    for series, minutes in ((usual, 240), (own, 90)):
        contest = await world.contests.reading.find(OPS, series.running or 0)
        assert contest.freezes_at == contest.ends - timedelta(minutes=minutes)
        assert contest.reveal_by == contest.ends + timedelta(hours=10)
