"""Due days and sessions against rosters: nobody is asked to learn on a day off, nor missed where one was not at work."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.db.pool import Connection
from server.people.rostered import Span, rostered
from server.training.courses.whom import Learner
from server.training.exams.hours import AHEAD, hours_of

_A_WHILE = timedelta(minutes=1)


async def due_days(connection: Connection, people: Sequence[Learner], due: date) -> dict[int, date]:
    """By person the last day at work up to a due day; where there is none any more, the first one after it, and where nothing is
    known of that either, the day itself."""
    if not people:
        return {}
    earliest = max(min(one.today for one in people), due - AHEAD)
    spans = await rostered(
        connection, [one.id for one in people], earliest - timedelta(days=1), due + AHEAD, await hours_of(connection)
    )
    zones = await _zones(connection, [one.id for one in people])
    return {one.id: _due(spans[one.id], zones[one.id], max(earliest, one.today), due) for one in people}


async def off_duty(connection: Connection, agent_ids: Sequence[int], starts: datetime, ends: datetime) -> set[int]:
    """Those who are not at work, or not for all of it, between two instants."""
    (found,) = (await off_duties(connection, agent_ids, [(starts, ends)])).values() if agent_ids else (set[int](),)
    return found


async def off_duties(
    connection: Connection, agent_ids: Sequence[int], times: Sequence[tuple[datetime, datetime]]
) -> dict[tuple[datetime, datetime], set[int]]:
    """By time; see `off_duty`."""
    if not times:
        return {}
    first = min(starts for starts, _ in times).date() - timedelta(days=2)
    after_last = max(ends for _, ends in times).date() + timedelta(days=2)
    spans = await rostered(connection, agent_ids, first, after_last, await hours_of(connection))
    return {
        (starts, ends): {
            agent_id
            for agent_id, own in spans.items()
            if not any(one.starts <= starts and ends <= one.ends for one in own)
        }
        for starts, ends in times
    }


def _due(spans: Sequence[Span], zone: ZoneInfo, earliest: date, due: date) -> date:
    days = {
        day
        for one in spans
        for day in (one.starts.astimezone(zone).date(), (one.ends - _A_WHILE).astimezone(zone).date())
        if day >= earliest
    }
    before = [day for day in days if day <= due]
    return max(before) if before else min(days, default=due)


async def _zones(connection: Connection, agent_ids: Sequence[int]) -> dict[int, ZoneInfo]:
    rows = await connection.fetch(
        "SELECT a.id, s.zone FROM unnest($1::int[]) AS asked(id) JOIN agent a USING (id) JOIN site s ON s.id = a.site_id",
        list(agent_ids),
    )
    return {row["id"]: ZoneInfo(row["zone"]) for row in rows}
