"""Runs the engines of a folder by themselves until stdin closes: for test runs, where no single process is the owner."""

import asyncio
import sys
from pathlib import Path

from server.engines.embedded import Engines


async def _serve(data: Path) -> None:
    async with Engines(data, durable=False).running() as urls:
        print(urls.database, urls.redis, sep="\n", flush=True)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
