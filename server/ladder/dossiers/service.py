"""Issues dossiers, shows them to whom they concern, and hands them out as files."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, NOT_FOUND, DomainError
from server.ladder.cycles import store as cycles_store
from server.ladder.dossiers import store, subject, writing
from server.ladder.dossiers.document import Document, Kind, Mark, decode, digest, encode, new_number
from server.ladder.dossiers.printing import Locale, Signature, certificate_pdf, dossier_pdf, workbook
from server.ladder.dossiers.refusals import CONFLICTED, ERASED, NO_DOCUMENT, NOT_NOTICED, WHICH_DAY
from server.ladder.dossiers.signing import NO_KEY, KeyUnusableError, SigningKey
from server.ladder.dossiers.store import Eyes, Kept, NewDocument
from server.ladder.records.service import who_of
from server.look.service import LookService
from server.look.store import as_bilingual
from server.people.book import code_of
from server.people.reach import within_reach
from server.reports.handing import File
from server.wire import Bilingual

Form = Literal["xlsx", "pdf"]


class Letterhead(Struct, frozen=True):
    """What stands on everything that is signed: the centre's name, seal and signatures, and the key that signs."""

    look: LookService
    key: SigningKey

    async def on(self, connection: Connection, document: Document) -> Document:
        """A certificate with the seal, signatures, logo and colour of the day."""
        look = await self.look.read(connection)
        return replace(
            document,
            seal=None if look.seal is None else Mark(look.seal),
            signatures=tuple(
                Mark(one.picture, as_bilingual(one.name), as_bilingual(one.title)) for one in look.signatures
            ),
            logo=None if look.logo is None else Mark(look.logo),
            colour=look.colour,
        )

    async def marks(self, documents: Sequence[Document]) -> dict[str, bytes]:
        """The pictures that documents were signed with."""
        marks = [mark for one in documents for mark in (one.seal, one.logo, *one.signatures) if mark is not None]
        return await self.look.pictures({mark.picture for mark in marks})

    async def centre(self, connection: Connection) -> Bilingual:
        """What the centre is called."""
        return as_bilingual((await self.look.read(connection)).name)


async def eyes_of(connection: Connection, actor: Actor) -> Eyes:
    """Whose documents an actor sees."""
    code = None if actor.agent_id is None else await code_of(connection, actor.agent_id)
    everybody, early = actor.may(Permission.DOSSIERS_READ), actor.may(Permission.CYCLES_RUN)
    return Eyes(everybody, actor.agent_id or 0, who_of(actor, code), early)


async def sign(connection: Connection, letterhead: Letterhead, document: Document, new: NewDocument) -> int:
    """Sign a document and keep it. Raises `signing_key_unusable`."""
    content = encode(document)
    try:
        signed = letterhead.key.sign(digest(content))
    except KeyUnusableError as problem:
        raise DomainError(NO_KEY, why=str(problem)) from problem
    await store.keep_key(connection, signed.key_id, signed.public, new.issued_at)
    proof = Signature(content, digest(content), signed.signature, signed.key_id)
    return await store.add(connection, replace(new, proof=proof))


def unsigned(kind: Kind, found: subject.Subject, number: str, by: int | None, now: datetime) -> NewDocument:
    """What is kept of a document, before it is signed."""
    return NewDocument(
        number=number,
        kind=kind,
        agent_id=found.agent_id,
        cycle_id=found.cycle.id if found.cycle else None,
        as_of=found.as_of,
        issued_at=now,
        issued_by=by,
        proof=Signature(b"", b"", b"", ""),
    )


class DossiersService:
    """Commands and queries about dossiers."""

    def __init__(self, db: Database, clock: Clock, letterhead: Letterhead) -> None:
        self._db = db
        self._clock = clock
        self._letterhead = letterhead

    async def issue(
        self, actor: Actor, agent: str | None, cycle_id: int | None, day: date | None, address: str
    ) -> tuple[Kept, Document]:
        """Put a dossier together and sign it; what was signed before and would say the same is handed out again.

        Of a candidate of a cycle, or of anybody as of a day that has begun. For HR, and for the person from the notice on.
        """
        now = self._clock.now()
        if (cycle_id is None) == (day is None) or (day is not None and day > now.date()):
            raise DomainError(WHICH_DAY)
        async with self._db.transaction() as connection:
            agent_id, code = await self._concerned(connection, actor, agent, cycle_id)
            if cycle_id is not None:
                found = await subject.of_cycle(connection, cycle_id, code, now)
            else:
                found = await subject.as_of(connection, agent_id, within_reach(day or now.date()))
            told = await subject.told(connection, found)
            kept = await store.latest(connection, "dossier", agent_id, cycle_id, found.as_of)
            if kept is not None and kept.content is not None:
                before = decode(kept.content)
                again = writing.dossier(found, told, before.centre, before.number, "", kept.issued_at)
                if encode(replace(again, verify=before.verify)) == kept.content and self._shows(actor, kept):
                    return kept, before
            number = new_number("dossier", now.date())
            centre = await self._letterhead.centre(connection)
            document = writing.dossier(found, told, centre, number, address, now)
            by = actor.id if actor.kind == "account" else None
            await sign(connection, self._letterhead, document, unsigned("dossier", found, number, by, now))
            await audit.record(connection, actor, "dossier.issue", f"agent/{found.code}", {"number": number})
            issued = await store.by_number(connection, number)
        if issued is None:
            raise DomainError(NO_DOCUMENT, key=number)
        return issued, document

    @staticmethod
    def _shows(actor: Actor, kept: Kept) -> bool:
        """Nobody but a decider gets what was put together before the notice, and nobody at all about oneself."""
        if kept.cycle_id is None or (kept.agent_id != actor.agent_id and actor.may(Permission.CYCLES_RUN)):
            return True
        return kept.told_at is not None and kept.issued_at >= kept.told_at

    async def _concerned(
        self, connection: Connection, actor: Actor, agent: str | None, cycle_id: int | None
    ) -> tuple[int, str]:
        """The agent, if the actor may have the file. Raises `forbidden`, `dossier_before_notice`, `conflict_hides_file`."""
        everybody = actor.may(Permission.DOSSIERS_READ)
        row = await connection.fetchrow(
            "SELECT id, code FROM agent WHERE CASE WHEN $1::text IS NULL THEN id = $2 ELSE code = $1 AND ($3 OR id = $2) END",
            agent,
            actor.agent_id,
            everybody,
        )
        if row is None:
            raise DomainError(NOT_FOUND, what="agent", key=agent) if everybody and agent else DomainError(FORBIDDEN)
        agent_id, code = row
        own = agent_id == actor.agent_id
        if own and cycle_id is None:
            raise DomainError(FORBIDDEN)
        # Of decisions that nobody was told yet the deciders alone put anything together.
        early = not own and actor.may(Permission.CYCLES_RUN)
        if cycle_id is not None and not early and not (await cycles_store.find(connection, cycle_id)).told:
            raise DomainError(NOT_NOTICED)
        if own:
            return agent_id, code
        eyes = await eyes_of(connection, actor)
        if await _conflicted(connection, eyes.who, agent_id, cycle_id):
            raise DomainError(CONFLICTED)
        return agent_id, code

    async def listed(
        self, actor: Actor, kind: Kind, agent: str | None, cycle: int | None, offset: int, limit: int
    ) -> tuple[list[Kept], int]:
        """The documents an actor may see, latest first, and how many there are."""
        async with self._db.connection() as connection:
            eyes = await eyes_of(connection, actor)
            return await store.seen(connection, eyes, kind, agent=agent, cycle=cycle, offset=offset, limit=limit)

    async def shown(self, actor: Actor, kind: Kind, number: str) -> tuple[Kept, Document]:
        """One document. Raises `no_such_document`, `content_erased`."""
        async with self._db.connection() as connection:
            kept = await store.one_seen(connection, await eyes_of(connection, actor), kind, number)
        if kept is None:
            raise DomainError(NO_DOCUMENT, key=number)
        if kept.content is None:
            raise DomainError(ERASED)
        return kept, decode(kept.content)

    async def file(self, actor: Actor, kind: Kind, number: str, form: Form, locale: Locale) -> File:
        """A document as a file, whose bytes are remembered so that they can be told from others later."""
        kept, document = await self.shown(actor, kind, number)
        if kind == "certificate":
            content = await asyncio.to_thread(certificate_pdf, [document], await self._letterhead.marks([document]))
        elif form == "xlsx":
            content = await asyncio.to_thread(workbook, document, kept.proof, locale)
        else:
            content = await asyncio.to_thread(dossier_pdf, document, kept.proof, locale)
        async with self._db.transaction() as connection:
            await store.keep_print(connection, digest(content), [kept.id], locale, self._clock.now())
            detail = {"number": number, "form": form}
            await audit.record(connection, actor, f"{kind}.hand_out", f"agent/{kept.agent.code}", detail)
        return File(f"{number}.{form}", content)


async def _conflicted(connection: Connection, who: str, agent_id: int, cycle_id: int | None) -> bool:
    """Whether somebody declared a conflict with the person, in this cycle or in any that is not over."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM cycle_candidate k JOIN cycle c ON c.id = k.cycle_id WHERE k.agent_id = $1"
        " AND $2::text = ANY(k.conflicted) AND (c.id = $3 OR c.phase NOT IN ('closed', 'cancelled')))",
        agent_id,
        who,
        cycle_id,
    )
    return found
