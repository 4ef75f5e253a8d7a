"""Series on the wire."""

from collections.abc import Collection
from datetime import date, datetime

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from leaderboards.prizes import Prize, Prizes
from leaderboards.rules import Decimal, Rules
from leaderboards.series import Cadence, Pause
from server.contests.wire import ByHand, Codes, DivisionsIn, FreezeMinutes, SeasonIn, SideIn, Warned
from server.wire import Bilingual, Code, Named


class Arrangement(Struct, frozen=True, kw_only=True):
    """Who is compared with whom in every round, and how its leagues or cups are played, as it was asked for."""

    divisions: DivisionsIn | UnsetType = UNSET
    sides: tuple[SideIn, SideIn] | UnsetType = UNSET
    goal: Decimal | UnsetType = UNSET
    season: SeasonIn | None = None

    @property
    def codes(self) -> set[str]:
        """Everybody who is named."""
        placed = self.divisions.of if isinstance(self.divisions, ByHand) else ()
        sides = () if self.sides is UNSET else self.sides
        seeds = () if self.season is None else self.season.seeds
        return {*placed, *seeds, *(code for side in sides for code in side.entrants)}

    def among(self, codes: Collection[str]) -> "Arrangement":
        """The same for a round in which only these still take part."""
        found = self
        if isinstance(found.divisions, ByHand):
            kept = {code: division for code, division in found.divisions.of.items() if code in codes}
            found = replace(found, divisions=ByHand(kept))
        if found.sides is not UNSET:
            one, other = [
                replace(side, entrants=[code for code in side.entrants if code in codes]) for side in found.sides
            ]
            found = replace(found, sides=(one, other))
        if found.season is not None:
            seeds = [code for code in found.season.seeds if code in codes]
            found = replace(found, season=replace(found.season, seeds=seeds))
        return found


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
    prizes: Prizes | None = None
    """None: as the template has it. Others need operations."""
    divisions: DivisionsIn | UnsetType = UNSET
    """Reckoned anew for every round. In a league by hand, with places that go up or down, they are where everybody begins:
    each season takes its divisions from the table of the one before."""
    sides: tuple[SideIn, SideIn] | UnsetType = UNSET
    """Of duels; left out, equal strength is dealt anew for every round."""
    goal: Decimal | UnsetType = UNSET
    season: SeasonIn | None = None
    """How its leagues or cups are played; `after` is the season that the first of them follows."""


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
    prizes: Prizes | UnsetType | None = UNSET
    divisions: DivisionsIn | UnsetType | None = UNSET
    sides: tuple[SideIn, SideIn] | UnsetType | None = UNSET
    goal: Decimal | UnsetType | None = UNSET
    season: SeasonIn | UnsetType | None = UNSET
    """Of these four None takes back what was arranged; so does another template of all that is not given with it."""
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
    arrangement: Arrangement
    prizes: tuple[Prize, ...] | None
    paused: bool
    stopped_at: datetime | None
    still: StillOut | None
    running: int | None
    next: int | None
    ahead: list[RoundOut]
    may: list[str]
    version: int
    warnings: list[Warned] = []
