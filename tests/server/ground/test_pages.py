"""Every file of the front end says what it is; a page whose icon or font comes as a mere heap of bytes goes without."""

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
