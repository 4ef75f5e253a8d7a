"""Titles from outside: kept by operations and HR, shown with a proof only, the proof for whose it is; and nobody against their will."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.clock import SetClock
from server.honors.badges.personal import PersonalBadges
from tests.server.conftest import SignedIn

pytestmark = pytest.mark.usefixtures("centre")

TITLES = "/api/v1/titles"
PDF = b"%PDF-1.4 a proof"


def title(**more: Any) -> dict[str, Any]:
    return {
        "name": {"zh": "青年文明号", "en": "Youth award"},
        "issuer": {"zh": "市评委会", "en": "City committee"},
        "level": "city",
        "issued": "2026-01-05",
    } | more


async def send(client: httpx.AsyncClient, number: int, name: str = "proof.pdf", content: bytes = PDF) -> httpx.Response:
    return await client.put(f"{TITLES}/{number}/proof", files={"file": (name, content)})


async def wall(client: httpx.AsyncClient) -> list[str]:
    return [one["name"]["en"] for one in (await client.get("/api/v1/honors")).json()["titles"]]


async def test_a_title_is_shown_once_proven_until_it_expires(signed_in: SignedIn, clock: SetClock) -> None:
    hr, agent, lead = await signed_in("hr"), await signed_in("agent", "A3"), await signed_in("lead", "A1")
    ends = (clock.at + timedelta(days=62)).date()
    made = (await hr.post(TITLES, json=title(team="T1", expires=str(ends)))).json()
    assert (made["state"], await wall(agent)) == ("unproven", [])
    assert (await send(hr, made["id"])).json()["state"] == "valid"
    assert await wall(agent) == ["Youth award"]
    path = f"{TITLES}/{made['id']}/proof"
    # The team's lead opens it, a colleague elsewhere is told there is none; it never runs in a browser.
    opened = await lead.get(path)
    assert (opened.content, opened.headers["content-type"]) == (PDF, "application/octet-stream")
    assert opened.headers["content-disposition"].startswith("attachment")
    assert (await agent.get(path)).status_code == 404
    assert (await agent.get("/api/v1/honors")).json()["titles"][0]["proof"] is None
    assert (await lead.get("/api/v1/honors")).json()["ending"] == []

    async def until(days: int) -> None:
        """Changed by whoever keeps it rather than waited for."""
        version = (await hr.get(TITLES)).json()["items"][0]["version"]
        ends = str((clock.at + timedelta(days=days)).date())
        answer = await hr.put(f"{TITLES}/{made['id']}?version={version}", json=title(team="T1", expires=ends))
        assert answer.status_code == 200, answer.text

    await until(60)
    assert [one["state"] for one in (await lead.get("/api/v1/honors")).json()["ending"]] == ["ends_soon"]
    assert (await agent.get("/api/v1/honors")).json()["ending"] == []
    assert await wall(agent) == ["Youth award"]
    await until(0)
    assert await wall(agent) == []
    assert [one["state"] for one in (await hr.get(TITLES)).json()["items"]] == ["expired"]


async def test_bad_titles_and_proofs_are_refused(signed_in: SignedIn) -> None:
    hr = await signed_in("hr")

    async def code(**more: Any) -> str:
        return str((await hr.post(TITLES, json=title(**more))).json()["code"])

    assert await code(team="T1", agent="A2") == "title_whose"
    assert await code(expires="2026-01-05") == "title_ends_first"
    assert await code(team="nobody") == "no_such_team_of_honors"
    assert (await hr.post(TITLES, json=title(level="galactic"))).status_code == 400
    assert (await hr.post(TITLES, json=title(name={"zh": "", "en": "x"}))).status_code == 400
    made = (await hr.post(TITLES, json=title())).json()
    for name, content, refused in (
        ("proof.html", b"<script>", "title_proof_kind"),
        ("proof.pdf", b"<script>", "title_proof_kind"),
        ("proof.png", PDF, "title_proof_kind"),
        ("proof.pdf", b"", "title_proof_size"),
        ("proof.pdf", PDF + b" " * (5 * 1024 * 1024), "title_proof_size"),
    ):
        assert (await send(hr, made["id"], name, content)).json()["code"] == refused
    assert (await send(hr, 999)).status_code == 404
    kept = (await send(hr, made["id"], "../../etc/证明.pdf")).json()
    assert kept["proof"] == "证明.pdf"
    stale = await hr.put(f"{TITLES}/{made['id']}?version={made['version']}", json=title())
    assert stale.json()["code"] == "title_changed"
    assert (await hr.put(f"{TITLES}/{made['id']}?version={kept['version']}", json=title())).status_code == 200
    assert (await hr.delete(f"{TITLES}/{made['id']}")).status_code == 204
    assert (await hr.get(f"{TITLES}/{made['id']}/proof")).status_code == 404


async def test_whoever_hides_the_own_shelf_hides_the_own_title_and_is_in_no_hall(signed_in: SignedIn, sql: Any) -> None:
    hr, agent, other = await signed_in("hr"), await signed_in("agent", "A2"), await signed_in("agent", "A3")
    made = (await hr.post(TITLES, json=title(agent="A2"))).json()
    await send(hr, made["id"])
    await sql.execute(
        "INSERT INTO award (badge, version, agent_id, ground, tier, on_day, value, threshold, refs, given_at)"
        " VALUES ('qa_95', 1, 2, 'month:2026-01:gold', 'gold', '2026-01-31', '98/1', '98/1', '{}', now())"
    )

    async def hall() -> list[str]:
        return [one["agent"]["code"] for one in (await other.get("/api/v1/honors/hall")).json()["people"]]

    assert (await wall(other), await hall()) == (["Youth award"], ["A2"])
    assert (await other.get(f"{TITLES}/{made['id']}/proof")).status_code == 404
    assert (await agent.get(f"{TITLES}/{made['id']}/proof")).status_code == 200
    assert (await agent.put("/api/v1/awards/mine/shown", json={"shown": "team"})).status_code == 204
    assert (await wall(other), await hall()) == ([], [])
    assert await wall(agent) == ["Youth award"]
    for client in (agent, other, await signed_in("lead", "A1"), await signed_in("admin")):
        assert (await client.get(TITLES)).status_code == 403
        assert (await client.post(TITLES, json=title())).status_code == 403


async def test_a_title_goes_with_whoever_is_forgotten(signed_in: SignedIn, sql: Any, app: Litestar) -> None:
    hr = await signed_in("hr")
    made = (await hr.post(TITLES, json=title(agent="A2"))).json()
    await send(hr, made["id"])
    async with app.state.rooms.db.transaction() as connection:
        told = await PersonalBadges().personal(connection, 2)
        assert [one["proof_name"] for one in told["titles"]] == ["proof.pdf"]
        await PersonalBadges().forget(connection, 2)
    assert await sql.fetchval("SELECT count(*) FROM honor_title") == 0
