"""What waits for a correction: facts that came after their cutoff, people known otherwise by now, points adjusted too late."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec import Struct

from leaderboards.gathering import SCHEDULED_HOURS
from server.contests.after.points import Adjustment, all_of
from server.contests.contest import Contest
from server.contests.scoring import known
from server.contests.scoring.evidence import selection_of
from server.contests.scoring.known import Correction, Days
from server.contests.scoring.settled import Settled
from server.contests.scoring.settling import people_now
from server.db.pool import Connection
from server.facts.tracing import LateFact, late_facts


class Item(Struct, frozen=True, kw_only=True):
    """One thing that waits; exactly one of the three is there. `key` names it, whatever it comes to say later."""

    key: str
    fact: LateFact | None = None
    person: Correction | None = None
    adjustment: Adjustment | None = None

    @property
    def kind(self) -> str:
        """As a correction set stores it."""
        if self.fact is not None:
            return "fact"
        if self.adjustment is not None:
            return "adjustment"
        return "calendar" if isinstance(self.person, Days) else "person"

    @property
    def content(self) -> bytes:
        """What it says now; another content is another correction."""
        if self.fact is not None:
            return str(self.fact.now.revision).encode()
        return b"" if self.person is None else known.correction_to_bytes(self.person)


async def late_for(connection: Connection, contest: Contest, held: Settled, now: datetime) -> list[LateFact]:
    """Facts that came after their cutoff, by instant; of queues that do not count, none can come too late."""
    late = await late_facts(
        connection,
        selection_of(contest),
        contest.cutoffs,
        now,
        monthly=contest.period == "month",
        basis=held.basis,
    )
    queues = contest.rules.queues
    if not queues:
        return late
    return [
        one
        for one in late
        if any(
            state is not None and (state.queue in queues or state.metric == SCHEDULED_HOURS)
            for state in (one.now, one.counted)
        )
    ]


async def waiting(connection: Connection, contest: Contest, held: Settled, now: datetime) -> list[Item]:
    """Everything that waits for a correction of this contest, facts first."""
    if now < contest.first_cutoff:
        return []
    late = await late_for(connection, contest, held, now)
    found = [Item(key=f"fact:{fact.now.source}/{fact.now.id}", fact=fact) for fact in late]
    if held.people is not None:
        changed = known.differences(held.people, await people_now(connection, contest))
        found += [Item(key=_key(one), person=one) for one in changed]
    entries = await all_of(connection, contest.id)
    found += [Item(key=f"points:{one.id}", adjustment=one) for one in entries if not one.counts(contest)]
    return found


def _key(one: Correction) -> str:
    return f"calendar:{one.participant}" if isinstance(one, Days) else f"person:{one.agent}"


def digest(revision: int, items: Iterable[Item]) -> bytes:
    """A fingerprint of what waits for a correction of this revision: another one means that something more came."""
    content = sorted((item.key, item.content) for item in items)
    return hashlib.sha256(msgspec.msgpack.encode((revision, content))).digest()
