"""The demo centre on paper: sites, teams, people and their history, the same for everyone who starts it on the same day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from math import exp
from random import Random
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from seeds.names import TEAMS_BERLIN, TEAMS_CHENGDU, berlin_people, chinese_people

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
_EDUCATION = ("secondary", "vocational", "vocational", "bachelor", "bachelor", "master")


class Centre(Struct, frozen=True):
    """Everything dated, as it is known on `anchor`, the day the demo was poured; facts begin on `first`."""

    anchor: date
    first: date
    teams: tuple[Team, ...]
    people: tuple[Person, ...]
    memberships: tuple[Membership, ...]
    employments: tuple[Employment, ...]
    leaves: tuple[Leave, ...]


def build(anchor: date, *, days: int = HISTORY_DAYS, teams: tuple[int, int] = (12, 8)) -> Centre:
    """The centre as of `anchor`. A smaller one (the first teams of each site, fewer days) keeps the same people."""
    chosen: list[Team] = []
    people: list[Person] = []
    memberships: list[Membership] = []
    number = 0
    for site, count in zip(SITES, teams, strict=True):
        names = chinese_people(2026, sum(site.sizes)) if site.country == "cn" else berlin_people(2026, sum(site.sizes))
        heads = 0
        for index, ((zh, en), size) in enumerate(zip(site.names, site.sizes, strict=True)):
            number += 1
            team = Team(
                f"T{number:02}",
                site,
                zh,
                en,
                size,
                Random(f"team {number}").gauss(0, 0.25),
            )
            staff = [_person(site, heads + seat + 1, seat, size, names[heads + seat], anchor) for seat in range(size)]
            heads += size
            if index < count:
                chosen.append(team)
                people += staff
                memberships += [_joined(person, team) for person in staff]
    moved = _with_transfers(memberships, chosen, anchor, days)
    return Centre(
        anchor=anchor,
        first=anchor - timedelta(days=days),
        teams=tuple(chosen),
        people=tuple(people),
        memberships=tuple(moved),
        employments=tuple(span for person in people for span in _employed(person)),
        leaves=tuple(leave for person in people for leave in _leaves(person, anchor)),
    )


def day_start(site: Site, day: date) -> datetime:
    """The instant the site's business day begins."""
    return datetime.combine(day, DAY_STARTS, site.zone).astimezone(UTC)


def _person(site: Site, number: int, seat: int, size: int, name: tuple[str, str], anchor: date) -> Person:
    """Seat 0 leads, seat 1 stands in, and the last seats of the larger teams are where newcomers sit and people leave."""
    code = f"{site.code}{number:03}"
    chance = Random(f"person {code}")
    post: Post = "lead" if seat == 0 else "deputy" if seat == 1 else "member"
    newcomer = size >= 12 and seat >= size - 2
    hired = anchor - timedelta(days=_tenure(chance, post, newcomer))
    left = anchor - timedelta(days=chance.randint(8, 45)) if size >= 17 and seat == size - 3 else None
    level, since = _level(chance, hired, anchor, post)
    fte = chance.choices((1.0, 0.75, 0.5), (88, 7, 5))[0] if post == "member" and not newcomer else 1.0
    talent = chance.gauss(0, 1)
    return Person(
        code=code,
        site=site,
        zh=name[0],
        en=name[1],
        post=post,
        hired=hired,
        left=left,
        level=level,
        level_since=since,
        education=chance.choice(_EDUCATION),
        fte=fte,
        contract="fixed-term" if newcomer else chance.choices(("permanent", "agency"), (85, 15))[0],
        queues=_queues(chance, level),
        talent=talent,
        growth=chance.gauss(0.2, 0.25),
    )


def _tenure(chance: Random, post: Post, newcomer: bool) -> int:
    if newcomer:
        return chance.randint(9, 82)
    if post == "member":
        return 130 + int(chance.expovariate(1 / 600))
    return chance.randint(900, 2900)


def _level(chance: Random, hired: date, anchor: date, post: Post) -> tuple[str, date]:
    months = (anchor - hired).days / 30.4 * chance.uniform(0.8, 1.2)
    steps = (("trainee", 0), ("junior", 2), ("intermediate", 11), ("senior", 32))
    level, after = max((step for step in steps if step[1] <= months), key=lambda step: step[1])
    if post != "member":
        level, after = ("team_lead", 36) if post == "lead" else ("deputy_lead", 28)
    since = hired + timedelta(days=int(after * 30.4))
    return level, min(since, anchor - timedelta(days=5)) if since > hired else hired


def _queues(chance: Random, level: str) -> tuple[str, ...]:
    known = {"trainee": 1, "junior": 1, "intermediate": 2, "senior": 3}.get(level, 3)
    easy, hard = ["billing", "orders", "chat"], ["technical", "premium", "care"]
    chance.shuffle(easy)
    chance.shuffle(hard)
    return tuple([easy[0], hard[0], easy[1]][:known])


def _joined(person: Person, team: Team) -> Membership:
    ends = day_start(person.site, person.left) if person.left else None
    return Membership(person.code, team.code, day_start(person.site, person.hired), ends, person.post)


def _with_transfers(found: list[Membership], teams: list[Team], anchor: date, days: int) -> list[Membership]:
    """Some members change to another team of their site, two of them in the middle of a day; no team leaves its size."""
    chance = Random("transfers")
    heads = {team.code: team.size - (team.size >= 17) for team in teams}
    result: list[Membership] = []
    for index, held in enumerate(found):
        team = next(team for team in teams if team.code == held.team)
        others = [
            other for other in teams if other.site is team.site and 10 <= heads[other.code] < 20 and other != team
        ]
        tenured = (anchor - held.starts.date()).days > 120 and held.ends is None and held.post == "member"
        if not (tenured and others and heads[team.code] > SMALLEST + 2 and chance.random() < 0.12):
            result.append(held)
            continue
        goal = chance.choice(others)
        heads[team.code] -= 1
        heads[goal.code] += 1
        day = anchor - timedelta(days=chance.randint(min(4, days - 1), min(72, days - 1)))
        at = day_start(team.site, day) + timedelta(hours=7 if index % 5 == 0 else 0)
        result.append(Membership(held.agent, held.team, held.starts, at, held.post))
        result.append(Membership(held.agent, goal.code, at, None, held.post))
    return result


def _employed(person: Person) -> Iterator[Employment]:
    productive = person.hired + timedelta(days=STUDY_DAYS)
    yield Employment(
        person.code,
        person.hired,
        productive,
        person.fte,
        person.contract,
        producing=False,
    )
    yield Employment(
        person.code,
        productive,
        person.left,
        person.fte,
        person.contract,
        producing=True,
    )


def _leaves(person: Person, anchor: date) -> Iterator[Leave]:
    """About one holiday a person in four months, now and then an illness or half a day; none overlaps another."""
    chance = Random(f"leave {person.code}")
    day = anchor - timedelta(days=HISTORY_DAYS - chance.randint(0, 60))
    while day < anchor + timedelta(days=30):
        kind = chance.choices(("annual", "sick", "personal", "parental"), (50, 38, 11, 1))[0]
        length = {
            "annual": chance.randint(2, 8),
            "sick": chance.randint(1, 3),
            "personal": 1,
            "parental": 40,
        }[kind]
        part: Part = chance.choice(("morning", "afternoon")) if kind == "personal" else "whole"
        ends = day + timedelta(days=length)
        if day >= person.hired and (person.left is None or ends <= person.left):
            yield Leave(person.code, day, ends, part, kind)
        day = ends + timedelta(days=chance.randint(12, 75))


def skill(person: Person, team: Team, day: date, anchor: date) -> float:
    """How good a day's work is on the whole, around 0: talent, what tenure taught, the team, and the growth of these weeks."""
    months = max((day - person.hired).days, 0) / 30.4
    learnt = 1.5 * (1 - exp(-months / 5)) - 1.2
    lately = person.growth * (1 + (day - anchor).days / HISTORY_DAYS)
    return 0.55 * person.talent + learnt + team.spirit + lately
