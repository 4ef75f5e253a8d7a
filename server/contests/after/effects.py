"""What a correction would change: every rank and score before and after, and what other rooms hang on them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from msgspec import Struct
from msgspec.structs import replace

from leaderboards.standings import Standings
from server.contests.after.waiting import Item
from server.contests.contest import Contest
from server.contests.scoring.evidence import true_evidence
from server.contests.scoring.known import Correction, People
from server.contests.scoring.settled import Settled
from server.contests.scoring.settling import people_now
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


class Outcome(Standings, frozen=True, kw_only=True):
    """Standings with the people who share their places; `agents` are those whose facts a correction chooses, by code."""

    people: People
    agents: frozenset[str] = frozenset()


class EffectsPort(Protocol):
    """A room above this one that hangs something on results: badges, rewards, season tables."""

    async def touched(self, connection: Connection, contest: Contest, before: Outcome, after: Outcome) -> Effect:
        """What of its own would change; `rows` stay empty. Called in the transaction that looks, and writes nothing. A
        corrected round is asked about first, then the signed season whose table follows from it."""
        ...


class Ended(NamedTuple):
    """A contest as it ended, and as it would have."""

    contest: Contest
    before: Outcome
    after: Outcome


async def outcome_of(connection: Connection, contest: Contest, standings: Standings, people: People | None) -> Outcome:
    """Standings with their people; without any that were kept, as they are known now."""
    known_people = people or await people_now(connection, contest)
    return Outcome(standings.rows, standings.decided, people=known_people)


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


async def corrected_outcome(
    connection: Connection, contest: Contest, held: Settled, items: Sequence[Item], now: datetime
) -> Outcome:
    """What it would come to with these corrections, from the same code that ranks everything."""
    pins, people, points = chosen_of(items)
    amounts = dict(contest.adjusted)
    for participant, amount in points.items():
        amounts[participant] = amounts.get(participant, 0) + amount
    with_points = replace(contest, adjusted=amounts)
    corrected = held.corrected(pins, people)
    standings = (await true_evidence(connection, with_points, now, corrected)).standings
    found = await outcome_of(connection, contest, standings, corrected.people)
    facts = [item.fact for item in items if item.fact is not None]
    told = {state.agent for fact in facts for state in (fact.now, fact.counted) if state is not None}
    return replace(found, agents=frozenset(code for code in told if code is not None))


async def effect_of(
    connection: Connection, ports: Sequence[EffectsPort], asked: Sequence[Ended], names: Names
) -> Effect:
    """Moves in the first contest asked about, and what every room says about all of them."""
    parts = [await port.touched(connection, *one) for one in asked for port in ports]
    _, before, after = asked[0]
    return Effect(
        moves(before, after, names),
        tuple(one for part in parts for one in part.badges),
        tuple(one for part in parts for one in part.rewards),
        tuple(one for part in parts for one in part.dependants),
    )
