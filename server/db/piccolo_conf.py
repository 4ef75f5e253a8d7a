"""What Piccolo's migration runner looks for by name; `server.db.migrate` sets `DB` before it runs."""

from piccolo.conf.apps import AppRegistry
from piccolo.engine.postgres import PostgresEngine

DB: PostgresEngine | None = None
APP_REGISTRY = AppRegistry(apps=["server.db.piccolo_app"])
