"""Walks every GET route of the career room, taken from the application itself, so that one added later is walked too."""

import io
import re
import zipfile
from collections.abc import Collection, Mapping
from typing import Any

import httpx

from server.app import doors

ROOM = re.compile(
    r"^/api/v1/(cycles|criteria|readiness|records|scorecards|dossiers|certificates|verify|support-plans|measures|me/path|import/career"
    r"|agents/\{code\}/(readiness|export)|audit)"
)


def asked() -> dict[str, list[dict[str, Any]]]:
    """The parameters of each GET route of the room, by its path."""
    paths = doors().openapi_schema.to_schema()["paths"]
    return {
        path: item["get"].get("parameters", []) for path, item in paths.items() if ROOM.match(path) and "get" in item
    }


def needed(parameters: list[dict[str, Any]], there: Mapping[str, str]) -> dict[str, str]:
    """Something that is there for each parameter that has to be given."""
    asked = [one for one in parameters if one["in"] == "query" and (one.get("required") or one["name"] == "agent")]
    return {one["name"]: there.get(one["name"], "") for one in asked}


_OF_NOBODY = re.compile(r"^/api/v1/(criteria|verify|import)")
"""Rules, keys and empty files: the same for all."""


async def walk(
    client: httpx.AsyncClient, there: Mapping[str, str], *, but: Collection[str] = ()
) -> dict[str, tuple[int, Any]]:
    """What somebody is answered at every door, about what is there; without what counts requests and entries of the trail."""
    found = {}
    for path, parameters in asked().items():
        if _OF_NOBODY.match(path):
            continue
        names = re.findall(r"\{(\w+)\}", path)
        address = path.format(**{name: there.get(name, "1") for name in names})
        if address in but:
            continue
        answer = await client.get(address, params=needed(parameters, there))
        assert answer.status_code < 500, (address, answer.text)
        body: Any = answer.content
        if address.endswith(".xlsx") and answer.status_code == 200:
            body = _cells(answer.content)
        if "json" in answer.headers.get("content-type", ""):
            body = answer.json()
            if isinstance(body, dict):
                body = {name: value for name, value in body.items() if name not in {"request_id", "position"}}
            if path == "/api/v1/cycles" and isinstance(body, list):
                body = [{**one, "position": 0} for one in body]
        found[address] = answer.status_code, body
    return found


def _cells(book: bytes) -> dict[str, bytes]:
    """What a workbook says, without the moment it was written at."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return {name: parts.read(name) for name in parts.namelist() if name.startswith(("xl/worksheets", "xl/shared"))}
