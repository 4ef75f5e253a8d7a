"""The honest next step: which of its own figures would move a score most for the same effort, and how far the next place is.

Steps are tried out, not estimated: the figure is moved, everything is scored again by the same code, and what a guardrail, a
condition or a cap takes away is gone from the gain as well. Handle time is a band: nobody is ever told to be faster.
"""

from collections import ChainMap
from collections.abc import Iterable
from fractions import Fraction
from statistics import median
from typing import Literal

from msgspec import Struct

from leaderboards.exact import MICRO, format_micro, format_ratio, format_score
from leaderboards.gathering import SCHEDULED_HOURS, Gatherer, Measured, Tallies
from leaderboards.metrics import Metric, Subject
from leaderboards.moving import Change, moved, pull
from leaderboards.qualifying import verdicts
from leaderboards.race import Race
from leaderboards.ranking import Scored
from leaderboards.shrinkage import Divisions
from leaderboards.teams import Field, Member, Participant, headcount

Kind = Literal["raise", "lower", "into_band"]

PACE = frozenset({"handle_time", "talk_time", "hold_time", "after_call_work"})
"""How long a customer takes is nobody's lever, whatever some rules make of it; inside a band is."""
MOST = 3
"""Steps that are named: a list of everything is no advice."""
_ENOUGH = 400
"""Participants whose figures tell what an ordinary difference is; more would not tell it better."""
_FURTHEST = 16
_HALVINGS = 14


class Step(Struct, frozen=True):
    """Move one figure from `value` to `goal`, an ordinary difference between two participants, and the score gains `gain`.

    `reaches` is the value at which this figure alone would reach the next place, where it can. A band names its edges.
    """

    metric: str
    kind: Kind
    value: str
    goal: str
    gain: str
    reaches: str | None = None
    low: str | None = None
    high: str | None = None


class Open(Struct, frozen=True):
    """What stands between a participant and any place: a condition, and the value held against it."""

    metric: str
    value: str | None
    at_least: str | None
    at_most: str | None
    per_fte: bool


class Held(Struct, frozen=True):
    """A guardrail that leaves out somebody's volume: until the floor is reached more volume adds nothing."""

    metric: str
    floor: str
    members: int


class Levers(Struct, frozen=True):
    """What would move a participant. `short` is what is missing to be ahead of the next place, None without one."""

    short: str | None
    open: tuple[Open, ...]
    held: tuple[Held, ...]
    steps: tuple[Step, ...]


class Scene(Struct, frozen=True):
    """A contest at an instant: the rules, who plays, the totals as whoever asks may know them, and what shrinkage draws
    toward."""

    race: Race
    field: Field
    tallies: Tallies
    divisions: Divisions | None


def levers(scene: Scene, participant: Participant, short: int | None, member: Member | None = None) -> Levers:
    """What would move this participant; with a `member`, what that member's own figures would do for its team.

    `short` is what the participant lacks, in ten-thousandths, to be ahead of the next place.
    """
    race, now = scene.race, scene.race.score(participant, scene.tallies, scene.divisions)
    hand = _Hand(scene, participant, member, now)
    steps = [] if now.score is None else [hand.step(code, short) for code in sorted(race.scoring.reads())]
    found = sorted([step for step in steps if step is not None], key=lambda pair: (-pair[0], pair[1].metric))
    return Levers(
        short=None if short is None else format_score(short),
        open=_open(scene, participant) if member is None else (),
        held=_held(scene, participant.members if member is None else (member,)),
        steps=tuple([step for _, step in found[:MOST]]),
    )


class _Hand:
    """Moves single figures of one participant, or of one of its members, and scores again."""

    def __init__(self, scene: Scene, participant: Participant, member: Member | None, now: Scored) -> None:
        self._scene = scene
        self._participant = participant
        self._now = now
        self._members = participant.members if member is None else (member,)
        self._subjects = [subject for one in self._members for subject in one.subjects]
        if member is None:
            self._subjects += [own for own in participant.own_subjects if own not in self._subjects]
        self._alone = member is not None
        # Guardrails leave out volume from scores; a figure somebody reads as the own one is the whole of it.
        race = scene.race
        self._gatherer = Gatherer(race.metrics, race.reads, (), queues=race.rules.queues, split=race.scoring.split)
        self._divisor = Fraction(1)
        if not self._alone and participant.kind == "team":
            size = headcount(participant)
            divisor = race.measured(participant, scene.tallies, None, size).divisor or (0, 1)
            self._divisor = Fraction(*divisor)

    def step(self, code: str, short: int | None) -> tuple[int, Step] | None:
        """The gain (ten-thousandths) and the step of one figure; None where it gains nothing or must not be advised."""
        metric = self._scene.race.metrics[code]
        value = self._value(code, self._members, self._participant.own_subjects, self._divisor)
        if value is None or not self._may_be_advised(metric):
            return None
        size = self._effort(metric, value)
        goal = self._goal(metric, value, size)
        gain = self._gain(metric, value, goal)
        if goal == value or gain <= 0:
            return None
        if metric.good == "band":
            # Whichever edge is nearer is the whole of the advice: no direction, no amount.
            edges = metric.band if not metric.bands else None
            low, high = (None, None) if edges is None else (format_micro(edges.low), format_micro(edges.high))
            return gain, Step(code, "into_band", *self._said(metric, value, goal), format_score(gain), None, low, high)
        reaches = None if short is None else self._reaches(metric, value, size, short)
        kind: Kind = "raise" if metric.good == "higher" else "lower"
        said = None if reaches is None else format_micro(reaches)
        return gain, Step(code, kind, *self._said(metric, value, goal), format_score(gain), said)

    def _may_be_advised(self, metric: Metric) -> bool:
        if metric.code == SCHEDULED_HOURS or (metric.code in PACE and metric.good != "band"):
            return False
        # Outside attainment a band is scored by its bare value: more or less of it would be advice to hurry or to dawdle.
        return metric.good != "band" or self._scene.race.rules.method in {"attainment", "improvement"}

    def _value(
        self, code: str, members: Iterable[Member], own: Iterable[Subject], divisor: Fraction
    ) -> Fraction | None:
        """A figure in micro-units, as its owner reads it."""
        parts = [subject for one in members for subject in one.subjects]
        alone = Participant("", "agent", (Member("", tuple(parts)),), () if self._alone else tuple(own))
        cells = self._gatherer.gather(alone, self._scene.tallies)
        race, shared = self._scene.race, divisor.as_integer_ratio() if divisor else None
        measured = Measured(race.metrics, cells, shared, split=race.scoring.split)
        ratio = measured.value(code)
        return None if ratio is None else Fraction(*ratio)

    def _effort(self, metric: Metric, value: Fraction) -> Fraction:
        """An ordinary difference between two of the same kind: the median distance from their median. It makes a point of
        quality and a call comparable; where it cannot be told, a twentieth of the value."""
        field = self._scene.field.participants
        chosen = field[:: len(field) // _ENOUGH + 1]
        if self._alone:
            found = [self._value(metric.code, (one,), (), Fraction(1)) for team in chosen for one in team.members]
        else:
            found = [self._of(metric.code, one) for one in chosen]
        known = [one for one in found if one is not None]
        unit = Fraction(MICRO, 10**metric.decimals)
        if len(known) < 3:
            return max(abs(value) / 20, unit)
        middle = median(known)
        spread = median([abs(one - middle) for one in known])
        return max(spread or abs(value) / 20, unit)

    def _of(self, code: str, other: Participant) -> Fraction | None:
        divisor = Fraction(1)
        if other.kind == "team":
            size = headcount(other)
            divisor = Fraction(*(self._scene.race.measured(other, self._scene.tallies, None, size).divisor or (0, 1)))
        return self._value(code, other.members, other.own_subjects, divisor)

    def _goal(self, metric: Metric, value: Fraction, size: Fraction) -> Fraction:
        """One step the good way, within what the metric can be."""
        if metric.good == "band":
            return self._toward(metric, value, size)
        goal = value + size if metric.good == "higher" else value - size
        low = 0 if metric.low is None and metric.combine == "sum" else metric.low
        if metric.combine == "sum":
            # The range of a metric is about one fact, not about their sum.
            return max(goal, Fraction(0)) if low is not None and low >= 0 else goal
        goal = goal if low is None else max(goal, Fraction(low))
        return goal if metric.high is None else min(goal, Fraction(metric.high))

    def _toward(self, metric: Metric, value: Fraction, size: Fraction) -> Fraction:
        band = metric.band
        if band is None:
            # Every queue has its own: each is moved by as much toward its own, see `moving`.
            return value + size
        return value + pull(band, value, size)

    def _gain(self, metric: Metric, value: Fraction, goal: Fraction) -> int:
        """What the score gains; nothing where some condition that holds now would not hold any more."""
        change = Change(metric, value, goal, self._divisor, self._scene.race.rules.queues)
        own = moved(change, self._subjects, self._scene.tallies, max(len(self._members), 1))
        tallies = ChainMap(own, self._scene.tallies)  # type: ignore[arg-type]  # only read
        after = self._scene.race.score(self._participant, tallies, self._scene.divisions)
        if after.score is None or self._now.score is None or set(after.reasons) - set(self._now.reasons):
            return 0
        return after.score - self._now.score

    def _reaches(self, metric: Metric, value: Fraction, size: Fraction, short: int) -> int | None:
        """The value, in what the metric is read in, at which this figure alone makes up for what is missing."""
        far = Fraction(1)
        while self._gain(metric, value, self._goal(metric, value, far * size)) < short:
            far *= 2
            if far > _FURTHEST:
                return None
        near = Fraction(0)
        for _ in range(_HALVINGS):
            middle = (near + far) / 2
            if self._gain(metric, value, self._goal(metric, value, middle * size)) < short:
                near = middle
            else:
                far = middle
        return _outward(self._goal(metric, value, far * size), metric)

    def _said(self, metric: Metric, value: Fraction, goal: Fraction) -> tuple[str, str]:
        return format_ratio(value / MICRO), format_micro(_outward(goal, metric))


def _outward(value: Fraction, metric: Metric) -> int:
    """A value in the digits people read, never less than what is needed."""
    unit = Fraction(MICRO, 10**metric.decimals)
    steps = value / unit
    whole = (
        -(-steps.numerator // steps.denominator) if metric.good == "higher" else steps.numerator // steps.denominator
    )
    return int(whole * unit)


def _open(scene: Scene, participant: Participant) -> tuple[Open, ...]:
    size = headcount(participant)
    measured = scene.race.measured(participant, scene.tallies, None, size)
    found = verdicts(scene.race.rules.qualifying, measured, size if participant.kind == "team" else None)
    return tuple(
        [
            Open(
                metric=one.condition.metric,
                value=None if one.value is None else format_ratio(one.value),
                at_least=one.condition.at_least,
                at_most=one.condition.at_most,
                per_fte=one.condition.per_fte and participant.kind == "team",
            )
            for one in found
            if not one.holds
        ]
    )


def _held(scene: Scene, members: Iterable[Member]) -> tuple[Held, ...]:
    below: dict[str, int] = {}
    for one in members:
        for metric, _, holds in scene.race.gatherer.verdicts(one.subjects, scene.tallies):
            if holds is False:
                below[metric] = below.get(metric, 0) + 1
    floors = {rail.metric: rail.floor for rail in scene.race.rules.guardrails}
    return tuple([Held(metric, floors[metric], count) for metric, count in sorted(below.items())])
