"""The check before a launch: the last windows played under the chosen rules by the chosen participants, told window by window."""

import asyncio
from collections.abc import AsyncIterator, Collection
from math import ceil

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from leaderboards.calendar import Window
from leaderboards.fairness import Concentration, Group, Played, Record, Round, Warning_, check
from leaderboards.race import rank_contest
from server.auth.actor import Actor
from server.bus.limits import Allowance, Limits
from server.clock import Clock
from server.contests import directory
from server.contests.contest import Contest
from server.contests.insight.past import read_past, windows_before
from server.contests.insight.traits import read_traits
from server.contests.planning.launching import plan
from server.contests.reveal.freezing import told_until
from server.contests.scoring.evidence import one_snapshot
from server.contests.showing.boards import hidden_from, read_names
from server.contests.wire import ContestIn
from server.db.pool import Database
from server.errors import TOO_MANY, DomainError, declare
from server.wire import Named

NOTHING_TO_COMPARE = declare(
    "nothing_to_compare",
    422,
    en="Everybody plays together here: there are no places to compare.",
    zh="该竞赛是全员共同目标，没有名次可比较。",
)
OFTEN = Allowance(tries=20, seconds=300)
ROUNDS = {"week": 8, "month": 6, "hours": 8}


class FairnessOut(Struct, kw_only=True):
    """The report with the names of its participants. `hidden_groups` counts groups of agents that are too small to show."""

    participants: dict[str, Named]
    rounds: tuple[Round, ...]
    records: tuple[Record, ...]
    concentration: Concentration | None
    groups: tuple[Group, ...]
    hidden_groups: int
    warnings: tuple[Warning_, ...]


class Progress(Struct, kw_only=True, omit_defaults=True):
    """One line of the answer: windows replayed so far, and with the last of them the report."""

    done: int
    of: int
    report: FairnessOut | None = None


class Asked(Struct, frozen=True):
    """A check that was accepted: the contest as it would be launched, the windows to replay, and who wants to know."""

    contest: Contest
    windows: list[Window]
    actor: Actor


class FairnessService:
    """See the module. Accepting comes first and is refused like a launch; replaying then takes a snapshot a window."""

    def __init__(self, db: Database, clock: Clock, limits: Limits) -> None:
        self._db = db
        self._clock = clock
        self._limits = limits

    async def accept(self, actor: Actor, asked: ContestIn, rounds: int | None) -> Asked:
        """What would be launched, judged by the rules of launching. Raises DomainError."""
        wait = await self._limits.take(f"fairness:{actor.kind}:{actor.id}", OFTEN)
        if wait > 0:
            raise DomainError(TOO_MANY, seconds=ceil(wait))
        async with self._db.transaction() as connection:
            contest = await plan(connection, actor, asked, self._clock.now())
            site = (await directory.sites(connection, ids=[contest.site_id]))[0]
            # Windows that ended before the contest, and tell nothing that is frozen and hidden from who asks.
            until = min(contest.starts, await told_until(connection, actor, self._clock.now()))
        if contest.format == "goal":
            raise DomainError(NOTHING_TO_COMPARE)
        windows = windows_before(contest, site.calendar, until, rounds or ROUNDS[contest.period])
        return Asked(contest, windows, actor)

    async def replay(self, asked: Asked) -> AsyncIterator[bytes]:
        """Lines of JSON: after each window how far it is, and at the end the report."""
        history: list[Played] = []
        of = len(asked.windows)
        for window in asked.windows:
            history.append(await self._play(asked.contest, window))
            if len(history) < of:
                yield _line(Progress(done=len(history), of=of))
        yield _line(Progress(done=of, of=of, report=await self._report(asked, history)))

    async def _play(self, contest: Contest, window: Window) -> Played:
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            field, tallies = await read_past(connection, contest, window)
        # A large floor takes a good part of a second: sockets go on meanwhile.
        standings = await asyncio.to_thread(rank_contest, contest.rules, contest.by_code, field, tallies)
        return Played(window.starts, window.ends, standings)

    async def _report(self, asked: Asked, history: list[Played]) -> FairnessOut:
        contest, last = asked.contest, asked.windows[-1]
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            field, _ = await read_past(connection, contest, last)
            traits = await read_traits(connection, contest, field, last)
            names = await read_names(connection, contest)
        found = check(contest.rules, contest.participants, history, traits)
        hidden = hidden_from(asked.actor, names)
        return FairnessOut(
            participants={name: named for name, named in names.items() if name not in hidden},
            rounds=tuple([_without(one, hidden) for one in found.rounds]),
            records=tuple([one for one in found.records if one.participant not in hidden]),
            concentration=found.concentration,
            groups=found.groups,
            hidden_groups=found.hidden_groups,
            warnings=found.warnings,
        )


def _without(told: Round, hidden: Collection[str]) -> Round:
    """A window without the names of those whose results are their own affair."""
    return replace(told, winners=tuple([one for one in told.winners if one not in hidden]))


def _line(progress: Progress) -> bytes:
    return msgspec.json.encode(progress) + b"\n"
