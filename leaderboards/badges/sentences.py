"""Says in one standard sentence a language what earns a badge, so that every screen, phone and paper says it alike."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from leaderboards.badges.badge import Badge, Kind
from leaderboards.badges.counted import Counted, Deeds, Milestone, Participation, TeamResult, Training
from leaderboards.badges.measuring import Condition, Guard, Measure
from leaderboards.badges.performance import Improvement, Over, Periodic
from leaderboards.badges.records import Record
from leaderboards.badges.standing import Given, Level, Place, Tenure
from leaderboards.badges.streaks import Streak
from leaderboards.badges.tiers import Step
from leaderboards.badges.words import HONORS, TIERS, UNITS
from leaderboards.exact import format_micro, parse_decimal

Said = tuple[str, str]
"""Chinese and English."""

KNOWN: dict[str, Said] = {
    "calls": ("话务量", "Calls"),
    "qa": ("质检得分", "QA score"),
    "csat": ("客户满意度", "Customer satisfaction"),
    "fcr": ("一次解决率", "First-contact resolution"),
    "adherence": ("班表遵守率", "Schedule adherence"),
    "attendance": ("出勤率", "Attendance"),
    "absences": ("缺勤次数", "Absences"),
    "complaints": ("有责投诉", "Complaints upheld"),
    "critical_errors": ("致命差错", "Critical errors"),
    "escalations": ("升级来电", "escalations"),
    "case_given": ("提供典型案例", "cases given"),
    "mentored": ("带出徒弟", "trainees brought through"),
    "junior": ("初级", "junior"),
    "intermediate": ("中级", "intermediate"),
    "senior": ("高级", "senior"),
    "expert": ("专家", "expert"),
    "lead": ("班组长", "team lead"),
    "ops": ("运营经理", "operations manager"),
    "trainer": ("培训师", "trainer"),
    "analyst": ("质检员", "quality analyst"),
    "hr": ("人力", "HR"),
    **HONORS,
}
"""What the codes of the shipped badges are called; a centre's own names go before these."""

_PERIODS: dict[str, Said] = {
    "hours": ("短时赛", "sprints"),
    "week": ("周赛", "weekly contests"),
    "month": ("月赛", "monthly contests"),
    "season": ("赛季", "seasons"),
}
_LEARNT: dict[str, tuple[Said, Said]] = {
    "gate": (("通过", "关口"), ("gates", "passed")),
    "exam": (("通过", "考试"), ("exams", "passed")),
    "course": (("完成", "课程"), ("courses", "completed")),
    "skill": (("取得", "技能"), ("skills", "certified")),
}


class Names(Struct, frozen=True):
    """What a centre calls its metrics, queues, levels and the like; a code without a name stands for itself."""

    called: Mapping[str, Said] = {}

    def of(self, code: str) -> Said:
        """The name of a code."""
        return self.called.get(code) or KNOWN.get(code) or (code, code)

    def listed(self, codes: Sequence[str]) -> Said:
        """Several, joined as each language joins them."""
        return "、".join(self.of(code)[0] for code in codes), ", ".join(self.of(code)[1] for code in codes)


def sentence(badge: Badge, names: Names | None = None) -> Said:
    """What earns the badge, with its tiers, conditions and limit."""
    names = names or Names()
    zh, en = _rule(badge, names)
    more_zh, more_en = _limit(badge)
    return f"{zh}{more_zh}", f"{en}{more_en}"


def _rule(badge: Badge, names: Names) -> Said:
    rule, steps = badge.rule, badge.steps
    match rule:
        case Periodic():
            return _with(_periodic(rule, steps, names), rule.also, rule.guards, rule.min_days, names)
        case Streak(unit=unit):
            zh, en = UNITS[unit]
            row = f"连续 {_tiers(steps)[0]} {'个月' if unit == 'month' else zh}"
            again = ("，可重复获得", ", again and again") if rule.again else ("", "")
            text = f"{row}达标{again[0]}", f"{_tiers(steps)[1]} good {en}s in a row{again[1]}"
            return _with(text, rule.also, rule.guards, rule.min_days, names)
        case Milestone():
            zh, en = _measured(Measure(rule.metric, rule.queues), names)
            if len(steps) == 1 and steps[0].text == "1":
                return f"首次有{zh}", f"{en}: the very first"
            since_zh, since_en = _within(rule.within)
            text = f"{since_zh}{zh}达到 {_tiers(steps)[0]}", f"{en}, {since_en}: {_tiers(steps)[1]}"
            return _with(text, (), rule.guards, 0, names)
        case Counted():
            return _counted(rule, steps, names)
        case Place():
            return _place(rule, steps)
        case _:
            return _of_people(rule, steps, names)


def _of_people(rule: Kind, steps: Sequence[Step], names: Names) -> Said:
    match rule:
        case Tenure():
            return f"在职满 {_tiers(steps)[0]} 个月", f"{_tiers(steps)[1]} months with the centre"
        case Level(levels=levels):
            zh, en = names.listed(levels)
            return f"晋升到：{zh}", f"Reaching the level: {en}"
        case Given(roles=roles, per_month=n):
            zh, en = names.listed(roles)
            return f"由{zh}授予并写明理由（每人每月 {n} 次）", f"Given by {en} with a reason ({n} a month each)"
    raise TypeError(type(rule).__name__)


def _periodic(rule: Periodic, steps: Sequence[Step], names: Names) -> Said:
    zh, en = _measured(rule.of, names)
    unit_zh, unit_en = UNITS[rule.unit]
    tiers_zh, tiers_en = _tiers(steps)
    match rule:
        case Over():
            sign = "≤" if rule.is_lower else "≥"
            return f"一{unit_zh}内{zh} {sign} {tiers_zh}", f"{en} over a {unit_en} {sign} {tiers_en}"
        case Improvement(back=back, least_back=least, gain=gain):
            by = "%" if gain == "percent" else ""
            return (
                f"一{unit_zh}内{zh}比此前 {back} 个{unit_zh}（至少 {least} 个有数据）的自己提高 ≥ {tiers_zh}{by}",
                f"{en} over a {unit_en}, better by ≥ {tiers_en}{by} than one's own {back} {unit_en}s before (at least {least} with data)",
            )
        case Record(scope=scope, least_before=least):
            whose = ("本人", "one's own") if scope == "personal" else ("全中心", "anybody's")
            margin = ("", "") if steps[0].micro == 0 else (f" {tiers_zh}%", f" by {tiers_en} %")
            return (
                f"一{unit_zh}内{zh}超过{whose[0]}以往最好成绩{margin[0]}（此前至少 {least} 个{unit_zh}）",
                f"{en} over a {unit_en} better than {whose[1]} best{margin[1]} (at least {least} {unit_en}s before)",
            )
    raise TypeError(type(rule).__name__)


def _counted(rule: Counted, steps: Sequence[Step], names: Names) -> Said:
    since_zh, since_en = _within(rule.within)
    tiers_zh, tiers_en = _tiers(steps)
    match rule:
        case Participation(periods=periods, clean=clean):
            zh, en = _periods(periods)
            fair = ("，且没有查实的违规", ", and no gaming proven") if clean else ("", "")
            return f"{since_zh}参加{zh} {tiers_zh} 场{fair[0]}", f"{tiers_en} {en} joined, {since_en}{fair[1]}"
        case TeamResult(honors=honors):
            zh, en = names.listed(honors)
            return f"{since_zh}所在班组获得{zh} {tiers_zh} 次", f"{en} shared with the team, {since_en}: {tiers_en}"
        case Deeds(deed=deed):
            zh, en = names.of(deed)
            return f"{since_zh}{zh} {tiers_zh} 次", f"{tiers_en} {en}, {since_en}"
        case Training(what=what, named=named, at_least=least):
            (does, zh), (en, done) = _LEARNT[what]
            which = names.listed(named) if named else ("", "")
            mark = (
                (f"不低于 {_amount(least)} 分", f" with at least {_amount(least)}") if least is not None else ("", "")
            )
            only = (f"（{which[0]}）", f" ({which[1]})") if named else ("", "")
            return (
                f"{since_zh}{does} {tiers_zh} 项不同的{zh}{only[0]}{mark[0]}",
                f"{tiers_en} different {en}{only[1]} {done}{mark[1]}, {since_en}",
            )
    raise TypeError(type(rule).__name__)


def _place(rule: Place, steps: Sequence[Step]) -> Said:
    zh, en = _periods(rule.periods)
    of = {"team": ("班组", "team "), "agent": ("个人", "single "), "any": ("", "")}[rule.among]
    how = ("（进步赛）", " scored by improvement") if rule.methods == ("improvement",) else ("", "")
    behind = ("，半程时排在后半区", ", from the lower half at half-time") if rule.from_behind else ("", "")
    n = rule.least_ranked
    return (
        f"{of[0]}{zh}{how[0]}前 {_tiers(steps)[0]} 名，至少 {n} 个参与排名且位居前半{behind[0]}",
        f"Within the first {_tiers(steps)[1]} of {of[1]}{en}{how[1]}, in the better half of at least {n} ranked{behind[1]}",
    )


def _periods(periods: Sequence[str]) -> Said:
    if not periods:
        return "竞赛", "contests"
    return "、".join(_PERIODS[one][0] for one in periods), " or ".join(_PERIODS[one][1] for one in periods)


def _with(text: Said, also: Sequence[Condition], guards: Sequence[Guard], min_days: int, names: Names) -> Said:
    zh, en = [text[0]], [text[1]]
    for one in also:
        name = _measured(one.of, names)
        zh.append(name[0] + _bounds(one))
        en.append(name[1] + _bounds(one))
    if guards:
        kept = [(names.of(guard.metric), _bounds(guard)) for guard in guards]
        zh.append("前提：" + "、".join(name[0] + bounds for name, bounds in kept))
        en.append("as long as " + " and ".join(name[1] + bounds for name, bounds in kept))
    if min_days:
        zh.append(f"出勤不少于 {min_days} 天")
        en.append(f"at least {min_days} days worked")
    return "；".join(zh), "; ".join(en)


def _bounds(one: Condition | Guard) -> str:
    parts = [f" ≥ {_amount(one.at_least)}" if one.at_least is not None else ""]
    parts.append(f" ≤ {_amount(one.at_most)}" if one.at_most is not None else "")
    return "".join(parts)


def _measured(of: Measure, names: Names) -> Said:
    zh, en = names.of(of.metric)
    if of.queues:
        queues = names.listed(of.queues)
        zh, en = f"{zh}（{queues[0]}）", f"{en} ({queues[1]})"
    if of.per_day:
        zh, en = f"人日均{zh}", f"{en} per day worked"
    if of.sample:
        zh, en = f"{zh}（样本 ≥ {of.sample}）", f"{en} (sample ≥ {of.sample})"
    return zh, en


def _within(season: str) -> Said:
    if season == "ever":
        return "累计", "so far"
    zh, en = UNITS[season]
    return f"一个{zh}内", f"within a {en}"


def _limit(badge: Badge) -> Said:
    if badge.limit is None:
        return "", ""
    n, per = badge.limit.times, badge.limit.per
    if per == "ever":
        return f"（最多 {n} 次）", f" (at most {n})"
    return f"（每{UNITS[per][0]}最多 {n} 次）", f" (at most {n} a {UNITS[per][1]})"


def _tiers(steps: Sequence[Step]) -> Said:
    """The thresholds; named where there are several."""
    if len(steps) == 1:
        return _amount(steps[0].at), _amount(steps[0].at)
    return (
        " / ".join(f"{_amount(step.at)}（{TIERS[step.tier][0]}）" for step in steps),
        " / ".join(f"{_amount(step.at)} ({TIERS[step.tier][1].lower()})" for step in steps),
    )


def _amount(text: str) -> str:
    """Without idle zeros; what is no amount yet stands as it was typed."""
    try:
        return format_micro(parse_decimal(text))
    except ValueError:
        return text or "…"
