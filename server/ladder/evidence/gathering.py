"""Gathers everything known of any number of people, in a handful of queries, as `career.evidence` wants it."""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date, datetime
from typing import TypeVar

from career.evidence import Deed, Evidence, LevelHeld, MonthFacts, Sample
from career.exact import MICRO
from career.months import Month, last_complete, month_of
from server.contests.after.deeds import PersonDeeds, deeds_of
from server.db.pool import Connection
from server.ladder.criteria import store as criteria
from server.ladder.evidence.days import WorkedDays, worked_days
from server.ladder.evidence.learned import learned
from server.ladder.evidence.needs import Needs, needs_of
from server.ladder.evidence.noted import Noted, records
from server.ladder.evidence.people import Person, Stated, stated
from server.ladder.evidence.samples import Samples, monthly_samples
from server.ladder.scorecards.reading import Published, published

__all__ = ["Person", "gather", "read"]

T = TypeVar("T")

_FROM_THE_START = date(2000, 1, 1)


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
    last = last_complete(as_of)
    first = last - needs.months + 1
    everybody = await stated(connection, agent_ids, as_of)
    samples = await monthly_samples(connection, agent_ids, needs.metrics, (first, last), accepted_before)
    days = await worked_days(connection, agent_ids, first, last)
    cards = await published(
        connection, [one.person.id for one in everybody], first, last, accepted_before=accepted_before
    )
    noted = await records(connection, agent_ids, accepted_before)
    taught = await learned(connection, agent_ids, accepted_before)
    deeds = await deeds_of(connection, agent_ids, _FROM_THE_START, as_of, signed_before=accepted_before)

    def put_together(one: Stated) -> tuple[Person, Evidence]:
        agent_id = one.person.id
        own = taught.add_to(agent_id, noted.of(agent_id))
        months = _months(one.person, (first, last), samples.of(agent_id), cards.get(agent_id, {}), own, days)
        return one.person, _evidence(one, own, months, deeds.get(agent_id))

    return map(put_together, everybody)


def _months(
    person: Person,
    window: tuple[Month, Month],
    samples: Samples,
    cards: dict[Month, Published],
    noted: Noted,
    days: WorkedDays,
) -> dict[Month, MonthFacts]:
    """Months from the one of hire on. A month carried over has half days only where somebody said so, or where people data
    speaks of it: a shift or a leave."""
    months = range(max(window[0], month_of(person.hired)), window[1] + 1)
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
