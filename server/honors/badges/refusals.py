"""Why something about badges cannot be done: the rule book's refusals under stable codes, and those of the service."""

from typing import NoReturn

from leaderboards.badges.words import REFUSALS
from leaderboards.refusal import Refusal
from server.errors import DomainError, declare

_STATUS = {
    "not_given_by_people": 422,
    "not_in_force": 409,
    "unknown_tier": 422,
    "wrong_subject": 422,
    "not_your_role": 403,
    "to_oneself": 422,
    "not_your_people": 403,
    "reason_too_short": 422,
    "cap_reached": 409,
    "same_person_again": 409,
    "season_full": 409,
}


def _declared(code: str, status: int) -> str:
    zh, en = REFUSALS[code]
    return declare(f"badge_{code}", status, en=f"{en}.", zh=f"{zh}。")


CODES = {code: _declared(code, status) for code, status in _STATUS.items()}
"""The problem code of each refusal of `leaderboards.granting`."""

NO_BADGE = declare("no_such_badge", 404, en="There is no badge {badge}.", zh="没有徽章 {badge}。")
NO_AWARD = declare("no_such_award", 404, en="There is no such award that you may see.", zh="没有您可以查看的这枚徽章。")
NO_COLLEAGUE = declare(
    "badge_not_a_colleague", 422, en="Nobody here has the code {agent}.", zh="没有在岗人员 {agent}。"
)
NO_FILE = declare(
    "badges_no_file",
    403,
    en="Your account belongs to nobody on the roll, so it earns no badges.",
    zh="您的账号没有对应的人员档案，没有个人徽章。",
)
FAULTY = declare(
    "badge_faulty", 422, en="This badge cannot be earned yet: {first}", zh="这枚徽章还不能使用：{first_zh}"
)
OTHER_CODE = declare(
    "badge_other_code",
    422,
    en="The address says {badge}, the badge says otherwise.",
    zh="徽章代码与地址 {badge} 不一致。",
)
NOT_GIVEN = declare(
    "badge_not_given",
    409,
    en="This award was earned, not given; it stands as long as its ground does.",
    zh="这枚徽章是达标获得的，不能收回；只有依据不再成立时才会撤回。",
)
NOT_YOURS = declare(
    "badge_not_yours",
    403,
    en="Only whoever gave it, operations or HR can take it back.",
    zh="只有授予人、运营或人力可以收回。",
)


def refuse(refusal: Refusal) -> NoReturn:
    """Raise what the rule book refused."""
    raise DomainError(CODES[refusal.code])
