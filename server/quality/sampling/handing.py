"""Hands many open samples out in one go: their calls chosen from a list, and, where wanted, given to one evaluator."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Literal

from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.quality.sampling import store
from server.quality.sampling.planning import analysts_of
from server.quality.sampling.refusals import NO_PLAN, NOT_EVALUATOR, NOTHING_TO_HAND
from server.quality.sampling.store import PlanKept, SampleKept, key_of
from server.quality.sampling.working import NEAR_DAYS, read_month

Unused = Literal["taken", "no_sample"]
"""Judged or chosen already; or no open sample of its agent is near its day."""


class Call(Struct, frozen=True):
    """A call that could be judged: whose, on which day of the site, and where it is found."""

    agent: str
    day: date
    call: str
    recording: str = ""


class Wanted(Struct, frozen=True, kw_only=True):
    """Which samples are handed out: all open ones that `calls` fit, or so many of the plan's to one evaluator (`to`)."""

    calls: Sequence[Call] = ()
    to: int | None = None
    at_most: int | None = None


class Handed(Struct, frozen=True):
    """A sample with who judges it from now on, and its call where one was chosen."""

    sample: SampleKept
    account_id: int
    call: Call | None


class Handing(Struct, frozen=True):
    """What is handed out; how many samples were not, because the evaluator is of the agent's line or no call fits; unused calls."""

    handed: tuple[Handed, ...]
    own_line: int
    without_call: int
    unused: tuple[tuple[Call, Unused], ...]
    names: Mapping[int, tuple[str, str]] = {}


def hand_out(
    samples: Sequence[SampleKept], lines: Mapping[int, frozenset[str]], wanted: Wanted, used: frozenset[str], seed: str
) -> Handing:
    """Every sample at most once, every call at most once, never within the own line.

    Of an agent's calls the one nearest to the sampled day is taken, of equally near ones whichever the seed says, so that nobody picks.
    An evaluator's own samples come first, then one of each agent before a second.
    """
    left: dict[str, list[Call]] = defaultdict(list)
    for call in sorted(
        {one.call: one for one in wanted.calls if one.call not in used}.values(), key=lambda one: one.call
    ):
        left[call.agent].append(call)
    handed: list[Handed] = []
    own_line = without_call = 0
    for one in _in_turn(samples, wanted.to):
        taker = wanted.to or one.account_id
        if len(handed) == wanted.at_most:
            break
        # Whoever does not evaluate any more has no line here.
        if taker not in lines or one.agent.code in lines[taker]:
            own_line += 1
            continue
        fitting = [call for call in left[one.agent.code] if abs(call.day - one.day) <= timedelta(days=NEAR_DAYS)]
        if wanted.calls and not fitting:
            without_call += 1
            continue
        chosen = min(fitting, key=lambda call: (abs(call.day - one.day), _mixed(seed, call.call)), default=None)
        if chosen is not None:
            left[one.agent.code].remove(chosen)
        handed.append(Handed(one, taker, chosen))
    return Handing(tuple(handed), own_line, without_call, _unused(wanted.calls, left, used))


def _in_turn(samples: Sequence[SampleKept], to: int | None) -> list[SampleKept]:
    nth: Counter[str] = Counter()
    turns = []
    for one in sorted(samples, key=lambda one: (one.account_id != to, one.day, one.id)):
        nth[one.agent.code] += 1
        turns.append((one.account_id != to, nth[one.agent.code] if to else 0, one.day, one.id, one))
    return [turn[-1] for turn in sorted(turns, key=lambda turn: turn[:-1])]


def _unused(
    calls: Sequence[Call], left: Mapping[str, Sequence[Call]], used: frozenset[str]
) -> tuple[tuple[Call, Unused], ...]:
    return tuple(
        (call, "taken" if call.call in used else "no_sample")
        for call in calls
        if call.call in used or call in left.get(call.agent, ())
    )


def _mixed(seed: str, name: str) -> bytes:
    return sha256(f"{seed}:{name}".encode()).digest()


class HandingService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def hand_out(self, actor: Actor, plan_id: int, wanted: Wanted, *, dry_run: bool) -> Handing:
        """What is handed out, or would be. Raises `no_such_sampling_plan`, `not_an_evaluator`, `nothing_to_hand_out`."""
        if not wanted.calls and (wanted.to is None or wanted.at_most is None):
            raise DomainError(NOTHING_TO_HAND)
        async with self._db.transaction() as unit:
            found = await store.plans(unit, plan_id=plan_id, lock=not dry_run)
            if not found:
                raise DomainError(NO_PLAN, key=plan_id)
            made = await self._found(unit, found[0], wanted)
            if not dry_run:
                await store.hand_out(
                    unit,
                    [
                        (
                            one.sample.id,
                            one.account_id,
                            one.call.call if one.call else "",
                            one.call.recording if one.call else "",
                        )
                        for one in made.handed
                    ],
                )
                detail = {"samples": len(made.handed), "calls": len(wanted.calls), "account": wanted.to}
                await audit.record(unit, actor, "sampling.hand_out", f"sampling_plan/{plan_id}", detail)
            return made

    async def _found(self, unit: Connection, kept: PlanKept, wanted: Wanted) -> Handing:
        samples = [one for one in await store.of_plan(unit, kept.id) if one.evaluation_id is None and not one.call]
        # Whoever does not take part would lose the samples with the next planning.
        if wanted.to is not None and wanted.to not in {one.id for one in await store.chosen(unit, kept.id)}:
            raise DomainError(NOT_EVALUATOR, key=wanted.to)
        takers = [wanted.to] if wanted.to is not None else sorted({one.account_id for one in samples})
        month = await read_month(unit, kept.site_id, kept.month)
        evaluators = await store.evaluators(unit, takers)
        analysts = await analysts_of(unit, evaluators, month, self._clock.now())
        lines = {one.id: line.own_line for one in evaluators for line in analysts if line.code == key_of(one.id)}
        used = await store.used_calls(unit, [call.call for call in wanted.calls])
        made = hand_out(samples, lines, wanted, used, kept.seed)
        names = await store.names(unit, sorted({*takers, *(one.sample.account_id for one in made.handed)}))
        return Handing(made.handed, made.own_line, made.without_call, made.unused, names)
