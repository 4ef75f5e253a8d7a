"""The table of a league: what each fixture earns, the order among those who are level, and who changes the division."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from leaderboards.exact import MICRO, SCORE_UNITS, parse_decimal
from leaderboards.plays import Criterion, Deduction, TableRules
from leaderboards.teams import by_id


class Result(Struct, frozen=True):
    """A fixture that counts, with both round scores in ten-thousandths; None: not qualified."""

    home: str
    away: str
    home_score: int | None
    away_score: int | None


class Record(Struct, frozen=True, gc=False):
    """What somebody has done in a league so far; amounts are ten-thousandths."""

    participant: str
    points: int = 0
    won: int = 0
    drawn: int = 0
    lost: int = 0
    scores_for: int = 0
    against: int = 0

    @property
    def played(self) -> int:
        """Fixtures that count."""
        return self.won + self.drawn + self.lost

    @property
    def difference(self) -> int:
        """For less against."""
        return self.scores_for - self.against


class TableRow(Struct, frozen=True):
    """A place in the table; `shared` with whoever has the same rank."""

    rank: int
    shared: bool
    record: Record


class Earned(NamedTuple):
    """What one side takes from a fixture."""

    points: int
    won: int
    drawn: int
    lost: int
    scores_for: int
    against: int


def amount(text: str) -> int:
    """Table points as ten-thousandths."""
    return parse_decimal(text) * SCORE_UNITS // MICRO


def earned(result: Result, rules: TableRules) -> tuple[Earned, Earned]:
    """What home and away take from a fixture.

    A difference under the margin is a draw. Who did not qualify loses by walkover, which brings neither side any
    difference; where neither did, both have lost for no points at all.
    """
    win, draw, loss = amount(rules.win), amount(rules.draw), amount(rules.loss)
    home, away = result.home_score, result.away_score
    if home is None or away is None:
        nothing = Earned(0, 0, 0, 1, 0, 0)
        winner, beaten = Earned(win, 1, 0, 0, 0, 0), Earned(loss, 0, 0, 1, 0, 0)
        if home is None and away is None:
            return nothing, nothing
        return (beaten, winner) if home is None else (winner, beaten)
    # The margin is in micro-units, a score in ten-thousandths.
    if home == away or abs(home - away) * MICRO < parse_decimal(rules.draw_margin) * SCORE_UNITS:
        return Earned(draw, 0, 1, 0, home, away), Earned(draw, 0, 1, 0, away, home)
    ahead, behind = max(home, away), min(home, away)
    winner, beaten = Earned(win, 1, 0, 0, ahead, behind), Earned(loss, 0, 0, 1, behind, ahead)
    return (winner, beaten) if home > away else (beaten, winner)


def records(
    participants: Iterable[str], results: Iterable[Result], rules: TableRules, byes: Iterable[str] = ()
) -> dict[str, Record]:
    """Everybody's record. A bye that counts (Swiss) earns the points of a win and nothing else; a result among others is
    left out."""
    sums = {one: [0] * len(Earned._fields) for one in participants}
    for result in results:
        if result.home in sums and result.away in sums:
            for side, taken in zip((result.home, result.away), earned(result, rules), strict=True):
                sums[side] = [have + more for have, more in zip(sums[side], taken, strict=True)]
    for one in byes:
        sums[one][0] += amount(rules.win)
    return {one: Record(one, *taken) for one, taken in sums.items()}


def table(
    participants: Collection[str],
    results: Sequence[Result],
    rules: TableRules,
    *,
    deductions: Iterable[Deduction] = (),
    byes: Iterable[str] = (),
    decider: Mapping[str, int | None] | None = None,
) -> tuple[TableRow, ...]:
    """The table, best first; who shares a place is listed by id.

    `decider` holds the scores of a playoff about a shared place: it orders those who played it, once all else is level.
    """
    known = records(participants, results, rules, byes)
    for deduction in deductions:
        if deduction.participant in known:
            record = known[deduction.participant]
            known[record.participant] = _with_points(record, record.points - amount(deduction.points))
    groups = _parted(list(known), lambda one: known[one].points)
    for criterion in rules.order:
        groups = [part for group in groups for part in _parted_by(criterion, group, known, results, rules)]
    if decider:
        groups = [part for group in groups for part in _parted_by_decider(group, decider)]
    return tuple(_placed(groups, known))


def _with_points(record: Record, points: int) -> Record:
    return Record(record.participant, points, record.won, record.drawn, record.lost, record.scores_for, record.against)


def _placed(groups: list[list[str]], known: Mapping[str, Record]) -> Iterable[TableRow]:
    rank = 1
    for group in groups:
        for one in sorted(group, key=by_id):
            yield TableRow(rank, len(group) > 1, known[one])
        rank += len(group)


Value = Callable[[str], int | tuple[int, int]]


def _parted(group: list[str], value: Value) -> list[list[str]]:
    """The group in parts of equal value, greatest first."""
    parts: dict[int | tuple[int, int], list[str]] = {}
    for one in group:
        parts.setdefault(value(one), []).append(one)
    return [parts[key] for key in sorted(parts, reverse=True)]


def _parted_by(
    criterion: Criterion, group: list[str], known: Mapping[str, Record], results: Sequence[Result], rules: TableRules
) -> list[list[str]]:
    if len(group) == 1:
        return [group]
    match criterion:
        case "difference":
            return _parted(group, lambda one: known[one].difference)
        case "scores_for":
            return _parted(group, lambda one: known[one].scores_for)
        case "wins":
            return _parted(group, lambda one: known[one].won)
        case "head_to_head":
            # Among all who are level; those whom it leaves level meet once more, among themselves.
            parts = _mini_league(group, results, rules)
            return [again for part in parts for again in _mini_league(part, results, rules)]


def _mini_league(group: list[str], results: Sequence[Result], rules: TableRules) -> list[list[str]]:
    """Only their fixtures against one another count: points, then difference."""
    among = records(group, results, rules)
    return _parted(group, lambda one: (among[one].points, among[one].difference))


def _parted_by_decider(group: list[str], decider: Mapping[str, int | None]) -> list[list[str]]:
    if len(group) == 1 or not all(one in decider for one in group):
        return [group]

    def value(one: str) -> tuple[int, int]:
        score = decider[one]
        return (0, 0) if score is None else (1, score)

    return _parted(group, value)


def at_lines(rows: Sequence[TableRow], lines: Iterable[int]) -> tuple[tuple[str, ...], ...]:
    """Who shares a place across a line (the number of places above it): they play for it."""
    found = []
    for line in sorted(set(lines)):
        if 0 < line < len(rows) and rows[line - 1].rank == rows[line].rank:
            shared = tuple(row.record.participant for row in rows if row.rank == rows[line].rank)
            if shared not in found:
                found.append(shared)
    return tuple(found)


def lines_of(place: int, divisions: int, size: int, up: int, down: int) -> tuple[int, int]:
    """How many places of a division of this size lie above its line of promotion and above that of relegation.

    Nobody leaves the first division upwards (0) nor the last one downwards (its size); nobody is both.
    """
    promoted = min(up, size) if place > 0 else 0
    relegated = min(down, size - promoted) if place < divisions - 1 else 0
    return promoted, size - relegated


def next_divisions(tables: Sequence[tuple[str, Sequence[TableRow]]], up: int, down: int) -> dict[str, str]:
    """The division of everybody in the next season, from this season's tables, best division first.

    A place still shared at a line is taken in the order of the rows.
    """
    moved: dict[str, str] = {}
    for place, (_, rows) in enumerate(tables):
        promoted, staying = lines_of(place, len(tables), len(rows), up, down)
        for position, row in enumerate(rows):
            step = -1 if position < promoted else 0 if position < staying else 1
            moved[row.record.participant] = tables[place + step][0]
    return moved
