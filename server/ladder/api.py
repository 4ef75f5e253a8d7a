"""The doors of the career room, each corner's own."""

from litestar.types import ControllerRouterHandler

from server.ladder.criteria import api as criteria_api
from server.ladder.cycles import api as cycles_api
from server.ladder.dossiers import api as dossiers_api
from server.ladder.path import api as path_api
from server.ladder.readiness import api as readiness_api
from server.ladder.records import api as records_api
from server.ladder.scorecards import api as scorecards_api
from server.ladder.support import api as support_api

CONTROLLERS: tuple[ControllerRouterHandler, ...] = (
    *criteria_api.CONTROLLERS,
    *cycles_api.CONTROLLERS,
    *dossiers_api.CONTROLLERS,
    *path_api.CONTROLLERS,
    *readiness_api.CONTROLLERS,
    *records_api.CONTROLLERS,
    *scorecards_api.CONTROLLERS,
    *support_api.CONTROLLERS,
)
