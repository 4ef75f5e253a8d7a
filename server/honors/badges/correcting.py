"""Tells whoever looks at a correction which badges it would give and take, with the people as they will be settled after it."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from leaderboards.badges.awarding import Changes, Held, reconcile_all
from leaderboards.badges.badge import Badge
from leaderboards.badges.counted import Participation
from leaderboards.badges.history import Contest as Fought
from leaderboards.badges.history import History
from leaderboards.badges.standing import Place
from leaderboards.badges.view import View
from server.clock import Clock
from server.contests.after.deeds import Done, done_by_agent, last_day
from server.contests.after.effects import Effect, Outcome, Touched
from server.contests.contest import Contest
from server.db.pool import Connection
from server.honors.badges import catalogue, store
from server.honors.badges.ports import Lives, nothing
from server.honors.badges.supplying import Known, supply
from server.honors.listing import listed, names_of
from server.wire import Bilingual

_MOST_MEASURED = 200
"""People whose corrected facts are looked at for badges over figures; those follow their facts anyway, counted or not."""


class _Change(NamedTuple):
    badge: str
    ground: str
    given: bool


class BadgesOnResults:
    """See `server.contests.after.effects.EffectsPort`. What hangs on a contest is judged with the history as it will be; what
    rests on figures, for those whose facts are chosen, as the facts are by now."""

    def __init__(self, clock: Clock, lives: Lives = nothing) -> None:
        self._clock = clock
        self._lives = lives

    async def touched(self, connection: Connection, contest: Contest, before: Outcome, after: Outcome) -> Effect:
        """Badge by badge who would get it and who would lose it. A round of a season earns nobody a place by itself."""
        every = [one for one in await catalogue.versions(connection) if one.of == "agent"]
        found: dict[tuple[str, bool], set[int]] = {}
        for agent_id, changes in (await self._of_facts(connection, every, after.agents)).items():
            _add(found, agent_id, changes)
        hanging = [one for one in every if isinstance(one.rule, Place | Participation)]
        if contest.parent_id is None and hanging:
            for agent_id, changes in (await self._of_parts(connection, contest, hanging, before, after)).items():
                _add(found, agent_id, changes)
        return Effect((), badges=tuple(await _told(connection, catalogue.by_code(every), found)))

    async def _of_parts(
        self, connection: Connection, contest: Contest, badges: list[Badge], before: Outcome, after: Outcome
    ) -> dict[int, set[_Change]]:
        """What follows from other parts in this contest alone, not what is due anyway."""
        was = done_by_agent(contest, before.rows, before.people)
        will = done_by_agent(contest, after.rows, after.people)
        moved = [agent_id for agent_id in {*was, *will} if was.get(agent_id) != will.get(agent_id)]
        if not moved:
            return {}
        known, held = await self._supplied(connection, badges, moved)
        found = {}
        for agent_id, view in known.views.items():
            then = View(_with_part(view.history, contest, will.get(agent_id)), known.metrics, view.today, view.settled)
            due = await _changes(badges, view, held.get(agent_id, ()))
            found[agent_id] = await _changes(badges, then, held.get(agent_id, ())) - due
        return found

    async def _of_facts(
        self, connection: Connection, badges: list[Badge], codes: Iterable[str]
    ) -> dict[int, set[_Change]]:
        rows = await connection.fetch(
            "SELECT a.id FROM unnest($1::text[]) AS asked(code) JOIN agent a ON a.code = asked.code ORDER BY a.code LIMIT $2",
            sorted(codes),
            _MOST_MEASURED,
        )
        if not rows:
            return {}
        known, held = await self._supplied(connection, badges, [row["id"] for row in rows])
        return {
            agent_id: await _changes(badges, view, held.get(agent_id, ())) for agent_id, view in known.views.items()
        }

    async def _supplied(
        self, connection: Connection, badges: list[Badge], agent_ids: Sequence[int]
    ) -> tuple[Known, dict[int, list[Held]]]:
        """Views of people, and what they hold of these badges."""
        known = await supply(connection, agent_ids, catalogue.needs_of(badges), self._lives, self._clock.now())
        codes = {one.code for one in badges}
        held = await store.held(connection, agent_ids)
        return known, {who: [one for one in own if one.badge in codes] for who, own in held.items()}


def _with_part(history: History, contest: Contest, done: Done | None) -> History:
    """Somebody's history with another part in one contest, or none any more."""
    number = str(contest.id)
    others = tuple([one for one in history.contests if one.id != number])
    if done is None:
        return replace(history, contests=others)
    rank, ranked = done.place or (None, 0)
    known = next((one for one in history.contests if one.id == number), None)
    part = Fought(
        id=number,
        ended=last_day(contest),
        period="season" if contest.in_rounds else contest.period,
        participants=contest.participants,
        method=contest.rules.method,
        rank=rank,
        ranked=ranked,
        halfway=None if known is None else known.halfway,
        credit="full" if done.took_part else "contributed",
    )
    return replace(history, contests=(*others, part))


async def _changes(badges: list[Badge], view: View, held: Sequence[Held]) -> set[_Change]:
    # Some milliseconds of plain counting a person, in which boards and requests shall not wait.
    return _all(await asyncio.to_thread(reconcile_all, badges, view, held))


def _all(by_badge: Mapping[str, Changes]) -> set[_Change]:
    given = {_Change(code, one.ground, True) for code, changes in by_badge.items() for one in changes.give}
    return given | {
        _Change(code, one.held.ground, False) for code, changes in by_badge.items() for one in changes.withdraw
    }


def _add(found: dict[tuple[str, bool], set[int]], agent_id: int, changes: Iterable[_Change]) -> None:
    for change in changes:
        found.setdefault((change.badge, change.given), set()).add(agent_id)


async def _told(
    connection: Connection, badges: Mapping[str, list[Badge]], found: Mapping[tuple[str, bool], set[int]]
) -> Iterable[Touched]:
    names = await names_of(connection, {agent_id for people in found.values() for agent_id in people})
    told = []
    for (code, given), people in sorted(found.items()):
        badge = badges[code][-1]
        who = listed([name for agent_id, name in names.items() if agent_id in people])
        what = Bilingual(
            zh=f"{'授予' if given else '收回'}：{who.zh}", en=f"{'given to' if given else 'withdrawn from'} {who.en}"
        )
        told.append(Touched(title=Bilingual(badge.zh, badge.en), what=what))
    return told
