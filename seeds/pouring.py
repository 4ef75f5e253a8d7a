"""Fills an empty database with the demo centre, once, through the doors that users have and in the order of its days."""

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta

import httpx
from litestar import Litestar
from msgspec import Struct, structs

from seeds import marker
from seeds.accounts import PASSWORD, SIGN_INS, SignIn
from seeds.centre import HISTORY_DAYS, Centre
from seeds.contests import launch_seasons, launch_sprint, set_bands, start_series
from seeds.doors import Doors
from seeds.honors import enter_honors
from seeds.inventing import build
from seeds.judging import Judging
from seeds.learners import learners
from seeds.marker import Marker
from seeds.onboarding import Onboarding
from seeds.papers import collect, furnish, honor
from seeds.points import Rewarding
from seeds.ranks import note_ranks
from seeds.replay import Replay, play
from seeds.reviews import Reviews
from seeds.school import School, Staff
from seeds.sheets import ROSTER_DAYS_AHEAD, sheets, shifts
from seeds.shifts import Rota
from seeds.teaching import Teaching
from seeds.thanks import Thanking
from server.app import create_app
from server.auth.accounts import NewAccount
from server.auth.roles import Role
from server.auth.service import AuthService
from server.clock import SetClock, SystemClock
from server.db.pool import Database
from server.errors import TAKEN, DomainError
from server.facts.promising import Promised
from server.people.book import PeopleBook
from server.settings import Settings

Tell = Callable[[str, float], None]


def _silent(what: str, done: float) -> None:
    """Tells nobody."""


_PEOPLE_SHARE = 0.08
_RECENT = 6
"""Days before the present on which trainers bring their records up to date, in time for the review under way."""
_ORIGIN = "http://pouring"


class Size(Struct, frozen=True):
    """How much of the centre to pour: days of history, and how many teams of each site."""

    days: int = HISTORY_DAYS
    teams: tuple[int, int] = (12, 8)


WHOLE = Size()


async def pour(
    settings: Settings, *, progress: Tell = _silent, now: datetime | None = None, size: Size = WHOLE
) -> bool:
    """Make the database hold a demo centre as of `now`; True if that took anything.

    `settings` name the engines, and the database is migrated. A centre that is whole, or data of somebody's own, is left
    alone; one whose pouring was interrupted is finished with the people and the day it was begun with.
    """
    now = now or SystemClock().now()
    async with Database(settings.database_url or "", connections=2).open() as db:
        auth = AuthService(db, SetClock(now), PeopleBook())
        found = await _marker(auth)
        if found is None and (await auth.accounts.page(0, 1))[1]:
            return False
        if found is not None and found.state == "poured":
            return False
        anchor = found.anchor if found else now.date()
        centre = build(anchor, days=size.days, teams=size.teams)
        secret = await _enter(auth, centre)
    with _quiet():
        await _pour_into(settings, centre, Replay(centre, now), secret, progress, resumed=found is not None)
    return True


async def _marker(auth: AuthService) -> Marker | None:
    tokens, _ = await auth.tokens.page(0, 10_000)
    return marker.read((token.id, token.name, token.revoked_at) for token in tokens)


async def _enter(auth: AuthService, centre: Centre) -> str:
    """The way in that an administrator has on the command line: the key first, because it marks the database as ours."""
    secret, _ = await auth.tokens.create(None, marker.name_of(centre.anchor), Role.ADMIN)
    admin = SIGN_INS[0]
    try:
        new = NewAccount(login=admin.login, name=admin.name, role=Role.ADMIN, password=PASSWORD, locale=admin.locale)
        await auth.accounts.create(None, new)
    except DomainError as refusal:
        if refusal.code != TAKEN:
            raise
    return secret


async def _pour_into(
    settings: Settings, centre: Centre, replay: Replay, secret: str, progress: Tell, *, resumed: bool
) -> None:
    clock = SetClock(replay.instant(0))
    # Nobody watches the past, so nothing is scored on the way and nothing is told to other processes.
    address = settings.public_url or f"http://{settings.host}:{settings.port}"
    quiet = structs.replace(settings, scorer=False, redis_url=None, demo=False, public_url=address)
    app = create_app(quiet, clock)
    # What contests taught and what looks odd is found out once the centre is served, a little at every tick.
    app.state.rooms.contests.clockwork.followers.clear()
    badges = app.state.rooms.honors.clockwork
    # The past earns its badges at the end, all at once.
    badges.resting = True
    async with app.lifespan(), _doors(app, secret) as doors:
        waiting = [centre.anchor - timedelta(days=_RECENT)]

        async def set_clock(at: datetime) -> None:
            clock.at = at
            if await school.follow(at):
                # What it measured is received on the day, before the next one dawns.
                await Promised(app.state.rooms.db, app.state.rooms.facts).keep()
            await app.state.rooms.contests.clockwork.tick()
            if waiting and at.date() >= waiting[0]:
                waiting.clear()
                await reviews.enter_recent(at)

        async def set_careers(at: datetime) -> None:
            clock.at = at
            await app.state.rooms.ladder.cycles.follow(at)
            await app.state.rooms.ladder.clockwork.tick()

        staff = Staff(lambda: _doors(app))
        corners = [corner(centre, staff) for corner in (Teaching, Onboarding, Judging, Thanking, Rewarding)]
        school = School(centre, (deed for corner in corners for deed in corner.deeds()), resumed=resumed)
        reviews = Reviews(centre, lambda: _doors(app), set_careers)
        await _people(doors, centre, progress)
        await _accounts(doors, centre)
        await _furnish(app)
        await reviews.past(doors)
        await reviews.catch_up(doors, replay.instant(0))
        await set_bands(doors)
        await start_series(doors, centre)
        await launch_seasons(doors, centre)

        def tell(step: int) -> None:
            share = _PEOPLE_SHARE + (1 - _PEOPLE_SHARE) * (step + 1) / len(replay.steps)
            progress(f"{replay.instant(step):%Y-%m-%d}", min(share, 0.999))

        await play(replay, doors, set_clock, tell, resumed=resumed)
        async with _doors(app) as lead:
            await lead.sign_in("lead", PASSWORD)
            await launch_sprint(lead, "CD", clock.at)
        await app.state.rooms.ladder.scorecards.following.tick()
        # A review sees the contests that are final, as it would have if they had been followed on the way.
        await app.state.rooms.contests.deeds.follow(clock.at)
        await _honor(app, centre, clock.at)
        await reviews.present(clock.at)
        await badges.put_due(clock.at)
        while await badges.handful():
            pass
        await _hand_out(app, centre, clock.at)
        await _finish(doors)
        progress("ready", 1.0)


async def _furnish(app: Litestar) -> None:
    async with _doors(app) as ops:
        await ops.sign_in("ops", PASSWORD)
        await furnish(ops)


async def _hand_out(app: Litestar, centre: Centre, now: datetime) -> None:
    """Some have their certificates already; the others are waiting to be asked for."""
    async with _doors(app) as hr:
        await hr.sign_in("hr", PASSWORD)
        await honor(hr, centre, now)
    for login in ("agent", "agent.en", "lead"):
        async with _doors(app) as owner:
            await owner.sign_in(login, PASSWORD)
            await collect(owner)


async def _honor(app: Litestar, centre: Centre, now: datetime) -> None:
    """The year before by hand, the rest by the results there are by now; and how the races of these days stood on the way."""
    await note_ranks(app.state.rooms.db, now)
    async with _doors(app) as ops:
        await ops.sign_in("ops", PASSWORD)
        await enter_honors(ops, centre)
    await app.state.rooms.honors.collective.following.work_out(now)


@asynccontextmanager
async def _doors(app: Litestar, token: str = "") -> AsyncIterator[Doors]:
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # the framework types scopes more narrowly
    async with httpx.AsyncClient(
        transport=transport, base_url=_ORIGIN, headers={"Origin": _ORIGIN}, timeout=600
    ) as client:
        yield Doors(client, token)


async def _people(doors: Doors, centre: Centre, progress: Tell) -> None:
    """Import every file; importing one again changes nothing, so an interrupted pouring simply begins anew here."""
    last = centre.anchor + timedelta(days=ROSTER_DAYS_AHEAD)
    files = [*sheets(centre), shifts(centre, Rota(centre), centre.first, last)]
    for number, sheet in enumerate(files):
        progress(sheet.kind, _PEOPLE_SHARE * number / len(files))
        await doors.bring(*sheet)


async def _accounts(doors: Doors, centre: Centre) -> None:
    there = {person.code for person in centre.people}
    listed = {sign_in.agent for sign_in in SIGN_INS}
    others = [
        SignIn(one.code.lower(), "lead", *((one.zh, "zh") if one.site.country == "cn" else (one.en, "en")), one.code)
        for one in centre.people
        if one.post != "member" and one.code not in listed
    ]
    listed |= {one.agent for one in others}
    learning = [
        SignIn(one.code.lower(), "agent", *((one.zh, "zh") if one.site.country == "cn" else (one.en, "en")), one.code)
        for one in learners(centre)
        if one.code not in listed
    ]
    for one in (*SIGN_INS[1:], *others, *learning):
        if one.agent is not None and one.agent not in there:
            continue
        wanted = {"login": one.login, "name": one.name, "role": one.role, "password": PASSWORD, "locale": one.locale}
        await doors.ask("POST", "/accounts", json={**wanted, "agent": one.agent}, taken=(TAKEN,))


async def _finish(doors: Doors) -> None:
    """Revoke the key: from now on the database counts as poured."""
    tokens = (await doors.ask("GET", "/tokens?limit=200"))["items"]
    found = marker.read((token["id"], token["name"], token["revoked_at"]) for token in tokens)
    for id_ in sorted(found.tokens) if found else ():
        # The key in use goes last: after it nothing more can be asked.
        await doors.ask("DELETE", f"/tokens/{id_}")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep a line for each of hundreds of requests away from the console."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(max(level, logging.WARNING))
    try:
        yield
    finally:
        root.setLevel(level)
