"""The classic formulas of a call centre as ready rules; every symbol is an argument.

Under the usual rule a team's sums are divided by its headcount, so a unit target is one FTE's target for the window. The
clamp is 0–120 unless another is given, or None.
"""

from msgspec.structs import replace

from leaderboards.rules import PerHead, Rules, TeamRule, Term

Clamp = tuple[str, str] | None
DEFAULT_CLAMP: Clamp = ("0", "120")


def volume_index(
    unit_target: str = "5000",
    *,
    calls: str = "calls",
    complaints: str = "complaints_handled",
    credit_complaints: bool = False,
    clamp: Clamp = DEFAULT_CLAMP,
    team_rule: TeamRule | None = None,
) -> Rules:
    """话务量指标: (calls − complaints handled) / unit target × 100.

    A centre that rewards first ownership (首问负责制) credits the complaints taken over instead of taking them off.
    """
    sign = "+" if credit_complaints else "-"
    return _rules(f"({calls} {sign} {complaints}) / {unit_target} * 100", clamp, team_rule)


def quality_index(
    complaint_coefficient: str = "1.5",
    *,
    monitoring: str = "monitoring",
    test_calls: str = "test_call",
    complaints: str = "complaints",
    clamp: Clamp = DEFAULT_CLAMP,
    team_rule: TeamRule | None = None,
) -> Rules:
    """服务质量指标: (monitoring score + test-call score) / 2 − complaints × coefficient.

    Without test calls monitoring stands alone; without monitoring there is no data.
    """
    formula = f"mean({monitoring}, {test_calls}) - {complaints} * {complaint_coefficient}"
    return _rules(formula, clamp, team_rule, Term(test_calls, missing="skip"))


def training_index(
    absence_coefficient: str = "5",
    *,
    score: str = "training_score",
    absences: str = "training_absences",
    clamp: Clamp = DEFAULT_CLAMP,
    team_rule: TeamRule | None = None,
) -> Rules:
    """培训考核指标: monthly mean training score − absences × coefficient."""
    return _rules(f"{score} - {absences} * {absence_coefficient}", clamp, team_rule)


def together(*indices: Rules) -> Rules:
    """Several indices as one score: their sum, each within its own clamp, under the team rule of the first."""
    formula = " + ".join(f"({index.formula})" for index in indices)
    return replace(indices[0], formula=formula, terms=tuple([term for index in indices for term in index.terms]))


def _rules(formula: str, clamp: Clamp, team_rule: TeamRule | None, *terms: Term) -> Rules:
    if clamp is not None:
        formula = f"clamp({formula}, {clamp[0]}, {clamp[1]})"
    return Rules(method="formula", formula=formula, terms=terms, team_rule=team_rule or PerHead())
