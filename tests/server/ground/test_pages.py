"""Every file of the front end says what it is, and a page names what it will need."""

import gzip
import json
import os
from pathlib import Path

import pytest
from litestar import Litestar

from server.pages import packings, routes
from tests.server.conftest import client_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("favicon.svg", "image/svg+xml"),
        ("assets/index-a1.js", "text/javascript"),
        ("assets/index-a1.css", "text/css"),
        ("assets/inter-a1.woff2", "font/woff2"),
        ("manifest.webmanifest", "application/manifest+json"),
        ("teams", "text/html"),
    ],
)
async def test_files_say_what_they_are(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>")
    if "." in name:
        (tmp_path / name).write_bytes(b"x")
    async with client_of(Litestar(routes(tmp_path))) as client:
        answer = await client.get(f"/{name}")
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, kind)


async def test_scripts_go_packed_to_whoever_takes_them_so(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    script = b"const word = 'again and again';\n" * 200
    (tmp_path / "assets" / "index-a1.js").write_bytes(script)
    packed = gzip.compress(script)  # once: it holds the second at which it was made
    (tmp_path / "assets" / "index-a1.js.gz").write_bytes(packed)
    (tmp_path / "assets" / "index-a1.js.br").write_bytes(b"smaller still")
    (tmp_path / "assets" / "inter-a1.woff2").write_bytes(b"a font")
    async with client_of(Litestar(routes(tmp_path))) as client:

        async def asked(name: str, takes: str) -> tuple[str | None, bytes]:
            request = client.build_request("GET", f"/assets/{name}", headers={"accept-encoding": takes})
            answer = await client.send(request, stream=True)
            assert answer.headers["vary"] == "Accept-Encoding"
            content = b"".join([part async for part in answer.aiter_raw()])
            assert int(answer.headers["content-length"]) == len(content)
            return answer.headers.get("content-encoding"), content

        assert await asked("index-a1.js", "gzip, deflate, br") == ("br", b"smaller still")
        assert await asked("index-a1.js", "gzip, br;q=0") == ("gzip", packed)
        assert await asked("index-a1.js", "identity") == (None, script)
        assert await asked("inter-a1.woff2", "gzip, br") == (None, b"a font")


@pytest.mark.parametrize("name", ["index-a0.js", "index-a1.js.gz", "..%2Ffirst.json", "%2e%2e"])
async def test_nothing_but_assets_lies_among_them(tmp_path: Path, name: str) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "first.json").write_text("[]")
    (tmp_path / "assets" / "index-a1.js.gz").write_bytes(b"x")
    async with client_of(Litestar(routes(tmp_path))) as client:
        answer = await client.get(f"/assets/{name}")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("", []),
        ("gzip, deflate", ["gzip"]),
        ("gzip, deflate, br, zstd", ["br", "gzip"]),
        ("BR;q=0.1", ["br"]),
        ("br;q=0, gzip;q=1.0", ["gzip"]),
        ("*", ["br", "gzip"]),
        ("*;q=0.5, br; q=0.000", ["gzip"]),
        ("gzip;q=0, *;q=0", []),
    ],
)
def test_a_browser_says_which_packings_it_takes(accepted: str, taken: list[str]) -> None:
    assert packings(accepted) == taken


async def test_a_page_names_what_it_will_need(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<head></head><body></body>")
    (tmp_path / "wall.html").write_text("<head></head><body>wall</body>")
    first = [
        {"at": "^/teams/?$", "scripts": ["assets/teams-a1.js"], "styles": [], "asks": []},
        {
            "at": "^/teams/(?:[^/]+)/?$",
            "scripts": ["assets/team-a1.js"],
            "styles": ["assets/team-a1.css"],
            "asks": ["/api/v1/session"],
        },
    ]
    (tmp_path / "first.json").write_text(json.dumps(first))
    async with client_of(Litestar(routes(tmp_path))) as client:
        team = (await client.get("/teams/T1")).text
        assert '<link rel="modulepreload" crossorigin href="/assets/team-a1.js">' in team
        assert '<link rel="preload" as="style" crossorigin href="/assets/team-a1.css">' in team
        assert '<link rel="preload" as="fetch" crossorigin href="/api/v1/session"></head>' in team
        assert "teams-a1.js" not in team
        assert "teams-a1.js" in (await client.get("/teams")).text
        for elsewhere in ("/", "/teams/T1/more", "/wall"):
            assert "preload" not in (await client.get(elsewhere)).text
        # A front end that was built anew names its new parts.
        first[0]["scripts"] = ["assets/teams-b2.js"]
        (tmp_path / "first.json").write_text(json.dumps(first))
        os.utime(tmp_path / "first.json", ns=(1, 1))
        assert "teams-b2.js" in (await client.get("/teams")).text
