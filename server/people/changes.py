"""How a change of people is made known: locks before it, facts, outbox and audit with it, all in one transaction."""

from collections.abc import Collection

import msgspec

from server.db import outbox
from server.db.pool import Connection

TOPIC = "people"


async def lock_memberships(connection: Connection) -> None:
    """Take the memberships for ourselves until the transaction ends; call it before reading or writing any.

    Intake holds the same lock together with other intake while it decides to which membership a fact belongs, so a fact
    can never be filed under a membership that is being changed.
    """
    await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.memberships'))")


async def announce(connection: Connection, agents: Collection[int], teams: Collection[int] = ()) -> None:
    """Tell followers which agents and teams are no longer what they read; nothing is sent for nobody."""
    if agents or teams:
        payload = msgspec.msgpack.encode({"agents": sorted(set(agents)), "teams": sorted(set(teams))})
        await outbox.put(connection, TOPIC, payload)


async def announce_site(connection: Connection, site_id: int) -> None:
    """A site's calendar changed: so did the days of everybody who belongs to it."""
    agents = await connection.fetch(
        "SELECT id FROM agent WHERE site_id = $1 UNION"
        " SELECT m.agent_id FROM membership m JOIN team t ON t.id = m.team_id WHERE t.site_id = $1",
        site_id,
    )
    teams = await connection.fetch("SELECT id FROM team WHERE site_id = $1", site_id)
    await announce(connection, [row["id"] for row in agents], [row["id"] for row in teams])
