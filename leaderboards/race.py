"""From facts to places: scores every participant of a race by its rules and ranks them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from msgspec.structs import replace

from leaderboards.adjusting import adjusted
from leaderboards.duel import duel
from leaderboards.exact import MICRO, SCORE_UNITS, Ratio, parse_decimal, round_score
from leaderboards.gathering import SCHEDULED_HOURS, Gatherer, Measured, Pull, Tallies
from leaderboards.goal import goal, is_sum
from leaderboards.improvement import comparable, pasts_of, presence
from leaderboards.members import OwnScore, Presence, own_scores, presences, weighted_mean
from leaderboards.metrics import Key, Metric, Tally
from leaderboards.plays import DuelPlay, GoalPlay, Play
from leaderboards.qualifying import verdicts
from leaderboards.ranking import Reason, Scored, rank
from leaderboards.rules import Best, MembersMean, PerScheduledHour, Rules, Total
from leaderboards.scoring import Outcome, Scoring
from leaderboards.shrinkage import Division, Divisions, means_of
from leaderboards.standings import Standings
from leaderboards.teams import Field, Participant, headcount, together

_NOBODY = Fraction(0)
_UNMEASURED = Measured({}, {})


class Race:
    """Rules read once for one contest. One participant can be scored alone, and all be ranked again from what is kept.

    With `needs_division` a change anywhere moves the common mean, so everybody has to be scored again.
    """

    def __init__(
        self,
        rules: Rules,
        metrics: Mapping[str, Metric],
        amounts: Mapping[str, int] | None = None,
        play: Play | None = None,
    ) -> None:
        self.rules = rules
        self.play = play
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
        self.improves = rules.method == "improvement"
        split = self.scoring.split
        self.gatherer = Gatherer(metrics, codes, rules.guardrails, queues=rules.queues, split=split)
        self.k = parse_decimal(rules.shrinkage or "0")
        self.needs_division = self.k > 0
        self._ties = [tie_breaker.metric for tie_breaker in rules.tie_breakers]
        self._min_fte = Fraction(parse_decimal(rules.min_fte), MICRO)
        self._sizes: dict[str, tuple[Participant, Fraction]] = {}
        self._there: dict[str, tuple[Participant, tuple[Presence, ...]]] = {}

    def division(self, field: Field, tallies: Tallies) -> Divisions | None:
        """The common means of each division, or None where the rules do not shrink."""
        if not self.needs_division:
            return None
        alike: dict[str, list[Participant]] = {}
        for participant in field.participants:
            alike.setdefault(participant.division, []).append(participant)
        return {code: self._common(group, tallies) for code, group in alike.items()}

    def _common(self, group: list[Participant], tallies: Tallies) -> Division:
        owns = [replace(own, used=own.score is not None) for one in group for own in self.owns(one, tallies)]
        past = None
        if self.improves:
            group = [comparable(participant) for participant in group]
            past = means_of(self.metrics, [self.gatherer.gather_past(pasts_of(one)) for one in group])
        means = means_of(self.metrics, [self.gatherer.gather(participant, tallies) for participant in group])
        members = weighted_mean(owns)
        return replace(means, members=None if members is None else Fraction(*members), past=past)

    def score(self, participant: Participant, tallies: Tallies, divisions: Divisions | None = None) -> Scored:
        """One participant's score, tie-break values and reasons not to be ranked."""
        division = None if divisions is None else divisions.get(participant.division)
        size = self.size(participant)
        looked_at = not self._asks_members(participant) or self.rules.qualifying or self._ties
        measured = self.measured(participant, tallies, division, size) if looked_at else _UNMEASURED
        reasons = []
        if self.has_floor(participant) and size < self._min_fte:
            reasons.append(Reason("below_min_fte"))
        if self._asks_members(participant):
            exact = self._members_score(participant, tallies, division, reasons)
            score = None if exact is None else round_score(*exact)
        else:
            outcome = self.outcome(participant, tallies, division, measured, size)
            score = None if outcome.score is None else round_score(*outcome.score)
            if self.improves and outcome.score is None and not outcome.missing:
                reasons.append(Reason("no_past"))
            reasons += [Reason("no_data", code) for code in outcome.missing]
        for verdict in verdicts(self.rules.qualifying, measured, size if participant.kind == "team" else None):
            if not verdict.holds:
                reasons.append(Reason("condition", verdict.condition.metric))
        ties = tuple([_exact(measured.value(code)) for code in self._ties])
        return Scored(participant.id, score, ties, tuple(reasons), participant.division)

    def outcome(
        self, participant: Participant, tallies: Tallies, division: Division | None, measured: Measured, size: Fraction
    ) -> Outcome:
        """What the method makes of a participant's pooled values; an improvement without any past has nothing missing and
        no score."""
        if not self.improves:
            return self.scoring.score(measured, size)
        same = comparable(participant)
        if not same.members:
            return Outcome(None)
        size = headcount(same)
        now = self.measured(same, tallies, division, size)
        return self.scoring.against(self.scoring.score(now, size), self.scoring.score(self._past(same, division), size))

    def _past(self, same: Participant, division: Division | None) -> Measured:
        """The values of the weeks before, with sums brought to the length of the window by the presence in both."""
        cells = self.gatherer.gather_past(pasts_of(same))
        now, before = presence(same.members)
        divisor: Ratio | None
        if isinstance(self.rules.team_rule, PerScheduledHour):
            divisor = self._divisor(same, cells, before)
        elif same.kind == "agent" or isinstance(self.rules.team_rule, Total):
            divisor = (before / now).as_integer_ratio() if now else None
        else:
            divisor = (before / same.working_days).as_integer_ratio() if same.working_days else None
        past = None if division is None else division.past
        pull = None if past is None else Pull(self.k, past.wholes, past.cells)
        return Measured(self.metrics, cells, divisor, pull, self.scoring.split)

    def pace(
        self, participant: Participant, tallies: Tallies, divisions: Divisions | None, part: Fraction
    ) -> int | None:
        """The score at the end of the window if the rest of the planned time goes like the `part` that is over."""
        return self.score(replace(participant, elapsed=part), tallies, divisions).score

    def decide(
        self, standings: Standings, field: Field, tallies: Tallies, divisions: Divisions | None = None
    ) -> Standings:
        """What a duel or a goal makes of the places; a race is decided by them."""
        if isinstance(self.play, DuelPlay):
            sides = [[one for one in field.participants if one.side == side] for side in (1, 2)]
            scored = [self._together(f"s{n}", side, tallies, divisions) for n, side in enumerate(sides, start=1)]
            return Standings(*duel(self.play, scored, sides, standings.rows))
        if isinstance(self.play, GoalPlay):
            everybody = self._together("all", field.participants, tallies, divisions)
            return Standings(*goal(self.play, everybody, self._parts(field, tallies), standings.rows))
        return standings

    def reaches(self, field: Field) -> Callable[[int], bool]:
        """Whether a total of points × values (both in micro-units) would reach a goal whose whole is a sum of parts."""
        if not isinstance(self.play, GoalPlay) or not is_sum(self.rules, self.metrics):
            raise ValueError("not a goal that adds up")
        everybody = together("all", field.participants)
        over, under = self._divisor(everybody, {}, self.size(everybody))
        given = sum([self.amounts.get(one.id, 0) for one in field.participants])
        target = parse_decimal(self.play.target)
        per_unit = MICRO // SCORE_UNITS
        return lambda total: (
            over > 0 and (round_score(total * under, over * MICRO * MICRO) + given) * per_unit >= target
        )

    def _together(
        self, name: str, group: Sequence[Participant], tallies: Tallies, divisions: Divisions | None
    ) -> Scored:
        """The score of several as one, with all that was given or taken by hand among them."""
        amount = sum([self.amounts.get(one.id, 0) for one in group])
        return next(adjusted([self.score(together(name, group), tallies, divisions)], {name: amount}))

    def _parts(self, field: Field, tallies: Tallies) -> dict[str, int] | None:
        """What each participant adds to the whole, where the whole is a sum of parts."""
        if not is_sum(self.rules, self.metrics):
            return None
        everybody = together("all", field.participants)
        size = self.size(everybody)
        divisor = self._divisor(everybody, {}, size)
        parts = {}
        for one in field.participants:
            measured = Measured(self.metrics, self.gatherer.gather(one, tallies), divisor, split=self.scoring.split)
            score = self.scoring.score(measured, size).score
            parts[one.id] = self.amounts.get(one.id, 0) + (0 if score is None else round_score(*score))
        return parts

    def rank(self, scored: Iterable[Scored]) -> Standings:
        """The order of all who were scored."""
        return Standings(rank(adjusted(scored, self.amounts), self.rules.tie_breakers))

    def size(self, participant: Participant) -> Fraction:
        """The headcount where anything asks for it; an agent's only matters to a formula, and where totals count a team's
        only to that and to conditions."""
        asked = self.scoring.formula is not None or (
            participant.kind == "team" and (not isinstance(self.rules.team_rule, Total) or bool(self.rules.qualifying))
        )
        if not asked:
            return _NOBODY
        known = self._sizes.get(participant.id)
        if known is None or known[0] is not participant:
            # The same participant is scored again and again, and only its totals change.
            known = self._sizes[participant.id] = participant, headcount(participant)
        return known[1]

    def measured(
        self, participant: Participant, tallies: Tallies, division: Division | None, size: Fraction
    ) -> Measured:
        """The participant's pooled values under the team rule."""
        cells = self.gatherer.gather(participant, tallies)
        pull = None
        if division is not None and not self._asks_members(participant):
            pull = Pull(self.k, division.wholes, division.cells)
        divisor = self._divisor(participant, cells, size)
        if participant.elapsed is not None and not isinstance(self.rules.team_rule, PerScheduledHour):
            part = participant.elapsed
            divisor = divisor[0] * part.numerator, divisor[1] * part.denominator
        return Measured(self.metrics, cells, divisor, pull, self.scoring.split)

    def owns(self, participant: Participant, tallies: Tallies) -> list[OwnScore]:
        """The members' own scores, where the team rule asks for them."""
        if not self._asks_members(participant):
            return []
        known = self._there.get(participant.id)
        if known is None or known[0] is not participant:
            known = self._there[participant.id] = participant, presences(participant)
        return own_scores(participant, known[1], self.rules.team_rule, self.scoring, self.gatherer, tallies)

    def has_floor(self, participant: Participant) -> bool:
        """Whether a smallest headcount is asked of it: of teams, except where totals count."""
        return participant.kind == "team" and not isinstance(self.rules.team_rule, Total)

    def _asks_members(self, participant: Participant) -> bool:
        return self.by_members and participant.kind == "team"

    def _members_score(
        self, participant: Participant, tallies: Tallies, division: Division | None, reasons: list[Reason]
    ) -> Ratio | None:
        mean = None if division is None else division.members
        k = Fraction(self.k, MICRO)
        exact = weighted_mean(self.owns(participant, tallies), k, mean)
        if exact is None:
            best = isinstance(self.rules.team_rule, Best)
            past = not self.improves or comparable(participant).members
            reasons.append(Reason("no_past" if not past else "too_few_members" if best else "no_data"))
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
    play: Play | None = None,
) -> Standings:
    """The standings of a race, a duel or a goal from scratch; `amounts` were given or taken by hand."""
    race = Race(rules, metrics, amounts, play)
    division = race.division(field, tallies)
    places = race.rank([race.score(participant, tallies, division) for participant in field.participants])
    return race.decide(places, field, tallies, division)


def _exact(ratio: Ratio | None) -> Fraction | None:
    return None if ratio is None else Fraction(ratio[0], ratio[1] * MICRO)
