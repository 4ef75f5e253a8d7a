"""What the rooms above may read of cases: who gave a call for others to learn from, as it had been accepted by an instant."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from server.db.pool import Connection


class CaseGiven(Struct, frozen=True):
    """A case that an agent's call became."""

    agent_id: int
    case: int
    on: date
    accepted_at: datetime
    ref: str


async def cases_given(
    connection: Connection, agent_ids: Sequence[int] | None, *, accepted_before: datetime | None = None
) -> list[CaseGiven]:
    """Model cases of these people, or of all, that had not been withdrawn by then; a call others learn a mistake from is no merit."""
    rows = await connection.fetch(
        "SELECT id, giver_id, given_on, added_at FROM qa_case WHERE kind = 'model' AND giver_id IS NOT NULL"
        " AND ($1::int[] IS NULL OR giver_id = ANY($1)) AND ($2::timestamptz IS NULL OR added_at < $2)"
        " AND (withdrawn_at IS NULL OR withdrawn_at >= $2) ORDER BY giver_id, id",
        None if agent_ids is None else list(agent_ids),
        accepted_before,
    )
    return [
        CaseGiven(row["giver_id"], row["id"], row["given_on"], row["added_at"], f"case:{row['id']}") for row in rows
    ]
