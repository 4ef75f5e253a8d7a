"""Why something about classes and trainees is refused: what the rule book refuses, and what the service adds."""

from typing import NoReturn

from career.refusal import Refusal
from career.words import REFUSALS
from server.errors import DomainError, declare

_STATUS = {"own_case": 403, "reason_missing": 422}
_RULES = (
    "onboarding_over",
    "gate_not_next",
    "before_last_gate",
    "held_once",
    "open_items",
    "own_case",
    "reason_missing",
    "second_person_needed",
)


def _declared(code: str) -> str:
    zh, en = REFUSALS[code]
    return declare(f"gate_{code}", _STATUS.get(code, 409), en=f"{en}.", zh=f"{zh}。")


CODES = {code: _declared(code) for code in _RULES}
"""The problem code of each refusal of `career.onboarding`."""


def refuse(refusal: Refusal) -> NoReturn:
    """Raise what the rule book answered."""
    raise DomainError(CODES[refusal.code], word=refusal.word)


NO_CLASS = declare("no_such_class", 404, en="There is no class {key}.", zh="没有班级 {key}。")
NO_TRAINEE = declare("no_such_trainee", 404, en="There is no trainee {key}.", zh="没有学员 {key}。")
NO_TEACHER = declare("no_such_teacher", 404, en="{key} cannot be a class teacher.", zh="{key} 不能担任班主任。")
NO_DECISION = declare("no_such_gate_decision", 404, en="There is no gate decision {key}.", zh="没有关口决定 {key}。")
NO_ITEM = declare("no_such_log_item", 404, en="There is no open item {key}.", zh="没有待办事项 {key}。")
NO_DAY = declare("no_such_class_day", 404, en="There is no class day {key}.", zh="没有这次上课 {key}。")
NO_CALL = declare("no_such_test_call", 404, en="There is no test call {key}.", zh="没有拨测记录 {key}。")
NO_ARCHIVE = declare("no_such_archive", 404, en="There is no archive {key}.", zh="没有培训档案 {key}。")
IN_A_CLASS = declare(
    "in_a_class_already", 409, en="{agent} is learning in a class already.", zh="{agent} 已在一个班级学习。"
)
CLASS_CLOSED = declare("class_closed", 409, en="This class is closed.", zh="该班级已结班。")
STILL_LEARNING = declare(
    "class_still_learning", 409, en="{n} trainees are still under way.", zh="还有 {n} 名学员在学。"
)
DECISION_WAITS = declare(
    "gate_decision_waits",
    409,
    en="A decision about this trainee waits for its second person.",
    zh="该学员有一项决定正等待第二人确认。",
)
DECISION_OVER = declare("gate_decision_over", 409, en="This was decided already.", zh="这项决定已经办结。")
OWN_MENTOR = declare("own_mentor", 400, en="Nobody mentors oneself.", zh="不能做自己的带教师傅。")
OWN_LINE = declare(
    "test_call_own_line",
    403,
    en="Test calls come from outside: neither the mentor nor the lead makes them.",
    zh="拨测由本线以外的人来做：师傅和本班组长都不行。",
)
NOT_AT_CALLS = declare(
    "not_at_test_calls",
    409,
    en="Test calls are made in the fourth stage.",
    zh="到第四阶段“通关拨测”才做拨测。",
)
NOT_BEGUN = declare("class_day_not_begun", 409, en="This class day has not begun.", zh="这次课还没有开始。")
NOT_EXPECTED = declare(
    "not_expected_that_day", 409, en="Trainee {key} was not part of the class that day.", zh="学员 {key} 当天不在班。"
)
BAD_HOURS = declare("bad_class_hours", 400, en="Between a moment and 24 hours.", zh="课时应大于 0、不超过 24 小时。")
BAD_SCORE = declare("bad_test_call_score", 400, en="A score lies between 0 and 100.", zh="得分应在 0 到 100 之间。")
DAY_THERE = declare("class_day_there", 409, en="A class day begins then already.", zh="该时间已经安排了上课。")
AHEAD = declare("test_call_ahead", 400, en="A test call lies in the past.", zh="拨测时间不能晚于现在。")
