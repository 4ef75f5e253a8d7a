"""Points given or taken by hand: applied to scores before anybody is ranked, and never to who has no score."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

from msgspec.structs import replace

from leaderboards.exact import SCORE_UNITS, parse_decimal
from leaderboards.ranking import Scored

Code = Literal["data_outage", "shared_task", "system_fault", "rules_breach", "appeal_upheld", "other"]
"""The neutral words the public reads; why exactly is between operations and the participant."""
CODES: tuple[Code, ...] = get_args(Code)

_MICROS_PER_UNIT = 1_000_000 // SCORE_UNITS


def parse_points(text: str) -> int:
    """Signed points as ten-thousandths. Raises ValueError on what is no plain decimal, on nothing, and on a fifth decimal,
    which a published score could not show."""
    micro = parse_decimal(text)
    units, rest = divmod(micro, _MICROS_PER_UNIT)
    if rest or not units:
        raise ValueError(f"not a number of points that a score can show: {text[:40]!r}")
    return units


def adjusted(scored: Iterable[Scored], amounts: Mapping[str, int]) -> Iterator[Scored]:
    """Everybody with what was given or taken; `amounts` are ten-thousandths by participant.

    They are added to the score as it was rounded, so that what is published adds up. Reasons not to be ranked stay.
    """
    for one in scored:
        amount = amounts.get(one.participant, 0)
        yield one if not amount or one.score is None else replace(one, score=one.score + amount)
