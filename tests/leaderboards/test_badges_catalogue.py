"""What ships can be earned, is said in both languages and invites no gaming; what would is found before anybody plays by it."""

import ast
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from leaderboards import honors, kudos, ledger, rewards
from leaderboards.badges import badge as badges
from leaderboards.badges import measuring, periods, streaks, words
from leaderboards.badges.badge import Badge, Kind, Limit, decode, encode
from leaderboards.badges.catalogue import CATALOGUE
from leaderboards.badges.check import check
from leaderboards.badges.counted import Deeds, Milestone, Participation, TeamResult, Training
from leaderboards.badges.fair import why
from leaderboards.badges.measuring import Condition, Guard, Measure
from leaderboards.badges.performance import Improvement, Over
from leaderboards.badges.records import Record
from leaderboards.badges.sentences import Names, sentence
from leaderboards.badges.standing import Level, Place, Tenure
from leaderboards.badges.streaks import Streak
from leaderboards.badges.tiers import TIERS, Step, Tier
from tests.leaderboards.badges_lives import METRICS
from tests.leaderboards.test_badges_against_oracle import badge

PACKAGE = Path(badges.__file__).parent
FILES = [
    *PACKAGE.glob("*.py"),
    *(PACKAGE.parent / f"{name}.py" for name in ("granting", "honors", "kudos", "ledger", "rewards")),
]
QA = Measure("qa", sample=4)
SHIPPED = [
    "first_call", "all_gates", "faultless_week", "qa_95", "satisfaction_star", "first_contact", "steady",
    "most_improved", "personal_best", "centre_best", "escalations", "case_given", "knowledge", "many_skills", "golden_mentor",
    "level", "full_attendance", "punctual", "one_year", "three_years", "five_years", "podium", "comeback",
    "banner_bearer", "team_quality", "assist", "fair_play",
]  # fmt: skip


def test_the_catalogue_is_whole_and_free_of_faults() -> None:
    assert [one.code for one in CATALOGUE] == SHIPPED
    assert [fault for one in CATALOGUE for fault in check(one, METRICS)] == []
    assert all(decode(encode(one)) == one for one in CATALOGUE)
    # Every kind of rule ships at least once.
    assert {type(one.rule) for one in CATALOGUE} == set(get_args(Kind))


def test_every_name_and_praise_is_written_in_both_languages() -> None:
    for one in CATALOGUE:
        assert all("\u4e00" <= letter <= "\u9fff" for letter in one.zh)
        assert one.en.isascii()
        assert one.praise_en.isascii()
        assert len(one.praise_en) > 10
        assert one.praise_zh.endswith("。")
    sayings = [sentence(one) for one in CATALOGUE]
    assert len(set(sayings)) == len(sayings)
    for zh, en in sayings:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh)
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in en)


THREE = (Step("bronze", "2"), Step("silver", "3"), Step("gold", "6"))
LESS = (Guard("complaints", at_most="1"),)
FAULTY: list[tuple[Any, str]] = [
    (badge(Over("month", QA), (Step("gold", "95"), Step("bronze", "90"))), "tiers_out_of_order"),
    (badge(Over("month", QA), (Step("plain", "90"), Step("gold", "95"))), "tiers_out_of_order"),
    (badge(Over("month", QA), (Step("bronze", "95"), Step("gold", "95.0"))), "steps_do_not_rise"),
    (badge(Over("month", Measure("speed", sample=9), direction="lower"), (Step("bronze", "10"), Step("gold", "20"))), "steps_do_not_rise"),
    (badge(Place(), (Step("bronze", "1"), Step("gold", "3"))), "steps_do_not_rise"),
    (badge(Streak("day", (Condition(QA, at_least="85"),)), (Step("plain", "1.5"),)), "not_a_number_of"),
    (badge(Streak("day", (Condition(QA, at_least="85"),)), (Step("plain", "0"),)), "not_a_number_of"),
    (badge(Streak("day", (Condition(QA, at_least="85"),), again=True), THREE), "again_needs_one_tier"),
    (badge(Streak("day", (Condition(QA),))), "bound_missing"),
    (badge(Streak("day", (Condition(QA, at_least="90", at_most="80"),))), "no_room"),
    (badge(Level(("junior", "senior")), THREE), "more_than_all"),
    (badge(Level(("junior", "junior"))), "level_twice"),
    (badge(Over("month", Measure("smiles"))), "unknown_metric"),
    (badge(Over("month", Measure("qa"))), "sample_missing"),
    # Short calls are no merit, nor long ones.
    (badge(Over("month", Measure("handle_time", sample=9), direction="lower")), "best_in_the_middle"),
    (badge(Over("month", Measure("complaints"))), "wrong_direction"),
    # Quantity alone invites haste.
    (badge(Over("month", Measure("calls"))), "amount_alone"),
    (badge(Streak("day", (Condition(Measure("calls"), at_least="60"),))), "amount_alone"),
    (badge(Record("week", Measure("calls")), (Step("plain", "0"),)), "amount_alone"),
    (badge(Milestone("calls"), (Step("plain", "10000"),)), "amount_alone"),
    (badge(Milestone("qa")), "not_a_sum"),
    (badge(Over("month", Measure("qa", per_day=True, sample=4))), "not_a_sum"),
    # Falling back first must not pay.
    (badge(Improvement("month", QA)), "floor_missing"),
    (badge(Improvement("month", QA, (Condition(QA, at_least="85"),), back=2, least_back=3)), "more_than_all"),
    (badge(Over("month", Measure("calls"), guards=LESS), of="team"), "size_matters"),
    (badge(Tenure(), of="team"), "people_only"),
    (badge(Streak("shift", (Condition(QA, at_least="85"),)), of="team"), "people_only"),
    (badge(Over("month", QA), live=True), "live_not_final"),
    (badge(Participation(clean=True)), "season_needed"),
    (badge(Deeds("case_given"), ends=date(1999, 1, 1)), "ends_before_it_begins"),
    (replace(badge(Deeds("case_given")), en=" "), "name_missing"),
    (badge(Training("exam", at_least="90\n")), "bad_amount"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "code"), FAULTY, ids=lambda value: value if isinstance(value, str) else "")
def test_what_nobody_should_play_by_is_found(one: Badge, code: str) -> None:
    found = check(one, METRICS)
    assert code in {fault.code for fault in found}
    assert {fault.code for fault in found} <= set(words.FAULTS)


def test_a_version_never_takes_effect_in_the_past() -> None:
    found = check(badge(Deeds("case_given")), METRICS, date(2026, 1, 1))
    assert [(fault.code, fault.where) for fault in found] == [("effective_in_past", "effective")]


WRITTEN: list[tuple[Badge, str, str]] = [
    (
        badge(Over("month", QA, (Condition(Measure("critical_errors"), at_most="0"),), LESS, 10), (Step("bronze", "95"), Step("gold", "98.50"))),
        "一月内质检得分（样本 ≥ 4） ≥ 95（铜） / 98.5（金）；致命差错 ≤ 0；前提：有责投诉 ≤ 1；出勤不少于 10 天",
        "QA score (sample ≥ 4) over a month ≥ 95 (bronze) / 98.5 (gold); Critical errors ≤ 0; as long as Complaints upheld ≤ 1; at least 10 days worked",
    ),
    (
        badge(Streak("week", (Condition(QA, at_least="85"),), again=True), (Step("plain", "4"),)),
        "连续 4 周达标，可重复获得；质检得分（样本 ≥ 4） ≥ 85",
        "4 good weeks in a row, again and again; QA score (sample ≥ 4) ≥ 85",
    ),
    (
        badge(Milestone("calls", ("escalations",), LESS, "year"), (Step("plain", "50"),)),
        "一个年内话务量（升级来电）达到 50；前提：有责投诉 ≤ 1",
        "Calls (escalations), within a year: 50; as long as Complaints upheld ≤ 1",
    ),
    (
        badge(Place(periods=("week", "month"), among="team", methods=("improvement",)), (Step("plain", "3"),), limit=Limit(2, "quarter")),
        "班组周赛、月赛（进步赛）前 3 名，至少 4 个参与排名且位居前半（每季度最多 2 次）",
        "Within the first 3 of team weekly contests or monthly contests scored by improvement, in the better half of at least 4 ranked (at most 2 a quarter)",
    ),
    (badge(Tenure(), (Step("plain", "12"),)), "在职满 12 个月", "12 months with the centre"),
    (
        badge(TeamResult(("red_banner", "season_champion"))),
        "累计所在班组获得流动红旗、赛季冠军 1 次",
        "Rotating red banner, Season champion shared with the team, so far: 1",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "zh", "en"), WRITTEN, ids=["over", "streak", "milestone", "place", "tenure", "team_result"]
)
def test_sentences_read_as_written(one: Badge, zh: str, en: str) -> None:
    assert sentence(one) == (zh, en)


def test_a_centres_own_names_go_first() -> None:
    names = Names({"qa": ("监听分", "Monitoring")})
    assert sentence(badge(Over("week", Measure("qa"))), names) == ("一周内监听分 ≥ 1", "Monitoring over a week ≥ 1")


def said(*makers: str, at: int = 0) -> set[str]:
    """Literal codes handed to these constructors anywhere in these rules."""
    found = set()
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in makers and len(node.args) > at:
                for one in ast.walk(node.args[at]):
                    if isinstance(one, ast.Constant) and isinstance(one.value, str):
                        found.add(one.value)
    return found


def test_every_code_has_words() -> None:
    assert said("Fault") <= set(words.FAULTS)
    assert said("Lost") | said("Judged", at=1) <= set(words.REASONS)
    assert {code for code in said("Refusal") if code != ":"} <= set(words.REFUSALS)
    text = "".join(file.read_text(encoding="utf-8") for file in FILES if file.name != "words.py")
    for book in (words.FAULTS, words.REASONS, words.REFUSALS):
        assert [code for code in book if f'"{code}"' not in text] == []


def test_every_choice_has_words() -> None:
    assert set(words.TIERS) == set(get_args(Tier)) == set(TIERS)
    assert set(words.KINDS) == {kind.__struct_config__.tag for kind in get_args(Kind)}
    assert set(words.UNITS) == {*get_args(periods.Unit), *get_args(streaks.StreakUnit), *get_args(periods.Season)}
    assert set(words.STANDINGS) == set(get_args(measuring.Standing))
    assert set(words.BANNER) == set(get_args(honors.BannerReason))
    assert set(words.TITLES) == set(get_args(honors.TitleState))
    assert set(words.ENTRIES) == set(get_args(ledger.EntryKind))
    assert set(words.REWARDS) == set(get_args(rewards.Item.__annotations__["kind"]))
    assert set(words.HONORS) == {honors.RED_BANNER, *(one.honor for one in honors.DEFAULT_HONORS)}
    books = [book for name, book in vars(words).items() if name.isupper()]
    for zh, en in [pair for book in books for pair in book.values()]:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh)
        assert en
        assert en.isascii()
    assert all(value.zh and value.en for value in kudos.DEFAULT_VALUES)


def test_each_says_why_nobody_gets_it_by_working_worse() -> None:
    for one in CATALOGUE:
        zh, en = why(one) or ("", "")
        assert zh.endswith("。"), one.code
        assert en.endswith("."), one.code


def test_a_rule_of_the_centres_own_has_to_answer_for_itself() -> None:
    changed = replace(CATALOGUE[0], rule=Tenure())
    assert why(changed) is None
    assert why(replace(CATALOGUE[0], zh="第一通", version=7)) is not None
