"""Who shares a place: each participant's members with full credit, and those who contributed."""

from typing import Literal

from msgspec import Struct

from leaderboards.credit import Attendance, Credit, credit
from server.auth.actor import Actor
from server.clock import Clock
from server.contests import directory
from server.contests.after import results
from server.contests.contest import Contest
from server.contests.scoring.evidence import one_snapshot
from server.contests.scoring.known import People
from server.contests.scoring.settled import settled
from server.contests.scoring.settling import people_now
from server.contests.showing.boards import read_names
from server.contests.showing.reading import ReadingService
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError
from server.wire import Named


class MemberCredit(Struct, frozen=True, kw_only=True):
    """A member, its planned days in the team and in all, and what that comes to."""

    id: str
    agent: Named
    days: int
    planned: int
    credit: Credit


class CreditOut(Struct, kw_only=True):
    """A participant's members, those with full credit first. `rank` is the signed place, null until there is one."""

    id: str
    named: Named
    rank: int | None
    members: list[MemberCredit]


class Credits(Struct, kw_only=True):
    """`state` says whether this can still change: with the people until the first cutoff, afterwards by correction only."""

    state: Literal["open", "known", "signed"]
    items: list[CreditOut]


class CreditService:
    """See the module. People get what they may see."""

    def __init__(self, db: Database, clock: Clock, reading: ReadingService) -> None:
        self._db = db
        self._clock = clock
        self._reading = reading

    async def shown(self, actor: Actor, contest_id: int) -> Credits:
        """Operations and HR see everybody, leads their own teams, agents themselves: days are personal data."""
        contest = await self._reading.find(actor, contest_id)
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            held = (await settled(connection, contest)).people
            people = held or await people_now(connection, contest)
            ranks = await _signed_ranks(connection, contest)
            names = await read_names(connection, contest)
            found = shares(people)
            teams = None if actor.sees_everybodys_personal_data else {f"t{team}" for team in actor.teams_personal}
            own = f"a{actor.agent_id}" if actor.agent_id is not None else None
            shown = {
                participant: [one for one in members if teams is None or participant in teams or one[0].agent == own]
                for participant, members in found.items()
            }
            agents = await directory.agents(
                connection, ids={int(one.agent[1:]) for members in shown.values() for one, _, _ in members}
            )
        if teams is not None and not any(shown.values()):
            raise DomainError(FORBIDDEN)
        by_id = {f"a{agent.id}": agent.named for agent in agents}
        items = [
            CreditOut(
                id=participant,
                named=names[participant],
                rank=ranks.get(participant),
                members=[
                    MemberCredit(id=one.agent, agent=by_id[one.agent], days=days, planned=one.planned, credit=what)
                    for one, days, what in sorted(members, key=lambda entry: (entry[2] != "full", -entry[1]))
                ],
            )
            for participant, members in shown.items()
            if members and participant in names
        ]
        items.sort(key=lambda item: (item.rank is None, item.rank or 0, item.named.code))
        return Credits(state="signed" if ranks else "known" if held else "open", items=items)


def shares(people: People) -> dict[str, list[tuple[Attendance, int, Credit]]]:
    """By participant, its members with their days there and their credit; an agent who plays alone has it all."""
    days = {one.agent: one for one in people.attendances}
    found: dict[str, list[tuple[Attendance, int, Credit]]] = {}
    for participant in people.participants:
        found[participant.id] = members = []
        for member in participant.members:
            own = days.get(member.agent, Attendance(member.agent, 0, ()))
            if participant.kind == "agent":
                members.append((own, own.planned, "full"))
                continue
            here = next((one.days for one in own.teams if one.team == participant.id), 0)
            members.append((own, here, credit(own).get(participant.id, "contributed")))
    return found


async def _signed_ranks(connection: Connection, contest: Contest) -> dict[str, int | None]:
    if not contest.signed:
        return {}
    latest = (await results.revisions(connection, contest.id))[-1]
    return {row.participant: row.rank for row in results.decode_standings(latest.standings).rows}
