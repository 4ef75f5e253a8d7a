"""What this room can do, joined; and the roll that contests are scored by."""

from collections.abc import Collection, Sequence
from datetime import datetime

from server.auth.service import AuthService
from server.clock import Clock
from server.db.pool import Connection, Database
from server.people.agents import AgentsService
from server.people.employment import EmploymentService
from server.people.imports.service import ImportService
from server.people.leave import LeaveService
from server.people.memberships import MembershipsService
from server.people.places import PlacesService
from server.people.ports import FactsPort, PersonalPart
from server.people.privacy import PrivacyService
from server.people.roll import Roll, read_roll
from server.people.rosters import RostersService


class PeopleService:
    """Everything about people on one database; build one per process."""

    def __init__(
        self, db: Database, clock: Clock, facts: FactsPort, auth: AuthService, parts: Sequence[PersonalPart] = ()
    ) -> None:
        self.places = PlacesService(db, facts)
        self.agents = AgentsService(db, clock, facts)
        self.memberships = MembershipsService(db, clock, facts, auth)
        self.employment = EmploymentService(db, clock)
        self.leave = LeaveService(db, clock)
        self.rosters = RostersService(db, clock)
        self.imports = ImportService(db, facts, auth)
        self.privacy = PrivacyService(db, clock, auth, parts)

    async def roll(
        self,
        connection: Connection,
        starts: datetime,
        ends: datetime,
        *,
        team_ids: Collection[int] = (),
        agent_ids: Collection[int] = (),
    ) -> Roll:
        """See `read_roll`."""
        return await read_roll(connection, starts, ends, team_ids=team_ids, agent_ids=agent_ids)
