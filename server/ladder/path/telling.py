"""Puts verdicts into figures and words that the person concerned can read: what it is, what is missing, what was skipped."""

from career import words
from career.criteria import AtMost, Kind, LowestMonth, MetricOver, TrainingHours
from career.criteria.time import HeldPost, Tenure, TimeInLevel
from career.evidence import View
from career.exact import Ratio, format_ratio
from career.months import MIN_WORKED_HALF_DAYS, month_text
from career.sentences import sentence
from career.verdict import Ahead, Trend, Verdict
from career.versions import Asked
from server.ladder.criteria.naming import said
from server.ladder.path.helping import Around, helps
from server.ladder.path.wire import AheadOut, OwnVerdictOut, PartOut, SkippedOut
from server.wire import Bilingual

PER_MILLE = 1000
PLACES = 2
_TIME = (Tenure, TimeInLevel, HeldPost)


def told(one: Asked, verdict: Verdict, trend: Trend | None, ahead: Ahead | None, around: Around) -> OwnVerdictOut:
    """One criterion of one's own."""
    window = verdict.window
    months = around.view.evidence.months
    used = window.months if window else ()
    return OwnVerdictOut(
        code=one.code,
        name=Bilingual(zh=one.zh, en=one.en),
        sentence=said(sentence(one.criterion, around.names)),
        role=one.role,
        asked=verdict.asked,
        status=verdict.status,
        reason=said(words.REASONS[verdict.reason]),
        value=_figure(verdict.value),
        threshold=_figure(verdict.threshold),
        progress=per_mille(verdict.progress),
        missing=missing(one.criterion, verdict),
        trend=None if trend is None else said(words.TRENDS[trend]),
        since=verdict.since,
        ahead=None if ahead is None else AheadOut(ahead.on, said(words.ASSUMPTIONS[ahead.assumption])),
        months=[month_text(month) for month in used],
        skipped=_skipped(verdict, around.view),
        carried_over=[month_text(month) for month in used if month in months and months[month].carried_over],
        parts=_parts(one.criterion, verdict, around),
        helps=helps(one.criterion, verdict, around),
    )


def per_mille(progress: Ratio) -> int:
    """Rounded down: nobody reads 100 per cent before all is done."""
    return progress[0] * PER_MILLE // progress[1]


def missing(criterion: Kind, verdict: Verdict) -> Bilingual | None:
    """How far it is, in the criterion's own unit; None where it is met or where only the reason can say."""
    if verdict.status != "not_met" or verdict.value is None or verdict.threshold is None:
        return None
    (a, b), (t, u) = verdict.value, verdict.threshold
    gap = (t * b - a * u, b * u)
    if isinstance(criterion, AtMost) or (isinstance(criterion, MetricOver) and criterion.at_least is None):
        over = format_ratio((-gap[0], gap[1]), PLACES)
        return Bilingual(zh=f"超出 {over}", en=f"{over} over")
    left = format_ratio(gap, PLACES)
    if isinstance(criterion, _TIME):
        left = format_ratio(gap, 1)
        return Bilingual(zh=f"还差 {left} 个月", en=f"{left} {'month' if left == '1' else 'months'} to go")
    if isinstance(criterion, TrainingHours):
        return Bilingual(zh=f"还差 {left} 学时", en=f"{left} {'hour' if left == '1' else 'hours'} to go")
    if isinstance(criterion, LowestMonth):
        return Bilingual(zh=f"最低的月份差 {left}", en=f"the lowest month is {left} short")
    return Bilingual(zh=f"还差 {left}", en=f"{left} to go")


def _figure(value: Ratio | None) -> str | None:
    return None if value is None else format_ratio(value, PLACES)


def _skipped(verdict: Verdict, view: View) -> list[SkippedOut]:
    found = []
    for month, why in verdict.window.skipped if verdict.window else ():
        text = said(words.REASONS[why])
        facts = view.months.get(month)
        if why == "thin" and facts is not None and facts.half_days is not None:
            days = format_ratio((facts.half_days, 2), 1)
            least = MIN_WORKED_HALF_DAYS // 2
            text = Bilingual(
                zh=f"出勤 {days} 天，不足 {least} 天",
                en=f"{days} worked {'day' if days == '1' else 'days'}, under {least}",
            )
        found.append(SkippedOut(month_text(month), why, text))
    return found


def _parts(criterion: Kind, verdict: Verdict, around: Around) -> list[PartOut]:
    return [
        PartOut(
            sentence=said(sentence(part, around.names)),
            status=judged.status,
            value=_figure(judged.value),
            threshold=_figure(judged.threshold),
            progress=per_mille(judged.progress),
            reason=said(words.REASONS[judged.reason]),
        )
        for part, judged in zip(getattr(criterion, "of", ()), verdict.parts, strict=False)
    ]
