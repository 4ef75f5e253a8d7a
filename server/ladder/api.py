"""The doors of the career room, each corner's own."""

from litestar.types import ControllerRouterHandler

CONTROLLERS: tuple[ControllerRouterHandler, ...] = ()
