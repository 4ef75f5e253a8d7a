"""Tells whoever looks at a correction which badges it would give and take, with the people as they will be settled after it."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from leaderboards.badges.awarding import Changes, Held, reconcile_all
from leaderboards.badges.badge import Badge
from leaderboards.badges.counted import Participation, TeamResult
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
from server.honors.badges.teams import supply_teams
from server.honors.collective.correcting import Moved, moved, shared_then, told_honors
from server.honors.listing import names_of, touched
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
        """Honor by honor and badge by badge who would get it and who would lose it. A round of a season earns nobody a place by
        itself."""
        every = await catalogue.versions(connection)
        own = [one for one in every if one.of == "agent"]
        found: dict[tuple[str, bool], set[str]] = {}
        for agent_id, changes in (await self._of_facts(connection, own, after.agents)).items():
            _add(found, f"a{agent_id}", changes)
        honors = Moved([], [])
        if contest.parent_id is None:
            honors = await moved(connection, contest, after, self._clock.now())
            for agent_id, changes in (await self._of_people(connection, contest, own, (before, after), honors)).items():
                _add(found, f"a{agent_id}", changes)
            teams = [one for one in every if one.of == "team" and isinstance(one.rule, Place | Participation)]
            for team_id, changes in (await self._of_teams(connection, contest, teams, before, after)).items():
                _add(found, f"t{team_id}", changes)
        told = [*await told_honors(connection, honors), *await _told(connection, catalogue.by_code(every), found)]
        return Effect((), badges=tuple(told))

    async def _of_people(
        self,
        connection: Connection,
        contest: Contest,
        badges: list[Badge],
        outcomes: tuple[Outcome, Outcome],
        honors: Moved,
    ) -> dict[int, set[_Change]]:
        """What follows from other parts in this contest, and from honors that change hands, not what is due anyway."""
        hanging = [one for one in badges if isinstance(one.rule, Place | Participation | TeamResult)]
        was, will = [done_by_agent(contest, one.rows, one.people) for one in outcomes]
        sharing = (
            await shared_then(connection, honors) if any(isinstance(one.rule, TeamResult) for one in hanging) else {}
        )
        concerned = {agent_id for agent_id in {*was, *will} if was.get(agent_id) != will.get(agent_id)} | set(sharing)
        if not concerned or not hanging:
            return {}
        known, held = await self._supplied(connection, hanging, sorted(concerned))
        found = {}
        for agent_id, view in known.views.items():
            history = _with_part(view.history, contest, will.get(agent_id))
            if agent_id in sharing:
                kept = [one for one in history.shared if (one.honor, one.key) not in honors.keys]
                history = replace(history, shared=(*kept, *sharing[agent_id]))
            found[agent_id] = await _gained(hanging, view, history, known, held.get(agent_id, ()))
        return found

    async def _of_teams(
        self, connection: Connection, contest: Contest, badges: list[Badge], before: Outcome, after: Outcome
    ) -> dict[int, set[_Change]]:
        """The same for teams themselves."""
        was, will = _places(before), _places(after)
        ids = [int(one[1:]) for one in will if one.startswith("t") and was.get(one) != will[one]]
        if not ids or not badges:
            return {}
        known = await supply_teams(connection, ids, catalogue.needs_of(badges), self._clock.now())
        held = await store.held(connection, ids, "team")
        found = {}
        for team_id, view in known.views.items():
            history = _with_part(view.history, contest, Done(took_part=True, place=will[f"t{team_id}"]))
            found[team_id] = await _gained(badges, view, history, known, held.get(team_id, ()))
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


def _places(outcome: Outcome) -> dict[str, tuple[int, int] | None]:
    ranked = Counter(row.division for row in outcome.rows if row.rank is not None)
    return {row.participant: None if row.rank is None else (row.rank, ranked[row.division]) for row in outcome.rows}


async def _gained(
    badges: list[Badge], view: View, history: History, known: Known, held: Sequence[Held]
) -> set[_Change]:
    """What another history changes beyond what is due anyway."""
    mine = [one for one in held if any(one.badge == badge.code for badge in badges)]
    then = View(history, known.metrics, view.today, view.settled)
    return await _changes(badges, then, mine) - await _changes(badges, view, mine)


async def _changes(badges: list[Badge], view: View, held: Sequence[Held]) -> set[_Change]:
    # Some milliseconds of plain counting a person, in which boards and requests shall not wait.
    return _all(await asyncio.to_thread(reconcile_all, badges, view, held))


def _all(by_badge: Mapping[str, Changes]) -> set[_Change]:
    given = {_Change(code, one.ground, True) for code, changes in by_badge.items() for one in changes.give}
    return given | {
        _Change(code, one.held.ground, False) for code, changes in by_badge.items() for one in changes.withdraw
    }


def _add(found: dict[tuple[str, bool], set[str]], who: str, changes: Iterable[_Change]) -> None:
    for change in changes:
        found.setdefault((change.badge, change.given), set()).add(who)


async def _told(
    connection: Connection, badges: Mapping[str, list[Badge]], found: Mapping[tuple[str, bool], set[str]]
) -> list[Touched]:
    names = await names_of(connection, {who for winners in found.values() for who in winners})
    told = []
    for (code, given), winners in sorted(found.items()):
        badge = badges[code][-1]
        told.append(
            touched(Bilingual(badge.zh, badge.en), [name for who, name in names.items() if who in winners], given=given)
        )
    return told
