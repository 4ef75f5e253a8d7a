"""What holds a contest's evidence still once cutoffs have passed: people as known then, and what corrections have changed since.

So a result is a function of three things: the revisions received, the people as they were known, and the correction sets
applied so far, in their order. Whatever else happens to facts or people afterwards changes nothing.
"""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from server.contests.contest import Contest
from server.contests.scoring import known
from server.contests.scoring.known import Correction, People
from server.db.pool import Connection
from server.facts.basis import Basis, FactId


class Settled(Struct, frozen=True):
    """`people` None: as they are known now."""

    people: People | None
    basis: Basis

    def corrected(self, pins: dict[FactId, int], people: Iterable[Correction]) -> "Settled":
        """The same with a correction set applied; what it chooses stands in for what earlier ones chose."""
        known_now = self.people
        for one in people:
            if known_now is not None:
                known_now = known.corrected(known_now, one)
        return _settled(known_now, replace(self.basis, pins={**self.basis.pins, **pins}))

    def sealed(self, at: datetime) -> "Settled":
        """The same for a result that is being signed now (by the database's clock)."""
        return Settled(self.people, replace(self.basis, sealed_at=at))


def _settled(people: People | None, basis: Basis) -> Settled:
    return Settled(people, basis if people is None else replace(basis, spans=people.spans))


_APPLIED = """
SELECT i.kind, i.source_id, i.fact_id, i.revision, i.known
FROM correction_item i JOIN correction_set s ON s.id = i.set_id
WHERE s.contest_id = $1 AND s.outcome = 'applied' ORDER BY s.revision, i.id"""


async def settled(connection: Connection, contest: Contest) -> Settled:
    """What holds this contest still by now: nothing before its first cutoff, corrections only after it was signed."""
    base = _settled(await known.read(connection, contest.id), Basis())
    if not contest.signed:
        return base
    sealed_at = await connection.fetchval(
        "SELECT sealed_at FROM contest_result WHERE contest_id = $1 AND revision = 1", contest.id
    )
    pins: dict[FactId, int] = {}
    people: list[Correction] = []
    for row in await connection.fetch(_APPLIED, contest.id):
        if row["kind"] == "fact":
            pins[row["source_id"], row["fact_id"]] = row["revision"]
        elif row["known"] is not None:
            people.append(known.correction_from_bytes(row["kind"], row["known"]))
    return base.sealed(sealed_at).corrected(pins, people)
