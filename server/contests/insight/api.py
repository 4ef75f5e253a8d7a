"""The doors to what contests tell beside their places."""

from datetime import datetime
from typing import Annotated, Literal

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.response import Stream

from server.auth.guards import requires
from server.auth.roles import Permission
from server.contests.api import Items, Limit, Me, Offset
from server.contests.insight.levers import LeversOut
from server.contests.insight.notes import NoteIn, NoteOut
from server.contests.insight.reviews import CloseIn, HearIn, ReviewOut
from server.contests.insight.service import InsightService
from server.contests.insight.teaching import TeachingOut, TemplateEffect
from server.contests.wire import ContestIn
from server.wire import Page, page_of

Insight = NamedDependency[InsightService]
Rounds = Annotated[int | None, QueryParameter(ge=3, le=26)]

_REVIEWERS = [requires(Permission.REVIEWS_HANDLE)]


class FairnessController(Controller):
    """The check before a launch."""

    path = "/api/v1/contests/fairness"
    tags = ("contests",)

    @post(
        status_code=200,
        guards=[requires(Permission.CONTESTS_LAUNCH, Permission.CONTESTS_MANAGE)],
        summary="Would this contest be fair?",
    )
    async def check(self, data: JSONBody[ContestIn], actor: Me, insight: Insight, rounds: Rounds = None) -> Stream:
        """The same body as a launch, judged by the same rules. Answers lines of JSON, `{"done", "of"}` after each replayed
        window; the last line holds the `report`. An answer without one broke off."""
        asked = await insight.fairness.accept(actor, data, rounds)
        return Stream(insight.fairness.replay(asked), media_type="application/x-ndjson")


class InsightController(Controller):
    """What one contest tells."""

    path = "/api/v1/contests/{contest_id:int}"
    tags = ("contests",)

    @get("/levers", guards=[requires(Permission.BOARDS_OWN, Permission.BOARDS_FULL)], summary="What would move me")
    async def levers(
        self, contest_id: FromPath[int], actor: Me, insight: Insight, participant: FromQuery[str | None] = None
    ) -> LeversOut:
        """The next steps of one's own, or of a participant whose members' figures one may see."""
        return await insight.levers.levers(actor, contest_id, participant)

    @get("/teaching", guards=[requires(Permission.BOARDS_FULL)], summary="What it taught")
    async def teaching(self, contest_id: FromPath[int], actor: Me, insight: Insight) -> TeachingOut:
        """The trained metrics against the eight weeks before, at the end and 2, 4 and 8 weeks after."""
        return await insight.teaching.of_contest(actor, contest_id)

    @get("/notes", guards=[requires(Permission.PEOPLE_PERSONAL)], summary="Coaching notes")
    async def notes(self, contest_id: FromPath[int], actor: Me, insight: Insight) -> Items[NoteOut]:
        """Of the own teams; operations and HR read all."""
        return Items(await insight.notes.all(actor, contest_id))

    @put("/notes/{team:str}", guards=[requires(Permission.PEOPLE_PERSONAL)], summary="Write a coaching note")
    async def write_note(
        self, contest_id: FromPath[int], team: FromPath[str], data: JSONBody[NoteIn], actor: Me, insight: Insight
    ) -> Items[NoteOut]:
        """Only the team's own leads, once the contest is over. An empty body takes the note away."""
        return Items(await insight.notes.write(actor, contest_id, team, data.body))


class TeachingController(Controller):
    """Which contests teach."""

    path = "/api/v1/teaching"
    tags = ("contests",)

    @get(guards=[requires(Permission.CONTESTS_MANAGE)], summary="Which contests teach")
    async def by_template(
        self,
        insight: Insight,
        weeks: FromQuery[Literal[0, 2, 4, 8]] = 0,
        since: FromQuery[datetime | None] = None,
    ) -> Items[TemplateEffect]:
        """Per template and trained metric, over the contests that ended since (a year ago when left out)."""
        return Items(await insight.teaching.of_templates(weeks, since))


class ReviewsController(Controller):
    """Questions to a person outside the teams concerned."""

    path = "/api/v1/reviews"
    tags = ("reviews",)

    @get(summary="Cases to review", guards=_REVIEWERS)
    async def list_reviews(
        self,
        actor: Me,
        insight: Insight,
        closed: FromQuery[bool] = False,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Page[ReviewOut]:
        """One's own and the unassigned ones, oldest first; operations see those of all reviewers."""
        items, total = await insight.reviews.page(actor, closed=closed, offset=offset, limit=limit)
        return page_of(items, total, offset)

    @get("/{case_id:int}", summary="One case", guards=_REVIEWERS)
    async def one(self, case_id: FromPath[int], actor: Me, insight: Insight) -> ReviewOut:
        """With what was unusual about it."""
        return await insight.reviews.one(actor, case_id)

    @post("/{case_id:int}/take", status_code=200, summary="Review it oneself", guards=_REVIEWERS)
    async def take(self, case_id: FromPath[int], actor: Me, insight: Insight) -> ReviewOut:
        """An unassigned case; operations may take over another's."""
        return await insight.reviews.take(actor, case_id)

    @post("/{case_id:int}/hear", status_code=200, summary="Note what the agent said", guards=_REVIEWERS)
    async def hear(self, case_id: FromPath[int], data: JSONBody[HearIn], actor: Me, insight: Insight) -> ReviewOut:
        """Before anything is founded."""
        return await insight.reviews.hear(actor, case_id, data.statement)

    @post("/{case_id:int}/close", status_code=200, summary="Close a case", guards=_REVIEWERS)
    async def close(self, case_id: FromPath[int], data: JSONBody[CloseIn], actor: Me, insight: Insight) -> ReviewOut:
        """Unfounded ones are deleted after 30 days."""
        return await insight.reviews.close(actor, case_id, data.outcome, data.note)


CONTROLLERS = [FairnessController, InsightController, TeachingController, ReviewsController]
