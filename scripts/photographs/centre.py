"""The demo centre that is photographed: its clock starts at the same moment whenever the pictures are taken.

`python -m scripts.photographs.centre --port 0 --data FOLDER --demo` serves it. What Postgres stamps by itself (the audit trail) and
what the simulator sends while pictures are taken still differs from day to day.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 19, 7, 0, tzinfo=UTC)
"""A Thursday: three in the afternoon in Chengdu, eight in the morning in Berlin; both weeks are under way."""
_BEGUN = monotonic()


class ShiftedClock:
    """Runs on from `NOW`, which is when its process began; who serves and who photographs begin together."""

    def now(self) -> datetime:
        return NOW + timedelta(seconds=monotonic() - _BEGUN)


@contextmanager
def centre(url: str | None) -> Iterator[str]:
    """The address of a demo centre; one of its own is poured first and ends with the work."""
    if url:
        yield url
        return
    folder = tempfile.mkdtemp(prefix="echelon-screenshots-")
    process = subprocess.Popen(  # noqa: S603 - this program
        [sys.executable, "-m", "scripts.photographs.centre", "--port", "0", "--data", folder, "--demo"],
        cwd=ROOT,
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        lines = process.stdout or ()
        found = next((one.group(1) for line in lines if (one := re.search(r"serves on (http://\S+)", line))), None)
        if found is None:
            raise SystemExit("the demo centre could not be served")
        yield found
    finally:
        process.terminate()
        process.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Serve by the shifted clock; it has to be in place before anything takes the machine's."""
    import server.clock  # noqa: PLC0415

    server.clock.SystemClock = ShiftedClock  # type: ignore[misc,assignment]
    import seeds.simulator  # noqa: PLC0415

    seeds.simulator._now = ShiftedClock().now
    from server.serve import serve  # noqa: PLC0415

    serve()


if __name__ == "__main__":
    main()
