"""Badges for records: better than ever before, of one's own or of anybody in the centre."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from leaderboards.badges.base import Block, Found, Lost, Progress
from leaderboards.badges.measuring import value_of
from leaderboards.badges.performance import Periodic
from leaderboards.badges.periods import span_of
from leaderboards.badges.tiers import Steps, best, share
from leaderboards.badges.view import Stretch, View
from leaderboards.exact import Ratio
from leaderboards.rules import Direction


class Record(Periodic, frozen=True, tag="record"):
    """A period strictly better than every one before, of which there must be `least_before`; tiers go by the per cent it is
    better by, 0 being better at all. For the centre's record it also has to be the best of its own period; whoever is level
    shares it. Only periods that pass the conditions count, on both sides."""

    whole = False
    direction: Direction = "higher"
    scope: Literal["personal", "centre"] = "personal"
    least_before: Annotated[int, Meta(ge=1, le=520)] = 4

    def grounds(self, view: View, steps: Steps, taken: Sequence[Block] = ()) -> Iterable[Found]:  # noqa: ARG002
        """One for every record that was set."""
        own = values(self, view)
        former = self._former_bests(view, own)
        for stretch in view.stretches(self.unit):
            value, before = own.get(stretch.span.first), former.get(stretch.span.first)
            if value is not None and before is not None:
                margin = self._margin(view, stretch, value, before)
                step = None if isinstance(margin, Lost) else best(margin, steps)
                if step is not None and not isinstance(margin, Lost):
                    yield self._found(stretch, margin, steps, step.tier)

    def amount(self, view: View, stretch: Stretch) -> Ratio | Lost:
        """By how many per cent the period is better than the best before it."""
        value = self.valued(view, stretch)
        if isinstance(value, Lost):
            return value
        before = self._former_bests(view, values(self, view)).get(stretch.span.first)
        return Lost("no_data") if before is None else self._margin(view, stretch, value, before)

    def valued(self, view: View, stretch: Stretch) -> Ratio | Lost:
        """The period's own value, where it counts."""
        blocked = self.blocked(view, stretch)
        if blocked is not None:
            return blocked
        value = value_of(view, self.of, stretch)
        return Lost("no_data") if value is None else value

    def _margin(self, view: View, stretch: Stretch, value: Ratio, before: Ratio) -> Ratio | Lost:
        lower = self.direction == "lower"
        rival = view.history.centre.get(view.badge, {}).get(stretch.span.first) if self.scope == "centre" else None
        if not _better(value, before, lower=lower) or (rival is not None and _better(rival, value, lower=lower)):
            return Lost("no_record")
        top = 100 * abs(value[0] * before[1] - before[0] * value[1])
        return (top, value[1] * before[0]) if before[0] > 0 else (100, 1)

    def _former_bests(self, view: View, own: Mapping[date, Ratio]) -> dict[date, Ratio]:
        """By first day of each period the best value before it, once there are enough to speak of a record."""
        counted = own if self.scope == "personal" else view.history.centre.get(view.badge, {})
        lower = self.direction == "lower"
        found: dict[date, Ratio] = {}
        record: Ratio | None = None
        seen = 0
        for first in sorted({*counted, *own, span_of(self.unit, view.today).first}):
            if record is not None and seen >= self.least_before:
                found[first] = record
            value = counted.get(first)
            if value is not None:
                seen += 1
                if record is None or _better(value, record, lower=lower):
                    record = value
        return found

    def ahead(self, view: View, steps: Steps) -> Progress | None:
        """The running period against the record it would have to beat."""
        running = self.running(view)
        before = self._former_bests(view, values(self, view)).get(running.span.first)
        value = self.valued(view, running)
        if before is None or isinstance(value, Lost):
            return None
        part = share(value, before, lower=self.direction == "lower")
        return Progress(steps[0].tier, value, before, part, running.span.first)


def values(rule: Record, view: View) -> dict[date, Ratio]:
    """A subject's values by the first day of each period over that counts: what the centre's bests are made of."""
    return view.once(rule, lambda: _values(rule, view))


def _values(rule: Record, view: View) -> dict[date, Ratio]:
    found: dict[date, Ratio] = {}
    for stretch in view.stretches(rule.unit):
        value = rule.valued(view, stretch)
        if not isinstance(value, Lost):
            found[stretch.span.first] = value
    return found


def bests(rule: Record, everybody: Iterable[Mapping[date, Ratio]]) -> dict[date, Ratio]:
    """The centre's best of each period, out of the values of everybody."""
    found: dict[date, Ratio] = {}
    for own in everybody:
        for first, value in own.items():
            if first not in found or _better(value, found[first], lower=rule.direction == "lower"):
                found[first] = value
    return found


def _better(one: Ratio, other: Ratio, *, lower: bool) -> bool:
    left, right = one[0] * other[1], other[0] * one[1]
    return left < right if lower else left > right
