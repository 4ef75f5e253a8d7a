"""Who may sign in at all: accounts with their roles, kept by administrators."""

from collections.abc import Collection
from datetime import datetime

import asyncpg
from msgspec import UNSET, Struct, UnsetType

from server.auth import audit
from server.auth.actor import Actor
from server.auth.gate import Gate
from server.auth.ports import AgentBook
from server.auth.roles import PERMISSIONS, Permission, Role
from server.auth.secrets import Passwords
from server.auth.sessions import check_password
from server.auth.tables import AccountRow
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import TAKEN, DomainError, declare

NO_ACCOUNT = declare("no_such_account", 404, en="There is no account {key}.", zh="没有账号 {key}。")
NO_ACCOUNT_AGENT = declare("account_agent_unknown", 404, en="There is no agent {key}.", zh="没有坐席 {key}。")
NEEDS_AGENT = declare(
    "account_needs_agent", 400, en="An account of role agent names its agent.", zh="坐席角色的账号必须关联坐席。"
)
BAD_LOGIN = declare(
    "bad_login", 400, en="A login has 1 to 64 characters and no spaces.", zh="用户名须为 1 至 64 个字符，且不含空格。"
)
LAST_ADMIN = declare(
    "last_admin", 409, en="This is the last administrator who can sign in.", zh="这是最后一个可登录的管理员账号。"
)


class Account(Struct, frozen=True):
    """An account as administrators see it."""

    id: int
    login: str
    name: str
    role: str
    locale: str
    agent: str | None
    created_at: datetime
    disabled_at: datetime | None


class NewAccount(Struct, frozen=True, kw_only=True):
    """What an account starts with; `agent` is an agent's code."""

    login: str
    name: str
    role: Role
    password: str
    agent: str | None = None
    locale: str = "zh"


class AccountChange(Struct, frozen=True, kw_only=True):
    """What to change; what is unset stays."""

    name: str | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    agent: str | UnsetType | None = UNSET
    disabled: bool | UnsetType = UNSET
    password: str | UnsetType = UNSET


class AccountsService:
    """Commands and queries about accounts; `actor` None is the command line."""

    def __init__(self, db: Database, clock: Clock, gate: Gate, book: AgentBook, passwords: Passwords) -> None:
        self._db = db
        self._clock = clock
        self._gate = gate
        self._book = book
        self._passwords = passwords

    async def create(self, actor: Actor | None, new: NewAccount) -> Account:
        """A new account. Raises `taken`, `bad_login`, `weak_password`, `account_needs_agent`, `account_agent_unknown`."""
        login = new.login.strip().lower()
        if not 1 <= len(login) <= 64 or any(letter.isspace() for letter in login):
            raise DomainError(BAD_LOGIN)
        check_password(login, new.password)
        hashed = await self._passwords.hash(new.password)
        try:
            async with self._db.transaction() as unit:
                agent_id = await self._agent_id(unit, new.agent)
                if new.role == Role.AGENT and agent_id is None:
                    raise DomainError(NEEDS_AGENT)
                row = AccountRow(
                    login=login,
                    password_hash=hashed,
                    role=new.role.value,
                    agent_id=agent_id,
                    name=new.name,
                    locale=new.locale,
                    created_at=self._clock.now(),
                )
                await row.save()
                detail = {"role": new.role.value, "agent": new.agent}
                await audit.record(unit, actor, "account.create", f"account/{row.id}", detail)
        except asyncpg.UniqueViolationError:
            raise DomainError(TAKEN, what="account", key=login) from None
        return await self.one(row.id)

    async def change(self, actor: Actor | None, account_id: int, change: AccountChange) -> Account:
        """Change an account; a new role, password or a disabling ends its sessions. Raises `last_admin`."""
        hashed = None
        if change.password is not UNSET:
            check_password("", change.password)
            hashed = await self._passwords.hash(change.password)
        async with self._db.transaction() as unit:
            # All administrators are locked, so that two of them cannot lock each other out at once.
            await unit.execute("SELECT id FROM account WHERE role = 'admin' ORDER BY id FOR UPDATE")
            row = await unit.fetchrow("SELECT * FROM account WHERE id = $1 FOR UPDATE", account_id)
            if row is None:
                raise DomainError(NO_ACCOUNT, key=account_id)
            values = dict(row)
            if change.name is not UNSET:
                values["name"] = change.name
            if change.role is not UNSET:
                values["role"] = change.role.value
            if change.agent is not UNSET:
                values["agent_id"] = await self._agent_id(unit, change.agent)
            if change.disabled is not UNSET:
                values["disabled_at"] = (values["disabled_at"] or self._clock.now()) if change.disabled else None
            if hashed is not None:
                values["password_hash"] = hashed
            if values["role"] == Role.AGENT and values["agent_id"] is None:
                raise DomainError(NEEDS_AGENT)
            await unit.execute(
                "UPDATE account SET name = $2, role = $3, agent_id = $4, disabled_at = $5, password_hash = $6 WHERE id = $1",
                account_id,
                *(values[name] for name in ("name", "role", "agent_id", "disabled_at", "password_hash")),
            )
            if not await unit.fetchval("SELECT 1 FROM account WHERE role = 'admin' AND disabled_at IS NULL LIMIT 1"):
                raise DomainError(LAST_ADMIN)
            changed = sorted(name for name in values if values[name] != row[name])
            if set(changed) - {"name"}:
                await unit.execute("DELETE FROM session WHERE account_id = $1", account_id)
            detail = {"changed": changed, "role": values["role"], "disabled": values["disabled_at"] is not None}
            await audit.record(unit, actor, "account.change", f"account/{account_id}", detail)
        self._gate.forget()
        return await self.one(account_id)

    async def one(self, account_id: int) -> Account:
        """An account by its id. Raises `no_such_account`."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(f"{_SELECT} WHERE id = $1", account_id)
            if not rows:
                raise DomainError(NO_ACCOUNT, key=account_id)
            return (await self._accounts(connection, rows))[0]

    async def page(
        self, offset: int, limit: int, text: str = "", role: Role | None = None
    ) -> tuple[list[Account], int]:
        """Accounts by login, those whose login or name contains `text`; and how many there are."""
        found = "WHERE ($1 = '' OR strpos(login, lower($1)) > 0 OR strpos(lower(name), lower($1)) > 0) AND ($2 = '' OR role = $2)"
        async with self._db.connection() as connection:
            total = await connection.fetchval(f"SELECT count(*) FROM account {found}", text, role or "")
            rows = await connection.fetch(
                f"{_SELECT} {found} ORDER BY login LIMIT $3 OFFSET $4", text, role or "", limit, offset
            )
            return await self._accounts(connection, rows), total

    async def _accounts(self, connection: Connection, rows: list[asyncpg.Record]) -> list[Account]:
        codes = await self._book.codes_of(connection, [row["agent_id"] for row in rows if row["agent_id"] is not None])
        return [
            Account(
                row["id"],
                row["login"],
                row["name"],
                row["role"],
                row["locale"],
                codes.get(row["agent_id"]),
                row["created_at"],
                row["disabled_at"],
            )
            for row in rows
        ]

    async def _agent_id(self, connection: Connection, code: str | None) -> int | None:
        if code is None:
            return None
        agent_id = await self._book.id_of(connection, code)
        if agent_id is None:
            raise DomainError(NO_ACCOUNT_AGENT, key=code)
        return agent_id

    async def erase_of(self, connection: Connection, agent_id: int) -> None:
        """Within the caller's transaction: disable an erased agent's accounts and take what names the person from them."""
        ids = [
            row["id"]
            for row in await connection.fetch(
                "UPDATE account SET login = 'erased-' || id, name = 'erased', password_hash = '',"
                " disabled_at = coalesce(disabled_at, $2) WHERE agent_id = $1 RETURNING id",
                agent_id,
                self._clock.now(),
            )
        ]
        await connection.execute("DELETE FROM session WHERE account_id = ANY($1::int[])", ids)
        self._gate.forget()

    async def of_agent(self, connection: Connection, agent_id: int) -> list[dict[str, str]]:
        """What is held about an agent's accounts, for the person's own export."""
        rows = await connection.fetch(
            "SELECT login, name, role, locale FROM account WHERE agent_id = $1 ORDER BY id", agent_id
        )
        return [dict(row) for row in rows]


_SELECT = "SELECT id, login, name, role, locale, agent_id, created_at, disabled_at FROM account"


class Named(Struct, frozen=True):
    """An account by its number and the name of who uses it."""

    id: int
    name: str


async def agents_of(connection: Connection, account_ids: Collection[int]) -> dict[int, int | None]:
    """Which agent each of these accounts is, if any."""
    rows = await connection.fetch("SELECT id, agent_id FROM account WHERE id = ANY($1::int[])", list(account_ids))
    return {row["id"]: row["agent_id"] for row in rows}


async def able_to(connection: Connection, permission: Permission, account_id: int | None = None) -> list[Named]:
    """Who may sign in and do this (or whether this account may), by name."""
    roles = [role for role, permissions in PERMISSIONS.items() if permission in permissions]
    rows = await connection.fetch(
        "SELECT id, name FROM account WHERE role = ANY($1::text[]) AND disabled_at IS NULL"
        " AND ($2::int IS NULL OR id = $2) ORDER BY name, id",
        roles,
        account_id,
    )
    return [Named(row["id"], row["name"]) for row in rows]
