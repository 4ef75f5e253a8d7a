"""Serves the built front end: hashed assets for ever, the wall its own page, every other address that of the consoles."""

import mimetypes
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from litestar import MediaType, Response, get
from litestar.config.compression import CompressionConfig
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.middleware.compression import CompressionMiddleware
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


_KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""What files are, whatever the machine's own tables say: browsers refuse a script or a style that is called something else."""

_PACKED = CompressionConfig(backend="gzip", gzip_compress_level=6, exclude=r"\.(woff2|png)$")
"""A page's scripts take a quarter of their size on the way; browsers keep them, so that packing is rare."""


_ENTRY = re.compile(r'<script[^>]+src="/assets/([^"]+)\.js"')


class _First(msgspec.Struct, frozen=True):
    """What a page needs before it can show itself; `frontend/first.ts` writes it down."""

    at: str
    """A regular expression of addresses."""
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    asks: tuple[str, ...]

    def tags(self) -> str:
        """The lines of the page's head that have a browser fetch all of it at once."""
        return "".join(
            [
                *(f'<link rel="modulepreload" crossorigin href="/{file}">' for file in self.scripts),
                *(f'<link rel="preload" as="style" crossorigin href="/{file}">' for file in self.styles),
                *(f'<link rel="preload" as="fetch" crossorigin href="{path}">' for path in self.asks),
            ]
        )


@lru_cache(maxsize=2)
def _firsts(file: Path, _written: int) -> list[tuple[re.Pattern[str], str]]:
    """Patterns of addresses with the lines for each; a rebuilt front end is another one."""
    found = msgspec.json.decode(file.read_bytes(), type=list[_First])
    return [(re.compile(one.at), one.tags()) for one in found]


def _with_first(page: str, address: str, dist: Path) -> str:
    file = dist / "first.json"
    if not file.is_file():
        return page
    tags = next((tags for pattern, tags in _firsts(file, file.stat().st_mtime_ns) if pattern.match(address)), "")
    return page.replace("</head>", f"{tags}</head>", 1)


def wall_build(dist: Path = DIST) -> str | None:
    """The build of the wall that is served now, by the name that a wall says of itself; None where nothing is built."""
    page = dist / "wall.html"
    found = _ENTRY.search(page.read_text(encoding="utf-8")) if page.is_file() else None
    return None if found is None else found.group(1)


def routes(dist: Path = DIST) -> list[HTTPRouteHandler | Router]:
    """The page and, where the front end is built, its assets."""
    for suffix, kind in _KINDS.items():
        mimetypes.add_type(kind, suffix)

    @get(["/", "/{path:path}"], include_in_schema=False, guards=[public], name="page")
    async def page(path: str = "") -> Response[Any]:
        """The consoles' page for every address they may route themselves, the wall's, and the few files that lie beside them."""
        wanted = path.strip("/")
        if wanted.startswith(("api/", "assets/")):
            raise NotFoundException
        beside = dist / wanted
        if wanted and "/" not in wanted and beside.is_file():
            return File(beside, filename=beside.name, content_disposition_type="inline")
        index = dist / ("wall.html" if wanted == "wall" else "index.html")
        content = index.read_text(encoding="utf-8") if index.is_file() else _NOT_BUILT
        if index.name == "index.html":
            content = _with_first(content, f"/{wanted}", dist)
        return Response(content, media_type=MediaType.HTML, headers={"cache-control": "no-cache"})

    found: list[HTTPRouteHandler | Router] = [page]
    if (dist / "assets").is_dir():
        found.append(
            create_static_files_router(
                path="/assets",
                directories=[dist / "assets"],
                guards=[public],
                include_in_schema=False,
                send_as_attachment=False,
                middleware=[DefineMiddleware(CompressionMiddleware, config=_PACKED)],
                name="assets",
            )
        )
    return found
