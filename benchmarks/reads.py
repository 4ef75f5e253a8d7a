"""(d) The top 50 of 10,000 over HTTP, signed in and guarded, against a bare static route of the same size."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, Response, get

from benchmarks.company import company
from benchmarks.floor import serving
from benchmarks.stage import Stage

SECONDS = 2.5
LINES = 16
ROUNDS = 3


async def measure(stage: Stage, contest: int) -> tuple[float, float]:
    """(requests/s of the standings, requests/s of the static route), each the best of three alternated rounds."""
    path = f"/api/v1/contests/{contest}/standings?limit=50"
    ours, floors = 0.0, 0.0
    async with company("benchmarks.sender") as sender:

        async def ask(port: int, path: str, cookie: str) -> tuple[float, int]:
            told = await sender.tell("read", port=port, path=path, cookie=cookie, lines=LINES, seconds=SECONDS)
            return told["requests"] / told["seconds"], told["bytes"]

        _, size = await ask(stage.port, path, stage.cookie)
        async with _static(size) as port:
            for _ in range(ROUNDS):
                floors = max(floors, (await ask(port, "/static", stage.cookie))[0])
                ours = max(ours, (await ask(stage.port, path, stage.cookie))[0])
    return ours, floors


@asynccontextmanager
async def _static(size: int) -> AsyncIterator[int]:
    """The bare route in a process of its own, like the service."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.reads",
        str(size),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield int(await process.stdout.readline())
    finally:
        process.stdin.close()
        await process.wait()


async def _serve_static(size: int) -> None:
    content = json.dumps({"rows": "x" * max(size - 12, 0)}).encode()

    @get("/static")
    async def static() -> Response[bytes]:
        return Response(content, media_type="application/json")

    async with serving(Litestar([static], logging_config=None, openapi_config=None)) as port:
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    import uvloop

    uvloop.run(_serve_static(int(sys.argv[1])))
