"""What would move me: the rule book's next steps for an agent or a team, from what the asking person may know."""

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct

from leaderboards import levers as rule
from leaderboards.race import Race
from leaderboards.standings import Standings
from leaderboards.teams import Member
from server.auth.actor import Actor
from server.clock import Clock
from server.contests import directory
from server.contests.contest import Contest
from server.contests.reveal.kept import Evidence
from server.contests.scoring.evidence import evidence_now, one_snapshot
from server.contests.showing.boards import hidden_from, read_names
from server.contests.showing.explaining import ExplainingService, Sight
from server.contests.showing.reading import ReadingService
from server.db.pool import Database
from server.errors import FORBIDDEN, NOT_FOUND, DomainError
from server.wire import Named

_NOTHING = rule.Levers(None, (), (), ())


class LeversOut(Struct, kw_only=True):
    """The next steps. `own` says that they are about the asking agent's own figures in its team.

    `next` is the participant on the next place; once a contest is over there is nothing left to move and no step.
    """

    participant: Named
    own: bool
    as_of: datetime
    frozen: bool
    next: Named | None
    short: str | None
    open: tuple[rule.Open, ...]
    held: tuple[rule.Held, ...]
    steps: tuple[rule.Step, ...]
    metrics: dict[str, directory.Measure]


class LeversService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock, reading: ReadingService, explaining: ExplainingService) -> None:
        self._db = db
        self._clock = clock
        self._reading = reading
        self._explaining = explaining

    async def levers(self, actor: Actor, contest_id: int, wanted: str | None) -> LeversOut:
        """The steps of a participant (one's own when none is named).

        Everything comes from the public evidence: while a contest is frozen, from what was known at the freeze.
        """
        contest = await self._reading.find(actor, contest_id)
        now = self._clock.now()
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            known = await evidence_now(connection, contest, now)
            one = wanted or _own(actor, contest, known)
            sight = await self._explaining.sight(connection, actor, contest, one, known.field)
            names = await read_names(connection, contest)
            metrics = await directory.measures(connection, [used.metric_id for used in contest.metrics])
        member = _member(contest, sight)
        ahead, short = _ahead(known.standings, one, hidden_from(actor, names))
        found = _NOTHING
        if contest.starts <= now < contest.ends:
            race = Race(contest.rules, contest.by_code, known.adjusted, contest.play)
            divisions = race.division(known.field, known.tallies)
            scene = rule.Scene(race, known.field, known.tallies, divisions)
            found = rule.levers(scene, sight.participant, short, member)
        return LeversOut(
            participant=names[one],
            own=member is not None,
            as_of=known.as_of,
            frozen=contest.known_until(now) is not None,
            next=None if ahead is None else names[ahead],
            short=found.short,
            open=found.open,
            held=found.held,
            steps=found.steps,
            metrics=metrics,
        )


def _own(actor: Actor, contest: Contest, known: Evidence) -> str:
    """The team one leads, else the participant one is or plays in."""
    led = sorted(actor.own_teams & set(contest.team_ids))
    if led:
        return f"t{led[0]}"
    mine = f"a{actor.agent_id}"
    for participant in known.field.participants:
        if any(member.agent == mine for member in participant.members):
            return participant.id
    raise DomainError(NOT_FOUND, what="participant", key=actor.name)


def _member(contest: Contest, sight: Sight) -> Member | None:
    """Whose figures are moved: everybody's for who may see them, else the asking agent's own."""
    if sight.everybody or contest.participants == "agent":
        return None
    own = next((member for member in sight.participant.members if member.agent == sight.agent), None)
    if own is None:
        raise DomainError(FORBIDDEN)
    return own


def _ahead(standings: Standings, participant: str, hidden: Collection[str]) -> tuple[str | None, int | None]:
    """Who is on the next place of the same division whose result is not private, and what is missing to be ahead of it, in
    ten-thousandths."""
    own = next((row for row in standings.rows if row.participant == participant), None)
    if own is None or own.rank is None or own.score is None:
        return None, None
    above = [
        row
        for row in standings.rows
        if row.division == own.division
        and row.rank is not None
        and row.score is not None
        and row.rank < own.rank
        and row.participant not in hidden
    ]
    if not above:
        return None, None
    return above[-1].participant, max((above[-1].score or 0) - own.score, 0) + 1
