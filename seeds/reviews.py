"""Plays two reviews in the demo centre: one that is over, with its certificates, and one that waits for decisions."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, datetime, timedelta
from typing import Any

from career.months import month_of
from seeds import career
from seeds.accounts import PASSWORD, SIGN_INS
from seeds.centre import Centre
from seeds.doors import Doors
from server.errors import TAKEN

Enter = Callable[[], AbstractAsyncContextManager[Doors]]
"""Opens doors that nobody has signed in through yet."""
SetClock = Callable[[datetime], Awaitable[None]]
"""Sets the clock and lets the service catch up."""

_STEPS = (("trainee", "junior"), ("junior", "intermediate"), ("intermediate", "senior"))
_LED = ("T01", "T13")
"""The teams whose leads stand on the list of accounts."""
_LISTED = frozenset(one.agent for one in SIGN_INS if one.role == "agent")
_LATE = 10
"""Days for which evidence is still accepted after the day of the review."""
_REASONS = {
    "promote": "各项条件均已达成，评分卡稳定，愿意带新人。 All criteria met, steady scorecards, willing to guide newcomers.",
    "ready_without_place": "条件均已达成，本轮编制已满，十二个月内优先。 Ready; the places are taken, first in line for twelve months.",
    "hold": "还有一项条件未达成，下一轮再看。 One criterion is still open; we look again in the next round.",
    "defer": "近期刚换班组，先稳定一段时间。 Changed teams recently; let it settle first.",
}


class Reviews:
    """The centre's reviews, through the doors of HR, operations and leads."""

    def __init__(self, centre: Centre, enter: Enter, set_clock: SetClock) -> None:
        self._centre = centre
        self._enter = enter
        self._set_clock = set_clock

    async def past(self, machine: Doors) -> None:
        """Before the facts begin: the files of the past come in, and a review is held on them."""
        begins = datetime.combine(self._centre.first, datetime.min.time(), self._centre.people[0].site.zone)
        at = begins - timedelta(days=career.BEFORE_FACTS) + timedelta(hours=10)
        await self._set_clock(at)
        day = at.date()
        async with self._as("hr") as hr:
            if await hr.ask("GET", "/cycles"):
                # From a pouring that was interrupted; who was promoted then has another level than the files say.
                return
        await machine.bring("queues", ("code", "name_zh", "name_en"), [career.ESCALATIONS])
        skills = career.more_skills(self._centre, day - timedelta(days=30))
        await machine.bring("skills", ("agent", "queue", "since"), skills)
        await machine.send("quality", career.scored_calls(self._centre, day - timedelta(days=270), day))
        async with self._as("hr") as hr:
            await career.bring_past(hr, career.pasts(self._centre, day))
            async with self._as("trainer") as trainer:
                await career.enter(trainer, career.earlier(self._centre, day))
            cycle = await self._open(hr, f"{day:%Y}-{day.month:02}", _title(day), day, _STEPS[1:])
        if cycle is None:
            return
        at += timedelta(days=_LATE + 1)
        await self._set_clock(at)
        async with self._as("hr") as hr, self._as("ops") as ops:
            await self._move(hr, cycle, "calibrating", "deciding")
            await self._decide(hr, ops, cycle)
            await self._move(hr, cycle, "noticed", effective=at.date() + timedelta(days=7))
        at += timedelta(days=15)
        await self._set_clock(at)
        async with self._as("hr") as hr:
            await self._move(hr, cycle, "closed")
            await self._certify(hr, cycle)

    async def catch_up(self, machine: Doors, at: datetime) -> None:
        """When the facts begin: the months in between."""
        await self._set_clock(at)
        since = self._centre.first - timedelta(days=career.BEFORE_FACTS)
        await machine.send("quality", career.scored_calls(self._centre, since, self._centre.first))
        async with self._as("hr") as hr:
            first, last = (month_of(day) for day in (since, self._centre.first))
            await career.bring_past(hr, career.months(self._centre, first, last))

    async def enter_recent(self, at: datetime) -> None:
        """A few days before the present: trainers bring their records up to date."""
        async with self._as("trainer") as trainer:
            await career.enter(trainer, career.recent(self._centre, at.date()))

    async def present(self, at: datetime) -> None:
        """A review whose evidence is in and whose leads have spoken; two people have begun to decide."""
        day = at.date() - timedelta(days=_LATE + 2)
        async with self._as("hr") as hr, self._as("ops") as ops:
            cycle = await self._open(hr, f"{day:%Y}-{day.month:02}", _title(day), day, _STEPS)
            if cycle is None:
                return
            await self._recommend(cycle)
            await self._move(hr, cycle, "calibrating", "deciding")
            found = [one["agent"]["code"] for one in await _candidates(hr, cycle)]
            for who in (hr, ops):
                await _act(who, cycle, found, do="declare", conflict=False)
            ready = [one["agent"]["code"] for one in await _candidates(hr, cycle, state="ready")][:3]
            await _act(hr, cycle, ready, do="propose", kind="promote", reason=_REASONS["promote"])

    async def _open(
        self, hr: Doors, code: str, name: dict[str, str], day: date, steps: Sequence[tuple[str, str]]
    ) -> int | None:
        """A new review with its evidence frozen; None if it was there already, from a pouring that was interrupted."""
        sites = sorted({team.site.code for team in self._centre.teams})
        places = [
            {"site": site, "level": target, "number": 4 if site == "CD" else 3} for site in sites for _, target in steps
        ]
        wanted = {
            "code": code,
            "name": name,
            "as_of": day.isoformat(),
            "effective": (day + timedelta(days=40)).isoformat(),
            "sites": sites,
            "steps": [{"source": source, "target": target} for source, target in steps],
            "places": places,
        }
        made = await hr.ask("POST", "/cycles", json=wanted, taken=(TAKEN,))
        if made is None:
            return None
        await self._move(hr, made["id"], "open")
        async with asyncio.timeout(60):
            while (await hr.ask("GET", f"/cycles/{made['id']}"))["phase"] != "open":  # noqa: ASYNC110 - another task opens it
                await asyncio.sleep(0.05)
        number: int = made["id"]
        await self._nominate(hr, number)
        return number

    async def _nominate(self, hr: Doors, cycle: int) -> None:
        """The system brings in who is ready or nearly so; HR adds those with the fewest criteria open."""
        others = [one for one in await _candidates(hr, cycle, nominated="false") if one["state"] == "developing"]
        others.sort(key=lambda one: (one["open_criteria"] or 99, one["agent"]["code"]))
        # The leads on the list of accounts have somebody to speak for as well, and the agents on it a review of their own.
        led = [[one for one in others if (one["team"] or {}).get("code") == team][:2] for team in _LED]
        listed = [one for one in others if one["agent"]["code"] in _LISTED]
        chosen = {one["agent"]["code"] for some in (others[:4], *led, listed) for one in some}
        await _act(hr, cycle, sorted(chosen), do="nominate")

    async def _move(self, hr: Doors, cycle: int, *phases: str, effective: date | None = None) -> None:
        for phase in phases:
            body = {"to": phase, "effective": effective.isoformat() if effective else None}
            await hr.ask("POST", f"/cycles/{cycle}/move", json=body)

    async def _decide(self, hr: Doors, ops: Doors, cycle: int) -> None:
        """All candidates in order: as many as there are places, the other ready ones later, the rest with a reason."""
        found = await _candidates(hr, cycle)
        if not found:
            return
        everybody = [one["agent"]["code"] for one in found]
        for who in (hr, ops):
            await _act(who, cycle, everybody, do="declare", conflict=False)
        ready = [one["agent"]["code"] for one in found if one["state"] == "ready"]
        open_ = [code for code in everybody if code not in ready]
        kinds = {"promote": ready, "hold": open_[::2], "defer": open_[1::2]}
        for kind, codes in kinds.items():
            refused = await _act(hr, cycle, codes, do="propose", kind=kind, reason=_REASONS[kind])
            later = [one["agent"] for one in refused]
            await _act(
                hr, cycle, later, do="propose", kind="ready_without_place", reason=_REASONS["ready_without_place"]
            )
            await _act(ops, cycle, [code for code in codes if code not in later], do="confirm", kind=kind)
            await _act(ops, cycle, later, do="confirm", kind="ready_without_place")

    async def _recommend(self, cycle: int) -> None:
        """The leads on the list of accounts speak for their own people."""
        for login, reason in (
            ("lead", "每月都很稳定，组里的人愿意听他讲。"),
            ("lead.en", "Calm with difficult callers, helps others unasked."),
        ):
            async with self._as(login) as lead:
                own = [one["agent"]["code"] for one in await _candidates(lead, cycle)]
                await _act(lead, cycle, own, do="declare", conflict=False)
                await _act(lead, cycle, own, do="recommend", support=True, reason=reason)

    async def _certify(self, hr: Doors, cycle: int) -> None:
        batch = await hr.ask("POST", "/certificates/batches", json={"cycle": cycle}, taken=("nobody_promoted",))
        async with asyncio.timeout(60):
            while batch is not None and not batch["finished"]:
                await asyncio.sleep(0.05)
                batch = await hr.ask("GET", f"/certificates/batches/{batch['id']}")
        for one in (await _candidates(hr, cycle))[:5]:
            await hr.ask("POST", "/dossiers", json={"agent": one["agent"]["code"], "cycle": cycle})

    @asynccontextmanager
    async def _as(self, login: str) -> AsyncIterator[Doors]:
        async with self._enter() as doors:
            await doors.sign_in(login, PASSWORD)
            yield doors


async def _candidates(who: Doors, cycle: int, **wanted: str) -> list[dict[str, Any]]:
    query = "&".join(f"{name}={value}" for name, value in {"limit": "500", **wanted}.items())
    found: list[dict[str, Any]] = (await who.ask("GET", f"/cycles/{cycle}/candidates?{query}"))["items"]
    return found


async def _act(who: Doors, cycle: int, agents: Sequence[str], **action: Any) -> list[dict[str, Any]]:
    """Those who were left out, with the reason."""
    if not agents:
        return []
    body = {"agents": list(agents), "action": action}
    # One alone is refused as such; of many each is.
    answer = await who.ask("POST", f"/cycles/{cycle}/acts", json=body, taken=("review_no_place",))
    if answer is None:
        return [{"agent": agents[0]}]
    refused: list[dict[str, Any]] = answer["refused"]
    return refused


def _title(day: date) -> dict[str, str]:
    half = 1 if day.month <= 6 else 2
    return {
        "zh": f"{day.year} 年{'上' if half == 1 else '下'}半年晋升评审（{day.month} 月）",
        "en": f"{day.year} review, {'first' if half == 1 else 'second'} half ({day:%B})",
    }
