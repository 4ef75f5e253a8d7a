"""Tells whoever looks at a correction which badges for places it would give and take."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from leaderboards.badges.awarding import Changes, reconcile_all
from leaderboards.badges.badge import Badge
from leaderboards.badges.standing import Place
from leaderboards.badges.view import View
from leaderboards.standings import Standings
from server.clock import Clock
from server.contests.after.deeds import Place as Placed
from server.contests.after.deeds import places_by_agent
from server.contests.after.effects import Effect, Touched
from server.contests.contest import Contest
from server.db.pool import Connection
from server.honors.badges import catalogue, store
from server.honors.badges.ports import Lives, nothing
from server.honors.badges.supplying import supply
from server.wire import Bilingual

_NAMED = 5
"""People named of each badge; the others are counted."""


class _Change(NamedTuple):
    badge: str
    ground: str
    given: bool


class BadgesForPlaces:
    """See `server.contests.after.effects.EffectsPort`. Other badges do not hang on a single result."""

    def __init__(self, clock: Clock, lives: Lives = nothing) -> None:
        self._clock = clock
        self._lives = lives

    async def touched(self, connection: Connection, contest: Contest, before: Standings, after: Standings) -> Effect:
        """Badge by badge who would get it and who would lose it. A round of a season earns nobody anything by itself."""
        if contest.parent_id is not None or before == after:
            return Effect(())
        was = await places_by_agent(connection, contest, before.rows)
        will = await places_by_agent(connection, contest, after.rows)
        moved = {agent_id: place for agent_id, place in will.items() if place != was.get(agent_id)}
        badges = [one for one in await catalogue.versions(connection) if isinstance(one.rule, Place)]
        if not moved or not badges:
            return Effect(())
        found: dict[tuple[str, bool], list[int]] = {}
        for agent_id, changes in (await self._changes(connection, contest, badges, moved)).items():
            for change in changes:
                found.setdefault((change.badge, change.given), []).append(agent_id)
        return Effect((), badges=tuple(await _told(connection, catalogue.by_code(badges), found)))

    async def _changes(
        self, connection: Connection, contest: Contest, badges: list[Badge], moved: Mapping[int, Placed | None]
    ) -> dict[int, set[_Change]]:
        """What would follow from the moved places alone, not what is due anyway."""
        known = await supply(connection, list(moved), catalogue.needs_of(badges), self._lives, self._clock.now())
        held = await store.held(connection, list(moved))
        codes = {one.code for one in badges}
        found = {}
        for agent_id, view in known.views.items():
            own = [one for one in held.get(agent_id, ()) if one.badge in codes]
            rank, ranked = moved[agent_id] or (None, 0)
            contests = tuple(
                replace(one, rank=rank, ranked=ranked or one.ranked) if one.id == str(contest.id) else one
                for one in view.history.contests
            )
            then = View(replace(view.history, contests=contests), known.metrics, view.today, view.settled)
            due = _all(reconcile_all(badges, view, own))
            found[agent_id] = _all(reconcile_all(badges, then, own)) - due
        return found


def _all(by_badge: Mapping[str, Changes]) -> set[_Change]:
    given = {_Change(code, one.ground, True) for code, changes in by_badge.items() for one in changes.give}
    return given | {
        _Change(code, one.held.ground, False) for code, changes in by_badge.items() for one in changes.withdraw
    }


async def _told(
    connection: Connection, badges: Mapping[str, list[Badge]], found: Mapping[tuple[str, bool], list[int]]
) -> Iterable[Touched]:
    rows = await connection.fetch(
        "SELECT a.id, a.name_zh, a.name_en FROM unnest($1::int[]) AS asked(id) JOIN agent a ON a.id = asked.id ORDER BY a.code",
        sorted({agent_id for people in found.values() for agent_id in people}),
    )
    names = {row["id"]: (row["name_zh"], row["name_en"]) for row in rows}
    told = []
    for (code, given), people in sorted(found.items()):
        badge = badges[code][-1]
        named = [names[agent_id] for agent_id in names if agent_id in set(people)]
        zh, en = "、".join(one[0] for one in named[:_NAMED]), ", ".join(one[1] for one in named[:_NAMED])
        more = len(named) - _NAMED
        what = Bilingual(
            zh=f"{'授予' if given else '收回'}：{zh}{f'等 {len(named)} 人' if more > 0 else ''}",
            en=f"{'given to' if given else 'withdrawn from'} {en}{f' and {more} more' if more > 0 else ''}",
        )
        told.append(Touched(title=Bilingual(badge.zh, badge.en), what=what))
    return told
