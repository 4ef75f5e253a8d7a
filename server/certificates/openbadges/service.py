"""Hands owners their awards as Open Badges, and tells anybody what is needed to check one."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from leaderboards.badges.badge import Badge
from leaderboards.badges.sentences import sentence
from leaderboards.badges.words import TIERS
from server.auth import audit
from server.auth.actor import Actor
from server.certificates.openbadges import credential
from server.certificates.openbadges.credential import Earned, Unsound
from server.certificates.refusals import NO_OPEN_BADGE
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.honors.badges import catalogue, store
from server.honors.badges.refusals import NO_AWARD
from server.honors.badges.service import own_file
from server.honors.badges.store import Kept
from server.ladder.dossiers import store as signed_store
from server.ladder.dossiers.document import new_number
from server.ladder.dossiers.service import Letterhead
from server.ladder.dossiers.signing import NO_KEY, KeyUnusableError, Signed
from server.people.book import code_of
from server.wire import Bilingual


class OpenBadgesService:
    """A credential is signed once an award; asking again gives the same bytes."""

    def __init__(self, db: Database, clock: Clock, letterhead: Letterhead) -> None:
        self._db = db
        self._clock = clock
        self._letterhead = letterhead

    async def take(self, actor: Actor, award_id: int, address: str) -> tuple[str, str]:
        """An own award that stands: its number and its token. Raises `no_such_award`, `signing_key_unusable`."""
        agent_id = own_file(actor)
        async with self._db.transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.open_badges'))")
            kept = await store.one(connection, award_id)
            if kept is None or kept.agent_id != agent_id or kept.withdrawn_at is not None:
                raise DomainError(NO_AWARD)
            row = await connection.fetchrow("SELECT number, token FROM open_badge WHERE award_id = $1", award_id)
            if row is not None:
                return row["number"], row["token"]
            number, text = await self._sign(connection, kept, address)
            await connection.execute(
                "INSERT INTO open_badge VALUES ($1, $2, $3, $4, $5)",
                award_id,
                number,
                agent_id,
                text,
                self._clock.now(),
            )
            subject = f"agent/{await code_of(connection, agent_id)}"
            await audit.record(connection, actor, "open_badge.issue", subject, {"number": number})
        return number, text

    async def _sign(self, connection: Connection, kept: Kept, address: str) -> tuple[str, str]:
        now = self._clock.now()
        # Badges that leave the house share the numbers of papers in their look, not in their letters.
        number = new_number("honor", now.date()).replace("H", "B", 1)
        earned = await _earned(connection, kept, number)
        look = await self._letterhead.look.read(connection)
        logo = None if look.logo is None else f"/api/v1/look/logo/{look.logo}"
        centre = Bilingual(look.name.zh, look.name.en)
        said = credential.credential(address, centre, logo, earned)
        claims = credential.claims(said, int(kept.given_at.timestamp()))
        # The key's name stands in what is signed, and a key that signs tells its name: it signs twice.
        key = self._signed(b"").key_id
        body = credential.unsigned(claims, f"{address}{credential.BELOW}/keys/{key}")
        signed = self._signed(body.encode())
        await signed_store.keep_key(connection, signed.key_id, signed.public, now)
        text = credential.token(body, signed.signature)
        credential.check(text, {signed.key_id: signed.public})
        return number, text

    def _signed(self, content: bytes) -> Signed:
        try:
            return self._letterhead.key.sign(content)
        except KeyUnusableError as problem:
            raise DomainError(NO_KEY, why=str(problem)) from problem

    async def public_keys(self) -> dict[str, bytes]:
        """Public halves of all keys that ever signed, by id."""
        async with self._db.connection() as connection:
            return {key: public for key, (public, _) in (await signed_store.keys(connection)).items()}

    async def issuer(self, address: str) -> dict[str, Any]:
        """The centre as an issuer."""
        look = await self._letterhead.look.now()
        logo = None if look.logo is None else f"/api/v1/look/logo/{look.logo}"
        return credential.issuer(address, Bilingual(look.name.zh, look.name.en), logo)

    async def achievement(self, address: str, code: str, version: int, tier: str) -> dict[str, Any]:
        """What could be earned: a version of a badge in a tier. Raises `no_such_open_badge`."""
        async with self._db.connection() as connection:
            badge = await _version(connection, code, version, tier)
            names = await catalogue.read_names(connection)
        zh, en = sentence(badge, names)
        earned = Earned(
            number="",
            agent="",
            name=Bilingual("", ""),
            code=code,
            version=version,
            tier=tier,
            badge=_named(badge, tier),
            sentence=Bilingual(zh, en),
            awarded="",
        )
        return {"@context": list(credential.CONTEXT)} | credential.achievement(address, earned)

    async def symbol(self, code: str, version: int, tier: str) -> str:
        """What is drawn on a badge. Raises `no_such_open_badge`."""
        async with self._db.connection() as connection:
            return (await _version(connection, code, version, tier)).symbol

    async def revoked(self, address: str) -> dict[str, Any]:
        """Credentials whose award was withdrawn; by numbers that tell nothing."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                "SELECT o.number FROM open_badge o JOIN award w ON w.id = o.award_id WHERE w.withdrawn_at IS NOT NULL"
                " ORDER BY o.number"
            )
        below = f"{address}{credential.BELOW}"
        return {
            "id": f"{below}/revoked",
            "issuer": f"{below}/issuer",
            "revokedCredentials": [f"{below}/credentials/{row['number']}" for row in rows],
        }

    async def state(self, number: str) -> str:
        """What anybody learns of a number: `valid`, `revoked`. Raises `no_such_open_badge`."""
        return await state_of(self._db, number)


async def state_of(db: Database, number: str) -> str:
    """Whether the award behind a credential stands. Raises `no_such_open_badge`."""
    async with db.connection() as connection:
        row = await connection.fetchrow(
            "SELECT w.withdrawn_at FROM open_badge o JOIN award w ON w.id = o.award_id WHERE o.number = $1", number
        )
    if row is None:
        raise DomainError(NO_OPEN_BADGE, key=number)
    return "valid" if row["withdrawn_at"] is None else "revoked"


async def judge(db: Database, text: str) -> tuple[str, dict[str, Any]]:
    """A token against the keys and the awards of this centre. Raises Unsound."""
    async with db.connection() as connection:
        keys = {key: public for key, (public, _) in (await signed_store.keys(connection)).items()}
    said = credential.check(text, keys)
    try:
        return await state_of(db, str(said.get("id", "")).rsplit("/", 1)[-1]), said
    except DomainError as problem:
        raise Unsound("this centre knows no such badge") from problem


async def _version(connection: Connection, code: str, version: int, tier: str) -> Badge:
    badge = {one.version: one for one in await catalogue.versions(connection, code)}.get(version)
    if badge is None or tier not in {step.tier for step in badge.steps}:
        raise DomainError(NO_OPEN_BADGE, key=f"{code}/{version}/{tier}"[:60])
    return badge


async def _earned(connection: Connection, kept: Kept, number: str) -> Earned:
    badge = next(one for one in await catalogue.versions(connection, kept.badge) if one.version == kept.version)
    zh, en = sentence(badge, await catalogue.read_names(connection))
    return Earned(
        number=number,
        agent=kept.agent.code,
        name=kept.agent.name,
        code=badge.code,
        version=badge.version,
        tier=kept.tier,
        badge=_named(badge, kept.tier),
        sentence=Bilingual(zh, en),
        awarded=_instant(kept.given_at),
    )


def _named(badge: Badge, tier: str) -> Bilingual:
    zh, en = ("", "") if tier == "plain" else TIERS[tier]
    return Bilingual(f"{badge.zh}{f'（{zh}）' if zh else ''}", f"{badge.en}{f' ({en.lower()})' if en else ''}")


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def keys_of(text: bytes) -> dict[str, bytes]:
    """Public keys out of a file: a set of JSON Web Keys, or one of them. Raises Unsound."""
    try:
        found = msgspec.json.decode(text)
    except msgspec.DecodeError as problem:
        raise Unsound("the file of keys cannot be read") from problem
    keys = found.get("keys", [found]) if isinstance(found, dict) else []
    return {str(one.get("kid")): credential.key_from_json(one) for one in keys if isinstance(one, dict)}
