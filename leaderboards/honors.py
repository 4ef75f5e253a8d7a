"""Collective honors: whose the red banner is and was, the team of the month, the season's champion, and titles from outside."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from leaderboards.exact import MICRO, Ratio, parse_decimal
from leaderboards.rules import Decimal

RED_BANNER = "red_banner"
_WEEK = timedelta(weeks=1)
_NOTHING: Ratio = (0, 1)


# ── the rotating red banner ─────────────────────────────────────────────────────────────────────────────────────────


class WeeklyFinal(Struct, frozen=True):
    """A week's contest by the revision in force: its Monday, the teams ranked first (none: nobody qualified), and how much each
    of them improved (nothing known: no improvement)."""

    week: date
    first: tuple[str, ...]
    improvement: Mapping[str, Ratio] = {}
    contest: str = ""


BannerReason = Literal["won", "kept", "kept_joint", "larger_improvement", "held_less", "no_final"]


class BannerWeek(Struct, frozen=True):
    """Who held the banner from a week's final on, and why."""

    week: date
    holder: str | None
    reason: BannerReason
    contest: str = ""


def banner(
    finals: Iterable[WeeklyFinal], until: date, closed: Mapping[str, date] | None = None
) -> tuple[BannerWeek, ...]:
    """The banner week by week from the first final to the week before `until`; corrected finals simply give another answer.

    Joint first: it stays with a holder among them, else goes to the larger improvement, else to whoever held it for fewer weeks,
    else to whoever gave it up longer ago, else in the order of names. A week without a final changes nothing. A team `closed`
    by then holds nothing.
    """
    by_week = {one.week: one for one in finals if one.week < until}
    weeks: list[BannerWeek] = []
    week = min(by_week, default=until)
    while week < until:
        holder = weeks[-1].holder if weeks else None
        if holder is not None and (closed or {}).get(holder, date.max) <= week:
            holder = None
        final = by_week.get(week)
        if final is None or not final.first:
            weeks.append(BannerWeek(week, holder, "no_final"))
        else:
            weeks.append(_passed_on(final, holder, weeks))
        week += _WEEK
    return tuple(weeks)


def _passed_on(final: WeeklyFinal, holder: str | None, before: Sequence[BannerWeek]) -> BannerWeek:
    def to(team: str, reason: BannerReason) -> BannerWeek:
        return BannerWeek(final.week, team, reason, final.contest)

    if len(final.first) == 1:
        (winner,) = final.first
        return to(winner, "kept" if winner == holder else "won")
    if holder in final.first:
        return to(holder, "kept_joint")
    best = [team for team in final.first if not any(_less(final, team, other) for other in final.first)]
    if len(best) == 1:
        return to(best[0], "larger_improvement")
    weeks = Counter(one.holder for one in before)
    last = {one.holder: one.week for one in before}
    return to(min(best, key=lambda team: (weeks[team], last.get(team, date.min), team)), "held_less")


def _less(final: WeeklyFinal, one: str, other: str) -> bool:
    (a, b), (c, d) = final.improvement.get(one, _NOTHING), final.improvement.get(other, _NOTHING)
    return a * d < c * b


class Holding(Struct, frozen=True):
    """A team's time with the banner: from the week it was won in, for so many weeks on end."""

    team: str
    since: date
    weeks: int


def holdings(weeks: Iterable[BannerWeek]) -> tuple[Holding, ...]:
    """The banner's history, oldest first."""
    found: list[Holding] = []
    for one in weeks:
        last = found[-1] if found else None
        if one.holder is None:
            continue
        if last is not None and last.team == one.holder and last.since + last.weeks * _WEEK == one.week:
            found[-1] = Holding(last.team, last.since, last.weeks + 1)
        else:
            found.append(Holding(one.holder, one.week, 1))
    return tuple(found)


# ── honors of a month or a season ───────────────────────────────────────────────────────────────────────────────────


class TeamRow(Struct, frozen=True, kw_only=True):
    """What a month (or a season) came to for a team: its rank in the final result, its improvement over the weeks before, upheld
    complaints, contacts handled, FTE-days worked in micro-units, and whether a reviewer found gaming proven."""

    team: str
    rank: int | None = None
    improvement: Ratio | None = None
    complaints: int = 0
    contacts: int = 0
    person_days: int = 0
    gaming_found: bool = False


class HonorRule(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """What earns an honor. Level teams share it; who gamed has none of it."""

    honor: ClassVar[str]

    def winners(self, rows: Sequence[TeamRow]) -> tuple[str, ...]:
        """The teams honored, none of them before another."""
        raise NotImplementedError


class First(HonorRule, frozen=True):
    """The best ranked team among enough of them; whoever is left out makes nobody else the first."""

    least_ranked: Annotated[int, Meta(ge=2, le=1000)] = 4

    def winners(self, rows: Sequence[TeamRow]) -> tuple[str, ...]:
        """Who is ranked first."""
        if sum(row.rank is not None for row in rows) < self.least_ranked:
            return ()
        return tuple(sorted(row.team for row in rows if row.rank == 1 and not row.gaming_found))


class TeamOfTheMonth(First, frozen=True, tag="team_of_the_month"):
    """金牌班组: first in the month's final result."""

    honor = "team_of_the_month"


class SeasonChampion(First, frozen=True, tag="season_champion"):
    """赛季冠军: first when the season is over."""

    honor = "season_champion"


class ZeroComplaintTeam(HonorRule, frozen=True, tag="zero_complaint_team"):
    """零投诉班组: no upheld complaint in a month of real work; as many teams as there are."""

    honor = "zero_complaint_team"
    least_contacts: Annotated[int, Meta(ge=1)] = 1000
    least_days: Annotated[int, Meta(ge=1)] = 60

    def winners(self, rows: Sequence[TeamRow]) -> tuple[str, ...]:
        """All without a complaint who had the chance of one."""
        return tuple(
            sorted(
                row.team
                for row in rows
                if row.complaints == 0
                and row.contacts >= self.least_contacts
                and row.person_days >= self.least_days * MICRO
                and not row.gaming_found
            )
        )


class MostImprovedTeam(HonorRule, frozen=True, tag="most_improved_team"):
    """最佳进步班组: the largest improvement, of at least so much, among enough teams that can be compared."""

    honor = "most_improved_team"
    at_least: Decimal = "1"
    least_compared: Annotated[int, Meta(ge=2, le=1000)] = 4

    def winners(self, rows: Sequence[TeamRow]) -> tuple[str, ...]:
        """Whose improvement nobody's exceeds."""
        gains = [(row.team, row.improvement) for row in rows if row.improvement is not None and not row.gaming_found]
        if len(gains) < self.least_compared:
            return ()
        least: Ratio = (parse_decimal(self.at_least), MICRO)
        return tuple(
            sorted(
                team
                for team, (top, bottom) in gains
                if top * least[1] >= least[0] * bottom and all(top * d >= c * bottom for _, (c, d) in gains)
            )
        )


AnyHonor = TeamOfTheMonth | SeasonChampion | ZeroComplaintTeam | MostImprovedTeam
DEFAULT_HONORS: tuple[AnyHonor, ...] = (TeamOfTheMonth(), SeasonChampion(), ZeroComplaintTeam(), MostImprovedTeam())


class Honored(Struct, frozen=True):
    """A team's honor for a month or a season; there is never more than one of an honor for a team and a key."""

    honor: str
    key: str
    team: str


def honored(rule: AnyHonor, key: str, rows: Sequence[TeamRow]) -> tuple[Honored, ...]:
    """Whom a result honors."""
    return tuple(Honored(rule.honor, key, team) for team in rule.winners(rows))


def amended(held: Iterable[Honored], deserved: Iterable[Honored]) -> tuple[tuple[Honored, ...], tuple[Honored, ...]]:
    """What a correction gives and what it withdraws; what is in both stays untouched."""
    before, now = set(held), set(deserved)
    return tuple(sorted(now - before, key=_in_order)), tuple(sorted(before - now, key=_in_order))


def _in_order(one: Honored) -> tuple[str, str, str]:
    return one.key, one.honor, one.team


# ── titles from outside ─────────────────────────────────────────────────────────────────────────────────────────────

TITLE_ENDS_SOON = timedelta(days=60)
TitleState = Literal["unproven", "to_come", "valid", "ends_soon", "expired"]


class Title(Struct, frozen=True, kw_only=True):
    """A title that others awarded (青年文明号 and the like), in force over [issued, expires); `proof` is the document's id."""

    zh: str
    en: str
    issuer: str
    issued: date
    expires: date | None = None
    proof: str = ""


def title_state(title: Title, on: date) -> TitleState:
    """Whether a title may be shown on a day: only with proof, from its issue to its expiry."""
    if not title.proof:
        return "unproven"
    if on < title.issued:
        return "to_come"
    if title.expires is None or on < title.expires - TITLE_ENDS_SOON:
        return "valid"
    return "ends_soon" if on < title.expires else "expired"
