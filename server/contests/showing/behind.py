"""The single facts behind a score, and those that came too late and wait for a correction."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from leaderboards.exact import format_micro
from leaderboards.gathering import SCHEDULED_HOURS
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.contests import directory
from server.contests.after.waiting import late_for
from server.contests.contest import Contest
from server.contests.reveal.freezing import refuse_truth
from server.contests.scoring.evidence import JUST_BEFORE, PLAYED_IN_ROUNDS, frozen_evidence, read_field, selection_of
from server.contests.scoring.settled import settled
from server.contests.showing.explaining import ExplainingService, Sight
from server.contests.showing.reading import ReadingService
from server.contests.wire import LateOut
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, NOT_FOUND, DomainError
from server.facts.basis import Basis
from server.facts.reading import Selection
from server.facts.tracing import LateFact, Slice, TracedFact, facts_behind, facts_behind_as_received
from server.people.results import RESULT_METRICS, reader_of, trainees_among


class FactBehind(Struct, kw_only=True):
    """One fact that counted."""

    source: str
    id: str
    revision: int
    metric: str
    agent: str | None
    team: str | None
    queue: str | None
    at: datetime
    value: str
    weight: str
    received_at: datetime


class BehindService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock, reading: ReadingService, explaining: ExplainingService) -> None:
        self._db = db
        self._clock = clock
        self._reading = reading
        self._explaining = explaining

    async def facts(
        self,
        actor: Actor,
        contest_id: int,
        participant_id: str,
        metric: str | None,
        page: tuple[int, int],
        *,
        restricted: bool = False,
    ) -> tuple[list[FactBehind], int]:
        """A page (offset, limit) of the facts that counted for a participant, by instant, and how many there are.

        Single facts are personal: operations and HR see all, leads those of their teams, agents their own. While a contest is
        frozen they are those of the public board, unless the `restricted` ones are asked for.
        """
        contest = await self._reading.find(actor, contest_id)
        if contest.in_rounds:
            # Its window holds the days of a frozen round.
            raise DomainError(PLAYED_IN_ROUNDS)
        now = self._clock.now()
        async with self._db.connection() as connection:
            if restricted:
                await refuse_truth(connection, actor, contest, now)
            held = await settled(connection, contest)
            frozen = None if restricted else await frozen_evidence(connection, contest, now)
            field = await read_field(connection, contest, held) if frozen is None else frozen.field
            basis = held.basis if frozen is None else frozen.basis
            sight = await self._explaining.sight(connection, actor, contest, participant_id, field)
            selection = await _selection(connection, contest, sight, metric, basis)
            part = replace(await _slice(connection, contest, page), reader=reader_of(actor))
            if frozen is None and now < contest.first_cutoff:
                found, total = await facts_behind(connection, selection, part)
            else:
                found, total = await facts_behind_as_received(
                    connection,
                    selection,
                    contest.cutoffs,
                    now if frozen is None else frozen.as_of - JUST_BEFORE,
                    part,
                    monthly=contest.period == "month",
                    basis=basis,
                )
        return [_out(fact) for fact in found], total

    async def late(self, actor: Actor, contest_id: int, offset: int, limit: int) -> tuple[list[LateOut], int]:
        """A page of what came after its cutoff, by instant. A lead sees the own teams' only, others who see full boards
        without personal data see no agent and no value."""
        contest = await self._reading.find(actor, contest_id)
        now = self._clock.now()
        if contest.in_rounds or now < contest.first_cutoff or contest.known_until(now) is not None:
            # Nothing was late yet at the freeze, and a season's facts are its rounds'.
            return [], 0
        async with self._db.connection() as connection:
            waiting = await late_for(connection, contest, await settled(connection, contest), now)
            own = {team.named.code for team in await directory.teams(connection, ids=actor.teams_personal)}
            private = await _private(connection, actor, waiting)
        until = {used.metric.code: contest.cutoffs[used.metric_id] for used in contest.metrics}
        everything = actor.sees_everybodys_personal_data or actor.may(Permission.CONTESTS_MANAGE)
        shown = [
            _late(fact, until, (everything or fact.now.team in own) and fact.now.agent not in private)
            for fact in waiting
        ]
        return shown[offset : offset + limit], len(shown)


async def _private(connection: Connection, actor: Actor, waiting: Iterable[LateFact]) -> frozenset[str]:
    """The trainees of whose results some wait, where they are not for the asking eyes."""
    codes = {one.now.agent for one in waiting if one.now.agent is not None and _is_result(one)}
    found = await directory.agents(connection, codes=codes) if codes else []
    hidden = await trainees_among(connection, actor, [agent.id for agent in found])
    return frozenset(agent.named.code for agent in found if agent.id in hidden)


def _is_result(late: LateFact) -> bool:
    return late.now.metric in RESULT_METRICS or (late.counted is not None and late.counted.metric in RESULT_METRICS)


async def _slice(connection: Connection, contest: Contest, page: tuple[int, int]) -> Slice:
    """A page of what the rules count: where they name queues, facts of others are no part of the score."""
    if not contest.rules.queues:
        return Slice(*page)
    ids = {code: queue_id for queue_id, code in (await directory.queues(connection)).items()}
    return Slice(
        *page,
        queue_ids=tuple(ids[code] for code in contest.rules.queues if code in ids),
        anyway=tuple(used.metric_id for used in contest.metrics if used.metric.code == SCHEDULED_HOURS),
    )


async def _selection(
    connection: Connection, contest: Contest, sight: Sight, metric: str | None, basis: Basis
) -> Selection:
    selection = selection_of(contest)
    if metric is not None:
        chosen = tuple(used.metric_id for used in contest.metrics if used.metric.code == metric)
        if not chosen:
            raise DomainError(NOT_FOUND, what="metric", key=metric)
        selection = replace(selection, metric_ids=chosen)
    participant = sight.participant
    number = int(participant.id[1:])
    if sight.everybody or participant.kind == "agent":
        teams, agents = ((number,), ()) if participant.kind == "team" else ((), (number,))
        return replace(selection, team_ids=teams, agent_ids=agents)
    own = next((member for member in participant.members if member.agent == sight.agent), None)
    if own is None:
        raise DomainError(FORBIDDEN)
    # An agent's own facts in this team: those of the time in it.
    memberships = {int(subject[1:]) for subject in own.subjects}
    if basis.spans is None:
        joined, left = await directory.span_of(connection, memberships)
    else:
        spans = [span for span in basis.spans if span.id in memberships]
        joined, left = spans[0].starts, spans[-1].ends
    return replace(
        selection,
        starts=max(selection.starts, joined),
        ends=selection.ends if left is None else min(selection.ends, left),
        team_ids=(),
        agent_ids=(int(own.agent[1:]),),
    )


def _out(fact: TracedFact) -> FactBehind:
    return FactBehind(
        source=fact.source,
        id=fact.id,
        revision=fact.revision,
        metric=fact.metric,
        agent=fact.agent,
        team=fact.team,
        queue=fact.queue,
        at=fact.at,
        value=format_micro(fact.value or 0),
        weight=format_micro(fact.weight),
        received_at=fact.received_at,
    )


def _late(late: LateFact, until: dict[str, datetime], personal: bool) -> LateOut:
    now, counted = late.now, late.counted
    return LateOut(
        source=now.source,
        id=now.id if personal else "",
        revision=now.revision,
        metric=now.metric,
        team=now.team,
        agent=now.agent if personal else None,
        value=format_micro(now.value) if personal and now.value is not None else None,
        counted_revision=None if counted is None else counted.revision,
        counted_value=None if counted is None or counted.value is None or not personal else format_micro(counted.value),
        at=now.at,
        received_at=now.received_at,
        cutoff=until.get(now.metric),
    )
