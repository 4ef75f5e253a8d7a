"""Why this number: the rule, the parts and the facts behind one participant's score, for who may see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec
from msgspec import Struct

from leaderboards.exact import format_score
from leaderboards.explain import why
from leaderboards.race import Race
from leaderboards.rules import Rules
from leaderboards.teams import Field, Participant
from leaderboards.whys import Why, WhyMember, WhyTerm
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.contests import directory
from server.contests.after.points import PublicAdjustment, adjustments_of
from server.contests.contest import Contest
from server.contests.reveal.freezing import refuse_truth
from server.contests.scoring.evidence import evidence_now, one_snapshot
from server.contests.showing.reading import ReadingService
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, NOT_FOUND, DomainError
from server.people.results import ENOUGH, RESULT_METRICS, trainees_among
from server.wire import Named


class MemberOut(Struct, kw_only=True):
    """One member and what it adds; only for who may see this person's figures."""

    agent: Named
    figures: WhyMember


class WhyOut(Struct, kw_only=True):
    """The whole answer; `hidden_members` counts members whose figures are not for the asking eyes."""

    contest: int
    participant: Named
    as_of: datetime
    rules: Rules
    why: Why
    metrics: dict[str, directory.Measure]
    members: list[MemberOut]
    hidden_members: int
    facts_url: str | None
    score: str | None = None
    """As it stands on the board: the parts above and the adjustments."""
    adjustments: list[PublicAdjustment] = []


class Sight(NamedTuple):
    """What somebody may see of one participant."""

    participant: Participant
    everybody: bool
    """The figures of all its members."""
    agent: str | None
    """Otherwise only one's own."""
    private: frozenset[str] = frozenset()
    """Members whose figures would tell results of learning that are not for the asking eyes."""


class ExplainingService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock, reading: ReadingService) -> None:
        self._db = db
        self._clock = clock
        self._reading = reading

    async def why(self, actor: Actor, contest_id: int, participant_id: str, *, restricted: bool = False) -> WhyOut:
        """Explain one row of the board, from the same code and the same tables that computed it.

        While a contest is frozen that is the row of the public board; `restricted` explains the truth to those who may see it.
        """
        contest = await self._reading.find(actor, contest_id)
        now = self._clock.now()
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            if restricted:
                await refuse_truth(connection, actor, contest, now)
            known = await evidence_now(connection, contest, now, restricted=restricted)
            sight = await _sight(connection, actor, contest, known.field, participant_id, now)
            race = Race(contest.rules, contest.by_code, known.adjusted, contest.play)
            answer = why(race, sight.participant, known.tallies, race.division(known.field, known.tallies))
            named = await _name(connection, sight.participant)
            agents = await directory.agents(connection, ids=[int(one.agent[1:]) for one in sight.participant.members])
            names = await directory.measures(connection, [used.metric_id for used in contest.metrics])
            entries = await adjustments_of(connection, contest, participant_id, known.as_of)
        score = next((row.score for row in known.standings.rows if row.participant == participant_id), None)
        out = _out(
            contest, sight, answer, (named, {f"a{agent.id}": agent.named for agent in agents}, names), known.as_of
        )
        return msgspec.structs.replace(out, score=None if score is None else format_score(score), adjustments=entries)

    async def sight(
        self, connection: Connection, actor: Actor, contest: Contest, participant_id: str, known: Field
    ) -> Sight:
        """What the actor may see of a participant among those known to take part. Raises DomainError."""
        return await _sight(connection, actor, contest, known, participant_id, self._clock.now())


async def _sight(
    connection: Connection, actor: Actor, contest: Contest, field: Field, participant_id: str, now: datetime
) -> Sight:
    participant = next((one for one in field.participants if one.id == participant_id), None)
    if participant is None:
        raise DomainError(NOT_FOUND, what="participant", key=participant_id)
    own = f"a{actor.agent_id}" if actor.agent_id is not None else None
    takes_part = any(member.agent == own for member in participant.members)
    personal = actor.sees_everybodys_personal_data or await _leads(connection, actor, participant, now)
    if contest.participants == "agent":
        # A score of one person is that person's own figure, however public its place may be.
        allowed = personal or takes_part
    else:
        allowed = personal or takes_part or actor.may(Permission.BOARDS_FULL)
    if not allowed:
        raise DomainError(FORBIDDEN)
    private = await _learning(connection, actor, contest, participant)
    if contest.participants == "agent" and private:
        raise DomainError(FORBIDDEN)
    return Sight(participant, personal, own if takes_part else None, private)


async def _learning(connection: Connection, actor: Actor, contest: Contest, participant: Participant) -> frozenset[str]:
    if RESULT_METRICS.isdisjoint(contest.by_code):
        return frozenset()
    members = {int(one.agent[1:]) for one in participant.members}
    return frozenset(f"a{one}" for one in await trainees_among(connection, actor, members))


async def _leads(connection: Connection, actor: Actor, participant: Participant, now: datetime) -> bool:
    teams = actor.teams_personal
    if not teams:
        return False
    if participant.kind == "team":
        return int(participant.id[1:]) in teams
    return await directory.is_in_any(connection, int(participant.id[1:]), teams, now)


async def _name(connection: Connection, participant: Participant) -> Named:
    found: list[directory.Team] | list[directory.Agent]
    if participant.kind == "team":
        found = await directory.teams(connection, ids=[int(participant.id[1:])])
    else:
        found = await directory.agents(connection, ids=[int(participant.id[1:])])
    return found[0].named


def _out(
    contest: Contest,
    sight: Sight,
    answer: Why,
    names: tuple[Named, Mapping[str, Named], dict[str, directory.Measure]],
    as_of: datetime,
) -> WhyOut:
    participant, agents, metrics = names
    if 0 < len(sight.private) < ENOUGH:
        answer = _without_results(answer)
    shown = [member for member in answer.members if _in_sight(sight, member.agent)]
    # Guardrails name members; so does the list itself, and neither is for everybody.
    rails = tuple(rail for rail in answer.guardrails if _in_sight(sight, rail.agent))
    open_reasons = sight.everybody or sight.agent is not None
    return WhyOut(
        contest=contest.id,
        participant=participant,
        as_of=as_of,
        rules=contest.rules,
        why=msgspec.structs.replace(
            answer,
            members=(),
            guardrails=rails,
            reasons=answer.reasons if open_reasons else (),
            conditions=answer.conditions if open_reasons else (),
        ),
        metrics=metrics,
        members=[MemberOut(agent=agents[member.agent], figures=member) for member in shown],
        hidden_members=len(answer.members) - len(shown),
        facts_url=f"/api/v1/contests/{contest.id}/why/{sight.participant.id}/facts"
        if sight.everybody or sight.agent
        else None,
    )


def _without_results(answer: Why) -> Why:
    """Without the averages that, less the results of the others, are those of one to four trainees."""
    replace = msgspec.structs.replace
    return replace(
        answer,
        terms=tuple([_withheld(one) if one.metric in RESULT_METRICS else one for one in answer.terms]),
        conditions=tuple(
            [replace(one, value=None) if one.metric in RESULT_METRICS else one for one in answer.conditions]
        ),
        ties=tuple([replace(one, value=None) if one.metric in RESULT_METRICS else one for one in answer.ties]),
    )


def _withheld(term: WhyTerm) -> WhyTerm:
    return WhyTerm(term.metric, None, term.target, term.weight, None, None, None, term.n, "private")


def _in_sight(sight: Sight, agent: str) -> bool:
    return (sight.everybody or agent == sight.agent) and agent not in sight.private
