"""What this room can do, joined: the gate that recognises people and the services behind it."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from server.auth.accounts import AccountsService
from server.auth.gate import Gate
from server.auth.ports import AgentBook
from server.auth.secrets import Passwords
from server.auth.sessions import SessionsService
from server.auth.tokens import TokensService
from server.bus.limits import Limits, LocalLimits
from server.clock import Clock
from server.db.pool import Database


class AuditEntry(Struct, frozen=True):
    """One deed of the audit trail."""

    id: int
    at: datetime
    actor_kind: str
    actor_id: int
    actor_name: str
    action: str
    subject: str
    detail: dict[str, Any]


class AuthService:
    """Everything about access on one database; build one per process."""

    def __init__(self, db: Database, clock: Clock, book: AgentBook, limits: Limits | None = None) -> None:
        self._db = db
        passwords = Passwords()
        self.limits: Limits = limits or LocalLimits()
        self.gate = Gate(db, clock, book)
        self.sessions = SessionsService(db, clock, self.gate, book, self.limits, passwords)
        self.accounts = AccountsService(db, clock, self.gate, book, passwords)
        self.tokens = TokensService(db, clock, self.gate)

    async def audit_page(
        self, offset: int, limit: int, subject: str = "", action: str = ""
    ) -> tuple[list[AuditEntry], int]:
        """Deeds, newest first: of one subject, or of actions starting with `action`; and how many there are."""
        found = "WHERE ($1 = '' OR subject = $1) AND ($2 = '' OR starts_with(action, $2))"
        async with self._db.connection() as connection:
            total: int = await connection.fetchval(f"SELECT count(*) FROM audit {found}", subject, action)
            rows = await connection.fetch(
                f"SELECT * FROM audit {found} ORDER BY id DESC LIMIT $3 OFFSET $4", subject, action, limit, offset
            )
        return [AuditEntry(**{**dict(row), "detail": msgspec.json.decode(row["detail"])}) for row in rows], total
