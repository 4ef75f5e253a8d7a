"""Sheets with all pages of an area beside each other, so that documents hold every page without holding every picture."""

import base64
from pathlib import Path

from playwright.sync_api import Browser

QUALITY = 55
_PAGE = """<!doctype html><meta charset="utf-8"><style>
  body {{ margin: 0; padding: 16px; background: #e7eaee; font: 13px/1.3 Inter, "Noto Sans SC", sans-serif; color: #333; }}
  main {{ display: flex; flex-wrap: wrap; gap: 14px; width: {width}px; }}
  figure {{ margin: 0; display: flex; flex-direction: column; gap: 4px; }}
  img {{ display: block; height: 280px; width: 448px; object-fit: cover; object-position: top; border-radius: 4px; box-shadow: 0 1px 4px #0003; }}
  .phone {{ width: 130px; }} .wall {{ width: 498px; }}
</style><main>{figures}</main>"""
_FIGURE = '<figure><img class="{size}" src="{src}"><figcaption>{name}</figcaption></figure>'


def sheet(browser: Browser, pictures: list[Path], width: int = 1840) -> bytes:
    """The pictures in rows, each with its name, as one WebP."""
    figures = "".join(map(_figure, pictures))
    page = browser.new_page(viewport={"width": width + 32, "height": 600})
    try:
        page.set_content(_PAGE.format(width=width, figures=figures), wait_until="load")
        height = int(page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": width + 32, "height": height})
        session = page.context.new_cdp_session(page)
        taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
        return base64.b64decode(taken["data"])
    finally:
        page.close()


def _figure(picture: Path) -> str:
    name, size, *_ = picture.name.split(".")
    src = f"data:image/webp;base64,{base64.b64encode(picture.read_bytes()).decode()}"
    return _FIGURE.format(src=src, name=name, size=size)
