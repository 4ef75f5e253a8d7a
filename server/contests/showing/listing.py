"""Lists of contests: what they are narrowed to, and what they say of each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from leaderboards.calendar import Phase
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.contests import searching
from server.contests.contest import Contest
from server.contests.wire import ContestOut
from server.db.pool import Connection
from server.wire import Named

Mine = Literal["invited", "own", "teams", "part"]
"""Contests that somebody else entered the teams I lead in; that I created; in which the teams I lead take part; in
which I do, by myself, with the team I am in, or with those I lead."""
State = Literal["draft", "scheduled", "running", "frozen", "provisional", "final", "cancelled"]


class Wanted(Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; None means no matter."""

    text: str = ""
    state: State | None = None
    site: str | None = None
    series: int | None = None
    mine: Mine | None = None


def search_of(actor: Actor, wanted: Wanted, site_id: int | None, now: datetime) -> searching.Search:
    """What is looked for: drafts only where somebody may know of them."""
    own_id = actor.id if actor.kind == "account" else 0
    teams = tuple(sorted(actor.own_teams)) if wanted.mine in {"invited", "teams"} else None
    invited = wanted.mine == "invited"
    sees_drafts = actor.may(Permission.CONTESTS_MANAGE) and not invited
    return searching.Search(
        now=now,
        text=wanted.text,
        state=wanted.state,
        site_id=site_id,
        series_id=wanted.series,
        team_ids=teams,
        ends_after=now if invited else None,
        part_of=(actor.agent_id or 0, tuple(sorted(actor.own_teams))) if wanted.mine == "part" else None,
        created_by=own_id if wanted.mine == "own" else None,
        not_created_by=own_id if invited else None,
        drafts_of=None if sees_drafts else 0 if invited else own_id,
    )


async def looked_at(connection: Connection, actor: Actor, contest_ids: Iterable[int]) -> set[int]:
    """Which of these contests the account has looked at."""
    rows = await connection.fetch(
        "SELECT contest_id FROM contest_seen WHERE account_id = $1 AND contest_id = ANY($2::int[])",
        actor.id,
        list(contest_ids),
    )
    return {row["contest_id"] for row in rows}


def listed(contest: Contest, site: Named, phase: Phase) -> ContestOut:
    """One contest in a list."""
    return ContestOut(
        id=contest.id,
        title=contest.title,
        skill=contest.skill,
        template=contest.template,
        series=contest.series_id,
        parent=contest.parent_id,
        round=contest.round,
        site=site,
        participants=contest.participants,
        format=contest.format,
        period=contest.period,
        phase=phase,
        zone=contest.zone,
        starts=contest.starts,
        ends=contest.ends,
        final_at=contest.settles,
        total=len(contest.entrants),
        created_by=contest.created_by,
        version=contest.version,
        cancel_reason=contest.cancel_reason,
        freezes_at=contest.freezes_at,
        reveal_by=contest.reveal_by,
        revealed_at=contest.revealed_at,
    )
