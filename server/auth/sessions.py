"""Signing in and out: checks passwords, hands out sessions, and takes them away."""

from datetime import datetime
from math import ceil

from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.auth.gate import LONGEST, Gate
from server.auth.ports import AgentBook, Person
from server.auth.secrets import Passwords, digest, new_token
from server.bus.limits import Allowance, Limits
from server.clock import Clock
from server.db.pool import Database
from server.errors import NOT_SIGNED_IN, TOO_MANY, DomainError, declare

WRONG_LOGIN = declare("wrong_login", 401, en="Login or password is wrong.", zh="用户名或密码错误。")
WRONG_PASSWORD = declare("wrong_password", 403, en="The present password is wrong.", zh="当前密码不正确。")
WEAK_PASSWORD = declare(
    "weak_password",
    400,
    en="A password has {least} to 200 characters and is not the login.",
    zh="密码须为 {least} 至 200 个字符，且不能与用户名相同。",
)

LEAST_PASSWORD = 8
PER_LOGIN = Allowance(tries=10, seconds=300)
# A whole shift signs in from one address within minutes; honest sign-ins are given back, so this counts failures.
PER_ADDRESS = Allowance(tries=60, seconds=300)


class SignedIn(Struct, frozen=True):
    """A fresh session: the token for the cookie, and whose it is."""

    token: str
    account_id: int


class Profile(Struct, frozen=True):
    """An account as its owner sees it."""

    id: int
    login: str
    name: str
    role: str
    locale: str
    person: Person | None


class SessionsService:
    """Commands and queries about one's own session."""

    def __init__(
        self, db: Database, clock: Clock, gate: Gate, book: AgentBook, limits: Limits, passwords: Passwords
    ) -> None:
        self._db = db
        self._clock = clock
        self._gate = gate
        self._book = book
        self._limits = limits
        self._passwords = passwords

    async def sign_in(self, login: str, password: str, address: str, replaced: str | None = None) -> SignedIn:
        """A new session under a new id. The browser's former session (`replaced`) ends, whosever it was.

        Raises `wrong_login` alike, and after the same work, for unknown, disabled and mistyped; `too_many_requests` when
        this login or address has failed too often.
        """
        login = login.strip().lower()
        await self._take(f"login:{login}", PER_LOGIN)
        await self._take(f"address:{address}", PER_ADDRESS)
        async with self._db.connection() as connection:
            row = await connection.fetchrow(
                "SELECT id, name, role, password_hash FROM account WHERE login = $1 AND disabled_at IS NULL", login
            )
        if not await self._passwords.verify(row["password_hash"] if row else None, password) or row is None:
            raise DomainError(WRONG_LOGIN)
        await self._limits.give_back(f"login:{login}", PER_LOGIN)
        await self._limits.give_back(f"address:{address}", PER_ADDRESS)
        token, now = new_token(), self._clock.now()
        actor = Actor(kind="account", id=row["id"], name=row["name"], role=row["role"])
        async with self._db.transaction() as unit:
            await unit.execute("DELETE FROM session WHERE account_id = $1 AND expires_at <= $2", row["id"], now)
            if replaced:
                await unit.execute("DELETE FROM session WHERE token_hash = $1", digest(replaced))
            await unit.execute(
                "INSERT INTO session (token_hash, account_id, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)",
                digest(token),
                row["id"],
                now,
                now + LONGEST,
            )
            await audit.record(unit, actor, "session.start", f"account/{row['id']}")
        if replaced:
            self._gate.forget()
        return SignedIn(token, row["id"])

    async def sign_out(self, actor: Actor, token: str) -> None:
        """End this session."""
        async with self._db.transaction() as unit:
            await unit.execute("DELETE FROM session WHERE token_hash = $1", digest(token))
            await audit.record(unit, actor, "session.end", f"account/{actor.id}")
        self._gate.forget()

    async def profile(self, account_id: int) -> Profile:
        """The account with its agent and present teams."""
        async with self._db.connection() as connection:
            row = await connection.fetchrow(
                "SELECT id, login, name, role, locale, agent_id FROM account WHERE id = $1", account_id
            )
            if row is None:
                raise DomainError(NOT_SIGNED_IN)
            person = None
            if row["agent_id"] is not None:
                person = await self._book.person(connection, row["agent_id"], self._clock.now())
        return Profile(row["id"], row["login"], row["name"], row["role"], row["locale"], person)

    async def choose_locale(self, actor: Actor, locale: str) -> None:
        """Remember the language somebody reads."""
        async with self._db.transaction() as unit:
            await unit.execute("UPDATE account SET locale = $2 WHERE id = $1", actor.id, locale)
            await audit.record(unit, actor, "account.locale", f"account/{actor.id}", {"locale": locale})
        self._gate.forget()

    async def change_password(self, actor: Actor, present: str, wanted: str, kept: str) -> None:
        """Replace one's own password; every session but the one at hand (`kept`, its token) ends."""
        await self._take(f"password:{actor.id}", PER_LOGIN)
        async with self._db.connection() as connection:
            row = await connection.fetchrow("SELECT login, password_hash FROM account WHERE id = $1", actor.id)
        if row is None or not await self._passwords.verify(row["password_hash"], present):
            raise DomainError(WRONG_PASSWORD)
        check_password(row["login"], wanted)
        hashed = await self._passwords.hash(wanted)
        async with self._db.transaction() as unit:
            await unit.execute("UPDATE account SET password_hash = $2 WHERE id = $1", actor.id, hashed)
            await unit.execute("DELETE FROM session WHERE account_id = $1 AND token_hash <> $2", actor.id, digest(kept))
            await audit.record(unit, actor, "account.password", f"account/{actor.id}")
        self._gate.forget()

    async def forget_expired(self, now: datetime) -> int:
        """Delete sessions that nobody can use any more; returns how many."""
        async with self._db.transaction() as unit:
            status: str = await unit.execute("DELETE FROM session WHERE expires_at <= $1", now)
        return int(status.rsplit(maxsplit=1)[-1])

    async def _take(self, key: str, allowance: Allowance) -> None:
        wait = await self._limits.take(key, allowance)
        if wait > 0:
            raise DomainError(TOO_MANY, seconds=ceil(wait))


def check_password(login: str, password: str) -> None:
    """Raises `weak_password`: length is what protects, so nothing else is asked."""
    if not LEAST_PASSWORD <= len(password) <= 200 or password.lower() == login.lower():
        raise DomainError(WEAK_PASSWORD, least=LEAST_PASSWORD)
