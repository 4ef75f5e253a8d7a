"""Criteria of time: with the house, in the level, in a post. Leave of any kind never delays them."""

from datetime import date
from functools import cached_property

from career.criteria.base import Code, Criterion, Months, reached
from career.evidence import View
from career.exact import ZERO, Ratio
from career.months import add_months, months_between
from career.verdict import Ahead, Verdict


def _time_since(start: date, months: int, as_of: date) -> Verdict:
    due = add_months(start, months)
    value, threshold = months_between(start, as_of), (months, 1)
    met, progress = reached(value, threshold)
    evidence = (f"since:{start.isoformat()}",)
    if met:
        return Verdict("met", "long_enough", value, threshold, progress, evidence, since=due)
    return Verdict("not_met", "not_long_enough", value, threshold, progress, evidence)


class Tenure(Criterion, frozen=True, tag="tenure"):
    """So many months since the hire date."""

    months: Months

    def judge(self, view: View) -> Verdict:
        """Met from the same day of the month on; a 31st plus n months falls on the month's end."""
        if view.evidence.hired >= view.as_of:
            return Verdict("no_data", "not_hired_yet", None, (self.months, 1))
        return _time_since(view.evidence.hired, self.months, view.as_of)

    def ahead(self, view: View) -> Ahead | None:
        """Time alone is missing."""
        return Ahead(add_months(view.evidence.hired, self.months), "stays")


class TimeInLevel(Criterion, frozen=True, tag="time_in_level"):
    """So many months in the present level."""

    months: Months

    def judge(self, view: View) -> Verdict:
        """Counted like tenure, from the day the level began."""
        if view.held is None:
            return Verdict("no_data", "no_level", None, (self.months, 1))
        return _time_since(view.held.since, self.months, view.as_of)

    def ahead(self, view: View) -> Ahead | None:
        """Time alone is missing."""
        return None if view.held is None else Ahead(add_months(view.held.since, self.months), "stays")


class HeldPost(Criterion, frozen=True, tag="held_post"):
    """So many months in a post, in one stretch or several."""

    post: Code
    months: Months

    @cached_property
    def _threshold(self) -> Ratio:
        return self.months, 1

    def judge(self, view: View) -> Verdict:
        """Each stretch counts in its own calendar months; what lies after the as-of date does not count."""
        value, evidence = ZERO, []
        for held in view.evidence.posts:
            if held.post == self.post and held.starts < view.as_of:
                a, b = months_between(held.starts, min(held.ends or view.as_of, view.as_of))
                value = (value[0] * b + a * value[1], value[1] * b)
                evidence.append(f"post:{held.post}:{held.starts.isoformat()}")
        met, progress = reached(value, self._threshold)
        reason = "long_enough" if met else "not_long_enough" if evidence else "never_held"
        return Verdict("met" if met else "not_met", reason, value, self._threshold, progress, tuple(evidence))

    def ahead(self, view: View) -> Ahead | None:
        """Only for somebody in the post, for the first time: then its end can be counted on the calendar."""
        stretches = [held for held in view.evidence.posts if held.post == self.post and held.starts < view.as_of]
        if len(stretches) != 1:
            return None
        (held,) = stretches
        # An end on or after the as-of date is not known yet.
        still = held.ends is None or held.ends >= view.as_of
        return Ahead(add_months(held.starts, self.months), "stays_in_post") if still else None
