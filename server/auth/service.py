"""What this room can do, joined: the gate that recognises people and the services behind it."""

from server.auth.accounts import AccountsService
from server.auth.gate import Gate
from server.auth.ports import AgentBook
from server.auth.secrets import Passwords
from server.auth.sessions import SessionsService
from server.auth.tokens import TokensService
from server.bus.limits import Limits, LocalLimits
from server.clock import Clock
from server.db.pool import Database


class AuthService:
    """Everything about access on one database; build one per process."""

    def __init__(self, db: Database, clock: Clock, book: AgentBook, limits: Limits | None = None) -> None:
        passwords = Passwords()
        self.limits: Limits = limits or LocalLimits()
        self.gate = Gate(db, clock, book)
        self.sessions = SessionsService(db, clock, self.gate, book, self.limits, passwords)
        self.accounts = AccountsService(db, clock, self.gate, book, passwords)
        self.tokens = TokensService(db, clock, self.gate)
