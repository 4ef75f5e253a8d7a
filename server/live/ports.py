"""What this room needs from the rooms above it, which it may not import: boards computed afresh, and what is on."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from msgspec import Struct

from leaderboards.feed import Board
from server.auth.actor import Actor
from server.wire import Bilingual


class OnStage(NamedTuple):
    """What a wall has to know of reveals."""

    contest_id: int | None
    """The contest whose ceremony is under way: for so long walls show nothing else."""
    soon: bool
    """Whether one may begin at any moment."""


class BoardSource(Protocol):
    """Computes boards from the database; the contests room provides it."""

    async def board(self, contest_id: int) -> Board:
        """The whole board of a contest as everybody with full sight sees it; the negative number asks for the truth of a
        frozen one.

        Raises DomainError(not_found) for a contest that does not exist or is not to be shown (a draft).
        """
        ...


class Programme(Protocol):
    """Knows which contests there are to show; the contests room provides it."""

    async def on_show(self, site_id: int) -> list[int]:
        """Ids of the site's running, frozen and provisional contests, in the order in which a wall shows them."""
        ...

    async def on_stage(self, contest_ids: Sequence[int]) -> OnStage:
        """Which of these contests is being revealed."""
        ...

    async def admit_to_truth(self, actor: Actor, contest_id: int) -> None:
        """Let pass who may see how a frozen contest really stands. Raises DomainError for everybody else, and while it is
        not frozen."""
        ...

    async def site_of(self, contest_id: int) -> int | None:
        """The site that holds a contest, or None when there is no such contest to show."""
        ...


class Scene(Protocol):
    """Something besides boards that takes its turn on walls. `rooms.py` hands it to `DisplaysService.scenes`; what draws it lies
    in `frontend/src/scenes/<kind>/Scene.vue`."""

    kind: str
    """One word, as in its folder and in a display's list of scenes."""
    name: Bilingual
    """What it is called where a lead chooses."""

    async def show(self, site_id: int, team_id: int | None) -> Struct | None:
        """What the walls of this site (in this team's own area) show now; None while there is nothing, and its turn is skipped.

        Whoever passes by reads it: only what everybody may know belongs in it.
        """
        ...
