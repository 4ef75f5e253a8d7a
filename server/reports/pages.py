"""Sets printed pages: a template beside this module, the data it shows, one PDF; the same input gives the same bytes."""

import io
import os
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


def set_pages(template: str, data: object, made: datetime) -> bytes:
    """A PDF. `data` reaches the template as JSON and is never read as markup. Takes milliseconds; call it in a thread."""
    compiler = typst.Compiler(
        input=str(_TEMPLATES / template),
        root=str(_TEMPLATES),
        font_paths=_fonts(),
        sys_inputs={"data": msgspec.json.encode(data).decode()},
    )
    pdf = compiler.compile(format="pdf", timestamp=int(made.timestamp()))
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single document")
    return pdf


def square(text: str) -> str:
    """A QR code as an SVG drawing."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", border=0, scale=4, dark="#16202E")
    return out.getvalue().decode()
