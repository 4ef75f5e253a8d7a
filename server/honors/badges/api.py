"""The doors to badges and awards."""

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from leaderboards.badges.badge import Badge
from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.honors.badges.wire import (
    AwardOut,
    AwardsOut,
    AwardWithEvidenceOut,
    BadgeHistoryOut,
    BadgesOut,
    GrantIn,
    HoldersOut,
    MineOut,
    PreviewOut,
    SeenIn,
    ShownIn,
    TakeBackIn,
)
from server.honors.service import HonorsService

Me = NamedDependency[Actor]
Honors = NamedDependency[HonorsService]

_READS = [requires(Permission.BADGES_READ)]
_WRITES = [requires(Permission.BADGES_WRITE)]
_GIVES = [requires(Permission.BADGES_GIVE)]


class BadgesController(Controller):
    """What can be earned, and who earned it."""

    path = "/api/v1/badges"
    tags = ("badges",)

    @get(guards=_READS, summary="All badges")
    async def all(self, honors: Honors) -> BadgesOut:
        """Each in its version in force, with the sentence that says what it takes."""
        return BadgesOut(await honors.badges.all())

    @get("/{code:str}", guards=_READS, summary="One badge")
    async def one(self, code: FromPath[str], honors: Honors) -> BadgeHistoryOut:
        """With all its versions."""
        return await honors.badges.one(code)

    @put("/{code:str}", guards=_WRITES, summary="Change a badge")
    async def change(self, code: FromPath[str], data: JSONBody[Badge], actor: Me, honors: Honors) -> BadgeHistoryOut:
        """Makes the next version, or a new badge; what was given stands."""
        await honors.editing.change(actor, code, data)
        return await honors.badges.one(code)

    @post("/preview", status_code=200, guards=_WRITES, summary="Who would have a badge")
    async def preview(self, data: JSONBody[Badge], honors: Honors) -> PreviewOut:
        """Today, and since when. Nothing is kept."""
        return await honors.editing.preview(data)

    @get("/{code:str}/holders", guards=_READS, summary="Who holds a badge")
    async def holders(self, code: FromPath[str], actor: Me, honors: Honors) -> HoldersOut:
        """Those who show it."""
        return HoldersOut(await honors.badges.holders(actor, code))

    @post("/{code:str}/grants", guards=_GIVES, summary="Give a badge")
    async def give(self, code: FromPath[str], data: JSONBody[GrantIn], actor: Me, honors: Honors) -> AwardOut:
        """With a reason, by the roles its rule names."""
        number = await honors.giving.give(actor, code, data)
        return await honors.badges.just_given(number)


class AwardsController(Controller):
    """Awards: the own, a colleague's, a team's."""

    path = "/api/v1/awards"
    tags = ("badges",)

    @get("/mine", guards=_READS, summary="One's own awards")
    async def mine(self, actor: Me, honors: Honors) -> MineOut:
        """And the way to the next ones."""
        return await honors.badges.mine(actor)

    @put("/mine/shown", guards=_READS, summary="Say what others see", status_code=204)
    async def show(self, data: JSONBody[ShownIn], actor: Me, honors: Honors) -> None:
        """Everybody, the own team, or nobody but leads and HR."""
        await honors.badges.show(actor, data.shown)

    @post("/mine/seen", guards=_READS, summary="Note that awards were looked at", status_code=204)
    async def seen(self, data: JSONBody[SeenIn], actor: Me, honors: Honors) -> None:
        """One's own; others' are passed over."""
        await honors.badges.seen(actor, data.ids)

    @get("/recent", guards=_READS, summary="The newest awards")
    async def recent(self, actor: Me, honors: Honors, team: FromQuery[str | None] = None) -> AwardsOut:
        """Of a team's members, or of everybody, as far as they show them."""
        return AwardsOut(await honors.badges.recent(actor, team))

    @get("/{award_id:int}", guards=_READS, summary="Open an award")
    async def opened(self, award_id: FromPath[int], actor: Me, honors: Honors) -> AwardWithEvidenceOut:
        """With what it rests on: for its owner, who leads the owner, HR and operations."""
        return await honors.badges.opened(actor, award_id)

    @delete("/{award_id:int}", guards=_GIVES, summary="Take a given badge back", status_code=204)
    async def take_back(self, award_id: FromPath[int], data: JSONBody[TakeBackIn], actor: Me, honors: Honors) -> None:
        """With a reason; what was earned by a rule is not taken back by anybody."""
        await honors.giving.take_back(actor, award_id, data.reason)


class ShelfController(Controller):
    """A colleague's shelf."""

    path = "/api/v1/agents"
    tags = ("badges",)

    @get("/{code:str}/awards", guards=_READS, summary="A colleague's awards")
    async def shelf(self, code: FromPath[str], actor: Me, honors: Honors) -> AwardsOut:
        """What the owner shows to whoever asks."""
        return AwardsOut(await honors.badges.shelf(actor, code))


class TeamShelfController(Controller):
    """A team's shelf."""

    path = "/api/v1/teams"
    tags = ("badges",)

    @get("/{code:str}/awards", guards=_READS, summary="A team's awards")
    async def shelf(self, code: FromPath[str], actor: Me, honors: Honors) -> AwardsOut:
        """Badges of teams; figures for whoever leads it."""
        return AwardsOut(await honors.badges.of_team(actor, code))
