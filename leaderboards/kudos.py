"""Thanks between colleagues: who may thank whom now, how many are left this month, and whom nobody has thanked for long."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from leaderboards.calendar import Calendar
from leaderboards.refusal import Refusal


class Value(Struct, frozen=True, forbid_unknown_fields=True):
    """Something the centre holds dear, and for which one may thank."""

    code: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
    zh: Annotated[str, Meta(pattern=r"\S", max_length=40)]
    en: Annotated[str, Meta(pattern=r"\S", max_length=40)]


DEFAULT_VALUES = (
    Value("teamwork", "团结协作", "Teamwork"),
    Value("customer_first", "客户至上", "Customer first"),
    Value("sharing", "乐于分享", "Sharing what one knows"),
    Value("patience", "耐心细致", "Patience"),
    Value("standing_in", "主动补位", "Standing in"),
    Value("cheer", "传递快乐", "Good cheer"),
)


class KudosRules(Struct, frozen=True, forbid_unknown_fields=True):
    """How often one may thank, and for what."""

    per_month: Annotated[int, Meta(ge=1, le=100)] = 5
    back_after_days: Annotated[int, Meta(ge=0, le=90)] = 7
    values: Annotated[tuple[Value, ...], Meta(min_length=1, max_length=30)] = DEFAULT_VALUES


class Kudos(Struct, frozen=True, kw_only=True):
    """One thanks. What was taken back still used up one of the month's, or the number would mean nothing."""

    giver: str
    receiver: str
    value: str
    at: datetime
    taken_back: bool = False


def left(rules: KudosRules, log: Iterable[Kudos], giver: str, calendar: Calendar, at: datetime) -> int:
    """How many somebody may still give in the calendar month of an instant, by the business days of the giver's site."""
    month = calendar.business_day(at).replace(day=1)
    given = sum(one.giver == giver and calendar.business_day(one.at).replace(day=1) == month for one in log)
    return max(0, rules.per_month - given)


def may_thank(
    rules: KudosRules, log: Iterable[Kudos], thanks: Kudos, calendar: Calendar, peers: Mapping[str, object]
) -> Refusal | None:
    """Why this thanks cannot be given now; None when it can. `peers` are those who can be thanked: everybody employed.

    Straight back: whoever was thanked by somebody may thank that person from seven days (to the second) later on.
    """
    log = list(log)
    if thanks.giver == thanks.receiver:
        return Refusal("to_oneself")
    if thanks.receiver not in peers:
        return Refusal("not_a_colleague", thanks.receiver)
    if thanks.value not in {value.code for value in rules.values}:
        return Refusal("unknown_value", thanks.value)
    wait = timedelta(days=rules.back_after_days)
    for one in log:
        between = (one.giver, one.receiver) == (thanks.receiver, thanks.giver) and not one.taken_back
        if between and thanks.at - wait < one.at <= thanks.at:
            return Refusal("straight_back")
    if left(rules, log, thanks.giver, calendar, thanks.at) == 0:
        return Refusal("cap_reached")
    return None


def never_thanked(
    log: Iterable[Kudos], since: Mapping[str, date], on: date, calendar: Calendar, days: int = 90, settling: int = 30
) -> tuple[str, ...]:
    """Of the people of a team, each with the day they came, those nobody has thanked for so many days: for the lead alone, who
    may see that nobody is forgotten. Whoever came less than `settling` days ago is not missed yet."""
    thanked = {
        one.receiver
        for one in log
        if not one.taken_back and on - timedelta(days=days) <= calendar.business_day(one.at) <= on
    }
    return tuple(
        sorted(who for who, came in since.items() if who not in thanked and came <= on - timedelta(days=settling))
    )
