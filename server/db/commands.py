"""The command that brings a database to this version's schema."""

import sys

import click

from server.logs import set_up_logs
from server.terminal import exit_code_of, reached, settings_from_environment


@click.command("migrate")
@click.option("--check", is_flag=True, help="Only say what is pending; exit 1 if anything is.")
def migrate_command(*, check: bool) -> None:
    """Run pending migrations, all in one transaction; a second process waits for the first and then finds none."""
    settings = settings_from_environment()
    set_up_logs(settings.log_format, level="warning")

    async def work() -> int:
        from server.db.migrate import migrate, pending_migrations

        async with reached(settings) as found:
            url = found.database_url or ""
            names = await (pending_migrations(url) if check else migrate(url))
        for name in names:
            click.echo(name)
        click.echo(f"{len(names)} {'pending' if check else 'applied'}", err=True)
        return 1 if check and names else 0

    sys.exit(exit_code_of(work))
