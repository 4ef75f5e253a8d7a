"""Who has earned what: awards out of a history, each exactly once, and what a correction gives and takes.

An award is withdrawn only when its own ground does not hold any more. That another ground would now have come first, that a row
began earlier, that a period reached a higher tier besides, takes nothing from anybody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from msgspec import Struct

from leaderboards.badges.badge import Badge, in_force, reigns
from leaderboards.badges.base import UNSEEN, Found, Progress
from leaderboards.badges.periods import key_of
from leaderboards.badges.tiers import Tier
from leaderboards.badges.view import View
from leaderboards.exact import Ratio


class Award(Struct, frozen=True, gc=False):
    """A badge earned: what, by whom, on what ground, in which tier, since when, and what to open to see why.

    There is never more than one award of a badge to a subject on the same ground.
    """

    badge: str
    version: int
    subject: str
    ground: str
    tier: Tier
    on: date
    value: Ratio
    threshold: Ratio
    refs: tuple[str, ...] = ()


class Held(Struct, frozen=True, gc=False):
    """An award as it was given and still stands; `paid` when a reward for it was handed out."""

    badge: str
    version: int
    ground: str
    tier: Tier
    on: date
    paid: bool = False


class Withdrawal(Struct, frozen=True):
    """An award that lost its ground, and the code of why."""

    held: Held
    reason: str


class Changes(Struct, frozen=True):
    """What to give and what to withdraw. What lost its ground but was paid for is kept, and only told apart."""

    give: tuple[Award, ...] = ()
    withdraw: tuple[Withdrawal, ...] = ()
    kept: tuple[Withdrawal, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.give or self.withdraw)


def deserved(versions: Sequence[Badge], view: View) -> tuple[Award, ...]:
    """Everything a history has earned of one badge, oldest first: what a backfill gives, and what a preview shows."""
    return reconcile(versions, view, ()).give


def reconcile(versions: Sequence[Badge], view: View, held: Iterable[Held]) -> Changes:
    """What one badge's awards of one subject need, so that everything deserved is held and nothing stands without its ground.

    Each award is judged by the version it was given by. Doing what this says and asking again gives nothing more.
    """
    standing: list[Found] = []
    withdraw: list[Withdrawal] = []
    kept: list[Withdrawal] = []
    known = {badge.version: badge for badge in versions}
    for one in sorted(held, key=lambda one: (one.on, one.ground)):
        badge = known.get(one.version)
        found = UNSEEN if badge is None else badge.rule.find(_looking(badge, view), badge.steps, one.ground)
        if isinstance(found, Found):
            standing.append(found)
            continue
        if found is UNSEEN or one.paid:
            standing.append(Found(one.ground, one.tier, one.on, (0, 1), (0, 1)))
        if found is not UNSEEN:
            (kept if one.paid else withdraw).append(Withdrawal(one, found.reason))
    return Changes(tuple(_missing(versions, view, standing)), tuple(withdraw), tuple(kept))


def reconcile_all(badges: Iterable[Badge], view: View, held: Iterable[Held]) -> dict[str, Changes]:
    """The same for many badges, by code; only those that apply to the subject and have something to change."""
    every = sorted(badges, key=lambda one: one.code)
    mine: dict[str, list[Held]] = {}
    for one in held:
        mine.setdefault(one.badge, []).append(one)
    found = {}
    for code, versions in groupby(every, key=lambda one: one.code):
        changes = reconcile(list(versions), view, mine.get(code, ()))
        if changes or changes.kept:
            found[code] = changes
    return found


def progress(versions: Sequence[Badge], view: View, held: Iterable[Held] = ()) -> Progress | None:
    """How far the next award is; None where that cannot be said, or where the season's awards are all given."""
    badge = in_force(versions, view.today)
    if badge is None or not _applies(badge, view):
        return None
    found = badge.rule.ahead(_looking(badge, view), badge.steps)
    if found is None or badge.limit is None:
        return found
    season = key_of(badge.limit.per, view.today)
    given = sum(one.tier == found.tier and key_of(badge.limit.per, one.on) == season for one in held)
    return None if given >= badge.limit.times else found


def _looking(badge: Badge, view: View) -> View:
    return view.of(badge.code, live=badge.live)


def _applies(badge: Badge, view: View) -> bool:
    return (badge.of == "team") == view.history.is_team


def _missing(versions: Sequence[Badge], view: View, standing: Sequence[Found]) -> Iterator[Award]:
    """What is deserved besides what stands, the earliest ground first."""
    told: set[str] = {one.ground for one in standing}
    have = list(standing)
    taken = [one.block for one in standing if one.block is not None]
    grounds = [
        (found, badge)
        for badge, after in reigns(versions)
        if _applies(badge, view)
        for found in badge.rule.grounds(_looking(badge, view), badge.steps, taken)
        if found.on < after and (found.on >= badge.effective or (badge.rule.lasting and view.today < after))
    ]
    for found, badge in sorted(grounds, key=lambda one: (one[0].on, one[0].ground)):
        if found.ground in told or any(_same(found, other) for other in have) or _full(badge, found, have):
            continue
        told.add(found.ground)
        have.append(found)
        yield Award(
            badge.code,
            badge.version,
            view.history.subject,
            found.ground,
            found.tier,
            found.on,
            found.value,
            found.threshold,
            found.refs,
        )


def _same(found: Found, other: Found) -> bool:
    """Whether two grounds are one achievement told twice."""
    one, two = found.block, other.block
    if one is None or two is None or found.tier != other.tier:
        return False
    return one[0] < two[1] and two[0] < one[1]


def _full(badge: Badge, found: Found, have: Iterable[Found]) -> bool:
    if badge.limit is None:
        return False
    season = key_of(badge.limit.per, found.on)
    return (
        sum(one.tier == found.tier and key_of(badge.limit.per, one.on) == season for one in have) >= badge.limit.times
    )


def tiers_held(held: Iterable[Held]) -> Mapping[str, Tier]:
    """By ground without its tier the highest tier held: what a shelf shows where a period earned two."""
    order: tuple[Tier, ...] = ("plain", "bronze", "silver", "gold", "diamond")
    best: dict[str, Tier] = {}
    for one in held:
        name = one.ground.removesuffix(f":{one.tier}")
        if name not in best or order.index(one.tier) > order.index(best[name]):
            best[name] = one.tier
    return best
