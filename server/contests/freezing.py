"""When a contest's public board stops and goes on, by the working calendar of the site that holds it."""

from datetime import timedelta

from msgspec.structs import replace

from leaderboards.calendar import DEFAULT_FREEZE, Calendar, freeze_of
from server.contests.contest import Contest

_PLAYED_IN_ROUNDS = frozenset({"league", "cup"})


def with_freeze(contest: Contest, calendar: Calendar) -> Contest:
    """The contest with the instants its freeze comes to; ask again whenever its window, its period or the setting changes.

    A season has none of its own: its table follows from its rounds, and each of those is frozen and revealed by itself.
    """
    asked = contest.freeze_minutes
    before_end = DEFAULT_FREEZE[contest.period] if asked is None else timedelta(minutes=asked)
    freeze = None if contest.format in _PLAYED_IN_ROUNDS else freeze_of(calendar, contest.window, before_end)
    if freeze is None:
        return replace(contest, freezes_at=None, reveal_by=None)
    return replace(contest, freezes_at=freeze.freezes, reveal_by=freeze.reveal_by)
