"""The command about the centre's signing key."""

import sys

import click

from server.terminal import exit_code_of, settings_from_environment


@click.group("key")
def key() -> None:
    """The key that signs dossiers and certificates."""


@key.command("rotate")
def rotate() -> None:
    """Put a new key in the place of the old one; what the old one signed stays good. A running service needs no restart."""
    settings = settings_from_environment()

    async def work() -> int:
        from server.ladder.dossiers.signing import SigningKey

        click.echo(SigningKey(settings.key_file).rotate())
        return 0

    sys.exit(exit_code_of(work))
