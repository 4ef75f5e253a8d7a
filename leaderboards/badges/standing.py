"""Badges for a place in a contest, for time with the centre, for a level, and those a person gives."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Literal

from msgspec import Meta

from leaderboards.badges.base import ALWAYS, Block, Found, Lost, Progress, Rule, on_the_way, step_with
from leaderboards.badges.counted import Code, Periods
from leaderboards.badges.history import Contest
from leaderboards.badges.periods import add_months, months_between
from leaderboards.badges.tiers import Steps, best
from leaderboards.badges.view import View
from leaderboards.exact import MICRO
from leaderboards.rules import Fault, Method


class Place(Rule, frozen=True, tag="place"):
    """A place in a contest, thresholds being places: 1 for gold, 3 for bronze. Only where enough were ranked, and never in the
    lower half of them. `from_behind` asks that the subject stood in the lower half at half-time."""

    lower = True
    periods: Periods = ()
    among: Literal["team", "agent", "any"] = "any"
    methods: Annotated[tuple[Method, ...], Meta(max_length=4)] = ()
    least_ranked: Annotated[int, Meta(ge=2, le=1000)] = 4
    from_behind: bool = False

    def lost(self, contest: Contest, view: View) -> Lost | None:
        """Why a contest earns nothing."""
        if not view.happened(contest.ended) or not (contest.final or view.live):
            return Lost("not_over")
        if self.periods and contest.period not in self.periods:
            return Lost("rule_changed")
        if (self.among not in {"any", contest.participants}) or (self.methods and contest.method not in self.methods):
            return Lost("rule_changed")
        if contest.credit != "full":
            return Lost("not_credited")
        if contest.rank is None or contest.rank > max(1, contest.ranked // 2):
            return Lost("place_lost")
        if contest.ranked < self.least_ranked:
            return Lost("too_few_ranked")
        behind = contest.halfway is not None and 2 * contest.halfway > contest.ranked
        return Lost("place_lost") if self.from_behind and not behind else None

    def grounds(self, view: View, steps: Steps, taken: Sequence[Block] = ()) -> Iterable[Found]:  # noqa: ARG002
        """One for every contest, in the highest tier the place is worth."""
        for contest in sorted(view.history.contests, key=lambda one: (one.ended, one.id)):
            if self.lost(contest, view) is None and contest.rank is not None:
                step = best((contest.rank, 1), steps, lower=True)
                if step is not None:
                    yield _placed(contest, step.tier, steps)

    def find(self, view: View, steps: Steps, ground: str) -> Found | Lost:
        """A tier stands while the place is still worth it."""
        _, _, rest = ground.partition(":")
        key, _, tier = rest.rpartition(":")
        contest = next((one for one in view.history.contests if one.id == key), None)
        step = step_with(steps, tier)
        if contest is None or step is None:
            return Lost("record_gone" if contest is None else "rule_changed")
        lost = self.lost(contest, view)
        if lost is not None:
            return lost
        if contest.rank is None or contest.rank * MICRO > step.micro:
            return Lost("place_lost")
        return _placed(contest, step.tier, steps)


def _placed(contest: Contest, tier: str, steps: Steps) -> Found:
    step = next(one for one in steps if one.tier == tier)
    ref = f"contest:{contest.id}"
    return Found(f"{ref}:{tier}", step.tier, contest.ended, (contest.rank or 0, 1), step.threshold, (ref,))


class Tenure(Rule, frozen=True, tag="tenure"):
    """So many months since the day of hire; no leave of any kind delays it."""

    lasting = True
    missing = "not_long_enough"

    def grounds(self, view: View, steps: Steps, taken: Sequence[Block] = ()) -> Iterable[Found]:  # noqa: ARG002
        """Every tier on its anniversary, while still there."""
        history = view.history
        for step in steps:
            due = add_months(history.since, step.count)
            if view.happened(due) and (history.until is None or due < history.until):
                refs = (f"since:{history.since.isoformat()}",)
                yield Found(f"months:{step.text}", step.tier, due, (step.count, 1), step.threshold, refs, ALWAYS)

    def ahead(self, view: View, steps: Steps) -> Progress | None:
        """The months so far."""
        since = view.history.since
        return on_the_way(months_between(since, view.today), steps, since)


class Level(Rule, frozen=True, tag="level"):
    """A level reached; thresholds are its place in `levels`, counted from 1. A later change of level takes nothing away."""

    lasting = True
    levels: Annotated[tuple[Code, ...], Meta(min_length=1, max_length=20)]

    def grounds(self, view: View, steps: Steps, taken: Sequence[Block] = ()) -> Iterable[Found]:  # noqa: ARG002
        """Each level on the day it was first held."""
        first: set[str] = set()
        for held in sorted(view.history.levels, key=lambda one: one.since):
            if held.level in self.levels and held.level not in first and view.happened(held.since):
                first.add(held.level)
                value = (self.levels.index(held.level) + 1, 1)
                step = best(value, steps)
                if step is not None:
                    refs = (held.ref or f"level:{held.level}:{held.since.isoformat()}",)
                    yield Found(f"level:{held.level}", step.tier, held.since, value, step.threshold, refs)

    def faults(self) -> Iterator[Fault]:
        """A level has one place."""
        if len(set(self.levels)) < len(self.levels):
            yield Fault("level_twice", "levels")


class Given(Rule, frozen=True, tag="given"):
    """Given by a person in one of these roles, with a reason; steps only name the tiers there are. It stands until it is taken
    back. How many one person may give, see `granting`."""

    stepped = False
    missing = "taken_back"
    roles: Annotated[tuple[Code, ...], Meta(min_length=1, max_length=20)]
    per_month: Annotated[int, Meta(ge=1, le=100)] = 2

    def grounds(self, view: View, steps: Steps, taken: Sequence[Block] = ()) -> Iterable[Found]:  # noqa: ARG002
        """Each grant of this badge that was not taken back."""
        for grant in sorted(view.history.grants, key=lambda one: (one.on, one.id)):
            step = next((one for one in steps if one.tier == grant.tier), None)
            if grant.badge == view.badge and view.happened(grant.on) and step is not None:
                yield Found(
                    f"grant:{grant.id}", step.tier, grant.on, (1, 1), (1, 1), (grant.ref or f"grant:{grant.id}",)
                )
