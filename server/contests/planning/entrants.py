"""Who may be entered into a contest: named teams or agents, or everybody there is, and whom a launch refuses."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from server.auth.actor import Actor
from server.auth.roles import Permission
from server.contests import directory
from server.contests.contest import Kind
from server.db.pool import Connection
from server.errors import NOT_FOUND, DomainError, declare

SEVERAL_SITES = declare(
    "several_sites",
    403,
    en="A contest across sites needs an operations manager; not of this site: {codes}.",
    zh="跨职场竞赛需要运营经理权限；以下不属于该职场：{codes}。",
)
TOO_FEW = declare(
    "too_few_participants", 422, en="A contest needs at least two participants.", zh="竞赛至少需要两个参赛方。"
)
WRONG_PARTICIPANTS = declare(
    "wrong_participants", 422, en="This template is for {kind}s.", zh="该模板的参赛方类型是 {kind}。"
)
CLOSED_TEAM = declare("closed_team", 422, en="Closed: {codes}.", zh="已撤销的班组：{codes}。")


class Asked(Protocol):
    """Who is asked to take part: named teams or agents, or all there are."""

    all: bool
    teams: list[str]
    agents: list[str]


class Entrants(NamedTuple):
    """Who takes part, by id; one of the two is empty."""

    team_ids: tuple[int, ...]
    agent_ids: tuple[int, ...]


async def entrants_of(connection: Connection, actor: Actor, kind: Kind, site: directory.Site, asked: Asked) -> Entrants:
    """Resolve who is named, refusing what is unknown, closed, too few, or of other sites without `contests.manage`."""
    if asked.all:
        found: list[directory.Team] | list[directory.Agent] = await everybody(connection, kind, site.id)
    else:
        found = await _named(connection, kind, asked.teams, asked.agents)
    elsewhere = [thing.named.code for thing in found if thing.site_id != site.id]
    if elsewhere and not actor.may(Permission.CONTESTS_MANAGE):
        raise DomainError(SEVERAL_SITES, codes=", ".join(elsewhere))
    if len(found) < 2:
        raise DomainError(TOO_FEW)
    return _entrants(kind, (thing.id for thing in found))


async def everybody(connection: Connection, kind: Kind, site_id: int) -> list[directory.Team] | list[directory.Agent]:
    """All open teams of a site, or all agents who work there."""
    if kind == "team":
        return await directory.teams(connection, of_site=site_id)
    return await directory.agents(connection, of_site=site_id)


async def entrants_now(connection: Connection, kind: Kind, site: directory.Site, named: Entrants) -> Entrants:
    """Who of the named still takes part in a new contest; with nobody named, everybody there is. Raises with fewer than two."""
    found: list[directory.Team] | list[directory.Agent]
    if named.team_ids:
        found = [team for team in await directory.teams(connection, ids=named.team_ids) if team.open]
    elif named.agent_ids:
        found = await directory.agents(connection, ids=named.agent_ids)
    else:
        found = await everybody(connection, kind, site.id)
    if len(found) < 2:
        raise DomainError(TOO_FEW)
    return _entrants(kind, (thing.id for thing in found))


async def _named(
    connection: Connection, kind: Kind, teams: list[str], agents: list[str]
) -> list[directory.Team] | list[directory.Agent]:
    if (agents if kind == "team" else teams) or not (teams or agents):
        raise DomainError(WRONG_PARTICIPANTS if teams or agents else TOO_FEW, kind=kind)
    found: list[directory.Team] | list[directory.Agent]
    if kind == "team":
        found = await directory.teams(connection, codes=teams)
        closed = [team.named.code for team in found if not team.open]
        if closed:
            raise DomainError(CLOSED_TEAM, codes=", ".join(closed))
    else:
        found = await directory.agents(connection, codes=agents)
    unknown = {*teams, *agents} - {thing.named.code for thing in found}
    if unknown:
        raise DomainError(NOT_FOUND, what=kind, key=", ".join(sorted(unknown)))
    return found


def _entrants(kind: Kind, ids: Iterable[int]) -> Entrants:
    chosen = tuple(sorted(ids))
    return Entrants(chosen, ()) if kind == "team" else Entrants((), chosen)
