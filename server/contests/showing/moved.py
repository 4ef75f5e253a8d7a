"""Two standings side by side: everybody's place before and after."""

from msgspec import Struct

from leaderboards.exact import format_score
from leaderboards.standings import Standings
from server.contests.showing.boards import Names
from server.wire import Named


class Place(Struct, frozen=True):
    """A rank and score; both may be missing."""

    rank: int | None
    score: str | None


class Moved(Struct, frozen=True):
    """A participant's place before and after; None where it was not there."""

    id: str
    named: Named
    before: Place | None
    after: Place | None


def moves(before: Standings, after: Standings, names: Names) -> tuple[Moved, ...]:
    """Both places of everybody, in the order afterwards."""
    was = {row.participant: Place(row.rank, _text(row.score)) for row in before.rows}
    now = {row.participant: Place(row.rank, _text(row.score)) for row in after.rows}
    order = [*now, *(participant for participant in was if participant not in now)]
    return tuple(Moved(one, names[one], was.get(one), now.get(one)) for one in order if one in names)


def _text(score: int | None) -> str | None:
    return None if score is None else format_score(score)
