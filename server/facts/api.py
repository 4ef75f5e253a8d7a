"""The doors of this room for facts themselves and for what was refused; the catalogue and imports have a module of their own."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import Meta, Struct

from leaderboards.exact import format_micro
from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission, Role
from server.errors import FORBIDDEN, NOT_FOUND, DomainError
from server.facts.catalogue_api import CATALOGUE_CONTROLLERS
from server.facts.receipts import Receipt
from server.facts.replaying import Quarantined, Replayed, State
from server.facts.service import FactsService
from server.facts.shape import LARGEST_BODY
from server.facts.tracing import TracedFact
from server.wire import Page, page_of

Offset = Annotated[int, QueryParameter(ge=0)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Facts = NamedDependency[FactsService]
Me = NamedDependency[Actor]

_LINES = ("application/x-ndjson", "application/jsonl", "application/ndjson")
_MAY_NAME_SOURCE = frozenset({Role.OPS, Role.ADMIN})


class FactOut(Struct):
    """One accepted revision; `value` null is a retraction."""

    source: str
    id: str
    revision: int
    metric: str
    agent: str | None
    team: str | None
    queue: str | None
    at: datetime
    value: str | None
    weight: str
    received_at: datetime


class RevisionsOut(Struct):
    """Everything accepted under one id, highest revision first; the first one holds."""

    items: list[FactOut]


class MendIn(Struct, forbid_unknown_fields=True):
    """The fact as it should have been: an object, or its JSON text."""

    payload: dict[str, Any] | Annotated[str, Meta(max_length=100_000)]


class ReplayIn(Struct, forbid_unknown_fields=True):
    """Which entries to try again: these, or all."""

    ids: Annotated[list[int], Meta(max_length=10_000)] = []
    all: bool = False


def fact_out(fact: TracedFact) -> FactOut:
    """For the wire."""
    return FactOut(
        source=fact.source,
        id=fact.id,
        revision=fact.revision,
        metric=fact.metric,
        agent=fact.agent,
        team=fact.team,
        queue=fact.queue,
        at=fact.at,
        value=None if fact.value is None else format_micro(fact.value),
        weight=format_micro(fact.weight),
        received_at=fact.received_at,
    )


class FactsController(Controller):
    """Facts in, and a look at single ones."""

    path = "/api/v1/facts"
    tags = ("facts",)

    @post(
        guards=(requires(Permission.FACTS_WRITE),),
        status_code=200,
        request_max_body_size=LARGEST_BODY + 1,
        summary="Send facts",
    )
    async def take(
        self, request: Request[Any, Any, Any], actor: Me, facts: Facts, source: FromQuery[str] = ""
    ) -> Receipt:
        """A JSON array, or JSON lines (`application/x-ndjson`), of at most 50,000 facts. Answered after the commit.

        The source is the token's name; ops and admin may name another with `?source=`. Sending again is safe.
        """
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        return await facts.take(_source(actor, source), await request.body(), lines=kind in _LINES)

    @get(guards=(requires(Permission.FACTS_READ),), summary="List facts")
    async def page(  # noqa: PLR0913, PLR0917 - each is a parameter of the query
        self,
        actor: Me,
        facts: Facts,
        starts: Annotated[datetime, QueryParameter(name="from")],
        ends: Annotated[datetime, QueryParameter(name="to")],
        agent: FromQuery[str] = "",
        team: FromQuery[str] = "",
        metric: FromQuery[str] = "",
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Page[FactOut]:
        """Of one agent or team between two instants. An agent's facts are personal data; a team's own are not."""
        found, total = await facts.looking.page(
            actor, (starts, ends), agent=agent, team=team, metric=metric, offset=offset, limit=limit
        )
        return page_of([fact_out(fact) for fact in found], total, offset)

    @get("/{source:str}/{fact_id:path}", guards=(requires(Permission.FACTS_READ),), summary="Show a fact's revisions")
    async def revisions(self, source: FromPath[str], fact_id: FromPath[str], actor: Me, facts: Facts) -> RevisionsOut:
        """All accepted ones with the instants they were first received."""
        found = await facts.looking.revisions(actor, source, fact_id.removeprefix("/"))
        if not found:
            raise DomainError(NOT_FOUND, what="fact", key=f"{source}{fact_id}")
        return RevisionsOut([fact_out(fact) for fact in found])


class QuarantineController(Controller):
    """What was refused, until somebody mends, replays or discards it."""

    path = "/api/v1/quarantine"
    tags = ("facts",)
    guards = (requires(Permission.QUARANTINE_MANAGE),)

    @get(summary="List refused facts")
    async def page(
        self,
        actor: Me,
        facts: Facts,
        resolution: Annotated[State, QueryParameter(name="state")] = "open",
        code: FromQuery[str | None] = None,
        source: FromQuery[str | None] = None,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Page[Quarantined]:
        """Oldest first; narrowed by reason and source."""
        items, total = await facts.quarantine.page(
            actor, resolution, code=code, source=source, offset=offset, limit=limit
        )
        return page_of(items, total, offset)

    @get("/{entry_id:int}", summary="Show a refused fact")
    async def one(self, entry_id: FromPath[int], actor: Me, facts: Facts) -> Quarantined:
        """With its payload as sent; marks of exams and test calls only for those who train."""
        return await facts.quarantine.one(actor, entry_id)

    @put("/{entry_id:int}", summary="Mend a refused fact and take it in")
    async def mend(self, entry_id: FromPath[int], data: MendIn, actor: Me, facts: Facts) -> Quarantined:
        """It counts as received when the first payload came. Still refused, it stays open with the new reason. `…` means
        what was withheld."""
        payload = data.payload.encode() if isinstance(data.payload, str) else msgspec.json.encode(data.payload)
        return await facts.quarantine.mend(actor, entry_id, payload)

    @post("/replay", status_code=200, summary="Try refused facts again")
    async def replay(self, data: ReplayIn, actor: Me, facts: Facts) -> Replayed:
        """After the unknown agent was imported, say: some, or all that are open."""
        return await facts.quarantine.replay(actor, None if data.all else data.ids)

    @post("/{entry_id:int}/discard", status_code=200, summary="Put a refused fact aside for good")
    async def discard(self, entry_id: FromPath[int], actor: Me, facts: Facts) -> Quarantined:
        """It stays listed as discarded; the same payload sent again is not asked about again."""
        return await facts.quarantine.discard(actor, entry_id)


def _source(actor: Actor, named: str) -> str:
    """Whose facts these are: ids are unique per source, so nobody may write under another's name unasked."""
    if not named or named == actor.name:
        return actor.name[:100]
    if actor.role not in _MAY_NAME_SOURCE:
        raise DomainError(FORBIDDEN)
    return named[:100]


CONTROLLERS: list[type[Controller]] = [FactsController, QuarantineController, *CATALOGUE_CONTROLLERS]
