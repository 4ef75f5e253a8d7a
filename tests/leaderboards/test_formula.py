"""Formulas as leads type them: what is read, what is refused, and what missing data does."""

from fractions import Fraction

import pytest

from leaderboards.formula import Formula, FormulaError

NAMES = frozenset({"calls", "qa", "test", "headcount", "target_calls"})


def value(text: str, **amounts: str | None) -> Fraction | None:
    known = {name: None if amount is None else Fraction(amount) for name, amount in amounts.items()}
    return Formula(text, NAMES).evaluate(known)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1 + 0.2", "0.3"),
        ("1 / 3 * 3", "1"),
        ("7 / 2", "3.5"),
        ("-(2 - 5) * +4", "12"),
        ("2 + 3 * 4", "14"),
        ("0.123456 * 1000000", "123456"),
        ("min(3, 1, 2) + max(1, 2)", "3"),
        ("abs(-5)", "5"),
        ("round(2.5) + round(3.5)", "6"),
        ("clamp(130, 0, 120) + clamp(-3, 0, 120)", "120"),
        ("（1＋2）×3÷2−1", "3.5"),
        ("max(1，2)", "2"),
    ],
)
def test_arithmetic_is_exact(text: str, expected: str) -> None:
    assert value(text) == Fraction(expected)


def test_names_stand_for_metrics_targets_and_headcount() -> None:
    formula = Formula("calls / target_calls * 100 + qa * 0 + headcount", NAMES)
    assert formula.names == {"calls", "target_calls", "qa", "headcount"}
    amounts = {"calls": "9", "target_calls": "10", "qa": "1", "headcount": "7.5"}
    assert formula.evaluate({name: Fraction(amount) for name, amount in amounts.items()}) == Fraction("97.5")


def test_division_by_zero_is_no_data() -> None:
    assert value("calls / headcount", calls="5", headcount="0") is None
    assert value("1 / (2 - 2) + 5") is None
    assert value("0 / 5") == 0


@pytest.mark.parametrize("text", ["qa + 1", "-qa", "1 / qa", "qa * 0", "max(qa, 1)", "clamp(qa, 0, 1)", "mean(qa)"])
def test_whatever_touches_no_data_is_no_data(text: str) -> None:
    assert value(text, qa=None) is None


def test_only_a_mean_looks_past_no_data() -> None:
    assert value("mean(qa, test)", qa="90", test="86") == 88
    assert value("mean(qa, test)", qa="90", test=None) == 90
    assert value("mean(qa, test)", qa=None, test=None) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "formula_empty"),
        ("   ", "formula_empty"),
        ("1 +", "formula_syntax"),
        ("1; 2", "formula_syntax"),
        ("x = 1", "formula_syntax"),
        ("calls\x00", "formula_syntax"),
        ("(" * 300, "formula_syntax"),
        ("calls + agents", "formula_unknown_name"),
        ("min", "formula_unknown_name"),
        ("exp(1)", "formula_unknown_function"),
        ("calls()", "formula_unknown_function"),
        ("(1)(2)", "formula_unknown_function"),
        ("min(1)", "formula_arguments"),
        ("clamp(1, 2)", "formula_arguments"),
        ("min(1, b=2)", "formula_arguments"),
        ("min(*calls)", "formula_arguments"),
        ("max(1, *calls)", "formula_not_allowed"),
        ("2 ** 9", "formula_not_allowed"),
        ("7 // 2", "formula_not_allowed"),
        ("calls % 2", "formula_not_allowed"),
        ("not calls", "formula_not_allowed"),
        ("calls < 2", "formula_not_allowed"),
        ("1 if calls else 2", "formula_not_allowed"),
        ("calls and qa", "formula_not_allowed"),
        ("calls.real", "formula_not_allowed"),
        ("calls[0]", "formula_not_allowed"),
        ("[1, 2]", "formula_not_allowed"),
        ("lambda: 1", "formula_not_allowed"),
        ("(calls := 1)", "formula_not_allowed"),
        ("'text'", "formula_number"),
        ("True", "formula_number"),
        ("1e9", "formula_number"),
        ("1_000", "formula_number"),
        ("0x10", "formula_number"),
        ("1.0000001", "formula_number"),
        ("1j", "formula_number"),
        ("f'{calls}'", "formula_not_allowed"),
        ("calls + " * 70 + "calls", "formula_too_long"),
        ("1+" * 120 + "1", "formula_too_long"),
        ("-" * 450 + "1", "formula_too_long"),
    ],
)
def test_all_else_is_refused_with_a_code(text: str, code: str) -> None:
    with pytest.raises(FormulaError) as refused:
        Formula(text, NAMES)
    assert refused.value.code == code
