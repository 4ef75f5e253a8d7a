"""Lets Chinese names be found by the first letters of how they are spoken: `lrx` finds 林若溪."""

import re
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("initials.txt")
"""A line a letter, then the characters that begin with it: those of GB 2312 and some that parents choose besides. A character
stands on several lines where a name may be read in several ways (单 is Shan as a surname)."""
_TYPED = re.compile(r"[a-z]{2,8}")


@cache
def _spoken() -> dict[str, str]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return {line[0]: line[2:] for line in lines}


def pattern(text: str) -> str | None:
    """A regular expression, for Python as for Postgres, of the Chinese texts in which `text` are initials in a row; None
    when it cannot be meant so."""
    typed = text.casefold()
    if not _TYPED.fullmatch(typed) or not all(letter in _spoken() for letter in typed):
        return None
    return "".join(f"[{_spoken()[letter]}]" for letter in typed)
