"""Templates as they go over the wire."""

from msgspec import Struct

from leaderboards.metrics import Period
from leaderboards.plays import Play, RacePlay
from leaderboards.prizes import Prize, Prizes
from leaderboards.rules import Rules
from server.contests.contest import Kind, Practice
from server.contests.wire import AppealHours, FreezeMinutes
from server.wire import Bilingual, Code


class TemplateIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A template as somebody with `templates.write` gives it."""

    name: Bilingual
    about: Bilingual = Bilingual(zh="", en="")
    skill: Bilingual = Bilingual(zh="", en="")
    practice: list[Practice] = []
    participants: Kind
    period: Period
    play: Play = RacePlay()
    rules: Rules
    freeze_minutes: FreezeMinutes | None = None
    """None: as the period has it, 4 hours of a week, 24 of a month, none of hours."""
    appeal_hours: AppealHours = 48
    two_person: bool = False
    """Whether two people sign its results, as where money above a limit depends on them."""
    prizes: Prizes = ()
    """Points for places, out of the budget of the site."""
    approved: bool = False
    archived: bool = False
    version: int | None = None
    """The version that was edited; somebody else's change meanwhile is refused."""


class NewTemplateIn(TemplateIn, forbid_unknown_fields=True, kw_only=True):
    """A new template and its code."""

    code: Code


class TemplateOut(Struct, kw_only=True):
    """A template as it stands."""

    code: str
    name: Bilingual
    about: Bilingual
    skill: Bilingual
    practice: list[Practice]
    format: str
    play: Play
    participants: Kind
    period: Period
    rules: Rules
    freeze_minutes: int | None
    appeal_hours: int
    two_person: bool
    prizes: tuple[Prize, ...]
    approved: bool
    archived: bool
    version: int
