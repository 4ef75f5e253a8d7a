"""27,565 real employees under one version of criteria, row by row against a naive recomputation."""

import csv
import os
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from career.check import check
from career.criteria import AnyOf, Badge, Courses, MetricOver, Tenure
from career.evidence import CourseRecord, Deed, Evidence, LevelHeld, MonthFacts, View
from career.months import add_months, last_complete
from career.readiness import assess
from career.versions import Asked, Step, Version, decode, encode
from tests.career.people import sample

DATA = Path(os.environ.get("ECHELON_REAL_DATA") or Path(__file__).resolve().parents[2] / ".." / "shared" / "data")
EMPLOYEES = DATA / "hr-promotion" / "employees.csv"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not EMPLOYEES.exists(), reason=f"the real employees are not at {EMPLOYEES.name} beside the checkout"
    ),
]

AS_OF = date(2026, 7, 1)
CRITERIA = Version(
    "real-1",
    date(2026, 1, 1),
    (
        Step(
            "junior",
            "intermediate",
            (
                Asked(
                    "rating",
                    "上年评级不低于 4",
                    "Rating at least 4",
                    MetricOver("rating", 1, at_least="4", per_month=1, basis="own"),
                ),
                Asked("kpi", "KPI 达标", "KPI met", MetricOver("kpi_met", 1, at_least="1", per_month=1, basis="own")),
                Asked("tenure", "在职满 3 年", "3 years", Tenure(36)),
                Asked(
                    "training",
                    "培训成绩不低于 60",
                    "Training score at least 60",
                    MetricOver("training_score", 1, at_least="60", per_month=1, basis="own"),
                ),
                Asked(
                    "effort",
                    "获奖或完成两门培训",
                    "An award or two trainings",
                    AnyOf((Badge("award"), Courses(at_least=2))),
                ),
            ),
        ),
    ),
)
STATUS = {True: "met", False: "not_met", None: "no_data"}


def rows() -> list[dict[str, str]]:
    with EMPLOYEES.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def employee(row: dict[str, str]) -> Evidence:
    """A row as evidence: last month's values, years of service as a hire date, trainings as courses attended."""
    samples = {
        "kpi_met": sample(row["KPIs_met _greaterthan_80percent"]),
        "training_score": sample(row["avg_training_score"]),
    }
    if row["previous_year_rating"]:
        samples["rating"] = sample(row["previous_year_rating"])
    hired = add_months(AS_OF, -12 * int(row["length_of_service"]))
    day = date(2026, 6, 1)
    courses = [CourseRecord(f"course_{n}", day, day) for n in range(int(row["no_of_trainings"]))]
    badges = {"award": (Deed(day),)} if row["awards_won"] == "1" else {}
    months = {last_complete(AS_OF): MonthFacts(None, None, samples)}
    return Evidence(
        row["employee_id"], hired, (LevelHeld("junior", hired),), months, courses=tuple(courses), badges=badges
    )


def naive(row: dict[str, str]) -> dict[str, str]:
    """The same five questions put to the text of the row."""
    rating = Fraction(row["previous_year_rating"]) >= 4 if row["previous_year_rating"] else None
    return {
        "rating": STATUS[rating],
        "kpi": STATUS[row["KPIs_met _greaterthan_80percent"] == "1"],
        "tenure": STATUS[int(row["length_of_service"]) >= 3],
        "training": STATUS[int(row["avg_training_score"]) >= 60],
        "effort": STATUS[row["awards_won"] == "1" or int(row["no_of_trainings"]) >= 2],
    }


def test_every_employee() -> None:
    known = rows()
    assert len(known) == 27_565
    assert check(CRITERIA) == []
    step = decode(encode(CRITERIA)).step("junior", "intermediate")
    assert step is not None
    found: Counter[str] = Counter()
    for row in known:
        readiness = assess(step, View(employee(row), AS_OF))
        statuses = {one.code: verdict.status for one, verdict in zip(step.enabled, readiness.verdicts, strict=True)}
        expected = naive(row)
        assert statuses == expected, row
        still_open = [code for code, status in expected.items() if status != "met"]
        assert (readiness.state == "ready") == (not still_open), row
        found[readiness.state] += 1
        found["unrated"] += statuses["rating"] == "no_data"
    # 2,080 have no rating; none of them is ready, and none is judged as if the rating were 0.
    assert found["unrated"] == 2_080
    assert found["ready"] == sum(set(naive(row).values()) == {"met"} for row in known) > 0
