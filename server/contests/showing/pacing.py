"""Where every participant would end if things went on as so far: a look ahead beside the board, which ranks nobody."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from fractions import Fraction
from time import monotonic

from msgspec import Struct

from leaderboards.exact import format_score
from leaderboards.pace import elapsed_of, share
from leaderboards.plays import GoalPlay
from leaderboards.race import Race
from leaderboards.teams import MembershipSpan, Participant, together
from server.auth.actor import Actor
from server.clock import Clock
from server.contests.contest import Contest
from server.contests.persons import persons
from server.contests.reveal.kept import Evidence
from server.contests.scoring.evidence import evidence_now, one_snapshot
from server.contests.showing.reading import ReadingService
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError
from server.people.roll import read_roll

TOGETHER = "all"
"""The name under which a goal's own pace stands."""
_KEPT = 20.0
"""Seconds a pace is good for: planned time passes slowly."""


class PaceOut(Struct, kw_only=True):
    """The score at the end if the rest of the planned time goes like the part that is over. Who is missing has hardly
    begun, or cannot be told; after the end, and in seasons, everybody is."""

    as_of: datetime
    elapsed: float | None
    """The part of everybody's planned time that is over, for a look; 0 to 1."""
    pace: dict[str, str]


class PaceService:
    """See the module. Frozen with the public board, for everybody: it stands beside that board."""

    def __init__(self, db: Database, clock: Clock, reading: ReadingService) -> None:
        self._db = db
        self._clock = clock
        self._reading = reading
        self._kept: dict[int, PaceOut] = {}
        self._until: dict[int, float] = {}
        self._working = asyncio.Lock()

    async def pace(self, actor: Actor, contest_id: int, seen: Callable[[Contest], Awaitable[set[str]]]) -> PaceOut:
        """The paces of those whose scores this actor may see: `seen` tells who they are. A wall has one number that counts,
        and gets none."""
        contest = await self._reading.find(actor, contest_id)
        if actor.kind == "display":
            raise DomainError(FORBIDDEN)
        known = await self._known(contest)
        names = await seen(contest)
        shown = {name: text for name, text in known.pace.items() if name in names or name == TOGETHER}
        return PaceOut(as_of=known.as_of, elapsed=known.elapsed, pace=shown)

    async def _known(self, contest: Contest) -> PaceOut:
        key = contest.id
        async with self._working:
            if self._until.get(key, 0.0) > monotonic():
                return self._kept[key]
            if len(self._kept) > 1_000:
                self._kept.clear()
                self._until.clear()
            self._kept[key] = await self._computed(contest)
            self._until[key] = monotonic() + _KEPT
            return self._kept[key]

    async def _computed(self, contest: Contest) -> PaceOut:
        now = self._clock.now()
        if contest.in_rounds or not contest.starts <= now < contest.ends:
            return PaceOut(as_of=now, elapsed=None, pace={})
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            evidence = await evidence_now(connection, contest, now)
            parts = await elapsed_parts(connection, contest, evidence)
        return paced(contest, evidence, parts)


async def elapsed_parts(connection: Connection, contest: Contest, evidence: Evidence) -> dict[str, Fraction]:
    """Per participant the part of its planned time that is over at the instant of the evidence."""
    window = contest.window
    roll = await read_roll(
        connection, window.starts, window.ends, team_ids=contest.team_ids, agent_ids=contest.agent_ids
    )
    people = persons(roll)
    spans: dict[tuple[str, str], list[MembershipSpan]] = {}
    for span in roll.memberships:
        agent = f"a{span.agent_id}"
        found = MembershipSpan(span.id, agent, span.starts, span.ends, span.post)
        spans.setdefault((f"t{span.team_id}", agent), []).append(found)
    parts: dict[str, Fraction] = {}
    for one in evidence.field.participants:
        site_id = (roll.teams if one.kind == "team" else roll.agents)[int(one.id[1:])].site_id
        calendar = roll.sites[site_id].calendar
        over = [
            elapsed_of(
                people[member.agent], tuple(spans.get((one.id, member.agent), ())), calendar, window, evidence.as_of
            )
            for member in one.members
            if member.counted and member.agent in people
        ]
        part = share(over)
        if part is not None:
            parts[one.id] = part
    return parts


def paced(contest: Contest, evidence: Evidence, parts: dict[str, Fraction]) -> PaceOut:
    """Everybody's pace out of the same rules and facts that made the score."""
    race = Race(contest.rules, contest.by_code, evidence.adjusted, contest.play)
    field, tallies = evidence.field, evidence.tallies
    divisions = race.division(field, tallies)
    found: dict[str, str] = {}

    def add(one: Participant, part: Fraction) -> None:
        score = race.pace(one, tallies, divisions, part)
        if score is not None:
            found[one.id] = format_score(score + race.amounts.get(one.id, 0))

    for one in field.participants:
        if one.id in parts:
            add(one, parts[one.id])
    common = sum(parts.values(), Fraction(0)) / len(parts) if parts else None
    if isinstance(contest.play, GoalPlay) and common is not None:
        add(together(TOGETHER, field.participants), common)
    return PaceOut(as_of=evidence.as_of, elapsed=None if common is None else float(common), pace=found)
