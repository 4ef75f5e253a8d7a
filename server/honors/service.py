"""What the room of honors can do, joined: build one per process and hand it on."""

from server.clock import Clock
from server.db.pool import Database
from server.honors.kudos.service import KudosService


class HonorsService:
    """Each corner is an attribute of its own."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.kudos = KudosService(db, clock)
