"""The demo centre on paper: sites, teams, people and their history, the same for everyone who starts it on the same day."""

from datetime import UTC, date, datetime, time
from math import exp
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from seeds.names import TEAMS_BERLIN, TEAMS_CHENGDU

Post = Literal["member", "deputy", "lead"]
Part = Literal["whole", "morning", "afternoon"]

DAY_STARTS = time(6, 0)
"""The business day begins when the night shift goes home, so that a night's work belongs to one day."""
HISTORY_DAYS = 90
SMALLEST, LARGEST = 8, 25
STUDY_DAYS = 42
"""How long a newcomer learns before taking customers."""


class Site(Struct, frozen=True):
    """`country` chooses the holidays; `sizes` are the heads of its teams today, leads included."""

    code: str
    zh: str
    en: str
    zone: ZoneInfo
    country: Literal["cn", "de"]
    names: tuple[tuple[str, str], ...]
    sizes: tuple[int, ...]


class Queue(Struct, frozen=True):
    """`median` is the usual handle time in seconds; bands lie ±15 % around it."""

    code: str
    zh: str
    en: str
    median: int


class Team(Struct, frozen=True):
    """`spirit` is what the team adds to everybody's skill."""

    code: str
    site: Site
    zh: str
    en: str
    size: int
    spirit: float


class Person(Struct, frozen=True):
    """An agent. `talent` and `growth` shape the work: what was there from the start, and what the last 90 days added."""

    code: str
    site: Site
    zh: str
    en: str
    post: Post
    hired: date
    left: date | None
    level: str
    level_since: date
    education: str
    fte: float
    contract: str
    queues: tuple[str, ...]
    talent: float
    growth: float


class Membership(Struct, frozen=True):
    """Half-open [starts, ends) in UTC."""

    agent: str
    team: str
    starts: datetime
    ends: datetime | None
    post: Post


class Employment(Struct, frozen=True):
    """Half-open [starts, ends) in local days."""

    agent: str
    starts: date
    ends: date | None
    fte: float
    contract: str
    producing: bool


class Leave(Struct, frozen=True):
    """Half-open [starts, ends) in local days."""

    agent: str
    starts: date
    ends: date
    part: Part
    kind: str


SITES = (
    Site(
        "CD",
        "成都服务中心",
        "Chengdu Service Centre",
        ZoneInfo("Asia/Shanghai"),
        "cn",
        TEAMS_CHENGDU,
        (25, 20, 17, 14, 12, 11, 10, 9, 8, 8, 8, 8),
    ),
    Site(
        "BE",
        "柏林服务中心",
        "Berlin Service Centre",
        ZoneInfo("Europe/Berlin"),
        "de",
        TEAMS_BERLIN,
        (17, 14, 12, 11, 10, 9, 9, 8),
    ),
)
QUEUES = (
    Queue("billing", "账单咨询", "Billing", 230),
    Queue("orders", "订单服务", "Orders", 200),
    Queue("technical", "技术支持", "Technical support", 390),
    Queue("premium", "贵宾专线", "Premium line", 310),
    Queue("chat", "在线客服", "Chat", 450),
    Queue("care", "投诉关怀", "Customer care", 480),
)


class Centre(Struct, frozen=True):
    """Everything dated, as it is known on `anchor`, the day the demo was poured; facts begin on `first`."""

    anchor: date
    first: date
    teams: tuple[Team, ...]
    people: tuple[Person, ...]
    memberships: tuple[Membership, ...]
    employments: tuple[Employment, ...]
    leaves: tuple[Leave, ...]


def day_start(site: Site, day: date) -> datetime:
    """The instant the site's business day begins."""
    return datetime.combine(day, DAY_STARTS, site.zone).astimezone(UTC)


def skill(person: Person, team: Team, day: date, anchor: date) -> float:
    """How good a day's work is on the whole, around 0: talent, what tenure taught, the team, and the growth of these weeks."""
    months = max((day - person.hired).days, 0) / 30.4
    learnt = 1.5 * (1 - exp(-months / 5)) - 1.2
    lately = person.growth * (1 + (day - anchor).days / HISTORY_DAYS)
    return 0.55 * person.talent + learnt + team.spirit + lately
