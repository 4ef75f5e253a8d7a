"""`echelon import career`: opening balances from the command line."""

from pathlib import Path

import click

from server.people.commands import report
from server.terminal import Workplace, progress, run_command

_KINDS = ("levels", "exams", "training", "courses", "scorecards")


@click.command("career", help="Take in a CSV or XLSX file of opening balances; exit code 1 when rows are refused.")
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--partial", is_flag=True, help="Take the rows that are right although others are refused.")
def import_career(kind: str, file: Path, dry_run: bool, partial: bool) -> None:
    """Without --partial a file is taken as a whole or not at all."""
    content = file.read_bytes()

    async def work(place: Workplace) -> int:
        from server.clock import SystemClock
        from server.ladder.records.importing import BalancesService
        from server.ladder.records.service import RecordsService

        clock = SystemClock()
        service = BalancesService(place.database, clock, RecordsService(place.database, clock))
        with progress(f"{kind} ← {file.name}") as step:
            outcome = await service.take(None, kind, content, dry_run=dry_run, partial=partial, tell=step)
        report(outcome)
        return 1 if outcome.refused else 0

    run_command(work)
