"""What the room of certificates can do, joined: build one per process and hand it on."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from server.auth.actor import Actor
from server.certificates.grounds import Source
from server.certificates.issuing import IssuingService
from server.certificates.jobs import PrintingService
from server.certificates.openbadges.service import OpenBadgesService
from server.certificates.service import CertificatesService
from server.certificates.sources.awards import Awards
from server.certificates.sources.collective import Collective
from server.certificates.sources.contests import Places
from server.certificates.sources.granted import Granted
from server.certificates.sources.learning import Courses, Exams
from server.certificates.sources.titles import Titles
from server.certificates.store import Key
from server.certificates.wire import KeyIn
from server.clock import Clock
from server.db.pool import Database
from server.ladder.dossiers.service import Letterhead


class CertificatesRoom:
    """Each corner is an attribute of its own."""

    def __init__(self, db: Database, clock: Clock, letterhead: Letterhead) -> None:
        self._db = db
        self.granted = Granted(db, clock)
        self.sources: list[Source] = [Awards(), Places(), Collective(), Titles(clock), Exams(), Courses(), self.granted]
        self.issuing = IssuingService(db, clock, letterhead, self.sources)
        self.papers = CertificatesService(db, clock, letterhead, self.issuing)
        self.jobs = PrintingService(db, clock, self.papers)
        self.badges = OpenBadgesService(db, clock, letterhead)

    def tasks(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """What has to run as long as the process does."""
        return {"print_jobs": self.jobs.run, "certificates_standing": self.issuing.run}

    async def keys(self, actor: Actor, asked: Sequence[KeyIn]) -> list[Key]:
        """What people call by codes, by the numbers we keep; of an unknown code nothing stands."""
        async with self._db.connection() as connection:
            ids: dict[str, dict[str, int]] = {}
            for table, codes in (
                ("agent", {one.agent for one in asked if one.agent is not None}),
                ("team", {one.team for one in asked if one.team is not None}),
            ):
                rows = await connection.fetch(
                    f"SELECT t.code, t.id FROM unnest($1::text[]) AS asked(code) JOIN {table} t USING (code)",
                    sorted(codes),
                )
                ids[table] = {row["code"]: row["id"] for row in rows}
        return [
            (
                one.kind,
                one.ground,
                ids["agent"].get(one.agent, 0) if one.agent is not None else None if one.team else actor.agent_id,
                ids["team"].get(one.team, 0) if one.team is not None else None,
            )
            for one in asked
        ]
