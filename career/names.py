"""What criteria and the things they name are called in both languages, by the rule book or by the centre."""

from collections.abc import Mapping

from msgspec import Struct

from career.onboarding import DEFAULT_STAGES

Said = tuple[str, str]
"""Chinese and English."""

KNOWN: dict[str, Said] = {
    "scorecard": ("月度评分卡", "Monthly scorecard"),
    "qa": ("质检", "QA"),
    "complaints": ("有责投诉", "Upheld complaints"),
    "critical_errors": ("致命差错", "Critical errors"),
    "training_hours": ("培训学时", "Training hours"),
    "escalations": ("升级来电", "escalations"),
    "deputy": ("副班组长", "deputy lead"),
    "deputy_lead": ("副班组长", "deputy lead"),
    "lead": ("班组长", "team lead"),
    "trainer": ("培训师", "trainer"),
    "analyst": ("质检员", "quality analyst"),
    "ops": ("运营经理", "operations manager"),
    "hr": ("人力", "HR"),
    "junior": ("初级考试", "Junior exam"),
    "intermediate": ("中级考试", "Intermediate exam"),
    "senior": ("高级考试", "Senior exam"),
    "management": ("管理考试", "Management exam"),
    "college": ("大专", "college"),
    "bachelor": ("本科", "bachelor"),
    "master": ("硕士", "master"),
    **{stage.code: (stage.zh, stage.en) for stage in DEFAULT_STAGES},
}
"""What the codes of the shipped criteria are called; a centre's own names go before these."""


class Names(Struct, frozen=True):
    """What a centre calls its metrics, queues, courses and the like; a code without a name stands for itself."""

    metrics: Mapping[str, Said] = {}
    skills: Mapping[str, Said] = {}
    courses: Mapping[str, Said] = {}
    badges: Mapping[str, Said] = {}
    exams: Mapping[str, Said] = {}

    def exam(self, code: str) -> Said:
        """An exam held here, or one that the rule book knows."""
        return self.exams.get(code) or called(code)

    def course(self, code: str) -> Said:
        """A course; one of before that the centre has no name for stands for itself."""
        return self.courses.get(code) or called(code)

    def metric(self, code: str) -> Said:
        """A metric; the scorecard counts as one."""
        return self.metrics.get(code) or called(code)

    def listed(self, of: Mapping[str, Said], codes: tuple[str, ...]) -> Said:
        """Several, joined as each language joins them."""
        found = [of.get(code) or called(code) for code in codes]
        return "、".join(zh for zh, _ in found), ", ".join(en for _, en in found)


def called(code: str) -> Said:
    """The words for a code of the shipped criteria, else the code."""
    return KNOWN.get(code, (code, code))
