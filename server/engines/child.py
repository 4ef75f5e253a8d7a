"""Guards that a started program is ours, is reaped, and is gone when we are: spawning, waiting, stopping."""

import asyncio
import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

SHIM = Path(__file__).with_name("shim.py")
LOG_LIMIT = 10_000_000


class EngineFailedError(Exception):
    """An engine could not be brought up; the text says which, why, and where its log is."""


class Child:
    """A direct child in a session of its own, so that Ctrl-C reaches only the launcher, which then stops it in order."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._pidfd = os.pidfd_open(process.pid)

    @classmethod
    def spawn(cls, command: Sequence[str], *, cwd: Path, log: Path, dies_by: signal.Signals, identity: str) -> Self:
        """Start `command`; the kernel sends it `dies_by` when the launcher's main thread ends, however it ends.

        Only the main thread may call this: the parent-death signal follows the thread that forked, not the process.
        """
        if threading.current_thread() is not threading.main_thread():
            raise EngineFailedError("engines are started from the main thread only")
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.unlink()
        with log.open("ab") as sink:
            process = subprocess.Popen(  # noqa: S603 - the command is built by us, no shell
                _through_shim(command, dies_by, identity),
                cwd=cwd,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                start_new_session=True,
            )
        return cls(process)

    @property
    def pid(self) -> int:
        """The process id, valid until `exited` has returned."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it lives; a zombie does not, and is reaped by asking."""
        return self._process.poll() is None

    async def exited(self) -> int:
        """Wait for the end and reap it; the exit code, negative for a signal."""
        while self.running:
            await _readable(self._pidfd)
        return self._process.returncode

    async def stop(self, steps: Sequence[tuple[signal.Signals, float]]) -> None:
        """Send each signal in turn, giving it its seconds; the last resort is SIGKILL."""
        for step, patience in (*steps, (signal.SIGKILL, 10.0)):
            if not self.running:
                break
            self._process.send_signal(step)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.exited(), patience)
        self.close()

    def close(self) -> None:
        """Let go of the descriptor; safe to repeat."""
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1


def _through_shim(command: Sequence[str], dies_by: signal.Signals, identity: str) -> list[str]:
    # -I -S: neither the user's environment nor site-packages can change what the shim does, and it starts in 10 ms.
    return [sys.executable, "-I", "-S", str(SHIM), str(os.getpid()), str(int(dies_by)), identity, *command]


def _environment() -> dict[str, str]:
    """A fixed environment: PG*, locale and zone variables of the user must not change what an engine does."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


async def _readable(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    seen = asyncio.Event()
    if select.select([descriptor], [], [], 0)[0]:
        return
    loop.add_reader(descriptor, seen.set)
    try:
        await seen.wait()
    finally:
        loop.remove_reader(descriptor)


def identity_for_root(folder_tag: int) -> str:
    """How an engine that refuses to be root is started by root here (`self` for everybody else)."""
    if os.geteuid() != 0:
        return "self"
    trial = subprocess.run(  # noqa: S603 - a fixed command
        _through_shim(["/bin/true"], signal.SIGKILL, "userns"),
        env=_environment(),
        capture_output=True,
        check=False,
    )
    # A uid of its own for each data folder tells leftovers of one from those of another (see `inhabitants`).
    return "userns" if trial.returncode == 0 else f"uid:{61_000 + folder_tag % 4_000}"


def give_to(identity: str, folder: Path) -> None:
    """Make `folder` belong to the uid the kernel will see, after a change of the way root starts engines."""
    if os.geteuid() != 0:
        return
    uid = int(identity[4:]) if identity.startswith("uid:") else 0
    if folder.stat().st_uid != uid:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, uid, uid, follow_symlinks=False)


def inhabitants(folder: Path, identity: str) -> Iterator[int]:
    """Living processes that work in `folder`. Zombies have no working directory, so they are not mistaken for life."""
    owner = int(identity[4:]) if identity.startswith("uid:") else None
    here = str(folder.resolve())
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        try:
            place = str(Path(entry.path, "cwd").readlink()).removesuffix(" (deleted)")
        except PermissionError:  # a container's root may not look into another uid's process
            place = here if owner is not None and _owner(entry) == owner else ""
        except OSError:
            continue
        if place == here or place.startswith(here + "/"):
            yield int(entry.name)


def _owner(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_uid
    except OSError:
        return -1


async def until_deserted(folder: Path, identity: str, patience: float = 10.0) -> None:
    """Wait for what a dead launcher left in `folder` to end; the caller holds the folder's lock, so it is nobody's.

    Its own fast shutdown comes first (the death signal is on its way); then it is told, then killed.
    """
    loop = asyncio.get_running_loop()
    began, told = loop.time(), False
    while pids := list(inhabitants(folder, identity)):
        waited = loop.time() - began
        if waited > patience and not told:
            told = True
            _signal_all(pids, signal.SIGQUIT)
        elif waited > patience * 2:
            _signal_all(pids, signal.SIGKILL)
        if waited > patience * 3:
            raise EngineFailedError(f"processes {pids} still work in {folder} and do not end")
        await asyncio.sleep(0.02)


def _signal_all(pids: Sequence[int], step: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, step)


def end_with_parent(parent: int) -> None:
    """Tie this very process to the process `parent`: SIGTERM when it dies, at once if it already has.

    For a launcher started from a Makefile: `kill -9` of make must not leave a server behind.
    """
    import ctypes  # noqa: PLC0415 - needed in one process, once

    ctypes.CDLL(None).prctl(1, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)
