"""Collective honors as they go over the wire."""

from datetime import date, datetime
from typing import Annotated, Literal

from litestar.datastructures import UploadFile
from msgspec import Meta, Struct

from leaderboards.badges.tiers import Tier
from leaderboards.honors import TitleState
from server.honors.collective.rules import FedHonor, HonorRules, Source
from server.honors.walls import Whose
from server.wire import Bilingual, Code, Named

Honor = Literal["red_banner", "team_of_the_month", "season_champion", "zero_complaint_team", "most_improved_team"]
Level = Literal["national", "province", "city", "district", "industry", "company"]
Short = Annotated[str, Meta(min_length=1, max_length=80)]


class CorrectedOut(Struct):
    """When and why an honor went to somebody else; about the result, never about the team."""

    at: datetime
    why: Bilingual


class HonorOut(Struct, kw_only=True):
    """An honor of a team for a week, month or season. One that was corrected says so and stays readable."""

    id: int
    honor: Honor
    name: Bilingual
    symbol: str
    key: str
    period: Bilingual
    team: Named
    site: Named
    starts: date
    ends: date
    reason: str
    because: Bilingual
    contest: int | None
    revision: int | None
    provisional: bool
    given_at: datetime
    corrected: CorrectedOut | None


class HeldOut(Struct, kw_only=True):
    """A stretch of weeks for which a team has had the banner on end, or all its weeks together."""

    team: Named
    since: date
    weeks: int


class TitleOut(Struct, kw_only=True):
    """A title that others awarded. Who keeps titles sees those without proof, and those expired, too."""

    id: int
    name: Bilingual
    issuer: Bilingual
    level: Level
    year: int
    team: Named | None
    agent: Named | None
    issued: date
    expires: date | None
    state: TitleState
    proof: str | None
    """The name of the document, for those who may open it."""
    version: int


class SiteHonorsOut(Struct, kw_only=True):
    """What hangs on the wall of one site now."""

    site: Named
    banner: HonorOut | None
    held: HeldOut | None
    before: list[HeldOut]
    months: list[HonorOut]
    seasons: list[HonorOut]


class HonorWallOut(Struct):
    """The wall of honors: site by site, and the titles; `ending` are those of whoever asks that end soon."""

    sites: list[SiteHonorsOut]
    titles: list[TitleOut]
    ending: list[TitleOut]


class BannerOut(Struct):
    """The banner of one site: week by week, newest first, what was corrected beside what stands; and who held it how long."""

    site: Named
    weeks: list[HonorOut]
    holders: list[HeldOut]


class HonorsOut(Struct):
    """Some honors, newest first."""

    items: list[HonorOut]
    total: int


class BestBadge(Struct):
    """A badge in its highest tier."""

    badge: str
    name: Bilingual
    symbol: str
    tier: Tier


class FamousTeam(Struct, kw_only=True):
    """A team with what it was ever honored with, by honor."""

    team: Named
    site: Named
    counts: dict[Honor, int]
    titles: int


class FamousPerson(Struct, kw_only=True):
    """Somebody who shows the own badges to everybody, with the best of them."""

    agent: Named
    team: Named | None
    site: Named
    badges: list[BestBadge]
    titles: list[TitleOut]
    gold: int


class HallOut(Struct):
    """The hall of fame."""

    teams: list[FamousTeam]
    people: list[FamousPerson]


class TeamHonorsOut(Struct):
    """What one team was ever honored with, newest first."""

    team: Named
    site: Named
    items: list[HonorOut]
    titles: list[TitleOut]


class WallLine(Struct):
    """One line of a wall: what it is for, whose it is, and a few words."""

    honor: str
    what: Bilingual
    who: list[Whose]
    note: Bilingual


class WallSceneOut(Struct):
    """What a wall display shows of a site's honors."""

    site: Named
    lines: list[WallLine]


class RulesOut(Struct):
    """The rules in force, what honors follow from where nothing is said, and what they could follow from."""

    rules: HonorRules
    played: list["FeedOut"]
    sources: list[Source]


class FeedOut(Struct):
    """What an honor of a site follows from by itself."""

    honor: FedHonor
    site: Named
    series: list[int]
    contests: list[int]


class BeforeIn(Struct, forbid_unknown_fields=True):
    """An honor from before the results that are here."""

    honor: Honor
    key: Annotated[str, Meta(pattern=r"^\d{4}-(W\d{2}|Q[1-4]|\d{2})$")]
    team: Code
    words: Annotated[str, Meta(max_length=200)] = ""


class BeforeOut(Struct, kw_only=True):
    """An entry."""

    id: int
    honor: Honor
    name: Bilingual
    period: Bilingual
    key: str
    team: Named
    site: Named
    words: str
    made_at: datetime


class BeforesOut(Struct):
    """All entries, newest first."""

    items: list[BeforeOut]


class TitleIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A title: of a team, of a person, or of the centre where neither is named."""

    name: "TitleName"
    issuer: "TitleName"
    level: Level
    issued: date
    expires: date | None = None
    team: Code | None = None
    agent: Code | None = None


class TitleName(Struct, forbid_unknown_fields=True):
    """A name in both languages."""

    zh: Short
    en: Short


class TitlesOut(Struct):
    """All titles, those that end first before the others."""

    items: list[TitleOut]


class FileIn(Struct):
    """The form of an upload: one field, `file`."""

    file: UploadFile
