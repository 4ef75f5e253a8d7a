"""Monthly scorecards: the curve, the default weights, the classic formulas, missing weight, caps, and the tiers above."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from career.check_sheet import check_sheet
from career.exact import Ratio
from career.merits import (
    Curve,
    How,
    MemberSheet,
    QualityIndex,
    QueueBand,
    QueueValue,
    TrainingIndex,
    VolumeIndex,
    curve,
    merit_of,
)
from career.scorecard import Cap, Measured, Rules, Term, score, shares
from career.sheets import AGENT, CENTRE, CLASSIC, DEFAULT_SHEETS, LEAD
from tests.career.people import exact, micro


def of(text: str | int) -> Ratio:
    found = Fraction(text)
    return found.numerator, found.denominator


def measured(handling: tuple[QueueValue, ...] = (), /, **values: str | int) -> Measured:
    return Measured({code: of(value) for code, value in values.items()}, {"handle_time": handling} if handling else {})


def points(how: How, **values: str | int) -> Fraction | None:
    merit = merit_of(how, {code: of(value) for code, value in values.items()}, {}, ())[1]
    return None if merit is None else exact(merit)


@pytest.mark.parametrize(
    ("value", "worth"),
    [
        ("60", "0"),
        ("70", "22.5"),
        ("80", "60"),
        ("84", "75"),
        ("88", "90"),
        ("91.5", "95"),
        ("95", "100"),
        ("99", "100"),
    ],
)
def test_the_three_point_curve(value: str, worth: str) -> None:
    # 80 / 88 / 95: from 80 to 88 30 points over 8, so 3.75 each, below 80 the same slope: 70 is 60 − 37.5 = 22.5.
    assert exact(curve(Curve("qa", "80", "88", "95"), of(value))) == Fraction(worth)


def test_lower_may_be_better() -> None:
    wait = Curve("wait", "90", "60", "20")
    for value, worth in ((100, 50), (90, 60), (75, 75), (60, 90), (40, 95), (20, 100), (5, 100), (1000, 0)):
        assert exact(curve(wait, of(value))) == worth


GOOD = {
    "qa": "91.5",
    "csat": "85",
    "fcr": "75",
    "volume": "100",
    "adherence": "94",
    "training_score": "85",
}
HANDLING = (QueueValue("day", of(300), of(300), 3), QueueValue("night", of(426), of(300), 1))


def test_a_month_by_hand() -> None:
    # QA 91.5 → 90 + 10 × 3.5/7 = 95 · CSAT 85, FCR 75, volume 100, training 85: on target, 90 each · adherence 94 → 95.
    # Handle time: day on the median → 100. Night 426 of 300: 42 % off, 27 beyond the 15, of 30 → 100 × (1 − 27/30) = 10.
    # Pooled 3 to 1: (3 × 100 + 10) / 4 = 77.5. Weights 30, 15, 15, 15, 5, 10, 10:
    # (30×95 + 15×90 + 15×90 + 15×90 + 5×77.5 + 10×95 + 10×90) / 100 = (2850 + 4050 + 387.5 + 950 + 900) / 100 = 91.375.
    sheet = score(AGENT, measured(HANDLING, **GOOD))
    assert (sheet.score, sheet.reason) == (micro("91.375"), "scored")
    assert exact(sheet.exact) == Fraction("91.375")
    assert [exact(part.merit) for part in sheet.parts] == [95, 90, 90, 90, Fraction("77.5"), 95, 90]
    assert sum(exact(share) for share in shares(sheet)) == Fraction("91.375")
    # The mean handle time: (3 × 300 + 426) / 4.
    assert exact(sheet.parts[4].value) == Fraction("331.5")
    assert sheet.parts[4].queues == HANDLING


@pytest.mark.parametrize(
    ("off", "worth"), [("0", 100), ("15", 100), ("-15", 100), ("30", 50), ("-30", 50), ("45", 0), ("80", 0)]
)
def test_handle_time_is_a_band_around_the_median(off: str, worth: int) -> None:
    value = 240 * (100 + Fraction(off)) / 100
    found = merit_of(QueueBand("handle_time"), {}, {"handle_time": (QueueValue("q", of(str(value)), of(240), 5),)}, ())
    assert exact(found[1]) == worth
    nothing = merit_of(QueueBand("handle_time"), {}, {"handle_time": (QueueValue("q", of(1), of(0), 5),)}, ())
    assert nothing == (None, None)


def test_the_classic_formulas() -> None:
    volume = {"calls": 5000, "complaints_handled": 500}
    # (5000 − 500) / 5000 × 100 = 90; with first ownership (5000 + 500) / 5000 × 100 = 110.
    assert points(VolumeIndex(), **volume) == 90
    assert points(VolumeIndex(credit_complaints=True), **volume) == 110
    # (90 + 86) / 2 − 2 × 1.5 = 85; without test calls monitoring stands alone: 90 − 3 = 87.
    assert points(QualityIndex(), monitoring=90, test_call=86, complaints=2) == 85
    assert points(QualityIndex(), monitoring=90, complaints=2) == 87
    assert points(QualityIndex(), test_call=86) is None
    # 92 − 1 × 5 = 87.
    assert points(TrainingIndex(), training_score=92, training_absences=1) == 87
    assert points(TrainingIndex(), training_absences=1) is None


def test_clamps_of_the_classic_formulas() -> None:
    busy = {"calls": 7500, "complaints_handled": 500}
    assert points(VolumeIndex(), **busy) == 120
    assert points(VolumeIndex(clamp=None), **busy) == 140
    assert points(VolumeIndex(clamp=("0", "100")), **busy) == 100
    assert points(QualityIndex("30"), monitoring=80, complaints=3) == 0
    assert points(QualityIndex("30", clamp=None), monitoring=80, complaints=3) == -10
    assert points(TrainingIndex(clamp=("50", "120")), training_score=60, training_absences=4) == 50
    assert points(VolumeIndex("4000"), calls=4000) == 100


def test_the_classic_sheet() -> None:
    worked = measured(
        calls=5000,
        complaints_handled=500,
        monitoring=90,
        test_call=86,
        complaints=2,
        training_score=92,
        training_absences=1,
    )
    sheet = score(CLASSIC, worked)
    assert [exact(part.merit) for part in sheet.parts] == [90, 85, 87]
    # (90 + 85 + 87) / 3 = 87.33…, rounded once to four decimals.
    assert sheet.score == micro("87.3333")
    assert exact(sheet.exact) == Fraction(262, 3)


def test_missing_weight() -> None:
    # Without CSAT, FCR and adherence 40 of 100 are missing: still a month, the other weights share their place:
    # (30×95 + 15×90 + 5×77.5 + 10×90) / 60 = 5487.5 / 60 = 91.458333…
    some = {code: value for code, value in GOOD.items() if code not in {"csat", "fcr", "adherence"}}
    assert score(AGENT, measured(HANDLING, **some)).score == micro("91.4583")
    # Without handle time too, 45 are missing: no data.
    sheet = score(AGENT, measured((), **some))
    assert (sheet.score, sheet.reason) == (None, "too_much_missing")
    assert score(AGENT, Measured()).score is None


def test_caps() -> None:
    low = score(AGENT, measured(HANDLING, **{**GOOD, "qa": "79.9"}))
    # Even so the rest would have carried it: (30 × (60 − 0.375) + 6537.5 − 0) / 100 > 79.
    assert (low.score, low.capped, low.reason) == (micro(79), "qa", "capped")
    assert exact(low.exact) > 79
    assert score(AGENT, measured(HANDLING, **{**GOOD, "qa": "80"})).capped is None
    critical = score(AGENT, measured(HANDLING, **GOOD, critical_errors=1))
    assert (critical.score, critical.capped) == (micro(79), "critical_errors")
    # A cap holds down, it never lifts.
    poor = score(AGENT, measured(HANDLING, **dict.fromkeys(GOOD, "0")))
    assert poor.score is not None
    assert poor.score < micro(79)
    assert poor.reason == "scored"


def test_three_tiers_that_open_downwards() -> None:
    # Members 90 and 80 with 40 and 20 half days, one without data: (90×40 + 80×20) / 60 = 86.666…
    members = (MemberSheet("a1", micro(90), 40), MemberSheet("a2", micro(80), 20), MemberSheet("a3", None, 40))
    lead = score(LEAD, replace(measured(service_level=80, attendance=98), members=members))
    # (70 × 86.666… + 15 × 90 + 15 × 90) / 100 = 87.666…
    assert lead.score == micro("87.6667")
    assert lead.parts[0].members == members
    centre = score(
        CENTRE, replace(measured(service_level=90, attendance=100), members=(MemberSheet("l1", lead.score, 1),))
    )
    # (70 × 87.6667 + 20 × 100 + 10 × 100) / 100 = 91.36669, published 91.3667.
    assert centre.score == micro("91.3667")
    assert centre.parts[0].members[0].score == lead.score
    # Without any member's sheet 70 of 100 are missing.
    assert score(LEAD, measured(service_level=80, attendance=98)).score is None


NUMBERS = st.fractions(0, 200, max_denominator=1000)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from([*GOOD, "critical_errors"]), NUMBERS),
    st.sampled_from([*GOOD]),
    st.fractions(0, 50, max_denominator=100),
)
def test_a_better_month_is_never_worth_less(values: dict[str, Fraction], which: str, more: Fraction) -> None:
    def worth(found: dict[str, Fraction]) -> int | None:
        return score(
            AGENT, Measured({code: (value.numerator, value.denominator) for code, value in found.items()})
        ).score

    before = worth(values)
    if which in values and before is not None:
        after = worth({**values, which: values[which] + more})
        assert after is not None
        assert after >= before


@given(st.dictionaries(st.sampled_from([*GOOD]), NUMBERS))
def test_against_a_naive_sheet(values: dict[str, Fraction]) -> None:
    def worth(how: Curve, value: Fraction) -> Fraction:
        floor, target, stretch = Fraction(how.floor), Fraction(how.target), Fraction(how.stretch)
        if value >= stretch:
            return Fraction(100)
        if value >= target:
            return 90 + 10 * (value - target) / (stretch - target)
        return max(Fraction(0), 60 + 30 * (value - floor) / (target - floor))

    there = [
        (Fraction(term.weight), term.how)
        for term in AGENT.terms
        if isinstance(term.how, Curve) and term.how.metric in values
    ]
    weight = sum((one for one, _ in there), Fraction(0))
    sheet = score(AGENT, Measured({code: (value.numerator, value.denominator) for code, value in values.items()}))
    if 100 - weight > 40:
        assert sheet.score is None
        return
    total = sum((one * worth(how, values[how.metric]) for one, how in there), Fraction(0)) / weight
    assert exact(sheet.exact) == total
    capped = min(total, Fraction(79)) if values.get("qa", Fraction(100)) < 80 else total
    assert sheet.score == round(capped * 10_000) * 100


def test_faults_of_a_sheet() -> None:
    assert all(check_sheet(rules) == [] for rules in (*DEFAULT_SHEETS.values(), CLASSIC))

    def codes(*terms: Term, caps: tuple[Cap, ...] = (), missing: str = "40") -> list[str]:
        return [fault.code for fault in check_sheet(Rules(terms, caps, missing), {"qa"})]

    def term(how: How, code: str = "x", weight: str = "1") -> Term:
        return Term(code, "项", "Term", weight, how)

    good = term(Curve("qa", "80", "88", "95"))
    assert codes(good) == []
    assert codes(good, good) == ["code_twice"]
    assert codes(term(good.how, weight="0")) == ["weight_not_positive"]
    assert codes(term(Curve("qa", "80", "80", "95"))) == ["curve_needs_points"]
    assert codes(term(Curve("mood", "80", "88", "95"))) == ["unknown_metric"]
    assert codes(term(Curve("qa", "80\n", "88", "95"))) == ["bad_amount"]
    assert codes(term(QueueBand("qa", tolerance="0"))) == ["not_positive"]
    assert codes(term(VolumeIndex("0"))) == ["not_positive"]
    assert codes(term(TrainingIndex(clamp=("9", "1")))) == ["bad_amount"]
    assert codes(good, caps=(Cap("qa", "79"),)) == ["one_bound"]
    assert codes(good, caps=(Cap("qa", "79", below="x"),)) == ["bad_amount"]
    assert codes(good, missing="100") == ["bad_amount"]
