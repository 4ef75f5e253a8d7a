"""Series on the wire."""

from datetime import date, datetime

from msgspec import UNSET, Struct, UnsetType

from leaderboards.rules import Rules
from leaderboards.series import Cadence, Pause
from server.contests.wire import Codes, FreezeMinutes, Warned
from server.wire import Bilingual, Code, Named


class SeriesIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A recurring contest; its first round is the one that holds `starts_on` (today when left out)."""

    template: Code
    site: Code
    cadence: Cadence
    title: Bilingual | None = None
    on_holidays: bool = False
    """Whether rounds without a single worked day are played."""
    pauses: list[Pause] = []
    starts_on: date | None = None
    ends_on: date | None = None
    """Rounds that begin on this day or later are no longer made."""
    teams: Codes = []
    agents: Codes = []
    all: bool = False
    rules: Rules | None = None
    """Own scoring; without it each round is played by the template as it stands then."""
    freeze_minutes: FreezeMinutes | None = None
    """None: as the template has it. Another freeze needs operations."""


class SeriesChange(Struct, forbid_unknown_fields=True, kw_only=True):
    """An edit; what is left out stays. It holds from the next round on: what has begun is played to its end.

    Naming teams, agents or all replaces the participants. `paused` pauses from today, or ends a pause that holds today.
    """

    template: Code | UnsetType = UNSET
    title: Bilingual | UnsetType = UNSET
    cadence: Cadence | UnsetType = UNSET
    on_holidays: bool | UnsetType = UNSET
    pauses: list[Pause] | UnsetType = UNSET
    starts_on: date | UnsetType = UNSET
    """From which week or month every N of them are counted."""
    ends_on: date | UnsetType | None = UNSET
    teams: Codes | UnsetType = UNSET
    agents: Codes | UnsetType = UNSET
    all: bool | UnsetType = UNSET
    rules: Rules | UnsetType | None = UNSET
    freeze_minutes: FreezeMinutes | UnsetType | None = UNSET
    paused: bool | UnsetType = UNSET
    stopped: bool | UnsetType = UNSET
    version: int | None = None
    """The version that was edited; somebody else's change meanwhile is refused."""


class StillOut(Struct, kw_only=True):
    """Why the next round could not be made, and since when."""

    code: str
    messages: dict[str, str]
    since: datetime


class RoundOut(Struct, kw_only=True):
    """A round that will be made when its time comes; `first` and `last` are its business days."""

    title: Bilingual
    first: date
    last: date
    starts: datetime
    ends: datetime


class PreviewOut(Struct, kw_only=True):
    """What a series would come to before anybody starts it."""

    rounds: list[RoundOut]
    warnings: list[Warned]


class SeriesOut(Struct, kw_only=True):
    """A series with the contests it has now and what comes after them."""

    id: int
    template: str
    template_name: Bilingual
    site: Named
    title: Bilingual
    participants: str
    cadence: Cadence
    on_holidays: bool
    pauses: list[Pause]
    starts_on: date
    ends_on: date | None
    teams: list[str]
    agents: list[str]
    all: bool
    rules: Rules | None
    paused: bool
    stopped_at: datetime | None
    still: StillOut | None
    running: int | None
    next: int | None
    ahead: list[RoundOut]
    may: list[str]
    version: int
    warnings: list[Warned] = []
