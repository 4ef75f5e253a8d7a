"""The embedded Postgres and Valkey of one data folder: started, shared, restarted, taken over, stopped."""

from server.engines.child import EngineFailedError, end_with_parent
from server.engines.embedded import Engines, EngineUrls

__all__ = ["EngineFailedError", "EngineUrls", "Engines", "end_with_parent"]
