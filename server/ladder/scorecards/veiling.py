"""Keeps a team's sheet from telling its lead what somebody who has left the team was worth: mean less members leaves the rest."""

from msgspec.structs import replace

from career.exact import MICRO
from career.trying import SMALLEST_GROUP
from server.ladder.scorecards.looking import Found
from server.ladder.scorecards.sheet import Exact, KeptLine, exact, ratio_of


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
    score = None if found.score is None else (2 * found.score + MICRO) // (2 * MICRO) * MICRO
    return replace(found, kept=kept, score=score)


def _line(line: KeptLine) -> KeptLine:
    if not line.members:
        return line
    value, merit = (None if one is None else _whole(one) for one in (line.value, line.merit))
    return replace(line, value=value, merit=merit)


def _whole(value: Exact) -> Exact:
    top, bottom = ratio_of(value)
    return exact(((2 * top + bottom) // (2 * bottom), 1))
