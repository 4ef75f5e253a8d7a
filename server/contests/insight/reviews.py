"""Questions for a person outside the teams concerned: who sees them, who hears the agent, how they end and are forgotten.

Nothing here changes a score. Walls, agents and leads never learn of a case from this service; the reviewer talks to the agent.
"""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from leaderboards.gaming import Suspicion
from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.contests.contest import Contest
from server.db.pool import Connection, Database
from server.errors import NOT_FOUND, DomainError, declare
from server.wire import Bilingual, Named

NOT_HEARD = declare(
    "agent_not_heard",
    409,
    en="The agent is heard first: note what they said before you decide.",
    zh="请先听取坐席本人的说明并记录，再作结论。",
)
CASE_CLOSED = declare("case_closed", 409, en="This case is closed.", zh="该条目已结案。")
SOMEBODY_ELSES = declare("case_taken", 409, en="Somebody else reviews this case.", zh="该条目已由他人核查。")

FORGOTTEN_AFTER = timedelta(days=30)
"""Unfounded entries are deleted so long after they were closed."""

Outcome = Literal["founded", "unfounded"]
Said = Annotated[str, Meta(min_length=3, max_length=2000)]


class HearIn(Struct, forbid_unknown_fields=True):
    """What the agent said when asked."""

    statement: Said


class CloseIn(Struct, forbid_unknown_fields=True):
    """How it ended, and why; a founded case needs the agent to have been heard."""

    outcome: Outcome
    note: Said


class Evidence(Struct, frozen=True):
    """What was unusual: `usual` and `seen` in the measure's own unit, `own` and `floor` in robust standard deviations."""

    measure: str
    usual: float
    seen: float
    own: float
    floor: float
    periods: int


class ReviewOut(Struct, kw_only=True):
    """One case as its reviewer sees it; `forgotten_at` is when an unfounded one will be gone."""

    id: int
    contest: int
    title: Bilingual
    agent: Named
    team: Named | None
    detector: str
    evidence: Evidence
    opened_at: datetime
    reviewer: str | None
    mine: bool
    heard_at: datetime | None
    statement: str | None
    outcome: Outcome | None
    note: str | None
    closed_at: datetime | None
    forgotten_at: datetime | None


class ReviewsService:
    """What reviewers do. Nobody sees a case about a contest that the own team, or oneself, took part in."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def page(self, actor: Actor, *, closed: bool, offset: int, limit: int) -> tuple[list[ReviewOut], int]:
        """A page of cases, oldest first: the own and the unassigned ones; operations see those of all reviewers."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                f"{_SELECT} WHERE {_SIGHT} AND (r.closed_at IS NOT NULL) = $4 ORDER BY r.opened_at, r.id OFFSET $5 LIMIT $6",
                *_sight(actor),
                closed,
                offset,
                limit,
            )
            total: int = await connection.fetchval(
                f"SELECT count(*) FROM review_case r JOIN contest c ON c.id = r.contest_id WHERE {_SIGHT} AND (r.closed_at IS NOT NULL) = $4",
                *_sight(actor),
                closed,
            )
        return [_out(row, actor) for row in rows], total

    async def one(self, actor: Actor, case_id: int) -> ReviewOut:
        """One case. Raises `not_found` for what is not this reviewer's to see."""
        async with self._db.connection() as connection:
            return _out(await _find(connection, actor, case_id), actor)

    async def take(self, actor: Actor, case_id: int) -> ReviewOut:
        """Become the reviewer of an open case that has none; operations may take over another's."""
        async with self._db.transaction() as connection:
            row = await _open(connection, actor, case_id)
            free = row["reviewer_id"] is None or row["reviewer_id"] == actor.id
            if actor.kind != "account" or not (free or actor.may(Permission.CONTESTS_MANAGE)):
                raise DomainError(SOMEBODY_ELSES)
            await connection.execute("UPDATE review_case SET reviewer_id = $2 WHERE id = $1", case_id, actor.id)
            await audit.record(connection, actor, "review.take", f"review/{case_id}")
        return await self.one(actor, case_id)

    async def hear(self, actor: Actor, case_id: int, statement: str) -> ReviewOut:
        """Note what the agent said."""
        async with self._db.transaction() as connection:
            await _mine(connection, actor, case_id)
            await connection.execute(
                "UPDATE review_case SET heard_at = $2, statement = $3 WHERE id = $1",
                case_id,
                self._clock.now(),
                statement,
            )
            await audit.record(connection, actor, "review.hear", f"review/{case_id}")
        return await self.one(actor, case_id)

    async def close(self, actor: Actor, case_id: int, outcome: Outcome, note: str) -> ReviewOut:
        """End a case. What follows from a founded one is for people to decide; here nothing does."""
        async with self._db.transaction() as connection:
            row = await _mine(connection, actor, case_id)
            if outcome == "founded" and row["heard_at"] is None:
                raise DomainError(NOT_HEARD)
            await connection.execute(
                "UPDATE review_case SET outcome = $2, note = $3, closed_at = $4 WHERE id = $1",
                case_id,
                outcome,
                note,
                self._clock.now(),
            )
            await audit.record(connection, actor, "review.close", f"review/{case_id}", {"outcome": outcome})
        return await self.one(actor, case_id)

    async def forget(self, now: datetime) -> int:
        """Delete unfounded cases that were closed long enough ago, and all about people who were erased; how many."""
        async with self._db.transaction() as connection:
            status: str = await connection.execute(
                "DELETE FROM review_case r USING agent a WHERE a.id = r.agent_id"
                " AND (a.code LIKE 'erased-%' OR (r.outcome = 'unfounded' AND r.closed_at <= $1))",
                now - FORGOTTEN_AFTER,
            )
        return int(status.rsplit(maxsplit=1)[-1])


async def open_case(
    connection: Connection, contest: Contest, suspicion: Suspicion, team_id: int | None, now: datetime
) -> None:
    """Open a case and give it to whoever has the fewest: analysts first, then operations, and nobody who is concerned.
    The same days are asked about once, however many contests count them."""
    agent_id = int(suspicion.agent[1:])
    reviewer = await connection.fetchval(
        f"""
        SELECT v.id FROM account v JOIN contest c ON c.id = $1
        WHERE v.role IN ('analyst', 'ops') AND v.disabled_at IS NULL AND NOT {_concerned("v.agent_id", "c", "$2::int")}
        ORDER BY v.role = 'ops', (SELECT count(*) FROM review_case r WHERE r.reviewer_id = v.id AND r.closed_at IS NULL), v.id
        LIMIT 1
        """,
        contest.id,
        agent_id,
    )
    evidence = Evidence(
        suspicion.measure, suspicion.usual, suspicion.seen, suspicion.own, suspicion.floor, suspicion.periods
    )
    await connection.execute(
        "INSERT INTO review_case (contest_id, agent_id, team_id, detector, evidence, opened_at, reviewer_id)"
        " SELECT $1, $2, $3, $4::text, $5::jsonb, $6, $7 WHERE NOT EXISTS ("
        "   SELECT FROM review_case r JOIN contest o ON o.id = r.contest_id JOIN contest c ON c.id = $1"
        "   WHERE r.agent_id = $2 AND r.detector = $4::text AND o.starts < c.ends AND o.ends > c.starts)"
        " ON CONFLICT DO NOTHING",
        contest.id,
        agent_id,
        team_id,
        suspicion.detector,
        msgspec.json.encode(evidence).decode(),
        now,
        reviewer,
    )


def _concerned(agent: str, contest: str, subject: str) -> str:
    """SQL: whether an agent took part in the contest, alone or since its start in a team that does, or is or was since then
    in a team with the person asked about."""
    since = f"(x.ends IS NULL OR x.ends > {contest}.starts)"
    return f"""({agent} IS NOT NULL AND (EXISTS (
        SELECT FROM contest_participant p WHERE p.contest_id = {contest}.id AND (p.agent_id = {agent} OR EXISTS (
            SELECT FROM membership x WHERE x.agent_id = {agent} AND x.team_id = p.team_id AND {since})))
        OR EXISTS (SELECT FROM membership x JOIN membership y ON y.team_id = x.team_id
            AND (y.ends IS NULL OR y.ends > {contest}.starts) AND y.agent_id = {subject}
            WHERE x.agent_id = {agent} AND {since})))"""


_SIGHT = f"""(r.reviewer_id = $1 OR r.reviewer_id IS NULL OR $2::bool)
  AND NOT {_concerned("$3::int", "c", "r.agent_id")}"""
_SELECT = """
SELECT r.*, c.title_zh, c.title_en, a.code AS agent, a.name_zh AS agent_zh, a.name_en AS agent_en,
       t.code AS team, t.name_zh AS team_zh, t.name_en AS team_en, v.name AS reviewer
FROM review_case r JOIN contest c ON c.id = r.contest_id JOIN agent a ON a.id = r.agent_id
LEFT JOIN team t ON t.id = r.team_id LEFT JOIN account v ON v.id = r.reviewer_id"""


def _sight(actor: Actor) -> tuple[int, bool, int | None]:
    return actor.id if actor.kind == "account" else 0, actor.may(Permission.CONTESTS_MANAGE), actor.agent_id


async def _find(connection: Connection, actor: Actor, case_id: int, lock: str = "") -> Any:
    row = await connection.fetchrow(f"{_SELECT} WHERE {_SIGHT} AND r.id = $4 {lock}", *_sight(actor), case_id)
    if row is None:
        raise DomainError(NOT_FOUND, what="review", key=case_id)
    return row


async def _open(connection: Connection, actor: Actor, case_id: int) -> Any:
    row = await _find(connection, actor, case_id, "FOR UPDATE OF r")
    if row["closed_at"] is not None:
        raise DomainError(CASE_CLOSED)
    return row


async def _mine(connection: Connection, actor: Actor, case_id: int) -> Any:
    row = await _open(connection, actor, case_id)
    if actor.kind != "account" or row["reviewer_id"] != actor.id:
        raise DomainError(SOMEBODY_ELSES)
    return row


def _out(row: Any, actor: Actor) -> ReviewOut:
    team = None if row["team"] is None else Named(row["team"], Bilingual(zh=row["team_zh"], en=row["team_en"]))
    forgotten = row["closed_at"] + FORGOTTEN_AFTER if row["outcome"] == "unfounded" else None
    plain = ("id", "detector", "opened_at", "reviewer", "heard_at", "statement", "outcome", "note", "closed_at")
    return ReviewOut(
        contest=row["contest_id"],
        title=Bilingual(zh=row["title_zh"], en=row["title_en"]),
        agent=Named(row["agent"], Bilingual(zh=row["agent_zh"], en=row["agent_en"])),
        team=team,
        evidence=msgspec.json.decode(row["evidence"], type=Evidence),
        mine=actor.kind == "account" and row["reviewer_id"] == actor.id,
        forgotten_at=forgotten,
        **{name: row[name] for name in plain},
    )
