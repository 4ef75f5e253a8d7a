"""Certificates: each issued once, seen by whom they concern, withdrawn with their ground, checked by anybody."""

import asyncio
import io
from typing import Any

import httpx
import pytest
from litestar import Litestar
from pypdf import PdfReader

from tests.server.certificates.conftest import PAPERS, Given
from tests.server.conftest import SignedIn

pytestmark = pytest.mark.usefixtures("centre", "settled")


async def mine(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get(f"{PAPERS}/mine")).json()["items"]
    return found


async def got(client: httpx.AsyncClient, one: dict[str, Any]) -> str:
    answer = await client.post(f"{PAPERS}/mine", json={"kind": one["kind"], "ground": one["ground"]})
    assert answer.status_code == 201, answer.text
    number: str = answer.json()["number"]
    return number


def words_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


async def test_an_owner_gets_the_same_certificate_however_often(agent: httpx.AsyncClient, sql: Any) -> None:
    badge = next(one for one in await mine(agent) if one["name"]["en"] == "One year")
    assert badge["number"] is None
    numbers = set(await asyncio.gather(*(got(agent, badge) for _ in range(5))))
    assert len(numbers) == 1
    again = next(one for one in await mine(agent) if one["ground"] == badge["ground"])
    assert (again["number"], again["serial"]["en"]) == (numbers.pop(), "2026/00001")
    file = await agent.get(f"{PAPERS}/{again['number']}/file", params={"language": "both"})
    assert file.headers["content-type"] == "application/pdf"
    words = words_of(file.content)
    assert "李\u3000二" not in words  # white space is left out above
    for word in ("李二", "同志", "奖状", "CERTIFICATEOFAWARD", "LiEr", "荣字〔2026〕第00001号", again["number"]):
        assert word in words
    assert (await agent.get(f"{PAPERS}/{again['number']}/file", params={"language": "both"})).content == file.content


async def test_numbers_run_without_gaps_and_cannot_be_guessed(
    agent: httpx.AsyncClient, other: httpx.AsyncClient, sql: Any
) -> None:
    wanted = [(client, one) for client in (agent, other) for one in await mine(client)]
    assert len(wanted) > 1
    numbers = await asyncio.gather(*(got(client, one) for client, one in wanted))
    serials = [row["serial"] for row in await sql.fetch("SELECT serial FROM certificate ORDER BY serial")]
    assert serials == list(range(1, len(wanted) + 1))
    assert len(set(numbers)) == len(numbers)


async def test_who_sees_a_certificate(
    agent: httpx.AsyncClient,
    other: httpx.AsyncClient,
    lead: httpx.AsyncClient,
    hr: httpx.AsyncClient,
    signed_in: SignedIn,
) -> None:
    number = await got(agent, (await mine(agent))[0])
    other_lead, ops, trainer = await signed_in("lead", "A3"), await signed_in("ops"), await signed_in("trainer")
    seen = [
        (await client.get(f"{PAPERS}/{number}/file")).status_code
        for client in (agent, lead, hr, ops, other, other_lead, trainer)
    ]
    assert seen == [200, 200, 200, 200, 404, 404, 404]
    desks = [
        {
            one["agent"]["code"]
            for one in (await client.get(f"{PAPERS}/desk", params={"since": "2025-01-01"})).json()["items"]
        }
        for client in (lead, hr, other_lead)
    ]
    assert desks == [{"A1", "A2"}, {"A1", "A2", "A3"}, set()]
    someone = next(
        one
        for one in (await hr.get(f"{PAPERS}/desk", params={"since": "2025-01-01"})).json()["items"]
        if one["agent"]["code"] == "A3"
    )
    key = {"kind": someone["kind"], "ground": someone["ground"], "agent": "A3"}
    assert (await lead.get(f"{PAPERS}/preview", params=key)).status_code == 404
    assert (await hr.get(f"{PAPERS}/preview", params=key)).headers["content-type"] == "image/png"
    assert (await lead.post(f"{PAPERS}/jobs", json={"items": [key]})).json()["code"] == "certificate_no_ground"
    stolen = await agent.post(f"{PAPERS}/mine", json={"kind": someone["kind"], "ground": someone["ground"]})
    assert stolen.json()["code"] == "certificate_no_ground"


async def test_what_somebody_learnt_is_for_hr_and_the_person(
    agent: httpx.AsyncClient, lead: httpx.AsyncClient, hr: httpx.AsyncClient, signed_in: SignedIn, sql: Any
) -> None:
    await sql.execute(
        """
        INSERT INTO course (code, kind, title_zh, title_en, practice, created_by, changed_at) VALUES
            ('calm', 'skill', '情绪', 'Calm', '{}', (SELECT min(id) FROM account), now());
        INSERT INTO course_plan (course_id, agent_id, assigned_on, level, chosen, assigned_by, assigned_at, completed_on, completed_at)
        SELECT 1, 2, '2026-01-05', 'junior', false, (SELECT min(id) FROM account), now(), '2026-02-03', now();
        """
    )
    assert "course" in {one["kind"] for one in await mine(agent)}
    for client, sees in ((hr, True), (lead, False), (await signed_in("ops"), False)):
        kinds = {
            one["kind"] for one in (await client.get(f"{PAPERS}/desk", params={"since": "2026-01-01"})).json()["items"]
        }
        assert ("course" in kinds) == sees
    number = await got(agent, next(one for one in await mine(agent) if one["kind"] == "course"))
    assert (await lead.get(f"{PAPERS}/{number}/file")).status_code == 404
    assert (await hr.get(f"{PAPERS}/{number}/file")).status_code == 200


async def test_a_certificate_is_withdrawn_with_its_ground_and_told_at_the_counter(
    agent: httpx.AsyncClient, hr: httpx.AsyncClient, client: httpx.AsyncClient, given: Given, app: Litestar, sql: Any
) -> None:
    grant = await given(agent="A2")
    number = await got(agent, {"kind": "external", "ground": str(grant["id"])})
    file = await agent.get(f"{PAPERS}/{number}/file")
    genuine = (await client.get(f"/api/v1/verify/{number}")).json()
    assert (genuine["answer"], genuine["kind"], genuine["name"]) == ("genuine", "honor", {"zh": "李*", "en": "L* E*"})
    assert genuine["says"]["zh"].startswith("全年零投诉")
    exact = (await client.post("/api/v1/verify", content=file.content)).json()
    assert (exact["answer"], exact["exact"]) == ("genuine", True)
    changed = file.content.replace(b"/Title", b"/TitlE", 1)
    assert (await client.post("/api/v1/verify", content=changed)).json()["answer"] == "changed"
    back = await hr.post(f"{PAPERS}/grants/{grant['id']}/take-back", json={"reason": "给错人了，已更正"})
    assert back.status_code == 204
    gone = (await client.get(f"/api/v1/verify/{number}")).json()
    assert (gone["answer"], gone["name"], gone["says"]) == ("withdrawn", None, None)
    assert (await client.post("/api/v1/verify", content=file.content)).json()["answer"] == "withdrawn"
    assert (await agent.get(f"{PAPERS}/{number}/file")).json()["code"] == "certificate_withdrawn"
    assert [one["withdrawn_at"] is not None for one in await mine(agent) if one["number"] == number] == [True]
    assert (await client.get("/api/v1/verify/H2026-2222-2222")).json()["answer"] == "unknown"


async def test_what_is_swept_is_what_lost_its_ground(
    agent: httpx.AsyncClient, given: Given, app: Litestar, sql: Any
) -> None:
    for one in await mine(agent):
        await got(agent, one)
    await got(agent, {"kind": "external", "ground": str((await given(agent="A2"))["id"])})
    await sql.execute(
        "UPDATE award SET withdrawn_at = now(), reason = 'record_gone' WHERE badge = 'one_year' AND agent_id = 2"
    )
    issuing = app.state.rooms.certificates.issuing
    assert [await issuing.sweep(), await issuing.sweep()] == [1, 0]
    assert await sql.fetchval("SELECT count(*) FROM certificate WHERE withdrawn_at IS NOT NULL") == 1


async def test_an_erased_person_stays_provable_and_nameless(
    agent: httpx.AsyncClient, client: httpx.AsyncClient, app: Litestar, sql: Any
) -> None:
    number = await got(agent, (await mine(agent))[0])
    await sql.execute("UPDATE signed_document SET content = NULL WHERE agent_id = 2")
    await sql.execute("UPDATE award SET withdrawn_at = now(), reason = 'record_gone' WHERE agent_id = 2")
    told = (await client.get(f"/api/v1/verify/{number}")).json()
    assert (told["answer"], told["name"], told["says"]) == ("genuine", None, None)


async def test_hr_honors_in_words_of_its_own_but_not_itself(
    hr: httpx.AsyncClient, given: Given, signed_in: SignedIn
) -> None:
    team = await given(team="T2")
    found = (await hr.get(f"{PAPERS}/desk", params={"kind": "external"})).json()["items"]
    assert [(one["team"]["code"], one["ground"]) for one in found] == [("T2", str(team["id"]))]
    told = {"title": {"zh": "好", "en": "Good"}, "says": {"zh": "好。", "en": "good."}, "on": "2026-02-20"}
    own = await signed_in("hr", "A3")
    assert (await own.post(f"{PAPERS}/grants", json={**told, "agent": "A3"})).status_code == 403
    for whom, code in (
        ({}, "certificate_whom"),
        ({"agent": "A1", "team": "T1"}, "certificate_whom"),
        ({"agent": "none"}, "not_found"),
    ):
        assert (await hr.post(f"{PAPERS}/grants", json={**told, **whom})).json()["code"] == code
    early = await hr.post(f"{PAPERS}/grants", json={**told, "agent": "A1", "on": "2026-03-06"})
    assert early.json()["code"] == "certificate_not_yet"
    for odd in (
        {"zh": "好" * 41, "en": "x"},
        {"zh": "", "en": "x"},
        {"zh": " ", "en": "x"},
        {"zh": "a\u0000b", "en": "x"},
    ):
        assert (await hr.post(f"{PAPERS}/grants", json={**told, "agent": "A1", "title": odd})).status_code == 400


_CONTEST = """
INSERT INTO template (code, name_zh, name_en, participants, period, rules)
    VALUES ('t', '月赛', 'Month', 'team', 'month', '{"method": "points"}');
INSERT INTO contest (template_id, site_id, title_zh, title_en, participants, period, zone, starts, ends, rules, created_at)
    VALUES (1, 1, '月赛', 'Month', 'team', 'month', 'Asia/Shanghai', '2026-01-31T16:00Z', '2026-02-28T16:00Z',
            '{"method": "points"}', '2026-01-20Z')"""
_ROW = '{{"participant":"t{team}","rank":{rank},"score":"1.0000","ties":[],"reasons":[],"division":""}}'


async def signed(sql: Any, revision: int, *places: tuple[int, int, int]) -> None:
    """A result of teams by place, each with one member."""
    rows = ",".join(_ROW.format(team=team, rank=rank) for team, rank, _ in places)
    await sql.execute(
        "INSERT INTO contest_result (contest_id, revision, cutoff, signed_at, sealed_at, standings, sha256)"
        " VALUES (1, $1, '2026-03-03Z', '2026-03-03Z', '2026-03-03Z', $2, sha256($2))",
        revision,
        f'{{"rows":[{rows}]}}'.encode(),
    )
    await sql.execute("INSERT INTO contest_deeds VALUES (1, $1, '2026-02-28', '2026-03-03Z', NULL)", revision)
    for _, rank, agent in places:
        await sql.execute(
            "INSERT INTO contest_deed VALUES (1, $1, $2, true, $3, false, $4, 2)", revision, agent, rank == 1, rank
        )


async def test_a_place_goes_to_team_and_members_and_with_a_correction_to_others(
    agent: httpx.AsyncClient,
    other: httpx.AsyncClient,
    hr: httpx.AsyncClient,
    client: httpx.AsyncClient,
    app: Litestar,
    sql: Any,
) -> None:
    await sql.execute(_CONTEST)
    assert "place" not in {one["kind"] for one in await mine(agent)}  # not signed yet
    await signed(sql, 1, (1, 1, 2), (2, 2, 3))
    won = next(one for one in await mine(agent) if one["kind"] == "place")
    assert won["says"] == {
        "zh": "所在班组在“月赛”中荣获第一名。特发此状，以资鼓励。",
        "en": "playing for the team that took first place in “Month”.",
    }
    assert "place" not in {one["kind"] for one in await mine(other)}
    number = await got(agent, won)
    winners = (await hr.get(f"{PAPERS}/desk", params={"kind": "place"})).json()["items"]
    assert {(one["agent"] or one["team"])["code"] for one in winners} == {"A2", "T1"}
    items = [{"kind": "place", "ground": "1:1", "team": "T1"}]
    job = (await hr.post(f"{PAPERS}/jobs", json={"items": items})).json()
    while not (await hr.get(f"{PAPERS}/jobs/{job['id']}")).json()["finished"]:
        await asyncio.sleep(0.05)
    assert (await client.get(f"/api/v1/verify/{number}")).json()["answer"] == "genuine"
    await signed(sql, 2, (2, 1, 3), (1, 2, 2))
    assert (await client.get(f"/api/v1/verify/{number}")).json()["answer"] == "withdrawn"
    assert (await hr.get(f"{PAPERS}/jobs/{job['id']}/file")).json()["code"] == "print_job_empty"
    assert "place" in {one["kind"] for one in await mine(other)}
    # Back again: what was withdrawn stays so, and a new one is issued.
    await signed(sql, 3, (1, 1, 2), (2, 2, 3))
    again = await got(agent, won)
    assert again != number
    assert (await client.get(f"/api/v1/verify/{number}")).json()["answer"] == "withdrawn"
    assert (await client.get(f"/api/v1/verify/{again}")).json()["answer"] == "genuine"


async def _nothing(*_: object) -> None:
    pass


async def test_an_honor_of_a_team_is_certified_once_it_is_final(
    hr: httpx.AsyncClient, lead: httpx.AsyncClient, sql: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No contest stands behind these honors: worked out anew they would be taken back.
    monkeypatch.setattr("server.honors.collective.following.Following.follow", _nothing)
    await sql.execute(
        """
        INSERT INTO honor (honor, site_id, key, team_id, starts, ends, reason, given_at, final_at) VALUES
            ('red_banner', 1, '2026-W08', 1, '2026-02-16', '2026-02-23', 'won', now(), now()),
            ('red_banner', 1, '2026-W09', 2, '2026-02-23', '2026-03-02', 'won', now(), now()),
            ('zero_complaint_team', 1, '2026-02', 1, '2026-02-01', '2026-03-01', 'earned', now(), NULL)
        """
    )
    found = (await hr.get(f"{PAPERS}/desk", params={"kind": "honor"})).json()["items"]
    assert [one["ground"] for one in found] == ["red_banner:1:2026-W09", "red_banner:1:2026-W08"]
    own = (await lead.get(f"{PAPERS}/desk", params={"kind": "honor"})).json()["items"]
    assert [one["ground"] for one in own if one["team"] is not None] == ["red_banner:1:2026-W08"]


async def test_members_who_share_an_honor_have_it_on_paper(
    hr: httpx.AsyncClient,
    lead: httpx.AsyncClient,
    agent: httpx.AsyncClient,
    other: httpx.AsyncClient,
    client: httpx.AsyncClient,
    sql: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("server.honors.collective.following.Following.follow", _nothing)
    await sql.execute(
        """
        INSERT INTO honor (honor, site_id, key, team_id, starts, ends, reason, given_at, final_at) VALUES
            ('team_of_the_month', 1, '2026-02', 1, '2026-02-01', '2026-03-01', 'won', now(), now()),
            ('red_banner', 1, '2026-W09', 1, '2026-02-23', '2026-03-02', 'won', now(), NULL);
        INSERT INTO honor_title (name_zh, name_en, issuer_zh, issuer_en, level, team_id, issued, proof_name, proof_kind, proof, made_at)
        VALUES ('青年文明号', 'Youth Civility Unit', '共青团上海市委', 'the Youth League', 'city', 1, '2026-02-10', 'a.pdf', 'pdf', '', now()),
               ('待证', 'Unproven', '某处', 'somebody', 'city', 1, '2026-02-10', NULL, NULL, NULL, now())
        """
    )

    async def honors(one: httpx.AsyncClient) -> list[dict[str, Any]]:
        return [paper for paper in await mine(one) if paper["kind"] == "honor"]

    # Final, and with a proof; those who were there for half of the month share it, others do not.
    month, title = await honors(agent)
    assert [month["ground"], title["ground"]] == ["team_of_the_month:1:2026-02", "title:1"]
    assert month["says"] == {
        "zh": "所在班组“破晓”在 2026 年 2 月 荣获“金牌班组”称号。特发此状，以资鼓励。",
        "en": "being part of Daybreak, which won the honor “Team of the month” (February 2026).",
    }
    assert (
        title["says"]["en"]
        == "being part of Daybreak, which was awarded the title “Youth Civility Unit” by the Youth League."
    )
    assert await honors(other) == []
    number = await got(agent, month)
    told = (await client.get(f"/api/v1/verify/{number}")).json()
    assert (told["answer"], told["name"]["zh"], told["says"]) == ("genuine", "李*", month["says"])
    assert (await other.get(f"{PAPERS}/{number}/file")).status_code == 404
    # The lead prints for all in one go; HR sees members once it looks at their team, of everybody only the teams.
    own = (await lead.get(f"{PAPERS}/desk", params={"kind": "honor"})).json()["items"]
    assert {(one["agent"] or one["team"])["code"] for one in own if one["ground"] == month["ground"]} == {
        "T1",
        "A1",
        "A2",
    }
    seen = [
        {
            (one["agent"] or one["team"])["code"]
            for one in (await hr.get(f"{PAPERS}/desk", params=asked)).json()["items"]
        }
        for asked in ({"kind": "honor"}, {"kind": "honor", "team": "T1"}, {"kind": "honor", "team": "T2"})
    ]
    assert seen == [{"T1"}, {"T1", "A1", "A2"}, set()]
    items = [{"kind": "honor", "ground": month["ground"], "agent": code} for code in ("A1", "A2")]
    stolen = await lead.post(f"{PAPERS}/jobs", json={"items": [{**items[0], "agent": "A3"}]})
    assert stolen.json()["code"] == "certificate_no_ground"
    job = (await lead.post(f"{PAPERS}/jobs", json={"items": items, "language": "both"})).json()
    while not (await lead.get(f"{PAPERS}/jobs/{job['id']}")).json()["finished"]:
        await asyncio.sleep(0.05)
    paper = words_of((await lead.get(f"{PAPERS}/jobs/{job['id']}/file")).content)
    assert number in paper
    assert paper.count("金牌班组") == 2
    # It is withdrawn with the team's honor; a title that has ended and was taken off the wall stays won.
    second = await got(agent, title)
    await sql.execute("UPDATE honor SET withdrawn_at = now(), why = 'corrected' WHERE honor = 'team_of_the_month'")
    await sql.execute("UPDATE honor_title SET expires = '2026-03-01', archived_at = '2026-03-05Z'")
    answers = [(await client.get(f"/api/v1/verify/{one}")).json()["answer"] for one in (number, second)]
    assert answers == ["withdrawn", "genuine"]
    await sql.execute("UPDATE honor_title SET expires = '2027-03-01'")
    assert (await client.get(f"/api/v1/verify/{second}")).json()["answer"] == "withdrawn"
