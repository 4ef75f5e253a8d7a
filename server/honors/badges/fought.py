"""The part people had in signed contests, by the revision in force, and what reviewers found proven."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from leaderboards.badges.history import Contest
from server.db.pool import Connection

# Only what is signed: whatever a freeze hides is not among it. A round of a season has no result of its own.
_CONTESTS = """
WITH latest AS (
    SELECT DISTINCT ON (s.contest_id) s.contest_id, s.revision, s.on_day FROM contest_deeds s
    WHERE s.contest_id IN (SELECT d.contest_id FROM unnest($1::int[]) AS asked(id) JOIN contest_deed d ON d.agent_id = asked.id)
    ORDER BY s.contest_id, s.revision DESC
)
SELECT d.agent_id, d.contest_id, l.on_day, d.took_part, d.place, d.field, c.participants, c.rules ->> 'method' AS method,
       CASE WHEN c.format IN ('league', 'cup') THEN 'season' ELSE c.period END AS period,
       (SELECT array_agg(DISTINCT m.team_id) FROM membership m JOIN contest_participant p
          ON p.team_id = m.team_id AND p.contest_id = c.id
        WHERE m.agent_id = d.agent_id AND m.starts < c.ends AND (m.ends IS NULL OR m.ends > c.starts)) AS teams,
       (SELECT h.ranks::text FROM rank_history h
        WHERE h.contest_id = c.id AND h.at <= c.starts + (c.ends - c.starts) / 2
          AND h.at > c.starts + (c.ends - c.starts) / 2 - interval '1 day' ORDER BY h.at DESC LIMIT 1) AS halfway
FROM unnest($1::int[]) AS asked(id) JOIN contest_deed d ON d.agent_id = asked.id
JOIN latest l ON l.contest_id = d.contest_id AND l.revision = d.revision JOIN contest c ON c.id = d.contest_id
ORDER BY d.agent_id, l.on_day, d.contest_id"""

_FINDINGS = """
SELECT r.agent_id, (SELECT max(s.on_day) FROM contest_deeds s WHERE s.contest_id = r.contest_id) AS signed_for,
       (c.ends AT TIME ZONE c.zone)::date AS ended
FROM unnest($1::int[]) AS asked(id) JOIN review_case r ON r.agent_id = asked.id JOIN contest c ON c.id = r.contest_id
WHERE r.outcome = 'founded'"""

_ranks = msgspec.json.Decoder(dict[str, int | None])


async def contests_of(connection: Connection, agent_ids: Sequence[int]) -> Mapping[int, list[Contest]]:
    """By agent, oldest first."""
    found: dict[int, list[Contest]] = {}
    for row in await connection.fetch(_CONTESTS, list(agent_ids)):
        found.setdefault(row["agent_id"], []).append(
            Contest(
                id=str(row["contest_id"]),
                ended=row["on_day"],
                period=row["period"],
                participants=row["participants"],
                method=row["method"],
                rank=row["place"],
                ranked=row["field"] or 0,
                halfway=_halfway(row["halfway"], row["agent_id"], row["teams"]),
                credit="full" if row["took_part"] else "contributed",
            )
        )
    return found


def _halfway(ranks: str | None, agent_id: int, teams: Sequence[int] | None) -> int | None:
    """Where whoever one played for stood then; not told for somebody who changed between two teams of the contest."""
    if ranks is None:
        return None
    known = _ranks.decode(ranks)
    if f"a{agent_id}" in known:
        return known[f"a{agent_id}"]
    return known.get(f"t{teams[0]}") if teams is not None and len(teams) == 1 else None


async def findings_of(connection: Connection, agent_ids: Sequence[int]) -> Mapping[int, list[date]]:
    """The days of contests in which gaming was proven, by agent."""
    found: dict[int, list[date]] = {}
    for row in await connection.fetch(_FINDINGS, list(agent_ids)):
        found.setdefault(row["agent_id"], []).append(row["signed_for"] or row["ended"])
    return found
