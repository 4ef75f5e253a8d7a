"""The first schema: people, access, metrics and facts, contests."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.db.migrate import run_sql_beside

ID = "0001"
VERSION = "1.38.0"
DESCRIPTION = "people, access, metrics and facts, contests"


async def forwards() -> MigrationManager:
    """The step Piccolo asks this module for."""
    manager = MigrationManager(migration_id=ID, app_name="echelon", description=DESCRIPTION)
    manager.add_raw(run_sql_beside(__file__, "schema_0001"))
    return manager
