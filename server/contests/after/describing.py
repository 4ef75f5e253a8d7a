"""Says in names and figures what waits for a correction, for the people who decide about it."""

from collections.abc import Collection, Sequence
from fractions import Fraction

from leaderboards.exact import format_micro, format_ratio, format_score
from leaderboards.teams import Member
from server.contests import directory
from server.contests.after.correcting_wire import ItemOut, PartOut
from server.contests.after.waiting import Item
from server.contests.contest import Contest
from server.contests.scoring import known
from server.contests.scoring.known import Days, People, Person
from server.contests.scoring.settled import settled
from server.contests.showing.boards import Names, read_names
from server.db.pool import Connection
from server.facts.tracing import TracedFact
from server.wire import Named


async def describe(
    connection: Connection, contest: Contest, items: Sequence[Item], chosen: Collection[str]
) -> list[ItemOut]:
    """Each item with names, before and after; for operations and HR only, because it names people."""
    names = await read_names(connection, contest)
    people = (await settled(connection, contest)).people
    agents = await _agents(connection, items)
    return [_one(item, item.key in chosen, names, agents, people) for item in items]


async def _agents(connection: Connection, items: Sequence[Item]) -> dict[str, Named]:
    """The people named by items, by their code and by their id in standings."""
    codes = {item.fact.now.agent for item in items if item.fact is not None and item.fact.now.agent}
    ids = [int(item.person.agent[1:]) for item in items if isinstance(item.person, Person)]
    found = await directory.agents(connection, ids=ids, codes=codes)
    return {one.named.code: one.named for one in found} | {f"a{one.id}": one.named for one in found}


def _one(item: Item, chosen: bool, names: Names, agents: dict[str, Named], people: People | None) -> ItemOut:
    out = ItemOut(key=item.key, kind=item.kind, chosen=chosen)  # type: ignore[arg-type]  # the kinds of both are the same
    if item.fact is not None:
        now, counted = item.fact.now, item.fact.counted
        out.before, out.after = _value(counted), _value(now)
        out.metric, out.team, out.at, out.since = now.metric, now.team, now.at, now.received_at
        out.agent, out.revision = agents.get(now.agent or ""), now.revision
    elif isinstance(item.person, Days):
        before = (
            next((one.working_days for one in people.participants if one.id == item.person.participant), None)
            if people
            else None
        )
        out.before, out.after = None if before is None else str(before), str(item.person.working_days)
        out.team = names[item.person.participant].code
    elif item.person is not None:
        out.agent = agents.get(item.person.agent)
        out.parts = _parts(item.person, names, people)
        was = known.person_of(people, item.person.agent).worked if people is not None else ()
        if was != item.person.worked:
            out.before, out.after = [format_ratio(sum(worked, Fraction(0))) for worked in (was, item.person.worked)]
    elif item.adjustment is not None:
        entry = item.adjustment
        out.after, out.code, out.reason, out.since = format_score(entry.amount), entry.code, entry.reason, entry.made_at
        out.team = names[entry.participant].code
    return out


def _parts(person: Person, names: Names, people: People | None) -> list[PartOut]:
    was = dict(known.person_of(people, person.agent).members) if people is not None else {}
    now = dict(person.members)
    return [
        PartOut(named=names[one], before=_days(was.get(one)), after=_days(now.get(one)))
        for one in sorted(was.keys() | now.keys())
        if one in names
    ]


def _days(member: Member | None) -> str | None:
    return None if member is None else format_ratio(member.fte_days)


def _value(fact: TracedFact | None) -> str | None:
    return None if fact is None or fact.value is None else format_micro(fact.value)
