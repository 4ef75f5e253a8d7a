"""How a file that was made for somebody leaves the service: to be kept under its name, and in nobody's cache."""

from urllib.parse import quote

from litestar import Response
from msgspec import Struct

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
_KINDS = {"xlsx": WORKBOOK, "csv": CSV, "pdf": "application/pdf"}


class File(Struct, frozen=True):
    """A workbook, table or printed page; what it is follows from how its name ends."""

    name: str
    content: bytes


def attachment(file: File) -> Response[bytes]:
    """The answer that hands a file over."""
    headers = {"content-disposition": f'attachment; filename="{quote(file.name)}"', "cache-control": "no-store"}
    return Response(file.content, media_type=_KINDS[file.name.rpartition(".")[2]], headers=headers)
