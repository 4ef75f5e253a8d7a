"""A display is steered from afar: by its lead and operations alone, within seconds, and it says how it is."""

from datetime import timedelta
from typing import Any

import pytest
from litestar import Litestar
from msgspec import Struct

from server.clock import SetClock
from server.wire import Bilingual
from tests.server.conftest import SignedIn
from tests.server.live.test_displays import contests, pair, settings, told, watching  # noqa: F401

pytestmark = pytest.mark.usefixtures("contests")

SETTING = {
    "name": "Kitchen",
    "team": "T1",
    "contests": [3],
    "scenes": ["boards", "race"],
    "turn_s": 30,
    "locale": "en",
    "sound": True,
}


class Roll(Struct):
    """What the scene of these tests shows."""

    site: int
    team: int | None


class RollScene:
    """A scene with something to show on every second look."""

    kind = "roll"
    name = Bilingual("名册", "Roll")
    empty = False

    async def show(self, site_id: int, team_id: int | None) -> Roll | None:
        """See `Scene`."""
        return None if self.empty else Roll(site_id, team_id)


async def test_a_display_follows_its_setting_and_commands(app: Litestar, signed_in: SignedIn, sql: Any) -> None:
    lead = await signed_in("lead", "A1")
    wall, display = await pair(app, lead)
    me = (await wall.get("/api/v1/displays/me")).json()
    assert me["scenes"][:2] == ["boards", "race"]
    assert (me["turn_s"], me["sound"], me["pinned"], me["notices"]) == (20, False, False, [])
    changed = await lead.put(f"/api/v1/displays/{display}/setting", json=SETTING)
    assert changed.status_code == 200, changed.text
    me = (await wall.get("/api/v1/displays/me")).json()
    assert (me["name"], me["team"]["code"], me["locale"], me["turn_s"], me["sound"]) == (
        "Kitchen",
        "T1",
        "en",
        30,
        True,
    )
    assert ([one["id"] for one in me["contests"]], me["scenes"]) == ([3], ["boards", "race"])
    for command in ("next", "next", "reload"):
        assert (await lead.post(f"/api/v1/displays/{display}/commands", json={"do": command})).status_code == 200
    after = (await wall.get("/api/v1/displays/me")).json()
    assert (after["skips"] - me["skips"], after["reloads"] - me["reloads"]) == (2, 1)
    actions = {row["action"] for row in await sql.fetch("SELECT action FROM audit WHERE subject LIKE 'display/%'")}
    assert actions == {"display.confirm", "display.settle", "display.reload"}


async def test_a_pinned_board_stays_alone_until_it_is_let_go(app: Litestar, signed_in: SignedIn, sql: Any) -> None:
    ops = await signed_in("ops")
    wall, display = await pair(app, ops)

    async def command(**said: Any) -> int:
        return (await ops.post(f"/api/v1/displays/{display}/commands", json=said)).status_code

    assert await command(do="pin", contest=2) == 409, "a contest of another site"
    assert await command(do="pin") == 409
    assert await command(do="pin", contest=3) == 200
    me = (await wall.get("/api/v1/displays/me")).json()
    assert (me["contests"], me["pinned"], me["scenes"]) == ([{"id": 3}], True, ["boards", "race"])
    await sql.execute("UPDATE contest SET cancelled_at = now() WHERE id = 3")
    assert (await wall.get("/api/v1/displays/me")).json()["contests"] == [{"id": 1}], (
        "over: the others take turns again"
    )
    assert await command(do="unpin") == 200


async def test_only_who_answers_for_a_display_steers_it(app: Litestar, signed_in: SignedIn, sql: Any) -> None:
    await sql.execute(
        "INSERT INTO agent (code, site_id, name_zh, name_en, hired) VALUES ('A2', 1, '李二', 'Li Er', '2025-01-06');"
        "INSERT INTO membership (agent_id, team_id, starts, post) VALUES (2, 2, '2025-01-05T16:00Z', 'lead')"
    )
    ops, lead, other = await signed_in("ops"), await signed_in("lead", "A1"), await signed_in("lead", "A2")
    _, hall = await pair(app, ops)
    _, own = await pair(app, ops, team="T1")

    async def does(who: Any, display: int, team: str | None = None) -> tuple[int, int, bool]:
        listed = (await who.get("/api/v1/displays")).json()["items"]
        steers = next(one["steers"] for one in listed if one["id"] == display)
        put = await who.put(f"/api/v1/displays/{display}/setting", json=SETTING | {"team": team})
        post = await who.post(f"/api/v1/displays/{display}/commands", json={"do": "next"})
        return put.status_code, post.status_code, steers

    assert await does(lead, hall) == (403, 403, False)
    assert await does(other, own) == (403, 403, False)
    assert await does(ops, hall) == (200, 200, True)
    assert (await lead.put(f"/api/v1/displays/{own}/setting", json=SETTING | {"team": "T2"})).status_code == 403
    assert await does(lead, own, "T1") == (200, 200, True), "it hangs in the area of the lead's team"
    assert (await ops.delete(f"/api/v1/displays/{hall}")).status_code == 204
    assert (await ops.post(f"/api/v1/displays/{hall}/commands", json={"do": "next"})).status_code == 404


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"scenes": ["nonsense"]}, 404),
        ({"scenes": ["race"]}, 400),
        ({"scenes": []}, 400),
        ({"contests": [99]}, 404),
        ({"turn_s": 3}, 400),
        ({"name": ""}, 400),
        ({"team": "B1"}, 400),
        ({"team": "T9"}, 404),
        ({"locale": "fr"}, 400),
    ],
)
async def test_a_setting_that_makes_no_sense_is_refused(
    app: Litestar, signed_in: SignedIn, said: dict[str, Any], status: int
) -> None:
    ops = await signed_in("ops")
    _, display = await pair(app, ops)
    answer = await ops.put(f"/api/v1/displays/{display}/setting", json=SETTING | said)
    assert answer.status_code == status, answer.text


async def test_a_change_reaches_an_open_wall_at_once(app: Litestar, signed_in: SignedIn) -> None:
    ops = await signed_in("ops")
    wall, display = await pair(app, ops)
    await app.state.rooms.steering.follow()
    async with watching(app, wall, 1) as session, watching(app, ops, 1, "view=full") as desk:
        await told(session)
        await told(desk)
        await ops.post(f"/api/v1/displays/{display}/commands", json={"do": "next"})
        await app.state.rooms.steering.follow()
        assert await told(session) == {"type": "look"}
        notice = {"site": "CD", "text": {"zh": "三点开会"}, "minutes": 5}
        await ops.post("/api/v1/displays/notices", json=notice)
        await app.state.rooms.steering.follow()
        assert await told(session) == {"type": "look"}


async def test_announcements_are_read_on_the_walls_they_are_for_and_end(
    app: Litestar, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    ops, lead = await signed_in("ops"), await signed_in("lead", "A1")
    hall, first = await pair(app, ops)
    corner, second = await pair(app, lead)

    async def read(wall: Any) -> list[str]:
        return [one["text"]["en"] for one in (await wall.get("/api/v1/displays/me")).json()["notices"]]

    async def announce(who: Any, en: str, **said: Any) -> Any:
        return await who.post(
            "/api/v1/displays/notices", json={"site": "CD", "text": {"zh": "", "en": en}, "minutes": 30, **said}
        )

    assert (await announce(ops, "Fire drill at three")).status_code == 201
    assert (await announce(lead, "Cake", displays=[second])).status_code == 201
    assert (await announce(lead, "Everybody")).status_code == 403, "a whole site is for operations"
    assert (await announce(lead, "Not mine", displays=[first])).status_code == 403
    assert (await announce(ops, "   ")).json()["code"] == "empty_notice"
    assert (await announce(ops, "There", site="BE", displays=[first])).json()["code"] == "displays_elsewhere"
    assert (await announce(ops, "Long", minutes=0)).status_code == 400
    assert (await read(hall), await read(corner)) == (["Fire drill at three"], ["Cake", "Fire drill at three"])
    drill, cake = sorted((await lead.get("/api/v1/displays/notices")).json(), key=lambda one: one["id"])
    assert (drill["may_withdraw"], cake["may_withdraw"]) == (False, True)
    assert (await lead.delete(f"/api/v1/displays/notices/{drill['id']}")).status_code == 403
    assert (await lead.delete(f"/api/v1/displays/notices/{cake['id']}")).status_code == 204
    assert await read(corner) == ["Fire drill at three"]
    until = f"/api/v1/displays/notices/{cake['id']}/until"
    assert (
        await lead.put(until.replace(str(cake["id"]), str(drill["id"])), json={"ends_at": drill["ends_at"]})
    ).status_code == 403
    back = await lead.put(until, json={"ends_at": cake["ends_at"]})
    assert back.json() == cake, "as it was before it was taken down"
    assert await read(corner) == ["Cake", "Fire drill at three"]
    for wrong in (clock.at, clock.at + timedelta(days=8)):
        assert (await lead.put(until, json={"ends_at": wrong.isoformat()})).json()["code"] == "notice_end"
    clock.at += timedelta(minutes=31)
    assert await read(hall) == []
    assert await read(corner) == []
    assert (await lead.put(until, json={"ends_at": cake["ends_at"]})).json()["code"] == "notice_end", "it is over"
    assert "drill" not in str(await sql.fetch("SELECT detail FROM audit")), "words may name people: not into the trail"


async def test_a_display_says_how_it_is(app: Litestar, signed_in: SignedIn) -> None:
    lead = await signed_in("lead", "A1")
    wall, display = await pair(app, lead)
    said = {"build": "wall-1", "shows": "boards", "contest": 1, "width": 3840, "height": 2160, "stale": False}
    assert (await wall.put("/api/v1/displays/me/state", json=said)).status_code == 204
    found = next(one for one in (await lead.get("/api/v1/displays")).json()["items"] if one["id"] == display)
    health = found["told"]
    assert health.pop("at") == found["seen_at"]
    assert health == {"current": False, "shows": "boards", "contest": 1, "width": 3840, "height": 2160, "stale": False}
    assert (await lead.put("/api/v1/displays/me/state", json=said)).status_code == 403


async def test_a_scene_shows_what_its_room_says(app: Litestar, signed_in: SignedIn) -> None:
    scene = RollScene()
    app.state.rooms.displays.add_scene(scene)
    lead = await signed_in("lead", "A1")
    wall, _ = await pair(app, lead, team="T1")
    assert "roll" in (await wall.get("/api/v1/displays/me")).json()["scenes"]
    assert {"kind": "roll", "name": {"zh": "名册", "en": "Roll"}, "alone": True} in (
        await lead.get("/api/v1/displays/scenes")
    ).json()
    assert (await wall.get("/api/v1/displays/me/scenes/roll")).json() == {"site": 1, "team": 1}
    scene.empty = True
    assert (await wall.get("/api/v1/displays/me/scenes/roll")).status_code == 204
    assert (await wall.get("/api/v1/displays/me/scenes/nonsense")).status_code == 404
    assert (await lead.get("/api/v1/displays/me/scenes/roll")).status_code == 403
