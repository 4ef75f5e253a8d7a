"""Needs surveys 需求调查: what a team says it needs to learn. Counts only, once closed, and never from fewer than five answers."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg
from msgspec import Struct

from career.training.courses import SMALLEST_GROUP
from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.people.refusals import NO_SUCH
from server.training.courses.catalogue import course_of
from server.training.courses.refusals import (
    ANSWERED,
    BAD_TOPICS,
    NO_SURVEY,
    SURVEY_CLOSED,
    SURVEY_NOT_YOURS,
    SURVEY_PAST,
)
from server.training.courses.whom import myself
from server.wire import Bilingual, Named


class TopicWanted(Struct, frozen=True):
    """Something a team may need, and the course that answers it."""

    title: Bilingual
    course: str | None = None


class SurveyWanted(Struct, frozen=True, kw_only=True):
    """A survey to be held; without a team it asks everybody."""

    title: Bilingual
    team: str | None
    closes: datetime
    topics: Sequence[TopicWanted]


class Topic(Struct, frozen=True, kw_only=True):
    """A topic; `asked` is how many chose it, absent until it may be told."""

    place: int
    title: Bilingual
    course: Named | None
    asked: int | None


class Survey(Struct, frozen=True, kw_only=True):
    """A survey. `told` says whether its results are shown: closed, with five answers, to who plans training for those asked."""

    id: int
    title: Bilingual
    team: Named | None
    closes: datetime
    open: bool
    asks_me: bool
    answered: bool
    told: bool
    answers: int | None
    topics: list[Topic]
    wishes: list[str]


_SURVEYS = """
SELECT s.*, t.code AS team, t.name_zh AS team_zh, t.name_en AS team_en,
       (SELECT count(*) FROM survey_taken k WHERE k.survey_id = s.id) AS answers,
       EXISTS (SELECT FROM survey_taken k WHERE k.survey_id = s.id AND k.agent_id = $2) AS answered,
       $2 <> 0 AND (s.team_id IS NULL OR EXISTS (SELECT FROM membership m WHERE m.agent_id = $2 AND m.team_id = s.team_id
              AND m.starts <= $3 AND (m.ends IS NULL OR m.ends > $3))) AS asks_me
FROM needs_survey s LEFT JOIN team t ON t.id = s.team_id WHERE ($1::int IS NULL OR s.id = $1)
ORDER BY s.closes DESC, s.id DESC LIMIT 300"""
_TOPICS = """
SELECT p.*, c.code, c.title_zh AS course_zh, c.title_en AS course_en FROM survey_topic p LEFT JOIN course c ON c.id = p.course_id
WHERE p.survey_id = ANY($1) ORDER BY p.survey_id, p.place"""


class Surveys:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def all(self, actor: Actor) -> list[Survey]:
        """Surveys that ask the actor or whose results are the actor's to plan from."""
        async with self._db.connection() as connection:
            return await self._surveys(connection, actor)

    async def open(self, actor: Actor, wanted: SurveyWanted) -> Survey:
        """Ask a team, or everybody, what they need."""
        now = self._clock.now()
        if wanted.closes <= now:
            raise DomainError(SURVEY_PAST)
        async with self._db.transaction() as connection:
            team_id = None
            if wanted.team is not None:
                team_id = await connection.fetchval("SELECT id FROM team WHERE code = $1", wanted.team)
                if team_id is None:
                    raise DomainError(NO_SUCH["team"], key=wanted.team)
            number: int = await connection.fetchval(
                "INSERT INTO needs_survey (title_zh, title_en, team_id, closes, created_by, created_at)"
                " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
                wanted.title.zh,
                wanted.title.en,
                team_id,
                wanted.closes,
                actor.id,
                now,
            )
            for place, topic in enumerate(wanted.topics):
                course_id = (await course_of(connection, topic.course)).id if topic.course is not None else None
                await connection.execute(
                    "INSERT INTO survey_topic (survey_id, place, title_zh, title_en, course_id) VALUES ($1, $2, $3, $4, $5)",
                    number,
                    place,
                    topic.title.zh,
                    topic.title.en,
                    course_id,
                )
            await audit.record(connection, actor, "survey.open", f"survey/{number}", {"team": wanted.team})
            return await self._survey(connection, actor, number)

    async def answer(self, actor: Actor, survey_id: int, topics: Sequence[int], wish: str) -> None:
        """Choose topics, once; what is kept of it names nobody."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            person = await myself(connection, actor, now)
            survey = await self._survey(connection, actor, survey_id)
            if not survey.asks_me:
                raise DomainError(SURVEY_NOT_YOURS)
            if not survey.open:
                raise DomainError(SURVEY_CLOSED)
            chosen = sorted(set(topics))
            if not chosen or not set(chosen) <= {one.place for one in survey.topics}:
                raise DomainError(BAD_TOPICS)
            first = await connection.fetchval(
                "INSERT INTO survey_taken VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING true", survey_id, person.id
            )
            if first is None:
                raise DomainError(ANSWERED)
            await connection.execute(
                "UPDATE survey_topic SET asked = asked + 1 WHERE survey_id = $1 AND place = ANY($2)", survey_id, chosen
            )
            if wish.strip():
                await connection.execute(
                    "INSERT INTO survey_wish (survey_id, words) VALUES ($1, $2)", survey_id, wish.strip()
                )

    async def close(self, actor: Actor, survey_id: int) -> Survey:
        """End a survey early; it cannot be opened again, because what was told would then change by single answers."""
        async with self._db.transaction() as connection:
            now = self._clock.now()
            await self._survey(connection, actor, survey_id)
            await connection.execute(
                "UPDATE needs_survey SET closes = greatest(least(closes, $2), created_at + interval '1 microsecond') WHERE id = $1",
                survey_id,
                now,
            )
            await audit.record(connection, actor, "survey.close", f"survey/{survey_id}")
            return await self._survey(connection, actor, survey_id)

    async def _survey(self, connection: Connection, actor: Actor, survey_id: int) -> Survey:
        found = await self._surveys(connection, actor, survey_id)
        if not found:
            raise DomainError(NO_SURVEY, key=survey_id)
        return found[0]

    async def _surveys(self, connection: Connection, actor: Actor, survey_id: int | None = None) -> list[Survey]:
        now = self._clock.now()
        agent_id = actor.agent_id or 0 if actor.kind == "account" else 0
        rows = [
            row
            for row in await connection.fetch(_SURVEYS, survey_id, agent_id, now)
            if row["asks_me"] or _plans_for(actor, row["team_id"])
        ]
        ids = [row["id"] for row in rows]
        topics = await connection.fetch(_TOPICS, ids)
        wishes = await connection.fetch(
            "SELECT survey_id, words FROM survey_wish WHERE survey_id = ANY($1) ORDER BY words", ids
        )
        found = []
        for row in rows:
            told = _plans_for(actor, row["team_id"]) and row["closes"] <= now and row["answers"] >= SMALLEST_GROUP
            found.append(
                Survey(
                    id=row["id"],
                    title=Bilingual(zh=row["title_zh"], en=row["title_en"]),
                    team=_named(row, "team"),
                    closes=row["closes"],
                    open=row["closes"] > now,
                    asks_me=row["asks_me"],
                    answered=row["answered"],
                    told=told,
                    answers=row["answers"] if told else None,
                    topics=[_topic(one, told=told) for one in topics if one["survey_id"] == row["id"]],
                    wishes=[one["words"] for one in wishes if told and one["survey_id"] == row["id"]],
                )
            )
        return found


def _plans_for(actor: Actor, team_id: int | None) -> bool:
    return actor.may(Permission.TRAINING_MANAGE) or (team_id is not None and team_id in actor.own_teams)


def _topic(row: asyncpg.Record, *, told: bool) -> Topic:
    course = Named(row["code"], Bilingual(zh=row["course_zh"], en=row["course_en"])) if row["code"] else None
    title = Bilingual(zh=row["title_zh"], en=row["title_en"])
    return Topic(place=row["place"], title=title, course=course, asked=row["asked"] if told else None)


def _named(row: asyncpg.Record, what: str) -> Named | None:
    if row[what] is None:
        return None
    return Named(row[what], Bilingual(zh=row[f"{what}_zh"], en=row[f"{what}_en"]))
