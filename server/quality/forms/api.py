"""The doors to QA forms."""

from datetime import date

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.quality.forms.wire import FormIn, FormOut, Forms, ItemIn, NewFormIn, PublishIn, RetireIn
from server.quality.service import QualityService

Me = NamedDependency[Actor]
Quality = NamedDependency[QualityService]

_READS = requires(
    Permission.QUALITY_READ, Permission.QUALITY_EVALUATE, Permission.QUALITY_ASSIGNED, Permission.QUALITY_MANAGE
)
_KEEPS = requires(Permission.QUALITY_MANAGE)


class FormsController(Controller):
    """QA forms and all their versions. What was published never changes; a new line is a new version."""

    path = "/api/v1/qa/forms"
    tags = ("quality",)

    @get(guards=[_READS], summary="QA forms")
    async def all(self, actor: Me, quality: Quality, on: FromQuery[date | None] = None) -> Forms:
        """Every version, drafts for those who keep the forms; with a day only what is in force on it."""
        return Forms(await quality.forms.all(actor, on))

    @post(guards=[_KEEPS], summary="Draft a version or a form")
    async def draft(self, data: JSONBody[NewFormIn], actor: Me, quality: Quality) -> FormOut:
        """The next version of a form, or a new form that begins as a copy of another."""
        return await quality.forms.draft(actor, data)

    @post("/{code:str}/items", guards=[_KEEPS], summary="Add a line to a form")
    async def add_item(self, code: FromPath[str], data: JSONBody[ItemIn], actor: Me, quality: Quality) -> FormOut:
        """As the next version, published at once and in force from a day on."""
        return await quality.forms.add_item(actor, code, data.item, data.effective)

    @post("/{code:str}/retire", status_code=200, guards=[_KEEPS], summary="Retire a form")
    async def retire(self, code: FromPath[str], data: JSONBody[RetireIn], actor: Me, quality: Quality) -> Forms:
        """From a day on, today at the earliest, no call is judged by it; what was judged stays. Answers with its versions."""
        return Forms(await quality.forms.retire(actor, code, data.since, data.reason))

    @post("/{code:str}/restore", status_code=200, guards=[_KEEPS], summary="Bring a retired form back")
    async def restore(self, code: FromPath[str], actor: Me, quality: Quality) -> Forms:
        """As it was. Answers with its versions."""
        return Forms(await quality.forms.restore(actor, code))

    @get("/{code:str}/{version:int}", guards=[_READS], summary="A version of a form")
    async def one(self, code: FromPath[str], version: FromPath[int], actor: Me, quality: Quality) -> FormOut:
        """A draft comes with what is wrong with it."""
        return await quality.forms.one(actor, code, version)

    @put("/{code:str}/{version:int}", guards=[_KEEPS], summary="Save a draft")
    async def save(
        self, code: FromPath[str], version: FromPath[int], data: JSONBody[FormIn], actor: Me, quality: Quality
    ) -> FormOut:
        """It may have faults; it is published only without."""
        return await quality.forms.save(actor, code, version, data)

    @delete("/{code:str}/{version:int}", guards=[_KEEPS], summary="Discard a draft")
    async def discard(self, code: FromPath[str], version: FromPath[int], actor: Me, quality: Quality) -> None:
        """Published versions stay for good."""
        await quality.forms.discard(actor, code, version)

    @post("/{code:str}/{version:int}/publish", status_code=200, guards=[_KEEPS], summary="Publish a draft")
    async def publish(
        self, code: FromPath[str], version: FromPath[int], data: JSONBody[PublishIn], actor: Me, quality: Quality
    ) -> FormOut:
        """In force from its date on, today at the earliest."""
        return await quality.forms.publish(actor, code, version, data.revision)


CONTROLLERS = (FormsController,)
