"""The corner of collective honors, joined."""

from datetime import datetime

from server.clock import Clock
from server.contests import directory
from server.db.pool import Database
from server.honors.collective.entering import EnteringHonors
from server.honors.collective.fame import FameService
from server.honors.collective.following import Following
from server.honors.collective.reading import ReadingHonors
from server.honors.collective.rules import HonorRulesService, as_played, sources, versions
from server.honors.collective.scene import FameScene, HonorsScene
from server.honors.collective.titles import TitlesService
from server.honors.collective.wire import FeedOut, RulesOut


class CollectiveService:
    """Each part is an attribute of its own."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self.titles = TitlesService(db, clock)
        self.reading = ReadingHonors(db, clock, self.titles)
        self.fame = FameService(db, clock, self.titles)
        self.scenes = (HonorsScene(db, self.reading, self.titles), FameScene(db, self.fame))
        self.entering = EnteringHonors(db, clock)
        self.rules = HonorRulesService(db, clock)
        self.following = Following(db)

    async def follow(self, now: datetime) -> None:
        """A step of the clockwork of contests."""
        await self.following.follow(now)

    async def in_force(self) -> RulesOut:
        """The rules, and what there is to choose from."""
        async with self._db.connection() as connection:
            known = await sources(connection)
            played = await as_played(connection, known)
            named = {
                one.named.code: one.named for one in await directory.sites(connection, codes={s.site for s in known})
            }
            rules = (await versions(connection))[-1].rules
        fed = [
            FeedOut(one.honor, named[one.site], list(one.series), list(one.contests))
            for one in sorted(played.values(), key=lambda one: (one.site, one.honor))
        ]
        return RulesOut(rules, fed, known)
