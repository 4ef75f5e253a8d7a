"""Thanks as they go over the wire."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from leaderboards.kudos import KudosRules
from server.honors.kudos.service import UNTHANKED_DAYS, Mine, Unthanked
from server.honors.kudos.store import Colleague, Thanks
from server.wire import Bilingual, Code, Named


class ThanksIn(Struct, forbid_unknown_fields=True):
    """Whom one thanks, for which of the centre's values, and in a few words."""

    to: Code
    value: Code
    words: Annotated[str, Meta(max_length=200)] = ""


class HideIn(Struct, forbid_unknown_fields=True):
    """Whether the team shall not see it."""

    hidden: bool


class ValueOut(Struct):
    """What the centre holds dear."""

    code: str
    name: Bilingual


class ThanksOut(Struct, kw_only=True):
    """One thanks."""

    id: int
    giver: Named
    receiver: Named
    value: ValueOut
    words: str
    at: datetime
    hidden: bool
    taken_back: bool


class MineOut(Struct, kw_only=True):
    """One's own thanks; `left` of `per_month` this calendar month."""

    left: int
    per_month: int
    back_after_days: int
    values: list[ValueOut]
    received: list[ThanksOut]
    given: list[ThanksOut]


class FeedOut(Struct):
    """The team's, newest first."""

    items: list[ThanksOut]


class ColleagueOut(Struct):
    """Somebody to thank."""

    code: str
    name: Bilingual
    team: Bilingual | None


class ColleaguesOut(Struct):
    """The first few that were found."""

    items: list[ColleagueOut]


class CameOut(Struct):
    """Somebody nobody has thanked, and the day of hire."""

    code: str
    name: Bilingual
    hired: date


class UnthankedTeam(Struct):
    """One team."""

    team: Named
    people: list[CameOut]


class UnthankedOut(Struct):
    """Whom nobody has thanked for so many days."""

    items: list[UnthankedTeam]
    days: int = UNTHANKED_DAYS


def thanks_out(one: Thanks) -> ThanksOut:
    """One thanks."""
    return ThanksOut(
        id=one.id,
        giver=one.giver,
        receiver=one.receiver,
        value=ValueOut(one.value, one.value_name),
        words=one.words,
        at=one.at,
        hidden=one.hidden,
        taken_back=one.taken_back,
    )


def mine_out(mine: Mine) -> MineOut:
    """One's own."""
    return MineOut(
        left=mine.left,
        per_month=mine.rules.per_month,
        back_after_days=mine.rules.back_after_days,
        values=values_out(mine.rules),
        received=[thanks_out(one) for one in mine.received],
        given=[thanks_out(one) for one in mine.given],
    )


def values_out(rules: KudosRules) -> list[ValueOut]:
    """The values one may thank for."""
    return [ValueOut(value.code, Bilingual(value.zh, value.en)) for value in rules.values]


def colleague_out(one: Colleague) -> ColleagueOut:
    """Somebody to thank."""
    return ColleagueOut(one.agent.code, one.agent.name, one.team)


def unthanked_out(one: Unthanked) -> UnthankedTeam:
    """One team."""
    return UnthankedTeam(one.team, [CameOut(came.agent.code, came.agent.name, came.hired) for came in one.people])
