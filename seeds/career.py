"""Invents what training, quality and HR had on record about everybody: before the facts begin, and during their weeks."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from career.months import Month, add_months, first_day, month_of, month_text
from seeds.centre import Centre, Person
from seeds.doors import Doors

LOOK_BACK = 13
"""Months of scorecards and training from before."""
BEFORE_FACTS = 46
"""Days before the first fact on which HR brings in the files of the past."""
_LEVELS = ("trainee", "junior", "intermediate", "senior")
_EXAMS = {"junior": 80, "intermediate": 85, "senior": 90}
_COURSES = ("service_recovery", "product_2_0", "calm_on_the_line", "data_protection", "case_writing")
_STAGES = ("study", "shadowing", "reverse_shadowing", "test_calls")
_BATCH = 900

Record = dict[str, Any]


class Past(NamedTuple):
    """Files of opening balances by kind, each with its columns and rows."""

    kind: str
    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


def chance_of(person: Person, what: str) -> Random:
    """The same invention for the same person, whatever else is invented."""
    return Random(f"{what} {person.code}")


def ability(person: Person) -> float:
    """From about 80 to 96: what a person's months and exams scatter around."""
    return min(max(89.5 + 3.4 * person.talent + 1.2 * person.growth, 77), 97)


def learners(centre: Centre, day: date) -> list[Person]:
    """Who climbs the professional track and was there on a day."""
    return [
        one
        for one in centre.people
        if one.level in _LEVELS and one.hired < day and (one.left is None or one.left > day)
    ]


def pasts(centre: Centre, day: date) -> Iterator[Past]:
    """What HR brings in on a day before the facts begin."""
    people = learners(centre, day)
    yield Past("levels", ("agent", "level", "since", "ground"), list(_levels(people)))
    yield Past("exams", ("agent", "exam", "taken_on", "score"), list(_exams(people, day)))
    yield Past("courses", ("agent", "course", "what", "on_day"), list(_courses(people, day)))
    yield from months(centre, month_of(day) - LOOK_BACK, month_of(day))


def months(centre: Centre, first: Month, last: Month) -> Iterator[Past]:
    """Scorecards and hours of training of the months from `first` up to, without, `last`."""
    people = learners(centre, first_day(last))
    cards: list[tuple[object, ...]] = []
    hours: list[tuple[object, ...]] = []
    for person in people:
        for month in range(max(first, month_of(person.hired) + 1), last):
            chance = chance_of(person, month_text(month))
            score = min(ability(person) + chance.gauss(0.5, 2.2), 100)
            cards.append((person.code, month_text(month), f"{score:.2f}", chance.randint(16, 22)))
            hours.append((person.code, month_text(month), f"{chance.choice((5.5, 6, 7, 7.5, 8.5)):g}"))
    yield Past("scorecards", ("agent", "month", "score", "worked_days"), cards)
    yield Past("training", ("agent", "month", "hours"), hours)


def _levels(people: Iterable[Person]) -> Iterator[tuple[object, ...]]:
    """The levels before the present one, the first on the day of hire, the others evenly in between."""
    for person in people:
        before = _LEVELS[: _LEVELS.index(person.level)]
        days = (person.level_since - person.hired).days
        for n, level in enumerate(before):
            yield person.code, level, person.hired + timedelta(days=days * n // len(before)), "以往评审 Earlier review"


def _exams(people: Iterable[Person], day: date) -> Iterator[tuple[object, ...]]:
    """The exam of each level that was reached, taken shortly before, and often the next one."""
    for person in people:
        chance = chance_of(person, "exams")
        reached = _LEVELS.index(person.level)
        for n, level in enumerate(_LEVELS[1 : reached + 1], 1):
            share = n / reached
            on = person.hired + timedelta(days=int((person.level_since - person.hired).days * share) - 6)
            if person.hired < on < day:
                yield person.code, level, on, f"{min(_EXAMS[level] + chance.uniform(0, 12), 100):.1f}"
        ahead = _LEVELS[reached + 1 : reached + 2]
        on = day - timedelta(days=chance.randint(10, 90))
        if ahead and on > person.level_since and chance.random() < 0.85:
            yield person.code, ahead[0], on, f"{min(ability(person) + chance.gauss(1.5, 3), 100):.1f}"


def _courses(people: Iterable[Person], day: date) -> Iterator[tuple[object, ...]]:
    """Two courses a person since the present level began; most with all their practice records."""
    for person in people:
        chance = chance_of(person, "courses")
        begins = max(person.level_since, add_months(day, -12))
        if (day - begins).days < 45:
            continue
        for course in chance.sample(_COURSES[:3], 2):
            on = begins + timedelta(days=chance.randint(1, max((day - begins).days - 40, 2)))
            yield person.code, course, "course", on
            yield person.code, course, "attended", on + timedelta(days=chance.randint(2, 9))
            for n in range(3 if chance.random() < 0.85 else 2):
                yield person.code, course, "practice", on + timedelta(days=12 + 8 * n)


def scored_calls(centre: Centre, first: date, last: date) -> list[str]:
    """Scored calls of the time before other facts begin, five a month and person, and now and then an upheld complaint."""
    lines = []
    for person in learners(centre, last):
        chance = chance_of(person, f"scored {first}")
        day = max(first, person.hired + timedelta(days=60))
        while day < last:
            score = round(2 * min(ability(person) + 1.5 + chance.gauss(0, 3), 100)) / 2
            lines.append(_fact("qa", person.code, day, score))
            if chance.random() < 0.02:
                lines.append(_fact("complaints", person.code, day, 1))
            day += timedelta(days=6)
    return lines


def _fact(metric: str, agent: str, day: date, value: float) -> str:
    return f'{{"id":"past-{metric}-{agent}-{day}","agent":"{agent}","metric":"{metric}","value":{value:g},"at":"{day}T04:00:00Z"}}'


ESCALATIONS = ("escalations", "升级来电", "Escalations")
"""The queue that the criteria for seniors name."""


def more_skills(centre: Centre, day: date) -> list[tuple[object, ...]]:
    """Who has been at a level for a while learns another queue, and the able among the experienced take escalations."""
    found: list[tuple[object, ...]] = []
    for person in learners(centre, day):
        likely = chance_of(person, "skill").random() < 0.85
        new = [queue for queue in ("billing", "orders", "chat", "technical") if queue not in person.queues]
        if person.level == "junior" and person.hired < add_months(day, -4) and likely:
            found.append((person.code, new[0], day))
        if person.level == "intermediate" and person.hired < add_months(day, -12) and _able(person):
            found += [(person.code, queue, day) for queue in (new[0], ESCALATIONS[0])]
    return found


def _able(person: Person) -> bool:
    return ability(person) > 90.5


def earlier(centre: Centre, day: date) -> list[Record]:
    """What trainers had entered before the facts begin: mentors, cases, coaching."""
    people = [one for one in learners(centre, day) if one.level in {"intermediate", "senior"}]
    return [record for one in people for record in _for_others(one, day, chance_of(one, "earlier"))]


def recent(centre: Centre, day: date) -> list[Record]:
    """What trainers enter in the weeks of the facts: gates and test calls of newcomers, cases, mentors, endorsements."""
    leads = _leads(centre)
    found: list[Record] = []
    for person in learners(centre, day):
        chance = chance_of(person, "recent")
        if person.level == "trainee" or (day - person.hired).days < 150:
            found += _onboarding(person, chance)
        if person.level in {"intermediate", "senior"}:
            found += _for_others(person, day, chance)
        if chance.random() < 0.5 and (lead := leads.get(person.code)):
            body = {"kind": "endorsement", "by": f"agent:{lead}", "role": "lead", "note": ""}
            found.append(_record(person, day - timedelta(days=chance.randint(5, 60)), body))
        if chance.random() < 0.35:
            on, course = day - timedelta(days=chance.randint(20, 50)), _COURSES[4]
            found.append(_record(person, on, {"kind": "course", "course": course}))
            found.append(_record(person, on + timedelta(days=3), {"kind": "attended", "course": course}))
            found += [
                _record(person, on + timedelta(days=5 * n), {"kind": "practice", "course": course}) for n in (1, 2, 3)
            ]
    return [one for one in found if one["on"] < day.isoformat()]


def _onboarding(person: Person, chance: Random) -> Iterator[Record]:
    """Four gates in about two months, one in eight repeated once; then test calls, the exam and the training plan."""
    on = person.hired
    for stage, days in zip(_STAGES, (16, 12, 12, 8), strict=True):
        on += timedelta(days=days)
        if chance.random() < 0.12:
            yield _record(
                person, on, {"kind": "gate", "stage": stage, "result": "hold", "reason": "再练一轮 One more round"}
            )
            on += timedelta(days=6)
        yield _record(person, on, {"kind": "gate", "stage": stage, "result": "pass", "reason": "达到要求 As required"})
    for n in range(5):
        score = min(max(86 + 3 * person.talent + chance.gauss(2, 4), 60), 100)
        yield _record(person, on - timedelta(days=8 - n), {"kind": "test_call", "value": f"{score:.1f}"})
    yield _record(person, person.hired + timedelta(days=2), {"kind": "course", "course": "onboarding"})
    yield _record(person, person.hired + timedelta(days=20), {"kind": "attended", "course": "onboarding"})
    yield _record(person, person.hired + timedelta(days=28), {"kind": "practice", "course": "onboarding"})
    score = min(max(84 + 4 * person.talent + chance.gauss(0, 4), 55), 100)
    yield _record(person, on + timedelta(days=1), {"kind": "exam", "exam": "junior", "value": f"{score:.1f}"})


def _for_others(person: Person, day: date, chance: Random) -> Iterator[Record]:
    for deed, likely in (("mentored", 0.45), ("case_given", 0.35), ("case_defended", 0.3), ("coached", 0.15)):
        if chance.random() < (0.9 if _able(person) else likely):
            on = day - timedelta(days=chance.randint(4, 80))
            if on > person.level_since:
                yield _record(person, on, {"kind": "deed", "deed": deed, "note": ""})


def _record(person: Person, on: date, body: Record) -> Record:
    # A name of its own: entered again after an interrupted pouring it changes nothing.
    about = body.get("stage") or body.get("deed") or body.get("course") or body.get("exam") or ""
    ref = f"demo {body['kind']} {about} {body.get('result', '')} {on}"
    return {"agent": person.code, "on": on.isoformat(), "body": body, "ref": ref}


def _leads(centre: Centre) -> dict[str, str]:
    """The lead of each member's present team."""
    lead_of = {one.team: one.agent for one in centre.memberships if one.post == "lead" and one.ends is None}
    return {
        one.agent: lead_of[one.team]
        for one in centre.memberships
        if one.post == "member" and one.ends is None and one.team in lead_of
    }


async def bring_past(hr: Doors, found: Iterable[Past]) -> None:
    """Take in files of the past as HR does."""
    for past in found:
        if past.rows:
            await hr.bring(past.kind, past.columns, past.rows, to="career")


async def enter(trainer: Doors, records: list[Record]) -> None:
    """Enter records as trainers do."""
    for start in range(0, len(records), _BATCH):
        await trainer.ask("POST", "/records", json=records[start : start + _BATCH])
