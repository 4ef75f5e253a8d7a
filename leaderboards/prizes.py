"""Prizes of a contest: points for a place, to everybody who shares it or to the team's budget, and what a correction does to them."""

from collections.abc import Collection, Iterator, Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct

from leaderboards.rules import Fault

To = Literal["members", "budget"]
MOST_PRIZES = 20


class Prize(Struct, frozen=True, forbid_unknown_fields=True):
    """So many points for a place: to each member who shares it, or once to the budget of the team. Whoever shares a place
    with others has the whole prize; in divisions every one has its places. Of a goal everybody is first once it is reached."""

    place: Annotated[int, Meta(ge=1, le=10)]
    points: Annotated[int, Meta(ge=1, le=10_000)]
    to: To = "members"


Prizes = Annotated[tuple[Prize, ...], Meta(max_length=MOST_PRIZES)]


def check_prizes(prizes: Sequence[Prize], participants: Literal["team", "agent"], form: str) -> Iterator[Fault]:
    """What of them cannot be won, or is said twice."""
    said: set[tuple[int, To]] = set()
    for i, one in enumerate(prizes):
        if (one.place, one.to) in said:
            yield Fault("place_twice", f"prizes.{i}.place", str(one.place))
        if one.to == "budget" and participants == "agent":
            yield Fault("no_budget", f"prizes.{i}.to")
        if form == "goal" and one.place > 1:
            yield Fault("one_place", f"prizes.{i}.place", str(one.place))
        said.add((one.place, one.to))


def won(prizes: Sequence[Prize], to: To, rank: int | None) -> int:
    """What a place is worth."""
    return sum(one.points for one in prizes if one.to == to and one.place == rank)


def at_most(prizes: Sequence[Prize], sizes: Collection[int], divisions: int, form: str) -> int:
    """What they come to when the largest teams come first and nobody shares a place; `sizes` are members per participant."""
    if form == "goal":
        return sum(one.points * (sum(sizes) if one.to == "members" else len(sizes)) for one in prizes)
    largest = sorted(sizes, reverse=True)
    fields = max(1, divisions)
    found = 0
    for one in prizes:
        placed = largest[(one.place - 1) * fields : one.place * fields]
        found += one.points * (sum(placed) if one.to == "members" else len(placed))
    return found


Move = Literal["nothing", "give", "take", "keep"]


def move(due: int, held: int, free: int) -> tuple[Move, int]:
    """What becomes of somebody who holds `held` points of a contest's prizes and should hold `due`; `free` are points not
    spent since. More is given as the difference. Less takes back all that was held, and what is still due is given anew;
    but what was spent is kept."""
    if due == held:
        return "nothing", 0
    if due > held:
        return "give", due - held
    return ("take", due) if free >= held else ("keep", 0)
