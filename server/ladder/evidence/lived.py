"""The records of people as badges ask for them: levels, what was learnt, what was done for others."""

from collections.abc import Mapping, Sequence

from leaderboards.badges.history import Deed, Learnt, LevelHeld
from server.db.pool import Connection
from server.honors.badges.ports import Lived
from server.ladder.evidence.learned import learned
from server.ladder.evidence.noted import Noted, records

_SKILLS = """
SELECT s.agent_id, q.code, s.since FROM unnest($1::int[]) AS asked(id) JOIN skill s ON s.agent_id = asked.id
JOIN queue q ON q.id = s.queue_id ORDER BY s.since, q.code"""


async def lives(connection: Connection, agent_ids: Sequence[int]) -> Mapping[int, Lived]:
    """Of these people; see `server.honors.badges.ports`."""
    noted = await records(connection, agent_ids, None)
    taught = await learned(connection, agent_ids, None)
    skills: dict[int, list[Learnt]] = {}
    for row in await connection.fetch(_SKILLS, list(agent_ids)):
        skills.setdefault(row["agent_id"], []).append(Learnt(row["since"], "skill", row["code"]))
    return {
        agent_id: _lived(taught.add_to(agent_id, noted.of(agent_id)), skills.get(agent_id, []))
        for agent_id in agent_ids
    }


def _lived(noted: Noted, skills: list[Learnt]) -> Lived:
    gates = [Learnt(one.on, "gate", one.stage, ref=one.ref) for one in noted.gates if one.result == "pass"]
    exams = [
        Learnt(one.on, "exam", code, one.value, one.ref) for code, results in noted.exams.items() for one in results
    ]
    courses = [
        Learnt(one.attended, "course", one.course, ref=one.ref)
        for one in noted.courses.values()
        # Complete only with its practice.
        if one.attended is not None and one.practice
    ]
    return Lived(
        levels=tuple([LevelHeld(one.level, one.since) for one in noted.levels]),
        learnt=tuple(gates + exams + courses + skills),
        deeds={code: tuple([Deed(one.on, one.ref) for one in done]) for code, done in noted.deeds.items()},
    )
