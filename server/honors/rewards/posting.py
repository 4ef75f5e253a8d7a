"""Puts entries into the ledger: locks what may fall, reads its balances, asks the rule book, appends.

The order of locks is the same everywhere: the season, then a request, then accounts by their code.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

import asyncpg
from msgspec import Struct

from leaderboards.ledger import ISSUER, SUPPLY, Entry, EntryKind, Key, Known, LedgerRules, Posting, judge
from leaderboards.refusal import Refusal
from server.auth.actor import Actor
from server.db.pool import Connection
from server.errors import DomainError
from server.honors.rewards.refusals import CODES, refuse

_SEASON = "hashtext('echelon.rewards.season')"


class Who(Struct, frozen=True):
    """Somebody who moves points. `key` is the person on the roll where there is one: nobody approves what they asked for, with
    however many accounts."""

    key: str
    agent_id: int | None
    account_id: int | None


def who_of(actor: Actor) -> Who:
    """Who is behind an account or a token."""
    key = str(actor.agent_id) if actor.agent_id is not None else f"{actor.kind}:{actor.id}"
    return Who(key, actor.agent_id, actor.id if actor.kind == "account" else None)


async def in_season(connection: Connection) -> datetime | None:
    """Keep the season from being closed until the transaction ends; the instant at which the last one was."""
    await connection.execute(f"SELECT pg_advisory_xact_lock_shared({_SEASON})")
    return await closed_until(connection)


async def closing_season(connection: Connection) -> None:
    """Wait until nobody posts, and let nobody post until the transaction ends."""
    await connection.execute(f"SELECT pg_advisory_xact_lock({_SEASON})")


async def closed_until(connection: Connection) -> datetime | None:
    """When the present season began."""
    found: datetime | None = await connection.fetchval("SELECT max(closed_at) FROM reward_season")
    return found


async def lock(connection: Connection, postings: Iterable[Posting]) -> None:
    """Make sure that every account is there, and hold those that may not fall below nothing. Once in a transaction."""
    postings = list(postings)
    codes = sorted({one.account for one in postings})
    found = {
        row["code"]
        for row in await connection.fetch(
            "SELECT a.code FROM reward_account a JOIN unnest($1::text[]) c(code) ON c.code = a.code", codes
        )
    }
    for code in codes:
        if code not in found:
            await _open(connection, code)
    falling = sorted({one.account for one in postings if one.amount < 0} - {ISSUER, SUPPLY})
    await connection.execute(
        "SELECT a.id FROM reward_account a JOIN unnest($1::text[]) c(code) ON c.code = a.code"
        " ORDER BY a.code FOR NO KEY UPDATE OF a",
        falling,
    )


async def _open(connection: Connection, code: str) -> None:
    """An account is there from the first time it is named; whose it is stands in its code (see `accounts`)."""
    kind, _, rest = code.partition(":")
    agent_id = int(rest) if kind == "agent" else None
    team_id = int(rest[1:]) if kind == "budget" and rest[0] == "t" else None
    site_id = int(rest[1:]) if kind == "budget" and rest[0] == "s" else None
    await connection.execute(
        "INSERT INTO reward_account (code, agent_id, team_id, site_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        code,
        agent_id,
        team_id,
        site_id,
    )


async def balances(connection: Connection, codes: Iterable[str]) -> dict[Key, int]:
    """What these accounts hold, folded from the list."""
    rows = await connection.fetch(
        "SELECT a.code, p.unit, sum(p.amount)::bigint AS amount FROM reward_account a"
        " JOIN unnest($1::text[]) c(code) ON c.code = a.code JOIN reward_posting p ON p.account_id = a.id GROUP BY 1, 2",
        sorted(set(codes)),
    )
    return {(row["code"], row["unit"]): row["amount"] for row in rows}


async def balance(connection: Connection, account: str, unit: str = "points") -> int:
    """What one account holds."""
    return (await balances(connection, [account])).get((account, unit), 0)


async def entry_of(connection: Connection, entry_id: str) -> Entry | None:
    """An entry with its postings, in their order."""
    rows = await connection.fetch(
        "SELECT e.id, e.kind, e.at, e.by_who, e.approved_who, e.ref, e.reverses, a.code AS account, p.unit, p.amount"
        " FROM reward_entry e JOIN reward_posting p ON p.entry_n = e.n JOIN reward_account a ON a.id = p.account_id"
        " WHERE e.id = $1 ORDER BY p.place",
        entry_id,
    )
    return _entry(rows) if rows else None


def _entry(rows: list[asyncpg.Record]) -> Entry:
    first = rows[0]
    kind: EntryKind = first["kind"]
    return Entry(
        id=first["id"],
        kind=kind,
        at=first["at"],
        by=first["by_who"],
        postings=tuple(Posting(row["account"], row["amount"], row["unit"]) for row in rows),
        ref=first["ref"],
        reverses=first["reverses"],
        approved_by=first["approved_who"],
    )


async def judged(
    connection: Connection,
    entry: Entry,
    rules: LedgerRules,
    closed: datetime | None,
    held: Mapping[Key, int] | None = None,
) -> Refusal | Literal["post", "already"]:
    """What the rule book says of an entry whose accounts are locked; `held` is what others wait to take out of them."""
    known = await balances(connection, [one.account for one in entry.postings if one.amount < 0])
    for key, amount in (held or {}).items():
        known[key] = known.get(key, 0) - amount
    target = await entry_of(connection, entry.reverses) if entry.reverses else None
    reversed_ = target is not None and await connection.fetchval(
        "SELECT EXISTS (SELECT FROM reward_entry WHERE reverses = $1)", target.id
    )
    state = Known(
        balances=known,
        same=await entry_of(connection, entry.id),
        target=target,
        target_reversed=bool(reversed_),
        closed_until=closed,
    )
    return judge(entry, state, rules)


async def post(
    connection: Connection,
    entry: Entry,
    who: Who,
    *,
    rules: LedgerRules,
    closed: datetime | None,
    held: Mapping[Key, int] | None = None,
    words: str = "",
) -> bool:
    """Judge an entry whose accounts are locked and append it; False when it is there already. Raises the rule book's refusal."""
    found = await judged(connection, entry, rules, closed, held)
    if isinstance(found, Refusal):
        refuse(found)
    if found == "already":
        return False
    try:
        await append(connection, entry, who, words)
    except asyncpg.UniqueViolationError:
        # Another transaction took the number for something else, with accounts of its own.
        raise DomainError(CODES["same_id_other_content"]) from None
    return True


async def append(connection: Connection, entry: Entry, who: Who, words: str) -> None:
    """Write an entry that was judged."""
    n = await connection.fetchval(
        "INSERT INTO reward_entry (id, kind, at, by_who, by_agent, by_account, approved_who, ref, reverses, words)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING n",
        entry.id,
        entry.kind,
        entry.at,
        entry.by,
        who.agent_id,
        who.account_id,
        entry.approved_by,
        entry.ref,
        entry.reverses,
        words,
    )
    await connection.execute(
        "INSERT INTO reward_posting (entry_n, place, account_id, unit, amount)"
        " SELECT $1, p.place, a.id, p.unit, p.amount"
        " FROM unnest($2::smallint[], $3::text[], $4::text[], $5::bigint[]) p(place, code, unit, amount)"
        " JOIN reward_account a ON a.code = p.code",
        n,
        list(range(len(entry.postings))),
        [one.account for one in entry.postings],
        [one.unit for one in entry.postings],
        [one.amount for one in entry.postings],
    )
