"""Runs the engines of a folder by themselves until stdin closes: for restoring a backup, and for test runs.

python -m server.engines FOLDER [--throw-away]
"""

import asyncio
import sys
from pathlib import Path

from server.engines.embedded import Engines
from server.logs import set_up_logs


async def _serve(data: Path, *, durable: bool) -> None:
    async with Engines(data, durable=durable).running() as urls:
        print(urls.database, urls.redis, sep="\n", flush=True)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    set_up_logs("text")
    asyncio.run(_serve(Path(sys.argv[1]), durable="--throw-away" not in sys.argv))
