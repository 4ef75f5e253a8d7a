"""What an edit makes of a series: parts that were given take the place of those there were."""

from datetime import date
from typing import TypeVar

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from leaderboards.series import Pause, Plan
from server.contests.series.rounds import CHANGED, PAUSED, STOPPED
from server.contests.series.wire import Arrangement, SeriesChange


def planned(plan: Plan, change: SeriesChange, today: date) -> Plan:
    """Its cadence and days; a pause begins, or ends, with today."""
    pauses = tuple(given_or(change.pauses, list(plan.pauses)))
    held = [pause for pause in pauses if pause.holds(today)]
    if change.paused is True and not held:
        pauses = (*pauses, Pause(today))
    if change.paused is False:
        ended = tuple(replace(pause, ends=today) for pause in held if pause.starts < today)
        pauses = (*(pause for pause in pauses if pause not in held), *ended)
    return Plan(
        cadence=given_or(change.cadence, plan.cadence),
        starts_on=given_or(change.starts_on, plan.starts_on),
        ends_on=given_or(change.ends_on, plan.ends_on),
        on_holidays=given_or(change.on_holidays, plan.on_holidays),
        pauses=tuple(sorted(pauses, key=lambda pause: pause.starts)),
    )


def rearranged(before: Arrangement, change: SeriesChange) -> Arrangement:
    """What is arranged from the next round on. Another template begins with nothing: what fitted one may not fit the other."""
    kept = before if change.template is UNSET else Arrangement()
    return Arrangement(
        divisions=_taken_back(change.divisions, kept.divisions),
        sides=_taken_back(change.sides, kept.sides),
        goal=_taken_back(change.goal, kept.goal),
        season=given_or(change.season, kept.season),
    )


T = TypeVar("T")


def _taken_back(given: T | UnsetType | None, kept: T | UnsetType) -> T | UnsetType:
    """None takes back what was said before."""
    if given is UNSET:
        return kept
    return UNSET if given is None else given


def given_or(given: T | UnsetType, kept: T) -> T:
    """What was given, else what there was."""
    return kept if given is UNSET else given


def reason_of(change: SeriesChange) -> str:
    """Why rounds that have not begun are called off."""
    if change.stopped is True:
        return STOPPED
    return PAUSED if change.paused is True else CHANGED
