"""The people of a contest as they were known when its first cutoff passed: what came later waits for a correction.

Kept as what the rule book reads (participants, memberships, planned days), not as the tables it came from: it cannot be read
differently tomorrow, and a correction replaces one person in it without touching anybody else.
"""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from leaderboards.credit import Attendance
from leaderboards.teams import Member, Participant, by_id
from server.contests.fractions import plain, rich
from server.db.pool import Connection
from server.facts.basis import Span


class People(Struct, frozen=True, array_like=True):
    """Participants with their members, whose facts count for whom, and who was planned where."""

    participants: tuple[Participant, ...]
    spans: tuple[Span, ...]
    attendances: tuple[Attendance, ...]
    worked: dict[str, tuple[Fraction, ...]] = {}
    """Where a contest compares with the weeks before: by agent the FTE-days worked in each, the latest first."""


class Person(Struct, frozen=True, array_like=True):
    """One agent's part in it; without any it has left the contest."""

    agent: str
    members: tuple[tuple[str, Member], ...] = ()
    spans: tuple[Span, ...] = ()
    attendance: Attendance | None = None
    worked: tuple[Fraction, ...] = ()


class Days(Struct, frozen=True, array_like=True):
    """The working days by which a participant's headcount is divided."""

    participant: str
    working_days: int


Correction = Person | Days


def person_of(people: People, agent: str) -> Person:
    """What is known of one agent."""
    members = [(one.id, member) for one in people.participants for member in one.members if member.agent == agent]
    number = int(agent[1:])
    attendance = next((one for one in people.attendances if one.agent == agent), None)
    spans = tuple(span for span in people.spans if span.agent_id == number)
    return Person(agent, tuple(members), spans, attendance, people.worked.get(agent, ()))


def corrected(people: People, by: Correction) -> People:
    """The people with one of them, or one participant's working days, known otherwise."""
    if isinstance(by, Days):
        return replace(
            people,
            participants=tuple(
                replace(one, working_days=by.working_days) if one.id == by.participant else one
                for one in people.participants
            ),
        )
    number, members = int(by.agent[1:]), dict(by.members)
    others = tuple(span for span in people.spans if span.agent_id != number)
    attendances = [one for one in people.attendances if one.agent != by.agent]
    if by.attendance is not None:
        attendances.append(by.attendance)
    worked = {agent: days for agent, days in people.worked.items() if agent != by.agent}
    if by.worked:
        worked[by.agent] = by.worked
    return People(
        tuple(_with_member(one, by.agent, members.get(one.id)) for one in people.participants),
        tuple(sorted((*others, *by.spans), key=lambda span: (span.agent_id, span.starts))),
        tuple(sorted(attendances, key=lambda one: by_id(one.agent))),
        worked,
    )


def _with_member(participant: Participant, agent: str, member: Member | None) -> Participant:
    members = [one for one in participant.members if one.agent != agent]
    if member is not None:
        members.append(member)
    return replace(participant, members=tuple(sorted(members, key=lambda one: by_id(one.agent))))


def differences(before: People, after: People) -> list[Correction]:
    """What is known otherwise now; applying all of it makes `after` of `before`."""
    days = {one.id: one.working_days for one in before.participants}
    found: list[Correction] = [
        Days(one.id, one.working_days) for one in after.participants if days.get(one.id) != one.working_days
    ]
    was, now = _by_agent(before), _by_agent(after)
    for agent in sorted(was.keys() | now.keys(), key=by_id):
        person = now.get(agent, Person(agent))
        if was.get(agent, Person(agent)) != person:
            found.append(person)
    return found


def _by_agent(people: People) -> dict[str, Person]:
    """Everybody at once; asking for each alone would take a thousand agents a million looks."""
    members: dict[str, list[tuple[str, Member]]] = {}
    spans: dict[str, list[Span]] = {}
    for participant in people.participants:
        for member in participant.members:
            members.setdefault(member.agent, []).append((participant.id, member))
    for span in people.spans:
        spans.setdefault(f"a{span.agent_id}", []).append(span)
    days = {one.agent: one for one in people.attendances}
    return {
        agent: Person(
            agent,
            tuple(members.get(agent, ())),
            tuple(spans.get(agent, ())),
            days.get(agent),
            people.worked.get(agent, ()),
        )
        for agent in members.keys() | spans.keys() | days.keys()
    }


def without_past(participants: Iterable[Participant]) -> tuple[Participant, ...]:
    """What members did before the window is told by facts, not by who they were: it is not kept here."""
    return tuple(
        replace(one, members=tuple(replace(member, past=None) for member in one.members)) for one in participants
    )


_encoder = msgspec.msgpack.Encoder(enc_hook=plain)
_people = msgspec.msgpack.Decoder(People, dec_hook=rich)
_person = msgspec.msgpack.Decoder(Person, dec_hook=rich)
_days = msgspec.msgpack.Decoder(Days)


def correction_to_bytes(correction: Correction) -> bytes:
    """As a correction set keeps it."""
    return _encoder.encode(correction)


def correction_from_bytes(kind: str, data: bytes) -> Correction:
    """Kept as kind `person` or `calendar`, again."""
    return _days.decode(data) if kind == "calendar" else _person.decode(data)


async def read(connection: Connection, contest_id: int) -> People | None:
    """Who was known when the first cutoff passed; None while it has not."""
    data = await connection.fetchval("SELECT people FROM contest_people WHERE contest_id = $1", contest_id)
    return None if data is None else _people.decode(data)


async def write(connection: Connection, contest_id: int, people: People, now: datetime) -> bool:
    """Keep them; whether that was needed. What was kept before stays."""
    kept = await connection.fetchval(
        "INSERT INTO contest_people (contest_id, known_at, people) VALUES ($1, $2, $3)"
        " ON CONFLICT (contest_id) DO NOTHING RETURNING contest_id",
        contest_id,
        now,
        _encoder.encode(people),
    )
    return kept is not None
