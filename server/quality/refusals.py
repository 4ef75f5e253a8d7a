"""Why something cannot be done with forms, evaluations or calibrations: the rule book's refusals, and those of the room."""

from typing import NoReturn

from career.refusal import Refusal
from career.words import REFUSALS
from server.errors import DomainError, declare

_FORBIDDEN = frozenset({"own_case", "own_case_only", "own_line", "judged_this"})
_OVER = frozenset({"disputed_already", "dispute_over", "no_open_dispute", "item_there_already"})
_UNREADABLE = frozenset({
    "reason_missing",
    "unknown_item",
    "item_not_marked",
    "item_not_skippable",
    "mark_not_on_form",
    "nothing_applicable",
    "before_last_version",
    "other_form",
    "too_few_evaluators",
})  # fmt: skip
# Refusals whose word names the line at fault.
_OF_A_LINE = frozenset({"unknown_item", "item_not_marked", "item_not_skippable", "mark_not_on_form"})


def _declared(code: str) -> str:
    zh, en = REFUSALS[code]
    status = 403 if code in _FORBIDDEN else 409 if code in _OVER else 422
    if code in _OF_A_LINE:
        return declare(f"qa_{code}", status, en=f"{en}: {{word}}.", zh=f"{zh}：{{word}}。")
    return declare(f"qa_{code}", status, en=f"{en}.", zh=f"{zh}。")


CODES = {code: _declared(code) for code in sorted(_FORBIDDEN | _OVER | _UNREADABLE)}

NO_FORM = declare("no_such_form", 404, en="There is no QA form {key}.", zh="没有质检表 {key}。")
NOT_IN_FORCE = declare(
    "form_not_in_force", 409, en="The form {key} is not in force on {day}.", zh="质检表 {key} 在 {day} 尚未生效。"
)
PUBLISHED = declare(
    "form_published",
    409,
    en="This version was published; calls are judged by it. Draft the next version instead.",
    zh="该版本已发布，是评分依据，不能再改。请新建下一版。",
)
DRAFT_THERE = declare(
    "form_draft_there", 409, en="{key} has a draft already; go on with that.", zh="{key} 已有草稿，请继续编辑。"
)
FAULTY_FORM = declare(
    "form_faulty", 422, en="This form cannot be published yet: {first}", zh="这份质检表还不能发布：{first_zh}"
)
NO_EVALUATION = declare("no_such_evaluation", 404, en="There is no evaluation {key}.", zh="没有质检记录 {key}。")
JUDGED_BEFORE = declare(
    "call_judged_before", 409, en="This call was judged on this form already.", zh="这通电话已用这张质检表评过。"
)
WITHDRAWN = declare("evaluation_withdrawn", 409, en="This evaluation was withdrawn.", zh="这条质检记录已撤销。")
RETIRED = declare(
    "form_retired",
    409,
    en="{key} is retired since {day}. Bring it back first.",
    zh="质检表 {key} 已于 {day} 停用，请先恢复使用。",
)
RETIRED_IN_PAST = declare(
    "form_retired_in_past", 422, en="A form is retired from today on at the earliest.", zh="质检表最早从今天起停用。"
)
CALL_AHEAD = declare("call_in_future", 422, en="The call has not happened yet.", zh="通话时间不能晚于现在。")
OFFSET_MISSING = declare(
    "call_without_offset", 422, en="Give the call's instant with its offset.", zh="通话时间必须带时区。"
)
ASSIGNED_ONLY = declare(
    "assigned_calls_only", 403, en="You judge the calls that were assigned to you.", zh="您只能评分配给您的通话。"
)
NEEDS_ACCOUNT = declare(
    "judging_needs_person", 403, en="Only a person who is signed in may do this.", zh="此操作只能由登录的人员完成。"
)
NO_CALIBRATION = declare("no_such_calibration", 404, en="There is no calibration {key}.", zh="没有校准会 {key}。")
CALIBRATION_OVER = declare("calibration_over", 409, en="This calibration is closed.", zh="这次校准已结束。")


def refuse(refusal: Refusal) -> NoReturn:
    """Answer a refusal of the rule book; `word` names what is at fault."""
    raise DomainError(CODES[refusal.code], word=refusal.word)
