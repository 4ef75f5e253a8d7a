"""A choice of shift, had for points: hours of rest on either side, and the roster as it was when it is undone."""

from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest

from server.clock import SetClock
from tests.server.honors.rewarding import REWARDS, give, ok, ops, redeem, refused, stocked

__all__ = ["ops", "stocked"]
pytestmark = pytest.mark.usefixtures("centre")


@pytest.mark.usefixtures("stocked")
async def test_a_chosen_shift_leaves_eleven_hours_either_side(
    ops: httpx.AsyncClient, lead: httpx.AsyncClient, agent: httpx.AsyncClient, sql: Any, clock: SetClock
) -> None:
    await ok(give(lead, 200))
    day = (clock.at + timedelta(days=3)).date()
    # The evening before it ends at 23:00 in Shanghai; the morning after begins at 6:00; the day itself is taken over.
    for away, starts, ends in ((-1, 7, 15), (0, 1, 9), (1, 22 - 24, 6)):
        midnight = datetime.fromisoformat(f"{day}T00:00:00+00:00") + timedelta(days=away)
        await sql.execute(
            "INSERT INTO roster (agent_id, day, starts, ends) VALUES (2, $1, $2, $3)",
            day + timedelta(days=away),
            midnight + timedelta(hours=starts),
            midnight + timedelta(hours=ends),
        )

    async def choose(key: str, starts: str, ends: str, **more: Any) -> httpx.Response:
        return await redeem(agent, "shift", key, shift={"day": str(day), "starts": starts, "ends": ends, **more})

    refused(await redeem(agent, "shift"), "rewards_shift_wanted")
    refused(
        await redeem(agent, "mug", shift={"day": str(day), "starts": "10:00", "ends": "18:00"}), "rewards_shift_wanted"
    )
    broken = await choose("shift-0001", "09:59", "18:00")
    refused(broken, "rewards_breaks_rest")
    refused(await choose("shift-0002", "10:00", "19:01"), "rewards_breaks_rest")
    refused(await choose("shift-0003", "22:00", "06:00"), "rewards_breaks_rest")
    refused(await choose("shift-0004", "08:00", "20:30"), "rewards_no_shift")
    made = await choose("shift-0005", "10:00", "19:00")
    assert made.status_code == 201, made.text
    assert made.json()["shift"]["starts"] == f"{day}T02:00:00Z"
    past = {"day": str((clock.at - timedelta(days=2)).date()), "starts": "10:00", "ends": "18:00"}
    refused(await redeem(agent, "shift", "shift-0006", shift=past), "rewards_no_shift")
    handed = f"{REWARDS}/requests/{made.json()['id']}/handed"
    # The shift of the morning after was moved forward since; moved back, the chosen one goes onto the roster.
    await sql.execute("UPDATE roster SET starts = starts - interval '1 hour' WHERE day = $1", day + timedelta(days=1))
    refused(await ops.post(handed), "rewards_breaks_rest")
    await sql.execute("UPDATE roster SET starts = starts + interval '1 hour' WHERE day = $1", day + timedelta(days=1))
    assert (await ok(ops.post(handed)))["state"] == (await ok(ops.post(handed)))["state"] == "handed"
    planned = await sql.fetch("SELECT starts, ends FROM roster WHERE agent_id = 2 AND day = $1", day)
    assert [(f"{row['starts']:%H:%M}", f"{row['ends']:%H:%M}") for row in planned] == [("02:00", "11:00")]


@pytest.mark.usefixtures("stocked")
async def test_a_chosen_shift_that_is_undone_leaves_the_roster_as_it_was(
    ops: httpx.AsyncClient,
    lead: httpx.AsyncClient,
    agent: httpx.AsyncClient,
    sql: Any,
    clock: SetClock,
) -> None:
    await ok(give(lead, 200))
    first = (clock.at + timedelta(days=3)).date()
    free, taken, begun = (first + timedelta(days=2 * n) for n in range(1, 4))
    noon = {"starts": "12:00:00", "ends": "20:00:00"}

    async def roster(day: date, *shifts: dict[str, str]) -> None:
        body = {
            "from": str(day),
            "to": str(day + timedelta(days=1)),
            "shifts": [{"day": str(day), **one} for one in shifts],
        }
        answer = await ops.put("/api/v1/agents/A2/roster", json=body)
        assert answer.status_code == 200, answer.text

    async def planned(day: date) -> list[str]:
        rows = await sql.fetch("SELECT starts FROM roster WHERE agent_id = 2 AND day = $1 ORDER BY starts", day)
        return [f"{row['starts']:%H:%M}" for row in rows]

    async def undone(day: date, *before: dict[str, str], since: Any = None) -> str:
        """Choose 10:00 to 18:00, have it on the roster, undo it: what is said of the roster."""
        await roster(day, *before)
        shift = {"day": str(day), "starts": "10:00", "ends": "18:00"}
        request = await ok(redeem(agent, "shift", f"undone-{day}", shift=shift))
        await ok(ops.post(f"{REWARDS}/requests/{request['id']}/handed"))
        assert await planned(day) == ["02:00"]
        if since is not None:
            await since(day)
        entry = (await ok(ops.get(f"{REWARDS}/entries")))["items"][0]
        body = {"words": "swapped after all"}
        return str((await ok(ops.post(f"{REWARDS}/entries/{entry['n']}/reverse", json=body)))["roster"])

    morning, evening = {"starts": "06:00:00", "ends": "10:00:00"}, {"starts": "12:00:00", "ends": "16:00:00"}
    assert (await undone(first, morning, evening), await planned(first)) == ("restored", ["22:00", "04:00"])
    assert (await undone(free), await planned(free)) == ("restored", [])
    # Planned anew by somebody meanwhile, or begun: the roster is theirs.
    assert (await undone(taken, since=lambda day: roster(day, noon)), await planned(taken)) == ("kept", ["04:00"])

    async def days_ago(day: date) -> None:
        """As if it had all been two weeks earlier, when the shift had begun."""
        await sql.execute(
            "UPDATE roster SET day = day - 14, starts = starts - interval '14 days', ends = ends - interval '14 days' WHERE day = $1",
            day,
        )
        await sql.execute(
            "UPDATE reward_request SET shift_day = shift_day - 14, shift_starts = shift_starts - interval '14 days',"
            " shift_ends = shift_ends - interval '14 days' WHERE shift_day = $1",
            day,
        )

    assert await undone(begun, since=days_ago) == "kept"
    assert await planned(begun - timedelta(days=14)) == ["02:00"]
    said = await sql.fetch(
        "SELECT detail ->> 'roster' AS roster FROM audit WHERE action = 'rewards.reverse' ORDER BY id"
    )
    assert [row["roster"] for row in said] == ["restored", "restored", "kept", "kept"]
