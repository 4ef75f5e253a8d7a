"""Keeps the demo centre at work while the server runs: calls come in as they end, and what was missed is made up for."""

import asyncio
import heapq
import logging
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import httpx

from seeds import marker
from seeds.accounts import PASSWORD, SIGN_INS
from seeds.centre import SITES, Centre
from seeds.doors import Doors, RefusedError
from seeds.floor import Floor
from seeds.inventing import build
from seeds.mishaps import day_of
from seeds.sheets import ROSTER_DAYS_AHEAD, shifts
from seeds.work import Fact, Work

_log = logging.getLogger(__name__)

TOKEN_NAME = "simulator"  # noqa: S105 - a name, not a secret
_SCOPES = ["facts.read", "facts.write", "people.read", "people.write"]
_BEAT = 0.7
"""Seconds between two sendings."""
_PAUSE = 3.0
"""Seconds to wait when the server is away or busy."""
_LONGEST_ABSENCE = timedelta(days=31)
_BATCH = 2_000


async def simulate(base_url: str, *, pace: float = 1.0) -> None:
    """Send facts to the server at `base_url` until cancelled; `pace` multiplies the number of calls.

    Returns at once where there is no demo centre or its administrator has chosen another password.
    """
    async with httpx.AsyncClient(base_url=base_url, headers={"Origin": base_url}, timeout=30) as client:
        while True:
            try:
                if (begun := await _enter(client)) is None:
                    return
                await _Present(*begun, pace).run()
            except RefusedError as refusal:
                if refusal.status not in {401, 429} and refusal.status < 500:
                    raise
                _log.debug("simulator refused: %s", refusal)
            except httpx.TransportError as error:
                _log.debug("simulator cut off: %s", error)
            await asyncio.sleep(_PAUSE)


async def _enter(client: httpx.AsyncClient) -> tuple[Doors, Centre] | None:
    """The way in, and the centre that is there.

    Sign in as the demo's administrator, take a key that may only send, and sign out; keys long unused end."""
    doors = Doors(client)
    try:
        await doors.sign_in(SIGN_INS[0].login, PASSWORD)
    except RefusedError as refusal:
        if refusal.status in {401, 403}:
            return None
        raise
    tokens = await _tokens(doors)
    found = marker.read((token["id"], token["name"], token["revoked_at"]) for token in tokens)
    if found is None or found.state != "poured":
        return None
    for token in tokens:
        # Not a key in use: another process may serve the same centre with a simulator of its own.
        seen = datetime.fromisoformat(token["last_used_at"] or token["created_at"])
        if token["name"] == TOKEN_NAME and not token["revoked_at"] and _now() - seen > timedelta(days=1):
            await doors.ask("DELETE", f"/tokens/{token['id']}")
    made = await doors.ask("POST", "/tokens", json={"name": TOKEN_NAME, "role": "ops", "scopes": _SCOPES})
    await doors.ask("DELETE", "/session")
    client.cookies.clear()
    own = Doors(client, made["token"])
    teams = (await own.ask("GET", "/teams"))["items"]
    counts = [sum(team["site"] == site.code for team in teams) for site in SITES]
    return own, build(found.anchor, teams=(counts[0], counts[1]))


async def _tokens(doors: Doors) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    following: int | None = 0
    while following is not None:
        page = await doors.ask("GET", f"/tokens?limit=200&offset={following}")
        found += page["items"]
        following = page["next"]
    return found


class _Present:
    """The centre from now on: live calls by the second, everything else when its system would send it."""

    def __init__(self, doors: Doors, centre: Centre, pace: float) -> None:
        self._doors = doors
        self._centre = centre
        self._work = Work(self._centre)
        self._floor = Floor(self._work, Random(), pace)
        self._outbox: list[Fact] = []
        self._planned: set[date] = set()
        self._rostered = centre.anchor + timedelta(days=ROSTER_DAYS_AHEAD)
        self._live_from = _now()

    async def run(self) -> None:
        """Until the server refuses or is gone; what could not be sent is made up for by the next run."""
        await self._make_up()
        while True:
            now = _now()
            await self._roster(now)
            await self._plan(now)
            for fact in self._floor.between(now, _BEAT):
                heapq.heappush(self._outbox, fact)
            await self._send(int(now.timestamp()))
            await asyncio.sleep(_BEAT)

    async def _make_up(self) -> None:
        """What the centre's systems kept while the server was away: all facts since the last hour that was reported whole."""
        now = _now()
        since = await self._last_hour(now)
        day = datetime.fromtimestamp(since, UTC).date() - timedelta(days=6)
        waiting: list[Fact] = []
        while day <= now.date() + timedelta(days=1):
            waiting += [fact for fact in await day_of(self._work, day) if since < fact.due <= now.timestamp()]
            day += timedelta(days=1)
        waiting.sort()
        for start in range(0, len(waiting), _BATCH):
            await self._send_all(waiting[start : start + _BATCH])
            await asyncio.sleep(0.1)

    async def _last_hour(self, now: datetime) -> int:
        """The second at which the newest hour ended whose service level is known to the server."""
        hour = int(now.timestamp()) // 3600 - 1
        team = self._centre.teams[0]
        for back in range(int(_LONGEST_ABSENCE / timedelta(hours=1))):
            if await self._doors.ask("GET", f"/facts/telephony/sl-{team.code}-{hour - back}", taken=("not_found",)):
                return (hour - back + 1) * 3600
        return int((now - _LONGEST_ABSENCE).timestamp())

    async def _plan(self, now: datetime) -> None:
        """Queue what the days at hand will bring besides calls: shift figures, scored calls, service levels."""
        for back in range(-1, 7):
            day = now.date() - timedelta(days=back)
            if day in self._planned:
                continue
            self._planned.add(day)
            live = int(self._live_from.timestamp())
            for fact in await day_of(self._work, day):
                if fact.due > live and not (fact.at >= live - 1800 and _comes_live(fact)):
                    heapq.heappush(self._outbox, fact)

    async def _send(self, until: int) -> None:
        ready: list[Fact] = []
        while self._outbox and self._outbox[0].due <= until and len(ready) < _BATCH:
            ready.append(heapq.heappop(self._outbox))
        await self._send_all(ready)

    async def _send_all(self, facts: list[Fact]) -> None:
        by_source: dict[str, list[str]] = {}
        for fact in facts:
            by_source.setdefault(fact.source, []).append(fact.line)
        for source, lines in by_source.items():
            await self._doors.send(source, lines)

    async def _roster(self, now: datetime) -> None:
        """Plan the shifts of the coming weeks as the days pass, so that the demo never runs out of them."""
        wanted = now.date() + timedelta(days=ROSTER_DAYS_AHEAD)
        if self._rostered >= wanted:
            return
        first = max(self._rostered, now.date() - timedelta(days=1))
        await self._doors.bring(*shifts(self._centre, self._work.rota, first, wanted))
        self._rostered = wanted


def _comes_live(fact: Fact) -> bool:
    """Whether the floor sends this call by call instead."""
    return fact.source == "survey" or '"metric":"calls"' in fact.line or '"metric":"handle_time"' in fact.line


def _now() -> datetime:
    return datetime.now(UTC)
