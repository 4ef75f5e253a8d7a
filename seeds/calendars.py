"""The public holidays of both sites: China's with its make-up workdays, and Berlin's, for whatever year the demo is started in."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple


class SpecialDay(NamedTuple):
    """A day on which the site's working calendar differs from Monday to Friday."""

    day: date
    kind: Literal["holiday", "workday"]
    zh: str
    en: str


_SPRING = ("春节", "Spring Festival")
_NATIONAL = ("国庆节", "National Day")
_LABOUR = ("劳动节", "Labour Day")
_TOMB = ("清明节", "Qingming")
_DRAGON = ("端午节", "Dragon Boat Festival")
_MOON = ("中秋节", "Mid-Autumn Festival")
_NEW_YEAR = ("元旦", "New Year")
_MAKE_UP = ("调休上班", "Make-up workday")

# As announced by the State Council for each year: first day, last day, name, and the weekend days worked in exchange.
_ANNOUNCED: dict[int, tuple[tuple[str, str, tuple[str, str], str], ...]] = {
    2025: (
        ("01-01", "01-01", _NEW_YEAR, ""),
        ("01-28", "02-04", _SPRING, "01-26 02-08"),
        ("04-04", "04-06", _TOMB, ""),
        ("05-01", "05-05", _LABOUR, "04-27"),
        ("05-31", "06-02", _DRAGON, ""),
        ("10-01", "10-08", _NATIONAL, "09-28 10-11"),
    ),
    2026: (
        ("01-01", "01-03", _NEW_YEAR, "01-04"),
        ("02-15", "02-23", _SPRING, "02-14 02-28"),
        ("04-04", "04-06", _TOMB, ""),
        ("05-01", "05-05", _LABOUR, "05-09"),
        ("06-19", "06-21", _DRAGON, ""),
        ("09-25", "09-27", _MOON, ""),
        ("10-01", "10-07", _NATIONAL, "09-20 10-10"),
    ),
}
# Lunar New Year's day, Dragon Boat, Mid-Autumn, for years whose holidays nobody has announced yet.
_LUNAR = {
    2027: ("02-06", "06-09", "09-15"),
    2028: ("01-26", "05-28", "10-03"),
    2029: ("02-13", "06-16", "09-22"),
    2030: ("02-03", "06-05", "09-12"),
    2031: ("01-23", "06-24", "10-01"),
    2032: ("02-11", "06-12", "09-19"),
}


def china(first: date, last: date) -> list[SpecialDay]:
    """China's holidays and make-up workdays from `first` to `last`, both included.

    Years that were announced are exact. For later ones the festivals fall on the right days, but which weekends are worked
    in exchange is a guess by the usual rule: the Sunday before and the Saturday after the long ones.
    """
    return _between(first, last, _china_year)


def berlin(first: date, last: date) -> list[SpecialDay]:
    """Berlin's public holidays from `first` to `last`, both included; Germany knows no make-up workdays."""
    return _between(first, last, _berlin_year)


def _between(first: date, last: date, year_of: Callable[[int], Iterable[SpecialDay]]) -> list[SpecialDay]:
    found = {special.day: special for year in range(first.year, last.year + 1) for special in year_of(year)}
    return [found[day] for day in sorted(found) if first <= day <= last]


def _china_year(year: int) -> Iterator[SpecialDay]:
    for starts, ends, name, worked in _ANNOUNCED.get(year) or _guessed(year):
        first, last = _on(year, starts), _on(year, ends)
        for offset in range((last - first).days + 1):
            yield SpecialDay(first + timedelta(days=offset), "holiday", *name)
        for day in worked.split():
            yield SpecialDay(_on(year, day), "workday", *_MAKE_UP)


def _guessed(year: int) -> Iterator[tuple[str, str, tuple[str, str], str]]:
    yield "01-01", "01-01", _NEW_YEAR, ""
    yield "04-05", "04-05", _TOMB, ""
    yield from (_long(year, "05-01", 5, _LABOUR), _long(year, "10-01", 7, _NATIONAL))
    if year in _LUNAR:
        spring, dragon, moon = _LUNAR[year]
        yield _long(year, spring, 7, _SPRING)
        yield dragon, dragon, _DRAGON, ""
        yield moon, moon, _MOON, ""


def _long(year: int, starts: str, days: int, name: tuple[str, str]) -> tuple[str, str, tuple[str, str], str]:
    first = _on(year, starts)
    last = first + timedelta(days=days - 1)
    sunday = first - timedelta(days=first.isoweekday() % 7 or 7)
    saturday = last + timedelta(days=(6 - last.isoweekday()) % 7 or 7)
    return starts, f"{last:%m-%d}", name, f"{sunday:%m-%d} {saturday:%m-%d}"


def _on(year: int, month_day: str) -> date:
    return date.fromisoformat(f"{year}-{month_day}")


def _berlin_year(year: int) -> Iterator[SpecialDay]:
    easter = easter_sunday(year)
    yield from (
        SpecialDay(_on(year, "01-01"), "holiday", "新年", "New Year"),
        SpecialDay(_on(year, "03-08"), "holiday", "国际妇女节", "International Women's Day"),
        SpecialDay(easter - timedelta(days=2), "holiday", "耶稣受难日", "Good Friday"),
        SpecialDay(easter + timedelta(days=1), "holiday", "复活节星期一", "Easter Monday"),
        SpecialDay(_on(year, "05-01"), "holiday", "劳动节", "Labour Day"),
        SpecialDay(easter + timedelta(days=39), "holiday", "耶稣升天节", "Ascension Day"),
        SpecialDay(easter + timedelta(days=50), "holiday", "圣灵降临节星期一", "Whit Monday"),
        SpecialDay(_on(year, "10-03"), "holiday", "德国统一日", "German Unity Day"),
        SpecialDay(_on(year, "12-25"), "holiday", "圣诞节", "Christmas Day"),
        SpecialDay(_on(year, "12-26"), "holiday", "节礼日", "Boxing Day"),
    )


def easter_sunday(year: int) -> date:
    """Gregorian Easter by the anonymous computus (Meeus, Jones, Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
