"""Badges for keeping it up: good days, shifts, weeks or months in a row, over weekends, holidays and leave as if they were not."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta
from msgspec.structs import replace

from leaderboards.badges.base import UNSEEN, Block, Found, Lost, Progress, Rule, on_the_way, step_with
from leaderboards.badges.measuring import Condition, Judged, bound_faults, judge, named
from leaderboards.badges.performance import Days, Guards, stretch_of
from leaderboards.badges.tiers import Step, Steps
from leaderboards.badges.view import Stretch, View
from leaderboards.rules import Fault

StreakUnit = Literal["day", "shift", "week", "month"]


class Link(NamedTuple):
    """A stretch of the chain and how it stands."""

    stretch: Stretch
    judged: Judged


class Streak(Rule, frozen=True, tag="streak"):
    """So many good stretches in a row. What was not asked, or is too little known, neither breaks the row nor makes it longer.

    Each row earns each tier once; with `again` (and one tier) a new row begins when it is full.
    """

    unit: StreakUnit
    also: Annotated[tuple[Condition, ...], Meta(min_length=1, max_length=10)]
    guards: Guards = ()
    min_days: Days = 0
    again: bool = False

    def links(self, view: View) -> list[Link]:
        """Every stretch that is over, judged."""
        return view.once(self, lambda: self._links(view))

    def _links(self, view: View) -> list[Link]:
        stretches = view.shifts() if self.unit == "shift" else view.stretches(self.unit)
        return [Link(one, judge(view, one, self.also, self.guards, self.min_days)) for one in stretches]

    def grounds(self, view: View, steps: Steps, taken: Sequence[Block] = ()) -> Iterable[Found]:
        """Row by row; within a row tier by tier."""
        for row in _rows(self.links(view)):
            if self.again:
                yield from self._again(row, steps[-1], taken)
            else:
                whole = (row[0].begins, row[-1].ends)
                yield from [self._found(row[: step.count], step, whole) for step in steps if step.count <= len(row)]

    def _again(self, row: list[Stretch], step: Step, taken: Sequence[Block]) -> Iterator[Found]:
        """One row after another out of what no award has used up yet."""
        fresh: list[Stretch] = []
        for one in row:
            if any(first <= one.begins < after for first, after in taken):
                fresh = []
                continue
            fresh.append(one)
            if len(fresh) == step.count:
                yield self._found(fresh, step, (fresh[0].begins, fresh[-1].ends))
                fresh = []

    def _found(self, good: Sequence[Stretch], step: Step, block: Block) -> Found:
        refs = tuple([f"{self.unit}:{one.key}" for one in good])
        ground = f"{self.unit}:{good[0].key}+{step.text}"
        return Found(ground, step.tier, good[-1].last, (len(good), 1), step.threshold, refs, block)

    def find(self, view: View, steps: Steps, ground: str) -> Found | Lost:
        """A row stands while so many good stretches follow each other from where it began, wherever the row now begins: that
        earlier stretches turned out well, or the first became leave, takes nothing away."""
        unit, _, rest = ground.partition(":")
        key, _, count = rest.rpartition("+")
        step = step_with(steps, count)
        start = _first_of(self.unit, key) if unit == self.unit else None
        if step is None or start is None:
            return Lost("rule_changed")
        if view.unseen(start.span.first):
            return UNSEEN
        good: list[Stretch] = []
        links = self.links(view)
        for place, link in enumerate(links):
            if link.stretch.begins < start.begins or link.judged.standing == "idle":
                continue
            if link.judged.standing == "bad":
                return Lost("streak_broken")
            good.append(link.stretch)
            if len(good) == step.count:
                block = (good[0].begins, good[-1].ends) if self.again else _row_around(links, place)
                return replace(self._found(good, step, block), ground=ground)
        return Lost("streak_short")

    def ahead(self, view: View, steps: Steps) -> Progress | None:
        """The row that is still open; of one that begins again what it has so far."""
        open_row: list[Stretch] = []
        full = steps[-1].count
        for link in self.links(view):
            if link.judged.standing == "bad":
                open_row = []
            elif link.judged.standing == "good":
                if self.again and len(open_row) == full:
                    open_row = []
                open_row.append(link.stretch)
        if self.again and len(open_row) == full:
            open_row = []
        since = open_row[0].span.first if open_row else None
        return on_the_way((len(open_row), 1), steps, since)

    def faults(self) -> Iterator[Fault]:
        """What begins again has one tier."""
        yield from bound_faults(self.also, self.guards)

    def names(self) -> Iterator[tuple[str, str]]:
        """Its metrics."""
        yield from named(None, self.also, self.guards)


def _rows(links: Sequence[Link]) -> Iterator[list[Stretch]]:
    """The good stretches of each row."""
    row: list[Stretch] = []
    for link in links:
        if link.judged.standing == "good":
            row.append(link.stretch)
        elif link.judged.standing == "bad" and row:
            yield row
            row = []
    if row:
        yield row


def _row_around(links: Sequence[Link], place: int) -> Block:
    """The days of the whole row a good stretch lies in."""
    first = last = links[place].stretch
    for link in links[place::-1]:
        if link.judged.standing == "bad":
            break
        first = link.stretch if link.judged.standing == "good" else first
    for link in links[place:]:
        if link.judged.standing == "bad":
            break
        last = link.stretch if link.judged.standing == "good" else last
    return first.begins, last.ends


def _first_of(unit: StreakUnit, key: str) -> Stretch | None:
    """Where a row began."""
    if unit == "shift":
        day, _, number = key.partition("/")
        found = stretch_of("day", day)
        return None if found is None else found._replace(nth=int(number) if number.isdecimal() else 1)
    return stretch_of(unit, key)
