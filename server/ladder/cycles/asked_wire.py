"""What is asked of reviews over the wire."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from career.deciding import Deed
from career.review import Phase
from server.ladder.cycles.cycle import Nominates
from server.wire import Bilingual, Code

Level = Annotated[str, Meta(min_length=1, max_length=64)]
LONGEST = 2000
"""Characters of a reason."""


class StepIn(Struct, forbid_unknown_fields=True, frozen=True):
    """One step of the ladder that the review decides about."""

    source: Level
    target: Level


class PlaceIn(Struct, forbid_unknown_fields=True, frozen=True):
    """How many may be promoted to a level at a site."""

    site: Code
    level: Level
    number: Annotated[int, Meta(ge=0, le=10_000)]


class CycleIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A review as HR drafts it. `nominates` says whom the system brings in by itself."""

    code: Code
    name: Bilingual
    as_of: date
    effective: date
    sites: Annotated[list[Code], Meta(min_length=1, max_length=200)]
    steps: Annotated[list[StepIn], Meta(min_length=1, max_length=40)]
    places: Annotated[list[PlaceIn], Meta(max_length=2000)] = []
    nominates: Nominates = "nearly"
    appeal_days: Annotated[int, Meta(ge=1, le=90)] = 14


class PlacesIn(Struct, forbid_unknown_fields=True):
    """All places of a review anew."""

    places: Annotated[list[PlaceIn], Meta(max_length=2000)]


class MoveIn(Struct, forbid_unknown_fields=True):
    """The phase that is to come. With the notice the day on which promotions begin may be given anew."""

    to: Phase
    effective: date | None = None


class ActIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """One action for one or many. `seen` is the trail's number up to which whoever confirms has seen proposals."""

    agents: Annotated[list[Code], Meta(min_length=1, max_length=2000)]
    action: Deed
    seen: int | None = None
