"""What the training room can do, joined: build one per process and hand it on."""

from collections.abc import Awaitable, Callable, Mapping

from server.clock import Clock
from server.db.pool import Database
from server.training.classes.service import ClassesService


class TrainingService:
    """Everything about learning on one database. Each corner is an attribute of its own."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self.classes = ClassesService(db, clock)

    def tasks(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """What has to run as long as the process does."""
        return {}
