"""What people read of badges and awards, and what owners say about their own."""

from datetime import date, datetime
from fractions import Fraction

from msgspec.structs import asdict

from leaderboards.badges.awarding import progress
from leaderboards.badges.badge import Badge
from leaderboards.badges.base import Progress
from leaderboards.badges.sentences import sentence
from leaderboards.badges.tiers import TIERS
from leaderboards.exact import format_ratio
from server.auth.actor import Actor
from server.auth.roles import Role
from server.clock import Clock
from server.contests import directory
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.honors.badges import catalogue, store
from server.honors.badges.bests import beside, read_bests
from server.honors.badges.ports import Lives
from server.honors.badges.refusals import NO_AWARD, NO_BADGE, NO_FILE
from server.honors.badges.store import Kept, Onlooker, Shown
from server.honors.badges.supplying import supply
from server.honors.badges.telling import Around, around, evidence, figure
from server.honors.badges.wire import (
    AwardOut,
    AwardWithEvidenceOut,
    BadgeHistoryOut,
    BadgeOut,
    HolderOut,
    MineOut,
    ProgressOut,
    award_out,
    badge_out,
    current,
    evidence_out,
)
from server.wire import Bilingual

_SEES_ALL = frozenset({Role.HR, Role.OPS})


class BadgesService:
    """See the module. Who may not see an award is told that there is none."""

    def __init__(self, db: Database, clock: Clock, lives: Lives) -> None:
        self._db = db
        self._clock = clock
        self._lives = lives

    async def all(self) -> list[BadgeOut]:
        """Every badge in the order of a career."""
        async with self._db.connection() as connection:
            badges = catalogue.by_code(await catalogue.versions(connection))
            names, counts = await catalogue.read_names(connection), await store.counts(connection)
            today = await latest_today(connection, self._clock.now())
        return [badge_out(current(own, today), names, today, counts.get(code, 0)) for code, own in badges.items()]

    async def one(self, code: str) -> BadgeHistoryOut:
        """One badge with its versions, newest first. Raises `no_such_badge`."""
        async with self._db.connection() as connection:
            badges = await find(connection, code)
            names, counts = await catalogue.read_names(connection), await store.counts(connection)
            today = await latest_today(connection, self._clock.now())
        n = counts.get(code, 0)
        newest = sorted(badges, key=lambda one: -one.version)
        return BadgeHistoryOut(
            badge_out(current(badges, today), names, today, n), [badge_out(one, names, today, n) for one in newest]
        )

    async def mine(self, actor: Actor) -> MineOut:
        """The own awards, withdrawn ones too, and the way to the next."""
        agent_id = own_file(actor)
        async with self._db.connection() as connection:
            kept = await store.own(connection, agent_id)
            known = await around(connection, kept)
            badges = await catalogue.versions(connection)
            held = (await store.held(connection, [agent_id])).get(agent_id, [])
            needs = catalogue.needs_of(badges)
            view = (await supply(connection, [agent_id], needs, self._lives, self._clock.now())).views[agent_id]
            best = await read_bests(connection)
            shown = await store.shown_of(connection, agent_id)
        ahead = []
        for code, own in catalogue.by_code(badges).items():
            seen = beside(view, code, best[code]) if code in best else view
            found = progress(own, seen, [one for one in held if one.badge == code])
            if found is not None:
                ahead.append((found, _progress(current(own, view.today), found, known)))
        ahead.sort(key=lambda one: -Fraction(*one[0].share))
        return MineOut(_outs(kept, badges, known, own=True), [out for _, out in ahead], shown)

    async def show(self, actor: Actor, shown: Shown) -> None:
        """Say what others see of the own awards, from now on."""
        query = (
            "INSERT INTO award_pref (agent_id, shown) VALUES ($1, $2)"
            " ON CONFLICT (agent_id) DO UPDATE SET shown = EXCLUDED.shown"
        )
        async with self._db.connection() as connection:
            await connection.execute(query, own_file(actor), shown)

    async def seen(self, actor: Actor, ids: list[int]) -> None:
        """Note that the own awards were looked at; others' are passed over."""
        query = (
            "UPDATE award w SET seen_at = coalesce(w.seen_at, $3) FROM unnest($2::bigint[]) AS seen(id)"
            " WHERE w.id = seen.id AND w.agent_id = $1"
        )
        async with self._db.connection() as connection:
            await connection.execute(query, own_file(actor), ids, self._clock.now())

    async def shelf(self, actor: Actor, code: str) -> list[AwardOut]:
        """What the actor may see of one person; nothing tells whether somebody hides all or has none."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            agent_id = await connection.fetchval("SELECT id FROM agent WHERE code = $1", code)
            kept = [] if agent_id is None else await store.shelf(connection, agent_id, onlooker(actor), now)
            return await self._outs(connection, actor, kept)

    async def of_team(self, actor: Actor, code: str) -> list[AwardOut]:
        """What a team has earned; what was withdrawn only for whoever leads it, operations and HR."""
        async with self._db.connection() as connection:
            number = await connection.fetchval("SELECT id FROM team WHERE code = $1", code)
            leads = actor.role in _SEES_ALL or number in actor.own_teams
            kept = [] if number is None else await store.of_teams(connection, team=code, withdrawn=leads)
            return await self._outs(connection, actor, kept)

    async def holders(self, actor: Actor, code: str) -> list[HolderOut]:
        """Who holds a badge and shows it, each in the highest tier held. Raises `no_such_badge`."""
        async with self._db.connection() as connection:
            await find(connection, code)
            kept = await store.holders(connection, code, onlooker(actor), self._clock.now())
            kept += await store.of_teams(connection, badge=code)
        best: dict[tuple[int, int], Kept] = {}
        for one in kept:
            held = best.get((one.agent_id, one.team_id))
            if held is None or TIERS.index(one.tier) > TIERS.index(held.tier):
                best[one.agent_id, one.team_id] = one
        return [HolderOut(one.agent, one.tier, one.on) for one in best.values()]

    async def recent(self, actor: Actor, team: str | None) -> list[AwardOut]:
        """The newest awards that are shown, of one team or of all."""
        async with self._db.connection() as connection:
            kept = await store.recent(connection, team, onlooker(actor), self._clock.now())
            kept += await store.of_teams(connection, team=team, most=store.LATEST)
            kept = sorted(kept, key=lambda one: (one.on, one.id), reverse=True)[: store.LATEST]
            return await self._outs(connection, actor, kept)

    async def opened(self, actor: Actor, award_id: int) -> AwardWithEvidenceOut:
        """An award with what it rests on: for its owner, who leads the owner, HR and operations. Raises `no_such_award`."""
        async with self._db.connection() as connection:
            kept = await _any(connection, award_id)
            if kept is None or not await self._reads_figures(connection, actor, kept):
                raise DomainError(NO_AWARD)
            owns = kept.agent_id == actor.agent_id or kept.team_id in actor.own_teams
            if kept.withdrawn_at is not None and not owns and actor.role not in _SEES_ALL:
                raise DomainError(NO_AWARD)
            known = await around(connection, [kept])
            badges = await catalogue.versions(connection, kept.badge)
            rows = await connection.fetch(
                "SELECT id, reason FROM badge_grant WHERE agent_id = $1 AND badge = $2", kept.agent_id, kept.badge
            )
        out = _outs([kept], badges, known, own=True)[0]
        rests_on = [
            evidence_out(one)
            for one in evidence(_version(kept, badges), kept, known, {row["id"]: row["reason"] for row in rows})
        ]
        return AwardWithEvidenceOut(**asdict(out), evidence=rests_on)

    async def just_given(self, award_id: int) -> AwardOut:
        """What whoever gave it is answered: without the figures of its owner, of which a given one has none."""
        async with self._db.connection() as connection:
            kept = await store.one(connection, award_id)
            if kept is None:
                raise DomainError(NO_AWARD)
            known, badges = await around(connection, [kept]), await catalogue.versions(connection, kept.badge)
        return _outs([kept], badges, known, own=False)[0]

    async def _outs(self, connection: Connection, actor: Actor, kept: list[Kept]) -> list[AwardOut]:
        known, badges = await around(connection, kept), await catalogue.versions(connection)
        found = []
        for one in kept:
            own = one.team_id in actor.own_teams if one.team_id else one.agent_id == actor.agent_id
            found += _outs([one], badges, known, own=own)
        return found

    async def _reads_figures(self, connection: Connection, actor: Actor, kept: Kept) -> bool:
        """A team's are its members' and its leads', a person's the own and those of whoever leads the person."""
        if actor.role in _SEES_ALL or (kept.agent_id and actor.agent_id == kept.agent_id):
            return True
        if kept.team_id in actor.own_teams:
            return True
        agent_id, teams = (actor.agent_id, [kept.team_id]) if kept.team_id else (kept.agent_id, list(actor.own_teams))
        query = (
            "SELECT true FROM membership WHERE agent_id = $1 AND team_id = ANY($2::int[]) AND starts <= $3"
            " AND (ends IS NULL OR ends > $3)"
        )
        return bool(await connection.fetchval(query, agent_id, teams, self._clock.now()))


async def _any(connection: Connection, award_id: int) -> Kept | None:
    found = await store.one(connection, award_id)
    if found is not None:
        return found
    return next(iter(await store.of_teams(connection, award=award_id, withdrawn=True)), None)


def onlooker(actor: Actor) -> Onlooker:
    """How somebody looks at others' awards."""
    return Onlooker(actor.role in _SEES_ALL, actor.agent_id or 0, tuple(sorted(actor.own_teams)))


def own_file(actor: Actor) -> int:
    """The agent behind the account. Raises `badges_no_file`."""
    if actor.agent_id is None:
        raise DomainError(NO_FILE)
    return actor.agent_id


async def find(connection: Connection, code: str) -> list[Badge]:
    """The versions of a badge. Raises `no_such_badge`."""
    badges = await catalogue.versions(connection, code)
    if not badges:
        raise DomainError(NO_BADGE, badge=code)
    return badges


async def latest_today(connection: Connection, now: datetime) -> date:
    """The business day of the site that is furthest ahead."""
    ids = [row["id"] for row in await connection.fetch("SELECT id FROM site")]
    days = [site.calendar.business_day(now) for site in await directory.sites(connection, ids=ids)]
    return max(days, default=now.date())


def _outs(kept: list[Kept], badges: list[Badge], known: Around, *, own: bool) -> list[AwardOut]:
    versions = {(one.code, one.version): one for one in badges}
    return [award_out(one, versions[one.badge, one.version], known, own=own) for one in kept]


def _version(kept: Kept, badges: list[Badge]) -> Badge:
    return next(one for one in badges if one.version == kept.version)


def _progress(badge: Badge, found: Progress, known: Around) -> ProgressOut:
    zh, en = sentence(badge, known.names)
    return ProgressOut(
        badge=badge.code,
        name=Bilingual(badge.zh, badge.en),
        symbol=badge.symbol,
        tier=found.tier,
        value=figure(badge, Fraction(*found.value), known.metrics),
        threshold=figure(badge, Fraction(*found.threshold), known.metrics),
        share=format_ratio(Fraction(*found.share)),
        since=found.since,
        sentence=Bilingual(zh, en),
    )
