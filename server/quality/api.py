"""The doors of the quality room, each corner's own."""

from litestar.types import ControllerRouterHandler

from server.quality.benchmarks import api as benchmarks_api
from server.quality.calibrations import api as calibrations_api
from server.quality.cases import api as cases_api
from server.quality.evaluations import api as evaluations_api
from server.quality.faults import api as faults_api
from server.quality.forms import api as forms_api
from server.quality.sampling import api as sampling_api

CONTROLLERS: tuple[ControllerRouterHandler, ...] = (
    *forms_api.CONTROLLERS,
    *evaluations_api.CONTROLLERS,
    *calibrations_api.CONTROLLERS,
    *sampling_api.CONTROLLERS,
    *faults_api.CONTROLLERS,
    *cases_api.CONTROLLERS,
    *benchmarks_api.CONTROLLERS,
)
