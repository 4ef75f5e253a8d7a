"""Titles that others awarded: kept with giver, level and proof, shown until they expire, and looked after before they do."""

from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from leaderboards.honors import Title, TitleState, title_state
from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.honors.badges.refusals import NO_COLLEAGUE
from server.honors.badges.service import latest_today
from server.honors.collective.refusals import (
    ENDS_FIRST,
    NO_PROOF,
    NO_TEAM,
    NO_TITLE,
    PROOF_KIND,
    PROOF_SIZE,
    STALE,
    WHOSE,
)
from server.honors.collective.wire import TitleIn, TitleOut
from server.wire import Bilingual, Named

MOST_BYTES = 5 * 1024 * 1024
_LONGEST_NAME = 120
_BEGINS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}
"""What is taken as a proof, and what such a file begins with."""
_SHOWN: frozenset[TitleState] = frozenset({"valid", "ends_soon"})

# Of a person only what the person shows to everybody.
_SELECT = """
SELECT h.id, h.name_zh, h.name_en, h.issuer_zh, h.issuer_en, h.level, h.team_id, h.agent_id, h.issued, h.expires, h.proof_name,
       h.version, t.code AS team, t.name_zh AS team_zh, t.name_en AS team_en, a.code AS agent, a.name_zh AS agent_zh,
       a.name_en AS agent_en, coalesce(p.shown, 'everybody') AS shown
FROM honor_title h LEFT JOIN team t ON t.id = h.team_id LEFT JOIN agent a ON a.id = h.agent_id
LEFT JOIN award_pref p ON p.agent_id = h.agent_id WHERE h.archived_at IS NULL"""


class Proof(NamedTuple):
    """A document as it is handed out."""

    name: str
    content: bytes


class TitlesService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def all(self, actor: Actor) -> list[TitleOut]:
        """For those who keep them, whatever their state; what ends first comes first."""
        rows, today = await self._rows()
        found = [_out(row, today, actor) for row in rows]
        return sorted(found, key=lambda one: (one.state == "expired", one.expires or date.max, one.id))

    async def shown(self, actor: Actor | None) -> list[TitleOut]:
        """What everybody sees: proven and in force, of people as far as they show it; the highest level first."""
        rows, today = await self._rows()
        own = None if actor is None else actor.agent_id
        found = [_out(row, today, actor) for row in rows if row["shown"] == "everybody" or row["agent_id"] == own]
        order = ("national", "province", "city", "district", "industry", "company")
        return sorted(
            [one for one in found if one.state in _SHOWN],
            key=lambda one: (order.index(one.level), -one.issued.toordinal(), one.id),
        )

    async def ending(self, actor: Actor) -> list[TitleOut]:
        """Those that end within 60 days, for whoever keeps titles, whose it is, and who leads the team."""
        rows, today = await self._rows()
        mine = [row for row in rows if _keeps(actor) or _is_own(row, actor)]
        return [one for one in [_out(row, today, actor) for row in mine] if one.state == "ends_soon"]

    async def create(self, actor: Actor, wanted: TitleIn) -> TitleOut:
        """Without proof yet: nobody else sees it before one is there."""
        async with self._db.transaction() as connection:
            number = await connection.fetchval(
                "INSERT INTO honor_title (name_zh, name_en, issuer_zh, issuer_en, level, team_id, agent_id, issued, expires,"
                " made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
                *await _columns(connection, wanted),
                actor.id,
                self._clock.now(),
            )
            await audit.record(connection, actor, "title.create", f"title/{number}", {"name": wanted.name.zh})
        return await self._one(actor, number)

    async def change(self, actor: Actor, number: int, version: int, wanted: TitleIn) -> TitleOut:
        """Raises `title_changed` when another version has come since."""
        async with self._db.transaction() as connection:
            await _lock(connection, number, version)
            await connection.execute(
                "UPDATE honor_title SET name_zh = $2, name_en = $3, issuer_zh = $4, issuer_en = $5, level = $6, team_id = $7,"
                " agent_id = $8, issued = $9, expires = $10, version = version + 1 WHERE id = $1",
                number,
                *await _columns(connection, wanted),
            )
            await audit.record(connection, actor, "title.change", f"title/{number}", {"name": wanted.name.zh})
        return await self._one(actor, number)

    async def archive(self, actor: Actor, number: int) -> None:
        """Take it off the wall for good; the audit keeps that there was one."""
        async with self._db.transaction() as connection:
            await _lock(connection, number, None)
            await connection.execute("UPDATE honor_title SET archived_at = $2 WHERE id = $1", number, self._clock.now())
            await audit.record(connection, actor, "title.archive", f"title/{number}")

    async def prove(self, actor: Actor, number: int, name: str, content: bytes) -> TitleOut:
        """Keep its document; raises `title_proof_kind`, `title_proof_size`."""
        name = "".join([one for one in PurePosixPath(name.replace("\\", "/")).name if one.isprintable()])
        kind = name.rpartition(".")[2].lower() if "." in name else ""
        if not 0 < len(content) <= MOST_BYTES:
            raise DomainError(PROOF_SIZE, most=MOST_BYTES // 1024 // 1024)
        if kind not in _BEGINS or not content.startswith(_BEGINS[kind]):
            raise DomainError(PROOF_KIND)
        async with self._db.transaction() as connection:
            await _lock(connection, number, None)
            await connection.execute(
                "UPDATE honor_title SET proof_name = $2, proof_kind = $3, proof = $4, version = version + 1 WHERE id = $1",
                number,
                name.strip()[-_LONGEST_NAME:],
                kind,
                content,
            )
            await audit.record(connection, actor, "title.prove", f"title/{number}", {"bytes": len(content)})
        return await self._one(actor, number)

    async def proof(self, actor: Actor, number: int) -> Proof:
        """For those who keep titles, whose it is, and who leads the team; all others are told that there is none."""
        rows, _ = await self._rows()
        row = next((row for row in rows if row["id"] == number), None)
        if row is None or not (_keeps(actor) or _is_own(row, actor)):
            raise DomainError(NO_TITLE)
        async with self._db.connection() as connection:
            found = await connection.fetchrow("SELECT proof_name, proof FROM honor_title WHERE id = $1", number)
        if found is None or found["proof"] is None:
            raise DomainError(NO_PROOF)
        return Proof(found["proof_name"], found["proof"])

    async def _one(self, actor: Actor, number: int) -> TitleOut:
        return next(one for one in await self.all(actor) if one.id == number)

    async def _rows(self) -> tuple[list[Any], date]:
        now: datetime = self._clock.now()
        async with self._db.connection() as connection:
            return await connection.fetch(f"{_SELECT} ORDER BY h.id"), await latest_today(connection, now)


def _keeps(actor: Actor) -> bool:
    return actor.may(Permission.HONORS_MANAGE)


def _is_own(row: Any, actor: Actor) -> bool:
    if row["agent_id"] is not None:
        return bool(row["agent_id"] == actor.agent_id)
    return row["team_id"] in actor.own_teams


async def _lock(connection: Connection, number: int, version: int | None) -> None:
    held = await connection.fetchval(
        "SELECT version FROM honor_title WHERE id = $1 AND archived_at IS NULL FOR UPDATE", number
    )
    if held is None:
        raise DomainError(NO_TITLE)
    if version is not None and held != version:
        raise DomainError(STALE)


async def _columns(connection: Connection, wanted: TitleIn) -> tuple[object, ...]:
    if wanted.team is not None and wanted.agent is not None:
        raise DomainError(WHOSE)
    if wanted.expires is not None and wanted.expires <= wanted.issued:
        raise DomainError(ENDS_FIRST)
    team = agent = None
    if wanted.team is not None:
        team = await connection.fetchval("SELECT id FROM team WHERE code = $1", wanted.team)
        if team is None:
            raise DomainError(NO_TEAM, team=wanted.team)
    if wanted.agent is not None:
        agent = await connection.fetchval("SELECT id FROM agent WHERE code = $1", wanted.agent)
        if agent is None:
            raise DomainError(NO_COLLEAGUE, agent=wanted.agent)
    name, issuer = wanted.name, wanted.issuer
    return name.zh, name.en, issuer.zh, issuer.en, wanted.level, team, agent, wanted.issued, wanted.expires


def _out(row: Any, today: date, actor: Actor | None) -> TitleOut:
    title = Title(
        zh=row["name_zh"],
        en=row["name_en"],
        issuer=row["issuer_zh"],
        issued=row["issued"],
        expires=row["expires"],
        proof=row["proof_name"] or "",
    )
    opens = actor is not None and (_keeps(actor) or _is_own(row, actor))
    return TitleOut(
        id=row["id"],
        name=Bilingual(row["name_zh"], row["name_en"]),
        issuer=Bilingual(row["issuer_zh"], row["issuer_en"]),
        level=row["level"],
        year=row["issued"].year,
        team=None if row["team"] is None else Named(row["team"], Bilingual(row["team_zh"], row["team_en"])),
        agent=None if row["agent"] is None else Named(row["agent"], Bilingual(row["agent_zh"], row["agent_en"])),
        issued=row["issued"],
        expires=row["expires"],
        state=title_state(title, today),
        proof=row["proof_name"] if opens else None,
        version=row["version"],
    )
