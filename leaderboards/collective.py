"""What teams are honored for, out of the results in force: week by week, month by month, season by season, each with its reason.

Everything is derived, so a corrected result simply gives another answer, and working it out again gives the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from leaderboards.badges.periods import first_of, key_of, span_of
from leaderboards.exact import Ratio
from leaderboards.honors import RED_BANNER, AnyHonor, MostImprovedTeam, TeamRow, WeeklyFinal, banner, honored

COMPARED = {"week": (8, 3), "month": (3, 1)}
"""With how many rounds before a result is compared at most, and at least."""
BEFORE_HERE = "before_here"
"""The reason of an honor from before the results that are here."""
_DAY = timedelta(days=1)


class Placed(Struct, frozen=True):
    """A team in a result; without a rank it was not ranked. The score in whatever unit the contest has."""

    team: str
    rank: int | None
    score: Fraction | None = None
    division: str = ""


class Result(Struct, frozen=True, kw_only=True):
    """What a contest came to by the revision in force, 0 while provisional, over the business days [first, after)."""

    contest: int
    first: date
    after: date
    rows: tuple[Placed, ...]
    revision: int = 1
    improvement: bool = False
    """Whether scores are improvements already."""
    gamed: frozenset[str] = frozenset()
    """Teams in which a reviewer found gaming proven."""


class Given(Struct, frozen=True, kw_only=True):
    """A team honored; there is never more than one of an honor for a team and a key."""

    honor: str
    key: str
    team: str
    starts: date
    ends: date
    reason: str
    contest: int | None = None
    revision: int | None = None

    @property
    def is_final(self) -> bool:
        """Whether only a correction could still change it."""
        return self.revision != 0


def banners(
    results: Iterable[Result],
    until: date,
    earlier: Mapping[date, str] | None = None,
    closed: Mapping[str, date] | None = None,
) -> list[Given]:
    """Who held the red banner in each week before `until`, and why. `earlier` says who held it in weeks of which no result is
    here; where one is, the result counts. Weeks in which nobody held it are left out."""
    weekly = sorted(results, key=lambda one: (one.first, one.contest))
    # Of two contests of one week the first: a week has one banner.
    by_week: dict[date, Result] = {}
    for one in weekly:
        by_week.setdefault(span_of("week", one.first).first, one)
    gains = _gains(weekly, "week")
    finals = [WeeklyFinal(week, (team,)) for week, team in (earlier or {}).items() if week not in by_week]
    finals += [WeeklyFinal(week, _leaders(one), gains[one.contest], str(one.contest)) for week, one in by_week.items()]
    found = []
    for held in banner(finals, until, closed):
        if held.holder is None:
            continue
        result = by_week.get(held.week)
        entered = result is None and held.week in (earlier or {})
        found.append(
            Given(
                honor=RED_BANNER,
                key=key_of("week", held.week),
                team=held.holder,
                starts=held.week,
                ends=held.week + 7 * _DAY,
                reason=BEFORE_HERE if entered else held.reason,
                contest=None if result is None else result.contest,
                revision=None if result is None else result.revision,
            )
        )
    return found


def of_months(results: Iterable[Result], rules: Sequence[AnyHonor]) -> list[Given]:
    """What months (of a series played month by month) honor by these rules; provisional results wait."""
    monthly = sorted([one for one in results if one.revision], key=lambda one: (one.first, one.contest))
    gains = _gains(monthly, "month")
    found = []
    for one in monthly:
        for rule in rules:
            wanted = gains[one.contest] if isinstance(rule, MostImprovedTeam) else {}
            found += _honored(rule, key_of("month", one.first), one, wanted)
    return found


def of_season(result: Result, rule: AnyHonor) -> list[Given]:
    """The champion of a season that is over."""
    return _honored(rule, f"contest:{result.contest}", result, {}) if result.revision else []


def of_facts(rule: AnyHonor, month: date, rows: Sequence[TeamRow]) -> list[Given]:
    """What a month's work honors by itself, without any contest."""
    span = span_of("month", month)
    return [
        Given(honor=one.honor, key=one.key, team=one.team, starts=span.first, ends=span.after, reason="earned")
        for one in honored(rule, key_of("month", month), rows)
    ]


def entered(honor: str, key: str, team: str) -> Given:
    """An honor of a month, or of a quarter's season, from before the results that are here."""
    unit: Literal["month", "quarter"] = "quarter" if "-Q" in key else "month"
    span = span_of(unit, first_of(unit, key))
    return Given(honor=honor, key=key, team=team, starts=span.first, ends=span.after, reason=BEFORE_HERE)


def _leaders(result: Result) -> tuple[str, ...]:
    """Whoever is first; where there are divisions, whoever is first in the largest of them (of two such in the first by name).
    A team in which gaming was proven does not hold the banner, and nobody moves up for it."""
    sizes: dict[str, int] = {}
    for one in result.rows:
        sizes[one.division] = sizes.get(one.division, 0) + 1
    largest = min(sizes, key=lambda name: (-sizes[name], name), default="")
    return tuple(
        sorted(
            one.team
            for one in result.rows
            if one.rank == 1 and one.division == largest and one.team not in result.gamed
        )
    )


def _honored(rule: AnyHonor, key: str, result: Result, gains: Mapping[str, Ratio]) -> list[Given]:
    """Division by division, because places are given within one."""
    divisions: dict[str, list[TeamRow]] = {}
    for one in result.rows:
        row = TeamRow(
            team=one.team, rank=one.rank, improvement=gains.get(one.team), gaming_found=one.team in result.gamed
        )
        divisions.setdefault("" if isinstance(rule, MostImprovedTeam) else one.division, []).append(row)
    winners = {one.team for rows in divisions.values() for one in honored(rule, key, rows)}
    return [
        Given(
            honor=rule.honor,
            key=key,
            team=team,
            starts=result.first,
            ends=result.after,
            reason="improved" if isinstance(rule, MostImprovedTeam) else "first",
            contest=result.contest,
            revision=result.revision,
        )
        for team in sorted(winners)
    ]


def _gains(results: Sequence[Result], unit: str) -> dict[int, dict[str, Ratio]]:
    """By contest how much each team is better than its own mean of the rounds before; nothing for who has too few of them."""
    most, least = COMPARED[unit]
    found: dict[int, dict[str, Ratio]] = {}
    past: dict[str, list[Fraction]] = {}
    for result in results:
        scored = {one.team: one.score for one in result.rows if one.score is not None}
        own = {
            team: score if result.improvement else _better(past.get(team, [])[-most:], score, least)
            for team, score in scored.items()
        }
        found[result.contest] = {team: one.as_integer_ratio() for team, one in own.items() if one is not None}
        for team, score in scored.items():
            past.setdefault(team, []).append(score)
    return found


def _better(before: Sequence[Fraction], score: Fraction, least: int) -> Fraction | None:
    return score - sum(before, Fraction()) / len(before) if len(before) >= least else None
