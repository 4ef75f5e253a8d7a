"""Forms: three ship, drafts change, published versions never do, and what was judged keeps its version."""

from typing import Any

import httpx
import msgspec
import pytest

from career.quality.shipped import STANDARD
from server.rooms import Rooms
from tests.server.conftest import SignedIn
from tests.server.quality.conftest import BEST, Judge, judged, refused, told

FORMS = "/api/v1/qa/forms"
TODAY = "2026-03-04"
EMPATHY = {
    "code": "empathy",
    "section": "service",
    "zh": "共情",
    "en": "Empathy",
    "points": "10",
    "marks": ["0", "0.5", "1"],
}


@pytest.fixture
async def ops(centre: None, signed_in: SignedIn) -> httpx.AsyncClient:
    return await signed_in("ops")


def as_saved(form: dict[str, Any], **other: Any) -> dict[str, Any]:
    """A draft as it would be saved as it is."""
    same = {name: form[name] for name in ("revision", "name", "effective", "on_critical", "cap", "items")}
    return {**same, **other}


async def test_three_forms_ship_once(ops: httpx.AsyncClient, app: Any) -> None:
    rooms: Rooms = app.state.rooms
    await rooms.quality.prepare()
    found = (await told(await ops.get(FORMS)))["items"]
    assert {(one["code"], one["version"], one["standing"]) for one in found} == {
        ("standard", 1, "in_force"),
        ("abilities", 1, "in_force"),
        ("compliance", 1, "in_force"),
    }
    standard = next(one for one in found if one["code"] == "standard")
    assert msgspec.json.encode(standard["items"]) == msgspec.json.encode(STANDARD.items)


async def test_a_line_between_two_evaluations_leaves_the_first_its_version(
    ops: httpx.AsyncClient, analyst: httpx.AsyncClient, judge: Judge
) -> None:
    first = await judge("c-1")
    added = await told(await ops.post(f"{FORMS}/standard/items", json={"item": EMPATHY, "effective": TODAY}))
    assert (added["version"], added["standing"], len(added["items"])) == (2, "in_force", 11)
    # A call of yesterday is judged by what was in force yesterday, one of today by the new version.
    marks = {**BEST, "empathy": "0"}
    today: dict[str, Any] = {"at": f"{TODAY}T09:00:00+08:00", "version": 2}
    early = await analyst.post("/api/v1/qa/evaluations", json=judged("c-2", marks=marks, version=2))
    assert refused(early) == (409, "form_not_in_force")
    unmarked = await analyst.post("/api/v1/qa/evaluations", json=judged("c-2", **today))
    assert refused(unmarked) == (422, "qa_item_not_marked")
    second = await judge("c-2", marks=marks, **today)
    # 110 points of 120.
    assert (second["evaluation"]["version"], second["evaluation"]["score"]) == (2, "91.6667")
    again = await told(await analyst.get(f"/api/v1/qa/evaluations/{first['evaluation']['id']}"))
    assert (again["evaluation"]["version"], again["evaluation"]["score"], len(again["form"]["items"])) == (1, "100", 10)
    on = (await told(await analyst.get(FORMS, params={"on": "2026-03-03"})))["items"]
    assert [one["version"] for one in on if one["code"] == "standard"] == [1]


async def test_a_draft_shows_its_faults_and_is_published_without_them(ops: httpx.AsyncClient) -> None:
    draft = await told(await ops.post(FORMS, json={"code": "standard"}))
    assert (draft["version"], draft["standing"], draft["faults"]) == (2, "draft", [])
    assert refused(await ops.post(FORMS, json={"code": "standard"})) == (409, "form_draft_there")
    at = f"{FORMS}/standard/2"
    wrong = as_saved(draft, items=[*draft["items"], {**EMPATHY, "en": "", "points": "0", "marks": ["0", "0.5"]}])
    saved = await told(await ops.put(at, json=wrong))
    assert [one["where"] for one in saved["faults"]] == ["items.empathy.points", "items.empathy.marks", "items.empathy"]
    assert saved["faults"][0]["text"] == {"zh": "共情：必须大于 0", "en": "empathy: It has to be above 0"}
    assert refused(await ops.post(f"{at}/publish", json={"revision": saved["revision"]})) == (422, "form_faulty")
    assert refused(await ops.put(at, json=wrong)) == (409, "changed_meanwhile")
    mended = as_saved(saved, items=[*draft["items"], EMPATHY], effective="2026-03-10")
    saved = await told(await ops.put(at, json=mended))
    done = await told(await ops.post(f"{at}/publish", json={"revision": saved["revision"]}))
    assert (done["standing"], done["published_by"]) == ("coming", "ops1")
    assert refused(await ops.put(at, json=as_saved(done))) == (409, "form_published")
    assert refused(await ops.delete(at)) == (409, "form_published")
    # The next line may not come into force before the last version does.
    early = {"item": {**EMPATHY, "code": "thanks"}, "effective": "2026-03-09"}
    assert refused(await ops.post(f"{FORMS}/standard/items", json=early)) == (422, "qa_before_last_version")


async def test_a_new_form_begins_as_a_copy(ops: httpx.AsyncClient, signed_in: SignedIn) -> None:
    given = {"code": "vip", "source": "compliance", "name": {"zh": "贵宾质检表", "en": "VIP form"}}
    draft = await told(await ops.post(FORMS, json=given))
    assert (draft["code"], draft["version"], draft["effective"], len(draft["items"])) == ("vip", 1, TODAY, 6)
    assert refused(await ops.post(FORMS, json=given)) == (409, "taken")
    agent = await signed_in("agent", "A2")
    assert refused(await agent.get(f"{FORMS}/vip/1")) == (404, "no_such_form")
    assert {one["code"] for one in (await told(await agent.get(FORMS)))["items"]} == {
        "standard",
        "abilities",
        "compliance",
    }
    await told(await ops.delete(f"{FORMS}/vip/1"))
    assert refused(await ops.get(f"{FORMS}/vip/1")) == (404, "no_such_form")


async def test_the_database_itself_keeps_what_was_published(ops: httpx.AsyncClient, judge: Judge, sql: Any) -> None:
    await judge()
    for deed in (
        "UPDATE qa_form SET effective = '2026-01-01' WHERE code = 'standard'",
        "DELETE FROM qa_form WHERE code = 'abilities'",
        "UPDATE qa_marks SET score = 0",
        "DELETE FROM qa_marks",
    ):
        with pytest.raises(Exception, match=r"never changes|append-only"):
            await sql.execute(deed)


async def test_a_retired_form_judges_no_call_from_its_day_on(
    ops: httpx.AsyncClient, analyst: httpx.AsyncClient, judge: Judge
) -> None:
    await judge("c-1")
    why = {"since": TODAY, "reason": "新表取代"}
    assert refused(await ops.post(f"{FORMS}/standard/retire", json={**why, "since": "2026-03-03"})) == (
        422,
        "form_retired_in_past",
    )
    (form,) = (await told(await ops.post(f"{FORMS}/standard/retire", json=why)))["items"]
    assert (form["standing"], form["retired_from"], form["retired_why"]) == ("retired", TODAY, "新表取代")
    in_use = (await told(await analyst.get(FORMS, params={"on": TODAY})))["items"]
    assert {one["code"] for one in in_use} == {"abilities", "compliance"}
    late = {**judged("c-2"), "at": f"{TODAY}T09:00:00+08:00"}
    assert refused(await analyst.post("/api/v1/qa/evaluations", json=late)) == (409, "form_not_in_force")
    # A call of the day before is still judged by what was in force then.
    await judge("c-3")
    for again in (
        ops.post(f"{FORMS}/standard/retire", json=why),
        ops.post(FORMS, json={"code": "standard"}),
        ops.post(f"{FORMS}/standard/items", json={"item": EMPATHY, "effective": TODAY}),
    ):
        assert refused(await again) == (409, "form_retired")
    (form,) = (await told(await ops.post(f"{FORMS}/standard/restore")))["items"]
    assert (form["standing"], form["retired_from"]) == ("in_force", None)
    assert (await analyst.post("/api/v1/qa/evaluations", json=late)).status_code == 201
