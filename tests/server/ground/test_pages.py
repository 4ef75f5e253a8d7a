"""Every file of the front end says what it is, and a page names what it will need."""

import json
import os
from pathlib import Path

import pytest
from litestar import Litestar

from server.pages import routes
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
    script, font = b"const word = 'again and again';\n" * 200, b"\x00" * 5000
    (tmp_path / "assets" / "index-a1.js").write_bytes(script)
    (tmp_path / "assets" / "inter-a1.woff2").write_bytes(font)
    async with client_of(Litestar(routes(tmp_path))) as client:
        packed = await client.get("/assets/index-a1.js")
        plain = await client.get("/assets/index-a1.js", headers={"accept-encoding": "identity"})
        kept = await client.get("/assets/inter-a1.woff2")
    assert (packed.headers["content-encoding"], packed.content) == ("gzip", script)
    assert int(packed.headers["content-length"]) < len(script) / 4
    assert "content-encoding" not in plain.headers
    assert plain.content == script
    assert "content-encoding" not in kept.headers
    assert kept.content == font


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
