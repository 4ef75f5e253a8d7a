"""The command that runs the service: engines, schema, application, demo centre, and an orderly end of all four."""

import asyncio
import contextlib
import gc
import importlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import structs

from server.engines import end_with_parent
from server.logs import set_up_logs
from server.settings import Settings
from server.supervise import Task, supervised
from server.terminal import exit_code_of, reached, settings_from_environment

if TYPE_CHECKING:
    import uvicorn

SEND_BUFFER = 16 * 1024
"""Bytes the kernel may hold for one socket; by default it queues 3 to 4 MB for a wall that stopped reading."""

GRACE = 2
"""Seconds that requests and sockets get to end by themselves."""


@click.command()
@click.option("--host", help="Address to listen on (HOST, 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one (PORT, 8000).")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the embedded engines (ECHELON_DATA).")
@click.option("--demo/--no-demo", default=None, help="Pour the demo centre into an empty database (ECHELON_DEMO).")
def serve(host: str | None, port: int | None, data: Path | None, *, demo: bool | None) -> None:
    """Run the service until Ctrl-C or SIGTERM.

    Starts Postgres and Valkey in the data folder unless DATABASE_URL and REDIS_URL name servers of your own, brings the
    schema up to date and listens. Several processes may serve one database: they share the boards over Redis.
    """
    if parent := os.environ.get("ECHELON_PARENT"):
        end_with_parent(int(parent))
    settings = _with_options(settings_from_environment(), host=host, port=port, data=data, demo=demo)
    set_up_logs(settings.log_format)
    import uvloop

    sys.exit(exit_code_of(lambda: _serve(settings), loop_factory=uvloop.new_event_loop))


def _with_options(settings: Settings, **options: Any) -> Settings:
    given = {name: value for name, value in options.items() if value is not None}
    if "data" in given:
        given["data"] = given["data"].expanduser().resolve()
    return structs.replace(settings, **given)


def listening_socket(host: str, port: int) -> socket.socket:
    """A bound socket, or OSError with a sentence that says what to do."""
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    bound = socket.socket(family, kind, protocol)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    try:
        bound.bind(address)
    except OSError as problem:
        bound.close()
        raise OSError(
            f"cannot listen on {host} port {port}: {problem.strerror}. Choose another with PORT=8001."
        ) from problem
    bound.set_inheritable(False)
    return bound


async def _serve(settings: Settings) -> int:
    # Before anything is started: a taken port is told at once.
    with contextlib.closing(listening_socket(settings.host, settings.port)) as bound:
        settings = structs.replace(settings, port=bound.getsockname()[1])
        listening = asyncio.Event()
        with _ending() as ending:
            return await _until(ending, listening, _serve_on(bound, settings, ending, listening))


@contextlib.contextmanager
def _ending() -> Iterator[asyncio.Event]:
    """An event that Ctrl-C and SIGTERM set; a second signal no longer waits for anything."""
    loop, event = asyncio.get_running_loop(), asyncio.Event()

    def ask() -> None:
        if event.is_set():
            os._exit(130)  # the engines follow by themselves
        event.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ask)
    try:
        yield event
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


async def _until(ending: asyncio.Event, listening: asyncio.Event, work: Coroutine[Any, Any, int]) -> int:
    """Await `work`; where it does not end by itself when asked (it may be pouring or migrating), cancel it."""
    task = asyncio.create_task(work)
    asked = asyncio.create_task(ending.wait())
    await asyncio.wait({task, asked}, return_when=asyncio.FIRST_COMPLETED)
    if not task.done() and not listening.is_set():
        task.cancel()
    asked.cancel()
    try:
        return await task
    except asyncio.CancelledError:
        return 0


async def _serve_on(bound: socket.socket, settings: Settings, ending: asyncio.Event, listening: asyncio.Event) -> int:
    async with reached(settings) as found:
        from server.db.migrate import migrate

        await migrate(found.database_url or "")
        if found.demo:
            await _pour_demo(found)
        async with _listening(bound, found) as server, supervised(_demo_tasks(found)):
            listening.set()
            _announce(found)
            while not ending.is_set() and not server.should_exit:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(ending.wait(), 0.5)
    return 0


@contextlib.asynccontextmanager
async def _listening(bound: socket.socket, settings: Settings) -> AsyncIterator["uvicorn.Server"]:
    """The application answering on `bound`; at the end every request and socket has had its grace."""
    import uvicorn

    from server.app import create_app
    from server.clock import SystemClock

    class Server(uvicorn.Server):
        """Leaves the signals to us: uvicorn would raise them again at its end and skip the engines' orderly stop."""

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    server = Server(
        uvicorn.Config(
            create_app(settings, SystemClock()),
            http="httptools",
            ws=_websocket_protocol(),
            ws_per_message_deflate=False,
            ws_max_size=64 * 1024,
            # The hub sends a beat of its own and clients acknowledge positions.
            ws_ping_interval=None,
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
            forwarded_allow_ips=settings.proxies,
            backlog=4096,
        )
    )
    running = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        while not server.started:
            if running.done():
                await running
                raise OSError("the application did not start; the log above says why")
            await asyncio.sleep(0.01)
        # What exists now lives as long as the process: the collector need not look at it for every new socket.
        gc.collect()
        gc.freeze()
        yield server
    finally:
        server.should_exit = True
        await running


def _websocket_protocol() -> Any:
    """The hub's own protocol class, which writes prebuilt frames past uvicorn's queue."""
    try:
        return importlib.import_module("server.live.protocol").BoardProtocol
    except ModuleNotFoundError:
        return "websockets-sansio"


def base_url(settings: Settings) -> str:
    """The address a browser on this machine uses."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104 - read, not bound
    return f"http://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{settings.port}"


def _announce(settings: Settings) -> None:
    """Where to go and as whom, on stdout for people."""
    url = base_url(settings)
    lines = [f"Echelon serves on {url}", f"  wall   {url}/wall", f"  API    {url}/api/v1"]
    if settings.demo and (accounts := _seeds("accounts")) is not None:
        lines += ["", f"Demo accounts, all with the password {accounts.PASSWORD}:"]
        lines += [f"  {who.login:<10} {who.role:<9} {who.name or who.agent}" for who in accounts.SIGN_INS]
    click.echo("\n" + "\n".join(f"  {line}".rstrip() for line in lines) + "\n")
    sys.stdout.flush()


def _seeds(module: str) -> Any:
    """A module of the demo centre by name, None where it is not installed.

    The demo builds on the service, so the service may not import it: it is only known by name (docs/architecture.md).
    """
    try:
        return importlib.import_module(f"seeds.{module}")
    except ModuleNotFoundError as missing:
        if missing.name is None or not missing.name.startswith("seeds"):
            raise
        return None


async def _pour_demo(settings: Settings) -> None:
    """Fill an empty database with the demo centre; a filled one is left alone."""
    pouring, drawn = _seeds("pouring"), _seeds("console")
    if pouring is None or drawn is None:
        click.echo("The demo centre is not part of this installation.", err=True)
        return
    with drawn.progress_bar() as progress:
        await pouring.pour(settings, progress=progress)


def _demo_tasks(settings: Settings) -> dict[str, Task]:
    simulator = _seeds("simulator") if settings.demo else None
    if simulator is None:
        return {}

    async def simulate() -> None:
        await simulator.simulate(base_url(settings))
        # It returns at once where there is no demo centre; then there is nothing to keep alive.
        await asyncio.Event().wait()

    return {"simulator": simulate}


if __name__ == "__main__":
    serve()
