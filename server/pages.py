"""Serves the built front end: hashed assets for ever, the wall its own page, every other address that of the consoles."""

import mimetypes
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from litestar import MediaType, Request, Response, get, route
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.response import File

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

_PACKINGS = {"br": ".br", "gzip": ".gz"}
"""What `frontend/packed.ts` lays beside a file, by the name a browser says for it; the smallest first."""

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


def packings(accepted: str) -> list[str]:
    """The packings that a browser takes by its `Accept-Encoding`, the smallest first: `gzip, br;q=0` takes gzip alone."""
    asked = {}
    for part in accepted.lower().split(","):
        coding, _, quality = part.partition(";")
        asked[coding.strip()] = not re.fullmatch(r"\s*q=0(\.0*)?\s*", quality)
    return [coding for coding in _PACKINGS if asked.get(coding, asked.get("*", False))]


def _beside(file: Path, coding: str) -> Path:
    return file.with_name(file.name + _PACKINGS[coding])


def routes(dist: Path = DIST) -> list[HTTPRouteHandler]:
    """The pages and their assets."""
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

    @route("/assets/{name:str}", http_method=["GET", "HEAD"], include_in_schema=False, guards=[public], name="assets")
    async def asset(name: str, request: Request[Any, Any, Any]) -> File:
        """A file under the name of its content, packed as small as the browser can take it."""
        plain = dist / "assets" / name
        if plain.suffix not in _KINDS or not plain.is_file():
            raise NotFoundException
        coding = next(
            (
                coding
                for coding in packings(request.headers.get("accept-encoding", ""))
                if _beside(plain, coding).is_file()
            ),
            None,
        )
        return File(
            _beside(plain, coding) if coding else plain,
            filename=name,
            media_type=_KINDS[plain.suffix],
            headers={"vary": "Accept-Encoding", **({"content-encoding": coding} if coding else {})},
            content_disposition_type="inline",
        )

    return [page, asset]
