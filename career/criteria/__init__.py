"""What can be asked of a candidate: one small class a kind, each data that can be stored and a verdict on a person."""

from career.criteria.base import Criterion
from career.criteria.combined import BY_MONTH, AnyOf, Kind, Single, by_month
from career.criteria.contests import Badge, Cases, Contests
from career.criteria.learning import Courses, Exam, Gates, Skills, TestCalls, TrainingHours
from career.criteria.people import Coaching, Education, Endorsement, Manual, Mentoring
from career.criteria.performance import AtMost, LowestMonth, MetricOver, MonthsAtLeast
from career.criteria.time import HeldPost, Tenure, TimeInLevel

__all__ = [
    "BY_MONTH",
    "AnyOf",
    "AtMost",
    "Badge",
    "Cases",
    "Coaching",
    "Contests",
    "Courses",
    "Criterion",
    "Education",
    "Endorsement",
    "Exam",
    "Gates",
    "HeldPost",
    "Kind",
    "LowestMonth",
    "Manual",
    "Mentoring",
    "MetricOver",
    "MonthsAtLeast",
    "Single",
    "Skills",
    "Tenure",
    "TestCalls",
    "TimeInLevel",
    "TrainingHours",
    "by_month",
]
