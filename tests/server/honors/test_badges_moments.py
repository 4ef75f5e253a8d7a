"""A badge on the wall: told once, on the walls of the site alone, and never of whom does not show it."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from litestar import Litestar

from leaderboards.badges.catalogue import CATALOGUE
from leaderboards.feed import Board
from server.bus.local import LocalBus
from server.clock import SetClock
from server.honors.badges.moments import Moments
from server.honors.badges.recent import earned_of
from server.live.hub import Hub
from server.live.protocol import Frame, Listener
from server.live.views import Audience
from tests.server.conftest import SignedIn
from tests.server.live.conftest import board_with

pytestmark = pytest.mark.usefixtures("centre")


class Wall:
    """A link that takes everything at once."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []

    def attach(self, listener: Listener) -> None: ...

    def offer(self, frame: Frame) -> bool:
        self.taken.append(json.loads(frame.payload))
        return True

    def finish(self, frame: Frame | None, code: int) -> None: ...

    @property
    def badges(self) -> list[dict[str, Any]]:
        return [one for one in self.taken if one["type"] == "badge"]


class Boards:
    """The same board for every contest."""

    async def board(self, contest_id: int) -> Board:  # noqa: ARG002
        return board_with({"t1": 3})


async def test_who_earns_one_is_told_on_the_walls_of_the_site(
    app: Litestar, clock: SetClock, signed_in: SignedIn, sql: Any
) -> None:
    await sql.execute(
        """
        INSERT INTO template (code, name_zh, name_en, participants, period, rules)
            VALUES ('t', '月赛', 'Month', 'team', 'month', '{"method": "points"}');
        INSERT INTO contest (template_id, site_id, title_zh, title_en, participants, period, zone, starts, ends, rules, created_at)
            SELECT 1, site, '月赛', 'Month', 'team', 'month', 'Asia/Shanghai', '2026-02-28T16:00Z', '2026-03-31T16:00Z',
                   '{"method": "points"}', '2026-01-20Z' FROM generate_series(1, 2) site;
        """
    )
    hub = Hub(LocalBus(), Boards(), clock)
    here, elsewhere, page = Wall(), Wall(), Wall()
    await hub.join(1, Audience("wall"), here)
    await hub.join(2, Audience("wall"), elsewhere)
    await hub.join(1, Audience("full"), page)
    moments = Moments(app.state.rooms.db, clock, hub)
    await moments.follow()
    lead, agent, ops = await signed_in("lead", "A1"), await signed_in("agent", "A2"), await signed_in("ops")

    async def give(giver: Any, to: str) -> None:
        body = {"agent": to, "reason": "主动帮新人复盘了三通来电"}
        assert (await giver.post("/api/v1/badges/assist/grants", json=body)).status_code == 201
        await moments.follow()
        await moments.follow()

    await give(lead, "A2")
    assert here.badges == [
        {
            "type": "badge",
            "of": "agent",
            "badge": "assist",
            "name": {"zh": "团队助攻", "en": "Assist"},
            "symbol": "link",
            "tier": "plain",
            "agent": {"code": "A2", "name": {"zh": "李二", "en": "Li Er"}},
            "team": {"code": "T1", "name": {"zh": "破晓", "en": "Daybreak"}},
            "on": "2026-03-04",
        }
    ]
    assert elsewhere.badges == page.badges == []
    assert (await agent.put("/api/v1/awards/mine/shown", json={"shown": "team"})).status_code == 204
    await give(ops, "A2")
    assert len(here.badges) == 1
    await give(ops, "A3")
    assert [one["agent"]["code"] for one in here.badges] == ["A2", "A3"]


async def test_what_was_earned_in_the_last_days_takes_its_turn_on_the_walls_of_the_site(
    app: Litestar, clock: SetClock, signed_in: SignedIn, sql: Any
) -> None:
    scene = app.state.rooms.displays.scenes["badges"]
    agent, ops = await signed_in("agent", "A2"), await signed_in("ops")
    assert await scene.show(1, None) is None
    for code in ("A2", "A3"):
        body = {"agent": code, "reason": "主动帮新人复盘了三通来电"}
        assert (await ops.post("/api/v1/badges/assist/grants", json=body)).status_code == 201

    async def named(site: int = 1) -> list[str]:
        shown = await scene.show(site, None)
        return [] if shown is None else sorted(whose.code for one in shown.badges for whose in one.who)

    assert (await named(), await named(2)) == (["A2", "A3"], [])
    # Whoever shows it to fewer, has left, or is a trainee is not named; nor is anything for ever.
    await agent.put("/api/v1/awards/mine/shown", json={"shown": "team"})
    assert await named() == ["A3"]
    await sql.execute("UPDATE agent SET level = 'trainee', level_since = '2026-03-01' WHERE code = 'A3'")
    assert await named() == []
    await sql.execute("UPDATE agent SET level = 'junior' WHERE code = 'A3'")
    assert await named() == ["A3"]
    clock.at += timedelta(days=7)
    assert await named() == []


def test_many_who_earned_the_same_are_counted_and_what_was_learnt_is_not_said() -> None:
    shipped = {one.code: one for one in CATALOGUE}
    awards = [
        (shipped[code], {"tier": tier, "on_day": on, "of": "agent", "code": who, "name_zh": who, "name_en": who})
        for code, tier, on, who in [
            *[("first_contact", "bronze", date(2026, 3, 4), f"A{n % 6}") for n in range(12)],
            ("first_contact", "gold", date(2026, 3, 4), "A9"),
            ("knowledge", "gold", date(2026, 3, 4), "A9"),
            ("assist", "plain", date(2026, 3, 5), "A9"),
        ]
    ]
    told = [(one.name.en, one.tier, [who.code for who in one.who], one.more) for one in earned_of(awards)]
    assert told == [
        ("Assist", "plain", ["A9"], 0),
        ("First-contact king", "gold", ["A9"], 0),
        ("First-contact king", "bronze", ["A0", "A1", "A2", "A3"], 2),
    ]
