"""Badges that are counted together: amounts cumulated, contests joined, honors shared, deeds done, things learnt."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta

from leaderboards.badges.base import ALWAYS, UNSEEN, Block, Found, Lost, Progress, Rule, on_the_way, step_with
from leaderboards.badges.history import LearntKind
from leaderboards.badges.measuring import bound_faults, guard_broken, named
from leaderboards.badges.performance import Guards
from leaderboards.badges.periods import Season, first_of, key_of, span_of
from leaderboards.badges.tiers import Step, Steps
from leaderboards.badges.view import Stretch, View
from leaderboards.exact import MICRO, Ratio, parse_decimal
from leaderboards.rules import Decimal, Fault, MetricCode, QueueCode
from leaderboards.series import Span

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Periods = Annotated[tuple[Literal["hours", "week", "month", "season"], ...], Meta(max_length=4)]


class Event(NamedTuple):
    """Something that counts once."""

    on: date
    ref: str


class Counted(Rule, frozen=True, kw_only=True):
    """So many events, ever or within a season; every tier is an award of its own, on the day its number was reached."""

    lasting = True
    within: Season = "ever"

    def events(self, view: View) -> list[Event]:
        """All that count, each once, however far the view looks."""
        raise NotImplementedError

    def allowed(self, view: View, season: Span | None) -> Lost | None:  # noqa: ARG002 - most kinds allow all
        """Why nothing may be awarded for a season, whatever the number."""
        return None

    def _seasons(self, view: View) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = {}
        for one in sorted(self.events(view)):
            if view.happened(one.on):
                found.setdefault(key_of(self.within, one.on), []).append(one)
        return found

    def grounds(self, view: View, steps: Steps, taken: Sequence[Block] = ()) -> Iterable[Found]:  # noqa: ARG002
        """Season by season, tier by tier."""
        for key, events in self._seasons(view).items():
            season = _season(self.within, key)
            if self.allowed(view, season) is None:
                yield from [_counted(key, season, events, step) for step in steps if step.count <= len(events)]

    def find(self, view: View, steps: Steps, ground: str) -> Found | Lost:
        """A number stands as long as it is there, whichever events make it up."""
        key, _, count = ground.rpartition(":")
        step = step_with(steps, count)
        try:
            season = _season(self.within, key)
        except ValueError:
            return Lost("rule_changed")
        if step is None:
            return Lost("rule_changed")
        lost = self.allowed(view, season)
        if lost is not None:
            return lost
        events = self._seasons(view).get(key, [])
        return _counted(key, season, events, step) if step.count <= len(events) else Lost("too_few")

    def ahead(self, view: View, steps: Steps) -> Progress | None:
        """What there is so far in the running season."""
        key = key_of(self.within, view.today)
        events = [one for one in self.events(view) if key_of(self.within, one.on) == key and view.happened(one.on)]
        since = None if self.within == "ever" else first_of(self.within, key)
        return on_the_way((len(events), 1), steps, since)


def _season(within: Season, key: str) -> Span | None:
    """The days of a season; None for ever. ValueError for a name that is none."""
    first = first_of(within, key)
    return None if within == "ever" else span_of(within, first)


def _block(season: Span | None) -> Block:
    return ALWAYS if season is None else Stretch("", season).block


def _counted(key: str, season: Span | None, events: Sequence[Event], step: Step) -> Found:
    chosen = events[: step.count]
    refs = tuple([one.ref or one.on.isoformat() for one in chosen])
    ground = f"{key}:{step.text}"
    return Found(ground, step.tier, chosen[-1].on, (step.count, 1), step.threshold, refs, _block(season))


class Participation(Counted, frozen=True, tag="participation"):
    """Contests one took part in with full credit, final ones alone. With `clean` the season has to be over, and no reviewer may
    have found gaming proven in it."""

    periods: Periods = ()
    clean: bool = False

    def events(self, view: View) -> list[Event]:
        """Each contest once."""
        joined = [one for one in view.history.contests if one.final and one.credit == "full"]
        return [
            Event(one.ended, f"contest:{one.id}") for one in joined if not self.periods or one.period in self.periods
        ]

    def allowed(self, view: View, season: Span | None) -> Lost | None:
        """Fair play is known only at the end."""
        if not self.clean or season is None:
            return None
        if season.after > view.over:
            return Lost("not_over")
        proven = any(season.first <= day < season.after for day in view.history.findings)
        return Lost("gaming_found") if proven else None

    def faults(self) -> Iterator[Fault]:
        """Without an end fair play would never be known."""
        if self.clean and self.within == "ever":
            yield Fault("season_needed", "within")


class TeamResult(Counted, frozen=True, tag="team_result"):
    """Collective honors of one's team in which one shares with full credit."""

    honors: Annotated[tuple[Code, ...], Meta(min_length=1, max_length=20)]

    def events(self, view: View) -> list[Event]:
        """Each week, month or season once."""
        shared = {(one.honor, one.key): one for one in view.history.shared if one.credit == "full"}
        return [
            Event(one.on, one.ref or f"honor:{honor}:{key}")
            for (honor, key), one in shared.items()
            if honor in self.honors
        ]


class Deeds(Counted, frozen=True, tag="deeds"):
    """Things done for others: a case given, a trainee brought through."""

    deed: Code

    def events(self, view: View) -> list[Event]:
        """Each deed."""
        return [Event(one.on, one.ref) for one in view.history.deeds.get(self.deed, ())]


class Training(Counted, frozen=True, tag="training"):
    """Different gates, exams, courses or skills, named ones or any; an exam needs its mark. Doing one twice counts once."""

    what: LearntKind
    named: Annotated[tuple[Code, ...], Meta(max_length=50)] = ()
    at_least: Decimal | None = None

    def events(self, view: View) -> list[Event]:
        """The first time each was reached (in each season, where it counts by season)."""
        least = None if self.at_least is None else parse_decimal(self.at_least)
        first: dict[tuple[str, str], Event] = {}
        for one in sorted(view.history.learnt, key=lambda one: (one.on, one.ref)):
            enough = least is None or (one.mark is not None and one.mark >= least)
            if one.what == self.what and enough and (not self.named or one.code in self.named):
                ref = one.ref or f"{one.what}:{one.code}"
                first.setdefault((key_of(self.within, one.on), one.code), Event(one.on, ref))
        return list(first.values())


class Milestone(Rule, frozen=True, tag="milestone"):
    """A metric's sum over the years reaches so much. With guards only whole months count, and a month in which one is broken
    adds nothing."""

    lasting = True
    whole = False
    metric: MetricCode
    queues: Annotated[tuple[QueueCode, ...], Meta(max_length=50)] = ()
    guards: Guards = ()
    within: Season = "ever"

    def _amounts(self, view: View, before: date) -> Iterator[tuple[date, int]]:
        """What each day before one (or, with guards, each month over by then, on its last day) adds, in micro-units."""
        months: dict[date, int] = {}
        for day, tally in view.daily(self.metric, self.queues):
            if not self.guards and view.first <= day < before:
                yield day, tally.sum_value
            first = day.replace(day=1)
            months[first] = months.get(first, 0) + tally.sum_value
        for first, amount in months.items() if self.guards else ():
            month = Stretch(key_of("month", first), span_of("month", first))
            # The month of the first day counts as far as it is known.
            known = month.span.after > view.first and month.span.after <= min(before, view.today)
            if known and not any(guard_broken(view, guard, month) for guard in self.guards):
                yield month.last, amount

    def _totals(self, view: View) -> dict[str, list[tuple[date, int]]]:
        """By season the running total after each day."""
        found: dict[str, list[tuple[date, int]]] = {}
        for day, amount in self._amounts(view, _next(view.today) if view.live else view.settled):
            totals = found.setdefault(key_of(self.within, day), [])
            before = totals[-1][1] if totals else 0
            if totals and totals[-1][0] == day:
                totals.pop()
            totals.append((day, before + amount))
        return found

    def grounds(self, view: View, steps: Steps, taken: Sequence[Block] = ()) -> Iterable[Found]:  # noqa: ARG002
        """Every tier on the day the total first reached it."""
        for key, totals in self._totals(view).items():
            for step in steps:
                day = next((day for day, total in totals if total >= step.micro), None)
                if day is not None:
                    refs = (f"facts:{self.metric}:until:{day.isoformat()}",)
                    ground, season = f"{key}:{step.text}", _season(self.within, key)
                    yield Found(ground, step.tier, day, step.threshold, step.threshold, refs, _block(season))

    def find(self, view: View, steps: Steps, ground: str) -> Found | Lost:
        """As it stands; a total begun before what is known cannot be doubted."""
        found = next((one for one in self.grounds(view, steps) if one.ground == ground), None)
        if found is not None:
            return found
        if step_with(steps, ground.rpartition(":")[2]) is None:
            return Lost("rule_changed")
        return UNSEEN if view.first > view.history.since else Lost("too_few")

    def ahead(self, view: View, steps: Steps) -> Progress | None:
        """The total so far, of the running season."""
        key = key_of(self.within, view.today)
        amounts = self._amounts(view, _next(view.today))
        total: Ratio = (sum(amount for day, amount in amounts if key_of(self.within, day) == key), MICRO)
        return on_the_way(total, steps, None if self.within == "ever" else first_of(self.within, key))

    def faults(self) -> Iterator[Fault]:
        """Bounds that leave no room."""
        yield from bound_faults((), self.guards)

    def names(self) -> Iterator[tuple[str, str]]:
        """Its metrics."""
        yield "metric", self.metric
        yield from named(None, (), self.guards)


def _next(day: date) -> date:
    return day + timedelta(days=1)
