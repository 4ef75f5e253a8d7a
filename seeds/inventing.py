"""Invents the people of the demo centre and their history from a day and nothing else."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from seeds.accounts import SIGN_INS
from seeds.centre import (
    HISTORY_DAYS,
    SITES,
    SMALLEST,
    STUDY_DAYS,
    Centre,
    Employment,
    Leave,
    Membership,
    Part,
    Person,
    Post,
    Site,
    Team,
    day_start,
)
from seeds.names import berlin_people, chinese_people

_LISTED = frozenset(one.agent for one in SIGN_INS if one.role == "agent")
"""The agents one can sign in as: still on their way up, so that a review asks about them."""
_EDUCATION = ("secondary", "vocational", "vocational", "bachelor", "bachelor", "master")


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
            team = Team(f"T{number:02}", site, zh, en, size, Random(f"team {number}").gauss(0, 0.25))
            staff = [_person(site, heads + seat + 1, seat, size, names[heads + seat], anchor) for seat in range(size)]
            heads += size
            if index < count:
                chosen.append(team)
                people += staff
                memberships += [_joined(person, team) for person in staff]
    moved = _with_transfers(memberships, chosen, anchor)
    return Centre(
        anchor=anchor,
        first=anchor - timedelta(days=days),
        teams=tuple(chosen),
        people=tuple(people),
        memberships=tuple(moved),
        employments=tuple(span for person in people for span in _employed(person)),
        leaves=tuple(leave for person in people for leave in _leaves(person, anchor)),
    )


def _person(site: Site, number: int, seat: int, size: int, name: tuple[str, str], anchor: date) -> Person:
    """Seat 0 leads, seat 1 stands in, and the last seats of the larger teams are where newcomers sit and people leave."""
    code = f"{site.code}{number:03}"
    chance = Random(f"person {code}")
    post: Post = "lead" if seat == 0 else "deputy" if seat == 1 else "member"
    newcomer = size >= 12 and seat >= size - 2
    hired = anchor - timedelta(days=_tenure(chance, post, newcomer))
    left = anchor - timedelta(days=chance.randint(8, 45)) if size >= 17 and seat == size - 3 else None
    level, since = _level(chance, hired, anchor, post, climbing=code in _LISTED)
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


def _level(chance: Random, hired: date, anchor: date, post: Post, *, climbing: bool) -> tuple[str, date]:
    months = (anchor - hired).days / 30.4 * chance.uniform(0.8, 1.2)
    steps = [("trainee", 0), ("junior", 2), ("intermediate", 11), ("senior", 32)][: 3 if climbing else 4]
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


def _with_transfers(found: list[Membership], teams: list[Team], anchor: date) -> list[Membership]:
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
        day = anchor - timedelta(days=chance.randint(4, 72))
        at = day_start(team.site, day) + timedelta(hours=7 if index % 5 == 0 else 0)
        result.append(Membership(held.agent, held.team, held.starts, at, held.post))
        result.append(Membership(held.agent, goal.code, at, None, held.post))
    return result


def _employed(person: Person) -> Iterator[Employment]:
    productive = person.hired + timedelta(days=STUDY_DAYS)
    yield Employment(person.code, person.hired, productive, person.fte, person.contract, producing=False)
    yield Employment(person.code, productive, person.left, person.fte, person.contract, producing=True)


def _leaves(person: Person, anchor: date) -> Iterator[Leave]:
    """About one holiday a person in four months, now and then an illness or half a day; none overlaps another."""
    chance = Random(f"leave {person.code}")
    day = anchor - timedelta(days=HISTORY_DAYS - chance.randint(0, 60))
    while day < anchor + timedelta(days=30):
        kind = chance.choices(("annual", "sick", "personal", "parental"), (50, 38, 11, 1))[0]
        length = {"annual": chance.randint(2, 8), "sick": chance.randint(1, 3), "personal": 1, "parental": 40}[kind]
        part: Part = chance.choice(("morning", "afternoon")) if kind == "personal" else "whole"
        ends = day + timedelta(days=length)
        if day >= person.hired and (person.left is None or ends <= person.left):
            yield Leave(person.code, day, ends, part, kind)
        day = ends + timedelta(days=chance.randint(12, 75))
