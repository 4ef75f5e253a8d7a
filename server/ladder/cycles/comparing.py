"""How the rounds that are over came out for sites, teams, shifts, tenures and contracts; never about fewer than five people."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import asyncpg
from msgspec import Struct

from career.fairness import Passed, Share, shares
from career.trying import REST
from server.auth.actor import Actor
from server.db.pool import Connection, Database
from server.ladder.criteria.passing import UNKNOWN, tenure_band
from server.ladder.cycles.who import viewer_of
from server.ladder.evidence.people import stated
from server.wire import Bilingual

DIMENSIONS = ("site", "team", "shift", "tenure", "contract")


class OverOut(Struct, frozen=True):
    """A round whose decisions have been told."""

    id: int
    name: Bilingual
    as_of: date


class ShareOut(Struct, frozen=True, kw_only=True):
    """Of `people` in a group so many came so far; see `career.fairness.Share`."""

    group: str
    """Empty: those too few to be named, together."""
    name: Bilingual | None
    """Null where the code says it."""
    people: int
    ready: int
    nominated: int
    promoted: int
    ratio: str | None
    """The rate of promotion over that of all others, two decimals."""
    look: bool


class DimensionOut(Struct, frozen=True):
    """One way to divide everybody."""

    dimension: str
    shares: list[ShareOut]


class ComparedOut(Struct, frozen=True, kw_only=True):
    """Every round that could be asked for, the levels promoted to, and how the chosen ones came out."""

    rounds: list[OverOut]
    targets: list[str]
    people: int
    promoted: int
    dimensions: list[DimensionOut]


_OVER = """
SELECT id, name_zh, name_en, as_of FROM cycle WHERE phase IN ('noticed', 'closed') ORDER BY as_of DESC, id DESC"""
# Without the own candidacy and those the reader has declared a conflict with: sums would tell of them.
_CANDIDATES = """
SELECT c.id AS cycle, c.as_of, k.agent_id, k.target, k.state = 'ready' AS ready, k.nominated,
       k.decided AND k.decision = 'promote' AS promoted
FROM cycle_candidate k JOIN cycle c ON c.id = k.cycle_id
WHERE c.id = ANY($1::int[]) AND k.agent_id IS DISTINCT FROM $2 AND NOT $3 = ANY(k.conflicted)
  AND ($4::text IS NULL OR k.target = $4)
ORDER BY c.id, k.agent_id"""


class ComparingService:
    """See the module."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def compared(self, actor: Actor, cycle_id: int | None, target: str | None) -> ComparedOut:
        """One round or all that are over, promotions to one level or to any. A round that is not over is none."""
        async with self._db.connection() as connection:
            viewer = await viewer_of(connection, actor)
            over = await connection.fetch(_OVER)
            asked = [row["id"] for row in over if cycle_id in {None, row["id"]}]
            rows = await connection.fetch(_CANDIDATES, asked, actor.agent_id, viewer.who, target)
            targets = await connection.fetch(
                "SELECT DISTINCT target FROM cycle_candidate WHERE cycle_id = ANY($1::int[]) ORDER BY target",
                [row["id"] for row in over],
            )
            passed: list[Passed] = []
            for as_of, together in groupby(rows, key=lambda row: row["as_of"]):
                passed += await _passed(connection, as_of, list(together))
            names = await _names(connection)
        found = shares(passed)
        return ComparedOut(
            rounds=[OverOut(row["id"], Bilingual(row["name_zh"], row["name_en"]), row["as_of"]) for row in over],
            targets=[row["target"] for row in targets],
            # Beside groups of at least five, a total of fewer would name somebody.
            people=len(passed) if found else 0,
            promoted=sum(one.promoted for one in passed) if found else 0,
            dimensions=[
                DimensionOut(name, [_share(one, names.get(name, {})) for one in found[name]])
                for name in DIMENSIONS
                if name in found
            ],
        )


async def _passed(connection: Connection, as_of: date, rows: Sequence[asyncpg.Record]) -> list[Passed]:
    people = {one.person.id: one.person for one in await stated(connection, [row["agent_id"] for row in rows], as_of)}
    found = []
    for row in rows:
        person = people[row["agent_id"]]
        groups = {
            "site": person.site,
            "team": person.team or REST,
            "shift": person.shift or UNKNOWN,
            "tenure": tenure_band(person.hired, as_of),
            "contract": person.contract or UNKNOWN,
        }
        found.append(Passed(groups, row["ready"], row["nominated"], row["promoted"]))
    return found


async def _names(connection: Connection) -> dict[str, dict[str, Bilingual]]:
    rows = await connection.fetch(
        "SELECT 'site' AS of, code, name_zh, name_en FROM site UNION ALL SELECT 'team', code, name_zh, name_en FROM team"
    )
    found: dict[str, dict[str, Bilingual]] = {}
    for row in rows:
        found.setdefault(row["of"], {})[row["code"]] = Bilingual(row["name_zh"], row["name_en"])
    return found


def _share(one: Share, names: dict[str, Bilingual]) -> ShareOut:
    return ShareOut(
        group=one.group,
        name=names.get(one.group),
        people=one.people,
        ready=one.ready,
        nominated=one.nominated,
        promoted=one.promoted,
        ratio=None if one.ratio is None else f"{float(one.ratio):.2f}",
        look=one.look,
    )
