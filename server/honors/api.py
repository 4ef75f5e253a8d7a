"""The doors of the room of honors."""

from litestar.types import ControllerRouterHandler

from server.honors.badges.api import AwardsController, BadgesController, ShelfController
from server.honors.kudos.api import KudosController

CONTROLLERS: tuple[ControllerRouterHandler, ...] = (
    KudosController,
    BadgesController,
    AwardsController,
    ShelfController,
)
