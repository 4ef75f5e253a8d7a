"""The doors of the quality room, each corner's own."""

from litestar.types import ControllerRouterHandler

CONTROLLERS: tuple[ControllerRouterHandler, ...] = ()
