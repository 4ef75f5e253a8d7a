"""The doors of the training room, each corner's own."""

from litestar.types import ControllerRouterHandler

from server.training.classes import api as classes_api

CONTROLLERS: tuple[ControllerRouterHandler, ...] = (*classes_api.CONTROLLERS,)
