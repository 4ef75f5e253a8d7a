"""Keeps sheets from telling what is not for the reader: what somebody who has left the team was worth (mean less members
leaves the rest), and what a trainee's learning came to."""

from collections.abc import Sequence

from msgspec.structs import replace

from career.exact import MICRO
from career.months import Month, first_day
from career.sheets import Tier
from career.trying import SMALLEST_GROUP
from server.auth.actor import Actor
from server.db.pool import Connection
from server.ladder.scorecards.looking import Found
from server.ladder.scorecards.rules import listed, metrics_of
from server.ladder.scorecards.sheet import Exact, KeptLine, exact, ratio_of
from server.people.results import ENOUGH, RESULT_METRICS, reads_results


def veiled(found: Found, visible: frozenset[int] | None) -> Found:
    """A team's sheet for somebody who sees the sheets of these members only: in whole points while one to four are hidden.

    Of a team of eight, one hidden sheet cannot be told more closely than by four points then.
    """
    if visible is None:
        return found
    hidden = {
        member.subject
        for line in found.kept.lines
        for member in line.members
        if member.score is not None and member.subject not in visible
    }
    if not 0 < len(hidden) < SMALLEST_GROUP:
        return found
    kept = replace(
        found.kept,
        lines=tuple([_line(line) for line in found.kept.lines]),
        exact=None if found.kept.exact is None else _whole(found.kept.exact),
    )
    return replace(found, kept=kept, score=_whole_score(found.score))


def _line(line: KeptLine) -> KeptLine:
    if not line.members:
        return line
    value, merit = (None if one is None else _whole(one) for one in (line.value, line.merit))
    return replace(line, value=value, merit=merit)


def _whole(value: Exact) -> Exact:
    top, bottom = ratio_of(value)
    return exact(((2 * top + bottom) // (2 * bottom), 1))


async def from_outside(
    connection: Connection, actor: Actor, tier: Tier, founds: Sequence[Found], visible: frozenset[int] | None
) -> list[Found]:
    """Sheets as the actor may read them: `veiled`, and without what trainees' learning came to.

    A trainee's sheet with such a line has neither it nor a total, from which the other lines would leave it; nor does its
    score stand beside those of its team. Nor has the team one, where fewer than five sheets with a trainee's among them make it.
    """
    if reads_results(actor):
        return [veiled(one, visible) for one in founds]
    codes = await _telling(connection) if tier == "agent" else frozenset()
    found = []
    trainees: dict[Month, frozenset[int]] = {}
    people = _people(tier, founds)
    for one in founds:
        if one.month not in trainees:
            trainees[one.month] = await _trainees(connection, actor, people, one.month)
        hidden = trainees[one.month]
        if tier == "agent":
            found.append(_without(one, codes) if one.subject in hidden else one)
        else:
            seen = people if visible is None else visible
            shown = veiled(one, seen - hidden if tier == "lead" else visible)
            found.append(_without_scores(_without_average(shown) if _few(one, hidden) else shown, hidden))
    return found


def _people(tier: Tier, founds: Sequence[Found]) -> frozenset[int]:
    if tier == "agent":
        return frozenset(one.subject for one in founds)
    if tier == "centre":
        return frozenset()
    return frozenset(member.subject for one in founds for line in one.kept.lines for member in line.members)


async def _trainees(connection: Connection, actor: Actor, people: frozenset[int], month: Month) -> frozenset[int]:
    rows = await connection.fetch(
        "SELECT asked.id FROM unnest($1::int[]) AS asked(id) WHERE trainee_on(asked.id, $2)",
        list(people),
        first_day(month),
    )
    return frozenset(row["id"] for row in rows if not reads_results(actor, row["id"]))


async def _telling(connection: Connection) -> frozenset[str]:
    """The lines, of any version, that ask for results."""
    return frozenset(
        term.code
        for adopted in await listed(connection)
        for term in adopted.rules.terms
        if not RESULT_METRICS.isdisjoint(metrics_of(replace(adopted.rules, terms=(term,), caps=())))
    )


def _without(found: Found, codes: frozenset[str]) -> Found:
    kept = found.kept
    lines = tuple([KeptLine(line.code, None, None) if line.code in codes else line for line in kept.lines])
    limits = tuple([(metric, None if metric in RESULT_METRICS else value) for metric, value in kept.limits])
    shown = replace(found, kept=replace(kept, lines=lines, limits=limits))
    tells = any(line.code in codes and (line.value, line.merit) != (None, None) for line in kept.lines)
    return _without_total(shown) if tells or limits != kept.limits else shown


def _without_total(found: Found) -> Found:
    return replace(found, kept=replace(found.kept, exact=None, capped=None, reason="private"), score=None)


def _few(found: Found, hidden: frozenset[int]) -> bool:
    """Whether a team's average is that of so few sheets that a hidden one is told by the others."""
    scored = {one.subject for line in found.kept.lines for one in line.members if one.score is not None}
    return not scored.isdisjoint(hidden) and len(scored) < ENOUGH


def _without_average(found: Found) -> Found:
    lines = tuple([replace(line, value=None, merit=None) if line.members else line for line in found.kept.lines])
    return _without_total(replace(found, kept=replace(found.kept, lines=lines)))


def _without_scores(found: Found, hidden: frozenset[int]) -> Found:
    lines = tuple(
        [
            replace(
                line,
                members=tuple([replace(one, score=None) if one.subject in hidden else one for one in line.members]),
            )
            for line in found.kept.lines
        ]
    )
    return replace(found, kept=replace(found.kept, lines=lines))


def _whole_score(score: int | None) -> int | None:
    return None if score is None else (2 * score + MICRO) // (2 * MICRO) * MICRO
