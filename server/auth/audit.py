"""The audit trail: who did what to what, written in the same transaction as the deed."""

from collections.abc import Mapping
from typing import Any

import msgspec

from server.auth.actor import Actor
from server.db.pool import Connection


async def record(
    connection: Connection, actor: Actor | None, action: str, subject: str, detail: dict[str, Any] | None = None
) -> None:
    """Add one entry to the caller's transaction; `actor` None is the system itself or somebody at its command line.

    The instant is the database's, so that entries of several processes stay in order. `action` is a verb with its room
    (`membership.transfer`), `subject` names the thing (`agent/A017`). Never put names or other personal data of agents into
    `detail`: entries are never deleted, not even when a person is erased.
    """
    await connection.execute(
        "INSERT INTO audit (at, actor_kind, actor_id, actor_name, action, subject, detail)"
        " VALUES (now(), $1, $2, $3, $4, $5, $6::jsonb)",
        actor.kind if actor else "system",
        actor.id if actor else 0,
        actor.name if actor else "system",
        action,
        subject,
        msgspec.json.encode(detail or {}).decode(),
    )


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What was changed of a thing, for `detail`: the fields that differ, as they were and as they are."""
    changed = [name for name in after if before[name] != after[name]]
    return {"before": {name: before[name] for name in changed}, "after": {name: after[name] for name in changed}}
