"""Who would have been ready on some days under two versions: everybody judged, a portion of them at a time."""

from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct

from career.evidence import Evidence, View
from career.months import add_months
from career.readiness import is_ready, may_be_ready
from career.versions import Step, Version
from server.db.pool import Connection
from server.ladder.evidence.gathering import Apart, Months, Person, read_apart, read_months, read_records
from server.ladder.evidence.needs import needs_of
from server.ladder.evidence.people import Stated

TENURE_BANDS = ((6, "under_6"), (18, "6_to_18"), (36, "18_to_36"))
"""Months with the centre; longer is `over_36`."""
UNKNOWN = "unknown"


class Compared(Struct, frozen=True):
    """The version that is tried, and the one it is held against."""

    tried: Version
    against: Version


class Tried(Struct, frozen=True):
    """One person on one day and one step: the groups it is in, whether it was ready by either version."""

    person: Person
    source: str
    target: str
    groups: dict[str, str]
    before: bool
    after: bool


class Sifted(Struct, frozen=True):
    """Some people as of a day: what is decided whatever their months hold, and those whose months have to be known."""

    day: Apart
    decided: list[Tried]
    open: list[Stated]


async def read_lives(connection: Connection, days: Sequence[tuple[date, Sequence[int]]]) -> list[Apart]:
    """Of each day's people what is known without their months; records are read once for all days."""
    record = await read_records(connection, sorted({one for _, people in days for one in people}))
    return [await read_apart(connection, people, as_of, record) for as_of, people in days]


def sift(compared: Compared, days: Sequence[Apart]) -> list[Sifted]:
    """Whoever lacks anything required besides the months is not ready by either version, and needs no more reading."""
    found = []
    for day in days:
        sifted = Sifted(day, [], [])
        for one in day.people:
            tried = try_one(compared, *day.evidence(one), day.as_of, may_be_ready)
            if any(step.before or step.after for step in tried):
                sifted.open.append(one)
            else:
                sifted.decided.extend(tried)
        found.append(sifted)
    return found


async def read_their_months(connection: Connection, compared: Compared, sifted: Sequence[Sifted]) -> Months | None:
    """Of all who need them; years that several days look back at are added up once."""
    who = sorted({one.person.id for day in sifted for one in day.open})
    if not who:
        return None
    needs = needs_of((compared.tried, compared.against))
    return await read_months(connection, who, needs, [one.day.as_of for one in sifted])


def judge(compared: Compared, sifted: Sequence[Sifted], months: Months | None) -> list[list[Tried]]:
    """Day by day everybody under both versions."""
    return [
        one.decided
        + [
            tried
            for person in one.open
            for tried in try_one(compared, *one.day.evidence(person, months), one.day.as_of, is_ready)
        ]
        for one in sifted
    ]


def try_one(
    compared: Compared, person: Person, evidence: Evidence, as_of: date, ready: Callable[[Step, View], bool]
) -> list[Tried]:
    """One person under both versions, for every step from the level held on the day that either of them knows."""
    view = View(evidence, as_of)
    if view.held is None:
        return []
    source = view.held.level
    known = [*compared.tried.steps_from(source), *compared.against.steps_from(source)]
    groups = {
        "site": person.site,
        "shift": person.shift or UNKNOWN,
        "tenure": tenure_band(evidence.hired, as_of),
        "contract": person.contract or UNKNOWN,
    }
    found = []
    for target in dict.fromkeys(step.target for step in known):
        old, new = compared.against.step(source, target), compared.tried.step(source, target)
        before = old is not None and ready(old, view)
        after = before if new == old else new is not None and ready(new, view)
        found.append(Tried(person, source, target, groups, before, after))
    return found


def tenure_band(hired: date, as_of: date) -> str:
    """How long somebody had been with the centre."""
    return next((name for months, name in TENURE_BANDS if add_months(hired, months) > as_of), "over_36")
