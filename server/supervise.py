"""Long tasks of a process: each is started again when it fails, a little later each time, and all end together."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import TypeVar

import structlog

_log = structlog.get_logger(__name__)

Task = Callable[[], Awaitable[None]]
Item = TypeVar("Item")

_FIRST_PAUSE, _LONGEST_PAUSE, _CALM = 0.2, 10.0, 60.0
_FIRST_AGAIN, _LONGEST_AGAIN = 0.02, 0.2


@asynccontextmanager
async def supervised(tasks: Mapping[str, Task]) -> AsyncIterator[None]:
    """Keep the named tasks running while the block runs, then cancel them and wait until they are gone."""
    running = [asyncio.create_task(_keep(name, task), name=name) for name, task in tasks.items()]
    try:
        yield
    finally:
        await ended(running)


async def ended(tasks: Collection["asyncio.Task[None]"]) -> None:
    """Cancel tasks, again until they are gone: a library may swallow a cancellation (seen in a Redis client in the middle
    of a round trip), and a task that lives on would hold the whole process."""
    pause = _FIRST_AGAIN
    while waiting := [task for task in tasks if not task.done()]:
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting, timeout=pause)
        pause = min(pause * 2, _LONGEST_AGAIN)


class Bell:
    """Rung by whoever leaves work in this process; without it, work that another process left is found a little later."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """There is work now."""
        self._rung.set()

    async def answer(self, look: Callable[[], Awaitable[object]], every: float) -> None:
        """Look for work whenever it rings, and `every` so many seconds, until cancelled."""
        while True:
            # Before looking: what is left during a look may lie behind where it has looked already.
            self._rung.clear()
            await look()
            with suppress(TimeoutError):
                async with asyncio.timeout(every):
                    await self._rung.wait()


async def each(items: Iterable[Item], do: Callable[[Item], Awaitable[object]]) -> None:
    """Do it for every item in turn, whatever becomes of the others. What failed is raised together at the end, each with
    the item it belongs to, so that the task that asked is seen to fail, and tries again."""
    failed = []
    for item in items:
        try:
            await do(item)
        except Exception as error:  # noqa: BLE001 - raised below, once the others had their turn
            error.add_note(f"at {item}")
            failed.append(error)
    if failed:
        raise ExceptionGroup("some of the work failed, the rest is done", failed)


async def _keep(name: str, task: Task) -> None:
    pause = _FIRST_PAUSE
    while True:
        began = monotonic()
        try:
            await task()
            _log.warning("task_ended", task=name)
        except Exception:  # noqa: BLE001 - whatever a task raises must not end the process
            _log.exception("task_failed", task=name, again_in=pause)
        if monotonic() - began > _CALM:
            pause = _FIRST_PAUSE
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
