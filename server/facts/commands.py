"""`echelon import facts` and `echelon rebuild`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from server.terminal import Workplace, console, progress, run_command

if TYPE_CHECKING:
    from server.facts.importing import Imported

_MOST_SHOWN = 50


@click.command(
    "facts", help="Take in a CSV or XLSX file through a mapping; exit code 1 when rows or facts are refused."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", required=True, help="The mapping's code, such as calls-2021q1.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
def import_facts(file: Path, mapping: str, dry_run: bool) -> None:
    """Importing the same file again changes nothing."""
    content = file.read_bytes()

    async def work(place: Workplace) -> int:
        from server.clock import SystemClock
        from server.facts.service import FactsService

        facts = FactsService(place.database, SystemClock())
        await facts.ensure_catalogue()
        with progress(f"{mapping} ← {file.name}") as step:
            answer = await facts.imports.take(None, mapping, content, dry_run=dry_run, progress=step)
        _report(answer)
        return 1 if answer.error_count else 0

    run_command(work)


def _report(answer: "Imported") -> None:
    """Counts on stdout, what is wrong on stderr."""
    click.echo(
        f"rows {answer.rows}, facts {answer.facts}: accepted {answer.accepted}, superseding {answer.superseding},"
        f" duplicate {answer.duplicate}, stale {answer.stale}, refused {answer.refused}"
        f"{' (nothing written 未写入)' if answer.dry_run else ''}"
    )
    out = console()
    for error in answer.errors[:_MOST_SHOWN]:
        words = error.messages
        out.print(
            f"row {error.row} {error.metric}: {error.code}. {words['en']} {words['zh']}", markup=False, soft_wrap=True
        )
    if answer.error_count > _MOST_SHOWN:
        out.print(f"… and {answer.error_count - _MOST_SHOWN} more")


@click.command(
    "rebuild", help="Compute where facts count and all rollups again; exit code 1 when --check finds differences."
)
@click.option("--check", is_flag=True, help="Only say what differs.")
def rebuild(check: bool) -> None:
    """On a healthy database nothing differs. Intake waits while it runs."""

    async def work(place: Workplace) -> int:
        from server.clock import SystemClock
        from server.facts.service import FactsService

        with console().status("computing …"):
            found = await FactsService(place.database, SystemClock()).rebuild(check_only=check)
        wrong = found.misplaced + found.differing
        click.echo(
            f"facts {found.facts}, rollups {found.rollups}: {found.misplaced} misplaced, {found.differing} differing"
            f"{' (left as they are)' if check and wrong else ''}"
        )
        return 1 if check and wrong else 0

    run_command(work)
