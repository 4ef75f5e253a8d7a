"""The doors of the training room, each corner's own."""

from litestar.types import ControllerRouterHandler

from server.training.care import api as care_api
from server.training.classes import api as classes_api
from server.training.courses import plans_api as courses_api
from server.training.exams import api as exams_api

CONTROLLERS: tuple[ControllerRouterHandler, ...] = (
    *exams_api.CONTROLLERS,
    *care_api.CONTROLLERS,
    *classes_api.CONTROLLERS,
    *courses_api.CONTROLLERS,
)
