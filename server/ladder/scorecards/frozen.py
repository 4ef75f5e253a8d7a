"""What sheets do not tell while a contest is frozen: the queues' medians, which are made of what everybody did.

A reader's own figures, and a lead's members', are no secret (docs/reveal.md); a median that moves tells of other teams.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from career.exact import MICRO, round_half_even
from career.merits import QueueBand
from career.months import Month
from server.auth.actor import Actor
from server.contests.reveal.hushing import frozen_metrics
from server.db.pool import Connection
from server.ladder.scorecards.looking import Found
from server.ladder.scorecards.measuring import Site, period_of, read_sites
from server.ladder.scorecards.rules import banded, in_force, listed
from server.ladder.scorecards.sheet import Exact, KeptLine, exact, ratio_of


async def untold(connection: Connection, actor: Actor, site: Site, month: Month, now: datetime) -> frozenset[str]:
    """The metrics whose medians a reader is not told of a site's month."""
    if actor.sees_everybodys_personal_data:
        return frozenset()
    period = period_of(site, month)
    metrics = await frozen_metrics(connection, now, period.starts, period.ends)
    return metrics & banded((await in_force(connection, month))["agent"].rules) if metrics else metrics


async def held_still(connection: Connection, actor: Actor, founds: Sequence[Found], now: datetime) -> list[Found]:
    """Published sheets without the lines that were judged against such medians, and what was made of these lines in whole
    points. What is not published was counted without."""
    sites = await read_sites(connection)
    metrics: dict[tuple[int, Month], frozenset[str]] = {}
    shown = []
    for one in founds:
        place = one.site_id, one.month
        if one.state == "published" and place not in metrics:
            metrics[place] = await untold(connection, actor, sites[one.site_id], one.month, now)
        shown.append(_closed(one, await _judged_by(connection, metrics[place])) if metrics.get(place) else one)
    return shown


def _closed(found: Found, codes: frozenset[str]) -> Found:
    lines = [KeptLine(one.code, None, None) if one.code in codes else _of_whole(one) for one in found.kept.lines]
    kept = replace(found.kept, lines=tuple(lines), exact=_whole(found.kept.exact))
    return replace(found, kept=kept, score=_whole_score(found.score))


def _of_whole(line: KeptLine) -> KeptLine:
    """A line over members, as far as their scores in whole points tell it."""
    if not line.members:
        return line
    members = tuple([replace(one, score=_whole_score(one.score)) for one in line.members])
    return replace(line, value=_whole(line.value), merit=_whole(line.merit), members=members)


def _whole(value: Exact | None) -> Exact | None:
    return None if value is None else exact((round_half_even(*ratio_of(value)), 1))


def _whole_score(score: int | None) -> int | None:
    return None if score is None else round_half_even(score, MICRO) * MICRO


async def _judged_by(connection: Connection, metrics: frozenset[str]) -> frozenset[str]:
    """The lines, of any version, that hold a metric against its median."""
    return frozenset(
        term.code
        for adopted in await listed(connection)
        for term in adopted.rules.terms
        if isinstance(term.how, QueueBand) and term.how.metric in metrics
    )
