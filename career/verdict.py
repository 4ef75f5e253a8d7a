"""What a criterion says of a person: met, not met or no data, never a bare yes or no."""

from datetime import date
from typing import Literal

from msgspec import Struct

from career.exact import ONE, ZERO, Ratio
from career.months import Window

Status = Literal["met", "not_met", "no_data"]
Trend = Literal["up", "steady", "down"]


class Verdict(Struct, frozen=True, gc=False):
    """One criterion judged as of a day.

    `reason` is a stable code with words in `career.words`. `value` and `threshold` are exact, in the criterion's own unit.
    `refs` names what was looked at, `window` the months and those passed over. `since` is the day from which a criterion
    of time is met. A criterion that is not `asked` of this person counts nowhere. `parts` are the alternatives of a choice.
    """

    status: Status
    reason: str
    value: Ratio | None = None
    threshold: Ratio | None = None
    progress: Ratio = ZERO
    refs: tuple[str, ...] = ()
    window: Window | None = None
    since: date | None = None
    asked: bool = True
    parts: tuple["Verdict", ...] = ()

    @property
    def evidence(self) -> tuple[str, ...]:
        """Everything to open: what is named, else the months of the window."""
        return self.refs if self.window is None else (*self.refs, *self.window.refs)

    @property
    def met(self) -> bool:
        """Whether nothing is left to do."""
        return self.status == "met"


class Ahead(Struct, frozen=True):
    """The honest earliest day on which an open criterion will be met, and the assumption it rests on (a code with words).

    `months` says how many months the assumption asks something of.
    """

    on: date
    assumption: str
    months: int = 0


def limit(kept: bool, value: Ratio, threshold: Ratio, window: Window) -> Verdict:
    """The verdict of a limit or a *none*: there is no way half, progress is 1 or 0."""
    if kept:
        return Verdict("met", "within_limit", value, threshold, ONE, (), window)
    return Verdict("not_met", "over_limit", value, threshold, ZERO, (), window)


def not_asked(reason: str) -> Verdict:
    """Nothing is asked of this person here, so nothing is missing."""
    return Verdict("met", reason, progress=ONE, asked=False)
