"""Lays a season out on the site's calendar: when its first round begins and its last planned one ends."""

from datetime import date, timedelta

from msgspec.structs import replace

from leaderboards.calendar import Calendar, iso_weeks_of_month
from leaderboards.rhythm import windows
from leaderboards.season import planned_rounds, pools_of
from server.contests.contest import Contest
from server.contests.seasons.playing import play_of, seeded
from server.errors import declare

NOT_A_SEASON = declare(
    "not_a_season", 422, en="Only leagues and cups are played in rounds.", zh="只有联赛和杯赛分轮进行。"
)


def on_calendar(contest: Contest, calendar: Calendar) -> Contest:
    """The season over the window of all its planned rounds; laid out again it stays where it is."""
    play = play_of(contest)
    count = planned_rounds(play, pools_of(play, seeded(contest), contest.divisions))
    found = windows(calendar, play.rhythm, _first_day(contest, calendar), max(count, 1))
    return replace(contest, starts=found[0].starts, ends=found[-1].ends)


def _first_day(contest: Contest, calendar: Calendar) -> date:
    """A monthly season of weeks begins with the first week whose Thursday lies in the month."""
    day = calendar.business_day(contest.starts)
    if contest.period != "month" or play_of(contest).rhythm.unit == "day":
        return day
    thursday = day + timedelta(days=3 - day.weekday())
    for month in (thursday, day):
        first = iso_weeks_of_month(month.year, month.month)[0]
        # Its own first week, when it has been laid out before.
        if first == day or month is day:
            return first
    return day
