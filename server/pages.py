"""Serves the built front end: hashed assets for ever, every other address its one page."""

from pathlib import Path
from typing import Any

from litestar import MediaType, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.response import File
from litestar.router import Router
from litestar.static_files import create_static_files_router

from server.auth.guards import public

DIST = Path(__file__).resolve().parent.parent / "frontend" / "dist"

_NOT_BUILT = """<!doctype html><meta charset="utf-8"><title>Echelon</title>
<p>The front end is not built yet. Run <code>make run</code>.</p><p>前端尚未构建，请运行 <code>make run</code>。</p>"""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@get(["/", "/{path:path}"], include_in_schema=False, guards=[public], name="page")
async def page(path: str = "") -> Response[Any]:
    """The front end's page for every address it may route itself, and the few files that lie beside it."""
    wanted = path.strip("/")
    if wanted.startswith(("api/", "assets/")):
        raise NotFoundException
    beside = DIST / wanted
    if wanted and "/" not in wanted and beside.is_file():
        return File(beside, content_disposition_type="inline")
    index = DIST / "index.html"
    content = index.read_text(encoding="utf-8") if index.is_file() else _NOT_BUILT
    return Response(content, media_type=MediaType.HTML, headers={"cache-control": "no-cache"})


def routes() -> list[HTTPRouteHandler | Router]:
    """The page and, where the front end is built, its assets."""
    found: list[HTTPRouteHandler | Router] = [page]
    if (DIST / "assets").is_dir():
        found.append(
            create_static_files_router(
                path="/assets",
                directories=[DIST / "assets"],
                guards=[public],
                include_in_schema=False,
                send_as_attachment=False,
                name="assets",
            )
        )
    return found
