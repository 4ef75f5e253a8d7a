"""What this corner holds about an agent, for the agent's own export; sheets say no names, so nothing has to be forgotten."""

from typing import Any

import msgspec

from career.exact import MICRO, format_ratio
from career.months import month_text
from server.db.pool import Connection


class PersonalScorecards:
    """Every revision of the agent's own sheets."""

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.PersonalPart`."""
        return await _sheets(connection, agent_id, results=True)

    async def without_results(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """Without the sheets of months as a trainee: among their lines are results."""
        return await _sheets(connection, agent_id, results=False)

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Sheets hold an id and figures: what was measured stays, nameless."""


async def _sheets(connection: Connection, agent_id: int, *, results: bool) -> dict[str, Any]:
    rows = await connection.fetch(
        "SELECT month, revision, score, half_days, carried_over, published_at, ground, sheet FROM scorecard"
        " WHERE tier = 'agent' AND subject_id = $1 AND ($2 OR NOT trainee_on(subject_id, make_date(month / 12, month % 12 + 1, 1)))"
        " ORDER BY month, revision",
        agent_id,
        results,
    )
    return {
        "scorecards": [
            {
                **row,
                "month": month_text(row["month"]),
                "score": None if row["score"] is None else format_ratio((row["score"], MICRO), 4),
                "sheet": msgspec.json.decode(row["sheet"]),
            }
            for row in rows
        ]
    }
