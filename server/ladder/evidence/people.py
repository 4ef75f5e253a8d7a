"""Who is asked about, and what people data itself says of them: team, leads, contract, shift, skills, posts."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import msgspec
from msgspec import Struct

from career.evidence import PostHeld
from server.db.pool import Connection
from server.ladder.evidence.whom import about


class Person(Struct, frozen=True, kw_only=True):
    """Who somebody is, as far as readiness and reviews ask, on the as-of date.

    `leads` are the actor keys (`agent:<code>`) of who leads the team, deputies included. `shift` is early, day, late or
    night, by the planned shifts of the four weeks before; None without a roster.
    """

    id: int
    code: str
    name_zh: str
    name_en: str
    site: str
    site_id: int
    team: str | None
    team_id: int | None
    leads: frozenset[str]
    level: str
    level_since: date
    hired: date
    left_on: date | None
    contract: str
    shift: str | None


class Stated(Struct, frozen=True):
    """A person with what only evidence needs."""

    person: Person
    skills: dict[str, date]
    posts: tuple[PostHeld, ...]


_PEOPLE = """
SELECT a.id, a.code, a.name_zh, a.name_en, s.code AS site, a.site_id, a.level, coalesce(a.level_since, a.hired) AS level_since,
       a.hired, a.left_on, coalesce(e.contract, 'permanent') AS contract, t.code AS team, t.id AS team_id,
       (SELECT json_object_agg(q.code, k.since) FROM skill k JOIN queue q ON q.id = k.queue_id WHERE k.agent_id = a.id)::text
           AS skills,
       (SELECT json_agg(json_build_object('post', p.post, 'starts', (p.starts AT TIME ZONE s.zone)::date,
                                          'ends', (p.ends AT TIME ZONE s.zone)::date) ORDER BY p.starts)
        FROM membership p WHERE p.agent_id = a.id AND p.post <> 'member')::text AS posts
FROM agent a JOIN site s ON s.id = a.site_id
LEFT JOIN membership m ON m.agent_id = a.id AND m.starts <= $3 AND (m.ends IS NULL OR m.ends > $3)
LEFT JOIN team t ON t.id = m.team_id
LEFT JOIN employment e ON e.agent_id = a.id AND e.starts <= $2 AND (e.ends IS NULL OR e.ends > $2)
WHERE ($1::int[] IS NULL OR a.id = ANY($1)) AND ($1::int[] IS NOT NULL OR (a.hired < $2 AND (a.left_on IS NULL OR a.left_on > $2)))
ORDER BY a.code"""

_LEADS = """
SELECT m.team_id, array_agg(DISTINCT 'agent:' || a.code) AS leads FROM membership m JOIN agent a ON a.id = m.agent_id
WHERE m.post <> 'member' AND m.starts <= $2 AND (m.ends IS NULL OR m.ends > $2)
  AND ($1::int[] IS NULL OR m.team_id = ANY(ARRAY(SELECT o.team_id FROM membership o WHERE o.agent_id = ANY($1))))
GROUP BY m.team_id"""

# The part of the day in which most of somebody's shifts begin.
_SHIFTS = """
SELECT agent_id, mode() WITHIN GROUP (ORDER BY part) AS shift
FROM (SELECT r.agent_id, CASE WHEN h >= 20 OR h < 5 THEN 'night' WHEN h < 9 THEN 'early' WHEN h < 13 THEN 'day' ELSE 'late' END AS part
      FROM roster r JOIN agent a ON a.id = r.agent_id JOIN site s ON s.id = a.site_id,
           LATERAL (SELECT date_part('hour', r.starts AT TIME ZONE s.zone) AS h) hour
      WHERE r.day >= $2 AND r.day < $3 AND ($1::int[] IS NULL OR r.agent_id = ANY($1))) begun
GROUP BY agent_id"""

_SHIFT_DAYS = 28

_skills = msgspec.json.Decoder(dict[str, date])
_posts = msgspec.json.Decoder(tuple[PostHeld, ...])


async def stated(connection: Connection, agent_ids: Sequence[int] | None, as_of: date) -> list[Stated]:
    """Those asked for, or everybody who is with the centre on the day, in the order of their codes."""
    noon = datetime.combine(as_of, time(12), UTC)
    wanted = None if agent_ids is None else list(agent_ids)
    leads = {
        row["team_id"]: frozenset(row["leads"]) for row in await connection.fetch(about(_LEADS, wanted), wanted, noon)
    }
    since = as_of - timedelta(days=_SHIFT_DAYS)
    shifts = {
        row["agent_id"]: row["shift"] for row in await connection.fetch(about(_SHIFTS, wanted), wanted, since, as_of)
    }
    found = []
    for row in await connection.fetch(about(_PEOPLE, wanted), wanted, as_of, noon):
        known = dict(row)
        skills, posts = known.pop("skills"), known.pop("posts")
        nobody: frozenset[str] = frozenset()
        person = Person(**known, leads=leads.get(row["team_id"], nobody), shift=shifts.get(row["id"]))
        found.append(Stated(person, _skills.decode(skills) if skills else {}, _posts.decode(posts) if posts else ()))
    return found
