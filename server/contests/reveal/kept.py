"""What the public knows of a frozen contest: standings and evidence as of the freeze, computed once and kept.

Stored, because it may never move: facts, transfers, leave and rosters that come later belong to the truth, which only the
restricted feed shows.
"""

from datetime import datetime
from fractions import Fraction

import msgspec
from msgspec import Struct

from leaderboards.gathering import Tallies
from leaderboards.metrics import Key, Subject, Tally
from leaderboards.standings import Standings
from leaderboards.teams import Field, Past
from server.contests.fractions import plain, rich
from server.contests.scoring.known import without_past
from server.contests.scoring.looking_back import with_pasts
from server.db.pool import Connection
from server.facts.basis import Basis, Span


class Evidence(Struct, frozen=True):
    """How a contest stands at an instant, and what that was ranked from."""

    as_of: datetime
    standings: Standings
    field: Field
    tallies: Tallies
    adjusted: dict[str, int]
    """What was given or taken by hand."""
    morning: dict[str, int | None] | None = None
    """The ranks when that business day began; None where there were none yet, or where history has them."""
    spans: tuple[Span, ...] = ()
    """At a freeze: who was in which team, as it was known."""
    kept_at: datetime | None = None
    """When a freeze was stored, by the database's clock."""

    @property
    def basis(self) -> Basis:
        """What holds the single facts of a freeze still: people as they were known, and nothing that the quarantine gave
        back later."""
        return Basis(spans=self.spans, sealed_at=self.kept_at)


class _Past(Struct, array_like=True):
    cells: list[tuple[Key, Tally]]
    fte_days: Fraction
    weeks: int


class _Stored(Struct, array_like=True):
    """As JSON, which takes whole numbers of any length, but no pairs as keys."""

    standings: Standings
    field: Field
    pasts: dict[str, _Past]
    tallies: list[tuple[Subject, list[tuple[Key, Tally]]]]
    adjusted: dict[str, int]
    morning: dict[str, int | None] | None
    spans: tuple[Span, ...]


_encoder = msgspec.json.Encoder(enc_hook=plain)
_stored = msgspec.json.Decoder(_Stored, dec_hook=rich)
_standings = msgspec.json.Decoder(Standings, dec_hook=rich)


def standings_to_bytes(standings: Standings) -> bytes:
    """Standings as they are kept: with everything in them, unlike their canonical bytes."""
    return _encoder.encode(standings)


async def read(connection: Connection, contest_id: int, at: datetime) -> Evidence | None:
    """What was kept of a contest at a freeze, if anything has been yet."""
    row = await connection.fetchrow(
        "SELECT at, kept_at, evidence FROM contest_freeze WHERE contest_id = $1 AND at = $2", contest_id, at
    )
    if row is None:
        return None
    found = _stored.decode(row["evidence"])
    tallies = {subject: dict(cells) for subject, cells in found.tallies}
    pasts = {agent: Past(dict(past.cells), past.fte_days, past.weeks) for agent, past in found.pasts.items()}
    field = Field(with_pasts(found.field.participants, pasts)) if pasts else found.field
    known = (found.standings, field, tallies, found.adjusted, found.morning, found.spans)
    return Evidence(row["at"], *known, row["kept_at"])


async def write(connection: Connection, contest_id: int, evidence: Evidence) -> None:
    """Keep it; what was kept before stays."""
    tallies = [(subject, list(cells.items())) for subject, cells in evidence.tallies.items()]
    pasts = {
        member.agent: _Past(list(member.past.cells.items()), member.past.fte_days, member.past.weeks)
        for one in evidence.field.participants
        for member in one.members
        if member.past is not None
    }
    field = Field(without_past(evidence.field.participants))
    stored = _Stored(evidence.standings, field, pasts, tallies, evidence.adjusted, evidence.morning, evidence.spans)
    await connection.execute(
        "INSERT INTO contest_freeze (contest_id, at, evidence) VALUES ($1, $2, $3) ON CONFLICT (contest_id, at) DO NOTHING",
        contest_id,
        evidence.as_of,
        _encoder.encode(stored),
    )


class Reveal(Struct, frozen=True):
    """A ceremony that has begun: the standings it reveals, as they were at its beginning, and how far it has got."""

    standings: Standings
    step: int
    started_at: datetime
    started_by: int | None


async def read_reveal(connection: Connection, contest_id: int) -> Reveal | None:
    """The ceremony of a contest, if one has begun."""
    row = await connection.fetchrow(
        "SELECT standings, step, started_at, started_by FROM contest_reveal WHERE contest_id = $1", contest_id
    )
    if row is None:
        return None
    return Reveal(_standings.decode(row["standings"]), row["step"], row["started_at"], row["started_by"])
