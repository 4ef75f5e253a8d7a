"""What holds a result still while the world goes on: memberships as they were known, and revisions that a correction chose."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct


class Span(Struct, frozen=True, array_like=True, gc=False):
    """An agent's time in a team as it was known at some instant."""

    id: int
    agent_id: int
    team_id: int
    starts: datetime
    ends: datetime | None


FactId = tuple[int, str]
"""Source and id."""


class Basis(Struct, frozen=True, kw_only=True):
    """The exceptions from counting what was received in time.

    - Facts count for the team of `spans` (None: of the memberships as they are now);
    - of an id in `pins` the pinned revision counts, whenever it came;
    - what the quarantine gave back after `sealed_at` (by the database's clock) came too late, though it was received in time:
      the result had been signed without it.
    """

    spans: tuple[Span, ...] | None = None
    pins: Mapping[FactId, int] = {}
    sealed_at: datetime | None = None

    def text(self, statement: str) -> str:
        """The statement with this basis' memberships in place of `{spans}`."""
        return statement.replace("{spans}", _AS_NOW if self.spans is None else _AS_KNOWN)

    @property
    def arguments(self) -> tuple[Any, ...]:
        """The parameters from $11 on."""
        pins: tuple[Any, ...] = (
            [source for source, _ in self.pins],
            [fact_id for _, fact_id in self.pins],
            list(self.pins.values()),
            self.sealed_at,
        )
        if self.spans is None:
            return pins
        return (
            *pins,
            [span.id for span in self.spans],
            [span.agent_id for span in self.spans],
            [span.team_id for span in self.spans],
            [span.starts for span in self.spans],
            [span.ends for span in self.spans],
        )


AS_THINGS_ARE = Basis()

_AS_NOW = "span AS NOT MATERIALIZED (SELECT id, agent_id, team_id, starts, ends FROM membership)"
_AS_KNOWN = """span AS MATERIALIZED (
    SELECT * FROM unnest($15::integer[], $16::integer[], $17::integer[], $18::timestamptz[], $19::timestamptz[])
        AS known(id, agent_id, team_id, starts, ends)
)"""
