"""The doors of the training room, each corner's own."""

from litestar.types import ControllerRouterHandler

CONTROLLERS: tuple[ControllerRouterHandler, ...] = ()
