"""The queries of sampling plans and their samples."""

from collections.abc import Sequence
from datetime import date, datetime

import asyncpg
from msgspec import Struct

from career.quality.sampling import Sample
from server.db.pool import Connection
from server.wire import Bilingual, Named


class PlanKept(Struct, frozen=True, kw_only=True):
    """A plan as it is kept; `month` is its first day."""

    id: int
    site_id: int
    site: Named
    month: date
    per_month: int
    seed: str
    planned_at: datetime
    samples: int
    done: int


class Evaluator(Struct, frozen=True):
    """An account that may be given samples."""

    id: int
    name: str
    role: str
    agent_id: int | None


class SampleKept(Struct, frozen=True, kw_only=True):
    """A sample with those it concerns."""

    id: int
    plan_id: int
    agent_id: int
    agent: Named
    team: Named | None
    site: Named
    zone: str
    day: date
    account_id: int
    call: str
    recording: str
    evaluation_id: int | None
    done_at: datetime | None

    def rule(self) -> Sample:
        """As the rule book knows it."""
        return Sample(self.agent.code, self.day, key_of(self.account_id))


def key_of(account_id: int) -> str:
    """How the rule book knows who evaluates."""
    return f"account:{account_id}"


_PLANS = """
SELECT p.*, s.code, s.name_zh, s.name_en, (SELECT count(*) FROM sampling_sample x WHERE x.plan_id = p.id) AS samples,
       (SELECT count(*) FROM sampling_sample x WHERE x.plan_id = p.id AND x.evaluation_id IS NOT NULL) AS done
FROM sampling_plan p JOIN site s ON s.id = p.site_id"""

_SAMPLES = """
SELECT x.*, a.code, a.name_zh, a.name_en, s.code AS site, s.name_zh AS site_zh, s.name_en AS site_en, s.zone,
       t.code AS team, t.name_zh AS team_zh, t.name_en AS team_en
FROM sampling_sample x JOIN sampling_plan p ON p.id = x.plan_id JOIN site s ON s.id = p.site_id JOIN agent a ON a.id = x.agent_id
LEFT JOIN LATERAL (SELECT m.team_id FROM membership m WHERE m.agent_id = a.id
                   AND m.starts < x.day + interval '1 day' ORDER BY m.starts DESC LIMIT 1) m ON true
LEFT JOIN team t ON t.id = m.team_id"""


async def add_plan(
    connection: Connection, site_id: int, month: date, per_month: int, by: int, now: datetime
) -> int | None:
    """A new plan without samples; None where the site's month has one."""
    found: int | None = await connection.fetchval(
        "INSERT INTO sampling_plan (site_id, month, per_month, seed, made_by, made_at, planned_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT DO NOTHING RETURNING id",
        site_id,
        month,
        per_month,
        f"{site_id}:{month.isoformat()}",
        by,
        now,
    )
    return found


async def plans(
    connection: Connection, *, plan_id: int | None = None, since: date | None = None, lock: bool = False
) -> list[PlanKept]:
    """Plans, the latest month first; with `lock` nobody else plans them anew before this transaction ends."""
    rows = await connection.fetch(
        f"{_PLANS} WHERE ($1::int IS NULL OR p.id = $1) AND ($2::date IS NULL OR p.month >= $2)"
        f" ORDER BY p.month DESC, s.code{' FOR UPDATE OF p' if lock else ' LIMIT 500'}",
        plan_id,
        since,
    )
    return [
        PlanKept(
            id=row["id"],
            site_id=row["site_id"],
            site=Named(row["code"], Bilingual(row["name_zh"], row["name_en"])),
            month=row["month"],
            per_month=row["per_month"],
            seed=row["seed"],
            planned_at=row["planned_at"],
            samples=row["samples"],
            done=row["done"],
        )
        for row in rows
    ]


async def evaluators(connection: Connection, ids: Sequence[int] | None = None) -> list[Evaluator]:
    """Accounts that may evaluate and are not disabled: analysts first, then assessors."""
    rows = await connection.fetch(
        "SELECT id, name, role, agent_id FROM account WHERE role IN ('analyst', 'assessor') AND disabled_at IS NULL"
        " AND ($1::int[] IS NULL OR id = ANY($1)) ORDER BY role, name, id",
        None if ids is None else list(ids),
    )
    return [Evaluator(row["id"], row["name"], row["role"], row["agent_id"]) for row in rows]


async def chosen(connection: Connection, plan_id: int) -> list[Evaluator]:
    """Who evaluates in a plan, without accounts that were disabled or changed their role."""
    ids = await connection.fetch("SELECT account_id FROM sampling_analyst WHERE plan_id = $1", plan_id)
    return await evaluators(connection, [row["account_id"] for row in ids])


async def choose(connection: Connection, plan_id: int, ids: Sequence[int]) -> None:
    """Make these the evaluators of a plan."""
    await connection.execute("DELETE FROM sampling_analyst WHERE plan_id = $1", plan_id)
    await connection.execute(
        "INSERT INTO sampling_analyst (plan_id, account_id) SELECT $1, * FROM unnest($2::int[])", plan_id, list(ids)
    )


async def names(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Name and role of accounts, whatever became of them."""
    rows = await connection.fetch("SELECT id, name, role FROM account WHERE id = ANY($1::int[])", list(ids))
    return {row["id"]: (row["name"], row["role"]) for row in rows}


async def of_plan(connection: Connection, plan_id: int) -> list[SampleKept]:
    """All samples of a plan by day."""
    rows = await connection.fetch(f"{_SAMPLES} WHERE x.plan_id = $1 ORDER BY x.day, a.code, x.id", plan_id)
    return [_sample(row) for row in rows]


async def of_account(connection: Connection, account_id: int, done_since: datetime) -> list[SampleKept]:
    """What an account has to do, by day, and what it did since an instant."""
    rows = await connection.fetch(
        f"{_SAMPLES} WHERE x.account_id = $1 AND (x.done_at IS NULL OR x.done_at >= $2) ORDER BY x.day, a.code, x.id",
        account_id,
        done_since,
    )
    return [_sample(row) for row in rows]


async def one(connection: Connection, sample_id: int, *, lock: bool = False) -> SampleKept | None:
    """A sample; with `lock` it is ours until the transaction ends."""
    row = await connection.fetchrow(f"{_SAMPLES} WHERE x.id = $1{' FOR UPDATE OF x' if lock else ''}", sample_id)
    return None if row is None else _sample(row)


async def replace(
    connection: Connection, plan_id: int, dropped: Sequence[int], added: Sequence[tuple[int, date, int]]
) -> None:
    """Take samples out of a plan, by id, and put others in: agent, day, account."""
    await connection.execute("DELETE FROM sampling_sample WHERE id = ANY($1::int[])", list(dropped))
    await connection.execute(
        "INSERT INTO sampling_sample (plan_id, agent_id, day, account_id)"
        " SELECT $1, * FROM unnest($2::int[], $3::date[], $4::int[])",
        plan_id,
        [agent for agent, _, _ in added],
        [day for _, day, _ in added],
        [account for _, _, account in added],
    )


async def planned(connection: Connection, plan_id: int, per_month: int, now: datetime) -> None:
    """Note when a plan was last planned, and with how many samples each."""
    await connection.execute(
        "UPDATE sampling_plan SET per_month = $2, planned_at = $3 WHERE id = $1", plan_id, per_month, now
    )


async def assign(connection: Connection, sample_id: int, account_id: int, call: str, recording: str) -> None:
    """Say who judges a sample, and which call it is."""
    await connection.execute(
        "UPDATE sampling_sample SET account_id = $2, call = $3, recording = $4 WHERE id = $1",
        sample_id,
        account_id,
        call,
        recording,
    )


async def hand_out(connection: Connection, given: Sequence[tuple[int, int, str, str]]) -> None:
    """Say of many samples who judges them, and which calls they are: sample, account, call, recording."""
    await connection.execute(
        "UPDATE sampling_sample s SET account_id = u.account, call = u.call, recording = u.recording"
        " FROM unnest($1::int[], $2::int[], $3::text[], $4::text[]) AS u(id, account, call, recording)"
        " WHERE s.id = u.id AND s.evaluation_id IS NULL AND s.call = ''",
        *([one[place] for one in given] for place in range(4)),
    )


async def used_calls(connection: Connection, calls: Sequence[str]) -> frozenset[str]:
    """Those of some calls that were judged already, or are chosen for a sample."""
    rows = await connection.fetch(
        "SELECT DISTINCT u.call FROM unnest($1::text[]) AS u(call) WHERE EXISTS (SELECT FROM sampling_sample s WHERE s.call = u.call)"
        " OR EXISTS (SELECT FROM qa_evaluation e WHERE e.call = u.call AND e.withdrawn_at IS NULL)",
        list(calls),
    )
    return frozenset([row["call"] for row in rows])


async def link(connection: Connection, sample_id: int, evaluation_id: int, now: datetime) -> None:
    """A sample was judged."""
    await connection.execute(
        "UPDATE sampling_sample SET evaluation_id = $2, done_at = $3 WHERE id = $1", sample_id, evaluation_id, now
    )


async def unlink(connection: Connection, evaluation_id: int) -> None:
    """The sample that was judged so is open again; another call may be chosen for it."""
    await connection.execute(
        "UPDATE sampling_sample SET evaluation_id = NULL, done_at = NULL WHERE evaluation_id = $1", evaluation_id
    )


def _sample(row: asyncpg.Record) -> SampleKept:
    team = None if row["team"] is None else Named(row["team"], Bilingual(row["team_zh"], row["team_en"]))
    return SampleKept(
        id=row["id"],
        plan_id=row["plan_id"],
        agent_id=row["agent_id"],
        agent=Named(row["code"], Bilingual(row["name_zh"], row["name_en"])),
        team=team,
        site=Named(row["site"], Bilingual(row["site_zh"], row["site_en"])),
        zone=row["zone"],
        day=row["day"],
        account_id=row["account_id"],
        call=row["call"],
        recording=row["recording"],
        evaluation_id=row["evaluation_id"],
        done_at=row["done_at"],
    )
