"""Files that courses and practice hold: kinds and sizes that are taken, and bytes that leave as a download and nothing else."""

from datetime import datetime
from pathlib import PurePosixPath

from msgspec import Struct

from server.db.pool import Connection
from server.errors import DomainError
from server.training.courses.refusals import FILE_EMPTY, FILE_KIND, FILE_TOO_LARGE, NO_FILE

MOST_BYTES = 10 * 1024 * 1024
_LONGEST_NAME = 120
KINDS = frozenset(
    {"pdf", "docx", "xlsx", "pptx", "txt", "csv", "md", "png", "jpg", "jpeg", "webp", "mp3", "m4a", "wav", "mp4", "zip"}
)
"""What people learn from. Nothing here runs by being opened: no programs, no macros, no web pages."""


class Stored(Struct, frozen=True):
    """A file as it is handed out."""

    name: str
    content: bytes


async def keep(connection: Connection, name: str, content: bytes, now: datetime) -> int:
    """Store a file and return its id. What it holds is never looked into or believed: only its ending says what it is."""
    name = PurePosixPath(name.replace("\\", "/")).name.strip()[-_LONGEST_NAME:]
    name = "".join([one for one in name if one.isprintable()])
    kind = name.rpartition(".")[2].lower() if "." in name else ""
    if kind not in KINDS:
        raise DomainError(FILE_KIND, kinds=", ".join(sorted(KINDS)))
    if not content:
        raise DomainError(FILE_EMPTY)
    if len(content) > MOST_BYTES:
        raise DomainError(FILE_TOO_LARGE, most=MOST_BYTES // 1024 // 1024)
    number: int = await connection.fetchval(
        "INSERT INTO training_file (name, kind, bytes, content, added_at) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        name,
        kind,
        len(content),
        content,
        now,
    )
    return number


async def stored(connection: Connection, file_id: int | None) -> Stored:
    """The file of an id that whoever asks may read."""
    row = await connection.fetchrow("SELECT name, content FROM training_file WHERE id = $1", file_id)
    if row is None:
        raise DomainError(NO_FILE)
    return Stored(row["name"], row["content"])
