"""Who reads what somebody's learning came to as a trainee: the trainee and those who train. Everybody else reads met or not met.

The one place that decides it. Trainees are told by the level history (`trainee_on`, `trainee_at` in the schema), so that what
somebody scored as a trainee stays private after the first promotion too.
"""

from collections.abc import Collection

from server.auth.actor import Actor
from server.auth.roles import Permission
from server.db.pool import Connection

RESULT_METRICS = frozenset({"test_call", "training_score"})
"""The metrics that hold marks of exams and test calls."""

ENOUGH = 5
"""An average of the results of fewer trainees, less the others' results, would tell those of single ones."""

PRIVATE_FACT = "(f.metric_id IN (SELECT id FROM metric WHERE code IN ('test_call', 'training_score')) AND trainee_at(f.agent_id, f.at))"
"""Over facts `f`: whether the value is a trainee's result."""


def reads_results(actor: Actor | None, agent_id: int | None = None) -> bool:
    """Whether an actor reads everybody's exact results, or with a number this person's; None is the command line."""
    if actor is None or actor.may(Permission.TRAINING_MANAGE):
        return True
    return agent_id is not None and actor.agent_id == agent_id


def reader_of(actor: Actor | None) -> int | None:
    """The one agent whose private results an actor reads (0: nobody's); None reads everybody's."""
    return None if reads_results(actor) else (actor.agent_id if actor is not None else None) or 0


def without_private(reader: int | None) -> str:
    """A condition to add to a query over facts `f`: leaves out the results this reader may not see."""
    return "" if reader is None else f" AND NOT (f.agent_id <> {reader:d} AND {PRIVATE_FACT})"


async def trainees_among(connection: Connection, actor: Actor | None, agent_ids: Collection[int]) -> frozenset[int]:
    """Those of them who are trainees today and whose exact results the actor may not read."""
    if reads_results(actor) or not agent_ids:
        return frozenset()
    rows = await connection.fetch(
        "SELECT a.id FROM agent a JOIN unnest($1::int[]) AS asked(id) USING (id) WHERE a.level = 'trainee'",
        list(agent_ids),
    )
    return frozenset(row["id"] for row in rows if not reads_results(actor, row["id"]))
