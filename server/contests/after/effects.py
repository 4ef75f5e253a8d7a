"""What a correction would change: every rank and score before and after, and what other rooms hang on them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from leaderboards.standings import Standings
from server.contests.after.waiting import Item
from server.contests.contest import Contest
from server.contests.scoring.evidence import true_evidence
from server.contests.scoring.known import Correction
from server.contests.scoring.settled import Settled
from server.contests.showing.boards import Names
from server.contests.showing.moved import Moved, moves
from server.db.pool import Connection
from server.facts.basis import FactId
from server.wire import Bilingual


class Touched(Struct, frozen=True, kw_only=True):
    """A badge, a reward or another contest that a corrected result concerns, and what becomes of it, in both languages; of
    a season every place in its table before and after."""

    title: Bilingual
    what: Bilingual
    contest: int | None = None
    rows: tuple[Moved, ...] = ()


class Effect(Struct, frozen=True):
    """Everything a person should see before correcting a result."""

    rows: tuple[Moved, ...]
    badges: tuple[Touched, ...] = ()
    rewards: tuple[Touched, ...] = ()
    dependants: tuple[Touched, ...] = ()


class EffectsPort(Protocol):
    """A room above this one that hangs something on results: badges, rewards, season tables."""

    async def touched(self, connection: Connection, contest: Contest, before: Standings, after: Standings) -> Effect:
        """What of its own would change; `rows` stay empty. Called in the transaction that looks, and writes nothing."""
        ...


def chosen_of(items: Sequence[Item]) -> tuple[dict[FactId, int], list[Correction], dict[str, int]]:
    """What items come to: revisions that count from now on, people, and points by participant."""
    pins: dict[FactId, int] = {}
    people: list[Correction] = []
    points: dict[str, int] = {}
    for item in items:
        if item.fact is not None:
            pins[item.fact.source_id, item.fact.now.id] = item.fact.now.revision
        elif item.person is not None:
            people.append(item.person)
        elif item.adjustment is not None:
            participant = item.adjustment.participant
            points[participant] = points.get(participant, 0) + item.adjustment.amount
    return pins, people, points


async def corrected_standings(
    connection: Connection, contest: Contest, held: Settled, items: Sequence[Item], now: datetime
) -> Standings:
    """The standings as they would be with these corrections, from the same code that ranks everything."""
    pins, people, points = chosen_of(items)
    amounts = dict(contest.adjusted)
    for participant, amount in points.items():
        amounts[participant] = amounts.get(participant, 0) + amount
    with_points = replace(contest, adjusted=amounts)
    return (await true_evidence(connection, with_points, now, held.corrected(pins, people))).standings


async def effect_of(
    connection: Connection,
    ports: Sequence[EffectsPort],
    contest: Contest,
    names: Names,
    standings: tuple[Standings, Standings],
) -> Effect:
    """Moves, and what every room says about them."""
    before, after = standings
    parts = [await port.touched(connection, contest, before, after) for port in ports]
    return Effect(
        moves(before, after, names),
        tuple(one for part in parts for one in part.badges),
        tuple(one for part in parts for one in part.rewards),
        tuple(one for part in parts for one in part.dependants),
    )
