"""How long personal data is kept: the centre's own rules, what each would delete, and the deleting when its time has come.

A rule looks at data of one kind only, and only at what nothing else is worked out from: figures, results, careers and the audit
trail stay. A new or shorter rule waits a day, so that a slip of the hand is taken back before it costs anything.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Protocol

from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from career.months import add_months
from server.auth import audit
from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Database
from server.errors import NOT_FOUND, DomainError

GRACE = timedelta(days=1)
"""From the change of a rule until it deletes anything."""
Months = Annotated[int, Meta(ge=1, le=240)]


class Kept(Protocol):
    """Data of one kind that a room deletes once it is old enough."""

    @property
    def kind(self) -> str: ...

    async def due(self, before: date) -> tuple[int, date | None]:
        """How much of it is from before that day, and the day of the oldest."""
        ...

    async def forget(self, before: date) -> int:
        """Delete that much, or the oldest part of very much; how many are gone."""
        ...


class RetentionOut(Struct, frozen=True, kw_only=True):
    """One kind of data, its rule, and what is there."""

    kind: str
    months: int | None
    """Null: until somebody deletes it by hand."""
    deletes_from: datetime | None
    """From when on the rule deletes; null without a rule."""
    due: int
    """What the rule would delete now; without a rule, all there is."""
    oldest: date | None


class RetentionIn(Struct, forbid_unknown_fields=True):
    """A rule as it shall be; null keeps everything."""

    months: Months | None


class DueOut(Struct, frozen=True):
    """What a rule of so many months would delete now."""

    due: int
    oldest: date | None


class RetentionService:
    """The rules of a centre over the kinds of data that its rooms offer."""

    def __init__(self, db: Database, clock: Clock, kinds: Sequence[Kept]) -> None:
        self._db = db
        self._clock = clock
        self._kinds = {one.kind: one for one in kinds}

    async def rules(self) -> list[RetentionOut]:
        """Every kind, in the order in which the rooms offer them."""
        async with self._db.connection() as connection:
            rows = {row["kind"]: row for row in await connection.fetch("SELECT kind, months, since FROM retention")}
        found = []
        for kind in self._kinds:
            row = rows.get(kind)
            months = None if row is None else row["months"]
            due = await self.due(kind, months or 0)
            since = None if row is None else row["since"] + GRACE
            found.append(RetentionOut(kind=kind, months=months, deletes_from=since, due=due.due, oldest=due.oldest))
        return found

    async def due(self, kind: str, months: int) -> DueOut:
        """What is older than so many months. Raises `not_found` for a kind there is none of."""
        return DueOut(*await self._kind(kind).due(self._before(months)))

    async def change(self, actor: Actor, kind: str, months: int | None) -> None:
        """Set or lift the rule of a kind."""
        self._kind(kind)
        async with self._db.transaction() as connection:
            before = await connection.fetchval("SELECT months FROM retention WHERE kind = $1 FOR UPDATE", kind)
            if before == months:
                return
            if months is None:
                await connection.execute("DELETE FROM retention WHERE kind = $1", kind)
            else:
                await connection.execute(
                    "INSERT INTO retention (kind, months, since) VALUES ($1, $2, $3)"
                    " ON CONFLICT (kind) DO UPDATE SET months = $2, since = $3",
                    kind,
                    months,
                    self._clock.now(),
                )
            detail = {"before": before, "months": months}
            await audit.record(connection, actor, "retention.change", f"retention/{kind}", detail)

    async def forget(self, now: datetime) -> None:
        """Delete what every rule in force says; the audit trail tells how much."""
        async with self._db.connection() as connection:
            rows = await connection.fetch("SELECT kind, months FROM retention WHERE since <= $1", now - GRACE)
        for row in rows:
            kept = self._kinds.get(row["kind"])
            gone = await kept.forget(self._before(row["months"])) if kept else 0
            if gone:
                async with self._db.transaction() as connection:
                    detail = {"count": gone, "months": row["months"]}
                    await audit.record(connection, None, "retention.forget", f"retention/{row['kind']}", detail)

    def _before(self, months: int) -> date:
        return add_months(self._clock.now().date(), -months)

    def _kind(self, kind: str) -> Kept:
        if kind not in self._kinds:
            raise DomainError(NOT_FOUND, what="retention", key=kind)
        return self._kinds[kind]


Me = NamedDependency[Actor]
Retention = NamedDependency[RetentionService]


class RetentionController(Controller):
    """How long personal data is kept."""

    path = "/api/v1/retention"
    tags = ("operation",)
    guards = (requires(Permission.RETENTION_MANAGE),)

    @get(summary="How long data is kept")
    async def rules(self, retention: Retention) -> list[RetentionOut]:
        """Every kind of data that a rule may delete, with what it would delete now."""
        return await retention.rules()

    @get("/{kind:str}/due", summary="What a rule would delete")
    async def due(
        self, kind: FromPath[str], retention: Retention, months: Annotated[int, QueryParameter(ge=1, le=240)]
    ) -> DueOut:
        """Counted now; nothing is deleted."""
        return await retention.due(kind, months)

    @put("/{kind:str}", summary="Set how long a kind of data is kept")
    async def change(
        self, kind: FromPath[str], data: JSONBody[RetentionIn], actor: Me, retention: Retention
    ) -> list[RetentionOut]:
        """A new number of months deletes from a day later on; null keeps everything."""
        await retention.change(actor, kind, data.months)
        return await retention.rules()
