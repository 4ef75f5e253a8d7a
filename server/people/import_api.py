"""The doors for files of people data: templates to fill in, dry runs, and the real thing."""

from typing import Annotated, Literal

from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from msgspec import Struct

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.people.imports.service import Outcome, template
from server.people.service import PeopleService
from server.reports.handing import CSV, WORKBOOK, File, attachment


class FileIn(Struct):
    """The form of an upload: one field, `file`."""

    file: UploadFile


class ImportController(Controller):
    """Files of sites, calendars, queues, teams, agents, employment, memberships, leave, rosters and skills."""

    path = "/api/v1/import/people"
    tags = ("import",)
    guards = (requires(Permission.PEOPLE_WRITE),)

    @get("/{kind:str}/template.csv", summary="An empty CSV file of a kind", media_type=CSV)
    async def csv_template(self, kind: FromPath[str]) -> Response[bytes]:
        """With every column, its notes, and an example that is passed over."""
        return _file(kind, "csv")

    @get("/{kind:str}/template.xlsx", summary="An empty workbook of a kind", media_type=WORKBOOK)
    async def workbook_template(self, kind: FromPath[str]) -> Response[bytes]:
        """With every column, a sheet of notes, and an example that is passed over."""
        return _file(kind, "xlsx")

    @post("/{kind:str}", status_code=200, summary="Take in a CSV or XLSX file of a kind")
    async def take(
        self,
        kind: FromPath[str],
        data: Annotated[FileIn, Body(media_type=RequestEncodingType.MULTI_PART)],
        actor: NamedDependency[Actor],
        people: NamedDependency[PeopleService],
        dry_run: FromQuery[bool] = False,
        partial: FromQuery[bool] = False,
    ) -> Outcome:
        """All rows or none, unless `partial`; with `dry_run` nothing is written and the answer says what would be."""
        content = await data.file.read()
        return await people.imports.take(actor, kind, content, dry_run=dry_run, partial=partial)


def _file(kind: str, form: Literal["csv", "xlsx"]) -> Response[bytes]:
    return attachment(File(f"echelon-{kind}.{form}", template(kind, form)))
