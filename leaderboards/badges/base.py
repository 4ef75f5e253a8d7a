"""What all kinds of badge rules share: data that can be stored, the grounds found in a view, and whether a ground still holds."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import ClassVar

from msgspec import Struct

from leaderboards.badges.tiers import Step, Steps, Tier, following, share
from leaderboards.badges.view import SHIFTS_A_DAY, View
from leaderboards.exact import Ratio
from leaderboards.rules import Fault

Block = tuple[int, int]
"""What an achievement uses up, half-open, counted as `Stretch.begins` does."""


class Found(Struct, frozen=True, gc=False):
    """A ground for an award: what earned it, in which tier, since when, how good against what, and what to open.

    `ground` is a stable text: it names what was done, not when it was counted. `block` is the time it uses up: two grounds of
    the same tier whose blocks overlap are the same achievement, told twice.
    """

    ground: str
    tier: Tier
    on: date
    value: Ratio
    threshold: Ratio
    refs: tuple[str, ...] = ()
    block: Block | None = None


ALWAYS: Block = (0, date.max.toordinal() * SHIFTS_A_DAY)
"""The block of what is reached once and for all."""


class Lost(Struct, frozen=True):
    """Why a ground does not hold any more; a code with words."""

    reason: str


UNSEEN = Lost("unseen")
"""The ground lies before what the history knows: nothing can be said against it."""


class Progress(Struct, frozen=True):
    """How far the subject is on the way to the next award: the tier ahead, value and threshold, their share from 0 to 1, and
    since when it counts."""

    tier: Tier
    value: Ratio
    threshold: Ratio
    share: Ratio
    since: date | None = None


class Rule(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """One kind of rule. Steps go from the least tier to the most."""

    lower: ClassVar[bool] = False
    """Whether a smaller threshold is the higher tier."""
    whole: ClassVar[bool] = True
    """Whether thresholds are numbers of something, and so whole and above nothing."""
    lasting: ClassVar[bool] = False
    """Whether what was reached once is reached for good: a new version then looks at the past as well."""
    stepped: ClassVar[bool] = True
    """Whether each tier needs a threshold of its own."""

    def grounds(self, view: View, steps: Steps, taken: Sequence[Block] = ()) -> Iterable[Found]:
        """Every ground there is, oldest first. `taken` is what awards held already have used up."""
        raise NotImplementedError

    def find(self, view: View, steps: Steps, ground: str) -> Found | Lost:
        """The ground as it stands now, or why it does not."""
        found = next((one for one in self.grounds(view, steps) if one.ground == ground), None)
        return found or Lost(self.missing)

    missing: ClassVar[str] = "record_gone"
    """Why a ground that cannot be found is lost."""

    def ahead(self, view: View, steps: Steps) -> Progress | None:  # noqa: ARG002 - not every way can be measured
        """How far the next award is, where that can be said."""
        return None

    def faults(self) -> Iterator[Fault]:
        """What nobody could be judged by."""
        yield from ()

    def names(self) -> Iterator[tuple[str, str]]:
        """The metrics it leans on, each with the field it stands in."""
        yield from ()


def on_the_way(value: Ratio, steps: Steps, since: date | None, *, lower: bool = False) -> Progress | None:
    """Progress to the first step not reached yet; None when nothing is left to reach."""
    step = following(value, steps, lower=lower)
    if step is None:
        return None
    return Progress(step.tier, value, step.threshold, share(value, step.threshold, lower=lower), since)


def step_with(steps: Steps, text: str) -> Step | None:
    """The step whose threshold (or tier) is written so in a ground."""
    return next((step for step in steps if text in (step.text, step.tier)), None)
