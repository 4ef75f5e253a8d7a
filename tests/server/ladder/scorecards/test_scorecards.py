"""Single sheets worked out by hand: the default and the classic rules, caps, queues, leads and centres, who may see what."""

from datetime import UTC, datetime

import msgspec
import pytest
from msgspec.structs import replace

from career.scorecard import Rules
from career.sheets import CLASSIC, Tier
from server.auth.actor import Actor
from server.auth.roles import Role
from server.errors import DomainError
from server.ladder.scorecards.personal import PersonalScorecards
from server.ladder.scorecards.service import Filters
from server.ladder.scorecards.wire import RulesIn
from tests.server.ladder.scorecards.conftest import HR, Centre, codes


async def test_a_good_month_is_a_hundred(centre: Centre) -> None:
    await centre.good_month("A12")
    await centre.publish()
    sheet = await centre.cards.sheet(HR, "agent", "A12", "2026-06")
    assert (sheet.score, sheet.state, sheet.revision, sheet.reason) == ("100", "published", 1, "scored")
    # Handle time is missing: the other 95 points of weight share its place, so quality is worth 30/95 of the whole.
    assert {line.code: line.share for line in sheet.lines}["qa"] == "31.58"
    assert sheet.half_days == 44


async def test_the_curve_between_target_and_floor(centre: Centre) -> None:
    # QA 84 lies half-way from 80 (60 points) to 88 (90 points): 75. (30 × 75 + 65 × 100) / 95 = 92.1053.
    await centre.good_month("A12", qa="84")
    await centre.publish()
    assert (await centre.cards.sheet(HR, "agent", "A12", "2026-06")).score == "92.1053"


@pytest.mark.parametrize(("metric", "value"), [("qa", "79.9"), ("critical_errors", "1")])
async def test_a_cap_holds_the_month_at_79(centre: Centre, metric: str, value: str) -> None:
    await centre.good_month("A12")
    await centre.good_month("A13")
    await centre.send(centre.fact("A13", metric, value, weight="1000" if metric == "qa" else "1"))
    await centre.publish()
    free = await centre.cards.sheet(HR, "agent", "A12", "2026-06")
    held = await centre.cards.sheet(HR, "agent", "A13", "2026-06")
    assert (free.score, free.capped) == ("100", None)
    assert (held.score, held.capped, held.reason) == ("79", metric, "capped")
    assert [cap.metric.code for cap in held.caps if cap.holds] == [metric]


async def test_too_much_missing_is_no_data(centre: Centre) -> None:
    # Volume, adherence and training are 35 of 100: more than 40 are missing.
    await centre.send(centre.fact("A12", "volume", "112"), centre.fact("A12", "adherence", "96"))
    await centre.publish()
    sheet = await centre.cards.sheet(HR, "agent", "A12", "2026-06")
    assert (sheet.score, sheet.reason, sheet.revision) == (None, "too_much_missing", 1)


async def test_handle_time_is_held_against_the_median_queue_by_queue(centre: Centre) -> None:
    # Billing: 200, 240, 300, 320, 400 have the median 300. A16's 400 is a third above it: 100 × (30 − 18⅓) / 30 = 38.89.
    for agent, seconds in zip(("A12", "A13", "A14", "A15", "A16"), (200, 240, 300, 320, 400), strict=True):
        await centre.send(centre.fact(agent, "handle_time", seconds, queue="billing", weight="30"))
    # Of tech only two are known: too few for a median, so its hundred calls say nothing.
    await centre.send(*(centre.fact(agent, "handle_time", 900, queue="tech", weight="100") for agent in ("A15", "A16")))
    await centre.good_month("A16")
    await centre.publish()
    sheet = await centre.cards.sheet(HR, "agent", "A16", "2026-06")
    line = next(line for line in sheet.lines if line.code == "handle_time")
    assert [(one.queue.code, one.value, one.median, one.calls) for one in line.queues] == [
        ("billing", "400", "300", "30")
    ]
    assert (line.points, line.band) == ("38.89", ["15", "45"])


async def test_leads_and_centres_roll_up_by_half_days(centre: Centre) -> None:
    # A12 is in T1 until the 15th and in T2 from then on: 10 days and 12 days of June's 22.
    await centre.good_month("A12")
    await centre.good_month("A13", qa="84")
    await centre.transfer("A12", "T2", datetime(2026, 6, 14, 16, tzinfo=UTC))
    await centre.send(
        {"id": "sl", "team": "T1", "metric": "service_level", "value": "80", "at": "2026-06-10T10:00:00+08:00"},
        centre.fact("A13", "attendance", "98"),
    )
    await centre.publish()
    agent = await centre.cards.sheet(HR, "agent", "A12", "2026-06")
    assert [(one.team.code, one.half_days) for one in agent.teams] == [("T1", 20), ("T2", 24)]
    lead = await centre.cards.sheet(HR, "lead", "T1", "2026-06")
    lines = {line.code: line for line in lead.lines}
    members = [(one.member and one.member.code, one.score, one.half_days) for one in lines["members"].members]
    assert [one for one in members if one[1] is not None] == [("A12", "100", 20), ("A13", "92.1053", 44)]
    # (20 × 100 + 44 × 92.1053) / 64 = 94.5724; (70 × 94.5724 + 15 × 90 + 15 × 90) / 100 = 93.2007.
    assert (lead.score, lines["members"].value) == ("93.2007", "94.57")
    assert [one.code for one in lead.leads] == ["A11"]
    site = await centre.cards.sheet(HR, "centre", "CD", "2026-06")
    below = {line.code: line for line in site.lines}["members"].members
    assert [(one.member and one.member.code, one.score) for one in below] == [("T1", "93.2007"), ("T2", "100")]


def _classic(*, clamp: bool = True, credit: bool = False) -> Rules:
    terms = msgspec.to_builtins(CLASSIC)
    for term in terms["terms"]:
        if not clamp:
            term["how"]["clamp"] = None
        if term["how"]["kind"] == "volume_index":
            term["how"]["credit_complaints"] = credit
    return msgspec.convert(terms, Rules)


async def test_the_classic_formulas(centre: Centre) -> None:
    """(5000 − 500) / 5000 × 100 = 90; (90 + 86) / 2 − 2 × 1.5 = 85; 92 − 1 × 5 = 87."""
    given = {"calls": 5000, "complaints_handled": 500, "monitoring": 90, "test_call": 86, "complaints": 2}
    given |= {"training_score": 92, "training_absences": 1}
    await centre.send(*(centre.fact("A12", metric, value) for metric, value in given.items()))
    # 7000 calls are 140, which the clamp makes 120; monitoring stands alone without test calls.
    for metric, value in {"calls": 7000, "monitoring": 90, "training_score": 92}.items():
        await centre.send(centre.fact("A13", metric, value))
    for clamp, credit, first, second in (
        (True, False, "90", "120"),
        (True, True, "110", "120"),
        (False, False, "90", "140"),
    ):
        rules = _classic(clamp=clamp, credit=credit)
        await centre.cards.editing.adopt(HR, RulesIn(tier="agent", from_month="2026-06", rules=rules))
        lines = [line.points for line in (await centre.cards.sheet(HR, "agent", "A12", "2026-06")).lines]
        assert lines == [first, "85", "87"]
        other = [line.points for line in (await centre.cards.sheet(HR, "agent", "A13", "2026-06")).lines]
        assert other == [second, "90", "92"]


async def test_rules_hold_from_their_month_on(centre: Centre) -> None:
    await centre.good_month("A12")
    await centre.publish()
    with pytest.raises(DomainError, match="scorecard_month_published"):
        await centre.cards.editing.adopt(HR, RulesIn(tier="agent", from_month="2026-06", rules=_classic()))
    await centre.cards.editing.adopt(HR, RulesIn(tier="agent", from_month="2026-07", rules=_classic()))
    june = await centre.cards.sheet(HR, "agent", "A12", "2026-06")
    assert [line.code for line in june.lines][:2] == ["qa", "csat"]
    await centre.good_month("A12", datetime(2026, 7, 2, tzinfo=UTC).date(), calls="4000", monitoring="90")
    july = await centre.cards.sheet(HR, "agent", "A12", "2026-07")
    assert ([line.points for line in july.lines], july.state) == (["80", "90", "97"], "running")


async def test_faulty_rules_are_refused_with_every_place(centre: Centre) -> None:
    broken = replace(CLASSIC, terms=(replace(CLASSIC.terms[0], weight="0"), CLASSIC.terms[0]))
    with pytest.raises(DomainError, match="bad_scorecard_rules") as refused:
        await centre.cards.editing.adopt(HR, RulesIn(tier="agent", from_month="2026-07", rules=broken))
    places = [fault.where for fault in refused.value.detail["faults"]]  # type: ignore[attr-defined]
    assert places == ["terms.0.weight", "terms.1.code"]


async def test_each_sees_what_is_theirs(centre: Centre) -> None:
    await promoted(centre)
    for code in ("A12", "A13", "A22", "A32"):
        await centre.good_month(code)
    await centre.publish()
    await centre.publish(site=2)
    lead = Actor(
        kind="account", id=2, name="l", role=Role.LEAD, agent_id=await centre.agent("A11"), own_teams=frozenset({1})
    )
    agent = Actor(kind="account", id=3, name="a", role=Role.AGENT, agent_id=await centre.agent("A12"))
    seen = {
        who.role: codes([row for row in await centre.cards.rows(who, "2026-06", Filters()) if row.score])
        for who in (HR, lead, agent)
    }
    assert seen == {Role.HR: ["A12", "A13", "A22", "A32"], Role.LEAD: ["A12", "A13"], Role.AGENT: ["A12"]}
    assert codes(await centre.cards.rows(lead, "2026-06", Filters("lead"))) == ["T1"]
    assert (await centre.cards.sheet(lead, "lead", "T1", "2026-06")).score == "100"
    assert (await centre.cards.trend(agent, "agent", "A12")).months[-2].score == "100"
    others: list[tuple[Actor, Tier, str]] = [
        (lead, "agent", "A22"), (lead, "lead", "T2"), (lead, "centre", "CD"), (lead, "agent", "nobody"),
        (agent, "agent", "A13"), (agent, "lead", "T1"), (agent, "lead", "nothing"), (agent, "centre", "CD"),
    ]  # fmt: skip
    for who, tier, code in others:
        with pytest.raises(DomainError, match="forbidden"):
            await centre.cards.sheet(who, tier, code, "2026-06")
        with pytest.raises(DomainError, match="forbidden"):
            await centre.cards.revisions(who, tier, code, "2026-06")
        with pytest.raises(DomainError, match="forbidden"):
            await centre.cards.trend(who, tier, code)
    lists: list[tuple[Actor, Tier]] = [(lead, "centre"), (agent, "lead"), (agent, "centre")]
    for who, tier in lists:
        with pytest.raises(DomainError, match="forbidden"):
            await centre.cards.export(who, "2026-06", Filters(tier), "en")


OPS = Actor(kind="account", id=9, name="o", role=Role.OPS)


async def promoted(centre: Centre, but: str = "") -> None:
    """Everybody has been a junior since the first day, `but` one."""
    async with centre.db.transaction() as unit:
        await unit.execute("UPDATE agent SET level = 'junior', level_since = hired WHERE code <> $1", but)


async def test_a_trainees_total_and_a_small_teams_average_are_left_out(centre: Centre) -> None:
    """What is left of a total without the other lines is the training line; what is left of a mean, the trainee's sheet."""
    await promoted(centre, but="A13")
    await centre.good_month("A12")
    await centre.good_month("A13", training_score="81.5")
    await centre.publish()
    lead = Actor(
        kind="account", id=2, name="l", role=Role.LEAD, agent_id=await centre.agent("A11"), own_teams=frozenset({1})
    )
    for who in (lead, OPS):
        own = await centre.cards.sheet(who, "agent", "A13", "2026-06")
        assert (own.score, own.before_caps, own.reason) == (None, None, "private")
        assert [line.value for line in own.lines if line.code in {"qa", "training"}] == ["96", None]
        team = await centre.cards.sheet(who, "lead", "T1", "2026-06")
        line = next(line for line in team.lines if line.code == "members")
        assert (team.score, team.before_caps, team.reason, line.value) == (None, None, "private", None)
        assert {one.member.code for one in line.members if one.member and one.score} == {"A12"}
        looked: list[tuple[Tier, str]] = [("agent", "A13"), ("lead", "T1")]
        for tier, code in looked:
            rows = await centre.cards.rows(who, "2026-06", Filters(tier))
            assert [row.score for row in rows if row.code == code] == [None]
            assert [one.score for one in (await centre.cards.revisions(who, tier, code, "2026-06")).items] == [None]
            assert (await centre.cards.trend(who, tier, code)).months[-2].score is None
    assert (await centre.cards.sheet(HR, "agent", "A13", "2026-06")).score is not None
    assert (await centre.cards.sheet(HR, "lead", "T1", "2026-06")).score is not None


async def test_who_left_the_team_is_not_worked_out_from_its_mean(centre: Centre) -> None:
    """A13 left after June. Every answer of the lead that tells what the team was worth tells it in whole points."""
    # Of a team with trainees it would do so anyhow: their training is among what the mean is made of.
    await promoted(centre)
    await centre.good_month("A12")
    await centre.good_month("A13", qa="84")
    await centre.publish()
    lead = Actor(
        kind="account", id=2, name="l", role=Role.LEAD, agent_id=await centre.agent("A11"), own_teams=frozenset({1})
    )
    # Half of 100 and 92.1053 together.
    assert (await centre.cards.sheet(lead, "lead", "T1", "2026-06")).score == "96.0526"
    await centre.transfer("A13", "T2", datetime(2026, 7, 1, 16, tzinfo=UTC))
    sheet = await centre.cards.sheet(lead, "lead", "T1", "2026-06")
    line = next(line for line in sheet.lines if line.code == "members")
    assert [(one.member and one.member.code, one.score) for one in line.members if one.score or not one.member] == [
        ("A12", "100"), (None, None),
    ]  # fmt: skip
    told = {sheet.score, sheet.before_caps, line.value, line.points}
    told |= {row.score for row in await centre.cards.rows(lead, "2026-06", Filters("lead"))}
    told |= {row.lines["members"] for row in await centre.cards.rows(lead, "2026-06", Filters("lead"))}
    told |= {one.score for one in (await centre.cards.revisions(lead, "lead", "T1", "2026-06")).items}
    told |= {one.score for one in (await centre.cards.trend(lead, "lead", "T1")).months if one.score}
    assert told == {"96"}
    assert (await centre.cards.sheet(HR, "lead", "T1", "2026-06")).score == "96.0526"


async def test_the_own_sheets_are_in_the_own_export(centre: Centre) -> None:
    await centre.good_month("A12")
    await centre.publish()
    async with centre.db.connection() as connection:
        found = (await PersonalScorecards().personal(connection, await centre.agent("A12")))["scorecards"]
    assert [(one["month"], one["score"], one["revision"]) for one in found] == [("2026-06", "100", 1)]
    assert next(line[0] for line in found[0]["sheet"]["lines"]) == "qa"
