"""What points can be had for, and what never is a prize: nothing that takes rest away from anybody."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Literal

from msgspec import Meta, Struct

from leaderboards.refusal import Refusal
from leaderboards.teams import Shift

LEAST_REST = timedelta(hours=11)


class Item(Struct, frozen=True, forbid_unknown_fields=True):
    """Something on the shelf: time off, a shift of one's choice, a seat in a training, a gift; more work is none of them. What is
    `payable` goes to payroll."""

    code: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
    kind: Literal["leave", "shift_choice", "training_seat", "gift"]
    zh: Annotated[str, Meta(min_length=1, max_length=60)]
    en: Annotated[str, Meta(min_length=1, max_length=60)]
    price: Annotated[int, Meta(ge=1, le=1_000_000)]
    payable: bool = False


def rests(planned: Iterable[Shift], chosen: Shift, least: timedelta = LEAST_REST) -> Refusal | None:
    """Why a shift cannot be chosen: it overlaps another one, or leaves less rest than the rules ask, counted in real hours over
    every change of the clock. `planned` are the person's other shifts."""
    for shift in planned:
        if chosen.starts < shift.ends + least and shift.starts < chosen.ends + least:
            return Refusal("breaks_rest", shift.day.isoformat())
    return None
