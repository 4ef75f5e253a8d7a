"""Answers what people ask about reviews, each as much as they may see."""

from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from career.readiness import State
from career.refusal import Refusal
from career.review import DecisionKind
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError
from server.ladder.criteria.naming import read_words
from server.ladder.cycles import deeds, showing, store
from server.ladder.cycles.acting import may_do, visible
from server.ladder.cycles.cycle import CycleKept
from server.ladder.cycles.file import CandidateFile, files, from_outside, read_file, verdicts_of
from server.ladder.cycles.refusals import NO_CYCLE, problem
from server.ladder.cycles.store import CANDIDATE, TEAM, candidate_of
from server.ladder.cycles.who import Viewer, viewer_of
from server.ladder.cycles.wire import CandidateOut, DeedOut, FileOut
from server.wire import Named, Page, page_of

Deciding = Literal["none", "proposed", "decided", "promote", "hold", "defer", "decline", "ready_without_place"]
Mine = Literal["undeclared", "to_confirm", "unrecommended"]
Sort = Literal["rank", "code", "team", "state"]

_SORTS: dict[Sort, str] = {
    "rank": "k.rank NULLS LAST, k.source, k.target, s.code, a.code",
    "code": "a.code",
    "team": "t.code NULLS LAST, a.code",
    "state": "array_position(ARRAY['ready', 'nearly', 'developing', 'blocked'], k.state), a.code",
}


class Wanted(Struct, frozen=True, kw_only=True):
    """What a list of candidates is asked for."""

    q: str = ""
    site: str | None = None
    team: str | None = None
    target: str | None = None
    state: State | None = None
    decision: Deciding | None = None
    appeal: bool = False
    mine: Mine | None = None
    nominated: bool = True
    sort: Sort = "rank"
    offset: Annotated[int, Meta(ge=0)] = 0
    limit: Annotated[int, Meta(ge=1)] = 50

    @property
    def inside(self) -> bool:
        """Whether the answer would tell something of the files themselves, and not only who there is."""
        return self.state is not None or self.decision is not None or self.appeal or self.mine is not None


class ReadingService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def candidates(self, actor: Actor, cycle_id: int, wanted: Wanted) -> Page[CandidateOut]:
        """A page of the candidates that somebody may see."""
        async with self._db.connection() as connection:
            viewer = await viewer_of(connection, actor)
            cycle = await seen_cycle(connection, viewer, cycle_id)
            where, values = self._where(viewer, cycle, wanted)
            base = f"FROM cycle_candidate k JOIN agent a ON a.id = k.agent_id JOIN site s ON s.id = k.site_id {TEAM}"
            total: int = await connection.fetchval(f"SELECT count(*) {base} WHERE {where}", *values)
            first = "(a.code = $4 OR $3 = ANY(k.conflicted)), " if viewer.desk else ""
            order = f"{first}{_SORTS[wanted.sort]}, a.code"
            paged = f"{CANDIDATE} WHERE {where} ORDER BY {order} LIMIT {wanted.limit:d} OFFSET {wanted.offset:d}"
            rows = await connection.fetch(paged, *values)
        sites = sites_of(cycle)
        items = [showing.shown(viewer, cycle, one, sites[one.site]) for one in map(candidate_of, rows)]
        return page_of(items, total, wanted.offset)

    def _where(self, viewer: Viewer, cycle: CycleKept, wanted: Wanted) -> tuple[str, list[object]]:
        own = viewer.who.removeprefix("agent:") if viewer.who.startswith("agent:") else ""
        values: list[object] = [self._clock.now(), cycle.id, viewer.who, own, viewer.desk, viewer.teams]
        parts = [
            "$1::timestamptz IS NOT NULL AND k.cycle_id = $2 AND $4::text IS NOT NULL",
            "($5 OR m.team_id = ANY($6::int[])) AND $3::text IS NOT NULL",
        ]

        def also(condition: str, value: object) -> None:
            values.append(value)
            parts.append(condition.replace("?", f"${len(values)}"))

        also("k.nominated = ?", wanted.nominated)
        if wanted.q.strip():
            also("(a.code || ' ' || a.name_zh || ' ' || a.name_en) ILIKE ?", f"%{_literal(wanted.q.strip())}%")
        for column, value in (("s.code", wanted.site), ("t.code", wanted.team), ("k.target", wanted.target)):
            if value:
                also(f"{column} = ?", value)
        if wanted.inside:
            # A file that is hidden must not show by being found.
            parts.append("a.code <> $4 AND NOT ($3 = ANY(k.conflicted))")
        if wanted.state:
            also("k.state = ?", wanted.state)
        if wanted.mine:
            parts.append(_MINE[wanted.mine] if viewer.desk or wanted.mine != "to_confirm" else "false")
        # What was decided is the deciders' alone until notice, and a lead reads it row by row then.
        if viewer.desk and wanted.decision:
            parts.append(_DECISION.get(wanted.decision, f"k.decision = '{_kind(wanted.decision)}'"))
        if viewer.desk and wanted.appeal:
            parts.append("k.appeal IS NOT NULL")
        return " AND ".join(parts), values

    async def file(self, actor: Actor, cycle_id: int, code: str) -> FileOut:
        """A candidate's file: whole for who decides, what leads may read for the own lead."""
        async with self._db.connection() as connection:
            viewer = await viewer_of(connection, actor)
            cycle = await seen_cycle(connection, viewer, cycle_id)
            found = await self._readable(connection, viewer, cycle, [code])
            return await self._out(connection, viewer, cycle, found[0])

    async def comparison(self, actor: Actor, cycle_id: int, codes: list[str]) -> list[FileOut]:
        """Some files side by side."""
        async with self._db.connection() as connection:
            viewer = await viewer_of(connection, actor)
            cycle = await seen_cycle(connection, viewer, cycle_id)
            found = await self._readable(connection, viewer, cycle, codes)
            return [await self._out(connection, viewer, cycle, one) for one in found]

    async def _readable(
        self, connection: Connection, viewer: Viewer, cycle: CycleKept, codes: list[str]
    ) -> list[CandidateFile]:
        """The files, in the order asked. Raises `forbidden` where any is not for this person."""
        rows = await store.candidates(connection, cycle.id, codes, self._clock.now())
        by_code = {one.code: one for one in rows}
        for code in codes:
            one = by_code.get(code)
            if one is None or not visible(viewer, one):
                if viewer.desk:
                    await read_file(connection, cycle, code, self._clock.now())
                raise DomainError(FORBIDDEN)
            hidden = showing.hidden_from(viewer, one)
            if hidden is not None:
                raise problem(Refusal("own_case" if hidden == "own" else "conflict_of_interest", code))
        return await files(connection, cycle, [by_code[code] for code in codes])

    async def _out(self, connection: Connection, viewer: Viewer, cycle: CycleKept, file: CandidateFile) -> FileOut:
        names = (await read_words(connection)).names
        one = file.candidate
        on = cycle.today(self._clock.now())
        trail = file.deeds if viewer.desk else [deed for deed in file.deeds if deed.who == viewer.who]
        told = viewer.desk or (cycle.told and one.candidacy.decided)
        return FileOut(
            candidate=showing.shown(viewer, cycle, one, sites_of(cycle)[one.site]),
            version=file.version,
            frozen_at=file.frozen_at,
            standing_until=one.candidacy.standing_until,
            verdicts=verdicts_of(file if viewer.runs else from_outside(file), names),
            recommendations=showing.recommendations_out(viewer, one, file.names),
            declarations=[showing.deed_out(deed) for deed in trail if deed.do == "declare"],
            decision=showing.decision_out(one, file.names if viewer.desk else None) if told else None,
            appeal=showing.appeal_out(one, file.names) if viewer.desk else None,
            trail=[showing.deed_out(deed) for deed in trail],
            may=may_do(cycle.rule(), one, viewer, on),
        )

    async def trail(self, actor: Actor, cycle_id: int) -> list[DeedOut]:
        """What was done to the cycle as a whole."""
        async with self._db.connection() as connection:
            viewer = await viewer_of(connection, actor)
            cycle = await seen_cycle(connection, viewer, cycle_id)
            return [showing.deed_out(deed) for deed in await deeds.of_cycle(connection, cycle.id)]


_MINE: dict[Mine, str] = {
    "undeclared": "NOT k.withdrawn AND NOT ($3 = ANY(k.cleared))",
    "to_confirm": "k.decision IS NOT NULL AND NOT k.decided AND NOT k.withdrawn AND k.proposer <> $3",
    "unrecommended": "NOT k.withdrawn AND NOT EXISTS (SELECT FROM cycle_deed d JOIN agent da ON da.id = d.by_agent"
    " WHERE d.cycle_id = k.cycle_id AND d.agent_id = k.agent_id AND d.do_what = 'recommend' AND da.code = $4)",
}
_DECISION = {
    "none": "k.decision IS NULL AND NOT k.withdrawn",
    "proposed": "k.decision IS NOT NULL AND NOT k.decided",
    "decided": "k.decided",
}


def _kind(text: str) -> str:
    """One of the kinds of decision, and nothing else: it becomes part of a query."""
    if text not in get_args(DecisionKind):
        raise ValueError(text)
    return text


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def sites_of(cycle: CycleKept) -> dict[str, Named]:
    """The names of the cycle's sites."""
    return {site.code: Named(site.code, site.name) for site in cycle.sites}


async def seen_cycle(connection: Connection, viewer: Viewer, cycle_id: int) -> CycleKept:
    """A cycle that somebody may know of: drafts are HR's alone. Raises `no_such_cycle`."""
    cycle = await store.find(connection, cycle_id)
    if cycle.opened is None and not viewer.runs:
        raise DomainError(NO_CYCLE, key=cycle_id)
    return cycle
