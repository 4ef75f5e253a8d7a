"""The public counter: anybody may ask whether a number or a file is the centre's, and learns nothing else."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from server.bus.limits import Allowance, Limits
from server.db.pool import Database
from server.errors import TOO_MANY, DomainError
from server.ladder.dossiers import store
from server.ladder.dossiers.document import NUMBER, Kind, decode, digest
from server.ladder.dossiers.store import Kept
from server.ladder.dossiers.verifying import judge_workbook, number_in
from server.wire import Bilingual

PER_ADDRESS = Allowance(30, 60)
LARGEST_FILE = 8 * 1024 * 1024

Answer = Literal["genuine", "withdrawn", "changed", "forged", "unknown", "unreadable"]

Withdrawn = Callable[[str], Awaitable[datetime | None]]
"""Since when the certificate of a number is withdrawn; None while it stands."""


async def _never(_: str) -> None:
    """Where nothing is ever withdrawn."""


class Checked(Struct, frozen=True, kw_only=True):
    """What anybody learns. `exact`: byte for byte as it was handed out; a workbook that was merely saved again is genuine too.

    `name` and `says` are those of a certificate, the name with all but its first letter hidden: enough to see that the paper
    in one's hand has not got somebody else's name on it.
    """

    answer: Answer
    number: str | None = None
    kind: Kind | None = None
    issued_at: datetime | None = None
    withdrawn_at: datetime | None = None
    """Its ground is gone; what it said is not shown any more."""
    centre: Bilingual | None = None
    sha256: str | None = None
    key: str | None = None
    exact: bool = False
    holds: int = 1
    """How many documents the file holds: of certificates for the printer none is named."""
    sheet: str | None = None
    cell: str | None = None
    name: Bilingual | None = None
    says: Bilingual | None = None


class PublicKey(Struct, frozen=True):
    """The public half of a key that signs or signed, for whoever checks without this service; hex."""

    id: str
    public: str
    since: datetime


class CheckingService:
    """See the module."""

    def __init__(self, db: Database, limits: Limits) -> None:
        self._db = db
        self._limits = limits
        self.withdrawn: Withdrawn = _never

    async def number(self, number: str, address: str) -> Checked:
        """Whether a number is one of ours. Raises `too_many_requests`."""
        await self._count(address)
        number = number.strip().upper()
        if not NUMBER.fullmatch(number):
            return Checked(answer="unknown")
        async with self._db.connection() as connection:
            kept = await store.by_number(connection, number)
        return Checked(answer="unknown", number=number) if kept is None else await self._issued(kept)

    async def file(self, content: bytes, address: str) -> Checked:
        """Whether a workbook or a PDF is as it was signed. Raises `too_many_requests`."""
        await self._count(address)
        async with self._db.connection() as connection:
            printed = await store.printed(connection, digest(content))
            if len(printed) > 1:
                return _genuine_all(printed)
            if printed:
                return await self._issued(printed[0], exact=True)
            if content[:4] == b"%PDF":
                number = number_in(content)
                kept = None if number is None else await store.by_number(connection, number)
                return Checked(answer="unknown", number=number) if kept is None else _changed(kept)
            keys = {key: public for key, (public, _) in (await store.keys(connection)).items()}
        judged = await asyncio.to_thread(judge_workbook, content, keys)
        if judged.document is None:
            sheet, cell = judged.place or (None, None)
            return Checked(answer="forged" if judged.finding == "forged" else "unreadable", sheet=sheet, cell=cell)
        async with self._db.connection() as connection:
            kept = await store.by_number(connection, judged.document.number)
        if kept is None or kept.sha256 != judged.sha256:
            return Checked(answer="unknown", number=judged.document.number)
        if judged.place is None:
            return _genuine(kept)
        return _changed(kept, judged.place.sheet, judged.place.cell)

    async def _issued(self, kept: Kept, *, exact: bool = False) -> Checked:
        since = await self.withdrawn(kept.number) if kept.kind == "honor" else None
        if since is None:
            return _genuine(kept, exact=exact)
        return Checked(
            answer="withdrawn", number=kept.number, kind=kept.kind, issued_at=kept.issued_at, withdrawn_at=since
        )

    async def keys(self) -> list[PublicKey]:
        """All keys that ever signed, the first one first."""
        async with self._db.connection() as connection:
            found = await store.keys(connection)
        return [PublicKey(key, public.hex(), since) for key, (public, since) in found.items()]

    async def _count(self, address: str) -> None:
        wait = await self._limits.take(f"verify:{address}", PER_ADDRESS)
        if wait > 0:
            raise DomainError(TOO_MANY, seconds=int(wait) + 1)


def _genuine(kept: Kept, *, exact: bool = False) -> Checked:
    document = None if kept.content is None else decode(kept.content)
    shown = document if document is not None and kept.kind != "dossier" else None
    return Checked(
        answer="genuine",
        number=kept.number,
        kind=kept.kind,
        issued_at=kept.issued_at,
        centre=None if document is None else document.centre,
        sha256=kept.sha256.hex(),
        key=kept.key_id,
        exact=exact,
        name=None if shown is None else _named(shown.name, person=kept.agent_id is not None),
        says=None if shown is None else shown.says,
    )


def _genuine_all(kept: Sequence[Kept]) -> Checked:
    """A file of many documents, exactly as it was handed out; each has a number of its own."""
    return Checked(answer="genuine", kind=kept[0].kind, exact=True, holds=len(kept))


def _changed(kept: Kept, sheet: str | None = None, cell: str | None = None) -> Checked:
    return Checked(
        answer="changed", number=kept.number, kind=kept.kind, issued_at=kept.issued_at, sheet=sheet, cell=cell
    )


def _named(name: Bilingual, *, person: bool) -> Bilingual:
    """A team's name is no secret, a person's is."""
    return Bilingual(zh=_hidden(name.zh), en=_hidden(name.en)) if person else name


def _hidden(name: str) -> str:
    """The first letter of each word, as in 欧*** and O***** N***."""
    return " ".join(word[:1] + "*" * (len(word) - 1) for word in name.split())
