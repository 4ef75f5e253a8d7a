"""Why points cannot be moved now: every refusal of the ledger's rule book under a stable code, and those of the service."""

from typing import NoReturn

from leaderboards.badges.words import REFUSALS
from leaderboards.refusal import Refusal
from server.errors import DomainError, declare

_STATUS = {
    "to_oneself": 422,
    "not_your_people": 422,
    "reason_too_short": 422,
    "points_short": 409,
    "budget_short": 409,
    "out_of_stock": 409,
    "not_positive": 422,
    "approval_needed": 409,
    "own_approval": 409,
    "no_such_entry": 404,
    "reversed_already": 409,
    "not_reversible": 409,
    "season_closed": 409,
    "same_id_other_content": 409,
    "breaks_rest": 409,
    "unbalanced": 422,
    "nothing_posted": 422,
    "account_twice": 422,
}


def _declared(code: str, status: int) -> str:
    zh, en = REFUSALS[code]
    return declare(f"rewards_{code}", status, en=f"{en}.", zh=f"{zh}。")


CODES = {code: _declared(code, status) for code, status in _STATUS.items()}
"""The problem code of each refusal of `leaderboards.ledger` and of its neighbours."""

NO_FILE = declare(
    "rewards_no_file",
    403,
    en="Your account belongs to nobody on the roll, so it has no points.",
    zh="您的账号没有对应的人员档案，没有积分账户。",
)
NO_ITEM = declare("no_such_reward", 404, en="There is no such reward on offer.", zh="目录里没有这项奖励。")
NO_REQUEST = declare("no_such_reward_request", 404, en="There is no such request.", zh="没有这条申请。")
NO_BUDGET = declare("no_such_budget", 404, en="There is no such budget of yours.", zh="没有您可用的这笔预算。")
DECIDED = declare("rewards_decided", 409, en="This request does not wait any more.", zh="这条申请已经处理过了。")
ENOUGH = declare(
    "rewards_most_reached",
    409,
    en="Nobody has this more than {most} times a season.",
    zh="这项奖励每人每赛季最多 {most} 次。",
)
SHIFT_WANTED = declare(
    "rewards_shift_wanted",
    422,
    en="Say which shift you want, from when to when.",
    zh="请填写想选的班次：哪天、几点到几点。",
)
SHIFT_BEGUN = declare(
    "rewards_shift_begun",
    409,
    en="This shift has begun already; take the entry back instead.",
    zh="所选班次已经开始，请改为冲销这笔兑换。",
)
NO_SHIFT = declare(
    "rewards_no_shift",
    422,
    en="That is no shift: it lies ahead, within {days} days, and lasts one to {hours} hours.",
    zh="班次须在今后 {days} 天内，时长 1 至 {hours} 小时。",
)
CAP = declare(
    "rewards_cap_reached",
    409,
    en="That is more than you may give this month; {left} points are left.",
    zh="超过您本月可发放的上限，还可以发 {left} 分。",
)
CAP_TO_ONE = declare(
    "rewards_cap_to_one",
    409,
    en="That is more than you may give one person this month; {left} points are left.",
    zh="超过您本月可发给同一人的上限，还可以发 {left} 分。",
)
WAITING = declare(
    "rewards_requests_wait",
    409,
    en="Decide what still waits first: {n} requests.",
    zh="还有 {n} 条申请没有处理，请先处理。",
)
PRIZES_WAIT = declare(
    "rewards_prizes_wait",
    409,
    en="Points won in contests still wait for a site's budget: {n}. Allot it what is missing first.",
    zh="还有 {n} 笔竞赛奖励在等职场预算，请先补足预算。",
)
PERSON_WANTED = declare(
    "rewards_person_wanted", 409, en="A person approves, not a token.", zh="只能由本人账号批准，不能用令牌。"
)


def refuse(refusal: Refusal) -> NoReturn:
    """Raise what the rule book refused."""
    raise DomainError(CODES[refusal.code])
