"""What HR honors in words of its own: given with a sentence, taken back with a reason."""

from datetime import date
from typing import Annotated

import asyncpg
from msgspec import Meta, Struct

from server.auth import audit
from server.auth.actor import Actor
from server.certificates.grounds import Deserved, Kind, Wanted
from server.certificates.refusals import NO_GRANT, NOT_YET, WHOM
from server.certificates.words import HONOR
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, NOT_FOUND, DomainError
from server.honors.badges.service import latest_today
from server.wire import Bilingual, Code

Line = Annotated[str, Meta(pattern=r"\S", max_length=40)]
Sentence = Annotated[str, Meta(pattern=r"\S", max_length=160)]


class TitleIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What it is for, on a list."""

    zh: Line
    en: Annotated[str, Meta(pattern=r"\S", max_length=60)]


class SentenceIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands on paper."""

    zh: Sentence
    en: Annotated[str, Meta(pattern=r"\S", max_length=240)]


class GrantIn(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """To an agent or to a team."""

    agent: Code | None = None
    team: Code | None = None
    title: TitleIn
    says: SentenceIn
    on: date


class Granted:
    """See `grounds.Source`; and the commands of HR."""

    kind: Kind = "external"

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def deserved(self, connection: Connection, wanted: Wanted) -> list[Deserved]:
        """Grants that were not taken back."""
        rows = await connection.fetch(
            "SELECT * FROM certificate_grant WHERE taken_back_at IS NULL AND on_day >= $1 AND on_day < $2"
            " AND ($3::int[] IS NULL OR id = ANY($3::int[])) AND CASE WHEN agent_id IS NULL"
            " THEN $5::int[] IS NULL OR team_id = ANY($5::int[]) ELSE $4::int[] IS NULL OR agent_id = ANY($4::int[]) END ORDER BY id",
            wanted.first,
            wanted.before,
            wanted.numbers,
            None if wanted.agents is None else list(wanted.agents),
            None if wanted.teams is None else list(wanted.teams),
        )
        return [_deserved(row) for row in rows]

    async def give(self, actor: Actor, given: GrantIn) -> Deserved:
        """Honor somebody. Raises `certificate_whom`, `not_found`, and `forbidden` to whoever honors oneself."""
        if actor.kind != "account":
            raise DomainError(FORBIDDEN)
        now = self._clock.now()
        if (given.agent is None) == (given.team is None):
            raise DomainError(WHOM)
        async with self._db.transaction() as connection:
            if given.on > await latest_today(connection, now):
                raise DomainError(NOT_YET)
            agent_id, team_id = await _whom(connection, given)
            if agent_id is not None and agent_id == actor.agent_id:
                raise DomainError(FORBIDDEN)
            row = await connection.fetchrow(
                "INSERT INTO certificate_grant (agent_id, team_id, title_zh, title_en, says_zh, says_en, on_day, given_by, given_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING *",
                agent_id,
                team_id,
                given.title.zh.strip(),
                given.title.en.strip(),
                given.says.zh.strip(),
                given.says.en.strip(),
                given.on,
                actor.id,
                now,
            )
            subject = f"agent/{given.agent}" if given.team is None else f"team/{given.team}"
            await audit.record(connection, actor, "certificate.grant", subject, {"grant": row["id"]})
        return _deserved(row)

    async def take_back(self, actor: Actor, grant_id: int, reason: str) -> None:
        """Take back what was given; its certificate is withdrawn. Raises `no_such_grant`."""
        async with self._db.transaction() as connection:
            done = await connection.fetchval(
                "UPDATE certificate_grant SET taken_back_at = $2, taken_back_by = $3, taken_back_why = $4"
                " WHERE id = $1 AND taken_back_at IS NULL RETURNING id",
                grant_id,
                self._clock.now(),
                actor.id,
                reason.strip(),
            )
            if done is None:
                raise DomainError(NO_GRANT, key=grant_id)
            await audit.record(connection, actor, "certificate.take_back", f"grant/{grant_id}", {"reason": reason})


async def _whom(connection: Connection, given: GrantIn) -> tuple[int | None, int | None]:
    table, code = ("agent", given.agent) if given.agent is not None else ("team", given.team)
    found: int | None = await connection.fetchval(
        f"SELECT id FROM {table} WHERE code = $1 AND code <> 'erased-' || id", code
    )
    if found is None:
        raise DomainError(NOT_FOUND, what=table, key=code)
    return (found, None) if table == "agent" else (None, found)


def _deserved(row: "asyncpg.Record") -> Deserved:
    return Deserved(
        kind="external",
        ground=str(row["id"]),
        agent_id=row["agent_id"],
        team_id=row["team_id"],
        on=row["on_day"],
        name=Bilingual(row["title_zh"], row["title_en"]),
        says=Bilingual(row["says_zh"], row["says_en"]),
        title=HONOR,
    )
