"""The hall of fame: teams by what they were ever honored with, and people by the best of what they show."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from leaderboards.badges.tiers import TIERS
from server.clock import Clock
from server.db.pool import Connection, Database
from server.honors.badges import catalogue
from server.honors.badges.service import latest_today
from server.honors.badges.wire import current
from server.honors.collective.titles import TitlesService
from server.honors.collective.wire import BestBadge, FamousPerson, FamousTeam, HallOut, TitleOut
from server.wire import Bilingual, Named

MOST_TEAMS, MOST_PEOPLE, MOST_BADGES = 20, 24, 3

_TEAMS = """
SELECT t.code, t.name_zh, t.name_en, s.code AS site, s.name_zh AS site_zh, s.name_en AS site_en, h.honor, count(*) AS n
FROM honor h JOIN team t ON t.id = h.team_id JOIN site s ON s.id = h.site_id
WHERE h.withdrawn_at IS NULL AND h.final_at IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1"""

# Whoever shows all to everybody, is still here, and is no trainee: what was learnt is a trainee's own.
_PEOPLE = """
SELECT w.badge, w.tier, a.id, a.code, a.name_zh, a.name_en, s.code AS site, s.name_zh AS site_zh, s.name_en AS site_en,
       t.code AS team, t.name_zh AS team_zh, t.name_en AS team_en
FROM award w JOIN agent a ON a.id = w.agent_id JOIN site s ON s.id = a.site_id LEFT JOIN award_pref p ON p.agent_id = a.id
LEFT JOIN membership m ON m.agent_id = a.id AND m.starts <= $1 AND (m.ends IS NULL OR m.ends > $1)
LEFT JOIN team t ON t.id = m.team_id
WHERE w.withdrawn_at IS NULL AND w.tier IN ('gold', 'diamond') AND coalesce(p.shown, 'everybody') = 'everybody'
  AND (a.left_on IS NULL OR a.left_on > $1::date) AND (a.level <> 'trainee' OR a.level_since IS NULL) ORDER BY a.code, w.id"""


class FameService:
    """See the module. Nobody is ranked: who has more of the highest comes first, and nothing is counted out aloud."""

    def __init__(self, db: Database, clock: Clock, titles: TitlesService) -> None:
        self._db = db
        self._clock = clock
        self._titles = titles

    async def hall(self, site: str | None = None) -> HallOut:
        """Of everybody, or of one site."""
        titles = await self._titles.shown(None)
        async with self._db.connection() as connection:
            teams = _teams(await connection.fetch(_TEAMS), titles)
            people = await self._people(connection, titles)
        return HallOut(
            [one for one in teams if site is None or one.site.code == site][:MOST_TEAMS],
            [one for one in people if site is None or one.site.code == site][:MOST_PEOPLE],
        )

    async def _people(self, connection: Connection, titles: list[TitleOut]) -> list[FamousPerson]:
        today = await latest_today(connection, self._clock.now())
        badges = {
            code: current(own, today) for code, own in catalogue.by_code(await catalogue.versions(connection)).items()
        }
        found: dict[str, FamousPerson] = {}
        rows = await connection.fetch(_PEOPLE, self._clock.now())
        held = Counter(code for _, code in {(row["id"], row["badge"]) for row in rows})
        for row in rows:
            badge = badges[row["badge"]]
            one = BestBadge(badge.code, Bilingual(badge.zh, badge.en), badge.symbol, row["tier"])
            person = found.get(row["code"])
            if person is None:
                own = [title for title in titles if title.agent is not None and title.agent.code == row["code"]]
                person = found[row["code"]] = _person(row, own)
            person.gold += 1
            person.badges = _highest([*person.badges, one])
        for person in found.values():
            # What few have tells more of somebody than what many have.
            person.badges.sort(key=lambda one: (-TIERS.index(one.tier), held[one.badge], one.badge))
            del person.badges[MOST_BADGES:]
        return sorted(found.values(), key=_fame)


def _teams(rows: list[Any], titles: list[TitleOut]) -> list[FamousTeam]:
    found: dict[str, FamousTeam] = {}
    for row in rows:
        code = row["code"]
        if code not in found:
            own = sum(one.team is not None and one.team.code == code for one in titles)
            found[code] = FamousTeam(
                team=Named(code, Bilingual(row["name_zh"], row["name_en"])),
                site=Named(row["site"], Bilingual(row["site_zh"], row["site_en"])),
                counts={},
                titles=own,
            )
        found[code].counts[row["honor"]] = row["n"]
    return sorted(found.values(), key=lambda one: (*[-n for n in _weight(one.counts)], one.team.code))


def _weight(counts: Mapping[Any, int]) -> tuple[int, ...]:
    """A season before a month, a month before a week, the rest after them."""
    seasons, months = counts.get("season_champion", 0), counts.get("team_of_the_month", 0)
    return seasons, months, counts.get("red_banner", 0), sum(counts.values())


def _person(row: Any, titles: list[TitleOut]) -> FamousPerson:
    team = None if row["team"] is None else Named(row["team"], Bilingual(row["team_zh"], row["team_en"]))
    return FamousPerson(
        agent=Named(row["code"], Bilingual(row["name_zh"], row["name_en"])),
        team=team,
        site=Named(row["site"], Bilingual(row["site_zh"], row["site_en"])),
        badges=[],
        titles=titles,
        gold=0,
    )


def _highest(badges: list[BestBadge]) -> list[BestBadge]:
    """Of each badge the highest tier."""
    highest: dict[str, BestBadge] = {}
    for one in badges:
        held = highest.get(one.badge)
        if held is None or TIERS.index(one.tier) > TIERS.index(held.tier):
            highest[one.badge] = one
    return list(highest.values())


def _fame(one: FamousPerson) -> tuple[int, int, int, str]:
    diamonds = sum(badge.tier == "diamond" for badge in one.badges)
    return -len(one.titles), -diamonds, -one.gold, one.agent.code
