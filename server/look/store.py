"""The versions of the look, and its pictures."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from server.db.pool import Connection
from server.reports.images import Picture
from server.wire import Bilingual

Sha = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Colour = Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}\Z")]


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """A name or title as it stands on paper, in both languages."""

    zh: Annotated[str, Meta(max_length=60, pattern=r"\S")]
    en: Annotated[str, Meta(max_length=60, pattern=r"\S")]


class Signature(Struct, frozen=True, forbid_unknown_fields=True):
    """Who signs, as what, and the hand."""

    picture: Sha
    name: Words
    title: Words


class Look(Struct, frozen=True, forbid_unknown_fields=True):
    """What a centre says of its looks; without a colour it is ours, without a logo the product's."""

    name: Words
    colour: Colour | None = None
    logo: Sha | None = None
    seal: Sha | None = None
    signatures: Annotated[tuple[Signature, ...], Meta(max_length=3)] = ()

    @property
    def pictures(self) -> frozenset[str]:
        """All pictures it is made of."""
        return frozenset({*(one.picture for one in self.signatures), *filter(None, (self.logo, self.seal))})


async def latest(connection: Connection) -> tuple[int, Look] | None:
    """The look in force with its version; None where nobody has chosen one."""
    row = await connection.fetchrow("SELECT version, body::text AS body FROM centre_look ORDER BY version DESC LIMIT 1")
    return None if row is None else (row["version"], msgspec.json.decode(row["body"], type=Look))


async def add(connection: Connection, look: Look, by: int | None, now: datetime) -> int:
    """Keep the next version. One at a time, so that none is lost."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.look'))")
    version: int = await connection.fetchval(
        "INSERT INTO centre_look SELECT coalesce(max(version), 0) + 1, $1::jsonb, $2, $3 FROM centre_look RETURNING version",
        msgspec.json.encode(look).decode(),
        by,
        now,
    )
    return version


async def keep_picture(connection: Connection, sha: str, picture: Picture, by: int | None, now: datetime) -> None:
    """Keep a picture under its digest."""
    await connection.execute(
        "INSERT INTO centre_picture VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (sha256) DO NOTHING",
        sha,
        picture.png,
        picture.width,
        picture.height,
        by,
        now,
    )


async def pictures(connection: Connection, shas: Iterable[str]) -> dict[str, bytes]:
    """Pictures by digest; unknown ones are missing."""
    rows = await connection.fetch(
        "SELECT p.sha256, p.png FROM unnest($1::text[]) AS asked(sha256) JOIN centre_picture p USING (sha256)",
        sorted(set(shas)),
    )
    return {row["sha256"]: row["png"] for row in rows}


def as_bilingual(words: Words) -> Bilingual:
    """Words as documents hold them."""
    return Bilingual(zh=words.zh, en=words.en)
