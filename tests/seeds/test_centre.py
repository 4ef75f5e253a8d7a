"""The invented centre holds what the people's room would refuse otherwise, and is the same for everyone."""

import itertools
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from career.ladder import LEVELS
from seeds.accounts import SIGN_INS
from seeds.calendars import berlin, china, easter_sunday
from seeds.centre import LARGEST, SITES, SMALLEST, Centre
from seeds.inventing import build
from seeds.sheets import sheets, shifts
from seeds.shifts import Rota, calendars
from server.auth.roles import Role

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def centre() -> Centre:
    return build(TODAY)


def test_it_has_two_zones_twenty_teams_and_two_hundred_and_forty_agents(centre: Centre) -> None:
    assert len({site.zone for site in SITES}) == 2
    assert len({team.code for team in centre.teams}) == 20
    assert len({person.code for person in centre.people}) == 240
    assert sum(sum(site.sizes) for site in SITES) == 240


def test_names_are_different_in_both_languages(centre: Centre) -> None:
    for names in (
        [one.zh for one in centre.people],
        [one.en for one in centre.people],
        [team.en for team in centre.teams],
    ):
        assert len(set(names)) == len(names)


def test_the_same_day_gives_the_same_centre_and_another_day_the_same_names(centre: Centre) -> None:
    assert build(TODAY) == centre
    later = build(TODAY + timedelta(days=30))
    assert [(one.code, one.zh) for one in later.people] == [(one.code, one.zh) for one in centre.people]


def test_a_smaller_centre_has_the_first_teams_with_the_same_people(centre: Centre) -> None:
    small = build(TODAY, days=10, teams=(2, 1))
    assert [team.code for team in small.teams] == ["T01", "T02", "T13"]
    assert set(small.people) <= set(centre.people)


def test_nobody_is_in_two_teams_at_once_and_everybody_stays_at_one_site(centre: Centre) -> None:
    site_of_team = {team.code: team.site.code for team in centre.teams}
    for person in centre.people:
        spans = sorted((span for span in centre.memberships if span.agent == person.code), key=lambda span: span.starts)
        assert {site_of_team[span.team] for span in spans} == {person.site.code}
        for before, after in itertools.pairwise(spans):
            assert before.ends is not None
            assert before.starts < before.ends <= after.starts


def test_teams_keep_between_eight_and_twenty_five_people_on_every_day(centre: Centre) -> None:
    joined_lately = {person.code for person in centre.people if person.hired > centre.first}
    for back in range(91):
        at = datetime(2026, 11, 22, 12, tzinfo=UTC) - timedelta(days=back)
        heads = Counter(
            span.team for span in centre.memberships if span.starts <= at and (span.ends is None or at < span.ends)
        )
        assert max(heads.values()) <= LARGEST
        assert min(heads.values()) >= SMALLEST, back
        assert sum(heads.values()) >= 240 - len(joined_lately) - 4
    assert len(set(heads.values())) > 6, "teams are meant to be unequal"


def test_there_are_transfers_newcomers_leavers_and_leave(centre: Centre) -> None:
    assert len(centre.memberships) - len(centre.people) >= 8
    assert len([person for person in centre.people if person.hired > centre.first]) >= 8
    assert [person for person in centre.people if person.left]
    assert {"whole", "morning", "afternoon"} == {leave.part for leave in centre.leaves}
    assert [span for span in centre.employments if not span.producing and span.ends and span.ends > TODAY]


def test_leave_of_one_person_never_overlaps(centre: Centre) -> None:
    for person in centre.people:
        spans = sorted((leave.starts, leave.ends) for leave in centre.leaves if leave.agent == person.code)
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


def test_every_team_is_led(centre: Centre) -> None:
    posts = Counter((span.team, span.post) for span in centre.memberships if span.ends is None)
    for team in centre.teams:
        assert posts[team.code, "lead"] == 1
        assert posts[team.code, "deputy"] == 1


def test_levels_are_on_the_ladder(centre: Centre) -> None:
    assert {person.level for person in centre.people} <= set(LEVELS)
    for person in centre.people:
        assert person.hired <= person.level_since <= TODAY


def test_shifts_leave_ten_hours_of_rest_and_respect_employment(centre: Centre) -> None:
    rota = Rota(centre)
    for person in centre.people:
        last: datetime | None = None
        for ahead in range(120):
            day = centre.first + timedelta(days=ahead)
            shift = rota.shift(person, day)
            if shift is None:
                continue
            assert person.hired <= day
            assert person.left is None or day < person.left
            assert last is None or shift.starts - last >= timedelta(hours=10)
            last = shift.ends


def test_somebody_takes_calls_at_any_hour_at_both_sites(centre: Centre) -> None:
    rota = Rota(centre)
    planned = [shift for ahead in range(21) for shift in rota.shifts(TODAY + timedelta(days=ahead))]
    for hour in range(24, 20 * 24):
        at = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(hours=hour, minutes=30)
        manned = {shift.agent[:2] for shift in planned if shift.starts <= at < shift.ends}
        assert manned == {"CD", "BE"}, at


def test_the_files_of_shifts_say_what_the_rota_says(centre: Centre) -> None:
    rota = Rota(centre)
    sheet = shifts(centre, rota, TODAY, TODAY)
    assert len(sheet.rows) == len(list(rota.shifts(TODAY)))
    assert {len(row) for row in sheet.rows} == {len(sheet.columns)}
    assert [one.kind for one in sheets(centre)][:5] == ["sites", "calendar", "queues", "teams", "agents"]


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"), (2038, "2038-04-25")],
)
def test_easter(year: int, sunday: str) -> None:
    assert easter_sunday(year) == date.fromisoformat(sunday)


def test_china_works_on_announced_weekends_and_rests_on_announced_weekdays() -> None:
    year = {special.day.isoformat(): special for special in china(date(2026, 1, 1), date(2026, 12, 31))}
    assert year["2026-02-14"].kind == "workday"
    assert year["2026-02-28"].kind == "workday"
    assert year["2026-02-23"].kind == "holiday"
    assert year["2026-10-10"].kind == "workday"
    assert "2026-10-08" not in year


def test_make_up_workdays_are_weekends_in_every_year() -> None:
    specials = china(date(2025, 1, 1), date(2033, 12, 31))
    assert len({special.day.year for special in specials}) == 9
    assert all(special.day.weekday() >= 5 for special in specials if special.kind == "workday")
    assert len({special.day for special in specials}) == len(specials)


def test_berlin_rests_on_its_own_days() -> None:
    days = {special.day.isoformat() for special in berlin(date(2026, 1, 1), date(2026, 12, 31))}
    assert {"2026-03-08", "2026-04-03", "2026-05-14", "2026-10-03"} <= days


def test_calendars_cover_the_history_and_the_year_to_come() -> None:
    for specials in calendars(TODAY).values():
        assert min(special.day for special in specials) <= TODAY - timedelta(days=300)
        assert max(special.day for special in specials) >= TODAY + timedelta(days=365)


def test_accounts_bear_the_names_of_their_agents(centre: Centre) -> None:
    people = {person.code: person for person in centre.people}
    for sign_in in SIGN_INS:
        if sign_in.agent:
            person = people[sign_in.agent]
            assert sign_in.name == (person.zh if sign_in.locale == "zh" else person.en)
    assert {sign_in.role for sign_in in SIGN_INS} == set(Role) - {Role.DISPLAY}
    assert people["CD001"].post == people["BE001"].post == "lead"
