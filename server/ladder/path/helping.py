"""What honestly helps with an open criterion: where it is trained, what is still open, whom to ask. Never how to look better."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from career.criteria import (
    AnyOf,
    AtMost,
    Badge,
    Cases,
    Coaching,
    Contests,
    Courses,
    Endorsement,
    Exam,
    Gates,
    HeldPost,
    Kind,
    LowestMonth,
    Manual,
    Mentoring,
    MetricOver,
    MonthsAtLeast,
    Skills,
    Tenure,
    TestCalls,
    TimeInLevel,
    TrainingHours,
)
from career.evidence import SCORECARD, View
from career.names import Names
from career.verdict import Verdict
from server.ladder.path.wire import HelpOut
from server.training.exams.reading import Chance
from server.wire import Bilingual

MOST = 3
"""More advice than this on one criterion is none."""


class Training(Struct, frozen=True):
    """A contest one takes part in that is not over: what it measures, and what it trains."""

    id: int
    title: Bilingual
    metrics: frozenset[str]
    practice: bool
    begun: bool


class Around(Struct, frozen=True):
    """What there is to turn to."""

    view: View
    contests: tuple[Training, ...]
    names: Names
    exams: Mapping[str, Chance] = {}
    """Those of the person concerned: an attempt that is open again tells that one was failed."""


def helps(criterion: Kind, verdict: Verdict, around: Around) -> list[HelpOut]:
    """At most three; none for what is met, is not asked, or only time can bring."""
    if verdict.met:
        return []
    found = list(_of_any(criterion, verdict, around))
    return found[:MOST]


def _of_any(criterion: Kind, verdict: Verdict, around: Around) -> Iterator[HelpOut]:
    if isinstance(criterion, AnyOf):
        # One hint an alternative: any of them is enough.
        for part, judged in zip(criterion.of, verdict.parts, strict=False):
            yield from list(_of_any(part, judged, around))[:1]
        return
    match criterion:
        case Tenure() | TimeInLevel():
            yield _say(
                "不用做什么，时间到了就达成，休假不影响", "Nothing to do: time brings it, and leave does not delay it"
            )
        case MetricOver() | MonthsAtLeast() | LowestMonth():
            yield from _performance(criterion.metric, verdict, around)
        case AtMost():
            yield _say("较早的记录会随月份移出统计范围", "Older entries leave the window as months go by")
            yield from _contests_of(criterion.metric, around)
        case Contests():
            yield from _taking_part(criterion, around)
        case _:
            yield from _learning(criterion, around)


def _performance(metric: str, verdict: Verdict, around: Around) -> Iterator[HelpOut]:
    if metric == SCORECARD:
        yield _say(
            "打开评分卡，看看哪一项占的分最多、离目标最近",
            "Open the scorecard: see which line is closest to its target",
            "/scorecards",
        )
    if verdict.reason == "too_few_evaluations":
        yield _say("质检样本还不够，可请班组长多安排几次质检", "There are too few evaluations: ask your lead for more")
    if verdict.reason in {"too_few_months", "none_recorded"}:
        yield _say("再有几个完整月份就能判断", "A few more complete months and it can be judged")
    yield from _contests_of(metric, around)
    if metric == "qa":
        yield from _open_courses(around)


def _contests_of(metric: str, around: Around) -> Iterator[HelpOut]:
    """Contests one is in that train just this, those under way first."""
    for contest in sorted(around.contests, key=lambda one: (not one.begun, one.id)):
        if metric in contest.metrics:
            zh = f"竞赛“{contest.title.zh}”练的就是这一项" + ("，附练习材料" if contest.practice else "")
            en = f"The contest “{contest.title.en}” trains just this" + (", with material" if contest.practice else "")
            yield _say(zh, en, f"/contests/{contest.id}")


def _taking_part(criterion: Contests, around: Around) -> Iterator[HelpOut]:
    if criterion.honor == "ran":
        yield _say("向班组长或运营经理提出由您组织一场竞赛", "Ask your lead or operations to let you run a contest")
        return
    if around.contests:
        for contest in around.contests:
            yield _say(f"您已在“{contest.title.zh}”中", f"You are in “{contest.title.en}”", f"/contests/{contest.id}")
    else:
        yield _say(
            "目前没有您参加的竞赛，新的竞赛会出现在日历里",
            "You are in no contest now; new ones appear in the calendar",
            "/calendar",
        )


def _learning(criterion: Kind, around: Around) -> Iterator[HelpOut]:
    match criterion:
        case Exam(exam=code):
            yield _next_exam(code, around)
            yield from _open_courses(around)
        case TestCalls():
            yield _say(
                "拨测由培训安排，可请带教老师陪练", "Test calls come from training; your mentor can rehearse with you"
            )
        case TrainingHours():
            yield from _open_courses(around)
            yield _say("可在班表内安排的培训都计学时", "Every training within your roster counts")
        case Courses():
            open_ones = list(_open_courses(around, criterion.practice))
            yield from open_ones or [_say("请培训师安排课程", "Ask your trainer to put courses on your plan")]
        case Skills(named=named):
            missing = [code for code in named if code not in around.view.evidence.skills]
            if missing:
                zh, en = around.names.listed(around.names.skills, tuple(missing))
                yield _say(
                    f"还缺：{zh}，可与班组长商定学习顺序", f"Missing: {en}; agree with your lead when to learn it"
                )
            else:
                yield _say(
                    "与班组长商定下一项技能；轮岗和互备也算",
                    "Agree on the next skill with your lead; rotation and backup groups count",
                )
        case Gates():
            yield _say(
                "每个关口由带教老师确认，先清理带教日志里的未完成事项",
                "Your mentor passes each gate: first close the open items of the log",
            )
        case _:
            yield from _with_people(criterion)


def _next_exam(code: str, around: Around) -> HelpOut:
    """When it can be taken next, as far as it is known."""
    zh, en = around.names.exam(code)
    if code in around.names.exams:
        zh, en = f"考试“{zh}”", f"exam “{en}”"
    else:
        en = f"{en[:1].lower()}{en[1:]}"
    chance = around.exams.get(code)
    if chance is None:
        return _say(f"向培训师登记下一场{zh}", f"Sign up with your trainer for the next {en}")
    (first_zh, first_en), (last_zh, last_en) = _day(chance.first), _day(chance.last)
    now = chance.first <= around.view.as_of
    if chance.planned is not None:
        day_zh, day_en = _day(chance.planned)
        return _say(f"您的{zh}安排在 {day_zh}", f"Your {en} is planned for {day_en}", "/my-exams")
    if chance.invited:
        return _say(
            f"{zh}现在就可以参加，截至 {last_zh}" if now else f"{first_zh} 起可以参加{zh}，截至 {last_zh}",
            f"You can take the {en} now, until {last_en}"
            if now
            else f"You can take the {en} from {first_en} until {last_en}",
            "/my-exams",
        )
    return _say(
        f"{zh}正在进行，截至 {last_zh}，请培训师安排您参加"
        if now
        else f"下一场{zh}：{first_zh} 至 {last_zh}，请培训师安排您参加",
        f"The {en} is open until {last_en}: ask your trainer to invite you"
        if now
        else f"The next {en} is open from {first_en} until {last_en}: ask your trainer to invite you",
    )


def _day(day: date) -> tuple[str, str]:
    return f"{day.year} 年 {day.month} 月 {day.day} 日", f"{day.day} {day:%B %Y}"


def _with_people(criterion: Kind) -> Iterator[HelpOut]:
    match criterion:
        case HeldPost():
            yield _say("与班组长谈谈轮岗担任的机会", "Talk with your lead about a turn in that post")
        case Mentoring():
            yield _say("告诉班组长您愿意带教", "Tell your lead that you would mentor")
        case Coaching():
            yield _say("辅导同事后记入辅导日志", "Write down each coaching in the log")
        case Cases(part="given"):
            yield _say("把处理得好的来电推荐为案例", "Suggest a call that went well as a case")
        case Cases():
            yield _say("向培训师预约案例答辩", "Arrange with your trainer to defend a case")
        case Endorsement():
            yield _say("请与您共事的人为您写一份认可", "Ask those who work with you to endorse you")
        case Manual():
            yield _say("由专人评定，可问人力何时评定", "A person judges this; HR can tell you when")
        case Badge():
            yield _say("徽章的条件写在徽章页", "What the badge asks is written on the badge")


def _open_courses(around: Around, practice: int = 0) -> Iterator[HelpOut]:
    """What is on the plan and not complete, the oldest first; a course nobody attended before its practice."""
    as_of = around.view.as_of
    for record in sorted(around.view.evidence.courses, key=lambda one: one.assigned):
        if record.assigned >= as_of:
            continue
        zh, en = around.names.course(record.course)
        left = practice - sum(day < as_of for day in record.practice)
        if record.attended is None or record.attended >= as_of:
            yield _say(f"课程“{zh}”还没有参加", f"The course “{en}” is still to be attended")
        elif left > 0:
            more = "1 practice record" if left == 1 else f"{left} practice records"
            yield _say(f"课程“{zh}”还差 {left} 次练习", f"The course “{en}” wants {more} more")


def _say(zh: str, en: str, to: str | None = None) -> HelpOut:
    return HelpOut(Bilingual(zh=zh, en=en), to)
