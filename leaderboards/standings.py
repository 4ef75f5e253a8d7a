"""The places of a contest, and their canonical bytes."""

import msgspec
from msgspec import Struct

from leaderboards.duel import DuelResult
from leaderboards.exact import format_score
from leaderboards.goal import GoalResult
from leaderboards.ranking import Standing

Decided = DuelResult | GoalResult


class Standings(Struct, frozen=True):
    """All places, best first, division by division; who is not ranked comes last, in the order of ids.

    `decided` is what a duel or a goal comes to; a race has none.
    """

    rows: tuple[Standing, ...]
    decided: Decided | None = None

    def encode(self) -> bytes:
        """Canonical bytes: equal standings give equal bytes, and a stored result is compared by them. Ties are fractions.

        What a race without divisions does not have is left out, so results of before divisions read and compare as ever.
        """
        written: dict[str, object] = {"rows": [_written(row) for row in self.rows]}
        if self.decided is not None:
            written["decided"] = msgspec.to_builtins(self.decided)
        return msgspec.json.encode(written)


def _written(row: Standing) -> dict[str, object]:
    written: dict[str, object] = {
        "participant": row.participant,
        "rank": row.rank,
        "score": None if row.score is None else format_score(row.score),
        "ties": [None if tie is None else str(tie) for tie in row.ties],
        "reasons": [{"code": reason.code, "metric": reason.metric} for reason in row.reasons],
    }
    if row.division:
        written["division"] = row.division
    return written
