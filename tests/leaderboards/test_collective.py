"""Collective honors out of random results against a naive oracle that looks at each week by itself, from the beginning."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from leaderboards.collective import Given, Placed, Result, banners, of_months, of_season
from leaderboards.honors import MostImprovedTeam, SeasonChampion, TeamOfTheMonth

MONDAY = date(2026, 1, 5)
WEEK = timedelta(weeks=1)
TEAMS = ("t1", "t2", "t3", "t4", "t5")


def placed(scores: dict[str, int | None]) -> tuple[Placed, ...]:
    known = [one for one in scores.values() if one is not None]
    return tuple(
        Placed(
            team,
            None if score is None else 1 + sum(one > score for one in known),
            None if score is None else Fraction(score),
        )
        for team, score in scores.items()
    )


@st.composite
def seasons(draw: st.DrawFn) -> list[Result]:
    """Weeks of a series: some were not played, some placed nobody, scores are close so that places are shared."""
    found = []
    for week in range(draw(st.integers(1, 14))):
        if draw(st.integers(0, 4)) == 0:
            continue
        scores = {team: draw(st.one_of(st.none(), st.integers(0, 3))) for team in TEAMS}
        first = MONDAY + week * WEEK
        found.append(
            Result(
                contest=week + 1,
                first=first,
                after=first + WEEK,
                rows=placed(scores),
                revision=draw(st.integers(0, 2)),
                gamed=frozenset(draw(st.lists(st.sampled_from(TEAMS), max_size=1))),
            )
        )
    return found


def naive_holder(results: list[Result], week: date) -> str | None:
    """Whoever has the banner after a week, told by looking at everything before it anew."""
    if week < MONDAY:
        return None
    before = naive_holder(results, week - WEEK)
    result = next((one for one in results if one.first == week), None)
    first = (
        [] if result is None else [one.team for one in result.rows if one.rank == 1 and one.team not in result.gamed]
    )
    if not first or result is None:
        return before
    if len(first) == 1 or before in first:
        return before if before in first else first[0]
    gains = {team: naive_gain(results, result, team) or Fraction() for team in first}
    best = [team for team in first if gains[team] == max(gains.values())]
    weeks = [naive_holder(results, MONDAY + n * WEEK) for n in range((week - MONDAY).days // 7)]

    def key(team: str) -> tuple[int, int, str]:
        held = [n for n, holder in enumerate(weeks) if holder == team]
        return len(held), max(held, default=-1), team

    return min(best, key=key)


def naive_gain(results: list[Result], now: Result, team: str) -> Fraction | None:
    past = [
        one.score
        for result in results
        if result.first < now.first
        for one in result.rows
        if one.team == team and one.score is not None
    ][-8:]
    score = next(one.score for one in now.rows if one.team == team)
    return None if score is None or len(past) < 3 else score - sum(past, Fraction()) / len(past)


@settings(max_examples=150, deadline=None)
@given(seasons())
def test_the_banner_is_where_a_naive_look_finds_it(results: list[Result]) -> None:
    until = MONDAY + 14 * WEEK
    told = {one.starts: one.team for one in banners(results, until)}
    first = min((one.first for one in results), default=until)
    expected = {
        week: holder
        for n in range(14)
        if (week := MONDAY + n * WEEK) >= first and (holder := naive_holder(results, week)) is not None
    }
    assert told == expected


@settings(max_examples=100, deadline=None)
@given(seasons(), st.randoms())
def test_any_order_of_results_gives_the_same(results: list[Result], chance: object) -> None:
    shuffled = list(results)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # random.Random
    until = MONDAY + 14 * WEEK
    assert banners(shuffled, until) == banners(results, until)


@settings(max_examples=100, deadline=None)
@given(seasons(), st.integers(0, 13))
def test_a_correction_changes_nothing_before_its_week(results: list[Result], number: int) -> None:
    week, until = MONDAY + number * WEEK, MONDAY + 14 * WEEK
    other = [one for one in results if one.first != week]

    def before(given_: list[Given]) -> list[Given]:
        return [one for one in given_ if one.starts < week]

    started = min((one.first for one in other), default=until)
    if started < week:
        assert before(banners(other, until)) == before(banners(results, until))


def test_worked_what_a_month_and_a_season_honor() -> None:
    def month(number: int, **scores: int | None) -> Result:
        first = date(2026, number, 1)
        return Result(
            contest=number, first=first, after=(first + timedelta(days=32)).replace(day=1), rows=placed(scores)
        )

    rules = (TeamOfTheMonth(), MostImprovedTeam())
    first = month(1, t1=80, t2=70, t3=60, t4=50)
    second = month(2, t1=81, t2=74, t3=64, t4=50)
    told = [(one.honor, one.key, one.team) for one in of_months([first, second], rules)]
    assert told == [
        ("team_of_the_month", "2026-01", "t1"),
        ("team_of_the_month", "2026-02", "t1"),
        # Both by four.
        ("most_improved_team", "2026-02", "t2"),
        ("most_improved_team", "2026-02", "t3"),
    ]
    # Three ranked are too few, and what is provisional waits.
    assert of_months([month(3, t1=9, t2=8, t3=7, t4=None)], (TeamOfTheMonth(),)) == []
    waiting = Result(contest=4, first=first.first, after=first.after, rows=first.rows, revision=0)
    assert of_months([waiting], rules) == []
    assert of_season(waiting, SeasonChampion()) == []
    assert [one.key for one in of_season(first, SeasonChampion())] == ["contest:1"]
