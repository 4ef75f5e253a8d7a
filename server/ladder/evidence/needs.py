"""What the criteria lean on: of all that is measured only these metrics, and only so many months, are read."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from career.criteria import BY_MONTH, AnyOf, Kind
from career.months import REACH
from career.versions import Version


class Needs(Struct, frozen=True):
    """The metrics that some criterion names, and how many complete months before the as-of date may be asked for."""

    metrics: tuple[str, ...]
    months: int


def needs_of(versions: Iterable[Version]) -> Needs:
    """What all steps of these versions ask for, those not enabled included: an editor may enable them."""
    kinds = [
        kind for version in versions for step in version.steps for one in step.asked for kind in _alone(one.criterion)
    ]
    metrics = {name for kind in kinds for field, name in kind.names() if field == "metric"}
    months = [kind.months for kind in kinds if isinstance(kind, BY_MONTH)]
    return Needs(tuple(sorted(metrics)), REACH * max(months, default=1))


def _alone(kind: Kind) -> Iterator[Kind]:
    yield from kind.of if isinstance(kind, AnyOf) else (kind,)
