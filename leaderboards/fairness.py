"""Whether a contest would be fair before anybody plays it: past windows replayed under its rules, and who would have won.

Nothing here scores; these are reports about standings, so doubles are good enough.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from leaderboards.chance import agreement, fewer_winners_by_chance, luck
from leaderboards.exact import format_score
from leaderboards.rules import PerHead, Rules, Total
from leaderboards.standings import Standings

Trait = Literal["size", "shift", "site", "tenure"]
Warn = Literal["same_few_win", "order_is_fixed", "trait_decides", "often_unranked", "too_little_history"]
Advice = Literal["shrinkage", "per_head", "per_hour", "divisions", "improvement", "handicap", "targets", "conditions"]

FEWEST_AGENTS = 5
"""No figure about a group of agents smaller than this."""
FEWEST_ROUNDS = 3
_UNLIKELY = 0.05
_CLEAR_GAP = 0.2
"""A fifth of the board between the mean places of a group and of all others: less is not worth a warning."""
_FIXED = 0.7


class Played(Struct, frozen=True):
    """One past window as it would have ended."""

    starts: datetime
    ends: datetime
    standings: Standings


class Round(Struct, frozen=True):
    """Who would have won a window, with which score and how far ahead of the next; more than one winner shared the place."""

    starts: datetime
    ends: datetime
    winners: tuple[str, ...]
    score: str | None
    margin: str | None
    ranked: int


class Record(Struct, frozen=True):
    """One participant over all windows. `place` is its mean place from 0 (always first) to 1 (always last)."""

    participant: str
    wins: int
    ranked: int
    mean_rank: float | None
    place: float | None


class Concentration(Struct, frozen=True):
    """How often the same ones would have won, beside what chance alone gives among as many level participants.

    `chance` is the probability that so few (or fewer) different winners come about by luck. `agreement` is Kendall's W of
    the orders: 1 the same order every time, about `agreement_by_chance` where every order is luck.
    """

    winners: int
    expected_winners: float
    chance: float
    most_wins: int
    agreement: float | None
    agreement_by_chance: float


class Group(Struct, frozen=True):
    """Participants that have a trait in common; `expected_wins` is their share of all wins were everybody level."""

    trait: Trait
    value: str
    participants: int
    wins: float
    expected_wins: float
    place: float | None


class Warning_(Struct, frozen=True):  # noqa: N801 - `Warning` is taken by the language
    """Something to think about before launching, and what would help, best first; `trait` and `value` say who it favours."""

    code: Warn
    advice: tuple[Advice, ...] = ()
    trait: Trait | None = None
    value: str = ""


class Report(Struct, frozen=True):
    """The whole check. Groups of agents under the smallest size are left out and counted in `hidden_groups`."""

    rounds: tuple[Round, ...]
    records: tuple[Record, ...]
    concentration: Concentration | None
    groups: tuple[Group, ...]
    hidden_groups: int
    warnings: tuple[Warning_, ...]


_LEVELLING: tuple[Advice, ...] = ("improvement", "divisions", "handicap")

Traits = Mapping[str, Mapping[Trait, str]]
"""What is true of each participant, as a short code per trait; what is unknown is left out."""


def check(rules: Rules, kind: Literal["team", "agent"], history: Sequence[Played], traits: Traits) -> Report:
    """Judge the replayed windows, oldest first. Windows in which nobody was ranked say nothing and are only counted."""
    told = [played for played in history if _winners(played.standings)]
    places = _places(told)
    records = _records(told, places)
    concentration = _concentration(told, records) if told else None
    groups = _groups(told, places, traits)
    shown = [group for group in groups if kind == "team" or group.participants >= FEWEST_AGENTS]
    warnings: list[Warning_] = []
    if len(told) < FEWEST_ROUNDS:
        warnings.append(Warning_("too_little_history"))
    elif concentration is not None:
        warnings += _about_winners(concentration)
        warnings += _about_traits(rules, places, traits, shown)
    warnings += _about_ranking(records, len(told))
    return Report(
        rounds=tuple([_round(played) for played in history]),
        records=records,
        concentration=concentration,
        groups=tuple(shown),
        hidden_groups=len(groups) - len(shown),
        warnings=tuple(warnings),
    )


def _winners(standings: Standings) -> tuple[str, ...]:
    return tuple([row.participant for row in standings.rows if row.rank == 1])


def _round(played: Played) -> Round:
    rows = [row for row in played.standings.rows if row.rank is not None and row.score is not None]
    best = rows[0].score if rows else None
    second = next((row.score for row in rows if row.rank != 1), None)
    return Round(
        starts=played.starts,
        ends=played.ends,
        winners=_winners(played.standings),
        score=None if best is None else format_score(best),
        margin=None if best is None or second is None else format_score(best - second),
        ranked=len(rows),
    )


def _places(told: Sequence[Played]) -> dict[str, list[float | None]]:
    """Per participant and window its place from 0, first, to 1, last; None where it was not ranked."""
    found: dict[str, list[float | None]] = defaultdict(list)
    for played in told:
        ranks = {row.participant: row.rank for row in played.standings.rows}
        last = sum([rank is not None for rank in ranks.values()])
        for participant, rank in ranks.items():
            found[participant].append(None if rank is None else (rank - 1) / max(last - 1, 1))
    return found


def _records(told: Sequence[Played], places: Mapping[str, list[float | None]]) -> tuple[Record, ...]:
    ranks: dict[str, list[int]] = defaultdict(list)
    for played in told:
        for row in played.standings.rows:
            if row.rank is not None:
                ranks[row.participant].append(row.rank)
    found = [
        Record(
            participant=participant,
            wins=ranks[participant].count(1),
            ranked=len(ranks[participant]),
            mean_rank=_mean(ranks[participant]),
            place=_mean([place for place in own if place is not None]),
        )
        for participant, own in places.items()
    ]
    found.sort(key=lambda record: (-record.wins, record.mean_rank is None, record.mean_rank or 0, record.participant))
    return tuple(found)


def _concentration(told: Sequence[Played], records: Sequence[Record]) -> Concentration:
    ranked = [record for record in records if record.ranked]
    rounds, size = len(told), len(ranked)
    winners = sum([record.wins > 0 for record in records])
    always = {record.participant for record in ranked if record.ranked == rounds}
    orders = [
        [float(row.rank or 0) for row in sorted(played.standings.rows, key=lambda row: row.participant)
         if row.participant in always]
        for played in told
    ]  # fmt: skip
    return Concentration(
        winners=winners,
        expected_winners=size * (1 - (1 - 1 / size) ** rounds),
        chance=fewer_winners_by_chance(size, rounds, min(winners, size)),
        most_wins=max([record.wins for record in records]),
        agreement=agreement(orders),
        agreement_by_chance=1 / rounds,
    )


def _groups(told: Sequence[Played], places: Mapping[str, list[float | None]], traits: Traits) -> list[Group]:
    members: dict[tuple[Trait, str], list[str]] = defaultdict(list)
    for participant in places:
        for trait, value in traits.get(participant, {}).items():
            members[trait, value].append(participant)
    found = []
    for (trait, value), own in sorted(members.items()):
        inside, wins, expected = set(own), 0.0, 0.0
        for played in told:
            winners = _winners(played.standings)
            ranked = [row.participant for row in played.standings.rows if row.rank is not None]
            wins += sum([winner in inside for winner in winners]) / len(winners)
            expected += sum([one in inside for one in ranked]) / len(ranked)
        place = _mean([place for one in own for place in places[one] if place is not None])
        found.append(Group(trait, value, len(own), wins, expected, place))
    return found


def _about_winners(found: Concentration) -> list[Warning_]:
    if found.chance < _UNLIKELY:
        return [Warning_("same_few_win", _LEVELLING)]
    if found.agreement is not None and found.agreement >= _FIXED and found.agreement > 2 * found.agreement_by_chance:
        return [Warning_("order_is_fixed", _LEVELLING)]
    return []


def _about_traits(
    rules: Rules, places: Mapping[str, list[float | None]], traits: Traits, shown: Iterable[Group]
) -> list[Warning_]:
    """The group of each trait that comes out clearly ahead, and what would take that advantage away."""
    own = {one: mean for one, all_ in places.items() if (mean := _mean([p for p in all_ if p is not None])) is not None}
    best: dict[Trait, tuple[float, Group]] = {}
    for group in shown:
        inside = [own[one] for one in own if traits.get(one, {}).get(group.trait) == group.value]
        others = [own[one] for one in own if traits.get(one, {}).get(group.trait, group.value) != group.value]
        gap = (_mean(others) or 0) - (_mean(inside) or 0)
        if inside and others and gap >= _CLEAR_GAP and luck(inside, others) < _UNLIKELY:
            best[group.trait] = max(best.get(group.trait, (0.0, group)), (gap, group), key=lambda pair: pair[0])
    return [
        Warning_("trait_decides", _remedies(rules, trait, group.value), trait, group.value)
        for trait, (_, group) in sorted(best.items())
    ]


def _remedies(rules: Rules, trait: Trait, value: str) -> tuple[Advice, ...]:
    """What would take a group's advantage away under these rules, best first."""
    by_size: tuple[Advice, ...] = ("divisions",)
    if value == "large" and isinstance(rules.team_rule, Total):
        # Where totals count, more hands make more of them.
        by_size = ("per_head", "divisions")
    elif value == "small" and rules.shrinkage is None:
        # Means of few facts swing far: small teams come first, and last, by chance.
        by_size = ("shrinkage", "divisions")
    # Who sits when the calls come has more of them.
    uneven = isinstance(rules.team_rule, PerHead | Total)
    remedies: dict[Trait, tuple[Advice, ...]] = {
        "size": by_size,
        "shift": ("per_hour", "targets") if uneven else ("targets", "divisions"),
        "site": ("targets", "improvement"),
        "tenure": ("divisions", "improvement"),
    }
    return remedies[trait]


def _about_ranking(records: Sequence[Record], rounds: int) -> list[Warning_]:
    """Conditions that many would miss most of the time keep people out rather than standards up."""
    missed = [record for record in records if 2 * record.ranked < rounds]
    return [Warning_("often_unranked", ("conditions",))] if 4 * len(missed) >= len(records) > 0 and rounds else []


def _mean(amounts: Sequence[float]) -> float | None:
    return sum(amounts) / len(amounts) if amounts else None
