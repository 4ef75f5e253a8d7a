"""Why somebody cannot be thanked now: every refusal of the rule book under a stable code, and those of the service."""

from typing import NoReturn

from leaderboards.badges.words import REFUSALS
from leaderboards.refusal import Refusal
from server.errors import DomainError, declare

_STATUS = {"to_oneself": 422, "not_a_colleague": 422, "unknown_value": 422, "straight_back": 409, "cap_reached": 409}


def _declared(code: str, status: int) -> str:
    zh, en = REFUSALS[code]
    return declare(f"kudos_{code}", status, en=f"{en}.", zh=f"{zh}。")


CODES = {code: _declared(code, status) for code, status in _STATUS.items()}
"""The problem code of each refusal of `leaderboards.kudos`."""

NO_FILE = declare(
    "kudos_no_file",
    403,
    en="Your account belongs to nobody on the roll, so it can neither thank nor be thanked.",
    zh="您的账号没有对应的人员档案，不能感谢别人，也收不到感谢。",
)
NO_THANKS = declare("no_such_kudos", 404, en="There is no such thanks of yours.", zh="没有您的这条感谢。")
VALUE_TWICE = declare("kudos_value_twice", 422, en="The value {word} is there twice.", zh="价值观 {word} 重复了。")


def refuse(refusal: Refusal) -> NoReturn:
    """Raise what the rule book refused."""
    raise DomainError(CODES[refusal.code])
