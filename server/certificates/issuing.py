"""Issues certificates, each once for what it is for, and withdraws those whose ground is gone."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import structlog

from server.auth import audit
from server.certificates import grounds, store, words
from server.certificates.grounds import Deserved, Source
from server.certificates.store import Issued
from server.clock import Clock
from server.db.pool import Connection, Database
from server.honors.badges.service import latest_today
from server.ladder.dossiers.document import Document, Fact, both, new_number
from server.ladder.dossiers.printing import Signature
from server.ladder.dossiers.service import Letterhead, sign
from server.ladder.dossiers.store import NewDocument
from server.wire import Bilingual, Named

_log = structlog.get_logger(__name__)

_EVERY, _CHUNK = 300.0, 500
"""Seconds between two looks at whether grounds still stand, and how many are looked at in one go. Whoever asks for a single
certificate, or whether it is genuine, has it looked at there and then."""


class IssuingService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock, letterhead: Letterhead, sources: Sequence[Source]) -> None:
        self._db = db
        self._clock = clock
        self._letterhead = letterhead
        self.sources = sources

    async def issue(
        self, connection: Connection, wanted: Sequence[Deserved], address: str, by: int | None
    ) -> list[Issued]:
        """Certificates for what stands, in the order asked; those that are there already are handed out again."""
        await store.one_at_a_time(connection)
        there = await store.in_force(connection, [one.key for one in wanted])
        missing = [one for one in wanted if one.key not in there]
        if missing:
            today = await latest_today(connection, self._clock.now())
            agents, teams = await grounds.names_of(
                connection, [one.agent_id or 0 for one in missing], [one.team_id or 0 for one in missing]
            )
            serial = await store.next_serial(connection, today.year)
            for one in missing:
                name = agents[one.agent_id] if one.agent_id is not None else teams[one.team_id or 0]
                number = new_number("honor", today)
                document = await self.written(
                    connection, one, name, number, words.serial(today.year, serial), address, today.isoformat()
                )
                document_id = await sign(connection, self._letterhead, document, self._unsigned(one, number, by))
                await store.add(connection, document_id, one, today.year, serial)
                serial += 1
            there = await store.in_force(connection, [one.key for one in wanted])
        return [there[one.key] for one in wanted]

    async def written(
        self,
        connection: Connection,
        one: Deserved,
        name: Named,
        number: str,
        serial: Bilingual,
        address: str,
        day: str,
    ) -> Document:
        """What stands on the paper."""
        document = Document(
            kind="honor",
            number=number,
            issued=self._clock.now().astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z"),
            as_of=one.on,
            centre=await self._letterhead.centre(connection),
            verify=f"{address.rstrip('/')}/verify?number={number}",
            title=one.title,
            name=both(name.name.zh, name.name.en),
            says=both(one.says.zh, one.says.en),
            head=(
                Fact(words.NUMBER, "text", serial),
                Fact(words.DAY, "date", day),
                Fact(words.WHOSE, "text", "team" if one.team_id is not None else "agent"),
            ),
        )
        return await self._letterhead.on(connection, document)

    def _unsigned(self, one: Deserved, number: str, by: int | None) -> NewDocument:
        return NewDocument(
            number=number,
            kind="honor",
            agent_id=one.agent_id,
            team_id=one.team_id,
            cycle_id=None,
            as_of=one.on,
            issued_at=self._clock.now(),
            issued_by=by,
            proof=Signature(b"", b"", b"", ""),
        )

    async def settle(self, connection: Connection, issued: Sequence[Issued]) -> set[int]:
        """Withdraw those among some whose ground is gone; which they are. Of an erased person nothing is withdrawn any more."""
        asked = [one for one in issued if one.withdrawn_at is None and one.content is not None]
        stands = await grounds.standing(connection, self.sources, [one.key for one in asked])
        gone = [one for one in asked if one.key not in stands]
        if gone and await store.withdraw(connection, [one.id for one in gone], self._clock.now()):
            for one in gone:
                subject = f"{'team' if one.agent_id is None else 'agent'}/{one.owner.code}"
                await audit.record(connection, None, "certificate.withdraw", subject, {"number": one.number})
            _log.info("certificates_withdrawn", numbers=len(gone))
        return {one.id for one in gone}

    async def withdrawn(self, number: str) -> datetime | None:
        """Since when a certificate is withdrawn; asked at the public counter."""
        async with self._db.transaction() as connection:
            one = await store.by_number(connection, number)
            if one is None:
                return None
            if await self.settle(connection, [one]):
                return self._clock.now()
            return one.withdrawn_at

    async def run(self) -> None:
        """Look whether grounds still stand for as long as the process lives."""
        while True:
            await asyncio.sleep(_EVERY)
            await self.sweep()

    async def sweep(self) -> int:
        """Look at all that is in force; how many lost their ground."""
        last, gone = 0, 0
        while True:
            async with self._db.transaction() as connection:
                chunk = await store.standing_after(connection, last, _CHUNK)
                gone += len(await self.settle(connection, chunk))
            if len(chunk) < _CHUNK:
                return gone
            last = chunk[-1].id
