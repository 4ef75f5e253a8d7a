"""Badges that people give: judged by the rule book, there at once, and taken back with a reason."""

from leaderboards.badges.badge import in_force
from leaderboards.granting import Granted, Grantor, Wish, may_grant
from server.auth import audit
from server.auth.actor import Actor
from server.auth.persons import NEEDS_PERSON
from server.auth.roles import Role
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.honors.badges import store
from server.honors.badges.ports import Lives
from server.honors.badges.refusals import CODES, NO_AWARD, NO_COLLEAGUE, NOT_GIVEN, NOT_YOURS, refuse
from server.honors.badges.service import find
from server.honors.badges.settling import lock, settle
from server.honors.badges.wire import GrantIn
from server.people.book import code_of
from server.people.places import calendar_of

_EVERYBODYS = frozenset({Role.OPS, Role.HR, Role.TRAINER, Role.ANALYST})
"""Roles that have no people of their own, and so may give to all."""


class GivingService:
    """See the module. Who gives does so one after the other, so that no number is overdrawn."""

    def __init__(self, db: Database, clock: Clock, lives: Lives) -> None:
        self._db = db
        self._clock = clock
        self._lives = lives

    async def give(self, actor: Actor, code: str, given: GrantIn) -> int:
        """The award's number. Raises DomainError with the rule book's refusal."""
        if actor.kind != "account":
            raise DomainError(NEEDS_PERSON)
        now = self._clock.now()
        async with self._db.transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.badge_grants'))")
            versions = await find(connection, code)
            row = await connection.fetchrow(
                "SELECT id, site_id, hired, left_on FROM agent WHERE code = $1", given.agent
            )
            if row is None:
                raise DomainError(NO_COLLEAGUE, agent=given.agent)
            day = (await calendar_of(connection, row["site_id"])).business_day(now)
            if day < row["hired"] or (row["left_on"] is not None and day >= row["left_on"]):
                raise DomainError(NO_COLLEAGUE, agent=given.agent)
            badge = in_force(versions, day)
            if badge is None:
                raise DomainError(CODES["not_in_force"])
            wish = Wish(to=f"a{row['id']}", tier=given.tier, on=day, reason=given.reason)
            grantor = await self._grantor(connection, actor)
            refused = may_grant(badge, wish, grantor, await _log(connection, grantor.id, row["id"]))
            if refused is not None:
                refuse(refused)
            await lock(connection, row["id"])
            number = await connection.fetchval(
                "INSERT INTO badge_grant (badge, tier, agent_id, giver, account_id, reason, on_day, given_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
                code,
                given.tier,
                row["id"],
                grantor.id,
                actor.id,
                given.reason.strip(),
                day,
                now,
            )
            await settle(connection, [row["id"]], self._lives, now, code)
            await audit.record(
                connection, actor, "badge.grant", f"agent/{given.agent}", {"badge": code, "grant": number}
            )
            found: int = await connection.fetchval(
                "SELECT id FROM award WHERE agent_id = $1 AND badge = $2 AND ground = $3 AND withdrawn_at IS NULL",
                row["id"],
                code,
                f"grant:{number}",
            )
        return found

    async def take_back(self, actor: Actor, award_id: int, reason: str) -> None:
        """By whoever gave it, operations or HR. Raises `badge_not_given`, `badge_not_yours`, `no_such_award`."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            kept = await store.one(connection, award_id)
            if kept is None or kept.withdrawn_at is not None:
                raise DomainError(NO_AWARD)
            if not kept.ground.startswith("grant:"):
                raise DomainError(NOT_GIVEN)
            number = int(kept.ground.partition(":")[2])
            await lock(connection, kept.agent_id)
            by = await connection.fetchval("SELECT account_id FROM badge_grant WHERE id = $1", number)
            if actor.role not in {Role.OPS, Role.HR} and (actor.kind, actor.id) != ("account", by):
                raise DomainError(NOT_YOURS)
            await connection.execute(
                "UPDATE badge_grant SET taken_back_at = $2, taken_back_by = $3, taken_back_why = $4"
                " WHERE id = $1 AND taken_back_at IS NULL",
                number,
                now,
                actor.id if actor.kind == "account" else None,
                reason.strip(),
            )
            await settle(connection, [kept.agent_id], self._lives, now, kept.badge)
            subject = f"agent/{await code_of(connection, kept.agent_id)}"
            detail = {"badge": kept.badge, "grant": number}
            await audit.record(connection, actor, "badge.take_back", subject, detail)

    async def _grantor(self, connection: Connection, actor: Actor) -> Grantor:
        """A lead gives to the own people, in the teams it is in or leads; those count as oneself where a team is honored."""
        rows = await connection.fetch(
            "SELECT agent_id FROM membership WHERE team_id = ANY($1::int[]) AND starts <= $2 AND (ends IS NULL OR ends > $2)",
            list(actor.own_teams),
            self._clock.now(),
        )
        everybody = actor.role in _EVERYBODYS
        return Grantor(
            id=f"a{actor.agent_id}" if actor.agent_id is not None else f"u{actor.id}",
            roles=frozenset({actor.role.value}),
            people=None if everybody else frozenset([f"a{row['agent_id']}" for row in rows]),
            teams=frozenset([f"t{team}" for team in actor.own_teams]),
        )


async def _log(connection: Connection, giver: str, agent_id: int) -> list[Granted]:
    """What the giver gave, and what the receiver was given, whoever gave it."""
    rows = await connection.fetch(
        "SELECT badge, tier, giver, agent_id, on_day, taken_back_at FROM badge_grant WHERE giver = $1 OR agent_id = $2",
        giver,
        agent_id,
    )
    return [
        Granted(
            badge=row["badge"],
            tier=row["tier"],
            by=row["giver"],
            to=f"a{row['agent_id']}",
            on=row["on_day"],
            taken_back=row["taken_back_at"] is not None,
        )
        for row in rows
    ]
