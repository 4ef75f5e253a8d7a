"""The shipped templates can be played by the shipped metrics, train something, and are written in both languages."""

import re
from datetime import timedelta

import pytest
from msgspec.structs import replace

from leaderboards.plays import format_of
from leaderboards.rules import PerHead
from server.contests.planning.catalogue.shipped import TEMPLATES
from server.contests.planning.templates_wire import NewTemplateIn
from tests.server.contests.conftest import OPS, World

CHINESE = re.compile(r"[\u4e00-\u9fff]")

NAMED = {
    "周度班组PK": "weekly_team_duel",
    "月度联赛": "monthly_league",
    "质量擂台": "quality_arena",
    "进步杯": "improvement_cup",
    "零投诉接力": "no_complaint_relay",
    "满意度冲刺": "satisfaction_sprint",
    "一次解决王": "first_contact_king",
    "新人杯": "rookie_cup",
    "拔河赛": "tug_of_war",
    "全员目标": "everybodys_goal",
    "知识闯关": "knowledge_quest",
    "师徒杯": "mentor_trainee_cup",
    "守时杯": "punctuality_cup",
}


def test_the_catalogue_has_every_contest_people_know() -> None:
    codes = {template.name.zh: template.code for template in TEMPLATES}
    assert NAMED.items() <= codes.items()
    assert len({template.code for template in TEMPLATES}) == len(TEMPLATES)
    assert {format_of(template.play) for template in TEMPLATES} == {"race", "league", "cup", "duel", "goal"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.code)
def test_each_trains_something_and_says_so_in_both_languages(template: NewTemplateIn) -> None:
    texts = [template.name, template.about, template.skill, *(one.title for one in template.practice)]
    assert template.practice
    for text in texts:
        assert CHINESE.search(text.zh)
        assert text.en
        assert not CHINESE.search(text.en)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.code)
def test_volume_is_never_won_at_the_cost_of_quality(template: NewTemplateIn) -> None:
    """Wherever calls earn points, somebody below a quality floor adds none, or quality is scored beside them."""
    rules = template.rules
    if "calls" not in {term.metric for term in rules.terms}:
        return
    assert rules.guardrails
    assert isinstance(rules.team_rule, PerHead)


async def test_a_new_centre_has_them_all(world: World) -> None:
    assert {template.code for template in await world.contests.templates.all()} == {one.code for one in TEMPLATES}
    assert await world.contests.prepare() == []


async def test_how_a_result_is_settled_comes_with_the_template(world: World) -> None:
    shipped = next(one for one in TEMPLATES if one.code == "weekly_service")
    asked = replace(shipped, code="with_money", appeal_hours=72, two_person=True)
    made = await world.contests.templates.create(OPS, asked)
    assert (made.appeal_hours, made.two_person) == (72, True)
    contest = await world.launch(template="with_money")
    found = await world.contests.reading.find(OPS, contest.id)
    assert (found.appeal_hours, found.two_person) == (72, True)
    assert found.appeals_until == (found.reveal_by or found.ends) + timedelta(hours=72)
