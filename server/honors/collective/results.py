"""Reads what contests of teams came to by the revision in force; what a freeze hides is not there yet."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple
from zoneinfo import ZoneInfo

from leaderboards.collective import Placed, Result
from leaderboards.exact import SCORE_UNITS
from leaderboards.standings import Standings
from server.contests import store
from server.contests.after.results import decode_standings, revisions
from server.contests.contest import Contest
from server.contests.reveal.hushing import with_hushes
from server.contests.scoring.evidence import true_evidence
from server.db.pool import Connection

_WHICH = """
SELECT id FROM contest WHERE (series_id = ANY($1::int[]) AND series_first IS NOT NULL OR id = ANY($2::int[]))
  AND launched_at IS NOT NULL AND cancelled_at IS NULL AND participants = 'team' AND parent_id IS NULL ORDER BY starts, id"""
_GAMED = "SELECT DISTINCT contest_id, team_id FROM review_case WHERE outcome = 'founded' AND team_id IS NOT NULL"


class Read(NamedTuple):
    """What has a result, the first day of the earliest contest that has none yet, and of which series each contest is."""

    results: list[Result]
    open_from: date | None
    series: dict[int, int | None]


class ResultsReader:
    """Decodes each signed revision once: bytes never change."""

    def __init__(self) -> None:
        self._signed: dict[tuple[int, int], Standings] = {}

    async def read(
        self, connection: Connection, series: Collection[int], contests: Collection[int], now: datetime
    ) -> Read:
        """Of these series and contests, oldest first."""
        ids = [row["id"] for row in await connection.fetch(_WHICH, list(series), list(contests))]
        gamed: dict[int, set[str]] = {}
        for row in await connection.fetch(_GAMED):
            gamed.setdefault(row["contest_id"], set()).add(f"t{row['team_id']}")
        latest = {
            row["contest_id"]: row["revision"]
            for row in await connection.fetch(
                "SELECT r.contest_id, max(r.revision) AS revision FROM unnest($1::int[]) AS asked(id)"
                " JOIN contest_result r ON r.contest_id = asked.id GROUP BY 1",
                ids,
            )
        }
        found, open_from = [], None
        every = await store.many(connection, ids)
        for contest in every:
            revision = latest.get(contest.id, 0)
            standings = await self._standings(connection, contest, revision, now)
            if standings is None:
                first, _ = days_of(contest)
                open_from = first if open_from is None else min(open_from, first)
            else:
                found.append(_result(contest, revision, standings, gamed.get(contest.id, set())))
        found.sort(key=lambda one: (one.first, one.contest))
        return Read(found, open_from, {one.id: one.series_id for one in every})

    async def _standings(
        self, connection: Connection, contest: Contest, revision: int, now: datetime
    ) -> Standings | None:
        if revision:
            known = self._signed.get((contest.id, revision))
            if known is None:
                signed = next(one for one in await revisions(connection, contest.id) if one.revision == revision)
                known = self._signed[contest.id, revision] = decode_standings(signed.standings)
            return known
        if contest.in_rounds or now < contest.ends:
            return None
        # Provisional, and told: neither its own freeze nor another's holds it any more.
        shown = (await with_hushes(connection, contest, now)).public_phase(now) in {"provisional", "final"}
        return (await true_evidence(connection, contest, now)).standings if shown else None


def days_of(contest: Contest) -> tuple[date, date]:
    """The business days [first, after) of a contest, in its own zone where no series says them."""
    if contest.series_first is not None and contest.series_after is not None:
        return contest.series_first, contest.series_after
    zone = ZoneInfo(contest.zone)
    last = (contest.ends - timedelta(microseconds=1)).astimezone(zone).date()
    return contest.starts.astimezone(zone).date(), last + timedelta(days=1)


def _result(contest: Contest, revision: int, standings: Standings, gamed: Collection[str]) -> Result:
    first, after = days_of(contest)
    return Result(
        contest=contest.id,
        first=first,
        after=after,
        rows=tuple(
            [
                Placed(
                    one.participant,
                    one.rank,
                    None if one.score is None or one.rank is None else Fraction(one.score, SCORE_UNITS),
                    one.division,
                )
                for one in standings.rows
            ]
        ),
        revision=revision,
        improvement=contest.rules.method == "improvement",
        gamed=frozenset(gamed),
    )
