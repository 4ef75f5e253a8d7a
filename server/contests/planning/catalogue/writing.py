"""How the shipped templates are written down: shorthand that leaves a template readable as a page of the catalogue."""

from server.contests.contest import Practice
from server.wire import Bilingual


def both(zh: str, en: str) -> Bilingual:
    """One sentence in both languages."""
    return Bilingual(zh=zh, en=en)


def practice(*titles: tuple[str, str]) -> list[Practice]:
    """Material by its titles; a centre links its own files and pages."""
    return [Practice(title=both(zh, en)) for zh, en in titles]
