"""Open Badges: signed once, checked without us, unsound after one changed byte, revoked with the award."""

import base64
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from litestar import Litestar

from server.certificates.commands import verify_badge
from server.certificates.openbadges.credential import Unsound, check
from server.certificates.openbadges.drawing import picture
from server.certificates.openbadges.service import judge, keys_of
from server.certificates.personal import PersonalCertificates
from tests.server.certificates.conftest import PAPERS, Given

pytestmark = pytest.mark.usefixtures("centre", "settled")
OPEN = "/api/v1/open-badges"


async def year(client: httpx.AsyncClient) -> int:
    items = (await client.get("/api/v1/awards/mine")).json()["items"]
    found: int = next(one["id"] for one in items if one["badge"] == "one_year")
    return found


@pytest.fixture
async def badge(agent: httpx.AsyncClient) -> str:
    """A2's badge for a year with the centre."""
    answer = await agent.get(f"{OPEN}/awards/{await year(agent)}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/vc+jwt")
    return answer.text


@pytest.fixture
async def keys(client: httpx.AsyncClient, badge: str) -> bytes:
    return (await client.get(f"{OPEN}/keys")).content


def inside(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


async def test_what_a_badge_says_leads_to_what_anybody_may_read(
    agent: httpx.AsyncClient, client: httpx.AsyncClient, badge: str
) -> None:
    said = inside(badge)
    assert said["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert (said["iss"], said["jti"]) == (said["issuer"]["id"], said["id"])
    achievement = said["credentialSubject"]["achievement"]
    assert achievement["name"] == "一年 · One year"
    assert "A2" not in json.dumps(said)
    for address in (
        said["issuer"]["id"],
        achievement["id"],
        achievement["image"]["id"],
        said["credentialStatus"]["id"],
        said["id"],
    ):
        assert (await client.get(address)).status_code == 200
    assert (await client.get(said["issuer"]["id"])).json() == said["issuer"]
    assert (await client.get(achievement["id"])).json()["criteria"] == achievement["criteria"]
    image = achievement["image"]["id"]
    shown = await client.get(image)
    assert (shown.headers["content-type"].partition(";")[0], shown.text) == ("image/svg+xml", picture("leaf", "plain"))
    for other in (
        image.replace("/1/plain", "/1/gold"),
        image.replace("/1/", "/99/"),
        image.replace("one_year", "nothing"),
    ):
        assert (await client.get(other)).status_code == 404
    again = await agent.get(f"{OPEN}/awards/{await year(agent)}")
    assert again.text == badge


def test_the_picture_is_the_one_that_the_pages_draw() -> None:
    drawn = (Path(__file__).parent / "badge.svg").read_text(encoding="utf-8").strip()
    assert picture("calendar", "silver").partition(">")[2] == drawn
    assert picture("unheard_of", "plain") == picture("star", "plain")


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node for a second opinion")
def test_another_implementation_finds_it_sound_and_one_changed_byte_not(
    badge: str, keys: bytes, tmp_path: Path
) -> None:
    (tmp_path / "keys.json").write_bytes(keys)

    def opinion(token: str) -> str:
        (tmp_path / "badge.jwt").write_text(token)
        script = Path(__file__).with_name("check.mjs")
        asked = ["node", str(script), str(tmp_path / "badge.jwt"), str(tmp_path / "keys.json")]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()

    assert opinion(badge) == "一年 · One year"
    head, _, signature = badge.split(".")
    other = base64.urlsafe_b64encode(json.dumps(inside(badge) | {"validFrom": "2020-01-01T00:00:00Z"}).encode())
    assert opinion(f"{head}.{other.rstrip(b'=').decode()}.{signature}") == "unsound"


def test_no_single_changed_letter_passes(badge: str, keys: bytes) -> None:
    known = keys_of(keys)
    assert check(badge, known)["type"]
    for at in range(0, len(badge), 7):
        if badge[at] != ".":
            changed = badge[:at] + ("A" if badge[at] != "A" else "B") + badge[at + 1 :]
            with pytest.raises(Unsound):
                check(changed, known)
    last = badge[:-1] + ("B" if badge[-1] == "A" else "A")
    for odd in (last, "", "a.b", "a.b.c", badge + ".", badge + "=", "é" * 30, '{"alg":"none"}'):
        with pytest.raises(Unsound):
            check(odd, known)
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    with pytest.raises(Unsound):
        check(f"{head}.{badge.split('.')[1]}.", known)


def test_the_command_checks_without_the_service(badge: str, keys: bytes, tmp_path: Path) -> None:
    (tmp_path / "badge.jwt").write_text(badge)
    (tmp_path / "keys.json").write_bytes(keys)
    asked = [str(tmp_path / "badge.jwt"), "--keys", str(tmp_path / "keys.json")]
    good = CliRunner().invoke(verify_badge, asked)
    assert (good.exit_code, "真实有效" in good.output) == (0, True)
    (tmp_path / "badge.jwt").write_text(badge[:-3] + "AAA")
    assert CliRunner().invoke(verify_badge, asked).exit_code == 1


async def test_a_withdrawn_award_is_revoked(
    agent: httpx.AsyncClient, client: httpx.AsyncClient, badge: str, app: Litestar, sql: Any
) -> None:
    address = inside(badge)["id"]
    assert (await client.get(address)).json() == {"status": "valid"}
    assert (await judge(app.state.rooms.db, badge))[0] == "valid"
    await sql.execute(
        "UPDATE award SET withdrawn_at = now(), reason = 'record_gone' WHERE badge = 'one_year' AND agent_id = 2"
    )
    assert (await client.get(address)).json() == {"status": "revoked"}
    assert (await client.get(f"{OPEN}/revoked")).json()["revokedCredentials"] == [address]
    assert (await judge(app.state.rooms.db, badge))[0] == "revoked"
    number = await sql.fetchval("SELECT award_id FROM open_badge")
    assert (await agent.get(f"{OPEN}/awards/{number}")).json()["code"] == "no_such_award"


async def test_nobody_takes_a_colleagues_badge(
    agent: httpx.AsyncClient,
    other: httpx.AsyncClient,
    lead: httpx.AsyncClient,
    hr: httpx.AsyncClient,
    client: httpx.AsyncClient,
) -> None:
    number = await year(agent)
    assert [(await one.get(f"{OPEN}/awards/{number}")).status_code for one in (other, lead, hr, client)] == [
        404,
        404,
        403,
        401,
    ]
    for odd in (
        "achievements/none/1/plain",
        "achievements/one_year/9/plain",
        "achievements/one_year/1/x",
        "keys/x",
        "credentials/x",
    ):
        assert (await client.get(f"{OPEN}/{odd}")).status_code == 404
    assert (await client.get(f"{PAPERS}/mine")).status_code == 401


async def test_an_erased_person_leaves_numbers_and_no_words(
    agent: httpx.AsyncClient,
    hr: httpx.AsyncClient,
    client: httpx.AsyncClient,
    badge: str,
    given: Given,
    app: Litestar,
    sql: Any,
) -> None:
    await given(agent="A2")
    own = (await agent.get("/api/v1/agents/A2/export")).json()
    assert own["open_badges"][0]["token"] == badge
    assert own["honored"][0]["title_en"] == "Service star of the year"
    async with app.state.rooms.db.transaction() as connection:
        await PersonalCertificates().forget(connection, 2)
    left = await sql.fetchrow("SELECT token, number FROM open_badge")
    assert (left["token"], left["number"]) == (None, inside(badge)["id"].rsplit("/", 1)[-1])
    assert await sql.fetchval("SELECT says_zh FROM certificate_grant") == "—"
    assert (await client.get(inside(badge)["id"])).json() == {"status": "valid"}
