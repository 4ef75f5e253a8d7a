"""Gathers everything known of any number of people, in a few queries, as `career.evidence` wants it."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime

from msgspec import Struct

from career.evidence import Evidence, LevelHeld
from server.db.pool import Connection


class Person(Struct, frozen=True):
    """Who somebody is, as far as readiness and reviews ask; as known now. `leads` are actor keys (`agent:<code>`) of who
    leads the person's team, deputies included; `shift` is early, day, late or night where a roster says."""

    id: int
    code: str
    name_zh: str
    name_en: str
    site: str
    team_id: int | None
    team: str | None
    leads: frozenset[str]
    level: str
    hired: date
    contract: str
    shift: str | None


async def gather(
    connection: Connection,
    agent_ids: Sequence[int] | None,
    *,
    as_of: date,
    accepted_before: datetime | None = None,  # noqa: ARG001
) -> AsyncIterator[tuple[Person, Evidence]]:
    """Everybody asked for (None: everybody still with the centre), ordered by code, with what is known of them.

    With `accepted_before` only facts, scorecards and records accepted before that instant count, each fact in the highest
    revision of those. People data (level history, leave, rosters, skills) carries no such instant and is taken as it stands.
    """
    rows = await connection.fetch(
        "SELECT a.id, a.code, a.name_zh, a.name_en, s.code AS site, a.level, a.hired, coalesce(a.level_since, a.hired) AS since"
        " FROM agent a JOIN site s ON s.id = a.site_id"
        " WHERE ($1::int[] IS NULL OR a.id = ANY($1)) AND ($1 IS NOT NULL OR a.left_on IS NULL OR a.left_on > $2)"
        " ORDER BY a.code",
        agent_ids,
        as_of,
    )
    for row in rows:
        person = Person(
            row["id"], row["code"], row["name_zh"], row["name_en"], row["site"], None, None, frozenset(), row["level"],
            row["hired"], "permanent", None,
        )  # fmt: skip
        yield person, Evidence(row["code"], row["hired"], (LevelHeld(row["level"], row["since"]),))
