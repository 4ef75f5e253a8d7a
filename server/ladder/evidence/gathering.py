"""Gathers everything known of any number of people, in a handful of queries, as `career.evidence` wants it."""

from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from datetime import date, datetime
from typing import TypeVar

from msgspec import Struct

from career.evidence import Deed, Evidence, LevelHeld, MonthFacts, Sample
from career.exact import MICRO
from career.months import Month, last_complete, month_of
from server.contests.after.deeds import PersonDeeds, deeds_of
from server.db.pool import Connection
from server.ladder.criteria import store as criteria
from server.ladder.evidence.days import WorkedDays, worked_days
from server.ladder.evidence.learned import Learned, learned
from server.ladder.evidence.needs import Needs, needs_of
from server.ladder.evidence.noted import Noted, Records, records
from server.ladder.evidence.people import Person, Stated, stated
from server.ladder.evidence.samples import MonthlySamples, Samples, monthly_samples
from server.ladder.scorecards.reading import Published, published

__all__ = ["Apart", "Months", "Person", "gather", "read", "read_apart", "read_months", "read_records"]

T = TypeVar("T")

_FROM_THE_START = date(2000, 1, 1)
_NO_CARDS: dict[Month, Published] = {}


async def gather(
    connection: Connection,
    agent_ids: Sequence[int] | None,
    *,
    as_of: date,
    accepted_before: datetime | None = None,
    needs: Needs | None = None,
) -> AsyncIterator[tuple[Person, Evidence]]:
    """Everybody asked for (None: everybody with the centre on the day), ordered by code, with what is known of them.

    With `accepted_before` only facts, scorecards, records and final results accepted before that instant count, each fact in
    the highest revision of those. People data (level history, leave, rosters, skills) carries no such instant and is taken as
    it stands. `needs` None reads what the adopted criteria lean on. Let the caller's transaction be REPEATABLE READ where all
    must be of one moment.
    """
    for one in await read(connection, agent_ids, as_of=as_of, accepted_before=accepted_before, needs=needs):
        yield one


async def read(
    connection: Connection,
    agent_ids: Sequence[int] | None,
    *,
    as_of: date,
    accepted_before: datetime | None = None,
    needs: Needs | None = None,
) -> Iterator[tuple[Person, Evidence]]:
    """As `gather`, for whoever builds evidence aside: all is read, and each person is put together when asked for, on
    whatever thread."""
    if needs is None:
        needs = needs_of(await criteria.versions(connection))
    record = await read_records(connection, agent_ids, accepted_before)
    known = await read_apart(connection, agent_ids, as_of, record, accepted_before)
    months = await read_months(connection, agent_ids, needs, (as_of,), accepted_before)
    return (known.evidence(one, months) for one in known.people)


class OnRecord(Struct, frozen=True):
    """What is on record about some people, and what they learned here: dated throughout, so the same for every as-of day."""

    noted: Records
    taught: Learned

    def of(self, agent_id: int) -> Noted:
        """Of one person, sorted."""
        return self.taught.add_to(agent_id, self.noted.of(agent_id))


class Months(Struct, frozen=True):
    """The months of some people, as many as any of the as-of days asked for looks back at."""

    reach: int
    samples: MonthlySamples
    cards: dict[int, dict[Month, Published]]
    days: WorkedDays

    def before(self, as_of: date) -> range:
        """Those that one of the days looks at."""
        last = last_complete(as_of)
        return range(last - self.reach + 1, last + 1)


class Apart(Struct, frozen=True):
    """What is known of some people as of a day but for their months, which cost most to read."""

    as_of: date
    people: list[Stated]
    record: OnRecord
    deeds: dict[int, PersonDeeds]

    def evidence(self, one: Stated, months: Months | None = None) -> tuple[Person, Evidence]:
        """One of them; without months nothing is known of any."""
        agent_id = one.person.id
        own = self.record.of(agent_id)
        found = {} if months is None else _months(one.person, months, months.before(self.as_of), own)
        return one.person, _evidence(one, own, found, self.deeds.get(agent_id))


async def read_records(
    connection: Connection, agent_ids: Sequence[int] | None, accepted_before: datetime | None = None
) -> OnRecord:
    """Of these people, or of all."""
    return OnRecord(
        await records(connection, agent_ids, accepted_before), await learned(connection, agent_ids, accepted_before)
    )


async def read_apart(
    connection: Connection,
    agent_ids: Sequence[int] | None,
    as_of: date,
    record: OnRecord,
    accepted_before: datetime | None = None,
) -> Apart:
    """As of a day, with the records of the same people."""
    people = await stated(connection, agent_ids, as_of)
    deeds = await deeds_of(connection, agent_ids, _FROM_THE_START, as_of, signed_before=accepted_before)
    return Apart(as_of, people, record, deeds)


async def read_months(
    connection: Connection,
    agent_ids: Sequence[int] | None,
    needs: Needs,
    as_of: Collection[date],
    accepted_before: datetime | None = None,
) -> Months:
    """Once for all the days: years that several of them look back at are added up once."""
    first, last = last_complete(min(as_of)) - needs.months + 1, last_complete(max(as_of))
    return Months(
        needs.months,
        await monthly_samples(connection, agent_ids, needs.metrics, (first, last), accepted_before),
        await published(connection, agent_ids, first, last, accepted_before=accepted_before),
        await worked_days(connection, agent_ids, first, last),
    )


def _months(person: Person, read: Months, asked: range, noted: Noted) -> dict[Month, MonthFacts]:
    """Months from the one of hire on. A month carried over has half days only where somebody said so, or where people data
    speaks of it: a shift or a leave."""
    months = range(max(asked.start, month_of(person.hired)), asked.stop)
    samples, days = read.samples.of(person.id), read.days
    cards = read.cards.get(person.id, _NO_CARDS)
    halves = days.of(person.id, person.site_id, person.hired, person.left_on, months)
    for month, metric, amount in noted.hours:
        _add_hours(samples, month, metric, amount)
    found = {}
    nothing: dict[str, Sample] = {}
    for month in months:
        card = cards.get(month)
        if card is None:
            found[month] = MonthFacts(halves[month], None, samples.get(month, nothing))
            continue
        half_days: int | None = halves[month]
        if card.carried_over and not days.known(person.id, month):
            half_days = card.half_days
        found[month] = MonthFacts(half_days, card.score, samples.get(month, nothing), card.carried_over)
    return found


def _add_hours(samples: Samples, month: Month, metric: str, amount: int) -> None:
    own = samples.setdefault(month, {})
    was = own.get(metric, Sample(0, 0, 0, 0))
    own[metric] = Sample(was.n + 1, was.sum_value + amount, was.sum_weight + MICRO, was.sum_weighted + amount * MICRO)


def _evidence(one: Stated, noted: Noted, months: dict[Month, MonthFacts], deeds: PersonDeeds | None) -> Evidence:
    person = one.person
    return Evidence(
        agent=f"agent:{person.code}",
        hired=person.hired,
        levels=tuple(noted.levels) or (LevelHeld(person.level, person.level_since),),
        months=months,
        exams=_tuples(noted.exams),
        test_calls=tuple(noted.test_calls),
        courses=tuple(noted.courses.values()),
        skills=one.skills,
        contests={} if deeds is None else _contests(deeds),
        badges=_tuples(noted.badges),
        deeds=_tuples(noted.deeds),
        education=_tuples(noted.education),
        endorsements=tuple(noted.endorsements),
        posts=(*one.posts, *noted.posts),
        gates=tuple(noted.gates),
        marks=_tuples(noted.marks),
        disciplinary=tuple(noted.disciplinary.values()),
    )


def _contests(deeds: PersonDeeds) -> dict[str, tuple[Deed, ...]]:
    return {
        name: tuple([Deed(day, f"contest:{contest}") for day, contest in getattr(deeds, name)])
        for name in deeds.__struct_fields__
        if getattr(deeds, name)
    }


def _tuples(lists: dict[str, list[T]]) -> dict[str, tuple[T, ...]]:
    return {name: tuple(found) for name, found in lists.items()}
