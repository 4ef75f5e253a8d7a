"""Every page that the front end knows has its photograph, and documents show none that is not taken."""

import re
from pathlib import Path

from scripts.photographs.shots import ALONE, AREAS, REVEAL, SHOTS, WALLS
from seeds.accounts import SIGN_INS

_ROOT = Path(__file__).resolve().parents[1]
_ROUTE = re.compile(r"\{ path: '([^']+)', page: ")


def _patterns() -> list[str]:
    """Addresses of the router, as regular expressions."""
    pages = (_ROOT / "frontend" / "src" / "app" / "pages.ts").read_text(encoding="utf-8").replace("\\\\", "\\")
    return _ROUTE.findall(pages)


def _matches(pattern: str, path: str) -> bool:
    """Whether the router takes `path`, whose numbers are not known yet, for `pattern`."""
    parts = [part for part in pattern.split("/") if part]
    given = [part for part in path.split("?", 1)[0].split("/") if part]
    fixed = [part for part in parts if not part.startswith(":")]
    needed = [part for part in parts if not part.endswith("?")]
    if not len(needed) <= len(given) <= len(parts) or (not parts) != (not given):
        return False
    return all(
        part == said if not part.startswith(":") else True for part, said in zip(parts, given, strict=False)
    ) and (bool(fixed) or not parts)


def test_every_page_has_a_photograph() -> None:
    paths = [shot.path for shot in (*SHOTS, REVEAL)]
    patterns = _patterns()
    assert len(patterns) > 90
    plain = {one for one in patterns if ":" not in one}
    missed = [
        one
        for one in patterns
        if not any(_matches(one, path) and (one in plain or path not in plain) for path in paths)
    ]
    assert missed == []


def test_names_are_said_once_and_those_who_look_have_accounts() -> None:
    names = [shot.name for shot in (*SHOTS, *WALLS, REVEAL)]
    assert len(names) == len(set(names))
    logins = {who.login for who in SIGN_INS}
    for shot in SHOTS:
        if shot.login and not shot.login.startswith("{"):
            assert {shot.login, shot.login if shot.login in ALONE else f"{shot.login}.en"} <= logins


def test_documents_show_what_is_photographed() -> None:
    taken = {
        f"{shot.name}.{size}.{locale}.webp"
        for shot in (*SHOTS, *WALLS)
        for size in shot.shown
        for locale in ("zh", "en")
    }
    sheets = {f"all-{area}.{locale}.webp" for area in (*AREAS, "walls") for locale in ("zh", "en")}
    images = _ROOT / "docs" / "images"
    assert {one.name for one in images.glob("*.webp")} == taken | sheets
    assert sum(one.stat().st_size for one in images.iterdir()) < 6_000_000
    for document in (_ROOT / "README.md", *(_ROOT / "docs").rglob("*.md")):
        for shown in re.findall(r"images/([\w.-]+\.webp)", document.read_text(encoding="utf-8")):
            assert (images / shown).exists(), f"{document.name}: {shown}"
