"""Criteria as versions over the doors: every kind survives the editor, faults stand at their place, what was adopted stays."""

from typing import Any

import asyncpg
import httpx
import msgspec
import pytest

from career.check import check
from career.defaults import DEFAULTS
from career.versions import Asked, Step, Version
from server.ladder.criteria.kinds import kinds
from tests.career.test_sentences import DIFFERENT
from tests.conftest import ROOT
from tests.server.conftest import SignedIn

pytestmark = pytest.mark.usefixtures("centre")


async def later(signed_in: SignedIn, sql: Any, clock: Any, month: int, day: int) -> httpx.AsyncClient:
    """Agent A2, signed in on a later day of the year."""
    clock.at = clock.at.replace(month=month, day=day)
    agent = await signed_in("agent", "A2")
    await sql.execute(
        "UPDATE session SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '1 day'", clock.at
    )
    return agent


async def drafted(hr: httpx.AsyncClient, code: str = "spring", source: str = "default-1") -> dict[str, Any]:
    answer = await hr.post("/api/v1/criteria", json={"source": source, "code": code})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def form(version: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A version as the editor sends it back: without what is only told."""
    steps = []
    for step in version["steps"]:
        asked = [{name: value for name, value in one.items() if name != "sentence"} for one in step["asked"]]
        steps.append(
            {"source": step["source"]["code"], "target": step["target"]["code"], "asked": asked, "order": step["order"]}
        )
    sent = {name: version[name] for name in ("effective", "note", "revision")}
    return {**sent, "steps": steps, **changes}


async def test_the_shipped_criteria_are_there_from_the_start(signed_in: SignedIn) -> None:
    agent = await signed_in("agent", "A2")
    (only,) = (await agent.get("/api/v1/criteria")).json()["items"]
    assert (only["code"], only["state"]) == ("default-1", "in_force")
    whole = (await agent.get("/api/v1/criteria/default-1")).json()
    sent = {"code": "default-1", **form(whole)}
    del sent["revision"]
    assert msgspec.convert(sent, Version) == DEFAULTS
    qa = next(one for one in whole["steps"][1]["asked"] if one["code"] == "qa_mean")
    assert qa["sentence"]["zh"] == "质检均值 ≥ 88（近 4 个月，月均不少于 4 次）"


async def test_every_kind_with_every_field_goes_through_the_editor_and_back(signed_in: SignedIn, sql: Any) -> None:
    await sql.execute(
        "INSERT INTO queue (code, name_zh, name_en) VALUES ('en', '英语', 'English'), ('fr', '法语', 'French')"
    )
    hr = await signed_in("hr")
    version = await drafted(hr)
    for criterion, changes in DIFFERENT:
        variants = [criterion] + [
            msgspec.structs.replace(criterion, **{name: value}) for name, values in changes.items() for value in values
        ]
        role = "bonus" if type(criterion).__name__ == "Education" else "required"
        asked = tuple([Asked(f"c{i}", f"条件{i}", f"Criterion {i}", one, role) for i, one in enumerate(variants)])  # type: ignore[arg-type]
        steps = (*DEFAULTS.steps[:1], Step("junior", "intermediate", asked))
        sent = form(version, steps=msgspec.to_builtins(steps))
        saved = await hr.put("/api/v1/criteria/spring", json=sent)
        assert saved.status_code == 200, saved.text
        version = saved.json()
        back = form((await hr.get("/api/v1/criteria/spring")).json())["steps"]
        assert msgspec.convert(back, tuple[Step, ...]) == steps


async def test_every_kind_has_a_form_made_of_its_own_fields(signed_in: SignedIn) -> None:
    hr = await signed_in("hr")
    forms = (await hr.get("/api/v1/criteria/forms")).json()
    assert {one["kind"] for one in forms["kinds"]} == {
        str(msgspec.inspect.type_info(type(criterion)).tag)  # type: ignore[attr-defined]
        for criterion, _ in DIFFERENT
    } | {"any_of"}
    kept = ROOT / "frontend" / "tests" / "kinds.json"
    assert msgspec.json.decode(kept.read_bytes()) == msgspec.json.decode(msgspec.json.encode(kinds())), (
        "write it anew: see docs/criteria.md"
    )


async def test_faults_stand_at_their_place(signed_in: SignedIn) -> None:
    hr = await signed_in("hr")
    version = await drafted(hr)
    sent = form(version, effective="2026-03-03")
    first = sent["steps"][1]
    first["asked"][1]["criterion"]["k"] = 9
    first["asked"][2]["criterion"]["metric"] = "qaa"
    first["asked"][0]["zh"] = " "
    first["order"] = [{"by": "contests", "best": "higher"}]
    body = {"effective": sent["effective"], "steps": sent["steps"]}
    judged = (await hr.post("/api/v1/criteria/spring/judge", json=body)).json()
    found = {(fault["code"], fault["where"], fault["blocks"]) for fault in judged["faults"]}
    assert found == {
        ("effective_in_past", "effective", True),
        ("name_missing", "steps.1.asked.0.zh", True),
        ("more_than_all", "steps.1.asked.1.criterion.k", True),
        ("unknown_metric", "steps.1.asked.2.criterion.metric", False),
        ("order_by_contests", "steps.1.order.0", True),
        ("unknown_named", "steps.2.asked.10.criterion.named", False),
    }
    assert all(fault["text"]["zh"] and fault["text"]["en"] for fault in judged["faults"])
    assert judged["sentences"][1][1]["en"] == "Monthly scorecard ≥ 85 in 9 of the last 4 months"

    first["asked"][1]["criterion"]["k"] = 0
    unreadable = (await hr.post("/api/v1/criteria/spring/judge", json=body)).json()
    assert [fault["where"] for fault in unreadable["faults"]] == ["steps.1.asked.1.criterion.k"]
    refused = await hr.put("/api/v1/criteria/spring", json=sent)
    assert (refused.status_code, refused.json()["code"]) == (422, "criteria_unreadable")
    refused = await hr.post(
        "/api/v1/criteria/spring/adopt", json={"revision": 1, "effective": "2026-03-03", "note": "too early"}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "criteria_faulty")


async def test_a_draft_is_edited_adopted_and_then_stays(signed_in: SignedIn, sql: Any, app: Any, clock: Any) -> None:
    hr, agent = await signed_in("hr"), await signed_in("agent", "A2")
    version = await drafted(hr)
    assert version["state"] == "draft"
    assert (await agent.get("/api/v1/criteria/spring")).status_code == 404
    assert len((await agent.get("/api/v1/criteria")).json()["items"]) == 1

    sent = form(version)
    sent["steps"][1]["asked"][2]["criterion"]["at_least"] = "90"
    saved = (await hr.put("/api/v1/criteria/spring", json=sent)).json()
    assert saved["revision"] == 2
    stale = await hr.put("/api/v1/criteria/spring", json=sent)
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")

    (change,) = (await hr.get("/api/v1/criteria/spring/changes", params={"against": "default-1"})).json()["items"]
    assert (change["what"], change["code"]) == ("asks", "qa_mean")
    assert change["before"]["en"].startswith("QA mean ≥ 88 ")
    assert change["after"]["zh"].startswith("质检均值 ≥ 90")

    body = {"revision": 2, "effective": "2026-04-01", "note": "As agreed with the team leads"}
    adopted = await hr.post("/api/v1/criteria/spring/adopt", json=body)
    assert adopted.status_code == 200, adopted.text
    assert adopted.json()["state"] == "coming"
    assert (await agent.get("/api/v1/criteria/spring")).json()["note"] == "As agreed with the team leads"
    for refused in (
        await hr.put("/api/v1/criteria/spring", json={**sent, "revision": 2}),
        await hr.delete("/api/v1/criteria/spring"),
        await hr.post("/api/v1/criteria/spring/adopt", json=body),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "criteria_adopted")
    for attack in (
        "UPDATE criteria_version SET effective = '2020-01-01', body = jsonb_set(body, '{effective}', '\"2020-01-01\"')",
        "UPDATE criteria_version SET adopted_at = NULL",
        "UPDATE criteria_version SET changed_by = NULL, adopted_by = (SELECT min(id) FROM account)",
        "DELETE FROM criteria_version WHERE code = 'spring'",
    ):
        with pytest.raises(asyncpg.RaiseError, match="never changed"):
            await sql.execute(attack)

    agent = await later(signed_in, sql, clock, 4, 4)
    states = {one["code"]: one["state"] for one in (await agent.get("/api/v1/criteria")).json()["items"]}
    assert states == {"spring": "in_force", "default-1": "favoured"}
    agent = await later(signed_in, sql, clock, 10, 2)
    states = {one["code"]: one["state"] for one in (await agent.get("/api/v1/criteria")).json()["items"]}
    assert states == {"spring": "in_force", "default-1": "past"}
    actions = await sql.fetch("SELECT action FROM audit WHERE subject = 'criteria/spring' ORDER BY id")
    assert [row["action"] for row in actions] == ["criteria.draft", "criteria.change", "criteria.adopt"]


async def test_a_draft_can_be_discarded_and_its_code_be_used_again(signed_in: SignedIn) -> None:
    hr = await signed_in("hr")
    await drafted(hr)
    taken = await hr.post("/api/v1/criteria", json={"source": "default-1", "code": "spring"})
    assert taken.json()["code"] == "taken"
    assert (await hr.delete("/api/v1/criteria/spring")).status_code == 204
    await drafted(hr)


async def test_the_shipped_criteria_have_no_fault_but_names_of_the_centres_own() -> None:
    assert check(DEFAULTS) == []
