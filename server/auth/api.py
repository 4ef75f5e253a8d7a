"""The doors of this room: the session at hand, accounts, tokens."""

from datetime import datetime
from typing import Annotated, Any, Literal

from litestar import Controller, Request, Response, delete, get, patch, post, put
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import UNSET, Meta, Struct, UnsetType

from server.auth.accounts import Account, AccountChange, NewAccount
from server.auth.actor import Actor
from server.auth.gate import LONGEST, SESSION_COOKIE
from server.auth.guards import public, requires, signed_in
from server.auth.roles import PERMISSIONS, Permission, Role
from server.auth.service import AuthService
from server.auth.sessions import Profile
from server.auth.tokens import ApiToken, scopes_from
from server.errors import FORBIDDEN, DomainError
from server.settings import Settings
from server.wire import Named, Page, Text, page_of

Offset = Annotated[int, QueryParameter(ge=0)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Locale = Literal["zh", "en"]
AccountRole = Literal["admin", "ops", "hr", "lead", "analyst", "trainer", "assessor", "agent"]
Password = Annotated[str, Meta(max_length=200)]
Login = Annotated[str, Meta(min_length=1, max_length=64)]


class SignInIn(Struct, forbid_unknown_fields=True):
    """What somebody types to sign in."""

    login: Annotated[str, Meta(max_length=200)]
    password: Password


class OwnAccountOut(Struct):
    """The account signed in, with everything a page needs to decide what to offer."""

    id: int
    login: str
    name: str
    role: str
    locale: str
    agent: Named | None
    teams: list[Named]
    permissions: list[str]


class SessionOut(Struct):
    """The session at hand."""

    account: OwnAccountOut


class PasswordIn(Struct, forbid_unknown_fields=True):
    """A change of one's own password."""

    present: Password
    wanted: Password


class SessionChangeIn(Struct, forbid_unknown_fields=True):
    """What somebody may change about the own account."""

    locale: Locale


class AccountIn(Struct, forbid_unknown_fields=True):
    """A new account; `agent` is an agent's code."""

    login: Login
    name: Text
    role: AccountRole
    password: Password
    agent: str | None = None
    locale: Locale = "zh"


class AccountChangeIn(Struct, forbid_unknown_fields=True):
    """What to change about an account; absent fields stay."""

    name: Text | UnsetType = UNSET
    role: AccountRole | UnsetType = UNSET
    agent: str | UnsetType | None = UNSET
    disabled: bool | UnsetType = UNSET
    password: Password | UnsetType = UNSET


class TokenIn(Struct, forbid_unknown_fields=True):
    """A new API token; without scopes it may do all that its role may."""

    name: Text
    role: AccountRole
    scopes: list[str] = []
    expires_at: datetime | None = None


class TokenOut(Struct):
    """A fresh token. This is the only time its secret is shown."""

    token: str
    stored: ApiToken


class SessionController(Controller):
    """Signing in and out."""

    path = "/api/v1/session"
    tags = ("session",)

    @post(guards=[public], summary="Sign in")
    async def sign_in(
        self,
        data: SignInIn,
        request: Request[Any, Any, Any],
        auth: NamedDependency[AuthService],
        settings: NamedDependency[Settings],
    ) -> Response[SessionOut]:
        """Answers with the session cookie. Too many failures of a login or an address: 429."""
        address = request.client.host if request.client else "unknown"
        signed = await auth.sessions.sign_in(data.login, data.password, address, request.cookies.get(SESSION_COOKIE))
        profile = await auth.sessions.profile(signed.account_id)
        return Response(SessionOut(_own(profile)), status_code=201, cookies=[_cookie(signed.token, settings)])

    @get(guards=[signed_in], summary="Who is signed in")
    async def show(self, actor: NamedDependency[Actor], auth: NamedDependency[AuthService]) -> SessionOut:
        """The account, its agent, its teams of today and all its permissions."""
        return SessionOut(_own(await auth.sessions.profile(actor.id)))

    @delete(guards=[signed_in], summary="Sign out")
    async def sign_out(
        self, request: Request[Any, Any, Any], actor: NamedDependency[Actor], auth: NamedDependency[AuthService]
    ) -> Response[None]:
        """Ends the session on the server; the cookie is worthless afterwards."""
        await auth.sessions.sign_out(actor, request.cookies[SESSION_COOKIE])
        gone = Cookie(key=SESSION_COOKIE, value="", max_age=0, path="/", httponly=True, samesite="lax")
        return Response(None, status_code=204, cookies=[gone])

    @patch(guards=[signed_in], summary="Choose a language")
    async def change(
        self, data: SessionChangeIn, actor: NamedDependency[Actor], auth: NamedDependency[AuthService]
    ) -> SessionOut:
        """Remembered with the account."""
        await auth.sessions.choose_locale(actor, data.locale)
        return SessionOut(_own(await auth.sessions.profile(actor.id)))

    @put("/password", guards=[signed_in], status_code=204, summary="Change one's own password")
    async def change_password(
        self,
        data: PasswordIn,
        request: Request[Any, Any, Any],
        actor: NamedDependency[Actor],
        auth: NamedDependency[AuthService],
    ) -> None:
        """All other sessions of the account end."""
        await auth.sessions.change_password(actor, data.present, data.wanted, request.cookies[SESSION_COOKIE])


class AccountsController(Controller):
    """Who may sign in."""

    path = "/api/v1/accounts"
    tags = ("accounts",)
    guards = (requires(Permission.ACCOUNTS_MANAGE),)

    @get(summary="List accounts")
    async def page(
        self,
        auth: NamedDependency[AuthService],
        q: FromQuery[str] = "",
        role: FromQuery[AccountRole | None] = None,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Page[Account]:
        """Ordered by login; `q` finds parts of logins and names."""
        items, total = await auth.accounts.page(offset, limit, q, Role(role) if role else None)
        return page_of(items, total, offset)

    @post(summary="Create an account")
    async def create(
        self, data: AccountIn, actor: NamedDependency[Actor], auth: NamedDependency[AuthService]
    ) -> Account:
        """The login is unique and kept in lower case."""
        new = NewAccount(
            login=data.login,
            name=data.name,
            role=Role(data.role),
            password=data.password,
            agent=data.agent,
            locale=data.locale,
        )
        return await auth.accounts.create(actor, new)

    @get("/{account_id:int}", summary="Show an account")
    async def one(self, account_id: FromPath[int], auth: NamedDependency[AuthService]) -> Account:
        """By its id."""
        return await auth.accounts.one(account_id)

    @patch("/{account_id:int}", summary="Change, disable or re-enable an account, or reset its password")
    async def change(
        self,
        account_id: FromPath[int],
        data: AccountChangeIn,
        actor: NamedDependency[Actor],
        auth: NamedDependency[AuthService],
    ) -> Account:
        """Anything but a new name ends the account's sessions. The last administrator stays."""
        change = AccountChange(
            name=data.name,
            role=data.role if data.role is UNSET else Role(data.role),
            agent=data.agent,
            disabled=data.disabled,
            password=data.password,
        )
        return await auth.accounts.change(actor, account_id, change)


class TokensController(Controller):
    """Keys for machines."""

    path = "/api/v1/tokens"
    tags = ("tokens",)
    guards = (requires(Permission.TOKENS_MANAGE),)

    @get(summary="List API tokens")
    async def page(self, auth: NamedDependency[AuthService], offset: Offset = 0, limit: Limit = 50) -> Page[ApiToken]:
        """Newest first, revoked ones too."""
        items, total = await auth.tokens.page(offset, limit)
        return page_of(items, total, offset)

    @post(summary="Create an API token")
    async def create(
        self, data: TokenIn, actor: NamedDependency[Actor], auth: NamedDependency[AuthService]
    ) -> TokenOut:
        """A token can never do more than its role, nor more than its maker."""
        scopes = scopes_from(data.scopes)
        wanted = scopes or PERMISSIONS[Role(data.role)]
        # A scoped token of an administrator must not make itself a wider one.
        for scope in sorted(wanted):
            if actor.scopes and not actor.may(scope):
                raise DomainError(FORBIDDEN)
        secret, stored = await auth.tokens.create(actor, data.name, Role(data.role), scopes, data.expires_at)
        return TokenOut(secret, stored)

    @delete("/{token_id:int}", status_code=204, summary="Revoke an API token")
    async def revoke(
        self, token_id: FromPath[int], actor: NamedDependency[Actor], auth: NamedDependency[AuthService]
    ) -> None:
        """At once in this process, within five seconds in others."""
        await auth.tokens.revoke(actor, token_id)


def _own(profile: Profile) -> OwnAccountOut:
    person = profile.person
    return OwnAccountOut(
        id=profile.id,
        login=profile.login,
        name=profile.name,
        role=profile.role,
        locale=profile.locale,
        agent=person.agent if person else None,
        teams=list(person.teams) if person else [],
        permissions=sorted(PERMISSIONS[Role(profile.role)]),
    )


def _cookie(token: str, settings: Settings) -> Cookie:
    return Cookie(
        key=SESSION_COOKIE,
        value=token,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
    )


CONTROLLERS: list[type[Controller]] = [SessionController, AccountsController, TokensController]
