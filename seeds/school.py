"""What trainers, mentors, analysts and learners of the demo centre do, day by day while its past is played."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, time, timedelta

from seeds.accounts import PASSWORD
from seeds.centre import Centre, Site
from seeds.doors import Doors

Enter = Callable[[], AbstractAsyncContextManager[Doors]]
"""Opens doors that nobody has signed in through yet."""
Deed = Callable[[datetime], Awaitable[None]]
FIRST = 10_000
"""The day of what is there from the beginning."""


class School:
    """Does what is due; `deeds` by the number of days before the present. Once `resumed`, what was due by the first day is taken
    as done, but for the beginning, which may be repeated."""

    def __init__(self, centre: Centre, deeds: Iterable[tuple[int, Deed]], *, resumed: bool) -> None:
        self._anchor = centre.anchor
        self._resumed = resumed
        known = (centre.anchor - centre.first).days
        # A shorter past leaves out what would lie before it.
        self._waiting = sorted((one for one in deeds if one[0] <= known or one[0] == FIRST), key=lambda one: -one[0])

    async def follow(self, at: datetime) -> bool:
        """Do what has become due; whether there was anything."""
        ago = self._ago(at)
        due = [one for one in self._waiting if one[0] >= ago]
        self._waiting = self._waiting[len(due) :]
        if self._resumed:
            due = [one for one in due if one[0] == FIRST]
            self._resumed = False
        for _, deed in due:
            await deed(at)
        return bool(due)

    def _ago(self, at: datetime) -> int:
        """How many days before the present an instant is."""
        return (self._anchor - at.date()).days


class Staff:
    """Opens doors as somebody; every day anew, because a session does not last until the next."""

    def __init__(self, enter: Enter) -> None:
        self._enter = enter

    @asynccontextmanager
    async def __call__(self, login: str) -> AsyncIterator[Doors]:
        """The doors of one account."""
        async with self._enter() as doors:
            await doors.sign_in(login, PASSWORD)
            yield doors


def on_day(site: Site, at: datetime, days: int, hour: int = 0) -> datetime:
    """An instant at a site, so many days from the day of another."""
    day = at.astimezone(site.zone).date() + timedelta(days=days)
    return datetime.combine(day, time(hour), site.zone)
