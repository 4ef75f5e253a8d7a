"""Brings the awards of people to what they have earned: gives what is missing, withdraws what lost its ground, each exactly once."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec
import structlog
from msgspec import Struct

from leaderboards.badges.awarding import Award, Changes, Held, reconcile_all
from server.db import outbox
from server.db.pool import Connection
from server.honors.badges import catalogue, store
from server.honors.badges.ports import Lives
from server.honors.badges.supplying import supply

_log = structlog.get_logger(__name__)

TOPIC = "awards"
_NEWS = timedelta(days=30)
"""Of somebody who is looked at for the first time only so much is news; nobody is congratulated on years at once."""
_LOCK = 0x6261_6467
"""With an agent's number the name of the lock under which its awards change."""


class Told(Struct, frozen=True):
    """What follows an award or its withdrawal, on the topic `awards`."""

    award: int
    agent_id: int
    badge: str
    version: int
    tier: str
    on: str
    withdrawn: bool = False


async def lock(connection: Connection, agent_id: int) -> None:
    """Wait until nobody else changes this person's awards; held until the transaction ends."""
    await connection.execute("SELECT pg_advisory_xact_lock($1, $2)", _LOCK, agent_id)


async def try_lock(connection: Connection, agent_ids: Sequence[int], enough: int) -> list[int]:
    """Those among them, so many at most, that nobody else is at work on."""
    mine: list[int] = []
    for agent_id in agent_ids:
        if len(mine) == enough:
            break
        if await connection.fetchval("SELECT pg_try_advisory_xact_lock($1, $2)", _LOCK, agent_id):
            mine.append(agent_id)
    return mine


async def settle(
    connection: Connection, agent_ids: Sequence[int], lives: Lives, now: datetime, code: str | None = None
) -> int:
    """Settle people the caller has locked, of every badge or of one; how many awards were given or withdrawn.

    Nothing is written before everything is worked out: a transaction that has written holds back whoever follows the outbox.
    """
    badges = [one for one in await catalogue.versions(connection, code) if one.of == "agent"]
    known = await supply(connection, agent_ids, catalogue.needs_of(badges), lives, now)
    standing = await store.held(connection, agent_ids)
    found = []
    for agent_id, view in known.views.items():
        held = [one for one in standing.get(agent_id, ()) if code is None or one.badge == code]
        # Some milliseconds of plain counting a person, in which boards and requests shall not wait.
        news = date.min if _looked_at(standing.get(agent_id, ())) else view.today - _NEWS
        found.append((agent_id, news, await asyncio.to_thread(reconcile_all, badges, view, held)))
    changed = 0
    for agent_id, news, by_badge in found:
        for changes in by_badge.values():
            changed += await _write(connection, agent_id, changes, now, news)
    return changed


def _looked_at(held: Sequence[Held]) -> bool:
    """Whether somebody has been looked at before: what people gave says nothing of it."""
    return any(not one.ground.startswith("grant:") for one in held)


async def _write(connection: Connection, agent_id: int, changes: Changes, now: datetime, news: date) -> int:
    changed = 0
    for lost in changes.withdraw:
        number = await store.withdraw(connection, agent_id, lost, now)
        if number is not None:
            changed += 1
            one = lost.held
            told = Told(number, agent_id, one.badge, one.version, one.tier, one.on.isoformat(), withdrawn=True)
            await outbox.put(connection, TOPIC, msgspec.msgpack.encode(told))
            _log.info("award_withdrawn", award=number, badge=one.badge, reason=lost.reason)
    for award in changes.give:
        number = await store.give(connection, agent_id, award, now, seen=award.on < news)
        if number is not None:
            changed += 1
            await outbox.put(connection, TOPIC, msgspec.msgpack.encode(_told(number, agent_id, award)))
    return changed


def _told(number: int, agent_id: int, award: Award) -> Told:
    return Told(number, agent_id, award.badge, award.version, award.tier, award.on.isoformat())
