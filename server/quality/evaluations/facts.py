"""What a judged call is as facts: its score and its critical errors, at the instant of the call, for the agent who took it."""

from datetime import datetime

from msgspec import Struct

from career.exact import MICRO, format_ratio
from career.quality.forms import Evaluated
from server.db.pool import Connection
from server.facts.promising import Promise, promise

SOURCE = "quality"
METRICS = {"call": "qa", "test_call": "test_call"}
"""A test call is no customer's: it counts under its own metric."""


class Judged(Struct, frozen=True):
    """The call that was judged."""

    evaluation_id: int
    agent: str
    kind: str
    at: datetime
    queue: str | None


async def tell(connection: Connection, call: Judged, judged: Evaluated | None, revision: int) -> None:
    """Promise both facts in the transaction that judged the call; other marks are their next revision, and so is None, which
    takes them back."""
    about = {"agent": call.agent, "at": call.at, "queue": call.queue, "revision": revision}
    score = None if judged is None else format_ratio((judged.score, MICRO))
    facts = [
        Promise(id=f"qa:{call.evaluation_id}", metric=METRICS[call.kind], value=score, **about),  # type: ignore[arg-type]
        Promise(
            id=f"qa:{call.evaluation_id}:critical",
            metric="critical_errors",
            value=None if judged is None else str(len(judged.critical)),
            **about,  # type: ignore[arg-type]
        ),
    ]
    await promise(connection, SOURCE, facts)
