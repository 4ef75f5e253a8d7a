"""Honors from before the results that are here: entered by a person, taken back by a person, never changed."""

from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.contests import directory
from server.db.pool import Database
from server.errors import DomainError
from server.honors.collective.deriving import is_past
from server.honors.collective.refusals import BAD_KEY, HAS_RESULT, NO_ENTRY, NO_TEAM, TWICE
from server.honors.collective.telling import name_of, period
from server.honors.collective.wire import BeforeIn, BeforeOut
from server.wire import Bilingual, Named

_ALL = """
SELECT b.*, t.code AS team_code, t.name_zh AS team_zh, t.name_en AS team_en, s.code AS site_code, s.name_zh AS site_zh,
       s.name_en AS site_en FROM honor_before b JOIN team t ON t.id = b.team_id JOIN site s ON s.id = b.site_id
WHERE b.taken_back_at IS NULL ORDER BY b.id DESC"""


class EnteringHonors:
    """See the module. Where there is a result nobody enters anything."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def all(self) -> list[BeforeOut]:
        """Newest first."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(_ALL)
        return [
            BeforeOut(
                id=row["id"],
                honor=row["honor"],
                name=name_of(row["honor"]),
                period=period(row),
                key=row["key"],
                team=Named(row["team_code"], Bilingual(row["team_zh"], row["team_en"])),
                site=Named(row["site_code"], Bilingual(row["site_zh"], row["site_en"])),
                words=row["words"],
                made_at=row["made_at"],
            )
            for row in rows
        ]

    async def enter(self, actor: Actor, wanted: BeforeIn) -> list[BeforeOut]:
        """Raises `honors_bad_period`, `honors_has_result`, `honors_entered_twice`."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            team = next(iter(await directory.teams(connection, codes=[wanted.team])), None)
            if team is None:
                raise DomainError(NO_TEAM, team=wanted.team)
            site = (await directory.sites(connection, ids=[team.site_id]))[0]
            if not is_past(wanted.honor, wanted.key, site.calendar.business_day(now)):
                raise DomainError(BAD_KEY, key=wanted.key)
            derived = await connection.fetchval(
                "SELECT EXISTS (SELECT FROM honor WHERE site_id = $1 AND honor = $2 AND key = $3 AND withdrawn_at IS NULL"
                " AND reason NOT IN ('before_here', 'no_final'))",
                team.site_id,
                wanted.honor,
                wanted.key,
            )
            if derived:
                raise DomainError(HAS_RESULT, key=wanted.key)
            one_only = wanted.honor == "red_banner"
            taken = await connection.fetchval(
                "SELECT EXISTS (SELECT FROM honor_before WHERE site_id = $1 AND honor = $2 AND key = $3"
                " AND (team_id = $4 OR $5) AND taken_back_at IS NULL)",
                team.site_id,
                wanted.honor,
                wanted.key,
                team.id,
                one_only,
            )
            if taken:
                raise DomainError(TWICE, key=wanted.key)
            await connection.execute(
                "INSERT INTO honor_before (honor, site_id, key, team_id, words, made_by, made_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7)",
                wanted.honor,
                team.site_id,
                wanted.key,
                team.id,
                wanted.words.strip(),
                actor.id if actor.kind == "account" else None,
                now,
            )
            detail = {"honor": wanted.honor, "key": wanted.key}
            await audit.record(connection, actor, "honors.enter", f"team/{wanted.team}", detail)
        return await self.all()

    async def take_back(self, actor: Actor, number: int) -> None:
        """What followed from it is worked out again."""
        async with self._db.transaction() as connection:
            found = await connection.fetchval(
                "UPDATE honor_before SET taken_back_at = $2 WHERE id = $1 AND taken_back_at IS NULL RETURNING id",
                number,
                self._clock.now(),
            )
            if found is None:
                raise DomainError(NO_ENTRY)
            await audit.record(connection, actor, "honors.take_back", f"honor_before/{number}")
