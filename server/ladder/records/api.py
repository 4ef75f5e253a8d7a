"""The doors to records: what training, quality and HR enter about people, and what is withdrawn."""

from typing import Annotated, Literal

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody, QueryParameter

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.ladder.records.importing import template
from server.ladder.records.wire import EnteredOut, RecordIn, RecordsOut, WithdrawIn
from server.ladder.service import LadderService
from server.people.import_api import FileIn
from server.people.imports.service import Outcome
from server.reports.handing import CSV, WORKBOOK, File, attachment

Me = NamedDependency[Actor]
Ladder = NamedDependency[LadderService]


class RecordsController(Controller):
    """Records are added and withdrawn, never changed."""

    path = "/api/v1/records"
    tags = ("career",)

    @get(
        guards=[requires(Permission.CAREER_READ, Permission.RECORDS_WRITE)], summary="What is on record about an agent"
    )
    async def of_agent(
        self, actor: Me, ladder: Ladder, agent: Annotated[str, QueryParameter(min_length=1, max_length=64)]
    ) -> RecordsOut:
        """Newest day first, withdrawn ones with their reason. Leads see their own teams, agents themselves."""
        return await ladder.records.reading.of_agent(actor, agent)

    @post(guards=[requires(Permission.RECORDS_WRITE)], summary="Enter records")
    async def enter(self, data: JSONBody[RecordIn | list[RecordIn]], actor: Me, ladder: Ladder) -> EnteredOut:
        """One record or up to 1,000, all or none. Nobody enters anything about oneself; a level begins by decision only."""
        return EnteredOut(ids=await ladder.records.take(actor, data if isinstance(data, list) else [data]))

    @post(
        "/{record_id:int}/withdraw",
        status_code=200,
        guards=[requires(Permission.RECORDS_WRITE)],
        summary="Withdraw a record",
    )
    async def withdraw(
        self, record_id: FromPath[int], data: JSONBody[WithdrawIn], actor: Me, ladder: Ladder
    ) -> EnteredOut:
        """The record stays readable beside the reason and counts no longer."""
        return EnteredOut(ids=[await ladder.records.take_back(actor, record_id, data.reason)])


class BalancesController(Controller):
    """Files of opening balances: levels, exams, training hours, courses and monthly scorecards from before."""

    path = "/api/v1/import/career"
    tags = ("import",)
    guards = (requires(Permission.RECORDS_WRITE),)

    @get("/{kind:str}/template.csv", summary="An empty CSV file of opening balances", media_type=CSV)
    async def csv_template(self, kind: FromPath[str]) -> Response[bytes]:
        """With every column, its notes, and an example that is passed over."""
        return _file(kind, "csv")

    @get("/{kind:str}/template.xlsx", summary="An empty workbook of opening balances", media_type=WORKBOOK)
    async def workbook_template(self, kind: FromPath[str]) -> Response[bytes]:
        """With every column, a sheet of notes, and an example that is passed over."""
        return _file(kind, "xlsx")

    @post("/{kind:str}", status_code=200, summary="Take in a file of opening balances")
    async def take(
        self,
        kind: FromPath[str],
        data: Annotated[FileIn, Body(media_type=RequestEncodingType.MULTI_PART)],
        actor: Me,
        ladder: Ladder,
        dry_run: FromQuery[bool] = False,
        partial: FromQuery[bool] = False,
    ) -> Outcome:
        """All rows or none, unless `partial`; with `dry_run` nothing is written. All of it is marked carried over."""
        content = await data.file.read()
        return await ladder.balances.take(actor, kind, content, dry_run=dry_run, partial=partial)


def _file(kind: str, form: Literal["csv", "xlsx"]) -> Response[bytes]:
    return attachment(File(f"echelon-{kind}.{form}", template(kind, form)))


CONTROLLERS = (RecordsController, BalancesController)
