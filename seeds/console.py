"""Shows on the console how far the pouring has come."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

Tell = Callable[[str, float], None]
"""Told what is being done, in a few words, and the share of everything that is done, 0 to 1."""


@contextmanager
def progress_bar() -> Iterator[Tell]:
    """A bar on stderr that appears with the first news and stays when full; a plain line now and then without a terminal."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("[bold]Demo centre[/] {task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=1.0, start=False, visible=False)
        told = -1

        def tell(what: str, done: float) -> None:
            nonlocal told
            progress.start_task(task)
            progress.update(task, description=what, completed=done, visible=True)
            if not console.is_terminal and (tenth := int(done * 10)) > told:
                told = tenth
                console.print(f"Demo centre {done:.0%} {what}", highlight=False)

        yield tell
