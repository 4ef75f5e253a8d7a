"""The demo's accounts at the service's own doors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from scripts.photographs.shots import ALONE

PASSWORD = "echelon-demo"  # noqa: S105 - printed on purpose, opens an invented centre only


def account(login: str, locale: str) -> str:
    """The login that speaks `locale`."""
    return login if locale == "zh" or login in ALONE or login.startswith(("cd", "be")) else f"{login}.en"


@contextmanager
def signed_in(url: str, login: str) -> Iterator[httpx.Client]:
    """Somebody's session."""
    with httpx.Client(base_url=f"{url}/api/v1", headers={"origin": url}, timeout=60) as client:
        client.post("/session", json={"login": login, "password": PASSWORD}).raise_for_status()
        yield client


def asked(client: httpx.Client, path: str) -> Any:
    """What the service answers."""
    return client.get(path).raise_for_status().json()


def listed(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    """The items of a list, whichever way it is given."""
    found = asked(client, path)
    items: list[dict[str, Any]] = found["items"] if isinstance(found, dict) else found
    return items
