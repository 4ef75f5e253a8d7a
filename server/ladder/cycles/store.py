"""Reads and writes cycles and their candidates."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import asyncpg
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from career.exact import Ratio
from career.readiness import State
from career.review import Candidacy
from server.db.pool import Connection
from server.errors import DomainError
from server.ladder.cycles.cycle import CycleKept, cycle_of, decode_candidacy, encode_candidacy
from server.ladder.cycles.refusals import NO_CYCLE
from server.wire import Bilingual, Named

SELECT = """
SELECT c.id, c.code, c.name_zh, c.name_en, c.as_of, c.effective, c.steps::text AS steps, c.nominates, c.appeal_days, c.phase,
       c.opening_at, c.opening_by, c.opening_of, c.opening_done, c.opening_after, c.opened, c.evidence_until, c.complete,
       c.noticed, c.version,
       (SELECT json_agg(json_build_object('id', s.id, 'code', s.code, 'name_zh', s.name_zh, 'name_en', s.name_en, 'zone', s.zone)
                        ORDER BY s.code)
        FROM site s WHERE s.id = ANY(c.site_ids))::text AS sites,
       (SELECT coalesce(json_agg(json_build_object('site', s.code, 'level', p.level, 'number', p.number) ORDER BY s.code, p.level), '[]')
        FROM cycle_place p JOIN site s ON s.id = p.site_id WHERE p.cycle_id = c.id)::text AS places
FROM cycle c"""


class Candidate(Struct, frozen=True, kw_only=True):
    """A row of `cycle_candidate` with who it is about; `candidacy` knows who leads the person now."""

    agent_id: int
    named: Named
    site_id: int
    site: str
    zone: str
    team_id: int | None
    team: Named | None
    source: str
    target: str
    state: State
    open_criteria: int
    freeze: int
    candidacy: Candidacy
    nominated: bool
    rank: int | None
    within: bool
    tied: bool
    proposal: int | None

    @property
    def code(self) -> str:
        """The agent's code."""
        return self.named.code

    @property
    def person(self) -> str:
        """The key of the person."""
        return self.candidacy.person


async def find(connection: Connection, cycle_id: int, *, lock: bool = False) -> CycleKept:
    """A cycle; `lock` keeps everybody else from acting in it until the transaction ends. Raises `no_such_cycle`."""
    if lock:
        # Apart from the reading: what the lock waited for is then seen.
        await connection.execute("SELECT FROM cycle WHERE id = $1 FOR NO KEY UPDATE", cycle_id)
    row = await connection.fetchrow(f"{SELECT} WHERE c.id = $1", cycle_id)
    if row is None:
        raise DomainError(NO_CYCLE, key=cycle_id)
    return cycle_of(row)


async def every(connection: Connection, *, drafts: bool) -> list[CycleKept]:
    """All cycles, the latest first."""
    rows = await connection.fetch(f"{SELECT} WHERE $1 OR c.opened IS NOT NULL ORDER BY c.as_of DESC, c.id DESC", drafts)
    return [cycle_of(row) for row in rows]


# A person's team, and who leads it, as they are now; bound to $1, the instant.
TEAM = """
LEFT JOIN membership m ON m.agent_id = a.id AND m.starts <= $1 AND (m.ends IS NULL OR m.ends > $1)
LEFT JOIN team t ON t.id = m.team_id"""
CANDIDATE = f"""
SELECT k.*, a.code, a.name_zh, a.name_en, s.code AS site, s.zone, t.id AS team_id, t.code AS team, t.name_zh AS team_zh,
       t.name_en AS team_en,
       array_remove(led.codes, a.code) AS leads
FROM cycle_candidate k JOIN agent a ON a.id = k.agent_id JOIN site s ON s.id = k.site_id {TEAM}
LEFT JOIN (
    SELECT l.team_id, array_agg(la.code) AS codes FROM membership l JOIN agent la ON la.id = l.agent_id
    WHERE l.post IN ('lead', 'deputy') AND l.starts <= $1 AND (l.ends IS NULL OR l.ends > $1) GROUP BY l.team_id
) led ON led.team_id = m.team_id"""


def candidate_of(row: asyncpg.Record) -> Candidate:
    """A row of `CANDIDATE`."""
    leads = frozenset(f"agent:{code}" for code in row["leads"] or ())
    team = None
    if row["team"] is not None:
        team = Named(row["team"], Bilingual(row["team_zh"], row["team_en"]))
    return Candidate(
        agent_id=row["agent_id"],
        named=Named(row["code"], Bilingual(row["name_zh"], row["name_en"])),
        site_id=row["site_id"],
        site=row["site"],
        zone=row["zone"],
        team_id=row["team_id"],
        team=team,
        source=row["source"],
        target=row["target"],
        state=row["state"],
        open_criteria=row["open_criteria"],
        freeze=row["frozen"],
        candidacy=replace(decode_candidacy(row["candidacy"]), leads=leads),
        nominated=row["nominated"],
        rank=row["rank"],
        within=row["within"],
        tied=row["tied"],
        proposal=row["proposal"],
    )


async def candidates(
    connection: Connection, cycle_id: int, codes: Sequence[str] | None, now: datetime, *, holding: bool = False
) -> list[Candidate]:
    """Those of these codes (None: everybody nominated), and with `holding` all who hold a place, in order of their ranks."""
    rows = await connection.fetch(
        f"{CANDIDATE} WHERE k.cycle_id = $2 AND (($3::text[] IS NULL AND k.nominated) OR a.code = ANY($3::text[])"
        " OR ($4 AND k.decision = 'promote' AND NOT k.withdrawn)) ORDER BY k.rank NULLS LAST, a.code",
        now,
        cycle_id,
        codes,
        holding,
    )
    return [candidate_of(row) for row in rows]


_KEEP = """
UPDATE cycle_candidate SET state = $3, candidacy = $4, nominated = $5, withdrawn = $6, decision = $7, decided = $8, proposer = $9,
    proposal = CASE WHEN $7::text IS NULL THEN NULL ELSE coalesce($10, proposal) END, appeal = $11, supports = $12, opposes = $13,
    cleared = $14, conflicted = $15
WHERE cycle_id = $1 AND agent_id = $2"""


async def keep(
    connection: Connection, cycle_id: int, found: Iterable[tuple[int, Candidacy]], proposals: Mapping[int, int]
) -> None:
    """Keep what the deeds have made of candidacies; `proposals` are the deeds that proposed, by agent."""
    rows = [
        (cycle_id, agent_id, *columns_of(candidacy, proposals.get(agent_id)))
        for agent_id, candidacy in sorted(found, key=lambda one: one[0])
    ]
    await connection.executemany(_KEEP, rows)


def columns_of(one: Candidacy, proposal: int | None = None) -> tuple[object, ...]:
    """The columns that lists ask for, in the order of `_KEEP`."""
    last = {said.by: said.conflict for said in one.declarations}
    return (
        one.state,
        encode_candidacy(one),
        bool(one.nominations),
        one.withdrawn is not None,
        one.decision.kind if one.decision else None,
        one.decided,
        one.decision.by if one.decision else None,
        proposal,
        one.appeal.outcome if one.appeal else None,
        sum(said.support for said in one.recommendations),
        sum(not said.support for said in one.recommendations),
        sorted(who for who, conflict in last.items() if not conflict),
        sorted(who for who, conflict in last.items() if conflict),
    )


class Ordered(Struct, frozen=True):
    """What the order of candidates needs to know of one."""

    agent_id: int
    site: str
    target: str
    candidacy: Candidacy
    values: tuple[Ratio | None, ...]


_values = msgspec.json.Decoder(tuple[Ratio | None, ...])


async def ordered(connection: Connection, cycle_id: int) -> list[Ordered]:
    """Every candidate who has not withdrawn."""
    rows = await connection.fetch(
        "SELECT k.agent_id, s.code AS site, k.target, k.candidacy, k.order_values::text AS values FROM cycle_candidate k"
        " JOIN site s ON s.id = k.site_id WHERE k.cycle_id = $1 AND k.nominated AND NOT k.withdrawn ORDER BY k.agent_id",
        cycle_id,
    )
    return [
        Ordered(
            row["agent_id"],
            row["site"],
            row["target"],
            decode_candidacy(row["candidacy"]),
            _values.decode(row["values"]),
        )
        for row in rows
    ]


# Bound to $2, the key of a person: candidates whose files are not hidden from it, being neither itself nor in conflict with it.
SHOWN = "('agent:' || a.code <> $2::text AND NOT ($2 = ANY(k.conflicted)))"


async def taken(connection: Connection, cycle_id: int, *, hidden_from: str = "") -> dict[tuple[str, str], int]:
    """How many places are held by a proposal or a decision, by site and level; less those hidden from somebody."""
    rows = await connection.fetch(
        "SELECT s.code AS site, k.target, count(*) AS n FROM cycle_candidate k JOIN site s ON s.id = k.site_id"
        f" JOIN agent a ON a.id = k.agent_id WHERE k.cycle_id = $1 AND {SHOWN}"
        " AND k.decision = 'promote' AND NOT k.withdrawn GROUP BY s.code, k.target",
        cycle_id,
        hidden_from,
    )
    return {(row["site"], row["target"]): row["n"] for row in rows}


async def site_ids(connection: Connection, codes: Collection[str]) -> dict[str, int]:
    """The sites of these codes."""
    rows = await connection.fetch("SELECT id, code FROM site WHERE code = ANY($1::text[])", sorted(codes))
    return {row["code"]: row["id"] for row in rows}
