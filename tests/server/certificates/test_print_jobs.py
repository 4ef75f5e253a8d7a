"""Many certificates in one go: a page each in the order asked, going on after a kill, seen by who asked."""

import asyncio
import io
from typing import Any

import httpx
import pytest
from litestar import Litestar
from pypdf import PdfReader

from server.certificates import jobs
from tests.server.certificates.conftest import PAPERS, Given
from tests.server.conftest import SignedIn

pytestmark = pytest.mark.usefixtures("centre", "settled")


async def everything(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    items = (await client.get(f"{PAPERS}/desk", params={"since": "2025-01-01"})).json()["items"]
    return [{"kind": one["kind"], "ground": one["ground"], "agent": one["agent"]["code"]} for one in items]


async def finished(app: Litestar, sql: Any) -> None:
    # The application works at it as well; what it holds is passed over here.
    async with asyncio.timeout(30):
        while await sql.fetchval("SELECT EXISTS (SELECT FROM print_job WHERE finished_at IS NULL)"):
            await app.state.rooms.certificates.jobs.portion()
            await asyncio.sleep(0.02)


async def test_a_job_is_one_file_with_a_page_each(
    app: Litestar, hr: httpx.AsyncClient, lead: httpx.AsyncClient, client: httpx.AsyncClient, given: Given, sql: Any
) -> None:
    for _ in range(3):
        await given(agent="A2")
    items = await everything(hr)
    job = (await hr.post(f"{PAPERS}/jobs", json={"items": [*items, items[0]], "language": "en"})).json()
    assert job["total"] == len(items)
    await finished(app, sql)
    found = (await hr.get(f"{PAPERS}/jobs/{job['id']}")).json()
    assert (found["done"], found["finished"], found["left_out"]) == (len(items), True, 0)
    file = await hr.get(f"{PAPERS}/jobs/{job['id']}/file")
    assert len(PdfReader(io.BytesIO(file.content)).pages) == len(items)
    checked = (await client.post("/api/v1/verify", content=file.content)).json()
    assert (checked["answer"], checked["holds"], checked["name"]) == ("genuine", len(items), None)
    assert (await lead.get(f"{PAPERS}/jobs/{job['id']}")).status_code == 404
    assert (await lead.get(f"{PAPERS}/jobs")).json()["items"] == []


async def test_a_job_goes_on_where_it_was_killed(
    app: Litestar, hr: httpx.AsyncClient, given: Given, sql: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_PORTION", 2)
    for _ in range(5):
        await given(agent="A3")
    items = [one for one in await everything(hr) if one["kind"] == "external"]
    room = app.state.rooms.certificates
    # Nobody but this test works at it.
    monkeypatch.setattr(room.jobs, "_bell", type("Deaf", (), {"ring": lambda _: None})())
    job = (await hr.post(f"{PAPERS}/jobs", json={"items": items})).json()
    issue, calls = room.issuing.issue, 0

    async def dying(*args: Any) -> Any:
        nonlocal calls
        calls += 1
        found = await issue(*args)
        if calls == 2:
            raise ConnectionError("killed")
        return found

    monkeypatch.setattr(room.issuing, "issue", dying)
    with pytest.raises(ConnectionError):
        await finished(app, sql)
    half = (await hr.get(f"{PAPERS}/jobs/{job['id']}")).json()
    assert (half["done"], half["finished"]) == (2, False)
    assert (await hr.get(f"{PAPERS}/jobs/{job['id']}/file")).json()["code"] == "print_job_running"
    await finished(app, sql)
    assert (await hr.get(f"{PAPERS}/jobs/{job['id']}")).json()["done"] == 5
    rows = await sql.fetch("SELECT serial FROM certificate ORDER BY serial")
    assert [row["serial"] for row in rows] == [1, 2, 3, 4, 5]


async def test_what_lost_its_ground_is_left_out(app: Litestar, hr: httpx.AsyncClient, given: Given, sql: Any) -> None:
    grants = [await given(agent="A2"), await given(agent="A3")]
    items = [one for one in await everything(hr) if one["kind"] == "external"]
    job = (await hr.post(f"{PAPERS}/jobs", json={"items": items})).json()
    await finished(app, sql)
    await hr.post(f"{PAPERS}/grants/{grants[0]['id']}/take-back", json={"reason": "给错人了，已更正"})
    file = await hr.get(f"{PAPERS}/jobs/{job['id']}/file")
    assert len(PdfReader(io.BytesIO(file.content)).pages) == 1
    await hr.post(f"{PAPERS}/grants/{grants[1]['id']}/take-back", json={"reason": "给错人了，已更正"})
    assert (await hr.get(f"{PAPERS}/jobs/{job['id']}/file")).json()["code"] == "print_job_empty"


async def test_odd_jobs_are_refused(hr: httpx.AsyncClient, signed_in: SignedIn) -> None:
    key = {"kind": "award", "ground": "1", "agent": "A1"}
    for items in ([], [key] * 501, [{**key, "kind": "medal"}], [{**key, "ground": "1; DROP"}], [{**key, "x": 1}]):
        assert (await hr.post(f"{PAPERS}/jobs", json={"items": items})).status_code == 400
    for ground in ("99999999999999999999", "x:1", "0"):
        answer = await hr.post(f"{PAPERS}/jobs", json={"items": [{**key, "ground": ground}]})
        assert answer.json()["code"] == "certificate_no_ground"
    assert (await hr.get(f"{PAPERS}/jobs/1/file")).status_code == 404
