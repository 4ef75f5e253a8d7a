"""Coaching notes after a contest: a few lines by a lead about the own team, for nobody but that team's leads and operations."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.contests import directory
from server.contests.showing.reading import ReadingService
from server.db.pool import Database
from server.errors import FORBIDDEN, NOT_FOUND, DomainError, declare
from server.wire import Named

NOT_OVER = declare(
    "contest_not_over", 409, en="Notes are written once the contest is over.", zh="竞赛结束后才能写辅导记录。"
)


class NoteIn(Struct, forbid_unknown_fields=True):
    """The note; an empty one is taken away."""

    body: Annotated[str, Meta(max_length=2000)]


class NoteOut(Struct, kw_only=True):
    """A team's note; a team of one's own without any is listed with an empty one."""

    team: Named
    body: str
    author: str | None
    written_at: datetime | None


class NotesService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock, reading: ReadingService) -> None:
        self._db = db
        self._clock = clock
        self._reading = reading

    async def all(self, actor: Actor, contest_id: int) -> list[NoteOut]:
        """The notes this actor may read: of the own teams; operations and HR read all that were written."""
        contest = await self._reading.find(actor, contest_id)
        everybody = actor.sees_everybodys_personal_data
        async with self._db.connection() as connection:
            mine = actor.teams_personal & set(contest.team_ids)
            teams = await directory.teams(connection, ids=contest.team_ids if everybody else mine)
            rows = await connection.fetch(
                "SELECT n.team_id, n.body, n.written_at, a.name FROM coaching_note n LEFT JOIN account a ON a.id = n.author_id"
                " WHERE n.contest_id = $1",
                contest_id,
            )
        written = {row["team_id"]: row for row in rows}
        return [
            NoteOut(
                team=team.named,
                body=written[team.id]["body"] if team.id in written else "",
                author=written[team.id]["name"] if team.id in written else None,
                written_at=written[team.id]["written_at"] if team.id in written else None,
            )
            for team in teams
            if team.id in written or team.id in mine
        ]

    async def write(self, actor: Actor, contest_id: int, team_code: str, body: str) -> list[NoteOut]:
        """Write, replace or (empty) take away the note of a team one leads."""
        contest = await self._reading.find(actor, contest_id)
        if self._clock.now() < contest.ends:
            raise DomainError(NOT_OVER)
        async with self._db.transaction() as connection:
            teams = await directory.teams(connection, codes=[team_code])
            if not teams or teams[0].id not in contest.team_ids:
                raise DomainError(NOT_FOUND, what="team", key=team_code)
            team = teams[0].id
            if team not in actor.teams_personal or actor.kind != "account":
                raise DomainError(FORBIDDEN)
            if body.strip():
                await connection.execute(
                    "INSERT INTO coaching_note VALUES ($1, $2, $3, $4, $5) ON CONFLICT (contest_id, team_id)"
                    " DO UPDATE SET author_id = $3, body = $4, written_at = $5",
                    contest_id,
                    team,
                    actor.id,
                    body.strip(),
                    self._clock.now(),
                )
            else:
                await connection.execute(
                    "DELETE FROM coaching_note WHERE contest_id = $1 AND team_id = $2", contest_id, team
                )
            await audit.record(connection, actor, "contest.coach", f"contest/{contest_id}", {"team": team_code})
        return await self.all(actor, contest_id)
