"""The centre's look: who changes it, what pictures are taken, what everybody sees, and which colours can be read."""

import struct
import zlib
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.look.colours import LEAST, _contrast, _read, judge
from server.reports.images import take_in
from tests.server.conftest import SignedIn

NAME = {"zh": "晨星客户服务中心", "en": "Morning Star Service Centre"}


def png(width: int, height: int, *, extra: bytes = b"", declared: tuple[int, int] | None = None) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([200, 20, 30, 255]) * width for _ in range(height))
    head = struct.pack(">IIBBBBB", *(declared or (width, height)), 8, 6, 0, 0, 0)
    text = chunk(b"tEXt", b"Comment\0" + extra) if extra else b""
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + text + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


@pytest.fixture
async def ops(signed_in: SignedIn) -> httpx.AsyncClient:
    return await signed_in("ops")


async def uploaded(client: httpx.AsyncClient, content: bytes) -> httpx.Response:
    return await client.post("/api/v1/look/pictures", content=content)


async def test_a_look_is_seen_by_everybody_but_not_its_seal(
    ops: httpx.AsyncClient, client: httpx.AsyncClient, sql: Any
) -> None:
    before = (await client.get("/api/v1/look")).json()
    assert before["shades"] is None
    assert before["logo"] is None
    logo, seal = [(await uploaded(ops, png(64, size))).json()["sha256"] for size in (64, 40)]
    signed = [
        {"picture": seal, "name": {"zh": "陈立新", "en": "Lixin Chen"}, "title": {"zh": "总经理", "en": "Director"}}
    ]
    look = {"name": NAME, "colour": "#0b6e69", "logo": logo, "seal": seal, "signatures": signed}
    assert (await ops.put("/api/v1/look/whole", json=look)).status_code == 200
    seen = (await client.get("/api/v1/look")).json()
    assert (seen["name"], seen["shades"]["light"]) == (NAME, "#0b6e69")
    picture = await client.get(seen["logo"])
    assert (picture.headers["content-type"], picture.headers["x-content-type-options"]) == ("image/png", "nosniff")
    assert (await client.get(f"/api/v1/look/logo/{seal}")).status_code == 404
    assert (await client.get(f"/api/v1/look/pictures/{seal}")).status_code == 401
    assert "signatures" not in seen
    assert await sql.fetchval("SELECT detail->>'seal' FROM audit WHERE action = 'look.change'") == seal


async def test_a_colour_that_nobody_can_read_is_answered_with_the_nearest(ops: httpx.AsyncClient) -> None:
    refused = await ops.put("/api/v1/look/whole", json={"name": NAME, "colour": "#ffd400"})
    assert (refused.status_code, refused.json()["code"]) == (422, "colour_unreadable")
    nearest = (await ops.get("/api/v1/look/colour", params={"value": "#ffd400"})).json()["nearest"]
    assert nearest in refused.json()["detail"]
    assert (await ops.put("/api/v1/look/whole", json={"name": NAME, "colour": nearest})).status_code == 200
    for odd in ("red", "#12345", "#12345g", "#1234567"):
        assert (await ops.get("/api/v1/look/colour", params={"value": odd})).status_code == 400


@given(st.integers(0, 0xFFFFFF))
def test_whatever_the_colour_its_shades_can_be_read(number: int) -> None:
    found = judge(f"#{number:06x}")
    shades = found.shades
    for ground in ("#ffffff", "#f5f6f9", "#eceff4", shades.light_soft):
        assert _contrast(_read(shades.light), _read(ground)) >= LEAST
    for ground in ("#0b1120", "#131c30", "#0f1728", shades.dark_soft):
        assert _contrast(_read(shades.dark), _read(ground)) >= LEAST
    assert found.passes == (found.nearest == f"#{number:06x}")
    assert judge(found.nearest).passes


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(60),
        SVG,
        b"<html>",
        b"\x89PNG\r\n\x1a\n" + SVG * 3,
        png(64, 64)[:-30],
        b"\xff\xd8\xff" + bytes(200),
    ],
    ids=["nothing", "gif", "svg", "html", "svg in disguise", "half a picture", "no jpeg"],
)
async def test_what_is_no_picture_is_refused(ops: httpx.AsyncClient, content: bytes) -> None:
    refused = await uploaded(ops, content)
    assert (refused.status_code, refused.json()["code"]) == (422, "not_a_picture")


async def test_large_and_tiny_pictures_are_refused(ops: httpx.AsyncClient) -> None:
    for content in (png(8, 64), png(64, 64, declared=(60_000, 60_000))):
        assert (await uploaded(ops, content)).json()["code"] == "picture_size"
    assert (await uploaded(ops, bytes(2 * 1024 * 1024 + 1))).status_code == 413


def test_nothing_but_pixels_is_kept() -> None:
    taken = take_in(png(80, 60, extra=b"<script>alert(1)</script>"))
    assert (taken.width, taken.height) == (80, 60)
    assert b"script" not in taken.png
    assert struct.unpack(">II", taken.png[16:24]) == (80, 60)


async def test_pictures_that_were_not_uploaded_are_not_taken(ops: httpx.AsyncClient) -> None:
    missing = await ops.put("/api/v1/look/whole", json={"name": NAME, "logo": "0" * 64})
    assert missing.status_code == 404
    for odd in (
        {"name": {"zh": "", "en": ""}},
        {"name": {"zh": " ", "en": " "}},
        {"name": NAME, "logo": "../x"},
        {"name": NAME, "signatures": [1]},
    ):
        assert (await ops.put("/api/v1/look/whole", json=odd)).status_code == 400
