"""A chosen shift on the roster: put there when it is handed out, and what it replaced put back when it is undone."""

from datetime import datetime
from typing import Literal

import msgspec

from leaderboards.teams import Shift
from server.db.pool import Connection
from server.errors import DomainError
from server.honors.rewards.redeeming import check_rest
from server.honors.rewards.refusals import SHIFT_BEGUN
from server.honors.rewards.store import Request
from server.people.refusals import SHIFT_OVERLAP
from server.people.rosters import Shift as RosterShift
from server.people.rosters import planned_on, put_day

Left = Literal["restored", "kept"]
"""What was planned before stands again; or the roster is as it was found, because somebody else has changed it or the shift begun."""

_shifts = msgspec.json.Decoder(list[RosterShift])


async def put(connection: Connection, found: Request, now: datetime) -> None:
    """In the place of whatever is planned for its day, which is kept beside the request. Raises `rewards_shift_begun`,
    `rewards_breaks_rest`, `shift_overlap`."""
    if found.shift is None:
        return
    if found.shift.starts <= now:
        raise DomainError(SHIFT_BEGUN)
    # Held from here on, so that nobody plans another shift beside it meanwhile.
    await planned_on(connection, found.agent_id, found.shift.day)
    chosen = RosterShift(found.shift.day, found.shift.starts, found.shift.ends)
    await check_rest(connection, found.agent_id, Shift(chosen.day, chosen.starts, chosen.ends))
    replaced = await put_day(connection, found.agent_id, chosen.day, [chosen])
    await connection.execute(
        "UPDATE reward_request SET shift_replaced = $2::jsonb WHERE id = $1",
        found.id,
        msgspec.json.encode(replaced).decode(),
    )


async def put_back(connection: Connection, found: Request, now: datetime) -> Left | None:
    """What the shift replaced, if it lies ahead and the day is as it was left; None where it never was on the roster."""
    if found.shift is None or found.handed_at is None:
        return None
    there = await planned_on(connection, found.agent_id, found.shift.day)
    if found.shift.starts <= now or there != [RosterShift(found.shift.day, found.shift.starts, found.shift.ends)]:
        return "kept"
    text = await connection.fetchval("SELECT shift_replaced::text FROM reward_request WHERE id = $1", found.id)
    try:
        await put_day(connection, found.agent_id, found.shift.day, _shifts.decode(text or "[]"))
    except DomainError as refusal:
        if refusal.code != SHIFT_OVERLAP:
            raise
        # A day beside it was planned into what used to be free.
        return "kept"
    return "restored"
