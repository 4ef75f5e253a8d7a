"""Brings together what standings are computed from: who took part for how long, and the totals of their facts."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from leaderboards.calendar import Window
from leaderboards.divisions import placed
from leaderboards.gathering import Tallies
from leaderboards.metrics import Key, Subject, Tally
from leaderboards.race import Race, rank_contest
from leaderboards.standings import Standings
from leaderboards.teams import (
    Field,
    MembershipSpan,
    Participant,
    agent_participant,
    team_participant,
)
from server.contests import directory
from server.contests.contest import Contest
from server.contests.persons import persons, spans_of
from server.contests.reveal import kept
from server.contests.reveal.hushing import with_hushes
from server.contests.reveal.kept import Evidence
from server.contests.scoring import looking_back, reaching
from server.contests.scoring.settled import Settled, settled
from server.contests.showing import history
from server.db.pool import Connection
from server.errors import DomainError, declare
from server.facts.basis import Basis
from server.facts.reading import Selection, Totals, load_totals, load_totals_as_received
from server.facts.weekly import Received
from server.people.roll import Roll, read_roll

JUST_BEFORE = timedelta(microseconds=1)
"""Instants are kept to the microsecond, so this is the last one before a freeze: what is received at the freeze is too late."""


PLAYED_IN_ROUNDS = declare(
    "played_in_rounds",
    409,
    en="This is a season; look at one of its rounds.",
    zh="这是一个赛季，请查看其中的某一轮。",
)


async def read_field(connection: Connection, contest: Contest, held: Settled | None = None) -> Field:
    """The participants of one contest: as known now, or as they were known when its first cutoff passed."""
    people = (held or await settled(connection, contest)).people
    return Field(people.participants) if people is not None else await live_field(connection, contest)


async def live_field(connection: Connection, contest: Contest) -> Field:
    """The participants of one contest as known now, whatever was known at its cutoff."""
    found = await read_participants(connection, contest.window, contest.team_ids, contest.agent_ids)
    return field_of(contest, found)


def field_of(contest: Contest, known: dict[str, Participant]) -> Field:
    """The participants of a contest out of those of its window, in their divisions and on their sides."""
    field = Field(tuple(known[entrant] for entrant in contest.entrants))
    return placed(field, contest.divisions, contest.sides)


async def read_participants(
    connection: Connection, window: Window, team_ids: Collection[int], agent_ids: Collection[int]
) -> dict[str, Participant]:
    """Teams and agents over a window, by participant id. Contests of one window share what is read here."""
    found: dict[str, Participant] = {}
    if team_ids:
        roll = await read_roll(connection, window.starts, window.ends, team_ids=team_ids)
        found |= _teams(roll, window, team_ids)
    if agent_ids:
        roll = await read_roll(connection, window.starts, window.ends, agent_ids=agent_ids)
        found |= _agents(roll, window, agent_ids)
    return found


def _teams(roll: Roll, window: Window, team_ids: Iterable[int]) -> dict[str, Participant]:
    people = persons(roll)
    spans: dict[int, list[MembershipSpan]] = {team_id: [] for team_id in team_ids}
    for span in roll.memberships:
        if span.team_id in spans:
            spans[span.team_id].append(MembershipSpan(span.id, f"a{span.agent_id}", span.starts, span.ends, span.post))
    return {
        f"t{team_id}": team_participant(
            f"t{team_id}", tuple(own), people, roll.sites[roll.teams[team_id].site_id].calendar, window
        )
        for team_id, own in spans.items()
    }


def _agents(roll: Roll, window: Window, agent_ids: Iterable[int]) -> dict[str, Participant]:
    people = persons(roll)
    spans: dict[int, list[MembershipSpan]] = {agent_id: [] for agent_id in agent_ids}
    for span in roll.memberships:
        spans[span.agent_id].append(MembershipSpan(span.id, f"a{span.agent_id}", span.starts, span.ends, span.post))
    return {
        f"a{agent_id}": agent_participant(
            f"a{agent_id}",
            tuple(own),
            people[f"a{agent_id}"],
            roll.sites[roll.agents[agent_id].site_id].calendar,
            window,
        )
        for agent_id, own in spans.items()
    }


async def one_snapshot(connection: Connection) -> None:
    """Make the caller's transaction, which has just begun, see one state of the database throughout."""
    await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


async def totals_over(connection: Connection, window: Window, metric_ids: Collection[int]) -> Totals:
    """The totals of everybody over a window by the newest revisions."""
    selection = Selection(starts=window.starts, ends=window.ends, metric_ids=tuple(metric_ids))
    return await load_totals(connection, selection)


def selection_of(contest: Contest) -> Selection:
    """The facts that can count in a contest."""
    return Selection(
        starts=contest.starts,
        ends=contest.ends,
        metric_ids=tuple(used.metric_id for used in contest.metrics),
        team_ids=contest.team_ids,
        agent_ids=contest.agent_ids,
    )


async def tallies_as_received(
    connection: Connection, contest: Contest, now: datetime, held: Settled | None = None
) -> Tallies:
    """The totals of a contest by the newest revisions that came before their metric's cutoff and not after `now`, or that
    a correction has chosen."""
    basis = (held or await settled(connection, contest)).basis
    found = await load_totals_as_received(
        connection, selection_of(contest), contest.cutoffs, now, monthly=contest.period == "month", basis=basis
    )
    return await _by_code(connection, contest, found)


async def _by_code(connection: Connection, contest: Contest, found: Totals) -> Tallies:
    """Totals in the words of the rule book, which knows metrics and queues by code."""
    metrics = {used.metric_id: used.metric.code for used in contest.metrics}
    queues = await directory.queues(connection)
    tallies: dict[Subject, dict[Key, Tally]] = {}
    for (subject, metric_id, queue_id), tally in found.items():
        tallies.setdefault(subject, {})[metrics[metric_id], queues[queue_id]] = tally
    return tallies


async def evidence_now(
    connection: Connection, contest: Contest, now: datetime, *, restricted: bool = False
) -> Evidence:
    """How a contest stands as the asking side may know it: the one source of every page, socket and export.

    While a contest is frozen, or would tell what another one's freeze hides, everybody gets what was known at that freeze;
    `restricted` gives the truth, and is only for whom `freezing.sees_truth` lets pass.
    """
    if contest.in_rounds:
        raise DomainError(PLAYED_IN_ROUNDS)
    frozen = None if restricted else await frozen_evidence(connection, contest, now)
    return await true_evidence(connection, contest, now) if frozen is None else frozen


async def frozen_evidence(connection: Connection, contest: Contest, now: datetime) -> Evidence | None:
    """What was known at the freeze, the own or another's, while it lasts; else None."""
    at = (await with_hushes(connection, contest, now)).known_until(now)
    if at is None:
        return None
    # Before the scorer has kept it, which takes it a moment, the same is computed here.
    return await kept.read(connection, contest.id, at) or await evidence_at_freeze(connection, contest, at)


async def true_evidence(
    connection: Connection, contest: Contest, now: datetime, held: Settled | None = None
) -> Evidence:
    """What every faster way has to equal: everything until the first cutoff, then what came in time or was corrected.
    Frozen or not, so only for what is signed or restricted."""
    held = held or await settled(connection, contest)
    field = await read_field(connection, contest, held)
    if now >= contest.first_cutoff:
        tallies = await tallies_as_received(connection, contest, now, held)
    else:
        tallies = await _by_code(connection, contest, await load_totals(connection, selection_of(contest)))
    received = in_time(contest, now, held.basis) if now >= contest.first_cutoff else None
    found = await _standings(connection, contest, field, tallies, received, held)
    return Evidence(now, *found, tallies, contest.adjusted)


async def evidence_at_freeze(connection: Connection, contest: Contest, at: datetime) -> Evidence:
    """What had been received before an instant, about the participants as they are known now."""
    held = await settled(connection, contest)
    field = await read_field(connection, contest, held)
    tallies = await tallies_as_received(connection, contest, at - JUST_BEFORE, held)
    received = in_time(contest, at - JUST_BEFORE, held.basis)
    standings, field = await _standings(connection, contest, field, tallies, received, held)
    site = (await directory.sites(connection, ids=[contest.site_id]))[0]
    morning = await history.ranks_at(connection, contest.id, history.day_start(site.calendar, at))
    agents = {int(member.agent[1:]) for one in field.participants for member in one.members}
    roll = await read_roll(connection, contest.starts, contest.ends, agent_ids=agents)
    return Evidence(at, standings, field, tallies, contest.adjusted, morning, spans_of(contest, roll))


async def standings_from_revisions(connection: Connection, contest: Contest, now: datetime) -> Standings:
    """The truth without rollups: every accepted revision is looked at. Before the first cutoff nothing is late yet."""
    held = await settled(connection, contest)
    field = await read_field(connection, contest, held)
    tallies = await tallies_as_received(connection, contest, now, held)
    return (await _standings(connection, contest, field, tallies, in_time(contest, now, held.basis), held))[0]


def in_time(contest: Contest, as_of: datetime, basis: Basis) -> Received:
    """What a contest counts of the revisions there are."""
    return Received(cutoffs=contest.cutoffs, as_of=as_of, monthly=contest.period == "month", basis=basis)


async def _standings(
    connection: Connection, contest: Contest, field: Field, tallies: Tallies, received: Received | None, held: Settled
) -> tuple[Standings, Field]:
    """The standings, and the participants with whatever else the method looks at."""
    if looking_back.looks_back(contest):
        agents = looking_back.members_of(field.participants)
        worked = None if held.people is None else held.people.worked
        pasts = await looking_back.read_pasts(connection, contest, agents, received, worked)
        field = Field(looking_back.with_pasts(field.participants, pasts))
    standings = rank_contest(contest.rules, contest.by_code, field, tallies, contest.adjusted, contest.play)
    if reaching.is_reached(standings):
        race = Race(contest.rules, contest.by_code, contest.adjusted, contest.play)
        at = await reaching.find_instant(connection, contest, race, field, received)
        standings = reaching.with_instant(standings, at)
    return standings, field
