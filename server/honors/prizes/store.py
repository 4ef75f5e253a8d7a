"""Prizes as they are kept: what was won by which revision, what is given, and what waits for a budget."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal

import asyncpg
from msgspec import Struct

from server.db.pool import Connection
from server.honors.prizes.winning import Due
from server.wire import Bilingual, Named

State = Literal["waits", "given", "kept", "taken", "reversed"]
"""`kept` has lost its ground but was spent, `taken` was withdrawn by a correction, `reversed` by somebody's hand."""


class Prize(Struct, frozen=True, kw_only=True):
    """One amount somebody won in a contest."""

    id: int
    contest_id: int
    who: str
    to: Named
    place: int
    amount: int
    entry_id: str
    state: State
    posted_at: datetime | None


class Waiting(Struct, frozen=True, kw_only=True):
    """A contest whose prizes wait, because the budget of its site does not hold all of them."""

    contest: int
    title: Bilingual
    site: Named
    points: int
    winners: int


_SELECT = """
SELECT p.id, p.contest_id, CASE WHEN p.team_id IS NULL THEN 'a' || p.agent_id ELSE 't' || p.team_id END AS who, p.place,
       p.amount, p.entry_id, p.posted_at, coalesce(a.code, t.code) AS code, coalesce(a.name_zh, t.name_zh) AS name_zh,
       coalesce(a.name_en, t.name_en) AS name_en,
       CASE WHEN p.taken_in IS NOT NULL THEN 'taken'
            WHEN EXISTS (SELECT FROM reward_entry e WHERE e.reverses = p.entry_id) THEN 'reversed' WHEN p.posted_at IS NULL THEN 'waits'
            WHEN p.kept_in IS NOT NULL THEN 'kept' ELSE 'given' END AS state
FROM reward_prize p LEFT JOIN agent a ON a.id = p.agent_id LEFT JOIN team t ON t.id = p.team_id"""

# Signed revisions whose prizes nobody has worked out, or those of a later one.
_UNSETTLED = """
SELECT r.contest_id, max(r.revision) AS revision FROM contest_result r JOIN contest c ON c.id = r.contest_id
WHERE c.prizes <> '[]' AND c.cancelled_at IS NULL AND NOT EXISTS (
    SELECT FROM reward_prize_revision p WHERE p.contest_id = r.contest_id AND p.revision >= r.revision)
GROUP BY 1 ORDER BY 1"""

_WAITING = """
SELECT c.id, c.title_zh, c.title_en, s.code, s.name_zh, s.name_en, sum(p.amount)::bigint AS points, count(*) AS winners
FROM reward_prize p JOIN contest c ON c.id = p.contest_id JOIN site s ON s.id = c.site_id
WHERE p.posted_at IS NULL AND p.taken_in IS NULL AND ($1::int IS NULL OR c.site_id = $1) GROUP BY c.id, s.id ORDER BY c.ends, c.id"""


async def unsettled(connection: Connection) -> list[tuple[int, int]]:
    """Contests and the newest revision by which prizes have to be worked out."""
    return [(row["contest_id"], row["revision"]) for row in await connection.fetch(_UNSETTLED)]


async def note_settled(connection: Connection, contest_id: int, revision: int) -> bool:
    """Say that a revision is worked out; False when it was before."""
    written = await connection.fetchval(
        "INSERT INTO reward_prize_revision VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1", contest_id, revision
    )
    return bool(written)


async def of_contest(connection: Connection, contest_id: int) -> list[Prize]:
    """Everything ever won in a contest, by place."""
    rows = await connection.fetch(f"{_SELECT} WHERE p.contest_id = $1 ORDER BY p.place, code, p.id", contest_id)
    return [_prize(row) for row in rows]


async def waiting_of(connection: Connection, contest_id: int) -> list[Prize]:
    """What of a contest is still to be given; ours until the transaction ends."""
    where = "WHERE p.contest_id = $1 AND p.posted_at IS NULL AND p.taken_in IS NULL ORDER BY p.place, p.id FOR NO KEY UPDATE OF p"
    return [_prize(row) for row in await connection.fetch(f"{_SELECT} {where}", contest_id)]


async def waiting(connection: Connection, site_id: int | None = None) -> list[Waiting]:
    """Contests whose prizes wait, the oldest first."""
    return [
        Waiting(
            contest=row["id"],
            title=Bilingual(row["title_zh"], row["title_en"]),
            site=Named(row["code"], Bilingual(row["name_zh"], row["name_en"])),
            points=row["points"],
            winners=row["winners"],
        )
        for row in await connection.fetch(_WAITING, site_id)
    ]


async def add(connection: Connection, contest_id: int, revision: int, won: Sequence[tuple[str, Due, str]]) -> None:
    """Keep what is to be given: to whom, what for, and under which number of the ledger."""
    await connection.executemany(
        "INSERT INTO reward_prize (contest_id, revision, agent_id, team_id, place, amount, entry_id)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            (
                contest_id,
                revision,
                int(who[1:]) if who.startswith("a") else None,
                int(who[1:]) if who.startswith("t") else None,
                *one,
                entry_id,
            )
            for who, one, entry_id in won
        ],
    )


async def note_posted(connection: Connection, ids: Collection[int], now: datetime) -> None:
    """These are given."""
    await connection.execute(
        "UPDATE reward_prize p SET posted_at = $2 FROM unnest($1::int[]) AS given(id) WHERE p.id = given.id",
        list(ids),
        now,
    )


async def note_lost(connection: Connection, ids: Collection[int], revision: int, *, kept: bool) -> None:
    """These lost their ground in a revision: taken back, or spent before and kept."""
    column = "kept_in" if kept else "taken_in"
    other = "" if kept else ", kept_in = NULL"
    await connection.execute(
        f"UPDATE reward_prize p SET {column} = $2{other} FROM unnest($1::int[]) AS lost(id) WHERE p.id = lost.id",
        list(ids),
        revision,
    )


async def note_regained(connection: Connection, ids: Collection[int]) -> None:
    """What was kept without a ground has one again."""
    await connection.execute(
        "UPDATE reward_prize p SET kept_in = NULL FROM unnest($1::int[]) AS found(id) WHERE p.id = found.id", list(ids)
    )


def _prize(row: asyncpg.Record) -> Prize:
    plain = {
        name: row[name] for name in ("id", "contest_id", "who", "place", "amount", "entry_id", "state", "posted_at")
    }
    return Prize(to=Named(row["code"], Bilingual(row["name_zh"], row["name_en"])), **plain)
