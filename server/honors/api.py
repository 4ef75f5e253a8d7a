"""The doors of the room of honors."""

from litestar.types import ControllerRouterHandler

from server.honors.badges.api import AwardsController, BadgesController, ShelfController, TeamShelfController
from server.honors.collective.api import HonorsController, TitlesController
from server.honors.kudos.api import KudosController
from server.honors.prizes.api import PrizesController
from server.honors.rewards.api import RewardsController
from server.honors.rewards.keeping_api import RewardsKeepingController

CONTROLLERS: tuple[ControllerRouterHandler, ...] = (
    KudosController,
    RewardsController,
    RewardsKeepingController,
    PrizesController,
    BadgesController,
    AwardsController,
    ShelfController,
    TeamShelfController,
    HonorsController,
    TitlesController,
)
