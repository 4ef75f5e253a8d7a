"""What reviews hold about an agent, for the agent's own export and for being forgotten."""

from typing import Any

from career.review import Candidacy
from server.auth.actor import Actor
from server.db.pool import Connection
from server.ladder.cycles import deeds, store
from server.ladder.cycles.freezing import decode_readiness
from server.ladder.cycles.who import viewer_of

_CANDIDACIES = """
SELECT c.code AS cycle, c.name_zh, c.name_en, c.as_of, c.phase, k.source, k.target, k.state, k.nominated, k.withdrawn,
       CASE WHEN c.phase IN ('noticed', 'closed') AND k.decided THEN k.decision END AS decision
FROM cycle_candidate k JOIN cycle c ON c.id = k.cycle_id
WHERE k.agent_id = $1 AND c.opened IS NOT NULL ORDER BY c.id"""
_SAID = """
SELECT c.code AS cycle, d.do_what AS did, d.words, d.at FROM cycle_deed d JOIN cycle c ON c.id = d.cycle_id
WHERE d.by_agent = $1 AND d.words <> '' ORDER BY d.id"""
_DEED_TEXTS = "UPDATE cycle_deed SET words = '' WHERE (agent_id = $1 OR by_agent = $1) AND words <> ''"


class PersonalCycles:
    """Reviews the person was a candidate in, with decisions that notice was given of, and what the person wrote."""

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.PersonalPart`. What others said about the person is theirs, and open decisions are nobody's
        yet."""
        rows = await connection.fetch(_CANDIDACIES, agent_id)
        said = await connection.fetch(_SAID, agent_id)
        return {"reviews": [dict(row) for row in rows], "reviews_said": [dict(row) for row in said]}

    async def may_read(self, connection: Connection, actor: Actor, agent_id: int) -> bool:
        """HR, unless it declared a conflict of interest; administrators and leads learn of reviews by no other way either."""
        viewer = await viewer_of(connection, actor)
        conflict = await connection.fetchval(
            "SELECT EXISTS (SELECT FROM cycle_candidate WHERE agent_id = $1 AND $2 = ANY(conflicted))",
            agent_id,
            viewer.who,
        )
        return viewer.runs and not conflict

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Blank what was written by and about the person and delete the frozen evidence; that two decided, and what, stays."""
        await connection.execute(_DEED_TEXTS, agent_id)
        rows = await connection.fetch(
            "SELECT DISTINCT cycle_id, agent_id FROM cycle_deed WHERE agent_id IS NOT NULL AND (agent_id = $1 OR by_agent = $1)"
            " UNION SELECT cycle_id, agent_id FROM cycle_candidate WHERE agent_id = $1",
            agent_id,
        )
        for row in rows:
            await refold(connection, row["cycle_id"], row["agent_id"])
        await connection.execute("DELETE FROM cycle_freeze WHERE agent_id = $1", agent_id)
        await connection.execute("DELETE FROM cycle_unjudged WHERE agent_id = $1", agent_id)


async def refold(connection: Connection, cycle_id: int, agent_id: int) -> Candidacy:
    """Fold the trail of a candidate again and keep what it gives."""
    cycle = await store.find(connection, cycle_id, lock=True)
    row = await connection.fetchrow(
        "SELECT k.*, a.code, s.code AS site, f.readiness FROM cycle_candidate k JOIN agent a ON a.id = k.agent_id"
        " JOIN site s ON s.id = k.site_id LEFT JOIN cycle_freeze f"
        " ON f.cycle_id = k.cycle_id AND f.agent_id = k.agent_id AND f.number = 1 WHERE k.cycle_id = $1 AND k.agent_id = $2",
        cycle_id,
        agent_id,
    )
    base = Candidacy(
        person=f"agent:{row['code']}",
        site=row["site"],
        source=row["source"],
        target=row["target"],
        state=decode_readiness(row["readiness"]).state if row["readiness"] else row["state"],
        standing_until=row["standing_until"],
    )
    found = deeds.refolded(base, cycle.rule(), await deeds.of_candidate(connection, cycle_id, agent_id))
    await store.keep(connection, cycle_id, [(agent_id, found)], {})
    return found
