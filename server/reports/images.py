"""Takes in pictures that people upload: judged by what they are, not what they are called, and drawn anew, so that nothing but
pixels is kept of what was sent."""

import struct
import tempfile
from pathlib import Path
from typing import Literal

import typst
from msgspec import Struct

from server.errors import DomainError, declare

LARGEST = 2 * 1024 * 1024
"""Bytes of an uploaded picture."""
SIDES = (16, 3000)
"""Pixels that a side may have."""

NO_PICTURE = declare(
    "not_a_picture",
    422,
    en="This is no PNG or JPEG picture that can be read. Drawings such as SVG are not taken: save it as PNG.",
    zh="无法识别为 PNG 或 JPEG 图片。不接受 SVG 等矢量文件，请另存为 PNG。",
)
PICTURE_SIZE = declare(
    "picture_size",
    422,
    en="The picture has {width} × {height} pixels; each side needs {least} to {most}.",
    zh="图片为 {width} × {height} 像素，每边应在 {least} 到 {most} 像素之间。",
)

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# Beginnings of frames: all but those for tables (C4), the reserved one (C8) and arithmetic conditions (CC).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset({0x01, *range(0xD0, 0xDA)})
"""Markers without a length."""


class Picture(Struct, frozen=True):
    """A picture as we drew it: PNG."""

    png: bytes
    width: int
    height: int


def take_in(content: bytes) -> Picture:
    """The picture in a file, drawn anew. Raises `not_a_picture`, `picture_size`. Takes up to a second; call it in a thread.

    The size is read before anything is unpacked, so that a small file cannot ask for much memory.
    """
    kind, size = _measure(content)
    if kind is None or size is None:
        raise DomainError(NO_PICTURE)
    width, height = size
    least, most = SIDES
    if not (least <= width <= most and least <= height <= most):
        raise DomainError(PICTURE_SIZE, width=width, height=height, least=least, most=most)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"picture.{kind}").write_bytes(content)
        page = f'#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)\n#image("picture.{kind}", width: 100%, height: 100%, fit: "stretch")'
        try:
            drawn = typst.Compiler(input=page.encode(), root=folder).compile(format="png", ppi=72)
        except typst.TypstError as problem:
            raise DomainError(NO_PICTURE) from problem
    if not isinstance(drawn, bytes):
        raise DomainError(NO_PICTURE)
    return Picture(drawn, width, height)


def _measure(content: bytes) -> tuple[Literal["png", "jpg"] | None, tuple[int, int] | None]:
    if content.startswith(_PNG) and content[12:16] == b"IHDR" and len(content) > 24:
        return "png", struct.unpack(">II", content[16:24])
    if content.startswith(_JPEG):
        return "jpg", _frame(content)
    return None, None


def _frame(content: bytes) -> tuple[int, int] | None:
    """Width and height of a JPEG, from the head of its frame."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _BARE:
            at += 2
        elif marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None
