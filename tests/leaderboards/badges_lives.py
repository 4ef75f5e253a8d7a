"""Invented histories for badges: shifts by day and night, leave, holidays, clock changes, facts at any hour."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from leaderboards.badges.awarding import deserved
from leaderboards.badges.badge import Badge
from leaderboards.badges.history import Contest, Deed, Grant, History, Learnt, LevelHeld, Measured, Shared
from leaderboards.badges.view import View
from leaderboards.calendar import Calendar
from leaderboards.exact import MICRO
from leaderboards.metrics import Metric, Tally
from leaderboards.teams import LeavePart, LeaveSpan, Shift
from tests.leaderboards.badges_oracle import DAY, EARLY, HOURS, MIDNIGHT

METRICS = {
    "qa": Metric("qa", "mean", "higher"),
    "csat": Metric("csat", "mean", "higher"),
    "fcr": Metric("fcr", "mean", "higher"),
    "adherence": Metric("adherence", "mean", "higher"),
    "attendance": Metric("attendance", "mean", "higher"),
    "speed": Metric("speed", "mean", "lower"),
    "calls": Metric("calls", "sum", "higher"),
    "absences": Metric("absences", "sum", "lower"),
    "complaints": Metric("complaints", "sum", "lower"),
    "critical_errors": Metric("critical_errors", "sum", "lower"),
    "handle_time": Metric("handle_time", "mean", "band"),
}
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Shanghai")
PARTS: tuple[LeavePart, ...] = ("whole", "whole", "morning", "afternoon")
# Weeks that hold a clock change in Berlin or New York, and the Chinese national holidays.
STARTS = (date(2026, 3, 2), date(2026, 9, 21), date(2026, 10, 19))


def tally(value: float, weight: int = 1) -> Tally:
    one = Tally()
    one.add(round(value * MICRO), weight * MICRO)
    return one


def fact(metric: str, at: datetime, value: float, weight: int = 1, queue: str = "") -> Measured:
    return Measured(metric, at.astimezone(UTC), tally(value, weight), queue)


def calendar(chance: Random) -> Calendar:
    first = date(2026, 10, 1)
    return Calendar(
        chance.choice(ZONES),
        chance.choice((MIDNIGHT, EARLY)),
        frozenset(first + DAY * ahead for ahead in range(7)) | {date(2026, 4, 6)},
        frozenset({date(2026, 10, 10)}),
    )


def roster(chance: Random, of: Calendar, since: date, days: int) -> tuple[Shift, ...]:
    """Planned for some months, early, late or through the night, now and then twice a day."""
    if chance.random() < 0.3:
        return ()
    unplanned = chance.choice((0, 10, 11))
    found = []
    for ahead in range(days):
        day = since + DAY * ahead
        if day.month == unplanned or chance.random() < 0.3:
            continue
        starts = of.start_of(day) + HOURS * chance.choice((3, 8, 13, 20))
        found.append(Shift(day, starts, starts + 8 * HOURS))
        if chance.random() < 0.08:
            found.append(Shift(day, starts + 9 * HOURS, starts + 11 * HOURS))
    chance.shuffle(found)
    return tuple(found)


def leave(chance: Random, since: date, days: int) -> tuple[LeaveSpan, ...]:
    found = []
    for _ in range(chance.randint(0, 4)):
        starts = since + DAY * chance.randrange(days)
        part = chance.choice(PARTS)
        found.append(LeaveSpan(starts, starts + DAY * chance.randint(1, 9), part))
    return tuple(found)


def working_life(seed: int, days: int = 60, pace: float = 0.8) -> History:
    """Facts at any hour of about `pace` of the days; mostly good, so that rows and awards come about."""
    chance = Random(seed)
    since = chance.choice(STARTS) + DAY * chance.randint(0, 3)
    of = calendar(chance)
    own = roster(chance, of, since, days)
    facts = [fact("attendance", one.starts, 100 if chance.random() < 0.9 else 50) for one in own]
    for ahead in range(days):
        if chance.random() > pace:
            continue
        at = of.start_of(since + DAY * ahead) + timedelta(minutes=chance.randrange(24 * 60))
        facts.append(fact("qa", at, chance.choice((80, 88, 90, 95, 99)), chance.randint(1, 3)))
        facts.append(fact("calls", at + 2 * HOURS, chance.randint(0, 40), queue=chance.choice(("", "escalations"))))
        for metric, likely in (("critical_errors", 0.06), ("complaints", 0.06), ("absences", 0.04)):
            if chance.random() < likely:
                facts.append(fact(metric, at, 1))
    chance.shuffle(facts)
    return History(
        subject="a1", calendar=of, since=since, facts=tuple(facts), roster=own, leave=leave(chance, since, days)
    )


def eventful_life(seed: int) -> History:
    """Contests, honors, deeds and lessons over two years."""
    chance = Random(seed)
    since = date(2025, 1, 1) + DAY * chance.randrange(60)

    def some_day() -> date:
        return since + DAY * chance.randrange(700)

    contests = []
    for number in range(chance.randint(0, 14)):
        ranked = chance.randint(2, 12)
        contests.append(
            Contest(
                id=f"{number}",
                ended=some_day(),
                period=chance.choice(("hours", "week", "month", "season")),
                participants=chance.choice(("team", "agent")),
                method=chance.choice(("points", "improvement")),
                rank=chance.choice((None, *range(1, ranked + 1))),
                ranked=ranked,
                halfway=chance.choice((None, *range(1, ranked + 1))),
                credit=chance.choice(("full", "full", "contributed")),
                final=chance.random() < 0.8,
            )
        )
    learnt = [
        Learnt(some_day(), chance.choice(("exam", "skill")), chance.choice("abcdef"), chance.randint(70, 100) * MICRO, f"l{n}")
        for n in range(chance.randint(0, 15))
    ]  # fmt: skip
    levels = [
        LevelHeld(code, some_day()) for code in chance.sample(("junior", "intermediate", "senior", "expert"), k=chance.randint(0, 4))
    ]  # fmt: skip
    return History(
        subject="a1",
        calendar=Calendar("Asia/Shanghai"),
        since=since,
        contests=tuple(contests),
        learnt=tuple(learnt),
        levels=tuple(levels),
        deeds={"case_given": tuple(Deed(some_day(), f"d{n}") for n in range(chance.randint(0, 8)))},
        shared=tuple(Shared(some_day(), "red_banner", f"w{chance.randint(1, 6)}") for _ in range(chance.randint(0, 8))),
        grants=tuple(
            Grant(id=f"{n}", badge=chance.choice(("assist", "other")), on=some_day(), tier="plain", by="a9")
            for n in range(chance.randint(0, 4))
        ),
        findings=tuple(some_day() for _ in range(chance.choice((0, 0, 1, 2)))),
    )


NATIONAL_DAY = frozenset(date(2026, 10, day) for day in range(1, 8))
CHINA = Calendar("Asia/Shanghai", MIDNIGHT, NATIONAL_DAY, frozenset({date(2026, 10, 10)}))


def noon(day: date) -> datetime:
    """Noon in China."""
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def on(*days: date, qa: float = 90) -> tuple[Measured, ...]:
    return tuple(fact("qa", noon(day), qa) for day in days)


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range(count)]


def life(**rest: Any) -> History:
    return History(**{"subject": "a1", "calendar": CHINA, "since": date(2026, 9, 1), **rest})


def earned(one: Badge, own: History, today: date, settled: date | None = None) -> list[str]:
    return [found.ground for found in deserved([one], View(own, METRICS, today, settled))]
