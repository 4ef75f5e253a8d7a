"""Which browser tests, photographs and measurements look through."""

import os
import shutil

_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
"""The first draws no window, and takes a fifth less of the processor for the same pages."""
OWN_PAGES = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup")
"""Pages that a whole browser opens for itself in every window, unseen; they took half of the time of all tests."""


def browser_path() -> str | None:
    """An installed Chromium or Chrome; ECHELON_BROWSER names another."""
    return os.environ.get("ECHELON_BROWSER") or next(filter(None, map(shutil.which, _NAMES)), None)
