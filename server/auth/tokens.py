"""Keys for machines: made once, shown once, stored hashed, narrowed by scopes, revoked at will."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.auth.gate import Gate
from server.auth.roles import PERMISSIONS, Permission, Role
from server.auth.secrets import digest, new_api_token
from server.auth.tables import ApiTokenRow
from server.clock import Clock
from server.db.pool import Database
from server.errors import DomainError, declare

NO_TOKEN = declare("no_such_token", 404, en="There is no token {key}.", zh="没有令牌 {key}。")
SCOPE_BEYOND_ROLE = declare(
    "scope_beyond_role", 400, en="The role {role} does not include {scope}.", zh="角色 {role} 不包含权限 {scope}。"
)
NO_DISPLAY_TOKEN = declare(
    "token_role_display", 400, en="Displays get their tokens by pairing.", zh="大屏令牌只能通过配对获得。"
)

UNKNOWN_SCOPE = declare("unknown_scope", 400, en="There is no permission {scope}.", zh="没有名为 {scope} 的权限。")


class ApiToken(Struct, frozen=True):
    """A token as its keepers see it: never the secret."""

    id: int
    name: str
    role: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


class TokensService:
    """Commands and queries about API tokens; `actor` None is the command line."""

    def __init__(self, db: Database, clock: Clock, gate: Gate) -> None:
        self._db = db
        self._clock = clock
        self._gate = gate

    async def create(
        self,
        actor: Actor | None,
        name: str,
        role: Role,
        scopes: frozenset[Permission] = frozenset(),
        expires_at: datetime | None = None,
    ) -> tuple[str, ApiToken]:
        """A new token and what is stored of it. Its secret cannot be had again.

        Raises `scope_beyond_role`: a scope that the role does not have would promise what it cannot keep.
        """
        if role == Role.DISPLAY:
            raise DomainError(NO_DISPLAY_TOKEN)
        for scope in sorted(scopes - PERMISSIONS[role]):
            raise DomainError(SCOPE_BEYOND_ROLE, role=role.value, scope=scope.value)
        secret = new_api_token()
        async with self._db.transaction() as unit:
            row = ApiTokenRow(
                name=name,
                token_hash=digest(secret),
                role=role.value,
                scopes=sorted(scope.value for scope in scopes),
                created_by=actor.id if actor and actor.kind == "account" else None,
                created_at=self._clock.now(),
                expires_at=expires_at,
            )
            await row.save()
            detail = {"role": role.value, "scopes": row.scopes}
            await audit.record(unit, actor, "token.create", f"token/{row.id}", detail)
        return secret, _token(row.to_dict())

    async def revoke(self, actor: Actor | None, token_id: int) -> None:
        """Make a token worthless; repeating it changes nothing. Raises `no_such_token`."""
        async with self._db.transaction() as unit:
            row = await unit.fetchrow("SELECT revoked_at FROM api_token WHERE id = $1 FOR UPDATE", token_id)
            if row is None:
                raise DomainError(NO_TOKEN, key=token_id)
            if row["revoked_at"] is None:
                await unit.execute("UPDATE api_token SET revoked_at = $2 WHERE id = $1", token_id, self._clock.now())
                await audit.record(unit, actor, "token.revoke", f"token/{token_id}")
        self._gate.forget()

    async def page(self, offset: int, limit: int) -> tuple[list[ApiToken], int]:
        """Tokens, newest first; and how many there are."""
        columns = (
            ApiTokenRow.id,
            ApiTokenRow.name,
            ApiTokenRow.role,
            ApiTokenRow.scopes,
            ApiTokenRow.created_at,
            ApiTokenRow.expires_at,
            ApiTokenRow.revoked_at,
            ApiTokenRow.last_used_at,
        )
        rows = await ApiTokenRow.select(*columns).order_by(ApiTokenRow.id, ascending=False).limit(limit).offset(offset)
        return [_token(row) for row in rows], await ApiTokenRow.count()


def scopes_from(names: Iterable[str]) -> frozenset[Permission]:
    """Permissions by their names. Raises `unknown_scope`."""
    found = set()
    for name in names:
        try:
            found.add(Permission(name))
        except ValueError:
            raise DomainError(UNKNOWN_SCOPE, scope=name) from None
    return frozenset(found)


def _token(row: dict[str, object]) -> ApiToken:
    return ApiToken(**{name: row[name] for name in ApiToken.__struct_fields__})  # type: ignore[arg-type]
