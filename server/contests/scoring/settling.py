"""Fixes who was in which team, for how long, when the first cutoff of a contest passes."""

from datetime import datetime

from leaderboards.credit import Attendance, attendance
from leaderboards.teams import MembershipSpan, by_id
from server.contests import store
from server.contests.contest import Contest
from server.contests.persons import persons, spans_of
from server.contests.scoring import known
from server.contests.scoring.evidence import live_field, one_snapshot
from server.contests.scoring.known import People, without_past
from server.contests.scoring.looking_back import looks_back, read_worked
from server.contests.telling import tell
from server.db.pool import Connection, Database
from server.people.roll import Roll, read_roll
from server.supervise import each


async def people_now(connection: Connection, contest: Contest) -> People:
    """The people of a contest as they are known at this moment, whatever was known at its cutoff."""
    field = await live_field(connection, contest)
    agents = {int(member.agent[1:]) for one in field.participants for member in one.members}
    roll = await read_roll(connection, contest.starts, contest.ends, agent_ids=agents)
    worked = await read_worked(connection, contest, agents) if looks_back(contest) else {}
    return People(without_past(field.participants), spans_of(contest, roll), _attendances(contest, roll), dict(worked))


def _attendances(contest: Contest, roll: Roll) -> tuple[Attendance, ...]:
    """Everybody's planned days by team, also of teams that do not take part: half of a week elsewhere is half a week."""
    people = persons(roll)
    teams: dict[int, dict[str, list[MembershipSpan]]] = {agent_id: {} for agent_id in roll.agents}
    for one in roll.memberships:
        own = teams[one.agent_id].setdefault(f"t{one.team_id}", [])
        own.append(MembershipSpan(one.id, f"a{one.agent_id}", one.starts, one.ends, one.post))
    found = [
        attendance(
            f"a{agent_id}",
            spans,
            people[f"a{agent_id}"],
            roll.sites[roll.agents[agent_id].site_id].calendar,
            contest.window,
        )
        for agent_id, spans in teams.items()
    ]
    return tuple(sorted(found, key=lambda one: by_id(one.agent)))


async def keep_people(connection: Connection, contest: Contest, now: datetime) -> bool:
    """Keep them as they are known, unless they were kept before; whether that was needed."""
    if await connection.fetchval("SELECT EXISTS (SELECT FROM contest_people WHERE contest_id = $1)", contest.id):
        return False
    return await known.write(connection, contest.id, await people_now(connection, contest), now)


async def settle_people(db: Database, now: datetime) -> None:
    """Keep the people of every contest whose first cutoff has passed since this was last asked."""
    async with db.connection() as connection:
        past = [one.id for one in await store.alive(connection) if one.first_cutoff <= now]
        kept = await connection.fetch("SELECT contest_id FROM contest_people WHERE contest_id = ANY($1::int[])", past)
    due = sorted(set(past) - {row["contest_id"] for row in kept})

    async def settle(contest_id: int) -> None:
        async with db.transaction() as connection:
            await one_snapshot(connection)
            contest = await store.lock(connection, contest_id)
            if contest is not None and await keep_people(connection, contest, now):
                await tell(connection, contest_id)

    await each(due, settle)
