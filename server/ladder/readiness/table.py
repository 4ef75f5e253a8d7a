"""The readiness table: whom one may see, filtered, sorted, in pages; the filters somebody keeps; the workbook."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import NOT_FOUND, DomainError
from server.ladder.criteria.naming import said
from server.ladder.criteria.wire import level_named
from server.ladder.readiness.judging import Judged, Round, judge
from server.ladder.readiness.wire import ChoicesOut, RowOut, TableOut, ViewOut, Wanted
from server.people.reach import within_reach
from server.people.results import reads_results
from server.people.shapes import wire
from server.people.visibility import view_of
from server.wire import Bilingual, Named, page_of

FRESH = timedelta(seconds=60)
"""How long a round over everybody stands unless records, criteria or final contests change."""
MOST_DAYS = 3

_STAMP = """
SELECT (SELECT coalesce(max(id), 0) FROM career_record), (SELECT count(*) FROM criteria_version WHERE adopted_at IS NOT NULL),
       (SELECT count(*) FROM contest_deeds), (SELECT count(*) FROM agent)"""

# One day for a table over several sites: the business day where most people work.
_TODAY = """
SELECT business_day($1, s.zone, s.day_starts) FROM site s LEFT JOIN agent a ON a.site_id = s.id
GROUP BY s.id ORDER BY count(a.id) DESC, s.id LIMIT 1"""


async def today(connection: Connection, now: datetime) -> date:
    """The day as of which people are judged unless another is asked for."""
    found: date | None = await connection.fetchval(_TODAY, now)
    return found or now.date()


class _Held(Struct, frozen=True):
    stamp: tuple[int, ...]
    at: datetime
    round: Round


class TableService:
    """A round over everybody is computed once for all who look and stands for a moment; a lead's few people are judged anew."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._held: dict[date, _Held] = {}
        self._turn = asyncio.Lock()

    async def page(
        self, actor: Actor | None, wanted: Wanted, offset: int, limit: int, as_of: date | None = None
    ) -> TableOut:
        """A slice of the table. Who leads no team and is no agent sees an empty one."""
        found, at = await self.seen(actor, as_of)
        beside = [one for one in found.judged if _matches(one, wanted)]
        counts = dict.fromkeys(("ready", "nearly", "developing", "blocked"), 0)
        for one in beside:
            counts[one.state] += 1
        rows = in_order([one for one in beside if matching(one, wanted)], wanted)
        sliced = page_of([row_out(one) for one in rows[offset : offset + limit]], len(rows), offset)
        return TableOut(
            items=sliced.items,
            total=sliced.total,
            next=sliced.next,
            states=counts,
            people=len({one.person.id for one in found.judged}),
            as_of=found.as_of,
            computed_at=wire(at),
            criteria=found.version,
        )

    async def choices(self, actor: Actor | None) -> ChoicesOut:
        """What the filters offer."""
        found, _ = await self.seen(actor, None)
        codes = sorted({one.person.team for one in found.judged if one.person.team})
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                "SELECT code, name_zh, name_en FROM team WHERE code = ANY($1::text[]) ORDER BY code", codes
            )
        return ChoicesOut(
            sites=sorted({one.person.site for one in found.judged}),
            teams=[Named(row["code"], Bilingual(row["name_zh"], row["name_en"])) for row in rows],
            levels=[level_named(code) for code in dict.fromkeys(one.level for one in found.judged)],
            targets=[level_named(code) for code in dict.fromkeys(one.target for one in found.judged)],
        )

    async def seen(self, actor: Actor | None, as_of: date | None) -> tuple[Round, datetime]:
        """Everybody this actor may see, judged, and when that was."""
        found, at = await self._judged(actor, as_of)
        if reads_results(actor):
            return found, at
        return replace(found, judged=tuple([_from_outside(actor, one) for one in found.judged])), at

    async def _judged(self, actor: Actor | None, as_of: date | None) -> tuple[Round, datetime]:
        view = view_of(actor)
        now = self._clock.now()
        async with self._db.connection() as connection:
            day = within_reach(as_of or await today(connection, now))
            if not view.everybody_personal:
                return await judge(connection, await _own_people(connection, view.teams, view.own, now), day), now
        async with self._turn, self._db.connection() as connection:
            stamp = tuple(await connection.fetchrow(_STAMP))
            held = self._held.get(day)
            if held is None or held.stamp != stamp or now - held.at >= FRESH:
                held = _Held(stamp, now, await judge(connection, None, day))
                self._held.pop(day, None)
                self._held[day] = held
                for oldest in list(self._held)[:-MOST_DAYS]:
                    del self._held[oldest]
        return held.round, held.at

    async def views(self, actor: Actor) -> list[ViewOut]:
        """The filters this account keeps, by name."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                "SELECT id, name, wanted::text AS wanted FROM career_view WHERE account_id = $1 ORDER BY name",
                _account(actor),
            )
        return [ViewOut(row["id"], row["name"], msgspec.json.decode(row["wanted"], type=Wanted)) for row in rows]

    async def keep_view(self, actor: Actor, name: str, wanted: Wanted) -> ViewOut:
        """Keep a filter; one of the same name is replaced."""
        async with self._db.transaction() as unit:
            number = await unit.fetchval(
                "INSERT INTO career_view (account_id, name, wanted) VALUES ($1, $2, $3::jsonb)"
                " ON CONFLICT (account_id, name) DO UPDATE SET wanted = excluded.wanted RETURNING id",
                _account(actor),
                name,
                msgspec.json.encode(wanted).decode(),
            )
        return ViewOut(number, name, wanted)

    async def drop_view(self, actor: Actor, view_id: int) -> None:
        """Raises `not_found` for another's as well."""
        async with self._db.transaction() as unit:
            gone = await unit.fetchval(
                "DELETE FROM career_view WHERE id = $1 AND account_id = $2 RETURNING id", view_id, _account(actor)
            )
        if gone is None:
            raise DomainError(NOT_FOUND, what="view", key=view_id)


def _from_outside(actor: Actor | None, one: Judged) -> Judged:
    return one if one.outside == one.score or reads_results(actor, one.person.id) else replace(one, score=one.outside)


def _account(actor: Actor) -> int:
    return actor.id if actor.kind == "account" else 0


async def _own_people(connection: Connection, teams: Sequence[int], own: int, now: datetime) -> list[int]:
    rows = await connection.fetch(
        "SELECT agent_id FROM membership WHERE team_id = ANY($1::int[]) AND starts <= $2 AND (ends IS NULL OR ends > $2)",
        list(teams),
        now,
    )
    return sorted({row["agent_id"] for row in rows} | ({own} if own else set()))


def matching(one: Judged, wanted: Wanted) -> bool:
    """Whether a row is among those wanted."""
    return _matches(one, wanted) and (not wanted.states or one.state in wanted.states)


def _matches(one: Judged, wanted: Wanted) -> bool:
    person = one.person
    return (
        (not wanted.site or person.site == wanted.site)
        and (not wanted.team or person.team == wanted.team)
        and (not wanted.level or one.level == wanted.level)
        and (not wanted.target or one.target == wanted.target)
        and (not wanted.q or _mentions(one, wanted.q.strip().lower()))
    )


def _mentions(one: Judged, text: str) -> bool:
    person = one.person
    return text in person.code.lower() or text in person.name_zh or text in person.name_en.lower()


def in_order(rows: list[Judged], wanted: Wanted) -> list[Judged]:
    """The code decides between those who are level."""
    rows = sorted(rows, key=lambda one: (one.person.code, one.target))
    name = wanted.sort.removeprefix("-")
    # Readiness and score are read from the top, days and codes from the beginning.
    falls = wanted.sort.startswith("-") != (name in {"readiness", "score"})
    keys = {
        "readiness": lambda one: one.rank,
        "score": lambda one: one.rank[1],
        "hired": lambda one: one.person.hired,
        "level_since": lambda one: one.person.level_since,
        "code": lambda one: one.person.code,
    }
    return sorted(rows, key=keys[name], reverse=falls)


def row_out(one: Judged) -> RowOut:
    """For the wire."""
    person = one.person
    return RowOut(
        agent=Named(person.code, Bilingual(person.name_zh, person.name_en)),
        site=person.site,
        team=person.team,
        level=level_named(one.level),
        target=level_named(one.target),
        state=one.state,
        score=one.score[0] * 1000 // one.score[1],
        met=one.met,
        required=one.required,
        open=[said(pair) for pair in one.open],
        hired=person.hired,
        level_since=person.level_since,
    )
