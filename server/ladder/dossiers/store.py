"""The queries of signed documents."""

from collections.abc import Sequence
from datetime import date, datetime

import asyncpg
from msgspec import Struct

from server.db.pool import Connection
from server.ladder.dossiers.document import Kind
from server.ladder.dossiers.printing import Signature
from server.wire import Bilingual, Named


class Kept(Struct, frozen=True, kw_only=True):
    """A signed document as it is kept; without `content` its person was erased."""

    id: int
    number: str
    kind: Kind
    agent_id: int | None
    agent: Named
    """Whose it is: the agent, or the team."""
    cycle_id: int | None
    cycle: Bilingual | None
    told_at: datetime | None
    """When the notice of its cycle was given."""
    as_of: date
    issued_at: datetime
    issued_by: str | None
    content: bytes | None
    sha256: bytes
    signature: bytes
    key_id: str

    @property
    def proof(self) -> Signature:
        """What proves it; only while it has its content."""
        return Signature(self.content or b"", self.sha256, self.signature, self.key_id)


class NewDocument(Struct, frozen=True, kw_only=True):
    """A document to be kept."""

    number: str
    kind: Kind
    agent_id: int | None
    cycle_id: int | None
    as_of: date
    issued_at: datetime
    issued_by: int | None
    proof: Signature
    team_id: int | None = None


# An instant and no day: what was put together in the morning before the notice is not what was decided.
TOLD_AT = """(SELECT max(n.at) FROM cycle_deed n WHERE n.cycle_id = c.id AND n.agent_id IS NULL AND n.do_what = 'move'
    AND n.body->>'to' = 'noticed' AND c.phase IN ('noticed', 'closed'))"""

_SELECT = f"""
SELECT d.*, coalesce(a.code, t.code) AS code, coalesce(a.name_zh, t.name_zh) AS name_zh, coalesce(a.name_en, t.name_en) AS name_en,
    c.name_zh AS cycle_zh, c.name_en AS cycle_en, {TOLD_AT} AS told_at, acc.name AS by_name
FROM signed_document d LEFT JOIN agent a ON a.id = d.agent_id LEFT JOIN team t ON t.id = d.team_id LEFT JOIN cycle c ON c.id = d.cycle_id
LEFT JOIN account acc ON acc.id = d.issued_by"""

# Bound to $1 … $5: whether everybody's are seen, the own agent, the key of the person asking, one kind of document, whether
# decisions are known before the notice. Whoever does not decide sees what was signed from the notice on: what was put together
# before is the deciders' business. Who declared a conflict sees nothing of the person in any cycle that is not over.
_SEEN = f"""
WHERE d.kind = $4 AND (
    (d.agent_id = $2 AND d.issued_at >= {TOLD_AT})
    OR ($1 AND d.agent_id <> $2 AND ($5 OR d.cycle_id IS NULL OR d.issued_at >= {TOLD_AT}) AND NOT EXISTS (
        SELECT FROM cycle_candidate k WHERE k.agent_id = d.agent_id AND $3::text = ANY(k.conflicted)
          AND (k.cycle_id = d.cycle_id OR EXISTS (
              SELECT FROM cycle o WHERE o.id = k.cycle_id AND o.phase NOT IN ('closed', 'cancelled'))))))"""


class Eyes(Struct, frozen=True):
    """Whose documents somebody sees: everybody's, the own agent's; `who` is the person's key. `early` is who decides, and so
    knows before the notice."""

    everybody: bool
    agent_id: int
    who: str
    early: bool


async def add(connection: Connection, new: NewDocument) -> int:
    """Keep a signed document."""
    number: int = await connection.fetchval(
        "INSERT INTO signed_document (number, kind, agent_id, cycle_id, as_of, issued_at, issued_by, content, sha256, signature,"
        " key_id, team_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id",
        new.number,
        new.kind,
        new.agent_id,
        new.cycle_id,
        new.as_of,
        new.issued_at,
        new.issued_by,
        new.proof.content,
        new.proof.sha256,
        new.proof.signature,
        new.proof.key_id,
        new.team_id,
    )
    return number


async def keep_key(connection: Connection, key_id: str, public: bytes, now: datetime) -> None:
    """Remember the public half of a key that signs."""
    await connection.execute(
        "INSERT INTO signing_key VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING", key_id, public, now
    )


async def keys(connection: Connection) -> dict[str, tuple[bytes, datetime]]:
    """Public halves of all keys that ever signed, and since when."""
    rows = await connection.fetch("SELECT id, public, since FROM signing_key ORDER BY since, id")
    return {row["id"]: (row["public"], row["since"]) for row in rows}


async def seen(
    connection: Connection,
    eyes: Eyes,
    kind: Kind,
    *,
    agent: str | None = None,
    cycle: int | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[list[Kept], int]:
    """The documents somebody may see, latest first, and how many there are."""
    where = f"{_SEEN} AND ($6::text IS NULL OR a.code = $6) AND ($7::int IS NULL OR d.cycle_id = $7)"
    values = (eyes.everybody, eyes.agent_id, eyes.who, kind, eyes.early, agent, cycle)
    rows = await connection.fetch(f"{_SELECT} {where} ORDER BY d.id DESC OFFSET $8 LIMIT $9", *values, offset, limit)
    total: int = await connection.fetchval(
        "SELECT count(*) FROM signed_document d JOIN agent a ON a.id = d.agent_id"
        f" LEFT JOIN cycle c ON c.id = d.cycle_id {where}",
        *values,
    )
    return [_kept(row) for row in rows], total


async def one_seen(connection: Connection, eyes: Eyes, kind: Kind, number: str) -> Kept | None:
    """A document by number, for who may see it."""
    row = await connection.fetchrow(
        f"{_SELECT} {_SEEN} AND d.number = $6", eyes.everybody, eyes.agent_id, eyes.who, kind, eyes.early, number
    )
    return None if row is None else _kept(row)


async def by_number(connection: Connection, number: str) -> Kept | None:
    """A document by number, for the service itself."""
    row = await connection.fetchrow(f"{_SELECT} WHERE d.number = $1", number)
    return None if row is None else _kept(row)


async def latest(connection: Connection, kind: Kind, agent_id: int, cycle_id: int | None, as_of: date) -> Kept | None:
    """The last one signed about the same thing."""
    row = await connection.fetchrow(
        f"{_SELECT} WHERE d.kind = $1 AND d.agent_id = $2 AND d.cycle_id IS NOT DISTINCT FROM $3 AND d.as_of = $4"
        " AND d.content IS NOT NULL ORDER BY d.id DESC LIMIT 1",
        kind,
        agent_id,
        cycle_id,
        as_of,
    )
    return None if row is None else _kept(row)


async def certificates_of(connection: Connection, cycle_id: int) -> list[Kept]:
    """All certificates of a cycle that still have their content, by agent."""
    rows = await connection.fetch(
        f"{_SELECT} WHERE d.kind = 'certificate' AND d.cycle_id = $1 AND d.content IS NOT NULL ORDER BY a.code",
        cycle_id,
    )
    return [_kept(row) for row in rows]


async def any_conflict(connection: Connection, who: str, cycle_id: int) -> bool:
    """Whether somebody declared a conflict with anybody who has a certificate of the cycle."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM cycle_candidate k JOIN signed_document d ON d.cycle_id = k.cycle_id"
        " AND d.agent_id = k.agent_id AND d.kind = 'certificate' WHERE k.cycle_id = $1 AND $2::text = ANY(k.conflicted))",
        cycle_id,
        who,
    )
    return found


async def keep_print(
    connection: Connection, sha256: bytes, documents: Sequence[int], locale: str, now: datetime
) -> None:
    """Remember a file that leaves the house, with all the documents it holds."""
    await connection.executemany(
        "INSERT INTO signed_print VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        [(sha256, one, locale, now) for one in documents],
    )


async def printed(connection: Connection, sha256: bytes) -> list[Kept]:
    """The documents that a file is byte for byte; certificates for the printer are many in one."""
    rows = await connection.fetch(
        f"{_SELECT} JOIN signed_print p ON p.document_id = d.id WHERE p.sha256 = $1 ORDER BY d.id", sha256
    )
    return [_kept(row) for row in rows]


async def waiting_for_certificate(connection: Connection, cycle_id: int, limit: int | None = None) -> Sequence[str]:
    """Who was promoted in a cycle that told its decisions, and has no certificate yet."""
    rows = await connection.fetch(
        "SELECT a.code FROM cycle_candidate k JOIN cycle c ON c.id = k.cycle_id JOIN agent a ON a.id = k.agent_id"
        " WHERE k.cycle_id = $1 AND k.decision = 'promote' AND k.decided AND NOT k.withdrawn"
        "   AND c.phase IN ('noticed', 'closed') AND a.code <> 'erased-' || a.id"
        "   AND NOT EXISTS (SELECT FROM signed_document d WHERE d.cycle_id = k.cycle_id AND d.agent_id = k.agent_id"
        "                   AND d.kind = 'certificate')"
        " ORDER BY k.agent_id LIMIT $2",
        cycle_id,
        limit,
    )
    return [row["code"] for row in rows]


def _kept(row: asyncpg.Record) -> Kept:
    return Kept(
        id=row["id"],
        number=row["number"],
        kind=row["kind"],
        agent_id=row["agent_id"],
        agent=Named(row["code"], Bilingual(zh=row["name_zh"], en=row["name_en"])),
        cycle_id=row["cycle_id"],
        cycle=None if row["cycle_zh"] is None else Bilingual(zh=row["cycle_zh"], en=row["cycle_en"]),
        told_at=row["told_at"],
        as_of=row["as_of"],
        issued_at=row["issued_at"],
        issued_by=row["by_name"],
        content=row["content"],
        sha256=row["sha256"],
        signature=row["signature"],
        key_id=row["key_id"],
    )
