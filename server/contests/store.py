"""Reads and writes contests and their participants; every query that must see or lock exactly what it decides on."""

from collections.abc import Iterable
from datetime import datetime

import asyncpg
import msgspec

from leaderboards.plays import Play
from leaderboards.prizes import Prize
from leaderboards.rules import Rules
from server.contests.contest import Contest, Definition, Practice
from server.contests.entered import enter, place, seed
from server.db.pool import Connection
from server.wire import Bilingual

_rules = msgspec.json.Decoder(Rules)
_play: msgspec.json.Decoder[Play] = msgspec.json.Decoder(Play)
_seeds = msgspec.json.Decoder(dict[str, int])
_amounts = msgspec.json.Decoder(dict[str, int])
_divisions = msgspec.json.Decoder(dict[str, str])
_prizes = msgspec.json.Decoder(tuple[Prize, ...])
_definitions = msgspec.json.Decoder(tuple[Definition, ...])
_practice = msgspec.json.Decoder(tuple[Practice, ...])

SELECT = """
SELECT c.id, c.series_id, c.series_first, c.series_after, c.template_id, t.code AS template, c.site_id, c.title_zh, c.title_en, t.skill_zh, t.skill_en, t.practice,
       c.format, c.participants, c.period, c.zone, c.starts, c.ends, c.rules, c.metrics, c.created_by, c.created_at,
       c.launched_at, c.cancelled_at, c.cancel_reason, c.version, p.team_ids, p.agent_ids, p.withdrawn,
       c.appeal_hours, c.two_person, c.prizes, after.open_appeals, after.signed, after.adjusted,
       c.play, c.parent_id, c.round, p.seeds, p.divisions, p.sides,
       c.freeze_minutes, c.freezes_at, c.reveal_by, c.revealed_at, c.presenter_id
FROM contest c
JOIN template t ON t.id = c.template_id
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(team_id ORDER BY team_id) FILTER (WHERE team_id IS NOT NULL AND withdrawn_at IS NULL), '{}') AS team_ids,
           coalesce(array_agg(agent_id ORDER BY agent_id) FILTER (WHERE agent_id IS NOT NULL AND withdrawn_at IS NULL), '{}') AS agent_ids,
           coalesce(array_agg(team_id ORDER BY team_id) FILTER (WHERE withdrawn_at IS NOT NULL), '{}') AS withdrawn,
           coalesce(jsonb_object_agg(CASE WHEN team_id IS NULL THEN 'a' || agent_id ELSE 't' || team_id END, seed)
                    FILTER (WHERE seed IS NOT NULL), '{}') AS seeds,
           coalesce(jsonb_object_agg(CASE WHEN team_id IS NULL THEN 'a' || agent_id ELSE 't' || team_id END, division)
                    FILTER (WHERE division <> '' AND withdrawn_at IS NULL), '{}') AS divisions,
           coalesce(jsonb_object_agg(CASE WHEN team_id IS NULL THEN 'a' || agent_id ELSE 't' || team_id END, side)
                    FILTER (WHERE side <> 0 AND withdrawn_at IS NULL), '{}') AS sides
    FROM contest_participant WHERE contest_id = c.id
) p
CROSS JOIN LATERAL (
    SELECT (SELECT count(*) FROM contest_appeal a WHERE a.contest_id = c.id AND a.outcome IS NULL) AS open_appeals,
           EXISTS (SELECT FROM contest_result r WHERE r.contest_id = c.id) AS signed,
           (SELECT coalesce(jsonb_object_agg(participant, total), '{}') FROM (
               SELECT participant, sum(amount) AS total FROM contest_adjustment a
               WHERE a.contest_id = c.id AND (a.from_revision IS NOT NULL
                     OR NOT EXISTS (SELECT FROM contest_result r WHERE r.contest_id = c.id)) GROUP BY participant
           ) totals) AS adjusted
) after
"""


def contest_of(row: "asyncpg.Record") -> Contest:
    """A contest from a row of `SELECT`."""
    return Contest(
        title=Bilingual(zh=row["title_zh"], en=row["title_en"]),
        skill=Bilingual(zh=row["skill_zh"], en=row["skill_en"]),
        practice=_practice.decode(row["practice"]),
        rules=_rules.decode(row["rules"]),
        metrics=_definitions.decode(row["metrics"]),
        play=_play.decode(row["play"]),
        prizes=_prizes.decode(row["prizes"]),
        seeds=_seeds.decode(row["seeds"]),
        divisions=_divisions.decode(row["divisions"]),
        sides=_seeds.decode(row["sides"]),
        adjusted=_amounts.decode(row["adjusted"]),
        team_ids=tuple(row["team_ids"]),
        agent_ids=tuple(row["agent_ids"]),
        withdrawn=tuple(row["withdrawn"]),
        **{name: row[name] for name in _PLAIN},
    )


_PLAIN = (
    *(
        "id",
        "series_id",
        "series_first",
        "series_after",
        "parent_id",
        "round",
        "appeal_hours",
        "two_person",
        "open_appeals",
        "signed",
        "template_id",
        "template",
        "site_id",
        "format",
        "participants",
        "period",
        "zone",
        "starts",
        "ends",
    ),
    *("created_by", "created_at", "launched_at", "cancelled_at", "cancel_reason", "version"),
    *("freeze_minutes", "freezes_at", "reveal_by", "revealed_at", "presenter_id"),
)


async def find(connection: Connection, contest_id: int) -> Contest | None:
    """One contest, or None."""
    row = await connection.fetchrow(f"{SELECT} WHERE c.id = $1", contest_id)
    return contest_of(row) if row else None


async def lock(connection: Connection, contest_id: int) -> Contest | None:
    """One contest whose row nobody else changes before this transaction ends."""
    if await connection.fetchval("SELECT id FROM contest WHERE id = $1 FOR UPDATE", contest_id) is None:
        return None
    return await find(connection, contest_id)


async def many(connection: Connection, contest_ids: Iterable[int]) -> list[Contest]:
    """These contests, by id."""
    rows = await connection.fetch(f"{SELECT} WHERE c.id = ANY($1::int[]) ORDER BY c.id", list(contest_ids))
    return [contest_of(row) for row in rows]


async def alive(connection: Connection) -> list[Contest]:
    """Launched contests that are neither cancelled nor signed off: those a scorer keeps."""
    rows = await connection.fetch(
        f"""
        {SELECT} WHERE c.launched_at IS NOT NULL AND c.cancelled_at IS NULL
          AND NOT EXISTS (SELECT FROM contest_result r WHERE r.contest_id = c.id)
        ORDER BY c.id
        """
    )
    return [contest_of(row) for row in rows]


async def overlapping(connection: Connection, starts: datetime, ends: datetime, without: int) -> list[Contest]:
    """Launched, uncancelled contests whose windows meet [starts, ends)."""
    rows = await connection.fetch(
        f"""
        {SELECT} WHERE c.launched_at IS NOT NULL AND c.cancelled_at IS NULL
          AND c.starts < $2 AND c.ends > $1 AND c.id <> $3
        """,
        starts,
        ends,
        without,
    )
    return [contest_of(row) for row in rows]


async def between(
    connection: Connection, starts: datetime, ends: datetime, drafts_of: int | None, most: int
) -> list[Contest]:
    """Contests that meet [starts, ends), the earliest first, called off ones and the rounds of seasons left out.

    `drafts_of` says whose drafts are among them: everybody's (None) or one account's.
    """
    rows = await connection.fetch(
        f"""
        {SELECT} WHERE c.cancelled_at IS NULL AND c.parent_id IS NULL AND c.starts < $2 AND c.ends > $1
          AND (c.launched_at IS NOT NULL OR $3::int IS NULL OR c.created_by = $3) ORDER BY c.starts, c.id LIMIT $4
        """,
        starts,
        ends,
        drafts_of,
        most,
    )
    return [contest_of(row) for row in rows]


async def insert(connection: Connection, contest: Contest) -> int | None:
    """Add a contest with its participants and return its id; None when its series already has this round, or its season
    has."""
    contest_id: int | None = await connection.fetchval(
        """
        INSERT INTO contest (series_id, template_id, site_id, title_zh, title_en, participants, period, zone, starts, ends,
                             rules, metrics, created_by, created_at, launched_at, format, play, parent_id, round,
                             series_first, series_after, freeze_minutes, freezes_at, reveal_by, presenter_id,
                             appeal_hours, two_person, prizes)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12::jsonb, $13, $14, $15, $16, $17::jsonb, $18, $19,
                $20, $21, $22, $23, $24, $25, $26, $27, $28::jsonb)
        ON CONFLICT DO NOTHING RETURNING id
        """,
        contest.series_id,
        contest.template_id,
        contest.site_id,
        contest.title.zh,
        contest.title.en,
        contest.participants,
        contest.period,
        contest.zone,
        contest.starts,
        contest.ends,
        as_json(contest.rules),
        as_json(contest.metrics),
        contest.created_by,
        contest.created_at,
        contest.launched_at,
        contest.format,
        as_json(contest.play),
        contest.parent_id,
        contest.round,
        contest.series_first,
        contest.series_after,
        contest.freeze_minutes,
        contest.freezes_at,
        contest.reveal_by,
        contest.presenter_id,
        contest.appeal_hours,
        contest.two_person,
        as_json(contest.prizes),
    )
    if contest_id is not None:
        await enter(connection, contest_id, contest.team_ids, contest.agent_ids)
        await seed(connection, contest_id, contest.seeds)
        await place(connection, contest_id, contest.divisions, contest.sides)
    return contest_id


async def update(connection: Connection, contest: Contest) -> None:
    """Store what may change before the start, under the next version; the row must be locked by the caller."""
    await connection.execute(
        """
        UPDATE contest SET title_zh = $2, title_en = $3, period = $4, starts = $5, ends = $6, rules = $7::jsonb,
               metrics = $8::jsonb, launched_at = $9, cancelled_at = $10, cancel_reason = $11, play = $12::jsonb,
               freeze_minutes = $13, freezes_at = $14, reveal_by = $15, presenter_id = $16, prizes = $17::jsonb, version = version + 1
        WHERE id = $1
        """,
        contest.id,
        contest.title.zh,
        contest.title.en,
        contest.period,
        contest.starts,
        contest.ends,
        as_json(contest.rules),
        as_json(contest.metrics),
        contest.launched_at,
        contest.cancelled_at,
        contest.cancel_reason,
        as_json(contest.play),
        contest.freeze_minutes,
        contest.freezes_at,
        contest.reveal_by,
        contest.presenter_id,
        as_json(contest.prizes),
    )


def as_json(thing: object) -> str:
    """A struct as the text that a jsonb column takes."""
    return msgspec.json.encode(thing).decode()
