"""Choices: of several criteria any one is enough."""

from typing import Annotated

from msgspec import Meta

from career.criteria.base import Criterion
from career.criteria.contests import Badge, Cases, Contests
from career.criteria.learning import Courses, Exam, Gates, Skills, TestCalls, TrainingHours
from career.criteria.people import Coaching, Education, Endorsement, Manual, Mentoring
from career.criteria.performance import AtMost, LowestMonth, MetricOver, MonthsAtLeast
from career.criteria.time import HeldPost, Tenure, TimeInLevel
from career.evidence import View
from career.exact import ONE, ZERO
from career.verdict import Ahead, Status, Verdict, not_asked

Single = (
    Tenure
    | TimeInLevel
    | HeldPost
    | MetricOver
    | MonthsAtLeast
    | LowestMonth
    | AtMost
    | Exam
    | TestCalls
    | TrainingHours
    | Courses
    | Skills
    | Gates
    | Contests
    | Cases
    | Badge
    | Mentoring
    | Coaching
    | Endorsement
    | Education
    | Manual
)
"""Every kind of criterion that stands alone."""


BY_MONTH = (AtMost, LowestMonth, MetricOver, MonthsAtLeast, TrainingHours)
"""Kinds that look back over months; each has how many as `months`."""


class AnyOf(Criterion, frozen=True, tag="any_of"):
    """One of several is enough. Choices are not nested: nobody could read them."""

    of: Annotated[tuple[Single, ...], Meta(min_length=2, max_length=10)]

    def judge(self, view: View) -> Verdict:
        """Met if one is; else not asked if one is not asked of this person; else the alternative that has come furthest."""
        parts = tuple([criterion.judge(view) for criterion in self.of])
        asked = [part for part in parts if part.asked]
        for part in asked:
            if part.status == "met":
                return Verdict("met", "one_of", ONE, ONE, ONE, part.evidence, since=part.since, parts=parts)
        if len(asked) < len(parts):
            return not_asked("none_offered")
        best = asked[0]
        for part in asked[1:]:
            if part.progress[0] * best.progress[1] > best.progress[0] * part.progress[1]:
                best = part
        status: Status = "no_data" if all(part.status == "no_data" for part in parts) else "not_met"
        return Verdict(status, "none_of", ZERO, ONE, best.progress, best.evidence, parts=parts)

    def ahead(self, view: View) -> Ahead | None:
        """The nearest of the alternatives that can say."""
        found = [ahead for criterion in self.of if (ahead := criterion.ahead(view)) is not None]
        return min(found, key=lambda ahead: ahead.on, default=None)


Kind = Single | AnyOf
"""Every kind of criterion, as stored and sent: a tagged union by `kind`."""


def by_month(kind: Kind) -> bool:
    """Whether a verdict may rest on what single months came to; all others say the same whatever the months hold."""
    return any(map(by_month, kind.of)) if isinstance(kind, AnyOf) else isinstance(kind, BY_MONTH)
