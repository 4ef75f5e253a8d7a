"""Measures what a contest changed: every participant at a point against its own weeks before, as far as those were recorded."""

from collections import defaultdict
from fractions import Fraction

from leaderboards.calendar import Window
from leaderboards.improvement import WEEKS, weeks_before
from leaderboards.metrics import Subject
from leaderboards.race import Race
from leaderboards.teaching import Change, Weeks, baseline, changes, look, presence, values
from leaderboards.teams import Field, Participant
from server.contests import directory
from server.contests.contest import Contest
from server.contests.insight.past import over, read_past
from server.contests.scoring.evidence import read_field, selection_of
from server.db.pool import Connection
from server.facts.weekly import recorded_weeks


async def measure(connection: Connection, contest: Contest, weeks: Weeks) -> list[Change]:
    """All changes at one point of a contest."""
    race = Race(contest.rules, contest.by_code)
    before: dict[str, dict[str, float]] = {}
    after: dict[str, dict[str, float]] = {}
    for found, window in ((before, baseline(contest.window)), (after, look(contest.window, weeks))):
        field, tallies = await read_past(connection, over(contest, window), window)
        silent = await _silence(connection, over(contest, window), field) if found is before else {}
        for participant in field.participants:
            if any(subject in tallies for member in participant.members for subject in member.subjects):
                # Nothing at all was recorded then, say before the centre began: that is no zero to compare with.
                found[participant.id] = values(race, participant, tallies, silent.get(participant.id, Fraction(0)))
    return changes(contest.id, contest.by_code, before, after)


async def _silence(connection: Connection, past: Contest, field: Field) -> dict[str, Fraction]:
    """Each participant's FTE-days in those weeks of its past in which nothing at all was recorded of it: a centre that has
    kept figures for a month has not done nothing in the month before."""
    calendar = (await directory.sites(connection, ids=[past.site_id]))[0].calendar
    until = Window(past.ends, past.ends)
    recorded = await recorded_weeks(connection, selection_of(past), calendar.business_day(past.ends), WEEKS)
    found: dict[str, Fraction] = defaultdict(Fraction)
    for back, week in enumerate(weeks_before(calendar, until)):
        silent = {
            one.id for one in field.participants if not any(back in recorded.get(own, ()) for own in _subjects(one))
        }
        # Nobody was planned in a week of holidays, so there is nothing to take away.
        if silent and any(calendar.is_worked(day) for day in calendar.days(week)):
            then = await read_field(connection, over(past, week))
            for participant in then.participants:
                if participant.id in silent:
                    found[participant.id] += presence(participant)
    return found


def _subjects(participant: Participant) -> set[Subject]:
    return {own for member in participant.members for own in member.subjects} | set(participant.own_subjects)
