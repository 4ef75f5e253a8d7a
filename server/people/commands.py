"""`echelon import people`: files of people data from the command line."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from server.terminal import Workplace, console, progress, run_command

if TYPE_CHECKING:
    from server.people.imports.service import Outcome

_KINDS = (
    "sites",
    "calendar",
    "queues",
    "teams",
    "agents",
    "employment",
    "memberships",
    "leave",
    "roster",
    "skills",
)


@click.command("people", help="Take in a CSV or XLSX file of KIND; exit code 1 when rows are refused.")
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--partial", is_flag=True, help="Take the rows that are right although others are refused.")
def import_people(kind: str, file: Path, dry_run: bool, partial: bool) -> None:
    """Without --partial a file is taken as a whole or not at all."""

    content = file.read_bytes()

    async def work(place: Workplace) -> int:
        from server.auth.service import AuthService
        from server.clock import SystemClock
        from server.facts import attribution
        from server.people.book import PeopleBook
        from server.people.imports.service import ImportService

        auth = AuthService(place.database, SystemClock(), PeopleBook())
        service = ImportService(place.database, attribution, auth)
        with progress(f"{kind} ← {file.name}") as step:
            outcome = await service.take(None, kind, content, dry_run=dry_run, partial=partial, tell=step)
        report(outcome)
        return 1 if outcome.refused else 0

    run_command(work)


def report(outcome: "Outcome") -> None:
    """Counts on stdout, what is wrong on stderr."""
    done = "" if outcome.written else " (nothing written 未写入)"
    click.echo(
        f"{outcome.kind}: rows {outcome.rows}, created {outcome.created}, changed {outcome.changed},"
        f" unchanged {outcome.unchanged}, refused {outcome.refused}{done}"
    )
    out = console()
    for fault in outcome.errors[:50]:
        where = f"row {fault.row}" + (f", {fault.column}" if fault.column else "")
        out.print(
            f"{where}: {fault.messages['en']} {fault.messages['zh']} [{fault.code}]", markup=False, highlight=False
        )
    if len(outcome.errors) > 50:
        out.print(f"… and {outcome.refused - 50} more", markup=False)
    if not outcome.written and not outcome.refused:
        for change in outcome.changes:
            print(f"{change.what}\t{change.key}\t{change.before or ''}\t{change.after or ''}", file=sys.stdout)
