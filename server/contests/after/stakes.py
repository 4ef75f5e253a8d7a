"""What a room above says of the points that hang on a result: how much they come to, and whether that takes two persons."""

from collections.abc import Sequence
from typing import Protocol

from leaderboards.ranking import Standing
from server.contests.contest import Contest
from server.contests.wire import Warned
from server.db.pool import Connection
from server.errors import declare

SIGNER_GAINS = declare(
    "signer_takes_part",
    403,
    en="Prizes hang on this result: somebody who takes no part in the contest has to sign it.",
    zh="本场结果关系到奖励积分，须由未参赛的人员签署。",
)


class Stakes(Protocol):
    """See the module."""

    async def warnings(self, connection: Connection, contest: Contest) -> Sequence[Warned]:
        """What to know about the prizes of a contest before it is launched."""
        ...

    async def take_two(self, connection: Connection, contest: Contest, rows: Sequence[Standing]) -> bool:
        """Whether so much hangs on a result that ends so, that two persons have to sign it."""
        ...


class NoStakes:
    """Where nothing hangs on results."""

    async def warnings(self, connection: Connection, contest: Contest) -> Sequence[Warned]:  # noqa: ARG002 - a port's
        """None."""
        return ()

    async def take_two(self, connection: Connection, contest: Contest, rows: Sequence[Standing]) -> bool:  # noqa: ARG002
        """Never."""
        return False
