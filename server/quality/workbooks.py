"""How the room's workbooks are handed over."""

from litestar import Response

BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(name: str, content: bytes) -> Response[bytes]:
    """A workbook to keep, by its name without the ending."""
    headers = {"content-disposition": f'attachment; filename="{name}.xlsx"', "cache-control": "no-store"}
    return Response(content, media_type=BOOK, headers=headers)
