"""Joins the rooms and their doors into one application."""

from collections.abc import Callable
from functools import cache
from typing import Any

from litestar import Litestar
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, Receive, Scope, Send

from server import health, upkeep
from server.auth import api as auth_api
from server.auth.gate import RecogniseActor
from server.auth.guards import provide_actor
from server.certificates import api as certificates_api
from server.clock import Clock
from server.contests import api as contests_api
from server.contests.after import api as after_api
from server.contests.insight import api as insight_api
from server.contests.seasons import api as seasons_api
from server.contests.showing import sides_api
from server.contests.showing.standings_api import standings_route
from server.desk import api as desk_api
from server.facts import api as facts_api
from server.headers import SafeHeaders
from server.honors import api as honors_api
from server.ladder import api as ladder_api
from server.live import api as live_api
from server.look import api as look_api
from server.pages import routes as page_routes
from server.people import api as people_api
from server.problems import HANDLERS
from server.quality import api as quality_api
from server.requests import NumberedRequests
from server.retention import RetentionController
from server.rooms import Rooms
from server.settings import Settings
from server.training import api as training_api

LARGEST_BODY = 20 * 1024 * 1024
"""Bytes of a request; a larger import comes in parts."""
_PARTS = (
    "steering", "race",
    "settings", "clock", "db", "auth", "people", "facts", "quality", "contests", "insight", "honors", "ladder", "training",
    "desk", "sockets", "displays", "vitals", "retention", "look", "certificates",
)  # fmt: skip
"""The parts of `Rooms` that handlers may ask for by name."""


def create_app(settings: Settings, clock: Clock) -> Litestar:
    """The application on the database and Redis that `settings` name; its lifespan opens and closes them."""
    rooms = Rooms(settings, clock)
    app = Litestar(lifespan=[rooms.open], logging_config=None, openapi_config=None)
    app.state.rooms = rooms
    # Around the framework's own handler rather than in its middleware stack, which unknown addresses never reach.
    recognised = RecogniseActor(_Furnished(doors(), rooms), rooms.auth.gate, settings.public_url)
    app.asgi_handler = SafeHeaders(NumberedRequests(recognised))
    return app


@cache
def doors() -> Litestar:
    """All routes and sockets, bound to no rooms: a request brings its own. Made once a process, because it takes a second."""
    return Litestar(
        route_handlers=[
            *auth_api.CONTROLLERS,
            *people_api.CONTROLLERS,
            *facts_api.CONTROLLERS,
            *quality_api.CONTROLLERS,
            *contests_api.CONTROLLERS,
            *sides_api.CONTROLLERS,
            *after_api.CONTROLLERS,
            seasons_api.SeasonsController,
            *insight_api.CONTROLLERS,
            *honors_api.CONTROLLERS,
            *certificates_api.CONTROLLERS,
            *look_api.CONTROLLERS,
            *ladder_api.CONTROLLERS,
            *training_api.CONTROLLERS,
            *desk_api.CONTROLLERS,
            standings_route(lambda scope: _rooms(scope).contests),
            *live_api.CONTROLLERS,
            *health.ROUTES,
            upkeep.UpkeepController,
            RetentionController,
            *page_routes(),
        ],
        dependencies={
            **{name: Provide(_part(name), sync_to_thread=False) for name in _PARTS},
            "actor": Provide(provide_actor, sync_to_thread=False),
        },
        exception_handlers=HANDLERS,
        request_max_body_size=LARGEST_BODY,
        logging_config=None,
        openapi_config=OpenAPIConfig(
            title="Echelon",
            version="1",
            path="/api/v1/schema",
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
            use_handler_docstrings=True,
        ),
    )


class _Furnished:
    """The doors, opening on these rooms: two applications of one process share the first and not the second."""

    def __init__(self, app: ASGIApp, rooms: Rooms) -> None:
        self._app = app
        self._rooms = rooms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["rooms"] = self._rooms
        await self._app(scope, receive, send)


def _rooms(scope: Scope) -> Rooms:
    rooms: Rooms = scope["state"]["rooms"]
    return rooms


def _part(name: str) -> Callable[[Scope], Any]:
    def provide(scope: Scope) -> Any:
        return getattr(_rooms(scope), name)

    return provide
