"""Documents say what is there: addresses, files, permissions, libraries. What they say about them only a reader can judge."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest
from litestar.routes import HTTPRoute

from server.app import doors
from server.auth.roles import PERMISSIONS, Permission, Role

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TREE = r"`((?:server|leaderboards|career|seeds|frontend|tests|scripts|benchmarks|docs)/[\w./-]+)`"


def test_addresses_that_documents_name_exist() -> None:
    known: set[tuple[str, ...]] = set()
    for route in doors().routes:
        if "/{path}" in route.path_format:
            continue
        handlers = route.route_handlers if isinstance(route, HTTPRoute) else []
        methods = {str(method) for one in handlers for method in one.http_methods} or {"GET"}
        path = re.sub(r"\{[^}]*\}", "*", route.path_format.removeprefix("/api/v1"))
        known |= {(method, *path.split("/")) for method in methods}

    def exists(method: str, path: str) -> bool:
        said = (method, *path.removeprefix("/api/v1").partition("?")[0].rstrip("/.:").split("/"))
        return any(
            len(one) == len(said) and all(a in (b, "*") or b.startswith("{") for a, b in zip(one, said, strict=True))
            for one in known
        )

    missing = [
        f"{document.name}: {method} {path}"
        for document in DOCUMENTS
        for method, path in re.findall(r"\b(GET|POST|PUT|PATCH|DELETE)\s+(/[^\s`,;)|]*)", document.read_text("utf-8"))
        if not exists(method, path)
    ]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.name)
def test_files_and_pages_that_documents_name_exist(document: Path) -> None:
    text = document.read_text("utf-8")
    links = [document.parent / one for one in re.findall(r"\]\((?!https?:)([^)#]+)", text)]
    assert [one for one in [*links, *(ROOT / one for one in re.findall(TREE, text))] if not one.exists()] == []


def test_the_table_of_permissions_is_the_one_that_guards() -> None:
    columns = {
        Role.ADMIN: 1,
        Role.OPS: 2,
        Role.HR: 3,
        Role.LEAD: 4,
        Role.ANALYST: 5,
        Role.TRAINER: 5,
        Role.AGENT: 6,
        Role.DISPLAY: 7,
    }
    said: dict[Role, set[str]] = {role: set() for role in columns}
    named = {"quality.assigned"}  # has no column: an assessor's one permission stands below the table
    for line in (ROOT / "docs" / "access.md").read_text("utf-8").splitlines():
        if not line.startswith("| `"):
            continue
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        names = set(re.findall(r"`([a-z]+\.[a-z]+)`", cells[0]))
        named |= names
        for role, place in columns.items():
            both = place != 5 or cells[place] not in ("analyst", "trainer")
            if cells[place] and (both or cells[place] == role):
                said[role] |= names
    assert named == {str(one) for one in Permission}
    assert said == {role: {str(one) for one in PERMISSIONS[role]} for role in columns}


def test_every_library_has_its_reason() -> None:
    record = (ROOT / "docs" / "decisions" / "0010-what-it-stands-on.md").read_text("utf-8")
    python = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    browser = msgspec.json.decode((ROOT / "frontend" / "package.json").read_bytes())["dependencies"]
    names = {re.split(r"[\[><=]", one)[0] for one in python} | set(browser)
    told = set(
        re.findall(
            r"`([@\w/-]+)`", "".join(line.split("|")[1] for line in record.splitlines() if line.startswith("| `"))
        )
    )
    assert told == names
