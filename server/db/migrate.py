"""Brings a database to the newest schema: all pending migrations in one transaction, one process at a time."""

import io
import os
from collections.abc import Awaitable, Callable
from contextlib import redirect_stdout
from pathlib import Path

import asyncpg
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.engine.postgres import PostgresEngine

from server.db import piccolo_conf

_LOCK = 0x6563_6865_6C6F_6E00
"""Key of the advisory lock that two processes starting at once meet at."""

_FOLDER = Path(__file__).parent / "migrations"


async def migrate(url: str) -> list[str]:
    """Run what is pending and return its ids, oldest first. A failure leaves the database as it was and is raised.

    The schema and the note that it was made are committed together, so a killed migration is simply run again.
    """
    engine = PostgresEngine(config={"dsn": url}, extensions=(), log_queries=False)
    piccolo_conf.DB = engine
    os.environ["PICCOLO_CONF"] = piccolo_conf.__name__
    Migration._meta.db = engine
    async with engine.transaction() as unit:
        await unit.connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        with redirect_stdout(io.StringIO()):
            manager = ForwardsMigrationManager(app_name="echelon")
            await manager.create_migration_table()
            before = set(await Migration.get_migrations_which_ran(app_name="echelon"))
            result = await manager.run()
        if not result.success:
            raise RuntimeError(f"migration failed: {result.message}")
    return sorted(set(known_migrations()) - before)


def known_migrations() -> list[str]:
    """Ids of all migrations this program ships, oldest first."""
    return sorted(path.stem.split("_")[1] for path in _FOLDER.glob("echelon_*.py"))


async def pending_migrations(url: str) -> list[str]:
    """Ids of migrations the database has not seen yet."""
    connection = await asyncpg.connect(url)
    try:
        if not await connection.fetchval("SELECT to_regclass('migration') IS NOT NULL"):
            return known_migrations()
        ran = {row["name"] for row in await connection.fetch("SELECT name FROM migration WHERE app_name = 'echelon'")}
    finally:
        await connection.close()
    return [name for name in known_migrations() if name not in ran]


def run_sql_beside(module_file: str, name: str) -> Callable[[], Awaitable[None]]:
    """A migration step that runs the SQL files in the folder `name` beside the migration module, in the order of their names."""

    async def run() -> None:
        engine = piccolo_conf.DB
        unit = engine.current_transaction.get() if engine else None
        if unit is None:
            raise RuntimeError("migrations run inside migrate()")
        for file in sorted((Path(module_file).parent / name).glob("*.sql")):
            await unit.connection.execute(file.read_text(encoding="utf-8"))

    return run
