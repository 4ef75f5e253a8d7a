"""The doors of the career room, each corner's own."""

from litestar.types import ControllerRouterHandler

from server.ladder.criteria import api as criteria_api
from server.ladder.path import api as path_api

CONTROLLERS: tuple[ControllerRouterHandler, ...] = (
    *criteria_api.CONTROLLERS,
    *path_api.CONTROLLERS,
)
