"""Turns standings into the board that hubs keep: header, names, gaps and places won since the day began."""

from collections.abc import Mapping, Set
from datetime import UTC, datetime
from itertools import pairwise

from msgspec import UNSET
from msgspec.structs import replace

from leaderboards.calendar import Phase
from leaderboards.divisions import ROOKIES
from leaderboards.exact import format_score
from leaderboards.feed import Board, ContestHead, DuelScene, GoalScene, Name, Row, SideShown, SiteName
from leaderboards.goal import GoalResult
from leaderboards.ranking import Standing
from leaderboards.reveal import ceremony, stages
from leaderboards.rules import Total
from leaderboards.standings import Decided, Standings
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.contests import directory
from server.contests.contest import Contest
from server.contests.reveal.kept import Evidence, Reveal
from server.db.pool import Connection
from server.people.results import RESULT_METRICS, reads_results
from server.wire import Bilingual, Named


class Shown(Named, frozen=True):
    """A participant as a board shows it: of an agent also its team, and whether its results are its own affair."""

    team: str | None = None
    private: bool = False
    learning: bool = False
    """Whether the score tells what a trainee's learning came to, which only those who train may read."""


Names = Mapping[str, Named]
"""Code and name of every participant, by its id in standings."""
Ranks = Mapping[str, int | None]


async def read_names(connection: Connection, contest: Contest) -> dict[str, Named]:
    """What the participants are called now; results keep ids only."""
    if contest.participants == "team":
        return {f"t{team.id}": team.named for team in await directory.teams(connection, ids=contest.team_ids)}
    return {
        f"a{agent.id}": Shown(
            agent.named.code,
            agent.named.name,
            None if agent.team_id is None else f"t{agent.team_id}",
            agent.trainee or contest.divisions.get(f"a{agent.id}") == ROOKIES,
            agent.trainee and not RESULT_METRICS.isdisjoint(contest.by_code),
        )
        for agent in await directory.agents(connection, ids=contest.agent_ids)
    }


async def read_site(connection: Connection, contest: Contest) -> Named:
    """The site that holds the contest."""
    found = await directory.sites(connection, ids=[contest.site_id])
    return found[0].named


def head_now(contest: Contest, site: Named, now: datetime, *, restricted: bool = False) -> ContestHead:
    """What the board says about its contest now: that it is frozen also where another contest's freeze holds it."""
    head = head_of(contest, site, contest.public_phase(now), restricted=restricted)
    known_until, until = contest.known_until(now), contest.goes_on(now)
    if head.phase != "frozen" or known_until is None or until is None:
        return head
    return replace(head, frozen_at=rfc3339(known_until), reveal_by=rfc3339(until))


def head_of(contest: Contest, site: Named, phase: Phase, *, restricted: bool = False) -> ContestHead:
    """What a board says about its contest in a phase."""
    frozen = phase == "frozen"
    return ContestHead(
        id=contest.id,
        title=_name(contest.title),
        skill=_name(contest.skill),
        participants=contest.participants,
        format=contest.format,
        phase=phase,
        starts=rfc3339(contest.starts),
        ends=rfc3339(contest.ends),
        zone=contest.zone,
        site=SiteName(site.code, _name(site.name)),
        decimals=_decimals(contest),
        top_n=contest.rules.top_n,
        frozen_at=rfc3339(contest.freezes_at) if frozen and contest.freezes_at else None,
        reveal_by=rfc3339(contest.reveal_by) if frozen and contest.reveal_by else None,
        restricted=restricted,
    )


def _decimals(contest: Contest) -> int:
    """How many decimals people see: whole numbers where a plain total of whole things is counted, else one."""
    rules = contest.rules
    if rules.method == "points" and isinstance(rules.team_rule, Total):
        return max((contest.by_code[term.metric].decimals for term in rules.terms), default=0)
    return 1


def board_of(head: ContestHead, standings: Standings, names: Names, day_began: Ranks | None, as_of: datetime) -> Board:
    """The whole board. `day_began` holds the ranks at the start of the local day, None where there were none yet."""
    shared = _shared(standings.rows)
    leaders = {one.division: one.score for one in reversed(standings.rows) if one.rank == 1}
    before = day_began or {}
    rows = [_row(standing, names[standing.participant], leaders, shared, before) for standing in standings.rows]
    decided = standings.decided
    if decided is not None:
        rows = _without_places(rows, decided)
    scene = None if decided is None else _scene(decided, names)
    return Board(contest=head, as_of=rfc3339(as_of), view="full", rows=tuple(rows), total=len(rows), scene=scene)


def _shared(rows: tuple[Standing, ...]) -> set[str]:
    """Who shares a rank. Rows are in order, so whoever does stands beside the other."""
    found: set[str] = set()
    for one, other in pairwise(rows):
        if one.rank == other.rank and one.rank is not None and one.division == other.division:
            found |= {one.participant, other.participant}
    return found


def _without_places(rows: list[Row], decided: Decided) -> list[Row]:
    """In a duel one is on a side, and in a goal nobody is before anybody: gaps between rows would say otherwise."""
    if isinstance(decided, GoalResult):
        return [replace(row, gap=None, moved=None, tied=False) for row in rows]
    sides = {name: number for number, side in enumerate(decided.sides, start=1) for name in side.participants}
    return [replace(row, gap=None, moved=None, tied=decided.winner == 0, side=sides.get(row.id, UNSET)) for row in rows]


def _scene(decided: Decided, names: Names) -> DuelScene | GoalScene:
    if isinstance(decided, GoalResult):
        return GoalScene(decided.value, decided.target, decided.reached, decided.reached_at, decided.adds_up)
    first, second = [
        SideShown(
            name=side.name or _side_name(number, [names[one] for one in side.participants]),
            code=names[side.participants[0]].code,
            score=side.score,
            participants=side.participants,
        )
        for number, side in enumerate(decided.sides, start=1)
    ]
    return DuelScene((first, second), decided.gap, decided.winner, decided.draw_margin)


def _side_name(number: int, members: list[Named]) -> Name:
    """What a side is called that nobody named: whoever is alone on it, else its number."""
    return _name(members[0].name) if len(members) == 1 else Name(f"第 {number} 方", f"Side {number}")


def _row(
    standing: Standing,
    named: Named,
    leaders: Mapping[str, int | None],
    shared: Set[str],
    before: Ranks,
) -> Row:
    rank, score = standing.rank, standing.score
    was = before.get(standing.participant)
    leader = leaders.get(standing.division)
    shown = named if isinstance(named, Shown) else None
    return Row(
        id=standing.participant,
        rank=rank,
        tied=standing.participant in shared,
        score=None if score is None else format_score(score),
        name=_name(named.name),
        code=named.code,
        gap=None if rank is None or score is None or leader is None else format_score(leader - score),
        moved=None if rank is None or was is None else was - rank,
        reasons=tuple(dict.fromkeys(reason.code for reason in standing.reasons)),
        division=standing.division or UNSET,
        team=UNSET if shown is None or shown.team is None else shown.team,
        private=True if shown is not None and shown.private else UNSET,
        sealed=True if shown is not None and shown.learning else UNSET,
    )


def frozen_board(contest: Contest, head: ContestHead, names: Names, known: Evidence, reveal: Reveal | None) -> Board:
    """What everybody sees of a contest that a freeze holds: how it stood then, and the places a ceremony has revealed so far."""
    board = board_of(head, known.standings, names, known.morning, known.as_of)
    if reveal is None or contest.revealed_at is not None:
        return board
    whole = board_of(head, reveal.standings, names, None, known.as_of)
    return replace(board, ceremony=ceremony(stages(whole), reveal.step))


def hidden_from(actor: Actor | None, names: Names) -> frozenset[str]:
    """Participants whose results are private and may not be seen by this actor: neither its own, nor of a team it leads. All of
    them, where nobody in particular looks."""
    if actor is None:
        return frozenset(name for name, shown in names.items() if isinstance(shown, Shown) and shown.private)
    own_agent = f"a{actor.agent_id}"
    learning = frozenset(
        name
        for name, shown in names.items()
        if isinstance(shown, Shown) and shown.learning and name != own_agent and not reads_results(actor)
    )
    if actor.may(Permission.CONTESTS_MANAGE) or actor.sees_everybodys_personal_data:
        return learning
    own = {f"t{team}" for team in actor.own_teams} | {own_agent}
    private = {name: shown for name, shown in names.items() if isinstance(shown, Shown) and shown.private}
    return learning | {name for name, shown in private.items() if name not in own and shown.team not in own}


def ranks_of(standings: Standings) -> dict[str, int | None]:
    """The ranks alone, as history keeps them."""
    return {standing.participant: standing.rank for standing in standings.rows}


def rfc3339(at: datetime) -> str:
    """An instant as boards carry it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _name(name: Bilingual) -> Name:
    return Name(name.zh, name.en)
