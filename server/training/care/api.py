"""The doors to offers of help and to the private talk log; nobody passes for somebody else."""

from datetime import date
from typing import Annotated

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.training.care.offers import Offered, Wish
from server.training.care.service import Talk
from server.training.service import TrainingService
from server.wire import Bilingual, Code

Me = NamedDependency[Actor]
Training = NamedDependency[TrainingService]


class OfferOut(Struct):
    """The own offer, or null."""

    offer: Offered | None


class WishIn(Struct, forbid_unknown_fields=True):
    """What one wishes."""

    answer: Wish


class DueOut(Struct):
    """With whom a talk is due."""

    code: str
    name: Bilingual


class TalkIn(Struct, forbid_unknown_fields=True):
    """A talk as it was held."""

    agent: Code
    on: date
    body: Annotated[str, Meta(min_length=1, max_length=4000, pattern=r"\S")]


class TalkOut(Struct, kw_only=True):
    """An entry of the log; `mine` may be taken back."""

    id: int
    agent: str
    name: Bilingual
    author: str
    on: date
    body: str
    mine: bool


class CareController(Controller):
    """The person first; the class teacher learns only that a talk is due; what is said stays between two."""

    path = "/api/v1/care"
    tags = ("care",)
    guards = (requires(Permission.TRAINING_LEARN),)

    @get("/offer", summary="The own offer of help")
    async def offer(self, actor: Me, training: Training) -> OfferOut:
        """As long as it stands."""
        return OfferOut(await training.care.offer(actor))

    @put("/offer", summary="Answer the own offer of help")
    async def answer(self, data: JSONBody[WishIn], actor: Me, training: Training) -> OfferOut:
        """A talk, lighter material alone, or neither."""
        return OfferOut(await training.care.answer(actor, data.answer))

    @get("/due", summary="With whom of the own classes a talk is due")
    async def due(self, actor: Me, training: Training) -> list[DueOut]:
        """Without reason, date or result."""
        return [DueOut(one.code, Bilingual(one.name_zh, one.name_en)) for one in await training.care.due(actor)]

    @post("/due/{agent:str}/held", status_code=204, summary="The talk was held")
    async def held(self, agent: FromPath[str], actor: Me, training: Training) -> None:
        """Then it is due no more."""
        await training.care.talked(actor, agent)

    @get("/talks", summary="The private talk log")
    async def talks(self, actor: Me, training: Training) -> list[TalkOut]:
        """Talks one wrote down, and talks about oneself; nobody sees any other."""
        return [_talk_out(one) for one in await training.care.talks(actor)]

    @post("/talks", summary="Write down a talk")
    async def write(self, data: JSONBody[TalkIn], actor: Me, training: Training) -> TalkOut:
        """With somebody in one's care; that person reads it too."""
        return _talk_out(await training.care.write(actor, data.agent, data.on, data.body))

    @delete("/talks/{talk_id:int}", status_code=204, summary="Take back what one wrote")
    async def remove(self, talk_id: FromPath[int], actor: Me, training: Training) -> None:
        """For both."""
        await training.care.remove(actor, talk_id)


def _talk_out(talk: Talk) -> TalkOut:
    return TalkOut(
        id=talk.id,
        agent=talk.agent,
        name=Bilingual(talk.name_zh, talk.name_en),
        author=talk.author,
        on=talk.on,
        body=talk.body,
        mine=talk.mine,
    )


CONTROLLERS = (CareController,)
