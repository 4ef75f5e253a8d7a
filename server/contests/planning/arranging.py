"""Who is compared with whom in a contest: its divisions, the sides of a duel and the target of a goal, as a launch asks for them."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Protocol

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from leaderboards.check import check_play
from leaderboards.divisions import ROOKIES, by_size, by_tenure, months_after
from leaderboards.feed import Name
from leaderboards.plays import DuelPlay, GoalPlay
from leaderboards.ratings import Rating, fair_sides
from leaderboards.rules import Decimal
from leaderboards.teams import headcount
from server.contests import directory
from server.contests.contest import Contest
from server.contests.planning.playing import refuse
from server.contests.scoring.evidence import live_field
from server.contests.showing import ratings
from server.contests.wire import ByHand, BySize, ByTenure, DivisionsIn, SideIn
from server.db.pool import Connection
from server.errors import NOT_FOUND, DomainError, declare

NOT_DIVIDED = declare(
    "not_divided",
    422,
    en="A duel or a goal has no divisions: everybody is on a side, or in it together.",
    zh="对抗赛和全员目标不分组别：要么在某一方，要么大家一起。",
)
WRONG_DIVISION = declare(
    "wrong_division",
    422,
    en="Divisions by tenure are for agents, by size for teams.",
    zh="按司龄分组适用于坐席，按规模分组适用于班组。",
)
ROOKIES_ALONE = declare(
    "rookies_alone",
    422,
    en="Everybody named is a newcomer, whose results are private: let their teams take part instead.",
    zh="参赛者全是新人，新人的个人成绩不公开；请改为以班组参赛。",
)
NOT_A_DUEL = declare("not_a_duel", 422, en="Only a duel has sides.", zh="只有对抗赛才分两方。")
BAD_SIDES = declare(
    "bad_sides",
    422,
    en="A duel has two sides, and everybody who takes part is on one of them.",
    zh="对抗赛分为两方，每个参赛方必须且只能在其中一方。",
)
NOT_A_GOAL = declare("not_a_goal", 422, en="Only a goal has a target of its own.", zh="只有全员目标才有共同的目标值。")
UNKNOWN_QUEUES = declare("unknown_queues", 422, en="Unknown queues: {codes}.", zh="未知的队列：{codes}。")
NEEDS_DAYS = declare(
    "improvement_needs_days",
    422,
    en="Over a few hours totals cannot be compared with the weeks before; take means, or a whole week.",
    zh="几小时内的累计量无法与之前几周相比；请改用均值类指标，或以周为期。",
)


class Arrangement(Protocol):
    """What was asked for; what is left out follows from who takes part."""

    @property
    def divisions(self) -> DivisionsIn | UnsetType: ...

    @property
    def sides(self) -> tuple[SideIn, SideIn] | UnsetType: ...

    @property
    def goal(self) -> Decimal | UnsetType: ...


async def arranged(connection: Connection, contest: Contest, asked: Arrangement) -> Contest:
    """The contest with its entrants in their divisions and on their sides. Raises DomainError on what cannot be played."""
    await _refuse_unplayable(connection, contest)
    if isinstance(contest.play, GoalPlay):
        if asked.goal is not UNSET:
            contest = replace(contest, play=replace(contest.play, target=asked.goal))
    elif asked.goal is not UNSET:
        raise DomainError(NOT_A_GOAL)
    if isinstance(contest.play, DuelPlay):
        contest = await _with_sides(connection, contest, contest.play, asked.sides)
    elif asked.sides is not UNSET:
        raise DomainError(NOT_A_DUEL)
    refuse(check_play(contest.play, len(contest.entrants)))
    return await _with_divisions(connection, contest, asked.divisions)


async def _refuse_unplayable(connection: Connection, contest: Contest) -> None:
    rules = contest.rules
    named = {*rules.queues, *(queue for term in rules.terms for queue in term.targets)}
    if named:
        unknown = named - set((await directory.queues(connection)).values())
        if unknown:
            raise DomainError(UNKNOWN_QUEUES, codes=", ".join(sorted(unknown)))
    sums = any(contest.by_code[term.metric].combine == "sum" for term in rules.terms)
    if rules.method == "improvement" and contest.period == "hours" and sums:
        raise DomainError(NEEDS_DAYS)


async def _with_sides(
    connection: Connection, contest: Contest, play: DuelPlay, asked: tuple[SideIn, SideIn] | UnsetType
) -> Contest:
    codes = await directory.entrants_by_code(connection, contest)
    if asked is UNSET:
        kept = {name: side for name, side in contest.sides.items() if name in contest.entrants}
        if len(kept) == len(contest.entrants) and set(kept.values()) == {1, 2}:
            return replace(contest, sides=kept)
        known: Mapping[str, Rating] = await ratings.current(connection, contest.participants)
        return replace(contest, sides=fair_sides(contest.entrants, known), play=replace(play, names=None))
    sides: dict[str, int] = {}
    for number, side in enumerate(asked, start=1):
        for code in side.entrants:
            if code not in codes or codes[code] in sides:
                raise DomainError(BAD_SIDES)
            sides[codes[code]] = number
    if len(sides) != len(contest.entrants) or set(sides.values()) != {1, 2}:
        raise DomainError(BAD_SIDES)
    return replace(contest, sides=sides, play=replace(play, names=_names(asked)))


def _names(asked: tuple[SideIn, SideIn]) -> tuple[Name, Name] | None:
    first, second = [None if side.name is None else Name(side.name.zh, side.name.en) for side in asked]
    return None if first is None or second is None else (first, second)


async def _with_divisions(connection: Connection, contest: Contest, asked: DivisionsIn | UnsetType) -> Contest:
    entrants = set(contest.entrants)
    if asked is UNSET:
        found = {name: division for name, division in contest.divisions.items() if name in entrants}
    elif isinstance(contest.play, DuelPlay | GoalPlay):
        raise DomainError(NOT_DIVIDED)
    elif isinstance(asked, ByHand):
        codes = await directory.entrants_by_code(connection, contest)
        unknown = sorted(set(asked.of) - set(codes))
        if unknown:
            raise DomainError(NOT_FOUND, what="participant", key=", ".join(unknown))
        found = {codes[code]: division for code, division in asked.of.items()}
    elif isinstance(asked, ByTenure) and contest.participants == "agent":
        found = await _rookies(connection, contest, asked.months)
    elif isinstance(asked, BySize) and contest.participants == "team":
        field = await live_field(connection, contest)
        found = by_size({one.id: headcount(one) for one in field.participants}, Fraction(asked.below))
    else:
        raise DomainError(WRONG_DIVISION)
    if contest.participants == "agent" and entrants and all(found.get(name) == ROOKIES for name in entrants):
        raise DomainError(ROOKIES_ALONE)
    return replace(contest, divisions=found)


async def _rookies(connection: Connection, contest: Contest, months: int) -> dict[str, str]:
    calendar = (await directory.sites(connection, ids=[contest.site_id]))[0].calendar
    hired: dict[str, date] = {
        f"a{row['id']}": row["hired"]
        for row in await connection.fetch(
            "SELECT id, hired FROM agent WHERE id = ANY($1::int[])", list(contest.agent_ids)
        )
    }
    on = calendar.business_day(contest.starts)
    if hired and all(on < months_after(day, months) for day in hired.values()):
        raise DomainError(ROOKIES_ALONE)
    return by_tenure(hired, months, on)
