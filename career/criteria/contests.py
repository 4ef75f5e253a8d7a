"""Criteria of contests: taking part, places and awards, cases given; never asked of whom no contest was offered."""

from typing import Literal

from career.criteria.base import Code, Count, Criterion, Months, counted, deeds_seen, refs
from career.evidence import View
from career.verdict import Verdict, not_asked

Honor = Literal["took_part", "podium", "improvement_award", "ran"]


class Contests(Criterion, frozen=True, tag="contests"):
    """Took part in, stood on the podium of, earned the improvement award of, or ran so many contests in the present level."""

    honor: Honor
    at_least: Count = 1
    months: Months | None = None
    in_level: bool = True

    def judge(self, view: View) -> Verdict:
        """Not asked if none was offered in the person's shift; running one is not offered, it is done."""
        contests = view.evidence.contests
        done = deeds_seen(view, contests.get(self.honor, ()), self.in_level, self.months)
        if len(done) < self.at_least and self.honor != "ran":
            offered = deeds_seen(view, contests.get("offered", ()), self.in_level, self.months)
            if not offered:
                return not_asked("none_offered")
        return counted(len(done), self.at_least, refs(done))


class Cases(Criterion, frozen=True, tag="cases"):
    """Typical calls given to training, or defended before a jury."""

    part: Literal["given", "defended"] = "given"
    at_least: Count = 1
    in_level: bool = True

    def judge(self, view: View) -> Verdict:
        """Each case counts once, on its day."""
        done = deeds_seen(view, view.evidence.deeds.get(f"case_{self.part}", ()), self.in_level, None)
        return counted(len(done), self.at_least, refs(done))


class Badge(Criterion, frozen=True, tag="badge"):
    """A badge was earned so many times."""

    badge: Code
    at_least: Count = 1
    months: Months | None = None
    in_level: bool = False

    def judge(self, view: View) -> Verdict:
        """Without a badge there is none: a badge not earned is a fact, not missing data."""
        done = deeds_seen(view, view.evidence.badges.get(self.badge, ()), self.in_level, self.months)
        return counted(len(done), self.at_least, refs(done))
