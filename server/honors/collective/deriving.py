"""What the results, the work and the entries of a site come to: everything anew, always the same out of the same."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from leaderboards.badges.periods import first_of, span_of
from leaderboards.collective import Given, Result, banners, entered, of_facts, of_months, of_season
from leaderboards.honors import RED_BANNER, AnyHonor
from server.contests.directory import Site
from server.db.pool import Connection
from server.honors.collective.results import Read, ResultsReader
from server.honors.collective.rules import (
    Feed,
    HonorRules,
    Version,
    as_played,
    in_force,
    sources,
    versions,
)
from server.honors.collective.work import months_of_work, settled_until

_BY_MONTH = ("team_of_the_month", "most_improved_team")
_ZERO = "zero_complaint_team"


async def derive(
    connection: Connection, reader: ResultsReader, site: Site, now: datetime, work: list[Given] | None = None
) -> list[Given]:
    """In one snapshot; oldest first within an honor. `work` is what `of_work` said before, where nothing has changed since."""
    fed = _Fed(site.named.code, await versions(connection), await as_played(connection, await sources(connection)))
    today, before = site.calendar.business_day(now), await _before(connection, site.id)
    closed = {
        f"t{row['id']}": row["closed_on"]
        for row in await connection.fetch("SELECT id, closed_on FROM team WHERE closed_on IS NOT NULL")
    }
    weekly = await reader.read(connection, *fed.ever(RED_BANNER), now)
    until = span_of("week", min(today, weekly.open_from or today)).first
    earlier = {first_of("week", key): team for honor, key, team in before if honor == RED_BANNER}
    found = banners(fed.of(RED_BANNER, weekly), until, earlier, closed)
    for honor in _BY_MONTH:
        monthly = await reader.read(connection, *fed.ever(honor), now)
        asked = {one.contest: fed.rule(honor, one.after) for one in fed.of(honor, monthly)}
        for asks in {one for one in asked.values() if one is not None}:
            # Of all rounds, whatever they fed: each is compared with those before it.
            found += [one for one in of_months(monthly.results, [asks]) if asked.get(one.contest or 0) == asks]
    seasons = await reader.read(connection, *fed.ever("season_champion"), now)
    for result in fed.of("season_champion", seasons):
        rule = fed.rule("season_champion", result.after)
        found += [] if rule is None else of_season(result, rule)
    found += await of_work(connection, site, now) if work is None else work
    there = {(one.honor, one.key) for one in found}
    found += [
        entered(honor, key, team) for honor, key, team in before if honor != RED_BANNER and (honor, key) not in there
    ]
    return found


class _Fed:
    """What feeds the honors of one site, day by day."""

    def __init__(self, site: str, told: Sequence[Version], played: Mapping[tuple[str, str], Feed]) -> None:
        self._site = site
        self._told = told
        self._played = played

    def rule(self, honor: str, ends: date) -> AnyHonor | None:
        """What an honor asked for a period that ended on a day."""
        return in_force(self._told, ends).rule(honor)

    def ever(self, honor: str) -> tuple[list[int], list[int]]:
        """All series and contests that ever fed it."""
        feeds = [one for version in self._told if (one := self._feed(honor, version.rules)) is not None]
        return (
            sorted({number for one in feeds for number in one.series}),
            sorted({number for one in feeds for number in one.contests}),
        )

    def of(self, honor: str, read: Read) -> list[Result]:
        """The results that feed it by the rules in force when they ended."""
        return [one for one in read.results if self._feeds(honor, one, read.series.get(one.contest))]

    def _feeds(self, honor: str, one: Result, series: int | None) -> bool:
        feed = self._feed(honor, in_force(self._told, one.after))
        return feed is not None and (series in feed.series or one.contest in feed.contests)

    def _feed(self, honor: str, rules: HonorRules) -> Feed | None:
        told = next((one for one in rules.feeds if (one.honor, one.site) == (honor, self._site)), None)
        return told or self._played.get((honor, self._site))


async def of_work(connection: Connection, site: Site, now: datetime) -> list[Given]:
    """Months without a complaint, once none can come in time any more."""
    told = await versions(connection)
    rules = told[-1].rules
    until = await settled_until(connection, site, (rules.complaints, rules.contacts), now)
    found = []
    for month, rows in await months_of_work(connection, site, rules.complaints, rules.contacts, until):
        rule = in_force(told, span_of("month", month).after).rule(_ZERO)
        found += [] if rule is None else of_facts(rule, month, rows)
    return found


async def _before(connection: Connection, site_id: int) -> Iterable[tuple[str, str, str]]:
    """What people entered, (honor, key, team)."""
    rows = await connection.fetch(
        "SELECT honor, key, team_id FROM honor_before WHERE site_id = $1 AND taken_back_at IS NULL ORDER BY id", site_id
    )
    return [(row["honor"], row["key"], f"t{row['team_id']}") for row in rows]


_UNITS: Mapping[str, Literal["week", "month", "quarter"]] = {RED_BANNER: "week", "season_champion": "quarter"}


def is_past(honor: str, key: str, today: date) -> bool:
    """Whether an entry names a week (of the banner), a quarter (of a season) or a month that is over."""
    unit = _UNITS.get(honor, "month")
    try:
        return span_of(unit, first_of(unit, key)).after <= today
    except ValueError:
        return False
