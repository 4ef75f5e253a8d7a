"""Decides who runs an engine of a data folder: the process that holds its lock does, the others attach and stand by."""

import asyncio
import contextlib
import fcntl
import hashlib
import os
import stat
from pathlib import Path
from typing import Protocol

import structlog

from server.engines.child import Child, EngineFailedError

log = structlog.get_logger(__name__)

FIRST_ANSWER = 120.0  # seconds; recovery after a crash under load may replay up to max_wal_size
STAND_BY = 0.25
BACK_OFF_FIRST, BACK_OFF_LAST = 0.1, 5.0


class Engine(Protocol):
    """What a keeper needs to know about a program to keep it."""

    name: str
    folder: Path
    log_file: Path

    async def prepare(self) -> None:
        """Make the folders ready and wait out what a dead launcher left; called with the lock held."""

    def spawn(self) -> Child:
        """Start the program."""

    async def probe(self) -> bool:
        """Whether it serves now."""

    async def settle(self, child: Child) -> bool:
        """Like `probe`, for the process that just started `child`: does also what is needed once."""

    async def stop(self, child: Child) -> None:
        """End it in order; what was acknowledged is safe."""


class FolderLock:
    """A flock on a file: released by the kernel when its holder ends, however it ends, and never inherited."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1

    def try_acquire(self) -> bool:
        """Take the lock if nobody has it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let the next one in."""
        os.close(self._descriptor)
        self._descriptor = -1


class Keeper:
    """Keeps one engine reachable while `running`: holds it or watches its holder, and takes over when that one ends."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = FolderLock(engine.folder.with_name(f"{engine.name}.lock"))
        self._ready = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.holds = False

    async def start(self) -> None:
        """Return when the engine answers; EngineFailedError when it does not."""
        self._task = asyncio.create_task(self._keep(), name=f"keeper-{self._engine.name}")
        answered = asyncio.create_task(self._ready.wait())
        done, _ = await asyncio.wait({answered, self._task}, timeout=FIRST_ANSWER, return_when=asyncio.FIRST_COMPLETED)
        answered.cancel()
        if self._task in done:
            await self._task
        if not self._ready.is_set():
            await self.stop()
            raise EngineFailedError(f"{self._engine.name} did not answer in {FIRST_ANSWER:.0f} s{self._tail()}")

    async def stop(self) -> None:
        """Stop the engine if this process holds it; whoever is attached takes it over."""
        if self._task is not None:
            # Again, should a library have swallowed it; late enough not to disturb an orderly stop.
            while not self._task.done():
                self._task.cancel()
                await asyncio.wait({self._task}, timeout=30)
            await asyncio.gather(self._task, return_exceptions=True)

    async def _keep(self) -> None:
        while True:
            if self._lock.try_acquire():
                self.holds = True
                try:
                    await self._hold()
                finally:
                    self.holds = False
                    self._lock.release()
            elif not self._ready.is_set() and await self._engine.probe():
                self._ready.set()
            await asyncio.sleep(STAND_BY if self._ready.is_set() else 0.05)

    async def _hold(self) -> None:
        """Start it, wait for its end, start it again; only a failure before the first answer is raised."""
        delay = BACK_OFF_FIRST
        while True:
            try:
                await self._engine.prepare()
                await self._run_once()
                delay = BACK_OFF_FIRST
            except (EngineFailedError, OSError) as problem:
                if not self._ready.is_set():
                    raise EngineFailedError(str(problem)) from problem
                log.error("engine failed", engine=self._engine.name, reason=str(problem))
            log.warning("engine restarts", engine=self._engine.name, in_seconds=delay)
            await asyncio.sleep(delay)
            delay = min(delay * 2, BACK_OFF_LAST)

    async def _run_once(self) -> None:
        child = self._engine.spawn()
        try:
            await self._until_serving(child)
            self._ready.set()
            log.info("engine serves", engine=self._engine.name, pid=child.pid)
            code = await child.exited()
            log.warning("engine ended", engine=self._engine.name, code=code)
        finally:
            await self._engine.stop(child)

    async def _until_serving(self, child: Child) -> None:
        deadline = asyncio.get_running_loop().time() + FIRST_ANSWER
        while not await self._engine.settle(child):
            if not child.running:
                code = await child.exited()
                raise EngineFailedError(f"{self._engine.name} ended with code {code} while starting{self._tail()}")
            if asyncio.get_running_loop().time() > deadline:
                raise EngineFailedError(f"{self._engine.name} does not answer{self._tail()}")
            await asyncio.sleep(0.01)

    def _tail(self) -> str:
        if not self._engine.log_file.exists():
            return ""
        lines = self._engine.log_file.read_text(errors="replace").splitlines()[-8:]
        return f"; the end of {self._engine.log_file}:\n  " + "\n  ".join(lines)


def folder_digest(data: Path) -> int:
    """A number for a data folder, the same for every process whatever path it came by."""
    return int.from_bytes(hashlib.sha256(os.fsencode(data.resolve())).digest()[:6])


def socket_folder(kind: str, data: Path) -> Path:
    """The short path of the private folder of an engine's socket: a socket's path may have 107 bytes, a home more."""
    return Path(f"/tmp/echelon-{kind}-{os.geteuid()}-{folder_digest(data):012x}")  # noqa: S108 - see make_private


def make_private(folder: Path) -> None:
    """Create `folder` for ourselves alone; refuse one that somebody else prepared for us."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise EngineFailedError(f"{folder} is not a private folder of this user; remove it and start again")


def leave(folder: Path) -> None:
    """Remove a socket folder that nobody uses any more; what a killed engine left in it is cleared by the next start."""
    with contextlib.suppress(OSError):
        folder.rmdir()
