"""Fitting rows that say "from then on" into what is recorded: order, repetition and overlaps."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.people.imports.periods import Period, changed, fit

FIRST = date(2026, 1, 1)


def on(number: int | None) -> date | None:
    return None if number is None else FIRST + timedelta(days=number)


def wanted(row: int, starts: int, ends: int | None = None, team: str = "x") -> Period:
    return Period(row, 0, on(starts), on(ends), {"team": team})


def recorded(number: int, starts: int, ends: int | None = None, team: str = "x") -> Period:
    return Period(0, number, on(starts), on(ends), {"team": team})


def spans(periods: list[Period]) -> list[tuple[int, int | None]]:
    return [
        ((period.starts - FIRST).days, None if period.ends is None else (period.ends - FIRST).days)
        for period in periods
    ]


def test_an_open_end_lasts_until_the_next_period() -> None:
    fitted = fit([recorded(1, 0)], [wanted(2, 10), wanted(3, 5)])
    assert spans(fitted.periods) == [(0, 5), (5, 10), (10, None)]


def test_a_passing_stint_does_not_end_what_is_still_open() -> None:
    fitted = fit([recorded(7, 0)], [wanted(2, 4, 6)])
    assert list(fitted.refused) == [2]
    assert spans(fitted.periods) == [(0, None)]
    assert spans(fit([recorded(7, 0)], [wanted(2, 4, 6), wanted(3, 6)]).periods) == [(0, 4), (4, 6), (6, None)]


def test_a_gap_that_was_said_stays() -> None:
    assert spans(fit([], [wanted(2, 0, 3), wanted(3, 5)]).periods) == [(0, 3), (5, None)]


def test_a_row_takes_the_place_of_what_starts_with_it() -> None:
    fitted = fit([recorded(7, 0, 9)], [wanted(2, 0, 4, "y")])
    assert [(period.id, period.values["team"]) for period in fitted.periods] == [(7, "y")]
    assert spans(fitted.periods) == [(0, 4)]


def test_what_overlaps_a_recorded_end_is_refused_and_the_rest_is_fitted() -> None:
    fitted = fit([recorded(7, 0, 9)], [wanted(2, 4), wanted(3, 20)])
    assert list(fitted.refused) == [2]
    assert fitted.refused[2].id == 7
    assert spans(fitted.periods) == [(0, 9), (20, None)]


rows = st.lists(
    st.tuples(st.integers(0, 30), st.none() | st.integers(1, 12), st.sampled_from("xyz")),
    max_size=6,
    unique_by=lambda row: row[0],
).map(
    lambda found: [
        wanted(number, starts, None if length is None else starts + length, team)
        for number, (starts, length, team) in enumerate(found, start=2)
    ]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows, rows, st.randoms(use_true_random=False))
def test_nothing_overlaps_order_makes_no_difference_and_a_second_reading_changes_nothing(
    before: list[Period], after: list[Period], chance: object
) -> None:
    held = [
        Period(0, number, period.starts, period.ends, period.values)
        for number, period in enumerate(fit([], before).periods, start=1)
    ]
    fitted = fit(held, after)
    for one, other in pairwise(fitted.periods):
        assert one.ends is not None
        assert one.ends <= other.starts
    shuffled = list(after)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fit(held, shuffled) == fitted
    stored = [
        Period(0, number, period.starts, period.ends, period.values)
        for number, period in enumerate(fitted.periods, start=1)
    ]
    kept = [period for period in after if period.row not in fitted.refused]
    assert changed(fit(stored, kept), {period.id: period for period in stored}) == []
