"""From facts to places: scores every participant of a race, ranks them, and writes the result down in canonical bytes."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from leaderboards.adjusting import adjusted
from leaderboards.exact import MICRO, Ratio, format_score, parse_decimal, round_score
from leaderboards.gathering import SCHEDULED_HOURS, Gatherer, Measured, Pull, Tallies
from leaderboards.members import OwnScore, own_scores, weighted_mean
from leaderboards.metrics import Key, Metric, Tally
from leaderboards.qualifying import verdicts
from leaderboards.ranking import Reason, Scored, Standing, rank
from leaderboards.rules import Best, MembersMean, PerScheduledHour, Rules, Total
from leaderboards.scoring import Scoring
from leaderboards.teams import Field, Member, Participant, headcount

__all__ = [
    "Division",
    "Field",
    "Member",
    "Participant",
    "Race",
    "Reason",
    "Scored",
    "Standing",
    "Standings",
    "Tallies",
    "rank_contest",
]


_NOBODY = Fraction(0)


class Standings(Struct, frozen=True):
    """All places, best first; who is not ranked comes last, in the order of ids."""

    rows: tuple[Standing, ...]

    def encode(self) -> bytes:
        """Canonical bytes: equal standings give equal bytes, and a stored result is compared by them. Ties are fractions."""
        return msgspec.json.encode(
            {
                "rows": [
                    {
                        "participant": row.participant,
                        "rank": row.rank,
                        "score": None if row.score is None else format_score(row.score),
                        "ties": [None if tie is None else str(tie) for tie in row.ties],
                        "reasons": [{"code": reason.code, "metric": reason.metric} for reason in row.reasons],
                    }
                    for row in self.rows
                ]
            }
        )


class Division(Struct, frozen=True):
    """What shrinkage draws toward: the means of all participants together, qualified or not; by metric and by its queues,
    or of all members' own scores where the team rule asks for those."""

    wholes: dict[str, Ratio]
    cells: dict[Key, Ratio]
    members: Fraction | None = None


class Race:
    """Rules read once for one contest. One participant can be scored alone, and all be ranked again from what is kept.

    With `needs_division` a change anywhere moves the common mean, so everybody has to be scored again.
    """

    def __init__(self, rules: Rules, metrics: Mapping[str, Metric], amounts: Mapping[str, int] | None = None) -> None:
        self.rules = rules
        self.amounts = amounts or {}
        """What was given or taken by hand, by participant: counted when all are ranked, see `adjusting`."""
        self.metrics = metrics
        self.scoring = Scoring(rules, metrics)
        codes = self.scoring.reads()
        codes |= {condition.metric for condition in rules.qualifying}
        codes |= {guardrail.metric for guardrail in rules.guardrails}
        codes |= {tie_breaker.metric for tie_breaker in rules.tie_breakers}
        if isinstance(rules.team_rule, PerScheduledHour):
            codes.add(SCHEDULED_HOURS)
        self.reads = frozenset(codes)
        self.by_members = isinstance(rules.team_rule, MembersMean | Best)
        self.gatherer = Gatherer(metrics, codes, rules.guardrails)
        self.k = parse_decimal(rules.shrinkage or "0")
        self.needs_division = self.k > 0
        self._ties = [tie_breaker.metric for tie_breaker in rules.tie_breakers]
        self._min_fte = Fraction(parse_decimal(rules.min_fte), MICRO)

    def division(self, field: Field, tallies: Tallies) -> Division | None:
        """The common means, or None where the rules do not shrink."""
        if not self.needs_division:
            return None
        wholes: dict[str, Tally] = {}
        cells: dict[Key, Tally] = {}
        owns: list[OwnScore] = []
        for participant in field.participants:
            for key, tally in self.gatherer.gather(participant, tallies).items():
                if self.metrics[key[0]].combine == "mean":
                    wholes.setdefault(key[0], Tally()).merge(tally)
                    cells.setdefault(key, Tally()).merge(tally)
            owns += [replace(own, used=own.score is not None) for own in self.owns(participant, tallies)]
        return Division(_means(wholes), _means(cells), weighted_mean(owns))

    def score(self, participant: Participant, tallies: Tallies, division: Division | None = None) -> Scored:
        """One participant's score, tie-break values and reasons not to be ranked."""
        size = self.size(participant)
        measured = self.measured(participant, tallies, division, size)
        reasons = []
        if self.has_floor(participant) and size < self._min_fte:
            reasons.append(Reason("below_min_fte"))
        if self._asks_members(participant):
            exact = self._members_score(participant, tallies, division, reasons)
            score = None if exact is None else round_score(*exact.as_integer_ratio())
        else:
            outcome = self.scoring.score(measured, size)
            score = None if outcome.score is None else round_score(*outcome.score)
            reasons += [Reason("no_data", code) for code in outcome.missing]
        for verdict in verdicts(self.rules.qualifying, measured, size if participant.kind == "team" else None):
            if not verdict.holds:
                reasons.append(Reason("condition", verdict.condition.metric))
        ties = tuple([_exact(measured.value(code)) for code in self._ties])
        return Scored(participant.id, score, ties, tuple(reasons))

    def rank(self, scored: Iterable[Scored]) -> Standings:
        """The order of all who were scored."""
        return Standings(rank(adjusted(scored, self.amounts), self.rules.tie_breakers))

    def size(self, participant: Participant) -> Fraction:
        """The headcount where anything asks for it; an agent's only matters to a formula, and where totals count a team's
        only to that and to conditions."""
        asked = self.scoring.formula is not None or (
            participant.kind == "team" and (not isinstance(self.rules.team_rule, Total) or bool(self.rules.qualifying))
        )
        return headcount(participant) if asked else _NOBODY

    def measured(
        self, participant: Participant, tallies: Tallies, division: Division | None, size: Fraction
    ) -> Measured:
        """The participant's pooled values under the team rule."""
        cells = self.gatherer.gather(participant, tallies)
        pull = None
        if division is not None and not self._asks_members(participant):
            pull = Pull(self.k, division.wholes, division.cells)
        return Measured(self.metrics, cells, self._divisor(participant, cells, size), pull)

    def owns(self, participant: Participant, tallies: Tallies) -> list[OwnScore]:
        """The members' own scores, where the team rule asks for them."""
        if not self._asks_members(participant):
            return []
        return own_scores(participant, self.rules.team_rule, self.scoring, self.gatherer, tallies)

    def has_floor(self, participant: Participant) -> bool:
        """Whether a smallest headcount is asked of it: of teams, except where totals count."""
        return participant.kind == "team" and not isinstance(self.rules.team_rule, Total)

    def _asks_members(self, participant: Participant) -> bool:
        return self.by_members and participant.kind == "team"

    def _members_score(
        self, participant: Participant, tallies: Tallies, division: Division | None, reasons: list[Reason]
    ) -> Fraction | None:
        mean = None if division is None else division.members
        k = Fraction(self.k, MICRO)
        exact = weighted_mean(self.owns(participant, tallies), k, mean)
        if exact is None:
            best = isinstance(self.rules.team_rule, Best)
            reasons.append(Reason("too_few_members" if best else "no_data"))
        return exact

    def _divisor(self, participant: Participant, cells: dict[Key, Tally], size: Fraction) -> Ratio:
        """What sums are divided by; nothing makes them no data. An agent's sums stand as they are, unless they are
        asked for by the hour."""
        if isinstance(self.rules.team_rule, PerScheduledHour):
            hours = sum([tally.sum_value for (code, _), tally in cells.items() if code == SCHEDULED_HOURS])
            return hours, MICRO
        if participant.kind == "agent" or isinstance(self.rules.team_rule, Total):
            return 1, 1
        return size.as_integer_ratio()


def rank_contest(
    rules: Rules,
    metrics: Mapping[str, Metric],
    field: Field,
    tallies: Tallies,
    amounts: Mapping[str, int] | None = None,
) -> Standings:
    """The standings of a race from scratch; `amounts` were given or taken by hand."""
    race = Race(rules, metrics, amounts)
    division = race.division(field, tallies)
    return race.rank([race.score(participant, tallies, division) for participant in field.participants])


T = TypeVar("T")


def _means(tallies: dict[T, Tally]) -> dict[T, Ratio]:
    return {key: (tally.sum_weighted, tally.sum_weight) for key, tally in tallies.items() if tally.n}


def _exact(ratio: Ratio | None) -> Fraction | None:
    return None if ratio is None else Fraction(ratio[0], ratio[1] * MICRO)
