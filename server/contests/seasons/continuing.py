"""Keeps seasons going: draws fixtures when the rounds before are over, makes the contests that are rounds, signs the season.

Everything is done under the season's row lock and can be done twice without harm, so a crash in between loses nothing.
"""

from datetime import datetime

import structlog
from msgspec.structs import replace

from leaderboards.calendar import Calendar
from leaderboards.drawing import draw
from leaderboards.plays import CupPlay, RacePlay
from leaderboards.rhythm import first_window, next_window
from leaderboards.season import Fixture
from server.auth import audit
from server.contests import directory, entered
from server.contests import store as contests
from server.contests.after import results
from server.contests.after.results import NewResult, decode_standings, revisions
from server.contests.after.stakes import Stakes
from server.contests.contest import Contest
from server.contests.reveal.freezing import with_freeze
from server.contests.reveal.hushing import with_hushes
from server.contests.seasons import following, store
from server.contests.seasons.knowing import read_season, season_of
from server.contests.seasons.playing import play_of
from server.contests.seasons.signing import decided_ties, keep_result, season_result
from server.contests.telling import tell
from server.db.pool import Connection, Database
from server.supervise import each
from server.wire import Bilingual

_log = structlog.get_logger(__name__)

CALLED_OFF = "season_cancelled"
"""Why a round is called off with its season; screens put it into words."""


async def continue_seasons(db: Database, stakes: Stakes, now: datetime) -> None:
    """Bring every season up to the present instant."""
    async with db.connection() as connection:
        ids = await store.going_on(connection)
    await each(ids, lambda contest_id: continue_season(db, contest_id, now, stakes))


async def continue_season(db: Database, contest_id: int, now: datetime, stakes: Stakes) -> None:
    """Draw and make what can be by now, and sign the season once all its rounds are signed."""
    async with db.transaction() as connection:
        contest = await contests.lock(connection, contest_id)
        if contest is None or not contest.in_rounds or contest.launched_at is None:
            return
        if contest.cancelled_at is not None:
            await _call_off(connection, contest, now)
            return
        rounds = await store.rounds(connection, contest_id)
        if now < contest.starts or not rounds:
            await _draw_first(connection, contest, rounds, now)
        elif not contest.signed and await _may_go_on(connection, rounds[-1], now):
            await _draw_next(connection, contest, rounds, now)
        ready = _all_signed(await store.rounds(connection, contest_id))
    if ready and now >= contest.ends:
        await _sign(db, contest_id, now, stakes)


def _all_signed(rounds: list[Contest]) -> bool:
    return bool(rounds) and all(one.signed or one.cancelled_at is not None for one in rounds)


async def _may_go_on(connection: Connection, last: Contest, now: datetime) -> bool:
    """Whether the last round made is over for the public, so that the next can be drawn without telling a secret."""
    held = await with_hushes(connection, last, now)
    return held.public_phase(now) in {"provisional", "final", "cancelled"}


async def _draw_first(connection: Connection, contest: Contest, rounds: list[Contest], now: datetime) -> None:
    """Until the start fixtures follow the participants and the settings: any change means a new draw."""
    drawn_version = await store.drawn_version(connection, contest.id)
    if drawn_version == contest.version:
        return
    former = await following.before(connection, contest) if drawn_version is None and following.moves(contest) else None
    if former is not None:
        moved = await following.moved_on(connection, contest, former, now)
        if moved is None:
            return
        contest = moved
        await entered.seed(connection, contest.id, contest.seeds)
        await entered.place(connection, contest.id, contest.divisions, contest.sides)
    for one in rounds:
        await tell(connection, one.id)
    await store.undo_draw(connection, contest.id, rounds)
    drawn = draw(season_of(contest, (), {}))
    await _keep(connection, contest, [], drawn, now)
    await store.note_draw(connection, contest, now)


async def _draw_next(connection: Connection, contest: Contest, rounds: list[Contest], now: datetime) -> None:
    season = await read_season(connection, contest, now)
    drawn = draw(season)
    if not drawn:
        return
    await store.let_stand(connection, contest.id, decided_ties(season))
    await _keep(connection, contest, rounds, drawn, now)


async def _keep(
    connection: Connection, contest: Contest, rounds: list[Contest], drawn: tuple[Fixture, ...], now: datetime
) -> None:
    """Store fixtures, and make the contests of rounds that are not there yet."""
    await store.add_fixtures(connection, contest.id, drawn)
    site = (await directory.sites(connection, ids=[contest.site_id]))[0]
    before = rounds[-1] if rounds else None
    for number in sorted({one.round for one in drawn}):
        made = round_of(contest, site.calendar, before, number, now)
        contest_id = await contests.insert(connection, made)
        if contest_id is None:
            raise RuntimeError(f"season {contest.id} has a round {number} already")
        before = replace(made, id=contest_id)
        await tell(connection, contest_id)
    if before is not None:
        await store.extend(connection, contest.id, before.ends)
    detail = {"rounds": sorted({one.round for one in drawn}), "fixtures": len(drawn)}
    await audit.record(connection, None, "season.draw", f"contest/{contest.id}", detail)
    await tell(connection, contest.id)


def round_of(contest: Contest, calendar: Calendar, before: Contest | None, number: int, now: datetime) -> Contest:
    """The race that is a round: everybody takes part over its window, by the season's rules."""
    play = play_of(contest)
    if before is None:
        window = first_window(calendar, play.rhythm, calendar.business_day(contest.starts))
    else:
        window = next_window(calendar, play.rhythm, before.window)
    made = replace(
        contest,
        id=0,
        series_id=None,
        series_first=None,
        series_after=None,
        parent_id=contest.id,
        round=number,
        title=Bilingual(zh=f"{contest.title.zh} 第{number}轮", en=f"{contest.title.en} · round {number}"),
        format="race",
        play=RacePlay(),
        period="week" if play.rhythm.unit == "week" else "hours",
        starts=window.starts,
        ends=window.ends,
        created_at=now,
        launched_at=now,
        version=1,
        # Ties are decided across the whole field, so a bracket's rounds know no divisions.
        divisions={} if _ranks_together(contest) else contest.divisions,
        seeds={},
        adjusted={},
        prizes=(),
        signed=False,
        open_appeals=0,
    )
    return with_freeze(made, calendar)


def _ranks_together(contest: Contest) -> bool:
    play = play_of(contest)
    return isinstance(play, CupPlay) or play.pairing == "groups"


async def _call_off(connection: Connection, contest: Contest, now: datetime) -> None:
    """Rounds that are not signed end with their season."""
    for one in await store.rounds(connection, contest.id):
        if one.cancelled_at is None and not one.signed:
            await contests.update(connection, replace(one, cancelled_at=now, cancel_reason=CALLED_OFF))
            await audit.record(connection, None, "contest.cancel", f"contest/{one.id}", {"reason": CALLED_OFF})
            await tell(connection, one.id)


async def _sign(db: Database, contest_id: int, now: datetime, stakes: Stakes) -> None:
    """Sign a season whose rounds are all signed and after which nothing is to be drawn; once more when a corrected round
    has changed its table."""
    async with db.transaction() as connection:
        await results.one_at_a_time(connection)
        contest = await contests.lock(connection, contest_id)
        if contest is None or contest.launched_at is None or contest.cancelled_at is not None:
            return
        found = await season_result(connection, contest, now)
        if found is None or (contest.two_person and not contest.signed):
            # Its first result waits for two people; a later one follows from a round that two people have corrected.
            return
        rows = decode_standings(found.standings).rows
        if not contest.signed and await stakes.take_two(connection, contest, rows):
            await results.ask_two(connection, contest)
            return
        known = await revisions(connection, contest_id)
        if known and known[-1].standings == found.standings:
            await store.note_signed(connection, contest_id, now)
            return
        sealed_at = await connection.fetchval("SELECT clock_timestamp()")
        new = NewResult(len(known) + 1, found.cutoff, now, sealed_at, found.standings)
        await keep_result(connection, None, contest, found, new)
        _log.info("season_signed", contest=contest_id, revision=len(known) + 1)
