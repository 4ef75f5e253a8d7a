"""What one's own path looks like on the wire."""

from datetime import date

from msgspec import Struct

from server.ladder.criteria.wire import ChangeOut
from server.wire import Bilingual, Named


class HelpOut(Struct, frozen=True):
    """Something that helps, and where it is, if there is an address inside the application."""

    text: Bilingual
    to: str | None = None


class SkippedOut(Struct, frozen=True):
    """A month that was passed over, and why; it costs nothing, the window reaches further back."""

    month: str
    why: str
    text: Bilingual


class AheadOut(Struct, frozen=True):
    """The earliest honest day, and what it assumes."""

    on: date
    assumption: Bilingual


class PartOut(Struct, frozen=True, kw_only=True):
    """One of several alternatives."""

    sentence: Bilingual
    status: str
    value: str | None
    threshold: str | None
    progress: int
    reason: Bilingual


class OwnVerdictOut(Struct, kw_only=True):
    """One criterion as it stands for the person. Progress is in per mille, rounded down. Without `asked` nothing is missing."""

    code: str
    name: Bilingual
    sentence: Bilingual
    role: str
    asked: bool
    status: str
    reason: Bilingual
    value: str | None
    threshold: str | None
    progress: int
    missing: Bilingual | None
    trend: Bilingual | None
    since: date | None
    ahead: AheadOut | None
    months: list[str]
    skipped: list[SkippedOut]
    carried_over: list[str]
    """Months of the window whose figures come from before."""
    parts: list[PartOut]
    helps: list[HelpOut]


class ByVersionOut(Struct, frozen=True, kw_only=True):
    """How one of the versions that count today judges; `counts` marks the more favourable one."""

    code: str
    effective: date
    until: date | None
    """A replaced version still counts before this day; None for the one in force."""
    state: str
    score: int
    counts: bool


class NextStepOut(Struct, kw_only=True):
    """A step that starts at one's level. The score is in per mille, rounded down, at most 1050."""

    source: Named
    target: Named
    track: str
    state: str
    state_text: Bilingual
    blockers: list[Bilingual]
    score: int
    met: int
    required: int
    on: date | None
    assumptions: list[Bilingual]
    versions: list[ByVersionOut]
    verdicts: list[OwnVerdictOut]


class RungOut(Struct, frozen=True, kw_only=True):
    """A level of a track: passed, here, ahead; since when, where it was or is held."""

    code: str
    name: Bilingual
    place: str
    since: date | None


class PathTrackOut(Struct, frozen=True):
    """A track, lowest level first."""

    code: str
    name: Bilingual
    rungs: list[RungOut]


class AskedThereOut(Struct, frozen=True, kw_only=True):
    """What a step asks, read ahead."""

    name: Bilingual
    sentence: Bilingual
    role: str


class StepAheadOut(Struct, frozen=True, kw_only=True):
    """Any step of the ladder, in the version in force."""

    source: Named
    target: Named
    asked: list[AskedThereOut]


class ComingOut(Struct, frozen=True, kw_only=True):
    """A version that was adopted and takes effect later, with what it changes for the steps from one's level."""

    code: str
    effective: date
    note: str
    changes: list[ChangeOut]


class PathOut(Struct, kw_only=True):
    """The whole page."""

    agent: Named
    site: str
    team: Named | None
    as_of: date
    hired: date
    level: Named
    since: date | None
    criteria: str
    criteria_since: date | None
    """None: they ship with the product, and were there before the centre was."""
    criteria_note: str
    tracks: list[PathTrackOut]
    next: list[NextStepOut]
    ladder: list[StepAheadOut]
    coming: list[ComingOut]
