"""Lets colleagues thank one another by the rule book, shows teams what they were thanked for, and leads whom nobody thanked."""

from datetime import date, datetime, timedelta

import msgspec
from msgspec import Struct

from leaderboards.calendar import Calendar
from leaderboards.kudos import Kudos, KudosRules, left, may_thank, never_thanked
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.honors.kudos import store
from server.honors.kudos.refusals import NO_FILE, NO_THANKS, VALUE_TWICE, refuse
from server.honors.kudos.store import Came, Colleague, Thanks
from server.people.places import calendar_of
from server.wire import Bilingual, Named

_LOOKED_BACK = timedelta(days=100)
"""More than a month, and than the longest wait before thanking back."""
UNTHANKED_DAYS = 90
_FOUND = 20


class Mine(Struct, frozen=True, kw_only=True):
    """Somebody's own thanks, and how many are left this month."""

    left: int
    rules: KudosRules
    received: list[Thanks]
    given: list[Thanks]


class Unthanked(Struct, frozen=True):
    """Whom of a team nobody has thanked for long."""

    team: Named
    people: list[Came]


class _Person(Struct, frozen=True):
    """Who asks, as somebody on the roll."""

    id: int
    calendar: Calendar
    today: date


class KudosService:
    """See the module. Who thanks does so one after the other, so that a number is never overdrawn."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def mine(self, actor: Actor) -> Mine:
        """Whose account belongs to nobody on the roll has none."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            me, rules = await _person(connection, actor, now), await store.rules(connection)
            log = await store.log_between(connection, me.id, me.id, now - _LOOKED_BACK)
            return Mine(
                left=left(rules, log, str(me.id), me.calendar, now),
                rules=rules,
                received=await store.received(connection, me.id),
                given=await store.given(connection, me.id),
            )

    async def colleagues(self, actor: Actor, text: str) -> list[Colleague]:
        """Some of those whose code or name holds the text."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            me = await _person(connection, actor, now)
            return await store.colleagues(connection, text.strip(), me.id, me.today, now, _FOUND)

    async def thank(self, actor: Actor, receiver: str, value: str, words: str) -> Thanks:
        """Thank a colleague. Raises DomainError with the rule book's refusal."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.kudos'))")
            me, rules = await _person(connection, actor, now), await store.rules(connection)
            receiver_id = await store.employed(connection, receiver, me.today)
            log = (
                []
                if receiver_id is None
                else await store.log_between(connection, me.id, receiver_id, now - _LOOKED_BACK)
            )
            thanks = Kudos(giver=str(me.id), receiver=str(receiver_id), value=value, at=now)
            refused = may_thank(
                rules, log, thanks, me.calendar, {} if receiver_id is None else {str(receiver_id): True}
            )
            if refused is not None:
                refuse(refused)
            named = next(one for one in rules.values if one.code == value)
            await connection.execute(
                "INSERT INTO kudos (giver_id, receiver_id, value, value_zh, value_en, words, at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7)",
                me.id,
                receiver_id,
                value,
                named.zh,
                named.en,
                words.strip(),
                now,
            )
            return (await store.given(connection, me.id))[0]

    async def take_back(self, actor: Actor, kudos_id: int) -> None:
        """Take back what one gave; taken back twice is taken back. It still used up one of the month's."""
        query = "UPDATE kudos SET taken_back_at = coalesce(taken_back_at, $3) WHERE id = $1 AND giver_id = $2"
        async with self._db.connection() as connection:
            _only_one(await connection.execute(query, kudos_id, actor.agent_id, self._clock.now()))

    async def hide(self, actor: Actor, kudos_id: int, hidden: bool) -> None:
        """Keep what one was given from the team, or show it again."""
        query = "UPDATE kudos SET hidden = $3 WHERE id = $1 AND receiver_id = $2"
        async with self._db.connection() as connection:
            _only_one(await connection.execute(query, kudos_id, actor.agent_id, hidden))

    async def feed(self, actor: Actor) -> list[Thanks]:
        """What the people of one's own team, and of the teams one leads, were thanked for lately."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            teams = set(actor.own_teams)
            if actor.agent_id is not None:
                teams |= await store.teams_of(connection, actor.agent_id, now)
            return await store.of_teams(connection, teams, now)

    async def unthanked(self, actor: Actor) -> list[Unthanked]:
        """Of each team the actor leads, whom nobody has thanked for long: for the lead alone."""
        now = self._clock.now()
        found = []
        async with self._db.connection() as connection:
            teams = await connection.fetch(
                "SELECT id, code, name_zh, name_en, site_id FROM team WHERE id = ANY($1::int[]) ORDER BY code",
                list(actor.own_teams),
            )
            for team in teams:
                calendar = await calendar_of(connection, team["site_id"])
                people = await store.members(connection, team["id"], now, actor.agent_id)
                log = await store.log_to(
                    connection, [one.id for one in people], now - timedelta(days=UNTHANKED_DAYS + 2)
                )
                since = {str(one.id): one.hired for one in people}
                missed = set(never_thanked(log, since, calendar.business_day(now), calendar, UNTHANKED_DAYS))
                named = Named(team["code"], Bilingual(team["name_zh"], team["name_en"]))
                found.append(Unthanked(named, [one for one in people if str(one.id) in missed]))
        return found

    async def rules(self) -> KudosRules:
        """The rules in force."""
        async with self._db.connection() as connection:
            return await store.rules(connection)

    async def change_rules(self, actor: Actor, rules: KudosRules) -> KudosRules:
        """From now on; what was given keeps the name its value had."""
        codes = [value.code for value in rules.values]
        twice = next((code for code in codes if codes.count(code) > 1), None)
        if twice is not None:
            raise DomainError(VALUE_TWICE, word=twice)
        body = msgspec.json.encode(rules).decode()
        async with self._db.transaction() as connection:
            await connection.execute(
                "INSERT INTO kudos_rules (body, made_by, made_at) VALUES ($1::jsonb, $2, $3)",
                body,
                actor.id if actor.kind == "account" else None,
                self._clock.now(),
            )
            detail = {"per_month": rules.per_month, "back_after_days": rules.back_after_days, "values": codes}
            await audit.record(connection, actor, "kudos.rules", "kudos/rules", detail)
        return rules


def _only_one(status: str) -> None:
    if status != "UPDATE 1":
        raise DomainError(NO_THANKS)


async def _person(connection: Connection, actor: Actor, now: datetime) -> _Person:
    row = await connection.fetchrow("SELECT id, site_id FROM agent WHERE id = $1", actor.agent_id)
    if row is None:
        raise DomainError(NO_FILE)
    calendar = await calendar_of(connection, row["site_id"])
    return _Person(row["id"], calendar, calendar.business_day(now))
