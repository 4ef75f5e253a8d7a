"""How much one gives and redeems before a second person is asked, and how much a lead gives in a month at all."""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from leaderboards.ledger import LedgerRules
from server.db.pool import Connection
from server.errors import DomainError
from server.honors.rewards.refusals import CAP, CAP_TO_ONE


class RewardRules(LedgerRules, frozen=True, forbid_unknown_fields=True):
    """`per_month` is what one lead gives in a calendar month, `to_one` how much of it to the same person. Where the prizes of a
    contest come to more than `prize_limit`, two persons sign its result."""

    per_month: Annotated[int, Meta(ge=0, le=1_000_000)] = 2000
    to_one: Annotated[int, Meta(ge=0, le=1_000_000)] = 500
    prize_limit: Annotated[int, Meta(ge=0, le=10_000_000)] = 2000


class Gift(Struct, frozen=True):
    """Points somebody gave, or asked to give, this month."""

    to: int
    amount: int


_rules = msgspec.json.Decoder(RewardRules)


async def rules(connection: Connection) -> RewardRules:
    """The rules in force; the shipped ones until somebody changes them."""
    body: str | None = await connection.fetchval("SELECT body::text FROM reward_rules ORDER BY id DESC LIMIT 1")
    return RewardRules() if body is None else _rules.decode(body)


def within_caps(limits: RewardRules, given: Sequence[Gift], to: int, amount: int) -> None:
    """Raises `rewards_cap_reached` when a gift would be more than a month allows."""
    left_to_one = limits.to_one - sum(one.amount for one in given if one.to == to)
    left = limits.per_month - sum(one.amount for one in given)
    if amount > left_to_one:
        raise DomainError(CAP_TO_ONE, left=max(0, left_to_one))
    if amount > left:
        raise DomainError(CAP, left=max(0, left))
