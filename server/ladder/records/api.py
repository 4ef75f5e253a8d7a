"""The doors to records: what training, quality and HR enter about people, and what is withdrawn."""

from typing import Annotated

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.ladder.records.wire import EnteredOut, RecordIn, RecordsOut, WithdrawIn
from server.ladder.service import LadderService

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
