"""`echelon serve` with data of its own, to be started, ended and started again."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Serving:
    """A served centre: its address stays the same when it is started again."""

    def __init__(self, data: Path) -> None:
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("ECHELON_", "DATABASE_", "REDIS_"))}
        self.env["ECHELON_DATA"] = str(data)
        self.url = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """On a free port, and then always on that one."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "server.cli", "serve", "--port", self.url.rpartition(":")[2] or "0"],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        said = (re.search(r"serves on (http://\S+)", line) for line in self._process.stdout)
        url = next((found.group(1) for found in said if found), None)
        assert url, "the server ended without serving"
        self.url = url

    def pause(self) -> None:
        """Answer nobody, as behind a network that was cut."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Answer again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End it and its engines; the data stay."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGCONT)
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
