"""Reads the audit trail: all of it, or what touches careers; what was touched is called by the name it has now."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from server.auth.actor import Actor
from server.auth.roles import Permission
from server.db.pool import Connection, Database
from server.wire import Bilingual, Page, page_of

CAREERS = (
    "agent",
    "archive",
    "badge",
    "career",
    "certificate",
    "certificates",
    "class",
    "course",
    "criteria",
    "cycle",
    "dossier",
    "employment",
    "exam",
    "gate",
    "honor",
    "honors",
    "leave",
    "level",
    "measure",
    "membership",
    "mentor_log",
    "open_badge",
    "people",
    "plan",
    "practice",
    "qa_evaluation",
    "readiness",
    "recertification",
    "record",
    "rewards",
    "roster",
    "scorecard",
    "skills",
    "support",
    "title",
    "training",
)
"""The first words of actions on people's careers and on what careers rest on, which HR answers for."""


class Entry(Struct, frozen=True, kw_only=True):
    """One deed. `name` is what its subject is called today; null: it is gone, or has no name."""

    id: int
    at: datetime
    actor_kind: str
    actor_id: int
    actor_name: str
    action: str
    subject: str
    name: Bilingual | None
    detail: dict[str, Any]


class Trail(Page[Entry]):
    """A slice of it; `areas` are the first words of the actions that the reader may see, null: all there are."""

    areas: tuple[str, ...] | None = None


class TrailService:
    """See the module."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def page(self, actor: Actor, offset: int, limit: int, subject: str, action: str) -> Trail:
        """Deeds that the actor may read, newest first: of one subject, or of actions starting with `action`."""
        areas = None if actor.may(Permission.AUDIT_READ) else CAREERS
        wanted = (subject, action, areas)
        async with self._db.connection() as connection:
            total: int = await connection.fetchval(f"SELECT count(*) FROM audit {_WANTED}", *wanted)
            rows = await connection.fetch(
                f"SELECT * FROM audit {_WANTED} ORDER BY id DESC LIMIT $4 OFFSET $5", *wanted, limit, offset
            )
            names = await _names(connection, {row["subject"] for row in rows})
        found = [dict(row) | {"name": names.get(row["subject"])} for row in rows]
        items = [Entry(**{**row, "detail": msgspec.json.decode(row["detail"])}) for row in found]
        return Trail(items, total, page_of(items, total, offset).next, areas)


async def _names(connection: Connection, subjects: Iterable[str]) -> dict[str, Bilingual]:
    """What subjects are called; of a form or another thing of many versions (`qa_form/phone/2`) the newest one's name."""
    keys: dict[str, dict[str, list[str]]] = {}
    for subject in subjects:
        kind, _, rest = subject.partition("/")
        keys.setdefault(kind, {}).setdefault(rest.partition("/")[0], []).append(subject)
    found: dict[str, Bilingual] = {}
    for kind, asked in keys.items():
        if kind not in NAMES:
            continue
        for row in await connection.fetch(f"SELECT * FROM ({NAMES[kind]}) n WHERE key = ANY($1::text[])", list(asked)):
            found |= dict.fromkeys(asked[row["key"]], Bilingual(row["zh"], row["en"]))
    return found


def _coded(table: str, name: str = "name") -> str:
    return f"SELECT code AS key, {name}_zh AS zh, {name}_en AS en FROM {table}"


def _numbered(table: str, name: str = "name") -> str:
    return f"SELECT id::text AS key, {name}_zh AS zh, {name}_en AS en FROM {table}"


def _alike(table: str, name: str = "name") -> str:
    """Of what has one name in both languages."""
    return f"SELECT id::text AS key, {name} AS zh, {name} AS en FROM {table}"


def _newest(table: str) -> str:
    """Of what is kept in versions."""
    return f"SELECT DISTINCT ON (code) code AS key, body->>'zh' AS zh, body->>'en' AS en FROM {table} ORDER BY code, version DESC"


_WANTED = (
    "WHERE ($1 = '' OR subject = $1) AND ($2 = '' OR starts_with(action, $2))"
    " AND ($3::text[] IS NULL OR split_part(action, '.', 1) = ANY($3::text[]))"
)
NAMES = {
    "account": _alike("account"),
    "agent": _coded("agent"),
    "badge": _newest("badge_version"),
    "case": _alike("qa_case", "title"),
    "class": _coded("training_class"),
    "contest": _numbered("contest", "title"),
    "course": _coded("course", "title"),
    "cycle": _numbered("cycle"),
    "display": _alike("display"),
    "exam": _coded("exam", "title"),
    "metric": _coded("metric"),
    "qa_form": _newest("qa_form"),
    "queue": _coded("queue"),
    "reward_item": _coded("reward_item"),
    "series": _numbered("series", "title"),
    "site": _coded("site"),
    "team": _coded("team"),
    "template": _coded("template"),
    "title": _numbered("honor_title"),
    "token": _alike("api_token"),
    "topic": _coded("exam_topic"),
}
"""By what a subject begins with: the key behind it, and the names."""
