"""What this room holds about an agent, for the agent's own export."""

from typing import Any

import msgspec

from server.contests.after.results import decode_standings
from server.db.pool import Connection

_TAKEN_PART = """
SELECT c.id, c.title_zh, c.title_en, c.starts, c.ends, p.agent_id, p.team_id,
       (SELECT r.standings FROM contest_result r WHERE r.contest_id = c.id ORDER BY r.revision DESC LIMIT 1) AS standings
FROM contest c JOIN contest_participant p ON p.contest_id = c.id
WHERE c.launched_at IS NOT NULL AND c.cancelled_at IS NULL AND p.withdrawn_at IS NULL
  AND (p.agent_id = $1 OR EXISTS (
      SELECT FROM membership m WHERE m.agent_id = $1 AND m.team_id = p.team_id
        AND m.starts < c.ends AND (m.ends IS NULL OR m.ends > c.starts)))
ORDER BY c.starts, c.id"""

_APPEALS = """
SELECT contest_id AS contest, participant, evidence, fact_ids, raised_at, outcome, answer, closed_at
FROM contest_appeal WHERE agent_id = $1 ORDER BY id"""


_REVIEWS = """
SELECT contest_id AS contest, detector, evidence, opened_at, heard_at, statement, outcome, note, closed_at
FROM review_case WHERE agent_id = $1 AND (heard_at IS NOT NULL OR outcome = 'founded') ORDER BY id"""


class PersonalContests:
    """The contests an agent took part in, alone or with a team, the signed place where there is one, what the person wrote in
    appeals, and the questions about it that it was heard on. A question nobody has put yet may turn out to be none."""

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.PersonalPart`."""
        found = []
        for row in await connection.fetch(_TAKEN_PART, agent_id):
            participant = f"a{row['agent_id']}" if row["agent_id"] else f"t{row['team_id']}"
            rank = None
            if row["standings"] is not None:
                ranks = {one.participant: one.rank for one in decode_standings(row["standings"]).rows}
                rank = ranks.get(participant)
            found.append(
                {
                    "contest": row["id"],
                    "title": {"zh": row["title_zh"], "en": row["title_en"]},
                    "starts": row["starts"],
                    "ends": row["ends"],
                    "as": "agent" if row["agent_id"] else "team",
                    "rank": rank,
                }
            )
        appeals = [dict(row) for row in await connection.fetch(_APPEALS, agent_id)]
        reviews = [
            {**dict(row), "evidence": msgspec.json.decode(row["evidence"])}
            for row in await connection.fetch(_REVIEWS, agent_id)
        ]
        return {"contests": found, "appeals": appeals, "contest_reviews": reviews}

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Blank what the person wrote in appeals; that there were some, and their outcomes, stay. Questions about the person go
        altogether, however they ended."""
        await connection.execute(
            "UPDATE contest_appeal SET evidence = '', fact_ids = '{}', answer = NULL WHERE agent_id = $1", agent_id
        )
        await connection.execute("DELETE FROM review_case WHERE agent_id = $1", agent_id)
