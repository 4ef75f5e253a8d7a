"""Calibration: blind until closed, then compared with the agreed reference; no score follows from it."""

import io
from typing import Any

import httpx
import python_calamine

from tests.server.conftest import SignedIn
from tests.server.quality.conftest import BEST, refused, told

SESSIONS = "/api/v1/qa/calibrations"


async def test_blind_until_closed(analyst: httpx.AsyncClient, signed_in: SignedIn, facts: Any) -> None:
    other, ops, agent = await signed_in("analyst"), await signed_in("ops"), await signed_in("agent", "A2")
    given = {"title": "三月校准", "form": "standard", "call": "c-77"}
    at = f"{SESSIONS}/{(await told(await ops.post(SESSIONS, json=given)))['session']['id']}"
    assert refused(await agent.get(at)) == (403, "forbidden")
    await told(await analyst.post(f"{at}/marks", json={"marks": {**BEST, "need": "0.5"}, "comment": "没有复述"}))
    assert refused(await ops.post(f"{at}/close", json={"marks": BEST})) == (422, "qa_too_few_evaluators")
    seen = await told(await other.get(at))
    assert (seen["given"], seen["session"]["given"], seen["may"]) == ([], 1, ["give"])
    await told(await other.post(f"{at}/marks", json={"marks": {**BEST, "identity": "0"}}))
    await told(await other.post(f"{at}/marks", json={"marks": {**BEST, "need": "0"}}))
    assert [one["mine"] for one in (await told(await other.get(at)))["given"]] == [True]
    assert (await told(await ops.get(at)))["given"] == []

    done = await told(await ops.post(f"{at}/close", json={"marks": {**BEST, "need": "0.5"}, "note": "复述算一半"}))
    book = (await ops.get(f"{at}/export.xlsx")).content
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    scores, off = rows[-2:]
    assert scores[2:] == [float(done["reference_score"]), *(float(one["score"]) for one in done["given"])]
    assert off[3:] == [float(one["distance"]) for one in done["given"]]
    assert all(isinstance(row[1], float) for row in rows[1:-2])
    assert (done["reference_score"], done["may"]) == ("93.1818", [])
    assert {one["name"]: one["distance"] for one in done["given"]} == {"analyst1": "0", "analyst2": "-6.8182"}
    assert done["apart"] == [{"code": "need", "agreed": 1, "of": 2}]
    assert refused(await other.post(f"{at}/marks", json={"marks": BEST})) == (409, "calibration_over")
    assert await facts() == {}
