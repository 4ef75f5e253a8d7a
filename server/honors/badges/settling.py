"""Brings the awards of people and teams to what they have earned: gives what is missing, withdraws what lost its ground, each exactly once."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec
import structlog
from msgspec import Struct

from leaderboards.badges.awarding import Award, Changes, Held, reconcile_all
from leaderboards.badges.badge import Badge
from leaderboards.badges.view import View
from server.db import outbox
from server.db.pool import Connection
from server.honors.badges import catalogue, store
from server.honors.badges.bests import Best, beside, of_centre, read_bests
from server.honors.badges.ports import Lives
from server.honors.badges.store import Of
from server.honors.badges.supplying import supply
from server.honors.badges.teams import supply_teams

_log = structlog.get_logger(__name__)

TOPIC = "awards"
_NEWS = timedelta(days=30)
"""Of somebody who is looked at for the first time only so much is news; nobody is congratulated on years at once."""
_LOCKS: Mapping[Of, int] = {"agent": 0x6261_6467, "team": 0x6261_6474}
"""With the number of an agent or a team the name of the lock under which its awards change."""


class Told(Struct, frozen=True):
    """What follows an award or its withdrawal, on the topic `awards`."""

    award: int
    subject_id: int
    badge: str
    version: int
    tier: str
    on: str
    withdrawn: bool = False
    of: Of = "agent"


async def lock(connection: Connection, agent_id: int) -> None:
    """Wait until nobody else changes this person's awards; held until the transaction ends."""
    await connection.execute("SELECT pg_advisory_xact_lock($1, $2)", _LOCKS["agent"], agent_id)


async def try_lock(connection: Connection, ids: Sequence[int], enough: int, of: Of = "agent") -> list[int]:
    """Those among these people or teams, so many at most, that nobody else is at work on."""
    mine: list[int] = []
    for number in ids:
        if len(mine) == enough:
            break
        if await connection.fetchval("SELECT pg_try_advisory_xact_lock($1, $2)", _LOCKS[of], number):
            mine.append(number)
    return mine


async def settle(
    connection: Connection, ids: Sequence[int], lives: Lives, now: datetime, code: str | None = None, of: Of = "agent"
) -> int:
    """Settle people or teams the caller has locked, of every badge or of one; how many awards were given or withdrawn.

    Nothing is written before everything is worked out: a transaction that has written holds back whoever follows the outbox.
    """
    badges = [one for one in await catalogue.versions(connection, code) if one.of == of]
    if not badges:
        return 0
    needs = catalogue.needs_of(badges)
    known = (
        await supply_teams(connection, ids, needs, now)
        if of == "team"
        else await supply(connection, ids, needs, lives, now)
    )
    best = await read_bests(connection) if any(of_centre(one) for one in badges) else {}
    standing = await store.held(connection, ids, of)
    found = []
    for number, view in known.views.items():
        held = [one for one in standing.get(number, ()) if code is None or one.badge == code]
        # Some milliseconds of plain counting a person, in which boards and requests shall not wait.
        news = date.min if _looked_at(standing.get(number, ())) else view.today - _NEWS
        found.append((number, news, await asyncio.to_thread(_judged, badges, view, held, best)))
    changed = 0
    for number, news, by_badge in found:
        for changes in by_badge.values():
            changed += await _write(connection, _Whose(of, number), changes, now, news)
    return changed


def _judged(
    badges: Sequence[Badge], view: View, held: Sequence[Held], best: Mapping[str, Best]
) -> Mapping[str, Changes]:
    """By everybody's records too, where those are worked out; while they are not, such awards stay as they are."""
    found = reconcile_all([one for one in badges if not of_centre(one)], view, held)
    for code, one in best.items():
        versions = [badge for badge in badges if badge.code == code and of_centre(badge)]
        found |= reconcile_all(versions, beside(view, code, one), held)
    return found


def _looked_at(held: Sequence[Held]) -> bool:
    """Whether somebody has been looked at before: what people gave says nothing of it."""
    return any(not one.ground.startswith("grant:") for one in held)


class _Whose(NamedTuple):
    """The owner of awards."""

    of: Of
    number: int


async def _write(connection: Connection, whose: _Whose, changes: Changes, now: datetime, news: date) -> int:
    changed = 0
    for lost in changes.withdraw:
        number = await store.withdraw(connection, whose.number, lost, now, whose.of)
        if number is not None:
            changed += 1
            one = lost.held
            told = Told(number, whose.number, one.badge, one.version, one.tier, one.on.isoformat(), True, whose.of)
            await outbox.put(connection, TOPIC, msgspec.msgpack.encode(told))
            _log.info("award_withdrawn", award=number, badge=one.badge, reason=lost.reason)
    for award in changes.give:
        number = await store.give(connection, whose.number, award, now, seen=award.on < news, of=whose.of)
        if number is not None:
            changed += 1
            await outbox.put(connection, TOPIC, msgspec.msgpack.encode(_told(number, whose, award)))
    return changed


def _told(number: int, whose: _Whose, award: Award) -> Told:
    return Told(number, whose.number, award.badge, award.version, award.tier, award.on.isoformat(), of=whose.of)
