"""How each format is played, as data: stored beside the format in templates and contests, the same on the wire.

`race` has nothing to set; a season (`league`, `cup`) says how its rounds are laid out and what they earn.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from leaderboards.feed import Name
from leaderboards.rules import Decimal

Points = Annotated[str, Meta(pattern=r"^-?[0-9]{1,6}(\.[0-9]{1,4})?$")]
"""Table points as plain decimal text; four digits after the point, so that they are exact as ten-thousandths."""
Criterion = Literal["difference", "scores_for", "wins", "head_to_head"]
Pairing = Literal["round_robin", "groups", "swiss"]


class Rhythm(Struct, frozen=True, forbid_unknown_fields=True):
    """When rounds are played: a round lasts a business day or a week, and begins every `every` worked days or weeks."""

    unit: Literal["day", "week"] = "week"
    every: Annotated[int, Meta(ge=1, le=8)] = 1


class TableRules(Struct, frozen=True, forbid_unknown_fields=True):
    """What a fixture earns and how a table is ordered: points first, then `order`, then a shared place.

    A fixture whose scores differ by less than `draw_margin` is a draw. Real leagues differ in exactly these settings.
    """

    win: Points = "3"
    draw: Points = "1"
    loss: Points = "0"
    draw_margin: Decimal = "0.5"
    order: Annotated[tuple[Criterion, ...], Meta(max_length=4)] = ("difference", "scores_for", "wins", "head_to_head")


class Deduction(Struct, frozen=True, forbid_unknown_fields=True):
    """Points taken off a participant's total (or, negative, given), with a reason that everybody may read."""

    participant: str
    points: Points
    reason: Annotated[str, Meta(max_length=200)] = ""


class RacePlay(Struct, frozen=True, forbid_unknown_fields=True, tag_field="format", tag="race"):
    """All by score over one window."""


class LeaguePlay(Struct, frozen=True, forbid_unknown_fields=True, tag_field="format", tag="league"):
    """A season of fixtures and its table.

    `round_robin`: everybody meets everybody `legs` times. `groups`: the same within groups of about `group_size`, then
    playoffs among the winners. `swiss`: `rounds` rounds, each pairing those who stand level. `up` and `down` are the places of each division
    that change it after the season.
    """

    pairing: Pairing = "round_robin"
    legs: Annotated[int, Meta(ge=1, le=4)] = 1
    rounds: Annotated[int, Meta(ge=1, le=52)] | None = None
    """Swiss only; enough to single out one winner when left out."""
    group_size: Annotated[int, Meta(ge=3, le=20)] = 4
    advance: Annotated[int, Meta(ge=1, le=4)] = 1
    """How many of each group reach the playoffs."""
    rhythm: Rhythm = Rhythm()
    table: TableRules = TableRules()
    up: Annotated[int, Meta(ge=0, le=10)] = 0
    down: Annotated[int, Meta(ge=0, le=10)] = 0
    deductions: Annotated[tuple[Deduction, ...], Meta(max_length=100)] = ()


class CupPlay(Struct, frozen=True, forbid_unknown_fields=True, tag_field="format", tag="cup"):
    """A bracket: who loses is out; the best seeds have byes where the number of participants is not a power of two."""

    rhythm: Rhythm = Rhythm()
    third_place: bool = True


class DuelPlay(Struct, frozen=True, forbid_unknown_fields=True, tag_field="format", tag="duel"):
    """Two sides, and the gap wins; a difference below `draw_margin` is a draw.

    `names` are what the sides are called where a side is a group; a side of one is called by that one's name.
    """

    draw_margin: Decimal = "0.5"
    names: tuple[Name, Name] | None = None


class GoalPlay(Struct, frozen=True, forbid_unknown_fields=True, tag_field="format", tag="goal"):
    """All together reach a target: what everybody's facts pooled come to under the rules is at least `target`."""

    target: Decimal = "100"


Play = RacePlay | LeaguePlay | CupPlay | DuelPlay | GoalPlay
SeasonPlay = LeaguePlay | CupPlay
Format = Literal["race", "league", "cup", "duel", "goal"]


def format_of(play: Play) -> Format:
    """The word for it in columns and lists."""
    match play:
        case RacePlay():
            return "race"
        case LeaguePlay():
            return "league"
        case CupPlay():
            return "cup"
        case DuelPlay():
            return "duel"
        case GoalPlay():
            return "goal"
