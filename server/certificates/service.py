"""What people do with certificates: look at what they could have, get the own ones, hand them out as files, preview one."""

import asyncio
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission, Role
from server.certificates import grounds, store, words
from server.certificates.grounds import CLOSED, Deserved, Kind, Wanted
from server.certificates.issuing import IssuingService
from server.certificates.printing import Language, honor_pdf, honor_picture
from server.certificates.refusals import NO_CERTIFICATE, NO_GROUND, WITHDRAWN
from server.certificates.store import Issued, Key
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.honors.badges.service import latest_today, own_file
from server.ladder.dossiers import store as signed_store
from server.ladder.dossiers.document import decode, digest
from server.ladder.dossiers.refusals import ERASED
from server.ladder.dossiers.service import Letterhead
from server.people.book import code_of
from server.reports.handing import File
from server.wire import Named

_EVERYBODYS = frozenset({Role.HR, Role.OPS})


class Seen(Struct, frozen=True):
    """Something earned, whose it is, and the certificate that was issued for it, if any."""

    deserved: Deserved
    owner: Named
    issued: Issued | None


class CertificatesService:
    """See the module. Who may not see a certificate is told that there is none."""

    def __init__(self, db: Database, clock: Clock, letterhead: Letterhead, issuing: IssuingService) -> None:
        self._db = db
        self._clock = clock
        self._letterhead = letterhead
        self.issuing = issuing
        # A page takes a megabyte while it is set: one print at a time.
        self._press = asyncio.Semaphore(1)

    async def mine(self, actor: Actor) -> tuple[list[Seen], list[Issued]]:
        """What the actor could have or has, newest first; and what was withdrawn."""
        agent_id = own_file(actor)
        async with self._db.transaction() as connection:
            wanted = Wanted(agents=(agent_id,), teams=())
            found = await self._deserved(connection, wanted, grounds.KINDS)
            issued = await store.of_agent(connection, agent_id)
            gone = await self.issuing.settle(connection, issued)
            issued = await store.of_agent(connection, agent_id) if gone else issued
        return found, [one for one in issued if one.withdrawn_at is not None]

    async def get_mine(self, actor: Actor, key: Key, address: str) -> Issued:
        """The own certificate for something that stands, issued now if it was not. Raises `certificate_no_ground`."""
        agent_id = own_file(actor)
        async with self._db.transaction() as connection:
            stands = await grounds.standing(connection, self.issuing.sources, [key])
            if key[2] != agent_id or key not in stands:
                raise DomainError(NO_GROUND)
            by = actor.id if actor.kind == "account" else None
            issued = (await self.issuing.issue(connection, [stands[key]], address, by))[0]
            subject = f"agent/{await code_of(connection, agent_id)}"
            await audit.record(
                connection, actor, "certificate.get", subject, {"number": issued.number, "kind": issued.kind}
            )
        return issued

    async def desk(
        self, actor: Actor, kinds: Sequence[Kind], team: str | None, first: date, before: date
    ) -> list[Seen]:
        """What the actor may print, newest first."""
        async with self._db.connection() as connection:
            wanted = await _reach(connection, actor, team, first, before, self._clock)
            return await self._deserved(connection, wanted, kinds_for(actor, kinds))

    async def permitted(self, connection: Connection, actor: Actor, keys: Sequence[Key]) -> list[Deserved]:
        """Those among some grounds that stand and that the actor may print, in the order asked."""
        stands = await grounds.standing(connection, self.issuing.sources, keys)
        whose = await _reach(connection, actor, None, date.min, date.max, self._clock)
        found = await grounds.of_the_living(connection, [stands[key] for key in keys if key in stands])
        return [one for one in found if one.kind in kinds_for(actor, grounds.KINDS) and _within(one, whose)]

    async def preview(self, actor: Actor, key: Key, language: Language) -> bytes:
        """What a certificate would look like, as a picture marked as a sample. Raises `certificate_no_ground`."""
        async with self._db.connection() as connection:
            found = await self.permitted(connection, actor, [key])
            if not found:
                raise DomainError(NO_GROUND)
            one = found[0]
            agents, teams = await grounds.names_of(connection, [one.agent_id or 0], [one.team_id or 0])
            today = await latest_today(connection, self._clock.now())
            name = agents[one.agent_id] if one.agent_id is not None else teams[one.team_id or 0]
            document = await self.issuing.written(
                connection, one, name, "H0000-0000-0000", words.serial(today.year, 0), "", today.isoformat()
            )
        marks = await self._letterhead.marks([document])
        return await asyncio.to_thread(honor_picture, document, language, marks)

    async def file(self, actor: Actor, number: str, language: Language) -> File:
        """A certificate as a PDF. Raises `no_such_certificate`, `certificate_withdrawn`, `content_erased`."""
        async with self._db.transaction() as connection:
            one = await store.by_number(connection, number)
            if one is None or not await self._may_have(connection, actor, one):
                raise DomainError(NO_CERTIFICATE, key=number)
            gone = one.withdrawn_at is not None or bool(await self.issuing.settle(connection, [one]))
        if gone:
            raise DomainError(WITHDRAWN)
        return await self.hand_out(actor, [one], language, f"{number}.pdf")

    async def hand_out(self, actor: Actor, issued: Sequence[Issued], language: Language, name: str) -> File:
        """Some certificates in one PDF, whose bytes are remembered so that it can be told from others later."""
        documents = [decode(one.content) for one in issued if one.content is not None]
        if not documents:
            raise DomainError(ERASED)
        marks = await self._letterhead.marks(documents)
        async with self._press:
            content = await asyncio.to_thread(honor_pdf, documents, language, marks)
        async with self._db.transaction() as connection:
            kept = [one.id for one in issued if one.content is not None]
            locale = "en" if language == "en" else "zh"
            await signed_store.keep_print(connection, digest(content), kept, locale, self._clock.now())
            detail = {"n": len(kept), "first": issued[0].number, "language": language}
            await audit.record(connection, actor, "certificate.hand_out", "certificates", detail)
        return File(name, content)

    async def _may_have(self, connection: Connection, actor: Actor, one: Issued) -> bool:
        if one.agent_id is not None and one.agent_id == actor.agent_id:
            return True
        if not actor.may(Permission.CERTIFICATES_PRINT) or one.kind not in kinds_for(actor, grounds.KINDS):
            return False
        whose = await _reach(connection, actor, None, date.min, date.max, self._clock)
        return _whose(one.agent_id, one.team_id, whose)

    async def _deserved(self, connection: Connection, wanted: Wanted, kinds: Sequence[Kind]) -> list[Seen]:
        found = [
            one
            for source in self.issuing.sources
            if source.kind in kinds
            for one in await grounds.of_the_living(connection, await source.deserved(connection, wanted))
        ]
        found.sort(key=lambda one: (one.on, one.kind, one.ground), reverse=True)
        issued = await store.in_force(connection, [one.key for one in found])
        agents, teams = await grounds.names_of(
            connection, [one.agent_id or 0 for one in found], [one.team_id or 0 for one in found]
        )
        owners = [agents[one.agent_id] if one.agent_id is not None else teams[one.team_id or 0] for one in found]
        return [Seen(one, owner, issued.get(one.key)) for one, owner in zip(found, owners, strict=True)]


def kinds_for(actor: Actor, kinds: Sequence[Kind]) -> tuple[Kind, ...]:
    """Those among some kinds whose certificates of others the actor may see."""
    return tuple(one for one in kinds if one not in CLOSED or actor.role == Role.HR)


async def _reach(
    connection: Connection, actor: Actor, team: str | None, first: date, before: date, clock: Clock
) -> Wanted:
    """Whose certificates the actor may print: everybody's, or of the teams led now and their present members; but of whoever
    was erased nobody's."""
    if actor.role in _EVERYBODYS and team is None:
        return Wanted(first=first, before=before)
    teams = [
        row["id"] for row in await connection.fetch("SELECT id FROM team WHERE $1::text IS NULL OR code = $1", team)
    ]
    if actor.role not in _EVERYBODYS:
        teams = [one for one in teams if one in actor.own_teams]
    rows = await connection.fetch(
        "SELECT DISTINCT m.agent_id FROM unnest($1::int[]) AS led(id) JOIN membership m ON m.team_id = led.id"
        " WHERE m.starts <= $2 AND (m.ends IS NULL OR m.ends > $2)",
        teams,
        clock.now(),
    )
    return Wanted(agents=tuple(row["agent_id"] for row in rows), teams=tuple(teams), first=first, before=before)


def _within(one: Deserved, whose: Wanted) -> bool:
    return _whose(one.agent_id, one.team_id, whose)


def _whose(agent_id: int | None, team_id: int | None, whose: Wanted) -> bool:
    if agent_id is not None:
        return whose.agents is None or agent_id in whose.agents
    return whose.teams is None or team_id in whose.teams
