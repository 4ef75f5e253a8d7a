"""Which series and seasons feed which honor, version by version: a change counts from its day on and rewrites nobody's past."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from leaderboards.honors import DEFAULT_HONORS, AnyHonor
from leaderboards.rules import MetricCode
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError, declare
from server.wire import Bilingual, Code

FedHonor = Literal["red_banner", "team_of_the_month", "most_improved_team", "season_champion"]
Ids = Annotated[tuple[int, ...], Meta(max_length=50)]

BAD_FEED = declare(
    "honors_bad_feed",
    422,
    en="{honor} at {site} cannot follow from that: it takes {needed} among teams of this site.",
    zh="{site} 的该项荣誉不能这样产生：需要本职场的班组{needed_zh}。",
)
KNOWN_TWICE = declare(
    "honors_fed_twice", 422, en="{honor} at {site} is named twice.", zh="{site} 的同一项荣誉出现了两次。"
)


class Feed(Struct, frozen=True, forbid_unknown_fields=True):
    """What an honor of a site follows from; nothing at all means that it is not given there."""

    honor: FedHonor
    site: Code
    series: Ids = ()
    contests: Ids = ()


class HonorRules(Struct, frozen=True, forbid_unknown_fields=True):
    """What is in force: sites without a feed follow what they play. An honor that is not among `honors` is not given."""

    feeds: Annotated[tuple[Feed, ...], Meta(max_length=400)] = ()
    honors: Annotated[tuple[AnyHonor, ...], Meta(max_length=10)] = DEFAULT_HONORS
    complaints: MetricCode = "complaints"
    contacts: MetricCode = "calls"

    def rule(self, honor: str) -> AnyHonor | None:
        """What one of them asks."""
        return next((one for one in self.honors if one.honor == honor), None)


class Version(Struct, frozen=True):
    """Rules with the day from which they count."""

    since: date
    rules: HonorRules


class Source(Struct, frozen=True):
    """A series or a season that an honor can follow from."""

    id: int
    kind: Literal["series", "contest"]
    honors: tuple[FedHonor, ...]
    site: str
    title: Bilingual


_decode = msgspec.json.Decoder(HonorRules).decode
_NEEDED = {
    "red_banner": ("周赛", "a weekly race"),
    "team_of_the_month": ("月赛", "a monthly race"),
    "most_improved_team": ("月赛", "a monthly race"),
    "season_champion": ("联赛或杯赛", "a league or a cup"),
}

_SERIES = """
SELECT s.id, si.code AS site, s.title_zh, s.title_en, s.cadence ->> 'kind' AS cadence, t.format FROM series s
JOIN site si ON si.id = s.site_id JOIN template t ON t.id = s.template_id WHERE t.participants = 'team' ORDER BY s.id"""

# A season that a lead arranged among some teams is not the centre's.
_SEASONS = """
SELECT c.id, si.code AS site, c.title_zh, c.title_en, a.role IS DISTINCT FROM 'lead' AS centres FROM contest c
JOIN site si ON si.id = c.site_id LEFT JOIN account a ON a.id = c.created_by
WHERE c.format IN ('league', 'cup') AND c.participants = 'team' AND c.parent_id IS NULL AND c.launched_at IS NOT NULL
  AND c.cancelled_at IS NULL AND c.series_id IS NULL ORDER BY c.id"""


async def versions(connection: Connection) -> list[Version]:
    """Oldest first; before the first of them what ships."""
    rows = await connection.fetch("SELECT made_at, body::text AS body FROM honor_rules ORDER BY id")
    return [Version(date.min, HonorRules())] + [Version(row["made_at"].date(), _decode(row["body"])) for row in rows]


def in_force(found: Sequence[Version], day: date) -> HonorRules:
    """The newest that had begun on a day."""
    return [one for one in found if one.since <= day][-1].rules


async def sources(connection: Connection) -> list[Source]:
    """Everything that could feed an honor."""
    found = []
    for row in await connection.fetch(_SERIES):
        if row["format"] in {"league", "cup"}:
            honors: tuple[FedHonor, ...] = ("season_champion",)
        elif row["format"] != "race":
            continue
        elif row["cadence"] == "weekly":
            honors = ("red_banner",)
        elif row["cadence"] == "monthly":
            honors = ("team_of_the_month", "most_improved_team")
        else:
            continue
        found.append(Source(row["id"], "series", honors, row["site"], Bilingual(row["title_zh"], row["title_en"])))
    for row in await connection.fetch(_SEASONS):
        honors = ("season_champion",)
        found.append(Source(row["id"], "contest", honors, row["site"], Bilingual(row["title_zh"], row["title_en"])))
    return found


async def as_played(connection: Connection, known: Sequence[Source]) -> dict[tuple[str, str], Feed]:
    """By honor and site what it follows from where nobody says otherwise: the oldest series of its kind, and every season
    that was not a lead's own."""
    leads = {row["id"] for row in await connection.fetch(_SEASONS) if not row["centres"]}
    found: dict[tuple[str, str], Feed] = {}
    for one in known:
        for honor in one.honors:
            before = found.get((honor, one.site))
            if honor == "season_champion":
                if one.kind == "contest" and one.id in leads:
                    continue
                held = before or Feed(honor, one.site)
                ids = (*held.series, one.id) if one.kind == "series" else held.series
                contests = (*held.contests, one.id) if one.kind == "contest" else held.contests
                found[honor, one.site] = Feed(honor, one.site, ids, contests)
            elif before is None:
                found[honor, one.site] = Feed(honor, one.site, (one.id,))
    return found


class HonorRulesService:
    """What operations say about collective honors."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def change(self, actor: Actor, rules: HonorRules) -> None:
        """Keep the next version. Raises `honors_bad_feed`, `honors_fed_twice`."""
        async with self._db.transaction() as connection:
            known = {(one.kind, one.id): one for one in await sources(connection)}
            told: set[tuple[str, str]] = set()
            for feed in rules.feeds:
                if (feed.honor, feed.site) in told:
                    raise DomainError(KNOWN_TWICE, honor=feed.honor, site=feed.site)
                told.add((feed.honor, feed.site))
                _refuse_unfit(feed, known)
            now: datetime = self._clock.now()
            body = msgspec.json.encode(rules).decode()
            await connection.execute(
                "INSERT INTO honor_rules (body, made_by, made_at) VALUES ($1::jsonb, $2, $3)", body, actor.id, now
            )
            await audit.record(connection, actor, "honors.rules", "honors/rules", {"feeds": len(rules.feeds)})


def _refuse_unfit(feed: Feed, known: dict[tuple[Literal["series", "contest"], int], Source]) -> None:
    named: list[Source | None] = [known.get(("series", one)) for one in feed.series]
    named += [known.get(("contest", one)) for one in feed.contests]
    for one in named:
        if one is None or one.site != feed.site or feed.honor not in one.honors:
            zh, en = _NEEDED[feed.honor]
            raise DomainError(BAD_FEED, honor=feed.honor, site=feed.site, needed=en, needed_zh=zh)
