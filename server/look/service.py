"""Changes how the centre looks, and tells who asks."""

import asyncio
import hashlib
from collections.abc import Iterable

from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, NOT_FOUND, DomainError, declare
from server.look import store
from server.look.colours import judge
from server.look.store import Look, Words
from server.reports.images import take_in
from server.wire import Bilingual

UNREADABLE = declare(
    "colour_unreadable",
    422,
    en="Text in {colour} has a contrast of {contrast}:1; people need 4.5:1. The nearest colour that passes is {nearest}.",
    zh="{colour} 的文字对比度为 {contrast}:1，至少需要 4.5:1。最接近的可用颜色是 {nearest}。",
)


class LookService:
    """See the module. `named` is what the centre is called until somebody chooses a look."""

    def __init__(self, db: Database, clock: Clock, named: Bilingual) -> None:
        self._db = db
        self._clock = clock
        self._named = named

    async def read(self, connection: Connection) -> Look:
        """The look in force."""
        found = await store.latest(connection)
        return Look(Words(self._named.zh, self._named.en)) if found is None else found[1]

    async def now(self) -> Look:
        """The look in force, for whoever has no connection."""
        async with self._db.connection() as connection:
            return await self.read(connection)

    async def change(self, actor: Actor, look: Look) -> Look:
        """Put another look in force. Raises `colour_unreadable`, and `not_found` for a picture that was not uploaded."""
        if actor.kind != "account":
            raise DomainError(FORBIDDEN)
        if look.colour is not None and not (judged := judge(look.colour)).passes:
            raise DomainError(UNREADABLE, colour=look.colour, contrast=judged.contrast, nearest=judged.nearest)
        async with self._db.transaction() as connection:
            missing = look.pictures - set(await store.pictures(connection, look.pictures))
            if missing:
                raise DomainError(NOT_FOUND, what="picture", key=min(missing)[:12])
            version = await store.add(connection, look, actor.id, self._clock.now())
            detail = {"colour": look.colour, "logo": look.logo, "seal": look.seal, "signatures": len(look.signatures)}
            await audit.record(connection, actor, "look.change", f"look/{version}", detail)
        return look

    async def upload(self, actor: Actor, content: bytes) -> tuple[str, int, int]:
        """Keep a picture as we draw it anew: its digest, width and height. Raises `not_a_picture`, `picture_size`."""
        if actor.kind != "account":
            raise DomainError(FORBIDDEN)
        picture = await asyncio.to_thread(take_in, content)
        sha = hashlib.sha256(picture.png).hexdigest()
        async with self._db.transaction() as connection:
            await store.keep_picture(connection, sha, picture, actor.id, self._clock.now())
            await audit.record(connection, actor, "look.upload", f"picture/{sha[:12]}", {"bytes": len(content)})
        return sha, picture.width, picture.height

    async def picture(self, sha: str) -> bytes:
        """A picture by digest. Raises `not_found`."""
        async with self._db.connection() as connection:
            found = await store.pictures(connection, [sha])
        if sha not in found:
            raise DomainError(NOT_FOUND, what="picture", key=sha[:12])
        return found[sha]

    async def pictures(self, shas: Iterable[str]) -> dict[str, bytes]:
        """Those among some that were uploaded."""
        async with self._db.connection() as connection:
            return await store.pictures(connection, shas)

    async def logo(self, sha: str) -> bytes:
        """The logo in force, for anybody; of seals and signatures nobody learns anything here. Raises `not_found`."""
        if (await self.now()).logo != sha:
            raise DomainError(NOT_FOUND, what="picture", key=sha[:12])
        return await self.picture(sha)
