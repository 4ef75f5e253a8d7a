"""Who is compared with whom: divisions by tenure or by size, and the sides of a duel, laid over the participants of a contest."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from msgspec.structs import replace

from leaderboards.teams import Field

ROOKIES = "rookies"
"""The division of newcomers; their results are private where each is a person."""
REST = "others"
SMALL, LARGE = "small", "large"


def by_tenure(hired: Mapping[str, date], months: int, on: date) -> dict[str, str]:
    """Newcomers of under `months` months on a day apart from the others; nobody is set apart from nobody.

    Who began on a 31st has the anniversary at the end of a shorter month.
    """
    fresh = {name for name, day in hired.items() if on < months_after(day, months)}
    return _apart(fresh, hired.keys() - fresh, (ROOKIES, REST))


def by_size(headcounts: Mapping[str, Fraction], least: Fraction) -> dict[str, str]:
    """Teams below a headcount apart from the others."""
    few = {name for name, heads in headcounts.items() if heads < least}
    return _apart(few, headcounts.keys() - few, (SMALL, LARGE))


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(last, day.day))
        except ValueError:
            continue
    raise ValueError(f"no such month: {year}-{month + 1}")


def placed(field: Field, divisions: Mapping[str, str], sides: Mapping[str, int]) -> Field:
    """The participants with their divisions and sides."""
    if not divisions and not sides:
        return field
    return Field(
        tuple(
            [replace(one, division=divisions.get(one.id, ""), side=sides.get(one.id, 0)) for one in field.participants]
        )
    )


def _apart(first: set[str], second: set[str], names: tuple[str, str]) -> dict[str, str]:
    if not first or not second:
        return {}
    return {**dict.fromkeys(first, names[0]), **dict.fromkeys(second, names[1])}
