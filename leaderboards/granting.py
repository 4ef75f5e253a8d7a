"""Badges given by people: who may give which to whom, how many a month, and never without a reason."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated

from msgspec import Meta, Struct, field

from leaderboards.badges.badge import Badge
from leaderboards.badges.periods import key_of
from leaderboards.badges.standing import Given
from leaderboards.badges.tiers import Tier
from leaderboards.refusal import Refusal

LEAST_REASON = 5
"""Signs a reason takes at least, blanks not counted; five Chinese ones say something."""


class Caps(Struct, frozen=True, forbid_unknown_fields=True):
    """How many badges one person gives in a month, whatever their kind, by role; of several roles the most generous holds."""

    per_month: Mapping[str, Annotated[int, Meta(ge=0, le=1000)]] = field(default_factory=lambda: {"ops": 12})
    otherwise: Annotated[int, Meta(ge=0, le=1000)] = 4


class Grantor(Struct, frozen=True, kw_only=True):
    """Who gives: the person (as subject, `a<id>`), the roles, and whose people they are (None: everybody's). `teams` are those
    the person belongs to or leads, which count as oneself."""

    id: str
    roles: frozenset[str]
    people: frozenset[str] | None = None
    teams: frozenset[str] = frozenset()


class Wish(Struct, frozen=True, kw_only=True):
    """A badge somebody wants to give."""

    to: str
    tier: Tier
    on: date
    reason: str


class Granted(Struct, frozen=True, kw_only=True):
    """A badge somebody gave. What was taken back still used up one of the month's."""

    badge: str
    tier: Tier
    by: str
    to: str
    on: date
    taken_back: bool = False


def may_grant(
    badge: Badge, wish: Wish, grantor: Grantor, log: Iterable[Granted], caps: Caps | None = None
) -> Refusal | None:
    """Why a badge cannot be given; None when it can. `log` holds what anybody gave in the month and the season."""
    rule = badge.rule
    if not isinstance(rule, Given):
        return Refusal("not_given_by_people", badge.code)
    if wish.on < badge.effective or (badge.ends is not None and wish.on >= badge.ends):
        return Refusal("not_in_force", badge.code)
    if wish.tier not in {step.tier for step in badge.steps}:
        return Refusal("unknown_tier", wish.tier)
    if (badge.of == "team") != wish.to.startswith("t"):
        return Refusal("wrong_subject", wish.to)
    return _not_to(rule, wish, grantor) or _too_many(badge, rule, wish, grantor, list(log), caps or Caps())


def _not_to(rule: Given, wish: Wish, grantor: Grantor) -> Refusal | None:
    if not grantor.roles.intersection(rule.roles):
        return Refusal("not_your_role")
    if wish.to == grantor.id or wish.to in grantor.teams:
        return Refusal("to_oneself")
    if grantor.people is not None and wish.to not in grantor.people:
        return Refusal("not_your_people")
    if len("".join(wish.reason.split())) < LEAST_REASON:
        return Refusal("reason_too_short")
    return None


def _too_many(
    badge: Badge, rule: Given, wish: Wish, grantor: Grantor, log: list[Granted], caps: Caps
) -> Refusal | None:
    month = key_of("month", wish.on)
    mine = [one for one in log if one.by == grantor.id and key_of("month", one.on) == month]
    same = [one for one in mine if one.badge == badge.code]
    most = max([caps.per_month.get(role, caps.otherwise) for role in grantor.roles], default=0)
    if len(same) >= rule.per_month or len(mine) >= most:
        return Refusal("cap_reached")
    if any(one.to == wish.to and not one.taken_back for one in same):
        return Refusal("same_person_again")
    if badge.limit is not None:
        season = key_of(badge.limit.per, wish.on)
        had = [
            one
            for one in log
            if (one.badge, one.to, one.tier) == (badge.code, wish.to, wish.tier)
            and not one.taken_back
            and key_of(badge.limit.per, one.on) == season
        ]
        if len(had) >= badge.limit.times:
            return Refusal("season_full")
    return None
