"""Why something cannot be done in a review: every refusal of the rule book under a stable code, and those of the service."""

from typing import NoReturn

from career.refusal import Refusal
from career.words import REFUSALS
from server.errors import DomainError, declare

_FORBIDDEN = {
    "own_case",
    "own_case_only",
    "not_your_role",
    "not_your_people",
    "conflict_of_interest",
    "recommended_or_leads",
    "decided_this",
    "decision_overturned",
}
_UNPROCESSABLE = {"reason_missing", "no_effective_date"}


def _declared(code: str) -> str:
    zh, en = REFUSALS[code]
    status = 403 if code in _FORBIDDEN else 422 if code in _UNPROCESSABLE else 409
    return declare(f"review_{code}", status, en=f"{en}.", zh=f"{zh}。")


CODES = {code: _declared(code) for code in REFUSALS}
"""The problem code of each refusal in `career.words.REFUSALS`."""

NO_CYCLE = declare("no_such_cycle", 404, en="There is no review {key}.", zh="没有评审 {key}。")
NO_CANDIDATE = declare(
    "no_such_candidate", 404, en="{key} is not part of this review.", zh="{key} 不在本轮评审范围内。"
)
NOT_NOMINATED = declare("not_nominated", 409, en="{word} has not been nominated.", zh="{word} 还没有被提名。")
NOT_A_DRAFT = declare(
    "cycle_not_a_draft",
    409,
    en="The review has been opened; it can no longer be changed.",
    zh="评审已启动，不能再修改。",
)
OPENING = declare(
    "cycle_opening", 409, en="The evidence is just being frozen; wait a moment.", zh="正在冻结评审依据，请稍候。"
)
NO_STEP = declare(
    "no_such_step",
    422,
    en="No criteria lead from {source} to {target}.",
    zh="现行标准中没有从 {source} 到 {target} 的台阶。",
)
BAD_PLACE = declare(
    "bad_place",
    422,
    en="Places at {level} in {site} are outside this review.",
    zh="{site} 的 {level} 编制不在本轮评审范围内。",
)
AS_OF_AHEAD = declare(
    "as_of_in_future", 422, en="The as-of date {day} has not come yet.", zh="依据截止日 {day} 还没有到。"
)
EFFECTIVE_EARLY = declare(
    "effective_before_notice",
    422,
    en="Promotions cannot begin before the agents read of them: {day} or later.",
    zh="晋升不能早于通知当天生效，请填 {day} 或之后的日期。",
)
EVIDENCE_COMING = declare(
    "evidence_still_coming",
    409,
    en="Evidence is accepted until {until}; nothing is decided before it has been taken in.",
    zh="评审依据可补录至 {until}，全部纳入之后才能决定。",
)
PLACES_TAKEN = declare(
    "places_taken",
    409,
    en="{taken} places at {level} in {site} are given or proposed already.",
    zh="{site} 的 {level} 编制已提议或确认 {taken} 个。",
)
NOT_NOTICED = declare(
    "not_noticed_yet", 409, en="Payroll hears of promotions after the agents do.", zh="通知本人之后才能导出给薪酬。"
)
CONFLICT_IN_EXPORT = declare(
    "conflict_in_export",
    403,
    en="The list names somebody with whom you declared a conflict of interest; let a colleague export it.",
    zh="名单中有您申报过利益冲突的人员，请由同事导出。",
)
WITHDRAWING_OVER = declare(
    "withdrawing_over", 409, en="It is too late to step back from this review.", zh="本轮评审已不能退出。"
)
TOO_LONG = declare("words_too_long", 422, en="At most {most} characters, please.", zh="最多填写 {most} 个字。")


def refuse(refusal: Refusal) -> NoReturn:
    """Answer a refusal of the rule book."""
    raise problem(refusal)


def problem(refusal: Refusal) -> DomainError:
    """A refusal of the rule book, or of this room under its own code, as an error; `word` names what is at fault."""
    return DomainError(CODES.get(refusal.code, refusal.code), word=_plain(refusal.word))


def _plain(word: str) -> str:
    """A person as people write it: by the code alone."""
    return word.removeprefix("agent:")
