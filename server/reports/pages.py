"""Sets printed pages: a template beside this module, the data and pictures it shows, one PDF; the same input gives the same bytes."""

import io
import os
import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import manimgx_fonts_cjk
import msgspec
import segno
import typst

_TEMPLATES = Path(__file__).resolve().parent


@cache
def _fonts() -> typst.Fonts:
    """Noto Sans CJK in all weights, and nothing of the machine's own: a page looks the same wherever it is set."""
    folder = os.fspath(files(manimgx_fonts_cjk))  # type: ignore[call-overload]  # a package on disk is a path
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def set_pages(template: str, data: object, made: datetime, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """A PDF. `data` reaches the template as JSON and is never read as markup; `pictures` are PNG files that it may name.

    Takes milliseconds; call it in a thread.
    """
    if not pictures:
        return _one(_compiler(_TEMPLATES, template, data).compile(format="pdf", timestamp=int(made.timestamp())))
    with tempfile.TemporaryDirectory() as folder:
        _lay_out(Path(folder), pictures)
        compiler = _compiler(Path(folder), template, data)
        return _one(compiler.compile(format="pdf", timestamp=int(made.timestamp())))


def set_picture(template: str, data: object, pictures: Mapping[str, bytes] | None = None, ppi: int = 110) -> bytes:
    """The one page as a PNG, to be looked at on a screen."""
    with tempfile.TemporaryDirectory() as folder:
        _lay_out(Path(folder), pictures or {})
        return _one(_compiler(Path(folder), template, data).compile(format="png", ppi=ppi))


def drawn(source: str) -> bytes:
    """A drawing of our own as a PNG, a pixel a point."""
    return _one(typst.Compiler(input=source.encode(), font_paths=_fonts()).compile(format="png", ppi=72))


def square(text: str) -> str:
    """A QR code as an SVG drawing."""
    out = io.BytesIO()
    # Trying all eight masks for the prettiest takes six times as long, and every reader reads any of them.
    segno.make(text, error="m", mask=4, micro=False).save(out, kind="svg", border=0, scale=4, dark="#16202E")
    return out.getvalue().decode()


def _lay_out(folder: Path, pictures: Mapping[str, bytes]) -> None:
    for source in _TEMPLATES.glob("*.typ"):
        (folder / source.name).write_bytes(source.read_bytes())
    for name, content in pictures.items():
        (folder / name).write_bytes(content)


def _compiler(folder: Path, template: str, data: object) -> typst.Compiler:
    return typst.Compiler(
        input=str(folder / template),
        root=str(folder),
        font_paths=_fonts(),
        sys_inputs={"data": msgspec.json.encode(data).decode()},
    )


def _one(made: object) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made
