"""What all kinds of criteria share: data that can be stored, judged against a view of one person's evidence."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from msgspec import Meta, Struct

from career.evidence import Deed, View
from career.exact import MICRO, ONE, ZERO, Ratio, parse_decimal, progress
from career.refusal import Fault
from career.verdict import Ahead, Trend, Verdict

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
MetricCode = Code
Count = Annotated[int, Meta(ge=1, le=1000)]
Months = Annotated[int, Meta(ge=1, le=120)]


class Criterion(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", dict=True):
    """One kind of criterion; `dict` lets a criterion keep its amounts parsed between ten thousand people."""

    def judge(self, view: View) -> Verdict:
        """The verdict as of the view's day. The same evidence and the same day always give the same verdict."""
        raise NotImplementedError

    def ahead(self, view: View) -> Ahead | None:  # noqa: ARG002 - most kinds cannot honestly say
        """The earliest day an open criterion can be met, where that can be said honestly."""
        return None

    def faults(self) -> Iterator[Fault]:
        """What makes it impossible to meet or to miss; asked only once all amounts are known to be plain decimals."""
        yield from ()

    def names(self) -> Iterator[tuple[str, str]]:
        """The names it leans on, each with the field it stands in."""
        yield from ()

    def trend(self, view: View) -> Trend | None:  # noqa: ARG002 - most kinds have none
        """Whether the months within the window rise or fall."""
        return None


def floor_fault(floor: str, at_least: str | None) -> Iterator[Fault]:
    """A floor that is not below its threshold leaves no way to go."""
    if at_least is not None and parse_decimal(floor) >= parse_decimal(at_least):
        yield Fault("floor_not_below", "floor", floor)


def micro(amount: int) -> Ratio:
    """Micro-units as a ratio in whole units."""
    return amount, MICRO


def counted(number: int, asked: int, evidence: tuple[str, ...] = (), lacking: str = "too_few") -> Verdict:
    """The verdict of a criterion that counts: so many are there, so many are asked."""
    value, threshold = (number, 1), (asked, 1)
    if number >= asked:
        return Verdict("met", "reached", value, threshold, ONE, evidence)
    return Verdict("not_met", lacking, value, threshold, (number, asked), evidence)


def reached(value: Ratio, threshold: Ratio, floor: Ratio = ZERO) -> tuple[bool, Ratio]:
    """Whether a value is at least the threshold, and how far it has come."""
    if value[0] * threshold[1] >= threshold[0] * value[1]:
        return True, ONE
    return False, progress(value, threshold, floor)


def deeds_seen(view: View, deeds: Sequence[Deed], in_level: bool, months: int | None) -> list[Deed]:
    """The deeds that count."""
    if not deeds:
        return []
    return [deed for deed in deeds if view.counts(deed.on, in_level=in_level, months=months)]


def refs(deeds: Sequence[Deed]) -> tuple[str, ...]:
    """Where the deeds can be opened."""
    return tuple([deed.ref or deed.on.isoformat() for deed in deeds]) if deeds else ()
