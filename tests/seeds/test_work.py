"""The facts are believable and sound, and every one lies within a shift of the person it is about."""

import json
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from leaderboards.gaming import SIGNS, Sample, Series, suspicions
from seeds.accounts import SIGN_INS
from seeds.floor import Floor
from seeds.inventing import build
from seeds.mishaps import refused, revised
from seeds.oddities import odd_people
from seeds.replay import Replay
from seeds.work import Fact, Work

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
WEEK = [TODAY - timedelta(days=back) for back in range(27, 20, -1)]


@pytest.fixture(scope="module")
def work() -> Work:
    return Work(build(TODAY))


@pytest.fixture(scope="module")
def facts(work: Work) -> list[Fact]:
    """One week of the whole centre."""
    return [fact for day in WEEK for fact in work.facts(day)]


def _sent(facts: list[Fact]) -> list[dict[str, Any]]:
    return [json.loads(fact.line) for fact in facts]


def test_a_day_is_the_same_whenever_and_in_whatever_order_it_is_asked_for(work: Work) -> None:
    fresh = Work(build(TODAY))
    for day in reversed(WEEK[:2]):
        assert list(fresh.facts(day)) == list(work.facts(day))


def test_ninety_days_are_about_six_hundred_thousand_facts(facts: list[Fact]) -> None:
    assert 560_000 <= len(facts) / 7 * 90 <= 650_000


def test_ids_are_unique_per_source(facts: list[Fact]) -> None:
    ids = Counter((fact.source, json.loads(fact.line)["id"]) for fact in facts)
    assert max(ids.values()) == 1


def test_the_nights_in_which_clocks_change_repeat_nothing() -> None:
    for sunday in (date(2027, 3, 28), date(2027, 10, 31)):
        work = Work(build(sunday, teams=(1, 8)))
        days = [sunday + timedelta(days=ahead) for ahead in (-2, -1, 0, 1)]
        ids = Counter((fact.source, json.loads(fact.line)["id"]) for day in days for fact in work.facts(day))
        assert max(ids.values()) == 1


def test_every_fact_of_an_agent_lies_in_a_shift_that_was_worked(work: Work, facts: list[Fact]) -> None:
    spans = defaultdict(list)
    for day in [WEEK[0] - timedelta(days=1), *WEEK, WEEK[-1] + timedelta(days=1)]:
        for shift in work.rota.shifts(day):
            spans[shift.agent].append((shift, work.rota.worked(shift)))
    for fact in facts:
        sent = json.loads(fact.line)
        at = datetime.fromisoformat(sent["at"])
        assert at.timestamp() == fact.at
        if "agent" not in sent:
            continue
        inside = [worked for _, worked in spans[sent["agent"]] if worked and worked[0] <= at < worked[1]]
        assert inside, sent


def test_nothing_is_sent_before_it_happened(facts: list[Fact]) -> None:
    assert all(fact.due >= fact.at for fact in facts)


def test_values_are_within_their_metrics_ranges(facts: list[Fact]) -> None:
    shares = {"csat", "qa", "fcr", "adherence", "attendance", "training_score", "service_level"}
    for sent in _sent(facts):
        assert sent["value"] >= 0
        assert sent["metric"] not in shares or sent["value"] <= 100
        assert sent.get("weight", 1) > 0


def test_figures_look_like_a_call_centre(facts: list[Fact]) -> None:
    weighted: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for sent in _sent(facts):
        weighted[sent["metric"]].append((sent["value"], sent.get("weight", 1)))
    mean = {metric: sum(v * w for v, w in pairs) / sum(w for _, w in pairs) for metric, pairs in weighted.items()}
    assert 72 <= mean["fcr"] <= 82
    assert 82 <= mean["csat"] <= 90
    assert 86 <= mean["qa"] <= 93
    assert 92 <= mean["adherence"] <= 97
    hours = sum(v for v, _ in weighted["scheduled_hours"])
    assert 7 <= sum(v for v, _ in weighted["calls"]) / hours <= 12


def test_leads_and_newcomers_take_no_calls(work: Work, facts: list[Fact]) -> None:
    callers = {sent["agent"] for sent in _sent(facts) if sent["metric"] == "calls"}
    leads = {person.code for person in work.people.values() if person.post == "lead"}
    new = {person.code for person in work.people.values() if person.hired > WEEK[-1] - timedelta(days=42)}
    assert leads
    assert new
    assert not callers & (leads | new)


def test_tenure_teaches() -> None:
    work = Work(build(TODAY))
    forms = {"new": [0.0], "old": [0.0]}
    for person in work.people.values():
        months = (TODAY - person.hired).days / 30.4
        at = datetime(2026, 11, 20, 12, tzinfo=UTC)
        for back in range(10):
            form = work.form(person, TODAY - timedelta(days=back), at).form
            forms["new" if months < 6 else "old"].append(form)
    assert sum(forms["old"]) / len(forms["old"]) > sum(forms["new"]) / len(forms["new"]) + 0.2


def test_revisions_are_the_next_of_the_same_id_and_come_later(facts: list[Fact]) -> None:
    first = {(fact.source, json.loads(fact.line)["id"]): fact for fact in facts}
    found = list(revised(facts))
    assert any(json.loads(fact.line)["value"] is None for fact in found), "a survey taken back"
    for fact in found:
        sent = json.loads(fact.line)
        assert sent["revision"] == 1
        assert fact.due > first[fact.source, sent["id"]].due


def test_some_rows_are_refused_but_not_many() -> None:
    rows = [fact for back in range(90) for fact in refused(TODAY - timedelta(days=back), 1_790_000_000)]
    assert 5 <= len(rows) <= 25


async def test_the_replay_hands_out_everything_due_once_and_nothing_from_the_future() -> None:
    centre = build(TODAY, days=8, teams=(2, 1))
    replay, work = Replay(centre, NOW), Work(centre)
    steps = [await replay.due(step) for step in replay.steps]
    sent = [line for step in steps for lines in step.values() for line in lines]
    days = [centre.first + timedelta(days=ahead) for ahead in range(10)]
    due = [fact for day in days for fact in work.facts(day) if fact.due <= NOW.timestamp()]
    assert Counter(fact.line for fact in due) == Counter(
        line for line in sent if "revision" not in line and "mishap" not in line
    )
    for step, by_source in enumerate(steps):
        latest = replay.instant(step).timestamp()
        for lines in by_source.values():
            assert all(
                datetime.fromisoformat(json.loads(line)["at"]).timestamp() <= latest
                for line in lines
                if "mishap" not in line
            )


def test_the_floor_is_busy_at_any_hour_and_its_calls_are_of_people_on_shift(work: Work) -> None:
    for hour in range(0, 24, 3):
        floor = Floor(work, Random(hour))
        found: list[Fact] = []
        begins = NOW.replace(hour=hour)
        for beat in range(60):
            found += floor.between(begins + timedelta(seconds=beat), 1.0)
        calls = [sent for sent in _sent(found) if sent["metric"] == "calls"]
        assert len(calls) >= 15, hour
        assert {sent["agent"] for sent in calls} <= set(floor.on_shift())
        assert {sent["agent"][:2] for sent in calls} == {"CD", "BE"}


@pytest.mark.parametrize("anchor", [date(2026, 3, 4), date(2026, 7, 9)])
def test_each_site_has_one_person_whose_last_week_somebody_has_to_ask_about(anchor: date) -> None:
    centre = build(anchor, teams=(2, 2))
    own = Work(centre)
    monday = anchor - timedelta(days=anchor.weekday() + 7)
    weeks: list[dict[str, Counter[str]]] = [defaultdict(Counter) for _ in range(9)]
    for back, found in enumerate(weeks):
        for n in range(7):
            for sent in _sent(list(own.facts(monday - timedelta(days=7 * back - n)))):
                if sent["metric"] in {"calls", "short_calls", "transfers"}:
                    found[sent["agent"]][sent["metric"]] += sent["value"]
    odd = odd_people(centre)
    assert sorted(odd.values()) == ["short_calls", "transfers"]
    assert not set(odd) & {sign_in.agent for sign_in in SIGN_INS}
    for agent, metric in odd.items():
        people = [
            Series(
                code,
                tuple(_sample(week[code], metric) for week in weeks[1:] if metric in week[code]),
                _sample(counts, metric),
            )
            for code, counts in weeks[0].items()
            if metric in counts
        ]
        assert agent in {one.agent for one in suspicions(metric, SIGNS[metric], people)}


def _sample(counts: "Counter[str]", metric: str) -> Sample:
    return Sample(counts[metric], counts["calls"])
