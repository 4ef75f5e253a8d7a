"""The doors to the criteria: read by whoever has a career here, written by HR."""

from typing import Annotated

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Stream
from msgspec import Struct

from career.ladder import TRACKS
from career.onboarding import DEFAULT_STAGES
from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.contests.api import Items
from server.ladder.criteria.kinds import KindOut
from server.ladder.criteria.preview_wire import PreviewIn
from server.ladder.criteria.wire import (
    AdoptIn,
    ChangeOut,
    DraftIn,
    JudgedOut,
    SaveIn,
    StepsIn,
    VersionDetailOut,
    VersionOut,
)
from server.ladder.service import LadderService
from server.wire import Bilingual, Named

Me = NamedDependency[Actor]
Ladder = NamedDependency[LadderService]

_READ = [requires(Permission.CAREER_READ)]
_WRITE = [requires(Permission.CRITERIA_WRITE)]


class TrackOut(Struct):
    """A track with its levels, lowest first."""

    code: str
    name: Bilingual
    levels: list[Named]


class FormsOut(Struct, kw_only=True):
    """What the editor is made of: every kind with its fields, and what there is to choose from."""

    kinds: tuple[KindOut, ...]
    tracks: list[TrackOut]
    metrics: list[Named]
    skills: list[Named]
    stages: list[Named]


class CriteriaController(Controller):
    """Versions of the criteria."""

    path = "/api/v1/criteria"
    tags = ("career",)

    @get(guards=_READ, summary="Versions of the criteria")
    async def versions(self, actor: Me, ladder: Ladder) -> Items[VersionOut]:
        """Drafts (for who writes criteria) first, then the adopted ones, the latest in effect on top."""
        return Items(await ladder.criteria.all(actor))

    @post(guards=_WRITE, summary="Draft a version")
    async def draft(self, data: JSONBody[DraftIn], actor: Me, ladder: Ladder) -> VersionDetailOut:
        """A copy of an existing one under a new code."""
        return await ladder.criteria.draft(actor, data)

    @get("/forms", guards=_WRITE, summary="What forms are made of")
    async def forms(self, ladder: Ladder) -> FormsOut:
        """One table of all kinds of criteria and their fields, and the names they may lean on."""
        kinds, metrics, skills = await ladder.criteria.forms()
        return FormsOut(
            kinds=kinds,
            tracks=[
                TrackOut(
                    track.code,
                    Bilingual(zh=track.zh, en=track.en),
                    [Named(level.code, Bilingual(zh=level.zh, en=level.en)) for level in track.levels],
                )
                for track in TRACKS
            ],
            metrics=metrics,
            skills=skills,
            stages=[Named(stage.code, Bilingual(zh=stage.zh, en=stage.en)) for stage in DEFAULT_STAGES],
        )

    @get("/{code:str}", guards=_READ, summary="One version")
    async def one(self, code: FromPath[str], actor: Me, ladder: Ladder) -> VersionDetailOut:
        """With every criterion and its sentence; of a draft also its faults."""
        return await ladder.criteria.one(actor, code)

    @put("/{code:str}", guards=_WRITE, summary="Save a draft")
    async def save(self, code: FromPath[str], data: JSONBody[SaveIn], actor: Me, ladder: Ladder) -> VersionDetailOut:
        """It may have faults as long as it can be read."""
        return await ladder.criteria.save(actor, code, data)

    @delete("/{code:str}", guards=_WRITE, summary="Discard a draft")
    async def discard(self, code: FromPath[str], actor: Me, ladder: Ladder) -> None:
        """Adopted versions stay."""
        await ladder.criteria.discard(actor, code)

    @post("/{code:str}/judge", status_code=200, guards=_WRITE, summary="Judge a form")
    async def judge(self, code: FromPath[str], data: JSONBody[StepsIn], ladder: Ladder) -> JudgedOut:
        """All faults with their places, and the sentences as they would read. Nothing is kept."""
        return await ladder.criteria.judge(data, code)

    @post("/{code:str}/adopt", status_code=200, guards=_WRITE, summary="Adopt a draft")
    async def adopt(self, code: FromPath[str], data: JSONBody[AdoptIn], actor: Me, ladder: Ladder) -> VersionDetailOut:
        """From a day on, today at the earliest; never changed afterwards."""
        return await ladder.criteria.adopt(actor, code, data)

    @get("/{code:str}/changes", guards=_READ, summary="What differs from another version")
    async def changes(
        self,
        code: FromPath[str],
        against: Annotated[str, QueryParameter(max_length=64)],
        actor: Me,
        ladder: Ladder,
    ) -> Items[ChangeOut]:
        """From `against` to this one, in words."""
        return Items(await ladder.criteria.changes(actor, code, against))

    @post("/{code:str}/preview", status_code=200, guards=_WRITE, summary="Who would have qualified")
    async def preview(self, code: FromPath[str], data: JSONBody[PreviewIn], actor: Me, ladder: Ladder) -> Stream:
        """Answers lines of JSON, `{"done", "of"}` after each handful of people; the last line holds the `report`. An answer
        without one broke off."""
        accepted = await ladder.previews.accept(actor, code, data)
        return Stream(ladder.previews.run(accepted), media_type="application/x-ndjson")


CONTROLLERS = [CriteriaController]
