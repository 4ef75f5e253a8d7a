"""Tries rules on a month before they are adopted: how many sheets would be worth more or less, never whose."""

from collections.abc import Mapping, Sequence

from career.exact import MICRO, format_ratio, round_half_even
from career.months import Month, month_text
from career.scorecard import Rules
from career.sheets import Tier
from server.db.pool import Connection
from server.ladder.scorecards import rules as rulebook
from server.ladder.scorecards.counting import count_agents, count_month
from server.ladder.scorecards.measuring import read_sites
from server.ladder.scorecards.wire import Change, Reaching, TriedOut

SMALLEST = 5
"""Sheets under which a distribution would tell of somebody."""
_EDGES = (-10, -5, -2, 0, 2, 5, 10)
_MARKS = (80, 85, 90)

Scores = dict[int, int | None]


async def tried(connection: Connection, tier: Tier, rules: Rules, month: Month) -> TriedOut:
    """What the rules would have made of a month, beside the rules that were in force then."""
    held = {name: one.rules for name, one in (await rulebook.in_force(connection, month)).items()}
    before, after = Scores(), Scores()
    sites = await read_sites(connection)
    for site in sites.values():
        for scores, chosen in ((before, held), (after, {**held, tier: rules})):
            if tier == "agent":
                cards, _ = await count_agents(connection, site, month, chosen["agent"])
            else:
                cards = (await count_month(connection, sites, site.id, month, chosen)).cards[tier]
            scores |= {card.subject: card.score for card in cards}
    if len(before) < SMALLEST:
        return TriedOut(faults=[], month=month_text(month), sheets=len(before), too_few=True)
    return _compared(month, before, after)


def _compared(month: Month, before: Mapping[int, int | None], after: Mapping[int, int | None]) -> TriedOut:
    moved = [
        new - old for subject, old in before.items() if old is not None and (new := after.get(subject)) is not None
    ]
    return TriedOut(
        faults=[],
        month=month_text(month),
        sheets=len(before),
        mean_before=_mean(list(before.values())),
        mean_after=_mean(list(after.values())),
        no_data_before=sum(1 for score in before.values() if score is None),
        no_data_after=sum(1 for score in after.values() if score is None),
        higher=sum(1 for by in moved if by > 0),
        lower=sum(1 for by in moved if by < 0),
        changes=_distribution(moved),
        reaching=[Reaching(mark=mark, before=_over(before, mark), after=_over(after, mark)) for mark in _MARKS],
    )


def _mean(scores: Sequence[int | None]) -> str | None:
    known = [score for score in scores if score is not None]
    return format_ratio((round_half_even(sum(known), len(known)), MICRO), 2) if known else None


def _over(scores: Mapping[int, int | None], mark: int) -> int:
    return sum(1 for score in scores.values() if score is not None and score >= mark * MICRO)


def _distribution(moved: Sequence[int]) -> list[Change]:
    """Sheets by how much they move; those that do not move stand for themselves between the falls and the rises."""
    found = []
    lows: tuple[int | None, ...] = (None, *_EDGES)
    highs: tuple[int | None, ...] = (*_EDGES, None)
    for low, high in zip(lows, highs, strict=True):
        inside = [
            by
            for by in moved
            if by != 0
            and (low is None or low * MICRO <= by)
            and (high is None or by < high * MICRO or (high == 0 and by < 0))
        ]
        found.append(Change(low=low, high=high, sheets=len(inside)))
        if high == 0:
            found.append(Change(low=0, high=0, sheets=sum(1 for by in moved if by == 0)))
    return found
