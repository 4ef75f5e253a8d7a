"""Says in one standard sentence a language what a criterion asks, so that every screen and every paper says it alike."""

from career.criteria import (
    AnyOf,
    AtMost,
    Badge,
    Cases,
    Coaching,
    Contests,
    Courses,
    Education,
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
    Single,
    Skills,
    Tenure,
    TestCalls,
    TimeInLevel,
    TrainingHours,
)
from career.exact import MICRO, format_ratio, parse_decimal
from career.names import Names, Said, called
from career.onboarding import STAGES


def sentence(criterion: Kind, names: Names | None = None) -> Said:
    """What the criterion asks. Criteria that ask different things read differently; the floor of a progress bar is no demand
    and is left out. Unfinished drafts have a sentence too, with … where something is missing."""
    names = names or Names()
    if isinstance(criterion, AnyOf):
        parts = [_single(part, names) for part in criterion.of]
        spared = _SPARED if any(_spares(part) for part in criterion.of) else ("", "")
        return (
            "达成任意一项：" + "；".join(zh for zh, _ in parts) + spared[0],
            "Any one of: " + "; ".join(en for _, en in parts) + spared[1],
        )
    zh, en = _single(criterion, names)
    return (zh + _SPARED[0], en + _SPARED[1]) if _spares(criterion) else (zh, en)


_SPARED = ("（本班次未开展竞赛则不作要求）", "; not asked where no contest was offered in the shift")


def _spares(criterion: Single) -> bool:
    """Whether nothing is asked of people to whom no contest was offered."""
    return isinstance(criterion, Contests) and criterion.honor != "ran"


def _single(criterion: Single, names: Names) -> Said:
    match criterion:
        case Tenure(months=n):
            return f"在职满 {n} 个月", f"{_months(n)} with the centre"
        case TimeInLevel(months=n):
            return f"任现级别满 {n} 个月", f"{_months(n)} in the present level"
        case HeldPost(post=post, months=n):
            zh, en = called(post)
            return f"担任{zh}满 {n} 个月", f"{_months(n)} as {en}"
        case MetricOver() | MonthsAtLeast() | LowestMonth() | AtMost():
            return _performance(criterion, names)
        case Exam() | TestCalls() | TrainingHours() | Courses() | Skills() | Gates():
            return _learning(criterion, names)
        case Contests() | Cases() | Badge():
            return _contests(criterion, names)
        case _:
            return _people(criterion)


def _performance(criterion: MetricOver | MonthsAtLeast | LowestMonth | AtMost, names: Names) -> Said:
    zh, en = names.metric(criterion.metric)
    n = criterion.months
    match criterion:
        case MetricOver(at_least=least, at_most=most, per_month=per_month):
            sign, bound = ("≥", _amount(least)) if least is not None else ("≤", _amount(most))
            over_zh, over_en = _window(n, criterion.basis, "scorecard")
            sample = (
                (f"，月均不少于 {per_month} 次", f", at least {per_month} a month on average")
                if per_month
                else ("", "")
            )
            return (
                f"{zh}均值 {sign} {bound}（{over_zh}{sample[0]}）",
                f"{en} mean {sign} {bound} over {over_en}{sample[1]}",
            )
        case MonthsAtLeast(k=k, at_least=least):
            over_zh, over_en = _window(n, criterion.basis, "own")
            if k == n:
                return f"{over_zh}每月{zh} ≥ {_amount(least)}", f"{en} ≥ {_amount(least)} in each of {over_en}"
            return (
                f"{over_zh}中有 {k} 个月{zh} ≥ {_amount(least)}",
                f"{en} ≥ {_amount(least)} in {k} of {over_en}",
            )
        case LowestMonth(at_least=least):
            over_zh, over_en = _window(n, criterion.basis, "scorecard")
            return (
                f"{over_zh}没有一个月的{zh}低于 {_amount(least)}",
                f"{en}: no month below {_amount(least)} in {over_en}",
            )
        case AtMost(at_most=most):
            over_zh, over_en = _window(n, criterion.basis, "calendar")
            if _amount(most) == "0":
                return f"{over_zh}无{zh}", f"{en}: none in {over_en}"
            return f"{over_zh}{zh} ≤ {_amount(most)}", f"{en} ≤ {_amount(most)} in {over_en}"


def _learning(criterion: Exam | TestCalls | TrainingHours | Courses | Skills | Gates, names: Names) -> Said:
    match criterion:
        case Exam(exam=code, at_least=least, valid_months=valid):
            zh, en = names.exam(code)
            kept = (f"（成绩 {valid} 个月内有效）", f", result valid for {_months(valid)}") if valid else ("", "")
            return f"{zh} ≥ {_amount(least)} 分{kept[0]}", f"{en} ≥ {_amount(least)}{kept[1]}"
        case TestCalls(k=k, n=n, at_least=least):
            return f"近 {n} 次拨测有 {k} 次 ≥ {_amount(least)} 分", f"{k} of the last {n} test calls ≥ {_amount(least)}"
        case TrainingHours(hours=hours, months=n, metric=metric):
            zh, en = names.metric(metric)
            return f"近 {n} 个月{zh} ≥ {_amount(hours)}", f"{en} ≥ {_amount(hours)} in the last {_months(n)}"
        case Courses():
            return _courses(criterion, names)
        case Skills(at_least=n, named=named):
            return _skills(n, names.listed(names.skills, named) if named else None)
        case Gates(stages=stages):
            if stages == STAGES:
                return "上岗培训的四个关口全部通过", "All four onboarding gates passed"
            zh, en = names.listed({}, stages)
            return f"通过上岗关口：{zh}", f"Onboarding gates passed: {en}"


def _courses(criterion: Courses, names: Names) -> Said:
    n, practice = criterion.at_least, criterion.practice
    if criterion.courses:
        zh, en = names.listed(names.courses, criterion.courses)
        which = (
            (f"完成以下课程中的 {n} 门：{zh}", f"{n} of these courses: {en}")
            if n
            else (f"完成课程：{zh}", f"Courses completed: {en}")
        )
    else:
        which = (
            (f"完成培训计划中的 {n} 门课程", f"{_many(n, 'course')} of the training plan completed")
            if n
            else ("完成培训计划中的全部课程", "The whole training plan completed")
        )
    practised = (
        (f"，每门 ≥ {practice} 次练习", f", ≥ {_many(practice, 'practice record')} a course") if practice else ("", "")
    )
    since = ("（含以往级别）", ", earlier levels included") if criterion.ever else ("", "")
    return which[0] + practised[0] + since[0], which[1] + practised[1] + since[1]


def _skills(n: int, named: Said | None) -> Said:
    if named is None:
        return f"具备 {n} 项技能", _many(n, "skill")
    if not n:
        return f"具备技能：{named[0]}", f"Skills: {named[1]}"
    return f"具备技能：{named[0]}，另有 {n} 项", f"Skills: {named[1]}, and {n} more"


_HONORS: dict[str, tuple[str, str, str]] = {
    "took_part": ("参加竞赛 ≥ {n} 场", "Took part in {n} contest", "Took part in {n} contests"),
    "podium": ("竞赛登台 ≥ {n} 次", "{n} podium place in contests", "{n} podium places in contests"),
    "improvement_award": ("获进步奖 ≥ {n} 次", "{n} improvement award", "{n} improvement awards"),
    "ran": ("组织竞赛 ≥ {n} 场", "Ran {n} contest", "Ran {n} contests"),
}


def _contests(criterion: Contests | Cases | Badge, names: Names) -> Said:
    n = criterion.at_least
    match criterion:
        case Contests(honor=honor, months=months, in_level=in_level):
            zh, one, many = _HONORS[honor]
            when = _when(in_level, months)
            return when[0] + zh.format(n=n), (one if n == 1 else many).format(n=n) + when[1]
        case Cases(part=part, in_level=in_level):
            when = _when(in_level, None)
            if part == "given":
                return f"{when[0]}提供典型案例 ≥ {n} 个", f"{_many(n, 'case')} given to training{when[1]}"
            return f"{when[0]}完成案例答辩 ≥ {n} 次", f"{_many(n, 'case')} defended{when[1]}"
        case Badge(badge=badge, months=months, in_level=in_level):
            zh, en = names.listed(names.badges, (badge,))
            when = _when(in_level, months)
            return f"{when[0]}获得徽章“{zh}” ≥ {n} 次", f"Badge “{en}” earned {_times(n)}{when[1]}"


def _people(criterion: Mentoring | Coaching | Endorsement | Education | Manual) -> Said:
    match criterion:
        case Mentoring(at_least=n, in_level=in_level):
            when = _when(in_level, None)
            return f"{when[0]}完成带教 ≥ {n} 人", f"{_many(n, 'trainee')} mentored to the end{when[1]}"
        case Coaching(at_least=n, in_level=in_level):
            when = _when(in_level, None)
            entries = f"{n} entry" if n == 1 else f"{n} entries"
            return f"{when[0]}辅导记录 ≥ {n} 条", f"{entries} in the coaching log{when[1]}"
        case Endorsement(at_least=n, role=role, months=months):
            when = _when(True, months)
            zh, en = called(role) if role else ("同事", "")
            whose = f"{n} {en} endorsement" if en else f"{n} endorsement"
            return f"{when[0]}获 {n} 位{zh}认可", f"{whose}{'' if n == 1 else 's'}{when[1]}"
        case Education(bonus=bonus):
            # A stored mapping keeps no order of its own.
            parts = sorted(((called(code), _amount(text)) for code, text in bonus.items()), key=lambda one: one[1])
            zh_list = "、".join(f"{name[0]} {text}%" for name, text in parts)
            en_list = ", ".join(f"{name[1]} {text} %" for name, text in parts)
            return f"学历加分：{zh_list or '…'}", f"Education bonus: {en_list or '…'}"
        case Manual(about=about, months=months, in_level=in_level):
            when = _when(in_level, months)
            zh, en = called(about)
            return f"{when[0]}经人工评定达成“{zh}”", f"“{en}” judged as met by a person{when[1]}"


def _window(n: int, basis: str, usual: str) -> Said:
    """The months looked at; said more precisely where they are not the ones this kind usually looks at."""
    months = "month" if n == 1 else f"{n} months"
    if basis == usual:
        return f"近 {n} 个月", f"the last {months}"
    zh, en = {
        "scorecard": ("有评分卡的月份", "with a scorecard"),
        "own": ("有数据的月份", "with data"),
        "calendar": ("日历月", "by the calendar"),
    }[basis]
    return f"近 {n} 个{zh}", f"the last {months} {en}"


def _when(in_level: bool, months: int | None) -> Said:
    if in_level and months:
        return f"任现级别以来近 {months} 个月", f" in the last {_months(months)}, in the present level"
    if in_level:
        return "任现级别以来", " in the present level"
    if months:
        return f"近 {months} 个月", f" in the last {_months(months)}"
    return "累计", " so far"


def _months(n: int) -> str:
    return _many(n, "month")


def _many(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n} times"


def _amount(text: str | None) -> str:
    """Without idle zeros; what is no amount yet stands as it was typed."""
    if not text:
        return "…"
    try:
        return format_ratio((parse_decimal(text), MICRO))
    except ValueError:
        return text
