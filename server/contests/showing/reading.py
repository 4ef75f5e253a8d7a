"""What contests look like to who asks: lists, one contest, its board, its results, its past."""

from collections.abc import Collection
from datetime import datetime

from msgspec.structs import replace

from leaderboards.feed import Board
from leaderboards.standings import Standings
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.contests import directory, searching, store
from server.contests.after.results import Signed, decode_standings, revisions
from server.contests.contest import Contest
from server.contests.planning.entering import may_edit, may_see
from server.contests.planning.launching import site_of
from server.contests.reveal.freezing import presents, sees_truth
from server.contests.reveal.hushing import with_hushes
from server.contests.reveal.kept import read_reveal
from server.contests.scoring.evidence import evidence_now, one_snapshot
from server.contests.seasons.boards import read_board
from server.contests.showing import history
from server.contests.showing.boards import board_of, frozen_board, head_now, hidden_from, read_names
from server.contests.showing.listing import Wanted, listed, looked_at, search_of
from server.contests.showing.moved import Moved, moves
from server.contests.wire import ContestDetailOut, ContestOut, HistoryOut, ResultOut, Warned
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, NOT_FOUND, DomainError
from server.wire import Named


class ReadingService:
    """Everything that only looks."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def find(self, actor: Actor, contest_id: int) -> Contest:
        """A contest this actor may know of, with whatever holds its public board."""
        async with self._db.connection() as connection:
            contest = await store.find(connection, contest_id)
            if contest is None or not may_see(actor, contest) or not in_sight(actor, contest):
                raise DomainError(NOT_FOUND, what="contest", key=contest_id)
            return await with_hushes(connection, contest, self._clock.now())

    async def page(self, actor: Actor, wanted: Wanted, offset: int, limit: int) -> tuple[list[ContestOut], int]:
        """A page of contests, newest window first."""
        async with self._db.connection() as connection:
            site_id = None if wanted.site is None else (await site_of(connection, wanted.site)).id
            search = search_of(actor, wanted, site_id, self._clock.now())
            contests, total = await searching.search(connection, search, offset, limit)
            found = await self._outs(connection, contests)
            if wanted.mine == "invited":
                seen = await looked_at(connection, actor, [contest.id for contest in contests])
                own = {team.id: team.named for team in await directory.teams(connection, ids=actor.own_teams)}
                for out, contest in zip(found, contests, strict=True):
                    out.unseen = out.id not in seen
                    out.own_teams = [own[team] for team in contest.team_ids if team in own]
        return found, total

    async def ahead_of(self, actor: Actor, limit: int) -> list[Contest]:
        """Launched contests that the actor takes part in (as `mine="part"` finds them) and that have not ended."""
        now = self._clock.now()
        search = replace(search_of(actor, Wanted(mine="part"), None, now), ends_after=now, drafts_of=0)
        async with self._db.connection() as connection:
            return await searching.newest(connection, search, limit)

    async def detail(self, actor: Actor, contest_id: int, warnings: list[Warned] | None = None) -> ContestDetailOut:
        """Everything about one contest except the numbers on its board."""
        contest = await self.find(actor, contest_id)
        now = self._clock.now()
        async with self._db.connection() as connection:
            out = (await self._outs(connection, [contest]))[0]
            names = await read_names(connection, contest)
            withdrawn = await directory.teams(connection, ids=contest.withdrawn)
            signed = await revisions(connection, contest_id)
            allowed = await _may(connection, actor, contest, now)
        lateness = {used.metric.code: contest.cutoffs[used.metric_id] for used in contest.metrics}
        return ContestDetailOut(
            **{name: getattr(out, name) for name in ContestOut.__struct_fields__},
            practice=list(contest.practice),
            play=contest.play,
            rules=contest.rules,
            prizes=contest.prizes,
            entrants=[Named(names[entrant].code, names[entrant].name) for entrant in contest.entrants],
            divisions={names[entrant].code: division for entrant, division in sorted(contest.divisions.items())},
            sides={names[entrant].code: side for entrant, side in sorted(contest.sides.items())},
            withdrawn=[team.named for team in withdrawn],
            cutoffs=lateness,
            results=[one.revision for one in signed],
            may=allowed,
            known_until=contest.known_until(now),
            goes_on=contest.goes_on(now),
            held_along=bool(contest.hushed(now)),
            warnings=warnings or [],
        )

    async def _outs(self, connection: Connection, contests: Collection[Contest]) -> list[ContestOut]:
        sites = {
            site.id: site.named for site in await directory.sites(connection, ids={one.site_id for one in contests})
        }
        now = self._clock.now()
        return [listed(contest, sites[contest.site_id], contest.phase(now)) for contest in contests]

    async def board(self, board_id: int) -> Board:
        """The whole board, computed from the tables; a signed result is shown as it was signed, and a contest that a freeze
        holds as it was then. The negative number asks for the truth of such a one.

        Raises DomainError(not_found) for a contest that does not exist or was never launched, and for a truth that is not
        hidden.
        """
        now = self._clock.now()
        contest_id, restricted = abs(board_id), board_id < 0
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            contest = await store.find(connection, contest_id)
            if contest is None or contest.launched_at is None:
                raise DomainError(NOT_FOUND, what="contest", key=contest_id)
            contest = await with_hushes(connection, contest, now)
            still = contest.known_until(now) is not None
            if restricted and not still:
                raise DomainError(NOT_FOUND, what="contest", key=contest_id)
            if contest.in_rounds:
                return await read_board(connection, contest, now)
            site = (await directory.sites(connection, ids=[contest.site_id]))[0]
            names = await read_names(connection, contest)
            signed = await revisions(connection, contest_id)
            began = await history.ranks_at(connection, contest_id, history.day_start(site.calendar, now))
            if signed:
                standings, as_of = decode_standings(signed[-1].standings), signed[-1].signed_at
            else:
                known = await evidence_now(connection, contest, now, restricted=restricted)
                if still and not restricted:
                    begun = await read_reveal(connection, contest_id)
                    return frozen_board(contest, head_now(contest, site.named, now), names, known, begun)
                standings, as_of = known.standings, now
        morning = began if contest.counts_places(now) else None
        return board_of(head_now(contest, site.named, now, restricted=restricted), standings, names, morning, as_of)

    async def on_show(self, site_id: int) -> list[int]:
        """The site's contests that are on or await their result, as a wall shows them: what ends first comes first, then
        the provisional ones."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            found = {
                state: (
                    await searching.search(connection, searching.Search(now=now, state=state, site_id=site_id), 0, 200)
                )[0]
                for state in ("running", "frozen", "provisional")
            }
        going_on = sorted([*found["running"], *found["frozen"]], key=lambda contest: (contest.ends, contest.id))
        return [contest.id for contest in (*going_on, *found["provisional"])]

    async def site_of(self, contest_id: int) -> int | None:
        """The site that holds a contest, or None when there is no such contest to show."""
        async with self._db.connection() as connection:
            contest = await store.find(connection, contest_id)
        return None if contest is None or contest.launched_at is None else contest.site_id

    async def results(self, actor: Actor, contest_id: int) -> list[ResultOut]:
        """The signed revisions of a contest."""
        await self.find(actor, contest_id)
        async with self._db.connection() as connection:
            signed = await revisions(connection, contest_id)
        return [
            ResultOut(
                revision=one.revision,
                cutoff=one.cutoff,
                signed_at=one.signed_at,
                sha256=one.sha256.hex(),
                bytes=len(one.standings),
            )
            for one in signed
        ]

    async def result(self, actor: Actor, contest_id: int, revision: int) -> Signed:
        """One signed revision, byte for byte. Bytes cannot be cut, so who may not see all of it sees none."""
        contest = await self.find(actor, contest_id)
        async with self._db.connection() as connection:
            signed = await revisions(connection, contest_id)
            if await _hidden(connection, actor, contest):
                raise DomainError(FORBIDDEN)
        for one in signed:
            if one.revision == revision:
                _refuse_reasons_of_others(actor, decode_standings(one.standings))
                return one
        raise DomainError(NOT_FOUND, what="result", key=f"{contest_id}/{revision}")

    async def changes(self, actor: Actor, contest_id: int, revision: int) -> list[Moved]:
        """Every place in a signed revision and in the one before it, in the order of the newer."""
        contest = await self.find(actor, contest_id)
        async with self._db.connection() as connection:
            signed = {one.revision: decode_standings(one.standings) for one in await revisions(connection, contest_id)}
            names = await read_names(connection, contest)
        if revision not in signed:
            raise DomainError(NOT_FOUND, what="result", key=f"{contest_id}/{revision}")
        hidden = hidden_from(actor, names)
        before, after = [
            Standings(tuple([row for row in standings.rows if row.participant not in hidden]))
            for standings in (signed.get(revision - 1, Standings(())), signed[revision])
        ]
        return list(moves(before, after, names))

    async def history(self, actor: Actor, contest_id: int) -> list[HistoryOut]:
        """The ranks hour by hour; while the contest is frozen, those from before the freeze."""
        contest = await self.find(actor, contest_id)
        async with self._db.connection() as connection:
            noted = await history.all_of(connection, contest_id, before=contest.known_until(self._clock.now()))
            hidden = await _hidden(connection, actor, contest)
        return [
            HistoryOut(at=at, ranks={name: rank for name, rank in ranks.items() if name not in hidden})
            for at, ranks in noted
        ]


async def _hidden(connection: Connection, actor: Actor, contest: Contest) -> frozenset[str]:
    """Participants whose results are their own affair, and not the actor's."""
    if contest.participants == "team":
        return frozenset()
    return hidden_from(actor, await read_names(connection, contest))


def _refuse_reasons_of_others(actor: Actor, standings: Standings) -> None:
    """Why somebody was not ranked is for the participant, its lead and those who answer for the result."""
    if actor.may(Permission.CONTESTS_MANAGE) or actor.may(Permission.RESULTS_SIGN):
        return
    own = {f"t{team}" for team in actor.own_teams} | {f"a{actor.agent_id}"}
    if any(row.reasons and row.participant not in own for row in standings.rows):
        raise DomainError(FORBIDDEN)


def in_sight(actor: Actor, contest: Contest) -> bool:
    """A wall sees the contests it was paired for, or those of its site; everybody else may know of every contest."""
    if actor.kind != "display":
        return True
    scope = actor.display
    if scope is None:
        return False
    return contest.id in scope.contest_ids if scope.contest_ids else contest.site_id == scope.site_id


async def _may(connection: Connection, actor: Actor, contest: Contest, now: datetime) -> list[str]:
    phase = contest.phase(now)
    manages = actor.may(Permission.CONTESTS_MANAGE)
    early = phase in {"draft", "scheduled"}
    allowed = []
    if may_edit(actor, contest):
        if early:
            allowed.append("edit")
        if phase == "draft":
            allowed.append("launch")
        if early or (manages and phase in {"running", "frozen", "provisional"}):
            allowed.append("cancel")
    if contest.known_until(now) is not None and await sees_truth(connection, actor, contest, now):
        allowed.append("truth")
    if contest.freezes_at is not None and (may_edit(actor, contest) or presents(actor, contest)):
        allowed.append("reveal")
    if early and (manages or not actor.own_teams.isdisjoint(contest.team_ids)):
        allowed.append("withdraw")
    return allowed
