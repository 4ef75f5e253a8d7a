"""Turns standings into the board that hubs keep: header, names, gaps and places won since the day began."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec.structs import replace

from leaderboards.calendar import Phase
from leaderboards.exact import format_score
from leaderboards.feed import Board, ContestHead, Name, Row, SiteName
from leaderboards.reveal import ceremony, stages
from leaderboards.rules import Total
from leaderboards.standings import Standing, Standings
from server.contests import directory
from server.contests.contest import Contest
from server.contests.kept import Evidence, Reveal
from server.db.pool import Connection
from server.wire import Bilingual, Named

Names = Mapping[str, Named]
"""Code and name of every participant, by its id in standings."""
Ranks = Mapping[str, int | None]


async def read_names(connection: Connection, contest: Contest) -> dict[str, Named]:
    """What the participants are called now; results keep ids only."""
    if contest.participants == "team":
        return {f"t{team.id}": team.named for team in await directory.teams(connection, ids=contest.team_ids)}
    return {f"a{agent.id}": agent.named for agent in await directory.agents(connection, ids=contest.agent_ids)}


async def read_site(connection: Connection, contest: Contest) -> Named:
    """The site that holds the contest."""
    found = await directory.sites(connection, ids=[contest.site_id])
    return found[0].named


def head_of(contest: Contest, site: Named, phase: Phase, *, restricted: bool = False) -> ContestHead:
    """What the board says about its contest."""
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
    shared = Counter(standing.rank for standing in standings.rows if standing.rank is not None)
    leader = next((standing.score for standing in standings.rows if standing.rank == 1), None)
    before = day_began or {}
    rows = tuple([_row(standing, names[standing.participant], leader, shared, before) for standing in standings.rows])
    return Board(contest=head, as_of=rfc3339(as_of), view="full", rows=rows, total=len(rows))


def _row(standing: Standing, named: Named, leader: int | None, shared: Mapping[int, int], before: Ranks) -> Row:
    rank, score = standing.rank, standing.score
    was = before.get(standing.participant)
    return Row(
        id=standing.participant,
        rank=rank,
        tied=rank is not None and shared[rank] > 1,
        score=None if score is None else format_score(score),
        name=_name(named.name),
        code=named.code,
        gap=None if rank is None or score is None or leader is None else format_score(leader - score),
        moved=None if rank is None or was is None else was - rank,
        reasons=tuple(dict.fromkeys(reason.code for reason in standing.reasons)),
    )


def frozen_board(contest: Contest, site: Named, names: Names, known: Evidence, reveal: Reveal | None) -> Board:
    """What everybody sees of a frozen contest: how it stood at the freeze, and the places a ceremony has revealed so far."""
    head = head_of(contest, site, "frozen")
    board = board_of(head, known.standings, names, known.morning, known.as_of)
    if reveal is None:
        return board
    whole = board_of(head, reveal.standings, names, None, known.as_of)
    return replace(board, ceremony=ceremony(stages(whole), reveal.step))


def ranks_of(standings: Standings) -> dict[str, int | None]:
    """The ranks alone, as history keeps them."""
    return {standing.participant: standing.rank for standing in standings.rows}


def rfc3339(at: datetime) -> str:
    """An instant as boards carry it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _name(name: Bilingual) -> Name:
    return Name(name.zh, name.en)
