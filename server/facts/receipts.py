"""The answer to a sender: how many facts came, what became of them, and why each refused one was refused."""

from collections.abc import Sequence

from msgspec import Struct, field

from server.errors import sentences
from server.facts.judging import Rejection
from server.facts.writing import Verdicts


class Refused(Struct):
    """One refused element: its place in the request, its id if it has a readable one, and why."""

    index: int
    id: str | None
    code: str
    messages: dict[str, str]


class Receipt(Struct, kw_only=True):
    """Counts over a request; `received` is the sum of all others. What is `rejected` waits in quarantine."""

    received: int = 0
    accepted: int = 0
    superseding: int = 0
    duplicate: int = 0
    stale: int = 0
    rejected: list[Refused] = field(default_factory=list)

    def add(self, other: "Receipt") -> None:
        """Count another part of the same delivery."""
        self.received += other.received
        self.accepted += other.accepted
        self.superseding += other.superseding
        self.duplicate += other.duplicate
        self.stale += other.stale
        self.rejected += other.rejected


def receipt_of(received: int, verdicts: Verdicts, rejections: Sequence[Rejection]) -> Receipt:
    """`rejections` holds the conflicts already."""
    return Receipt(
        received=received,
        accepted=len(verdicts.accepted),
        superseding=len(verdicts.superseding),
        duplicate=len(verdicts.duplicate),
        stale=len(verdicts.stale),
        rejected=[
            Refused(found.place, found.fact_id, found.code, sentences(found.code, found.detail))
            for found in sorted(rejections, key=lambda found: found.place)
        ],
    )
