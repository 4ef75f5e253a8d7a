"""How strong teams and agents are across contests, out of the signed results of this centre, each contest folded in once."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from leaderboards.ratings import Finish, Rating, rated, seeds
from server.contests.contest import Kind
from server.db.pool import Connection


class _Row(Struct):
    participant: str
    rank: int | None
    division: str = ""


class _Rows(Struct):
    rows: list[_Row]


_decode = msgspec.json.Decoder(_Rows).decode

# Of seasons the rounds place their participants, and goals place nobody.
_NEWEST = """
SELECT c.id, r.revision FROM contest c
JOIN LATERAL (SELECT max(revision) AS revision FROM contest_result WHERE contest_id = c.id) r ON r.revision IS NOT NULL
WHERE c.participants = $1 AND c.format IN ('race', 'duel') AND c.cancelled_at IS NULL ORDER BY c.ends, c.id"""
_RESULTS = """
SELECT DISTINCT ON (c.ends, c.id) c.id, r.standings FROM contest c JOIN contest_result r ON r.contest_id = c.id
WHERE c.id = ANY($1::int[]) ORDER BY c.ends, c.id, r.revision DESC"""


class Step(Struct, frozen=True):
    """What one contest made of the ratings of who was ranked in it."""

    contest_id: int
    ratings: dict[str, Rating]


class Folded(Struct, frozen=True):
    """A state of the fold: which revisions it holds, in order, the ratings after them, and each step."""

    held: tuple[tuple[int, int], ...] = ()
    ratings: dict[str, Rating] = {}
    steps: tuple[Step, ...] = ()


async def current(connection: Connection, kind: Kind) -> dict[str, Rating]:
    """Everybody's rating by now."""
    return (await folded(connection, kind)).ratings


async def seeds_of(connection: Connection, kind: Kind, participants: Sequence[str]) -> dict[str, int]:
    """Places in a draw, 1 for the strongest: for cups, and wherever equals are to meet."""
    return seeds(participants, await current(connection, kind))


async def folded(connection: Connection, kind: Kind, before: Folded | None = None) -> Folded:
    """The fold over all signed results. What an earlier state holds is not folded again while it is the beginning of them
    all: a correction, or a contest signed late, makes everything after it count anew."""
    newest = tuple([(row["id"], row["revision"]) for row in await connection.fetch(_NEWEST, kind)])
    start = before or Folded()
    if start.held == newest:
        return start
    if newest[: len(start.held)] != start.held:
        start = Folded()
    ratings, found = start.ratings, list(start.steps)
    for row in await connection.fetch(_RESULTS, [contest_id for contest_id, _ in newest[len(start.held) :]]):
        after = rated(_finishes(row["standings"]), ratings)
        found.append(Step(row["id"], {name: one for name, one in after.items() if ratings.get(name) != one}))
        ratings = after
    return Folded(newest, ratings, tuple(found))


def _finishes(standings: bytes) -> list[Finish]:
    """One finish a division: nobody is measured by who was not compared with him."""
    divisions: dict[str, dict[str, int]] = {}
    for row in _decode(standings).rows:
        if row.rank is not None:
            divisions.setdefault(row.division, {})[row.participant] = row.rank
    return [Finish(ranks) for _, ranks in sorted(divisions.items())]
