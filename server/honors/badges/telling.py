"""Says in both languages why an award was given: with its figure to those who may read it, and what lies behind each reference."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from leaderboards.badges.badge import Badge
from leaderboards.badges.counted import Counted, Deeds, Milestone, TeamResult, Training
from leaderboards.badges.performance import Improvement, Over
from leaderboards.badges.records import Record
from leaderboards.badges.sentences import Names, Said
from leaderboards.badges.standing import Level, Place, Tenure
from leaderboards.badges.streaks import Streak
from leaderboards.badges.words import KINDS, REASONS, UNITS
from leaderboards.exact import MICRO, format_micro, round_half_even
from leaderboards.metrics import Metric
from server.contests import directory
from server.db.pool import Connection
from server.honors.badges.catalogue import read_names
from server.honors.badges.store import Kept
from server.wire import Bilingual


class Around(Struct, frozen=True):
    """What sentences lean on: the centre's names and definitions, and the titles of contests."""

    names: Names
    metrics: Mapping[str, Metric]
    contests: Mapping[int, Said] = {}


class Evidence(Struct, frozen=True):
    """One thing an award rests on; `link` leads to where it can be read."""

    at: date | None
    kind: str
    text: Bilingual
    link: str | None = None


async def around(connection: Connection, awards: Sequence[Kept] = ()) -> Around:
    """For the sentences of some awards."""
    metrics = {code: one.metric for code, one in (await directory.definitions(connection)).items()}
    ids = [int(ref.partition(":")[2]) for one in awards for ref in one.refs if ref.startswith("contest:")]
    rows = await connection.fetch(
        "SELECT c.id, c.title_zh, c.title_en FROM unnest($1::int[]) AS asked(id) JOIN contest c ON c.id = asked.id", ids
    )
    return Around(
        await read_names(connection), metrics, {row["id"]: (row["title_zh"], row["title_en"]) for row in rows}
    )


def figure(badge: Badge, amount: Fraction, metrics: Mapping[str, Metric]) -> str:
    """An amount of the badge's rule as people read it: in the scale of its metric, counts as whole numbers."""
    rule = badge.rule
    of = rule.metric if isinstance(rule, Milestone) else rule.of.metric if isinstance(rule, Over | Improvement) else ""
    metric = metrics.get(of)
    decimals = metric.decimals if metric is not None else 2 if isinstance(rule, Record) else 0
    scale = 10**decimals
    return format_micro(round_half_even(amount.numerator * scale, amount.denominator) * MICRO // scale)


def because(badge: Badge, one: Kept, known: Around, *, own: bool) -> Bilingual:
    """Why it was given; `own` with what was reached, else only with what it takes."""
    rule = badge.rule
    value, asked = figure(badge, one.value, known.metrics), figure(badge, one.threshold, known.metrics)
    match rule:
        case Over(unit=unit) | Improvement(unit=unit) | Record(unit=unit):
            return _periodic(badge, _period(one.ground), value, asked, known, own=own)
        case Streak(unit=unit):
            zh, en = UNITS[unit]
            key = one.ground.partition(":")[2].rpartition("+")[0]
            return _said(
                f"自 {key} 起连续 {asked} {'个月' if unit == 'month' else zh}达标",
                f"{asked} good {en}{'' if asked == '1' else 's'} in a row, from {key}",
            )
        case Place():
            return _place(one, known)
        case Counted() | Milestone():
            return _counted(rule, asked, known.names)
        case Tenure():
            return _said(f"在职满 {asked} 个月", f"{asked} months with the centre")
        case Level():
            name = known.names.of(one.ground.partition(":")[2])
            return _said(f"晋升为{name[0]}", f"Became {name[1]}")
    return _said(*KINDS["given"])


def _periodic(badge: Badge, period: str, value: str, asked: str, known: Around, *, own: bool) -> Bilingual:
    rule = badge.rule
    name = known.names.of(rule.of.metric) if isinstance(rule, Over | Improvement | Record) else ("", "")
    match rule:
        case Over():
            sign = "≤" if rule.is_lower else "≥"
            took_zh, took_en = (
                (f" {value}（标准 {sign} {asked}）", f" {value} (asked: {sign} {asked})")
                if own
                else (
                    f" {sign} {asked}",
                    f" {sign} {asked}",
                )
            )
            return _said(f"{period} {name[0]}{took_zh}", f"{name[1]}{took_en} in {period}")
        case Improvement():
            by = "%" if rule.gain == "percent" else ""
            amount = value if own else asked
            least = ("", "") if own else ("至少 ", "at least ")
            return _said(
                f"{period} {name[0]}比以往的自己提高{least[0]} {amount}{by}",
                f"{name[1]} in {period} better than one's own past by {least[1]}{amount}{by}",
            )
    if isinstance(rule, Record) and rule.scope == "centre":
        return _said(f"{period} {name[0]}刷新全中心纪录", f"{name[1]} in {period}: the best the centre has ever had")
    whose = ("本班组", "the team's") if badge.of == "team" else ("本人", "one's own")
    return _said(f"{period} {name[0]}刷新{whose[0]}最好成绩", f"{name[1]} in {period}: {whose[1]} best so far")


def _counted(rule: Counted | Milestone, n: str, names: Names) -> Bilingual:
    match rule:
        case Milestone(metric=metric):
            zh, en = names.of(metric)
            first = n == "1"
            return _said(
                f"第一次有{zh}" if first else f"{zh}累计达到 {n}",
                f"{en}: {'the very first' if first else f'{n} in all'}",
            )
        case Deeds(deed=deed):
            zh, en = names.of(deed)
            return _said(f"{zh}：{n} 次", f"{en[:1].upper()}{en[1:]}: {n}")
        case Training(what=what):
            zh, en = _LEARNT[what]
            return _said(f"{zh}：{n} 项", f"{en}: {n}")
        case TeamResult(honors=honors):
            zh, en = names.listed(honors)
            return _said(f"班组获得{zh} {n} 次", f"{en}, with the team: {n}")
    return _said(f"参加竞赛 {n} 场", f"Contests joined: {n}")


_LEARNT: dict[str, Said] = {
    "gate": ("通过的关口", "Gates passed"),
    "exam": ("达标的考试", "Exams passed with the mark"),
    "course": ("完成的课程", "Courses completed"),
    "skill": ("取得的技能", "Skills certified"),
}


def _place(one: Kept, known: Around) -> Bilingual:
    number = int(one.ground.split(":")[1])
    title = known.contests.get(number, (f"竞赛 {number}", f"Contest {number}"))
    return _said(f"{title[0]}：第 {one.value} 名", f"{title[1]}: place {one.value}")


def _period(ground: str) -> str:
    return ground.partition(":")[2].rpartition(":")[0]


def withdrawn(one: Kept) -> Bilingual:
    """Why it was taken away."""
    return _said(*REASONS.get(one.reason or "", REASONS["record_gone"]))


_KINDS: dict[str, Said] = {
    "exam": ("考试达标", "Exam passed with the mark"),
    "gate": ("通过关口", "Gate passed"),
    "course": ("完成课程与实践", "Course completed with its practice"),
    "skill": ("技能认证", "Skill certified"),
    "mentored": ("徒弟通过最后一关", "A trainee passed the last gate"),
    "case": ("通话入选案例库", "A call taken into the collection"),
    "record": ("职业记录", "On the career record"),
    "level": ("级别生效", "Level began"),
    "since": ("入职日期", "Day of hire"),
}


def evidence(badge: Badge, one: Kept, known: Around, grants: Mapping[int, str]) -> list[Evidence]:
    """What each reference of an award stands for. A case is not named: whose call it was may be nobody's to know."""
    found = [_evidence(ref, one, known, grants) for ref in one.refs]
    if isinstance(badge.rule, Deeds):
        name = known.names.of(badge.rule.deed)
        found = [replace(rests, text=_said(*name)) if rests.kind == "record" else rests for rests in found]
    # Of a single event the day is the award's own.
    return [replace(rests, at=one.on) if rests.at is None and len(found) == 1 else rests for rests in found]


def _evidence(ref: str, one: Kept, known: Around, grants: Mapping[int, str]) -> Evidence:
    kind, _, rest = ref.partition(":")
    if kind == "contest":
        title = known.contests.get(int(rest), (f"竞赛 {rest}", f"Contest {rest}"))
        return Evidence(one.on, "contest", _said(*title), f"/contests/{rest}")
    if kind == "facts":
        metric, _, where = rest.partition(":")
        name, key = known.names.of(metric), where.partition(":")[2]
        until = where.startswith("until:")
        return Evidence(
            one.on,
            "facts",
            _said(f"{name[0]}，{'截至 ' if until else ''}{key}", f"{name[1]}, {'up to ' if until else ''}{key}"),
        )
    if kind in UNITS:
        return Evidence(_day(rest), kind, _said(f"{rest} 达标", f"{rest}: good"))
    if kind == "honor":
        honor, _, key = rest.partition(":")
        zh, en = known.names.of(honor)
        return Evidence(
            one.on if one.refs[-1] == ref else None, "honor", _said(f"{key} {zh}", f"{en}, {key}"), "/honors"
        )
    if kind == "grant":
        reason = grants.get(int(rest), "")
        return Evidence(one.on, "grant", _said(reason, reason))
    words = _KINDS.get(kind)
    day = _day(rest.rpartition(":")[2]) or _day(ref)
    return Evidence(day, kind if words else "event", _said(*(words or (ref, ref))))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.partition("/")[0])
    except ValueError:
        return None


def _said(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)
