"""Badges for how well work was done in a period of its own: a value reached, an improvement on oneself."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from leaderboards.badges.base import UNSEEN, Block, Found, Lost, Progress, Rule, on_the_way, step_with
from leaderboards.badges.measuring import Condition, Guard, Measure, bound_faults, judge, named, value_of
from leaderboards.badges.periods import Unit, first_of, key_of, span_of
from leaderboards.badges.tiers import Steps, best, following, reaches, share
from leaderboards.badges.view import Stretch, View
from leaderboards.exact import MICRO, Ratio
from leaderboards.metrics import Tally
from leaderboards.rules import Direction, Fault
from leaderboards.series import Span

Also = Annotated[tuple[Condition, ...], Meta(max_length=10)]
Guards = Annotated[tuple[Guard, ...], Meta(max_length=10)]
Days = Annotated[int, Meta(ge=0, le=10_000)]


def stretch_of(unit: Unit, key: str) -> Stretch | None:
    """The stretch a ground names; None for a name that is none."""
    try:
        first = first_of(unit, key)
    except ValueError:
        return None
    return Stretch(key, span_of(unit, first))


class Periodic(Rule, frozen=True):
    """A rule that gives each period a value of its own; the highest tier reached is the period's award."""

    unit: Unit
    of: Measure
    also: Also = ()
    guards: Guards = ()
    min_days: Days = 0

    def amount(self, view: View, stretch: Stretch) -> Ratio | Lost:
        """What the tiers are held against, or why there is nothing to hold against them."""
        raise NotImplementedError

    @property
    def is_lower(self) -> bool:
        """Whether less is better."""
        return False

    def grounds(self, view: View, steps: Steps, taken: Sequence[Block] = ()) -> Iterable[Found]:  # noqa: ARG002
        """One for every period over that reached a tier, in the highest it reached."""
        for stretch in view.stretches(self.unit):
            value = self.amount(view, stretch)
            if not isinstance(value, Lost):
                step = best(value, steps, lower=self.is_lower)
                if step is not None:
                    yield self._found(stretch, value, steps, step.tier)

    def find(self, view: View, steps: Steps, ground: str) -> Found | Lost:
        """A tier given for a period stands as long as the period still reaches it, also when it now reaches a higher one."""
        unit, _, rest = ground.partition(":")
        key, _, tier = rest.rpartition(":")
        step = step_with(steps, tier)
        stretch = stretch_of(self.unit, key) if unit == self.unit else None
        if step is None or stretch is None:
            return Lost("rule_changed")
        if view.unseen(stretch.span.first):
            return UNSEEN
        if stretch.span.after > view.over:
            return Lost("not_over")
        value = self.amount(view, stretch)
        if isinstance(value, Lost):
            return value
        if not reaches(value, step, lower=self.is_lower):
            return Lost("not_reached")
        return self._found(stretch, value, steps, step.tier)

    def _found(self, stretch: Stretch, value: Ratio, steps: Steps, tier: str) -> Found:
        step = next(one for one in steps if one.tier == tier)
        ground = f"{self.unit}:{stretch.key}:{tier}"
        refs = (f"facts:{self.of.metric}:{self.unit}:{stretch.key}",)
        return Found(ground, step.tier, stretch.last, value, step.threshold, refs)

    def ahead(self, view: View, steps: Steps) -> Progress | None:
        """Where the running period stands; the value is what it would be if the period ended now."""
        running = self.running(view)
        value = self.amount(view, running)
        if isinstance(value, Lost):
            return None
        return on_the_way(value, steps, running.span.first, lower=self.is_lower)

    def running(self, view: View) -> Stretch:
        """The running period as far as it has come, so that days ahead count for nothing yet."""
        span = span_of(self.unit, view.today)
        return Stretch(key_of(self.unit, span.first), Span(span.first, view.today + timedelta(days=1)))

    def blocked(self, view: View, stretch: Stretch) -> Lost | None:
        """Why the period cannot earn anything, whatever its value."""
        judged = judge(view, stretch, self.also, self.guards, self.min_days)
        return None if judged.standing == "good" else Lost(judged.reason)

    def faults(self) -> Iterator[Fault]:
        """Bounds that leave no room."""
        yield from bound_faults(self.also, self.guards)

    def names(self) -> Iterator[tuple[str, str]]:
        """Its metrics."""
        yield from named(self.of, self.also, self.guards)


class Over(Periodic, frozen=True, tag="over"):
    """A metric over a period is at least (or, where less is better, at most) so much."""

    whole = False
    direction: Direction = "higher"

    @property
    def is_lower(self) -> bool:
        """As the rule says."""
        return self.direction == "lower"

    def amount(self, view: View, stretch: Stretch) -> Ratio | Lost:
        """The metric's value."""
        blocked = self.blocked(view, stretch)
        if blocked is not None:
            return blocked
        value = value_of(view, self.of, stretch)
        return Lost("no_data") if value is None else value

    def ahead(self, view: View, steps: Steps) -> Progress | None:
        """The running value, its days and its sample together: the share is that of whichever has the longest way to go. None
        while there is nothing to show, or once the period is spoiled."""
        running = self.running(view)
        value = value_of(view, replace(self.of, sample=0), running)
        if value is None or judge(view, running, self.also, self.guards, 0).standing == "bad":
            return None
        worked, sample = view.worked(running), view.tally(self.of.metric, running, self.of.queues).sum_weight
        shares = [share((worked, MICRO), (self.min_days, 1)), share((sample, MICRO), (self.of.sample, 1))]
        lacking = any(top < bottom for top, bottom in shares)
        reached = best(value, steps, lower=self.is_lower) if lacking else None
        step = reached or following(value, steps, lower=self.is_lower)
        if step is None:
            return None
        shares.append(share(value, step.threshold, lower=self.is_lower))
        slowest = min(shares, key=lambda one: Fraction(*one))
        return Progress(step.tier, value, step.threshold, slowest, running.span.first)


class Improvement(Periodic, frozen=True, tag="improvement"):
    """A period is better than one's own `back` periods before by so many units of the metric, or per cent of what it was.

    The past is pooled over the periods that count (asked, long enough, with data), at least `least_back` of them. Whoever was
    already good needs less to be worth naming, so a floor in `also` keeps a fall and a rise from earning anything.
    """

    whole = False
    back: Annotated[int, Meta(ge=1, le=60)] = 8
    least_back: Annotated[int, Meta(ge=1, le=60)] = 3
    gain: Literal["units", "percent"] = "units"

    def amount(self, view: View, stretch: Stretch) -> Ratio | Lost:
        """By how much it is better; worse is below nothing."""
        blocked = self.blocked(view, stretch)
        if blocked is not None:
            return blocked
        value, past = value_of(view, self.of, stretch), self.past(view, stretch)
        if value is None or past is None:
            return Lost("no_data")
        top, bottom = value[0] * past[1] - past[0] * value[1], value[1] * past[1]
        if view.metrics[self.of.metric].good == "lower":
            top = -top
        if self.gain == "units":
            return top, bottom
        # (value − past) ÷ past × 100; nothing can be a percentage of nothing.
        return (100 * top, value[1] * past[0]) if past[0] > 0 else Lost("no_data")

    def past(self, view: View, stretch: Stretch) -> Ratio | None:
        """The value over the periods before, pooled; None with too few of them."""
        metric, pooled, days, counted = view.metrics.get(self.of.metric), Tally(), 0, 0
        span = stretch.span
        for _ in range(self.back):
            span = span_of(self.unit, span.first.fromordinal(span.first.toordinal() - 1))
            before = Stretch(key_of(self.unit, span.first), span)
            worked = view.worked(before)
            if span.first < view.first or worked <= 0 or worked < self.min_days * MICRO:
                continue
            if value_of(view, self.of, before) is not None:
                counted, days = counted + 1, days + worked
                pooled.merge(view.tally(self.of.metric, before, self.of.queues))
        if metric is None or counted < self.least_back:
            return None
        found = pooled.ratio(metric.combine)
        if found is None:
            return None
        if metric.combine == "sum":
            return found[0], days if self.of.per_day else counted * MICRO
        return found[0], found[1] * MICRO

    def faults(self) -> Iterator[Fault]:
        """No more periods needed than looked at, and a floor that keeps a fall from paying."""
        yield from super().faults()
        if self.least_back > self.back:
            yield Fault("more_than_all", "least_back", str(self.least_back))
        if not any(one.of.metric == self.of.metric for one in self.also):
            yield Fault("floor_missing", "also", self.of.metric)
