"""Counts all sheets of a site's month: agents from their facts, leads from their members, the centre from its leads.

Everything is counted anew from what is known, so counting a month again gives the same bytes wherever nothing changed.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from career.exact import Ratio
from career.merits import MemberSheet, QueueValue
from career.months import Month
from career.scorecard import Measured, Rules, score
from career.sheets import Tier
from server.db.pool import Connection
from server.ladder.scorecards import measuring
from server.ladder.scorecards.measuring import Cells, Known, Period, Site, Totals, in_units
from server.ladder.scorecards.presence import ABSENT, Presence, read_presence
from server.ladder.scorecards.rules import banded, metrics_of
from server.ladder.scorecards.sheet import Card, kept

SMALLEST_QUEUE = 5
"""A median over fewer agents would tell what one of them did."""
_BREATH = 100
"""Sheets after which others get their turn: a process that counts also answers requests."""

Sheets = Mapping[Tier, Rules]
Cards = dict[Tier, list[Card]]


class Medians(Struct, frozen=True):
    """The middle of the agents' means, by metric and queue, and which metrics anybody at the site was measured by."""

    by_queue: Mapping[tuple[int, int], Ratio]
    measured: frozenset[int]

    def less(self, metrics: Collection[int]) -> "Medians":
        """Without those of some metrics: nobody is judged against what must not be told."""
        kept = {key: median for key, median in self.by_queue.items() if key[0] not in metrics}
        return Medians(kept, self.measured) if metrics else self


class Counted(Struct, frozen=True):
    """All sheets of a site's month, each tier in order of its subjects' ids, and the medians its agents were judged by."""

    cards: Cards
    medians: Medians


async def count_month(
    connection: Connection,
    sites: Mapping[int, Site],
    site_id: int,
    month: Month,
    rules: Sheets,
    untold: Collection[str] = (),
) -> Counted:
    """All sheets of a site's month, without the queues' medians of the metrics that are `untold`."""
    site = sites[site_id]
    agents, medians = await count_agents(connection, site, month, rules["agent"], untold=untold)
    period = measuring.period_of(site, month)
    rows = await connection.fetch("SELECT id FROM team WHERE site_id = $1 ORDER BY id", site_id)
    teams = [row["id"] for row in rows]
    guests = await _guests(connection, sites, site_id, period, rules["agent"], untold)
    upper = await _upper(connection, teams, period, rules)
    leads = _count_leads(teams, rules["lead"], upper, [*agents, *guests])
    centre = _count_centre(site_id, rules["centre"], upper, leads)
    return Counted({"agent": agents, "lead": leads, "centre": centre}, medians)


async def count_agents(
    connection: Connection,
    site: Site,
    month: Month,
    rules: Rules,
    only: tuple[int, Medians] | None = None,
    untold: Collection[str] = (),
) -> tuple[list[Card], Medians]:
    """The sheets of the agents who are at home at a site that month; of one only, where the site's medians are given."""
    period = measuring.period_of(site, month)
    agents = await measuring.agents_at_home(connection, site.id, period, only and only[0])
    known = await measuring.read_known(connection, metrics_of(rules))
    metrics = [one for one in known.values() if not one.of_teams]
    by_queue = {known[code].id for code in banded(rules) if code in known}
    totals = await measuring.of_agents(connection, metrics, agents, period, by_queue=by_queue)
    presence = await read_presence(connection, agents, period.first, period.after_last)
    medians = only[1] if only else medians_of(totals, metrics, by_queue)
    medians = medians.less({known[code].id for code in untold if code in known})
    cards: list[Card] = []
    if not medians.measured:
        # Before there was anything to count, nobody has a sheet.
        return cards, medians
    for agent in agents:
        here, cells = presence.get(agent, ABSENT), totals.get(agent, {})
        if here.teams or cells:
            card = _agent_card(agent, rules, metrics, by_queue, (here, cells, medians))
            # Whoever led all month, and was trained a little, has a sheet as a lead and none as an agent.
            if here.teams or card.score is not None:
                cards.append(card)
        if len(cards) % _BREATH == 0:
            await asyncio.sleep(0)
    return cards, medians


def medians_of(totals: Totals, metrics: Iterable[Known], by_queue: Iterable[int]) -> Medians:
    """The queues' medians over the agents' means; none for a queue of fewer than five agents."""
    combine = {one.id: one.combine for one in metrics if one.id in set(by_queue)}
    values: dict[tuple[int, int], list[Ratio]] = {}
    for cells in totals.values():
        for key, tally in cells.items():
            if key[0] in combine and key[1] and (value := in_units(tally, combine[key[0]])):
                values.setdefault(key, []).append(value)
    measured = frozenset([metric for cells in totals.values() for metric, _ in cells])
    return Medians({key: _median(found) for key, found in values.items() if len(found) >= SMALLEST_QUEUE}, measured)


def _median(values: list[Ratio]) -> Ratio:
    # Compared by 64 binary digits after the point, then by the ratio itself, which only has to be the same every time.
    values.sort(key=lambda one: ((one[0] << 64) // one[1], one))
    (a, b), (c, d) = values[(len(values) - 1) // 2], values[len(values) // 2]
    return a * d + c * b, 2 * b * d


def _agent_card(
    agent: int, rules: Rules, metrics: Sequence[Known], by_queue: set[int], found: tuple[Presence, Cells, Medians]
) -> Card:
    presence, cells, medians = found
    measured = medians.measured if presence.half_days else frozenset()
    values = _values([one for one in metrics if one.id not in by_queue], cells, measured)
    queues = {
        one.code: tuple(
            [
                QueueValue(str(queue), value, medians.by_queue[metric, queue], tally.sum_weight)
                for (metric, queue), tally in sorted(cells.items(), key=lambda cell: cell[0])
                if metric == one.id and (metric, queue) in medians.by_queue and (value := in_units(tally, one.combine))
            ]
        )
        for one in metrics
        if one.id in by_queue
    }
    for one in metrics:
        if one.id in by_queue and (value := _whole(one, cells)):
            values[one.code] = value
    given = Measured(values, queues)
    sheet = score(rules, given)
    return Card(agent, sheet.score, presence.half_days, kept(rules, given, sheet, presence.teams))


def _values(metrics: Iterable[Known], cells: Cells, measured: Iterable[int]) -> dict[str, Ratio]:
    """Metrics by code. A sum without facts is nothing where others were measured by it, and no data where nobody was."""
    values = {}
    for one in metrics:
        tally = cells.get((one.id, 0))
        value = None if tally is None else in_units(tally, one.combine)
        if value is None and one.combine == "sum" and one.id in measured:
            value = (0, 1)
        if value is not None:
            values[one.code] = value
    return values


def _whole(metric: Known, cells: Cells) -> Ratio | None:
    """A metric over all its queues, for a cap or a curve on the same metric."""
    own = [{(metric.id, 0): tally} for (one, _), tally in cells.items() if one == metric.id]
    return in_units(measuring.pooled(own)[metric.id, 0], metric.combine) if own else None


_GUESTS = """
SELECT DISTINCT m.agent_id, t.site_id FROM membership m
JOIN team here ON here.id = m.team_id AND here.site_id = $1
JOIN membership later ON later.agent_id = m.agent_id AND later.starts >= m.ends AND later.starts < $3::date + 2
JOIN team t ON t.id = later.team_id AND t.site_id <> $1
WHERE m.starts < $3::date + 2 AND m.ends > $2::date - 2"""


async def _guests(
    connection: Connection,
    sites: Mapping[int, Site],
    site_id: int,
    period: Period,
    rules: Rules,
    untold: Collection[str],
) -> list[Card]:
    """The sheets of agents who were in a team of this site for a while and whose sheet another site publishes."""
    elsewhere: dict[int, set[int]] = {}
    for row in await connection.fetch(_GUESTS, site_id, period.first, period.after_last):
        elsewhere.setdefault(row["site_id"], set()).add(row["agent_id"])
    cards: list[Card] = []
    for other, agents in sorted(elsewhere.items()):
        # All of that site: its queues' medians are what these were judged by.
        found, _ = await count_agents(connection, sites[other], period.month, rules, untold=untold)
        cards += [card for card in found if card.subject in agents]
    return cards


class _Upper(Struct, frozen=True):
    """What the tiers above the agents are measured by, and their totals by team."""

    metrics: tuple[Known, ...]
    totals: Totals


async def _upper(connection: Connection, teams: Sequence[int], period: Period, rules: Sheets) -> _Upper:
    wanted = metrics_of(rules["lead"]) | metrics_of(rules["centre"])
    metrics = tuple((await measuring.read_known(connection, wanted)).values())
    return _Upper(metrics, await measuring.of_teams(connection, metrics, teams, period))


def _count_leads(teams: Sequence[int], rules: Rules, upper: _Upper, agents: Iterable[Card]) -> list[Card]:
    members: dict[int, list[MemberSheet]] = {}
    for card in agents:
        for team, half_days in card.kept.teams:
            members.setdefault(team, []).append(MemberSheet(str(card.subject), card.score, half_days))
    measured = {metric for cells in upper.totals.values() for metric, _ in cells}
    cards = []
    for team in teams:
        own, cells = members.get(team, []), upper.totals.get(team, {})
        if own or cells:
            cards.append(_upper_card(team, rules, _values(upper.metrics, cells, measured if own else ()), own))
    return cards


def _count_centre(site_id: int, rules: Rules, upper: _Upper, leads: Sequence[Card]) -> list[Card]:
    if not leads:
        return []
    members = [MemberSheet(str(card.subject), card.score, card.half_days) for card in leads]
    values = _values(upper.metrics, measuring.pooled(upper.totals.values()), ())
    return [_upper_card(site_id, rules, values, members)]


def _upper_card(subject: int, rules: Rules, values: Mapping[str, Ratio], members: Sequence[MemberSheet]) -> Card:
    given = Measured(values, {}, tuple(members))
    sheet = score(rules, given)
    return Card(subject, sheet.score, sum(one.weight for one in members), kept(rules, given, sheet))
