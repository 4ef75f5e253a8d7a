"""The trail of a cycle: what was done, by whom, and the candidacy that folding it gives."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import asyncpg
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from career.acting import At, Outcome
from career.deciding import Deed, act
from career.refusal import Refusal
from career.review import Actor as Reviewer
from career.review import Candidacy, Cycle, Phase
from server.db.pool import Connection
from server.ladder.cycles.who import SYSTEM, Viewer

_WORDS = {
    "declare": "note",
    "recommend": "reason",
    "propose": "reason",
    "send_back": "reason",
    "appeal": "reason",
    "answer": "reason",
}
"""Which field of an action people write themselves; it is kept apart, because it is blanked when somebody is erased."""
_BLANKED = "…"


class DeedKept(Struct, frozen=True, kw_only=True):
    """A row of the trail. Without `agent_id` it concerns the whole cycle."""

    id: int
    agent_id: int | None
    do: str
    body: dict[str, Any]
    words: str
    at: datetime
    on: date
    phase: Phase
    who: str
    name: str
    roles: frozenset[str]
    lead: bool

    def action(self) -> Deed | None:
        """The action of the rule book; None for what the service itself notes down."""
        if self.do in {"refreeze", "take_effect", "lapse"}:
            return None
        words = {_WORDS[self.do]: self.words} if self.do in _WORDS else {}
        if words and not self.words and not (self.do == "declare" and not self.body.get("conflict")):
            words = {_WORDS[self.do]: _BLANKED}
        found: Deed = msgspec.convert({"do": self.do, **self.body, **words}, Deed)
        return found


class NewDeed(Struct, frozen=True):
    """A deed to be written down."""

    agent_id: int | None
    do: str
    body: dict[str, Any]
    words: str = ""
    lead: bool = False


def new_deed(agent_id: int, action: Deed, *, lead: bool) -> NewDeed:
    """An action taken for a candidate."""
    body: dict[str, Any] = msgspec.to_builtins(action)
    do: str = body.pop("do")
    words = body.pop(_WORDS[do]) if do in _WORDS else ""
    return NewDeed(agent_id, do, body, words.strip(), lead)


def refolded(base: Candidacy, cycle: Cycle, deeds: Iterable[DeedKept], room: int = 1) -> Candidacy:
    """The candidacy after its deeds, each judged by the rule book again as it stood at its moment.

    Whether a place was left is for the whole cycle's trail to tell; here one is taken to be. A trail that the rule book
    refuses is a defect and raises ValueError.
    """
    found = base
    for deed in deeds:
        outcome = after(found, cycle, deed, room)
        if isinstance(outcome, Refusal):
            raise ValueError(f"deed {deed.id} does not follow: {outcome.code}")
        found = outcome
    return found


def after(candidacy: Candidacy, cycle: Cycle, deed: DeedKept, room: int) -> Outcome:
    """The candidacy after one deed of the trail."""
    action = deed.action()
    if action is None:
        return replace(candidacy, state=deed.body["state"]) if deed.do == "refreeze" else candidacy
    actor = Reviewer(deed.who, frozenset(deed.roles))  # type: ignore[arg-type]  # written from the rule book's own roles
    leads = frozenset({deed.who}) if deed.lead else frozenset()
    then = At(replace(cycle, phase=deed.phase), replace(candidacy, leads=leads), actor, deed.on, room)
    outcome = act(then, action)
    return outcome if isinstance(outcome, Refusal) else replace(outcome, leads=candidacy.leads)


_INSERT = """
INSERT INTO cycle_deed (cycle_id, agent_id, do_what, body, words, at, on_day, phase, by_account, by_agent, by_roles, by_lead)
SELECT $1, given.agent_id, given.do_what, given.body::jsonb, given.words, $2, $3, $4, $5, $6, $7, given.by_lead
FROM unnest($8::int[], $9::text[], $10::text[], $11::text[], $12::bool[])
    WITH ORDINALITY AS given (agent_id, do_what, body, words, by_lead, place)
ORDER BY given.place
RETURNING id, agent_id"""


async def write(
    connection: Connection,
    cycle_id: int,
    phase: Phase,
    by: Viewer | None,
    deeds: Sequence[NewDeed],
    *,
    at: datetime,
    on: date,
) -> list[int]:
    """Add to the trail and return the numbers given, in order; `by` None is the service itself."""
    rows = await connection.fetch(
        _INSERT,
        cycle_id,
        at,
        on,
        phase,
        by.actor.id if by else None,
        by.actor.agent_id if by else None,
        sorted((by or SYSTEM).roles),
        [deed.agent_id for deed in deeds],
        [deed.do for deed in deeds],
        [msgspec.json.encode(deed.body).decode() for deed in deeds],
        [deed.words for deed in deeds],
        [deed.lead for deed in deeds],
    )
    return sorted(row["id"] for row in rows)


_SELECT = """
SELECT d.id, d.agent_id, d.do_what, d.body::text AS body, d.words, d.at, d.on_day, d.phase, d.by_account, d.by_roles, d.by_lead,
       b.code AS by_code, acc.name AS by_name
FROM cycle_deed d LEFT JOIN account acc ON acc.id = d.by_account LEFT JOIN agent b ON b.id = d.by_agent"""


async def of_candidate(connection: Connection, cycle_id: int, agent_id: int) -> list[DeedKept]:
    """Everything that was done for one candidate, in order."""
    rows = await connection.fetch(
        f"{_SELECT} WHERE d.cycle_id = $1 AND d.agent_id = $2 ORDER BY d.id", cycle_id, agent_id
    )
    return [kept(row) for row in rows]


async def of_cycle(connection: Connection, cycle_id: int) -> list[DeedKept]:
    """Everything that was done to the cycle as a whole, in order."""
    rows = await connection.fetch(f"{_SELECT} WHERE d.cycle_id = $1 AND d.agent_id IS NULL ORDER BY d.id", cycle_id)
    return [kept(row) for row in rows]


def kept(row: asyncpg.Record) -> DeedKept:
    """A row of the trail, with the key its author bears now."""
    who = "system"
    if row["by_account"] is not None:
        who = f"agent:{row['by_code']}" if row["by_code"] else f"account:{row['by_account']}"
    return DeedKept(
        id=row["id"],
        agent_id=row["agent_id"],
        do=row["do_what"],
        body=msgspec.json.decode(row["body"]),
        words=row["words"],
        at=row["at"],
        on=row["on_day"],
        phase=row["phase"],
        who=who,
        name=row["by_name"] or "",
        roles=frozenset(row["by_roles"]),
        lead=row["by_lead"],
    )
