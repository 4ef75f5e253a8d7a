"""The slow, plain way to order a league table and to pair a Swiss round, written independently of the clever one."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from leaderboards.league import Result
from leaderboards.plays import TableRules
from leaderboards.swiss import Entrant

Line = tuple[str, int, Fraction, int, int, int, Fraction, Fraction]
"""Participant, rank, points, won, drawn, lost, for, against."""


def line_of(team: str, against: set[str], results: Sequence[Result], rules: TableRules) -> list[Fraction]:
    """[points, difference, for, won, drawn, lost, against] of a team in its fixtures with these opponents, added up one by one."""
    points = difference = scores_for = scores_against = Fraction(0)
    won = drawn = lost = 0
    for result in results:
        for us, them, opponent in (
            (result.home_score, result.away_score, result.away),
            (result.away_score, result.home_score, result.home),
        ):
            mine = result.home if opponent == result.away else result.away
            if mine != team or opponent not in against:
                continue
            if us is None:
                lost += 1
                points += 0 if them is None else Fraction(rules.loss)
            elif them is None:
                won += 1
                points += Fraction(rules.win)
            else:
                gap = Fraction(us - them, 10_000)
                difference += gap
                scores_for += Fraction(us, 10_000)
                scores_against += Fraction(them, 10_000)
                if gap == 0 or abs(gap) < Fraction(rules.draw_margin):
                    drawn += 1
                    points += Fraction(rules.draw)
                elif gap > 0:
                    won += 1
                    points += Fraction(rules.win)
                else:
                    lost += 1
                    points += Fraction(rules.loss)
    return [points, difference, scores_for, Fraction(won), Fraction(drawn), Fraction(lost), scores_against]


def naive_table(teams: Sequence[str], results: Sequence[Result], rules: TableRules) -> list[Line]:
    """Each team collects a key, one criterion after another; head-to-head looks at whoever has the same key so far."""
    whole = {team: line_of(team, set(teams) - {team}, results, rules) for team in teams}
    keys: dict[str, list[Fraction]] = {team: [whole[team][0]] for team in teams}
    for criterion in rules.order:
        if criterion == "head_to_head":
            for _ in range(2):
                before = {team: list(key) for team, key in keys.items()}
                for team in teams:
                    level = {other for other in teams if before[other] == before[team] and other != team}
                    keys[team] += line_of(team, level, results, rules)[:2]
        else:
            column = {"difference": 1, "scores_for": 2, "wins": 3}[criterion]
            for team in teams:
                keys[team].append(whole[team][column])
    lines: list[Line] = []
    for team in teams:
        rank = 1 + sum(keys[other] > keys[team] for other in teams)
        points, _, scores_for, won, drawn, lost, scores_against = whole[team]
        lines.append((team, rank, points, int(won), int(drawn), int(lost), scores_for, scores_against))
    return sorted(lines, key=lambda line: (line[1], len(line[0]), line[0]))


def all_pairings(teams: Sequence[str]) -> Iterator[list[tuple[str, str]]]:
    """Every way to pair everybody."""
    if not teams:
        yield []
        return
    for other in teams[1:]:
        rest = [team for team in teams[1:] if team != other]
        for pairs in all_pairings(rest):
            yield [(teams[0], other), *pairs]


def fewest_repeats(standing: Sequence[Entrant], resting: str | None) -> int:
    """The least number of pairs that have met before, over all ways to pair those who play."""
    met = {one.id: one.met for one in standing}
    playing = [one.id for one in standing if one.id != resting]
    return min(sum(other in met[one] for one, other in pairs) for pairs in all_pairings(playing))
