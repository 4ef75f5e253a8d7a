"""Finds what somebody may open by a few letters of its name: in either language, or by the initials of the Chinese one."""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Literal

from msgspec import Struct

from server import initials
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.contests.service import ContestsService
from server.contests.showing.listing import Wanted
from server.facts.service import FactsService
from server.honors.service import HonorsService
from server.ladder.service import LadderService
from server.people.service import PeopleService
from server.quality.cases.store import Filter
from server.quality.service import QualityService
from server.training.service import TrainingService
from server.wire import Bilingual

Kind = Literal["agent", "team", "contest", "template", "badge", "course", "exam", "cycle", "metric", "series", "case"]
MOST = 6
"""Of each kind; who looks for more has a page with a list of its own."""
LONGEST = 60
"""Characters of a search: no name is longer, and a longer text is a mistake of the clipboard."""


class Found(Struct, frozen=True, kw_only=True):
    """One thing. `key` is what its page's address is made of; `close` says of an agent that personal data may be seen."""

    kind: Kind
    key: str
    name: Bilingual
    note: Bilingual | None = None
    close: bool = False


Place = Callable[[Actor, str], Awaitable[list[Found]]]


class FindingService:
    """Asks every room as the one who asks: nothing is found here that a list of that room would not show."""

    def __init__(
        self,
        people: PeopleService,
        contests: ContestsService,
        training: TrainingService,
        honors: HonorsService,
        ladder: LadderService,
        facts: FactsService,
        quality: QualityService,
    ) -> None:
        self._people = people
        self._facts = facts
        self._quality = quality
        self._contests = contests
        self._training = training
        self._honors = honors
        self._ladder = ladder
        self._places: Sequence[tuple[Permission, Place]] = (
            (Permission.PEOPLE_READ, self._agents),
            (Permission.PEOPLE_READ, self._teams),
            (Permission.CONTESTS_READ, self._titles),
            (Permission.TEMPLATES_READ, self._templates),
            (Permission.BADGES_READ, self._badges),
            (Permission.TRAINING_LEARN, self._courses),
            (Permission.TRAINING_MANAGE, self._exams),
            (Permission.CYCLES_DECIDE, self._cycles),
            (Permission.CONTESTS_READ, self._series),
            (Permission.QUALITY_READ, self._cases),
            (Permission.METRICS_READ, self._metrics),
        )

    async def find(self, actor: Actor, text: str) -> list[Found]:
        """Kind by kind, a few of each; nothing for a text without letters."""
        wanted = " ".join(text.split())[:LONGEST]
        if not wanted:
            return []
        return [one for needs, look in self._places if actor.may(needs) for one in await look(actor, wanted)]

    async def _agents(self, actor: Actor, text: str) -> list[Found]:
        found, _ = await self._people.agents.page(actor, 0, MOST, text=text)
        return [
            Found(
                kind="agent",
                key=one.code,
                name=one.name,
                note=one.team.name if one.team else None,
                close=one.personal is not None,
            )
            for one in found
        ]

    async def _teams(self, _: Actor, text: str) -> list[Found]:
        teams = await self._people.places.teams()
        return _matching(text, [(Found(kind="team", key=one.code, name=one.name), one.code) for one in teams])

    async def _titles(self, actor: Actor, text: str) -> list[Found]:
        found, _ = await self._contests.reading.page(actor, Wanted(text=text), 0, MOST)
        return [Found(kind="contest", key=str(one.id), name=one.title, note=one.site.name) for one in found]

    async def _templates(self, _: Actor, text: str) -> list[Found]:
        found = await self._contests.templates.all()
        return _matching(text, [(Found(kind="template", key=one.code, name=one.name), one.code) for one in found])

    async def _badges(self, _: Actor, text: str) -> list[Found]:
        found = await self._honors.badges.all()
        told = [(Found(kind="badge", key=one.code, name=one.name, note=one.sentence), one.code) for one in found]
        return _matching(text, told)

    async def _courses(self, _: Actor, text: str) -> list[Found]:
        found = await self._training.courses.catalogue.all()
        return _matching(text, [(Found(kind="course", key=one.code, name=one.title), one.code) for one in found])

    async def _exams(self, _: Actor, text: str) -> list[Found]:
        sheets = [one.exam.sheet for one in await self._training.exams.exams() if not one.exam.withdrawn]
        return _matching(text, [(Found(kind="exam", key=one.code, name=one.title), one.code) for one in sheets])

    async def _cycles(self, actor: Actor, text: str) -> list[Found]:
        found = await self._ladder.cycles.overview.every(actor)
        return _matching(text, [(Found(kind="cycle", key=str(one.id), name=one.name), one.code) for one in found])

    async def _series(self, _: Actor, text: str) -> list[Found]:
        found = await self._contests.series.titles()
        return _matching(
            text, [(Found(kind="series", key=str(key), name=name), template) for key, name, template in found]
        )

    async def _cases(self, actor: Actor, text: str) -> list[Found]:
        found = (await self._quality.cases.cases(actor, Filter(q=text)))[:MOST]
        return [Found(kind="case", key=one.title, name=Bilingual(one.title, one.title)) for one in found]

    async def _metrics(self, _: Actor, text: str) -> list[Found]:
        found = await self._facts.metrics.all()
        return _matching(text, [(Found(kind="metric", key=one.code, name=one.name), one.code) for one in found])


def _matching(text: str, known: Iterable[tuple[Found, str]]) -> list[Found]:
    """Those whose code or name holds the text, first those that begin with it."""
    wanted, spoken = text.casefold(), initials.pattern(text)
    ranked: list[tuple[bool, Found]] = []
    for found, code in known:
        texts = [one.casefold() for one in (found.name.zh, found.name.en, code)]
        if any(wanted in one for one in texts) or (spoken and re.search(spoken, found.name.zh)):
            ranked.append((not any(one.startswith(wanted) for one in texts), found))
    return [found for _, found in sorted(ranked, key=lambda one: one[0])][:MOST]
