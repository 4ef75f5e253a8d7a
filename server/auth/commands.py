"""`echelon token …` and `echelon account …`: the way in before anybody can sign in."""

import secrets
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from server.terminal import Workplace, run_command

if TYPE_CHECKING:
    from server.auth.service import AuthService
    from server.clock import Clock

ROLES = ("admin", "ops", "hr", "lead", "analyst", "trainer", "assessor", "agent")


@click.group(help="Create, list and revoke API tokens.")
def token() -> None:
    """Keys for machines."""


@token.command("create", help="Create a token and print it, and nothing else, on stdout.")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the token may do at most.")
@click.option("--name", required=True, help="Whose it is; also the source of the facts it sends.")
@click.option("--scope", "scopes", multiple=True, help="Narrow it to a permission, such as facts.write; repeatable.")
@click.option("--expires-days", type=click.IntRange(1, 3650), help="Stop working after so many days.")
def create_token(role: str, name: str, scopes: tuple[str, ...], expires_days: int | None) -> None:
    """The secret is shown this once."""

    async def work(place: Workplace) -> None:
        from server.auth.roles import Role
        from server.auth.tokens import scopes_from

        auth, clock = _auth(place)
        expires_at = clock.now() + timedelta(days=expires_days) if expires_days else None
        secret, _ = await auth.tokens.create(None, name, Role(role), scopes_from(scopes), expires_at)
        click.echo(secret)

    run_command(work)


@token.command("list", help="List all tokens, newest first, without their secrets.")
def list_tokens() -> None:
    """One line a token: id, role, name, state, scopes."""

    async def work(place: Workplace) -> None:
        auth, clock = _auth(place)
        offset, total = 0, 1
        while offset < total:
            items, total = await auth.tokens.page(offset, 200)
            for item in items:
                state = "revoked" if item.revoked_at else "valid"
                if item.expires_at and item.expires_at <= clock.now():
                    state = "expired"
                click.echo("\t".join([str(item.id), item.role, item.name, state, ",".join(item.scopes) or "-"]))
            offset += 200

    run_command(work)


@token.command("revoke", help="Make a token worthless, by its id.")
@click.argument("token_id", type=int)
def revoke_token(token_id: int) -> None:
    """Running servers notice within five seconds."""

    async def work(place: Workplace) -> None:
        auth, _ = _auth(place)
        await auth.tokens.revoke(None, token_id)

    run_command(work)


@click.group(help="Create accounts for people.")
def account() -> None:
    """Who may sign in."""


@account.command("create", help="Create an account: the first administrator comes from here.")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--login", required=True, help="What the person types to sign in.")
@click.option("--name", help="What the others read; the login by default.")
@click.option("--agent", help="Code of the agent this person is; required for role agent.")
@click.option("--locale", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--generate", is_flag=True, help="Make up a password and print it on stdout.")
def create_account(role: str, login: str, name: str | None, agent: str | None, locale: str, generate: bool) -> None:
    """The password comes from a prompt, from the first line of stdin, or is generated."""
    password = _password(generate)

    async def work(place: Workplace) -> None:
        from server.auth.accounts import NewAccount
        from server.auth.roles import Role

        auth, _ = _auth(place)
        new = NewAccount(
            login=login, name=name or login, role=Role(role), password=password, agent=agent, locale=locale
        )
        await auth.accounts.create(None, new)
        if generate:
            click.echo(password)

    run_command(work)


def _password(generate: bool) -> str:
    if generate:
        return secrets.token_urlsafe(12)
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


def _auth(place: Workplace) -> "tuple[AuthService, Clock]":
    from server.auth.service import AuthService
    from server.clock import SystemClock
    from server.people.book import PeopleBook

    clock = SystemClock()
    return AuthService(place.database, clock, PeopleBook()), clock
