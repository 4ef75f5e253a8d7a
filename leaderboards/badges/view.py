"""A history as of a day: which days were asked of the subject, and what was measured in any stretch of the calendar.

A day's work belongs together: facts of a shift that runs past midnight, or through the night the clock is changed, count for
the business day the shift began on. Everything is decided by instants, never by the wall clock.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple, TypeVar, cast

from leaderboards.badges.history import History, Measured
from leaderboards.badges.periods import Unit, key_of, spans
from leaderboards.exact import MICRO
from leaderboards.metrics import Metric, Tally
from leaderboards.series import Span
from leaderboards.teams import LeavePart

T = TypeVar("T")

_DAY = timedelta(days=1)
AROUND = timedelta(hours=4)
"""A contact so soon after a shift still belongs to it, one so shortly before to the shift to come."""

SHIFTS_A_DAY = 16
"""More shifts than anybody has on one day."""

Cell = tuple[str, Tally]
"""A queue and what was measured in it."""


class Stretch(NamedTuple):
    """A stretch of the calendar that is judged as one, or one shift: its place in the roster, the `nth` of its day."""

    key: str
    span: Span
    shift: int | None = None
    nth: int = 1

    @property
    def last(self) -> date:
        """Its last day."""
        return self.span.after - _DAY

    @property
    def begins(self) -> int:
        """Where it begins, counted so that the shifts of a day come one after another."""
        return self.span.first.toordinal() * SHIFTS_A_DAY + self.nth - 1

    @property
    def ends(self) -> int:
        """Where what follows may begin."""
        return self.begins + 1 if self.shift is not None else self.span.after.toordinal() * SHIFTS_A_DAY

    @property
    def block(self) -> tuple[int, int]:
        """The time it takes."""
        return self.begins, self.ends


class View:
    """What a rule may look at. `today` is the running business day; facts of days before `settled` are beyond lateness.

    What rests on facts counts when it is over by `over`: for a `live` rule that is today, else `settled`. Events (contests,
    deeds, levels, grants) carry their own finality and count from the day they happened, up to today.
    """

    def __init__(
        self, history: History, metrics: Mapping[str, Metric], today: date, settled: date | None = None
    ) -> None:
        self.history = history
        self.metrics = metrics
        self.today = today
        self.settled = today if settled is None else min(settled, today)
        self.over = self.settled
        self.live = False
        self.badge = ""
        self._halves: dict[date, int] = {}
        self._known: dict[tuple[int, date], tuple[object, object]] = {}
        self.first = max(history.since, history.known_from or history.since)

    def of(self, badge: str, *, live: bool) -> "View":
        """The same for one badge, looking as far as a live rule may, or only at what is final. What was worked out is shared."""
        _ = self._by_day, self._by_shift, self._shift_days, self._rostered, self._leave
        found = copy(self)
        found.badge, found.live, found.over = badge, live, self.today if live else self.settled
        return found

    def once(self, rule: object, make: Callable[[], T]) -> T:
        """What a rule works out of the whole history, made once however many awards ask for it."""
        key = (id(rule), self.over)
        if key not in self._known:
            # The rule is kept as well, so that no other can take its place in memory.
            self._known[key] = (rule, make())
        return cast("T", self._known[key][1])

    def happened(self, day: date) -> bool:
        """Whether a day is today or over."""
        return day <= self.today

    def unseen(self, day: date) -> bool:
        """Whether a day lies before what the history knows, although the subject was there."""
        return self.history.since <= day < self.first

    # ── days that were asked ────────────────────────────────────────────────────────────────────────────────────

    def asked(self, day: date) -> int:
        """How many half days were asked of the subject: by its shifts in a month that has any, else by the site's working
        calendar, less approved leave. None before the first day or after the last."""
        found = self._halves.get(day)
        if found is None:
            found = self._halves[day] = self._asked(day)
        return found

    def _asked(self, day: date) -> int:
        history = self.history
        if day < history.since or (history.until is not None and day >= history.until):
            return 0
        if history.is_team and history.person_days:
            return 2 if history.person_days.get(day) else 0
        if (day.year, day.month) in self._rostered:
            planned = day in self._shift_days
        else:
            planned = history.calendar.is_worked(day)
        return 2 - len(self._leave.get(day, ())) if planned else 0

    def worked(self, stretch: Stretch) -> int:
        """Days asked for in a stretch in micro-units, half days as halves; for a team the FTE-days worked."""
        history = self.history
        days = [stretch.span.first + _DAY * ahead for ahead in range((stretch.span.after - stretch.span.first).days)]
        if history.is_team and history.person_days:
            return sum([history.person_days.get(day, 0) for day in days])
        return sum([self.asked(day) for day in days]) * MICRO // 2

    @cached_property
    def _leave(self) -> dict[date, frozenset[LeavePart]]:
        """The halves of days that leave takes."""
        found: dict[date, frozenset[LeavePart]] = {}
        for span in self.history.leave:
            both: tuple[LeavePart, ...] = ("morning", "afternoon")
            halves = frozenset(both) if span.part == "whole" else frozenset((span.part,))
            for ahead in range((span.ends - span.starts).days):
                day = span.starts + _DAY * ahead
                found[day] = found.get(day, frozenset()) | halves
        return found

    @cached_property
    def _shifts(self) -> list[tuple[datetime, datetime, date]]:
        return sorted((shift.starts, shift.ends, shift.day) for shift in self.history.roster)

    @cached_property
    def _shift_days(self) -> frozenset[date]:
        return frozenset(day for _, _, day in self._shifts)

    @cached_property
    def _rostered(self) -> frozenset[tuple[int, int]]:
        return frozenset((day.year, day.month) for day in self._shift_days)

    # ── stretches ───────────────────────────────────────────────────────────────────────────────────────────────

    def stretches(self, unit: Unit, before: date | None = None) -> Iterator[Stretch]:
        """Every stretch of which everything is known and that is over, oldest first."""
        for span in spans(unit, self.first, self.over if before is None else before):
            yield Stretch(key_of(unit, span.first), span)

    def shifts(self) -> Iterator[Stretch]:
        """Every shift on a day that is over, oldest first, named by its day: 2026-03-04, the day's second 2026-03-04/2."""
        seen: dict[date, int] = {}
        for place, (_, _, day) in enumerate(self._shifts):
            seen[day] = seen.get(day, 0) + 1
            if self.first <= day < self.over:
                key = day.isoformat() if seen[day] == 1 else f"{day.isoformat()}/{seen[day]}"
                yield Stretch(key, Span(day, day + _DAY), place, seen[day])

    # ── what was measured ───────────────────────────────────────────────────────────────────────────────────────

    def tally(self, metric: str, stretch: Stretch, queues: tuple[str, ...] = ()) -> Tally:
        """Everything measured of a metric in a stretch, of some queues alone where they are named."""
        total = Tally()
        for queue, one in self._measured(metric, stretch):
            if not queues or queue in queues:
                total.merge(one)
        return total

    def daily(self, metric: str, queues: tuple[str, ...] = ()) -> Iterator[tuple[date, Tally]]:
        """What was measured day by day, oldest first."""
        days, cells = self._by_day.get(metric, ([], []))
        for day, found in zip(days, cells, strict=True):
            for queue, one in found:
                if not queues or queue in queues:
                    yield day, one

    def _measured(self, metric: str, stretch: Stretch) -> Iterable[Cell]:
        if stretch.shift is not None:
            return self._by_shift.get((metric, stretch.shift), ())
        days, cells = self._by_day.get(metric, ([], []))
        low, high = bisect_left(days, stretch.span.first), bisect_left(days, stretch.span.after)
        return [cell for found in cells[low:high] for cell in found]

    @cached_property
    def _cells(self) -> list[tuple[Measured, date, int | None]]:
        """Each fact with its day and its shift; what says whether somebody was there only where that was asked."""
        found = []
        starts = [starts for starts, _, _ in self._shifts]
        for one in self.history.facts:
            shift = self._shift_at(starts, one.at)
            day = self._day_at(one.at) if shift is None else self._shifts[shift][2]
            if one.metric not in self.history.presence or self._was_asked(one.at, day, shift):
                found.append((one, day, shift))
        return found

    @cached_property
    def _by_day(self) -> dict[str, tuple[list[date], list[list[Cell]]]]:
        sorted_out: dict[str, dict[date, list[Cell]]] = {}
        for one, day, _ in self._cells:
            sorted_out.setdefault(one.metric, {}).setdefault(day, []).append((one.queue, one.tally))
        return {
            metric: (sorted(by_day), [by_day[day] for day in sorted(by_day)]) for metric, by_day in sorted_out.items()
        }

    @cached_property
    def _by_shift(self) -> dict[tuple[str, int], list[Cell]]:
        found: dict[tuple[str, int], list[Cell]] = {}
        for one, _, shift in self._cells:
            if shift is not None:
                found.setdefault((one.metric, shift), []).append((one.queue, one.tally))
        return found

    def _shift_at(self, starts: list[datetime], at: datetime) -> int | None:
        place = bisect_right(starts, at) - 1
        if place >= 0 and at - self._shifts[place][1] < AROUND:
            return place
        following = place + 1
        if following < len(starts) and starts[following] - at <= AROUND:
            return following
        return None

    def _day_at(self, at: datetime) -> date:
        starts, first = self._day_starts
        return first + _DAY * (bisect_right(starts, at) - 1)

    @cached_property
    def _day_starts(self) -> tuple[list[datetime], date]:
        """Where each business day begins from the first fact to the last, so that no instant asks the zone again."""
        calendar, instants = self.history.calendar, [one.at for one in self.history.facts]
        first, last = calendar.business_day(min(instants)), calendar.business_day(max(instants))
        return [calendar.start_of(first + _DAY * ahead) for ahead in range((last - first).days + 1)], first

    def _was_asked(self, at: datetime, day: date, shift: int | None) -> bool:
        if self.asked(day) != 1:
            return self.asked(day) == 2
        if shift is None:
            return True
        starts, ends, _ = self._shifts[shift]
        half: LeavePart = "morning" if at < starts + (ends - starts) / 2 else "afternoon"
        return half not in self._leave[day]
